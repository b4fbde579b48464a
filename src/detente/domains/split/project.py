"""What parties can do together, and whose consent it needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Project:
    """Something that parties can do together: it needs the consent of all of `needs`."""

    name: str
    needs: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    """Projects that cannot be done beside it; said of one of the two is enough."""
