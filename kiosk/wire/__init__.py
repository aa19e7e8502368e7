"""Every byte that two programs must agree on; stdlib and msgspec only."""
