"""Subjects, one folder each; `table` lists them, and stages go through it."""
