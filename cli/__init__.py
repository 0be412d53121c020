"""The command line: one more door to the same actions. Starting it costs nothing that a command does not need."""
