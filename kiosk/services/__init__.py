"""Use cases: one activity per module; no Qt, SQL, threads or files."""
