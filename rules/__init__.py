"""What is true: the office's rules as tables and pure functions. Standard library and pydantic only."""
