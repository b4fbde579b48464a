"""A solved game of entry: what it is worth, with every power free, hurried, held back or barred; and who enters when.

Everything is found when first asked for, so that a traced draw costs what is read of it.
"""

from __future__ import annotations

from functools import cached_property

import jax.numpy as jnp
from jaxtyping import Array, Float

from .commit import Plans, dominates, plans, regret
from .entry import Table, Terms, brought, entry, flow
from .play import Induction, by_order, following, forward, induct, moved, orders


class Solved:
    """One draw's game. Values are present values in US$ bn, `[player]` where nothing else is said."""

    def __init__(self, table: Table, terms: Terms) -> None:
        """Take the game; nothing is solved yet."""
        self.table, self.terms = table, terms
        self._late: dict[tuple[int, int | None], Float[Array, " player"]] = {}
        self._now: dict[int, Float[Array, " player"]] = {}
        self._plans: dict[int, Plans] = {}

    @cached_property
    def free(self) -> Induction:
        """Equilibrium play."""
        return induct(self.table, self.terms)

    @cached_property
    def reached(self) -> tuple[Array, Array]:
        """Chances of each state by the end of each period, and after the first moves."""
        return forward(self.table, self.terms, self.free)

    def at_start(self, value: Array) -> Float[Array, " player"]:
        """Return values where nobody has entered, over the phase on the date."""
        return jnp.asarray(value[:, 0] @ self.terms.phase_now)

    def value(self) -> Float[Array, " player"]:
        """Return what equilibrium play is worth."""
        return self.at_start(self.free.value[0])

    def now(self, power: int) -> Float[Array, " player"]:
        """Return what it is worth if a power enters before anyone moves and the others go on from there."""
        if power not in self._now:
            table, terms = self.table, self.terms
            received, keep = flow(table, terms), jnp.exp(-terms.discount * table.step)
            end = received * (1 - keep) / terms.discount + keep * moved(table, terms, self.free.value[1])
            pays = entry(table, terms, jnp.zeros(()))
            each, _, _ = by_order(table, end, pays, following(table), orders(table, power))
            reached = each.mean(0)[:, following(table)[power][0]] + pays[power][:, None]
            self._now[power] = reached @ terms.phase_now
        return self._now[power]

    def barred_for(self, power: int, periods: int | None) -> Float[Array, " player"]:
        """Return what it is worth if a power is barred for so many periods; for ever where None."""
        if (power, periods) not in self._late:
            last = None if periods is None else self.free.value[periods]
            found = induct(self.table, self.terms, barred=power, periods=periods, last=last)
            self._late[power, periods] = self.at_start(found.value[0])
        return self._late[power, periods]

    def entry_pays(self, power: int) -> Float[Array, ""]:
        """Return what entering at once pays over being barred for ever, as a flow [US$ bn a year].

        A cost or a value of being in that is larger by as much leaves the power indifferent: no other player's
        choice reads it.
        """
        gain: Array = self.now(power) - self.barred_for(power, None)
        return self.terms.discount * gain[power]

    def plans(self, power: int) -> Plans:
        """Return what a power's plans are worth against others that have committed themselves."""
        if power not in self._plans:
            self._plans[power] = plans(self.table, self.terms, power)
        return self._plans[power]

    def regret(self, power: int) -> tuple[Float[Array, ""], Float[Array, ""]]:
        """Return the most that committing to enter at once, and never to, forgoes."""
        return regret(self.plans(power))

    def dominates(self, power: int) -> tuple[Float[Array, ""], Float[Array, ""]]:
        """Return 1 where entering at once, and where never entering, is best whatever others have committed to."""
        return dominates(self.plans(power))

    def burned(self) -> Float[Array, ""]:
        """Return what the powers lose in sum because each moves for itself: the rent that the race burns."""
        together = self.at_start(induct(self.table, self.terms, together=True).value[0])
        return (together - self.value())[: self.table.powers].sum()

    def periods(self, years: float) -> int:
        """Return how many periods make so many years, one at least."""
        return max(1, round(years / self.table.step))

    def enters_now(self) -> Float[Array, " power"]:
        """Return the chance over orders of moves and phases of entering in the first period."""
        return self.reached[1].sum(1) @ jnp.asarray(self.table.entered, float)

    def entered_by(self) -> Float[Array, "period power"]:
        """Return the chance of having entered by the end of each period."""
        return jnp.einsum("tsh,sp->tp", self.reached[0], jnp.asarray(self.table.entered, float))

    def is_first(self) -> Float[Array, " power"]:
        """Return the chance of being the first to enter within the horizon."""
        return self.reached[0][-1].sum(1) @ jnp.asarray(self.table.first)

    def first_date(self) -> Float[Array, ""]:
        """Return the expected date of the first entry [years]; the horizon where nobody enters."""
        return self.table.step * self.reached[0][:, 0].sum()

    def brought(self) -> Float[Array, "power player"]:
        """Return what a power's entry brings upon each player."""
        return brought(self.table, self.terms)

    def deterrence(self) -> Float[Array, " power"]:
        """Return what a power's own entry brings upon it."""
        return jnp.asarray(jnp.diagonal(self.brought()[:, : self.table.powers]))

    def moving_cost(self) -> Float[Array, " power"]:
        """Return the cost of moving now: reactions added, cost at home for ever, and entry itself."""
        home = self.terms.domestic / self.terms.discount
        return jnp.asarray(self.deterrence() + home + self.terms.entry_cost)
