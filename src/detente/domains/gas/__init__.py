"""Gas: who sells to whom, and what a line changes."""
