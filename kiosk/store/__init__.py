"""SQLite through sqlite-utils: the catalogue cache and its search index."""
