"""The measures of 2016-17 on North Korea come into force, and are lifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ....ground.faults import DataError, did_you_mean
from ....world.records import World, outer
from ...move import OTHERS, Move, Number, argument


@dataclass(frozen=True)
class Measures(Move):
    """Put an authority's dated measures in force, with the share of them that each partner really stops.

    `enforcement` gives that share by partner, `others` for those not named; 1 where it is left out.
    """

    kind: ClassVar[str] = "measures"
    meaning: ClassVar[str] = "the dated measures of an authority, with enforcement by partner"
    authority: str = argument(
        "authority", "`UN`, or the economy whose own measures they are", needed=True, default=""
    )
    enforcement: Mapping[str, Number] | None = argument(
        "by economy", "share of the banned trade that each partner really stops", least=0.0, most=1.0
    )

    def on(self, world: World) -> World:
        """Return the world with the measures in force."""
        given = dict(self.enforcement or {})
        for code in given:
            if code not in (*world.economies, OTHERS):
                raise DataError(f"no economy '{code}' in this world; {did_you_mean(code, world.economies)}")
        force = sum(
            outer(np.asarray(share) if np.isscalar(share) else share, 1) * _named(world, given, code)
            for code, share in {OTHERS: 1.0, **given}.items()
        )
        return set_force(world, self.authority, lambda old: old * 0 + force)


@dataclass(frozen=True)
class Lift(Move):
    """Lift a share of an authority's measures in force: `1` lifts them all."""

    kind: ClassVar[str] = "lift"
    meaning: ClassVar[str] = "the lifting of an authority's measures"
    authority: str = argument("authority", "whose measures", needed=True, default="")
    share: Number = argument("number", "how much of them is lifted", default=1.0, least=0.0, most=1.0)

    def on(self, world: World) -> World:
        """Return the world with the measures weaker by that share."""
        return set_force(world, self.authority, lambda old: old * (1 - outer(self.share, 1)))


@dataclass(frozen=True)
class Enforce(Move):
    """Some partners come to stop another share of the trade that an authority's measures ban.

    Partners that are not named go on as they were; where the measures are not in force, nothing changes.
    """

    kind: ClassVar[str] = "enforce"
    meaning: ClassVar[str] = "another enforcement of an authority's measures by some partners"
    authority: str = argument("authority", "whose measures", needed=True, default="")
    by: Mapping[str, Number] | None = argument(
        "by economy",
        "share of the banned trade that each then really stops",
        needed=True,
        least=0.0,
        most=1.0,
    )

    def on(self, world: World) -> World:
        """Return the world with the measures enforced as said by the partners named."""
        given = dict(self.by or {})

        def changed(old: Any) -> Any:
            for code in given:
                share = outer(np.asarray(given[code]) if np.isscalar(given[code]) else given[code], 1)
                here = _named(world, given, code)
                old = old * (1 - here) + here * share * (old.max(-1, keepdims=True) > 0)
            return old

        return set_force(world, self.authority, changed)


def set_force(world: World, authority: str, change: Any) -> World:
    """Return the world with one authority's row of `force` changed."""
    if authority not in world.authorities:
        raise DataError(
            f"no measures of '{authority}' are known on this date; {did_you_mean(authority, world.authorities)}"
        )
    row = np.array([float(code == authority) for code in world.authorities])[:, None]
    old = world.force
    here = (old * row).sum(-2)
    return world.with_rules(force=old * (1 - row) + row * change(here)[..., None, :])


def _named(world: World, given: Mapping[str, Any], code: str) -> np.ndarray:
    """Return 1 for the economies to which an entry of `enforcement` applies."""
    if code == OTHERS:
        return np.array([float(name not in given) for name in world.economies])
    return np.array([float(name == code) for name in world.economies])
