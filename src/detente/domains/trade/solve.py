"""Solve for trade equilibria: many worlds, or draws of them, in one compiled call."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float, Int

from ...ground import fixed_point
from . import equations
from .checks import Ending, after, before
from .equations import Accounts, Shock, State, Weights

TOLERANCE = 1e-11
"""Largest change of log wages, log prices and spending ratios in the last sweep."""
ACCEPTED = 1e-10
"""A residual above this is reported as not converged."""
SETTINGS = fixed_point.Settings(tolerance=TOLERANCE, sweeps=600, depth=8)
GUIDED = fixed_point.Settings(tolerance=TOLERANCE, sweeps=60, depth=4)
ADJOINT = fixed_point.Settings(tolerance=1e-12, sweeps=600, depth=12)


class Equilibrium(NamedTuple):
    """An equilibrium, or an honest report of none: numbers are NaN unless the status is `SOLVED`."""

    wage: Float[Array, "*lane economy"]
    """w_hat."""
    price: Float[Array, "*lane economy industry"]
    """P_hat."""
    income: Float[Array, "*lane economy"]
    """I' [US$ bn], duties, deficit and transfers included."""
    transfer: Float[Array, "*lane economy"]
    """[US$ bn], received."""
    spending: Float[Array, "*lane economy industry"]
    """X' [US$ bn]."""
    flows: Float[Array, "*lane industry buyer seller"]
    """Before duty [US$ bn]."""
    duties: Float[Array, "*lane economy"]
    """Collected [US$ bn]."""
    export_taxes: Float[Array, "*lane economy"]
    """Collected by the seller's economy [US$ bn]."""
    sales: Float[Array, "*lane economy industry"]
    """Y': what an industry gets for its output, less export taxes [US$ bn]."""
    cost: Float[Array, "*lane economy industry"]
    """c_hat."""
    gate_price: Float[Array, "*lane economy industry"]
    """c_hat / A_hat: the price of output at the factory gate."""
    opening: Float[Array, "*lane quota"]
    """Share of the supply that each quota lets through."""
    residual: Float[Array, "*lane"]
    sweeps: Int[Array, "*lane"]
    status: Ending


class Guide(NamedTuple):
    """Where the solve of a similar world ended, and Newton's matrix there.

    A guided sweep F moves a state x by `newton @ (F(x) - x)`: a step of Newton's method with the slopes of
    the guide's world (the chord method: Ortega and Rheinboldt 1970, section 7.1). Any guide leads to the same
    solution, a good one in a quarter of the sweeps.
    """

    point: Float[Array, "*case state"]
    newton: Float[Array, "*case state state"]
    """(1 - dF/dx)^-1."""


def equilibria(accounts: Accounts, shocks: Shock, guide: Guide | None = None) -> Equilibrium:
    """Solve for every draw and case at once.

    `accounts` has one leading axis (draw), `shocks` two (draw, case); so has the result. A `guide` has one
    (case). Differentiable in every smooth number through the implicit function theorem, not by unrolling the
    iterations.
    """
    weight = jax.vmap(jax.vmap(equations.weights, (None, 0)))(accounts, shocks)
    start, unravel = ravel_pytree(at_rest(accounts, shocks))
    draws, cases = shocks.transfer.shape[:2]
    known = jax.vmap(jax.vmap(before, (None, 0, 0)))(accounts, shocks, weight)
    hopeless = (known.code != 0).reshape(-1)
    first = jnp.broadcast_to(start, (draws * cases, start.shape[0]))

    def sweep_one(books: Accounts, shock: Shock, weights: Weights, point: Array) -> Array:
        return ravel_pytree(equations.sweep(books, shock, weights, unravel(point)))[0]

    every = jax.vmap(jax.vmap(sweep_one, (None, 0, 0, 0)))

    def sweep(points: Array) -> Array:
        return every(accounts, shocks, weight, points.reshape(draws, cases, -1)).reshape(points.shape)

    point, residual, sweeps = root(sweep, first, hopeless, guide)
    finish = jax.vmap(jax.vmap(_equilibrium, (None, 0, 0, 0, 0, 0, 0)))
    return finish(
        accounts,
        shocks,
        weight,
        jax.vmap(jax.vmap(unravel))(point.reshape(draws, cases, -1)),
        residual.reshape(draws, cases),
        sweeps.reshape(draws, cases),
        known,
    )


