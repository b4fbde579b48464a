"""What freight costs by way, how it divides, and what new ways save.

Generalised cost is price plus the value of time: a share of the goods' value a day (Hummels and Schaur 2013,
American Economic Review 103:2935-2959). Freight between what stands divides as observed, and moves by the logit in
changes (the "incremental logit" of Ben-Akiva and Lerman 1985, Discrete Choice Analysis, chapter 5). What is new
enters by a folded logit: without it any further way, however dear, would be a gain.

Functions take `xp`, numpy or jax.numpy, and numbers with leading draw axes `*`; all can be differentiated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Numbers = Any
Values = Mapping[str, Numbers]
PERCENT = 0.01
ABSENT = 1e9
"""Cost of a way that is not there [US$/TEU]."""


class Trip(NamedTuple):
    """A container's price [US$/TEU] and days from door to door, `[*, way]`."""

    price: Numbers
    days: Numbers


class Eased(NamedTuple):
    """What new ways save, and how freight divides with them."""

    saved: Numbers
    """`[*, lane, good]` [US$/TEU]"""
    stays: Numbers
    """Share of freight on the ways that stood before, `[*, lane, mode, good]`."""
    goes: Numbers
    """Share of freight on new ways, `[*, lane, mode, good]`."""

    @property
    def carried(self) -> Numbers:
        """Return the share of freight on new ways, `[*, lane, good]`."""
        return self.goes.sum(-2)


def unit_prices(value: Values, xp: Any) -> Numbers:
    """Return what a unit of each kind of amount costs [US$/TEU], `[*, kind]` in the order of `ways.KINDS`."""
    one, detour = xp.ones_like(xp.asarray(value["detour"])), value["detour"]
    found = [value["sea_price"], value["port_price"]]
    for kind in ("rail", "old_rail", "road"):
        found += [value[f"{kind}_price"], value[f"{kind}_price"] * detour]
    found += [value["border_price"], value["gauge_price"], one, 0.0 * one]
    return xp.stack(xp.broadcast_arrays(*[xp.asarray(each) for each in found]), -1)


def unit_days(value: Values, xp: Any) -> Numbers:
    """Return what a unit of each kind of amount takes [day], `[*, kind]`."""
    one, detour = xp.ones_like(xp.asarray(value["detour"])), value["detour"]
    found = [1.0 / value["sea_speed"], value["port_days"]]
    for kind in ("rail", "old_rail", "road"):
        found += [1.0 / value[f"{kind}_speed"], detour / value[f"{kind}_speed"]]
    found += [value["border_days"], value["gauge_days"], 0.0 * one, one]
    return xp.stack(xp.broadcast_arrays(*[xp.asarray(each) for each in found]), -1)


def trip(amounts: Numbers, value: Values, xp: Any) -> Trip:
    """Return price and days of ways of given amounts `[way, kind]`."""
    return Trip(unit_prices(value, xp) @ amounts.T, unit_days(value, xp) @ amounts.T)


def generalised(one: Trip, value: Values, worth: Numbers, xp: Any) -> Numbers:
    """Return price + value of time * days [US$/TEU], `[*, way, good]`, for goods of so many US$ a container."""
    day = PERCENT * xp.asarray(value["value_of_day"])[..., None] * worth
    return one.price[..., None] + day[..., None, :] * one.days[..., None]


def relief(saving: Numbers, scale: Numbers, xp: Any) -> Numbers:
    """Return what a new way gains those who could take it [US$/TEU]; nothing unless it is cheaper.

    A logit's logsum over old and new, less the gift of variety (scale x log 2, what two ways of one cost gain over
    one): 2 scale log cosh(saving / 2 scale) for a saving above zero. Shippers differ in their reluctance.
    """
    size = xp.maximum(saving, 0.0) / scale
    return scale * (size + 2 * xp.log1p(xp.exp(-size)) - 2 * xp.log(xp.asarray(2.0)))


def turned(saving: Numbers, scale: Numbers, xp: Any) -> Numbers:
    """Return the share that takes a new way, the slope of `relief`: tanh(saving / 2 scale), 0 below zero."""
    return xp.tanh(xp.maximum(saving, 0.0) / (2 * scale))


def eased(saving: Numbers, share: Numbers, within: Numbers, among: Numbers, xp: Any) -> Eased:
    """Return what new ways save a lane, and carry.

    `saving` [US$/TEU] and `share` (what goes by each mode as things stand) are `[*, lane, mode, good]`; `within` and
    `among` [US$/TEU] the spread of tastes between ways of one mode, and between modes:

        gain[k] = relief(saving[k], within)
        saved   = among * log sum over k of share[k] exp(gain[k] / among)
        carried = sum over k of share'[k] turned(saving[k], within),  share' the shares after

    `carried` is the slope of `saved` (the theorem of Williams, Daly and Zachary).
    """
    gain, spread = relief(saving, within, xp), among[..., 0, :]
    top = gain.max(-2)
    weight = share * xp.exp((gain - top[..., None, :]) / among)
    total = weight.sum(-2)
    after, new = weight / total[..., None, :], turned(saving, within, xp)
    return Eased(top + spread * xp.log(total), after * (1 - new), after * new)


def delivered(before: Numbers, after: Numbers, worth: Numbers) -> Numbers:
    """Return d_hat: delivered cost is the goods' value at the door plus freight and time.

    (1 + g' / v) / (1 + g / v), g the generalised cost and v the value of a container's goods [US$/TEU].
    """
    return (1 + after / worth) / (1 + before / worth)
