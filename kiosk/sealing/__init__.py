"""Cryptography behind the crypto ports; the only place that imports `cryptography`."""