def at_rest(accounts: Accounts, shocks: Shock) -> State:
    """Return the base year as the first guess: nothing has changed, and quotas do not bind."""
    economies, industries = accounts.spending.shape[-2:]
    return State(
        log_wage=jnp.zeros(economies),
        log_price=jnp.zeros((economies, industries)),
        spending_hat=jnp.ones((economies, industries)),
        log_opening=jnp.zeros(shocks.quota_cap.shape[-1]),
    )


def root(sweep: Any, first: Array, hopeless: Array, guide: Guide | None = None) -> tuple[Array, Array, Array]:
    """Find the fixed points of all lanes, with derivatives by the implicit function theorem.

    Returns the points `[lane, state]`, the largest changes of the last sweep and the sweeps, `[lane]`.
    """

    def search(step: Any, guess: Array) -> tuple[Array, tuple[Array, Array]]:
        led = _led(step, guess, hopeless, guide) if guide else None
        begin, closed = (led.point, hopeless | (led.residual <= TOLERANCE)) if led else (guess, hopeless)
        found = fixed_point.solve(lambda point: point + step(point), begin, SETTINGS, closed)
        if led:
            done = closed & ~hopeless
            found = found._replace(
                residual=jnp.where(done, led.residual, found.residual), sweeps=found.sweeps + led.sweeps
            )
        return found.point, (found.residual, found.sweeps.astype(float))

    def along(linear: Any, right: Array) -> Array:
        solved: Array = jax.lax.custom_linear_solve(linear, right, _linear, _linear)
        return solved

    point, (residual, sweeps) = jax.lax.custom_root(
        lambda point: sweep(point) - point, first, search, along, has_aux=True
    )
    return point, residual, sweeps.astype(int)


def _led(step: Any, first: Array, hopeless: Array, guide: Guide) -> fixed_point.Found:
    """Sweep along a guide; a lane that it leads nowhere goes back to its first guess."""
    cases, width = guide.point.shape

    def sweep(point: Array) -> Array:
        change = step(point).reshape(-1, cases, width)
        return point + jnp.einsum("cab,lcb->lca", guide.newton, change).reshape(point.shape)

    begin = jnp.broadcast_to(guide.point, (len(first) // cases, cases, width)).reshape(first.shape)
    found = fixed_point.solve(sweep, begin, GUIDED, hopeless)
    arrived = (found.residual <= TOLERANCE)[:, None]
    return found._replace(point=jnp.where(arrived, found.point, first))


def _linear(matvec: Any, right: Array) -> Array:
    """Solve the linearised equations lane by lane, with the same accelerated loop."""
    scale = jnp.max(jnp.abs(right), axis=1, keepdims=True)
    unit = right / jnp.where(scale > 0, scale, 1.0)
    found = fixed_point.solve(lambda point: point + matvec(point) - unit, jnp.zeros_like(unit), ADJOINT)
    return found.point * scale


def _equilibrium(
    accounts: Accounts,
    shock: Shock,
    weight: Weights,
    state: State,
    residual: Array,
    sweeps: Array,
    known: Ending,
) -> Equilibrium:
    """Read an equilibrium off its state; one draw, one case."""
    wage = jnp.exp(state.log_wage)
    market = equations.trade(accounts, shock, weight, state)
    income = equations.income(accounts, shock, weight, wage, market)
    status = after(known, income, residual, ACCEPTED)

    def known_only(array: Array) -> Array:
        return jnp.where(status.code == 0, array, jnp.nan)

    return Equilibrium(
        wage=known_only(wage),
        price=known_only(jnp.exp(state.log_price)),
        income=known_only(income),
        transfer=known_only(shock.transfer),
        spending=known_only(state.spending_hat * accounts.spending),
        flows=known_only(equations.flows(weight, market)),
        duties=known_only(equations.duties(weight, market)),
        export_taxes=known_only(equations.export_taxes(shock, weight, market)),
        sales=known_only(market.sales),
        cost=known_only(jnp.exp(market.log_cost)),
        gate_price=known_only(equations.gate_price(shock, market)),
        opening=known_only(jnp.exp(state.log_opening)),
        residual=residual,
        sweeps=sweeps,
        status=status,
    )
