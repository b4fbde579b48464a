"""Which claims support which."""

from __future__ import annotations

from ..ground.faults import Fault, did_you_mean
from .records import Claim, Node


def supports(claims: dict[str, Claim], faults: list[Fault]) -> None:
    """Add faults for supports that are no claims, and for claims that support themselves."""
    for claim in claims.values():
        known(list(claim.supported_by), claims, faults)
        reached, todo = set[str](), [claim.id]
        while todo:
            below = [str(node.value) for node in claims[todo.pop()].supported_by]
            todo += [name for name in below if name in claims and name not in reached]
            reached |= set(below)
        if claim.id in reached:
            faults.append(
                Fault(
                    claim.place,
                    f"claim '{claim.id}' supports itself, through others or not",
                    "break the circle",
                )
            )


def known(nodes: list[Node], claims: dict[str, Claim], faults: list[Fault]) -> None:
    """Add faults for names that are no claims; none where the file has no claim at all, which is told."""
    for node in nodes if claims else ():
        if not isinstance(node.value, str) or node.value not in claims:
            faults.append(
                Fault(node.place, f"no claim '{node.value}'", did_you_mean(str(node.value), claims))
            )
