"""A local page to play with: the second door to `run.py`; no economics here."""
