"""What is remembered: tables, named queries, and the one tree of migrations for SQLite and PostgreSQL."""
