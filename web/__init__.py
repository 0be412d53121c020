"""Where people enter: the gate around Prefect, and the pages."""
