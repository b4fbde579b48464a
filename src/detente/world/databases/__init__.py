"""Worlds out of multi-regional input-output data bases that a user has downloaded; nothing is downloaded here."""
