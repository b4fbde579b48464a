"""Games on bare arrays, as other domains and commands ask for them."""

from __future__ import annotations

from ..domain import Domain


class Strategy(Domain):
    """Tables and trees, solved exactly; a study's game of entry can be written as such a tree."""

    name = "strategy"
    meaning = "equilibria of tables and trees"
    offers = {"efg": "detente.domains.strategy.efg:write_efg"}
