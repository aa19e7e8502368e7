"""The pure half of the journal: bytes of an entry, the chain, what is sent and kept."""
