"""Readers of the small files of the commands that use one model alone."""
