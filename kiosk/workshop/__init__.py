"""The catalogue workshop: the only place that reads YAML catalogues."""
