"""What the core needs from outside: Protocols and the values they speak."""
