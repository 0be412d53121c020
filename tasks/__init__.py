"""What the machine does: a few Prefect tasks, each one effect under a natural key, then one recording call."""
