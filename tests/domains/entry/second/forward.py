"""What equilibrium policies do: who acts when, and where the state is, from a start on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.domains.entry.second.stochastic import Payoffs, Rules, Solved

if TYPE_CHECKING:
    from jaxtyping import Float


class Course(NamedTuple):
    """Chances, exact but for rounding: nothing is simulated."""

    state: Float[np.ndarray, "period draw state"]
    """Of each state at the start of each period; one row more for the end of the last."""
    acts: Float[np.ndarray, "period draw player action"]
    """That a player takes an action in a period (expected times, where it may act more often)."""


def forward(rules: Rules, payoffs: Payoffs, solved: Solved, start: int) -> Course:
    """Follow the policies from a start state, over the orders and the moves of chance."""
    draws, states = solved.value.shape[0], rules.goes.shape[1]
    state = np.zeros((rules.periods + 1, draws, states))
    state[0, :, start] = 1.0
    acts = np.zeros((rules.periods, draws, rules.goes.shape[0], rules.goes.shape[2]))
    for period in range(rules.periods):
        after = np.zeros((draws, states))
        for order, movers in enumerate(rules.orders):
            here = state[period] * payoffs.order_chance[:, [order]]
            for step, mover in enumerate(movers):
                if mover >= 0:
                    taken = solved.policy[period, order, step]
                    here = _step(rules.goes[mover], taken, here, acts[period, :, mover])
            after += here
        state[period + 1] = after if period == rules.periods - 1 else _on(rules, payoffs, after)
    return Course(state, acts)


def _step(goes: np.ndarray, taken: np.ndarray, here: np.ndarray, acts: np.ndarray) -> np.ndarray:
    """Return the chances of states after a mover has acted, and add to how often it took each action."""
    moved = np.where((goes >= 0).any(axis=1), 0.0, here)
    forced = (goes >= 0).sum(axis=1) == 1
    for action in range(goes.shape[1]):
        chosen = (taken == action) | (forced & (goes[:, action] >= 0))
        flow = here * (chosen & (goes[:, action] >= 0))
        acts[:, action] += flow.sum(axis=1)
        for place in np.flatnonzero(goes[:, action] >= 0):
            moved[:, goes[place, action]] += flow[:, place]
    return moved


def _on(rules: Rules, payoffs: Payoffs, after: np.ndarray) -> np.ndarray:
    """Return the chances of states once chance has moved."""
    on = np.zeros(after.shape)
    for branch in range(rules.follows.shape[1]):
        flow = after * payoffs.chance[:, :, branch]
        for place, to in enumerate(rules.follows[:, branch]):
            on[:, to] += flow[:, place]
    return on
