"""Assumptions that choose between variants: rules by name, and switches that one variant turns on."""

from __future__ import annotations

from collections.abc import Sequence

from ..ground.faults import did_you_mean
from .faults import Faults, show
from .records import Node, Study

NEEDED = "needed"
"""The variant of a choice under which a consent is needed."""


def rules_of(
    study: Study, node: Node, rules: Sequence[str], what: str, faults: Faults
) -> tuple[tuple[int, ...], str] | None:
    """Return the places of rules and the `choice` between them; no choice (an empty name) where a rule is named.

    None, and a fault, where the node names neither.
    """
    if node.value in rules:
        return (rules.index(node.value),), ""
    given = study.assumptions.get(str(node.value))
    if given is None or not given.distribution.variants:
        faults.known(node, (*rules, *study.choices()), f"{what} or `choice` assumption")
        return None
    unknown = [name for name in given.distribution.variants if name not in rules]
    for name in unknown:
        faults.add(given.place, f"no {what} '{name}'", did_you_mean(name, rules))
    return None if unknown else (tuple(rules.index(name) for name in given.distribution.variants), given.id)


def switch_of(study: Study, node: Node, variant: str, faults: Faults) -> tuple[str, int]:
    """Return the `choice` that a node names and the place of a variant in it; an empty name, and a fault, if none."""
    given = study.assumptions.get(str(node.value))
    if given is None or variant not in given.distribution.variants:
        if show(node) in faults.unread:
            return "", 0
        what = f"'{show(node)}' is no choice with the variant `{variant}`"
        faults.add(node.place, what, f"name an assumption with choice: [{variant}, not_{variant}]")
        return "", 0
    return given.id, given.distribution.variants.index(variant)


def table_of(study: Study, node: Node | None, table: str, faults: Faults) -> str:
    """Return the assumption that a node names, with a column for each row of a table; empty, and a fault, if none."""
    if node is None:
        return ""
    known = faults.known(node, study.tables(table), f"assumption `from: {table}`")
    return str(node.value) if known else ""
