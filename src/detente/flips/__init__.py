"""Flips: the nearest point to the centre at which each claim turns."""
