"""In which order: Prefect flows ask our database what is true, name the tasks, and wait for people."""
