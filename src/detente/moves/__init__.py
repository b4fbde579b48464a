"""Changes of the rules: one file a kind of move; `apply` makes them, one after the other."""

from .apply import apply

__all__ = ["apply"]
