"""Moves that change trade's rules, one file a kind."""
