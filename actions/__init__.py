"""What people do: plain functions, one short transaction each. Web, CLI and flows call the same ones."""
