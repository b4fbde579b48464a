"""Two runs beside each other: which verdicts moved, and which change moved them."""
