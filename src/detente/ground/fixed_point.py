"""The loop that iterates, written once: Anderson-accelerated fixed points of many lanes at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

RIDGE = 1e-13
"""Weight of the ridge in the mixing problem, as a share of its trace: keeps collinear histories solvable."""
GROWTH = 4.0
"""A lane whose residual exceeds this multiple of its best starts its history afresh."""


class Settings(NamedTuple):
    """How a fixed point is sought: tolerance on the largest change, most sweeps, depth of the history."""

    tolerance: float = 1e-11
    sweeps: int = 600
    depth: int = 8


class Found(NamedTuple):
    """Where each lane stopped: the point, the largest change of the last sweep there, the sweeps it took."""

    point: Float[Array, "lane state"]
    residual: Float[Array, " lane"]
    sweeps: Int[Array, " lane"]


class _Search(NamedTuple):
    point: Float[Array, "lane state"]
    last_image: Float[Array, "lane state"]
    last_step: Float[Array, "lane state"]
    images: Float[Array, "lane depth state"]
    steps: Float[Array, "lane depth state"]
    gram: Float[Array, "lane depth depth"]
    kept: Bool[Array, "lane depth"]
    best: Float[Array, " lane"]
    residual: Float[Array, " lane"]
    sweeps: Int[Array, " lane"]
    swept: Int[Array, ""]


def solve(
    sweep: Callable[[Float[Array, "lane state"]], Float[Array, "lane state"]],
    start: Float[Array, "lane state"],
    settings: Settings,
    hopeless: Bool[Array, " lane"] | None = None,
) -> Found:
    """Find points that `sweep` leaves where they are, all lanes in one loop.

    Each lane mixes its own last `depth` sweeps (Anderson 1965; Walker and Ni 2011, SIAM Journal on Numerical
    Analysis 49:1715-1735, type II). A lane that has converged is frozen, so that its result does not depend
    on its neighbours. A lane that does not converge keeps its residual: the caller must look at it. A
    `hopeless` lane is left at its start, with NaN for a residual.
    """
    lanes, width = start.shape
    residual = jnp.full((lanes,), jnp.inf, start.dtype)
    if hopeless is not None:
        residual = jnp.where(hopeless, jnp.nan, residual)
    history = jnp.zeros((lanes, settings.depth, width), start.dtype)
    search = _Search(
        point=start,
        last_image=start,
        last_step=jnp.zeros_like(start),
        images=history,
        steps=history,
        gram=jnp.zeros((lanes, settings.depth, settings.depth), start.dtype),
        kept=jnp.zeros((lanes, settings.depth), bool),
        best=jnp.full((lanes,), jnp.inf, start.dtype),
        residual=residual,
        sweeps=jnp.zeros((lanes,), jnp.int32),
        swept=jnp.zeros((), jnp.int32),
    )

    def unfinished(search: _Search) -> Bool[Array, ""]:
        return (search.swept < settings.sweeps) & jnp.any(_open(search, settings))

    found = jax.lax.while_loop(unfinished, lambda search: _advance(sweep, search, settings), search)
    return Found(found.point, found.residual, found.sweeps)


def _open(search: _Search, settings: Settings) -> Bool[Array, " lane"]:
    """Tell which lanes still move; one that has become NaN never will converge and stops."""
    return (search.residual > settings.tolerance) & ~jnp.isnan(search.residual)


def _advance(
    sweep: Callable[[Float[Array, "lane state"]], Float[Array, "lane state"]],
    search: _Search,
    settings: Settings,
) -> _Search:
    """Sweep once, remember the change, and mix the history into the next point."""
    active = _open(search, settings)
    image = sweep(search.point)
    step = image - search.point
    residual = jnp.where(active, jnp.max(jnp.abs(step), axis=1), search.residual)
    slot = search.swept % settings.depth
    change = step - search.last_step
    images = search.images.at[:, slot].set(image - search.last_image)
    steps = search.steps.at[:, slot].set(change)
    overlap = jnp.einsum("lax,lx->la", steps, change)
    gram = search.gram.at[:, slot, :].set(overlap).at[:, :, slot].set(overlap)
    afresh = ~(residual < GROWTH * search.best)
    kept = search.kept.at[:, slot].set(search.swept > 0) & ~afresh[:, None]
    weight = _ridge_solution(gram, jnp.einsum("lax,lx->la", steps, step), kept)
    mixed = image - jnp.einsum("la,lax->lx", weight, images)
    moves = active & (residual > settings.tolerance)
    return _Search(
        point=jnp.where(moves[:, None], mixed, search.point),
        last_image=image,
        last_step=step,
        images=images,
        steps=steps,
        gram=gram,
        kept=kept,
        best=jnp.where(afresh & (search.swept > 0), residual, jnp.minimum(search.best, residual)),
        residual=residual,
        sweeps=search.sweeps + active,
        swept=search.swept + 1,
    )


def _ridge_solution(
    gram: Float[Array, "lane depth depth"], right: Float[Array, "lane depth"], kept: Bool[Array, "lane depth"]
) -> Float[Array, "lane depth"]:
    """Return the combination of kept past changes of the step that best undoes the step, lane by lane.

    The systems are symmetric and positive: plain elimination, in step for all lanes.
    """
    depth = gram.shape[-1]
    scale = jnp.sqrt(jnp.einsum("laa->la", gram))
    used = kept & (scale > 0)
    inverse = jnp.where(used, 1 / jnp.where(used, scale, 1.0), 0.0)
    unit = gram * inverse[:, :, None] * inverse[:, None, :]
    filler = jnp.eye(depth) * (RIDGE * depth + ~used[:, None, :])
    rows = jnp.concatenate([unit + filler, (right * inverse)[:, :, None]], axis=2)
    for pivot in range(depth):
        row = rows[:, pivot, :] / rows[:, pivot, pivot, None]
        factor = rows[:, :, pivot].at[:, pivot].set(0.0)
        rows = rows.at[:, pivot, :].set(row) - factor[:, :, None] * row[:, None, :]
    return rows[:, :, -1] * inverse
