"""The demonstration: a year lived in simulated time through the real doors. Names and papers are invented."""
