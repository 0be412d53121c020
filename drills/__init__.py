"""Drills: a year is lived while an outside observer kills its processes and takes its machines away; plain SQL and the
export judge what is left. Of the checkout, not of the wheel, like `benchmarks/`."""
