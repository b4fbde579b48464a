"""The terminal's door to `run.py`; no economics here."""
