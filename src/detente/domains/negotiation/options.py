"""The negotiation that a study asks for: issues, their scales, who disputes them, and how offers are chosen."""

from __future__ import annotations

from ...study.faults import Faults, show
from ...study.records import Node, Study
from ...study.scale import points_of
from ...study.variants import rules_of
from .facts import FOLDER, Stand, ranges
from .issues import Issue, Talks
from .seats import FACTS, Table, listed

KEYS = ("issues", "facts", "offer_rule", "rounds")
ISSUE_KEYS = ("is", "scale", "unit", "actors")
RULES = ("by_kind", "weighted", "least")
MOST_ROUNDS = 100


def negotiation_of(study: Study, faults: Faults) -> Talks | None:
    """Return the negotiation that a study's options ask for; None where they ask for none.

    negotiation:
      facts: talks                  # an assumption `from: negotiation`
      offer_rule: offer_rule        # a `choice` of rules, or one of them
      issues:
        relief_order: {is: when relief comes, scale: [relief_first, in_steps, all_first], actors: [china, north]}
    """
    node = study.option(FOLDER)
    if node is None:
        return None
    table = faults.table_of(node)
    faults.keys(node, KEYS, "`negotiation`")
    if "issues" not in table:
        faults.add(
            node.place, "`negotiation` lacks `issues`", "write issues: {NAME: {is: ..., scale: [...]}}"
        )
        return None
    facts = _facts(study, table.get("facts"), faults)
    found = [
        _issue(name, one, study, facts, faults) for name, one in faults.table_of(table["issues"]).items()
    ]
    rules, variant = _rules(study, table.get("offer_rule"), faults)
    return Talks(
        tuple(one for one in found if one), rules, variant, _rounds(table.get("rounds"), faults), facts
    )


def _facts(study: Study, node: Node | None, faults: Faults) -> str:
    """Return the assumption `from: negotiation` that gives what the study does not."""
    if node is None:
        return ""
    faults.doubted |= {FACTS} if show(node) in faults.unread else set()
    return str(node.value) if faults.known(node, study.tables(FOLDER), f"assumption `from: {FOLDER}`") else ""


def _issue(name: str, node: Node, study: Study, facts: str, faults: Faults) -> Issue | None:
    """Return one issue, or None and faults."""
    table = faults.table_of(node)
    faults.keys(node, ISSUE_KEYS, f"the issue '{name}'")
    missing = [key for key in ("is", "scale") if key not in table]
    if missing or not isinstance(node.value, dict):
        faults.add(
            node.place, f"the issue '{name}' lacks {' and '.join(f'`{key}`' for key in missing)}", "add it"
        )
        return None
    unit = faults.text_of(table.get("unit"))
    points = points_of(table["scale"], faults)
    if not points:
        return None
    seats = Table(name, node.place, points, unit, study, facts, faults).seats(table.get("actors"))
    return Issue(name, faults.text_of(table["is"]), points, unit, seats)


def drawn(study: Study) -> tuple[Stand, ...]:
    """Return the embedded numbers that a study draws: those of the actors that it seats and does not write itself."""
    node = study.option(FOLDER)
    issues = node.value.get("issues") if node and isinstance(node.value, dict) else None
    found: list[Stand] = []
    for name, issue in issues.value.items() if issues and isinstance(issues.value, dict) else ():
        if not isinstance(issue.value, dict):
            continue
        for actor, fields in listed(name, issue.value.get("actors")).items():
            own = fields.value if isinstance(fields.value, dict) else {}
            found += [
                one
                for one in ranges().values()
                if one.issue == name and one.actor == actor and one.number not in own
            ]
    return tuple(found)


def _rules(study: Study, node: Node | None, faults: Faults) -> tuple[tuple[str, ...], str]:
    """Return the rules of choosing among offers, and the `choice` that chooses between them."""
    if node is None:
        return RULES[:1], ""
    places, choice = rules_of(study, node, RULES, "rule of choosing offers", faults) or ((0,), "")
    return tuple(RULES[place] for place in places), choice


def _rounds(node: Node | None, faults: Faults) -> int:
    if node is None:
        return Talks.rounds
    if not isinstance(node.value, int) or isinstance(node.value, bool) or not 2 <= node.value <= MOST_ROUNDS:
        faults.add(node.place, "no number of rounds", f"write a whole number from 2 to {MOST_ROUNDS}")
        return Talks.rounds
    return node.value
