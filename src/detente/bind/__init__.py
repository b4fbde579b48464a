"""Resolve every name and unit of a study against what exists: `Study` in, `Problem` out."""
