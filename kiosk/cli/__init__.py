"""Commands: thin click wrappers over the services."""
