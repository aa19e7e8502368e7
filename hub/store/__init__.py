"""The hub's database: SQLite without set-up, PostgreSQL by URL; one set of tables for both."""
