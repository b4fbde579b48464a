"""The search for the nearest flip of one claim: which points to try next, from all at which the models were run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

import numpy as np
from scipy.linalg import hadamard

from ..audit.reasons import BESIDE
from .nearest import Way, least, nearest, sparse
from .space import FARTHEST, Variants
from .tried import Tried

SOME = 4
"""Points aside that come before farther ones ahead."""
CLOSE = 0.004
"""Part of its distance to which a flip along a ray is found."""
GAIN = 0.99
"""A point is worth a try if it is nearer than this part of the best one; a round that brings less settles a claim."""
SLIGHT, PULL = 0.02, 0.1
"""Part of the margin at the centre that a point must take away to say where the claim turns; weight of its whole
distance, beside that of the rest of the way, of a point to go on from."""
LOST = 1.6
"""How many times as far as foreseen a flip lies that others are sought beside, while that brings nearer ones."""
LEAST, OUT = 8.0, 2.5
"""Standard deviations to which a search goes at once, and by which it then goes farther out."""
CURVED, DOUBT, NEAR = 0.25, 0.5, 48
"""Part of a slope by which it changes over a standard deviation, and by which it may be otherwise than the draws say;
points that correct slopes."""
JUMP, NARROW = 3.0, 0.3
"""How many times as steep as from the centre a margin is where it jumps, as where a power changes its mind; and the
part of its distance that the next point that does not turn the claim lies off, for that to be told."""
BESIDES, ASTRIDE, SLACK, LOOSE = 16, 0.3, 0.02, 0.1
"""Points by which an edge at a jump is felt, the part of its distance that they lie apart, how far points may lie on
the wrong side of an edge taken as flat, and how far, beyond what the draws say, it may lie otherwise."""


@dataclass
class Search:
    """The search for a claim's flip under some variants of the model; what was tried lies in `tried`."""

    tried: Tried
    claim: str
    variants: Variants
    ways: tuple[Way, ...]
    slopes: np.ndarray
    """Of the comparisons' margins, as the draws have them, `[comparison, dimension]`."""
    spread: np.ndarray
    """How far they may be otherwise."""
    centre: int
    """The row at which the models were run with all numbers at the centre."""
    starts: Sequence[np.ndarray] = ()
    """Points that may turn the claim."""
    hints: Sequence[np.ndarray] = ()
    """Flips under other variants."""
    since: int = 0
    """Points since one was nearer by `GAIN`."""
    idle: int = 0
    """Rounds since then."""
    known: set[bytes] = field(default_factory=set)
    """Points proposed."""

    def __post_init__(self) -> None:
        """Note the dimensions that matter."""
        self.dims = np.flatnonzero(self.slopes.any(axis=0) | self.spread.any(axis=0))

    @property
    def truth(self) -> int:
        """Return what the claim is at the centre."""
        return int(self.tried.of[self.claim].truth[self.centre])

    @property
    def rows(self) -> np.ndarray:
        """Return the rows tried under the search's variants."""
        return np.flatnonzero((self.tried.under == [*self.variants.values()]).all(axis=1))

    @property
    def best(self) -> int | None:
        """Return the row of the nearest flip known."""
        rows = self.rows
        turned = rows[self.tried.of[self.claim].truth[rows] == 1 - self.truth]
        return int(turned[np.argmin(_lengths(self.tried.at[turned]))]) if len(turned) else None

    @property
    def distance(self) -> float:
        """Return that of the nearest flip known, no less than what is told to be right beside the centre."""
        best = self.best
        return np.inf if best is None else max(float(np.linalg.norm(self.tried.at[best])), BESIDE)

    def below(self, row: int) -> tuple[float, float]:
        """Return the part of the way to a point up to which the claim is as at the centre, and its margin there."""
        rows, its, point = self.rows, self.tried.of[self.claim], self.tried.at[row]
        parts = (self.tried.at[rows] * point).sum(axis=1) / max(float(point @ point), 1e-300)
        on_ray = _lengths(self.tried.at[rows] - parts[:, None] * point) < 1e-9 * np.linalg.norm(point)
        same = on_ray & (its.truth[rows] == self.truth) & (parts < 1) & (parts >= 0)
        last = int(np.argmax(np.where(same, parts, -1.0)))
        return float(parts[last]), float(its.margin[rows[last]])

    def propose(self) -> Iterator[np.ndarray]:
        """Yield points to try that were not, the most telling first."""
        best = self.best
        if self.distance <= BESIDE:
            return
        row = self._promising()
        ahead = self._feet(row, self._about(row)) if row != self.centre else []
        foreseen = min((float(np.linalg.norm(one)) for one in ahead), default=np.inf)
        lost = self.idle == 0 and self.distance > LOST * foreseen
        for asked in self._first(row, ahead) if best is None or lost else self._refined(best, ahead):
            point = np.clip(asked, -FARTHEST, FARTHEST)
            size = float(np.linalg.norm(point))
            point = point * min(1.0, 2 * FARTHEST / max(size, BESIDE))
            if point.tobytes() not in self.known and size > CLOSE * BESIDE:
                yield point

    def _first(self, row: int, ahead: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
        """Yield points that may turn the claim, while none is known that does, or only one that lies too far off."""
        best, far = self.best, GAIN * self.distance
        yield from self._along(best)[:2] if best is not None else ()
        feet = [*ahead, *self._feet(self.centre, self.slopes)]
        before = [part * one for part in (1.02, 1.3) for one in feet]
        drawn = [*self.hints, *self.starts, *(1.2 * one for one in self.hints)]
        some = [one for pair in zip_longest(before, drawn) for one in pair if one is not None]
        some += [part * one for part in (1.7, 2.4, 0.8, 3.4) for one in feet]
        yield from (one for one in some if np.linalg.norm(one) < far)
        yield from self._aside(row, self.slopes)

    def _refined(self, best: int, ahead: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
        """Yield points that may be nearer than the best, or tell where nearer ones are."""
        point, jumps, along = self.tried.at[best], self._jumps(best), self._along(best)
        slopes = self._about(best)
        edge = self._edge(best)
        feet = edge if jumps else self._feet(best, slopes)
        far = GAIN * self.distance
        others = [
            1.02 * one for one in (*ahead[:1], *edge, *self._feet(self.centre, self.slopes), *ahead[1:])
        ]
        others += [part * one for part in (1.0, 1.06) for one in (*self.hints, *self.starts)]
        others += [1.3 * one for one in ahead]
        feet, others = ([one for one in some if np.linalg.norm(one) < far] for some in (feet, others))
        aside = self._astride(best, slopes) if jumps else self._aside(best, slopes)
        yield from along[: 1 if jumps else 2]
        yield from (part * one for one in feet for part in ((1.03, 1.12, 1.25) if jumps else (1.01,)))
        yield from along[:2]
        yield from others[:2]
        yield from islice(aside, SOME)
        yield from (part for one in feet for part in (1.05 * one, (one + point) / 2))
        yield from others[2:]
        yield from aside
        if jumps:
            yield from self._aside(best, slopes)
        yield from along

    def _promising(self) -> int:
        """Return the row that should lead to the nearest flip.

        A margin that goes on as on the way from the centre to the row turns the claim there.
        """
        its, rows = self.tried.of[self.claim], self.rows
        start, far = float(its.margin[self.centre]), _lengths(self.tried.at[rows])
        gained = 1 - its.margin[rows] / start if start else np.zeros(len(rows))
        fit = (its.truth[rows] == self.truth) & np.isfinite(gained) & (gained > SLIGHT) & (far > 0)
        left = np.where(fit, far / np.where(fit, gained, 1.0) - (1 - PULL) * far, np.inf)
        return int(rows[np.argmin(left)]) if fit.any() else self.centre

    def _about(self, row: int) -> np.ndarray:
        """Return slopes about a row's point: what the draws say, corrected by the points tried near it.

        A Bayesian linear regression, whose prior is what the draws say, and in which a far point tells little.
        """
        its, at, rows = self.tried.of[self.claim], self.tried.at[row], self.rows
        rows, slopes, dims = (
            rows[np.isfinite(its.margins[rows]).all(axis=1) & (rows != row)],
            self.slopes.copy(),
            self.dims,
        )
        apart = (self.tried.features[rows] - self.tried.features[row])[:, dims]
        for place in np.flatnonzero(slopes.any(axis=1) & np.isfinite(its.margins[row])):
            slope = slopes[place, dims]
            size, far = float(np.linalg.norm(slope)), float(np.linalg.norm(at))
            loose = self.spread[place, dims] + (DOUBT + CURVED * far) * np.abs(slope)
            away = (np.square(apart) * (slope**2 + 0.1 * loose**2)).sum(axis=1) / size**2
            few = np.argsort(away, kind="stable")[:NEAR]
            scaled = apart[few] * loose**2
            rest = its.margins[rows[few], place] - its.margins[row, place] - apart[few] @ slope
            doubt = (CURVED * size * away[few]) ** 2 + (1e-4 * size) ** 2
            slopes[place, dims] = slope + scaled.T @ np.linalg.solve(
                scaled @ apart[few].T + np.diag(doubt), rest
            )
        return slopes

    def _feet(self, row: int, slopes: np.ndarray) -> list[np.ndarray]:
        """Return where margins that are linear about a row's point turn the claim, the nearest ways first."""
        margins, at = self.tried.of[self.claim].margins[row], self.tried.at[row]
        found: list[np.ndarray] = []
        for way in self.ways if np.isfinite(margins).all() else ():
            foot = nearest(self.tried.space, at, margins, slopes, sorted(way))
            if foot is not None and foot.any():
                most = max(LEAST, float(np.linalg.norm(at)) + OUT)
                found.append(sparse(foot) * min(1.0, most / float(np.linalg.norm(foot))))
        return sorted(found, key=lambda one: float(one @ one))[:3]

    def _along(self, best: int) -> list[np.ndarray]:
        """Return points on the way to one at which to look for where the claim turns."""
        (below, under), point = self.below(best), self.tried.at[best]
        width, drop = 1 - below, under - float(self.tried.of[self.claim].margin[best])
        if width <= CLOSE:
            return []
        guess = under / drop if np.isfinite(drop) and drop else 0.5
        parts = (
            (guess + 0.03, guess - 0.03, 0.5) if below else (guess + 0.03, guess / 4, 0.5 + guess / 2, 0.02)
        )
        return [(below + width * min(max(part, 0.02), 0.98)) * point for part in parts]

    def _aside(self, row: int, slopes: np.ndarray) -> Iterator[np.ndarray]:
        """Yield points with one assumption at the centre, or nearer to it: those that tell most first."""
        point = self.tried.at[row]
        far = max(float(np.linalg.norm(point)), 1e-300)
        tells = (np.abs(slopes) / np.maximum(_lengths(slopes), 1e-300)[:, None]).max(axis=0) + np.abs(
            point
        ) / far
        for place in np.argsort(-tells, kind="stable"):
            off = abs(float(point[place]))
            for size in (off / 2, 0.5) if off > 1 else (min(off, 0.5) or -min(0.5, 0.3 * far),):
                moved = point.copy()
                moved[place] -= np.copysign(1.0, point[place]) * size
                yield moved

    def _astride(self, row: int, slopes: np.ndarray) -> Iterator[np.ndarray]:
        """Yield points about one at a jump, many assumptions moved in each.

        The design is that of Plackett and Burman (1946, Biometrika 33:305-325). Each says on which side of the
        edge it is; moved one by one, they would say no more than its sign.
        """
        point, far = self.tried.at[row], float(np.linalg.norm(self.tried.at[row]))
        tells = (np.abs(slopes) / np.maximum(_lengths(slopes), 1e-300)[:, None]).max(axis=0) + np.abs(
            point
        ) / far
        order = np.argsort(-tells, kind="stable")[: BESIDES - 1]
        for signs in hadamard(BESIDES)[1:, 1 : len(order) + 1]:
            moved = point.copy()
            moved[order] += ASTRIDE * far * signs / np.sqrt(len(order))
            yield moved

    def _jumps(self, best: int) -> bool:
        """Tell whether the claim's margin jumps where it turns."""
        its, rows, at = self.tried.of[self.claim], self.rows, self.tried.at[best]
        same = rows[(its.truth[rows] == self.truth) & np.isfinite(its.margin[rows])]
        apart = _lengths(self.tried.at[same] - at)
        part = apart.min() / np.linalg.norm(at)
        moved = abs(its.margin[best] - its.margin[same[np.argmin(apart)]])
        return bool(part < NARROW and moved > JUMP * part * abs(its.margin[self.centre]))

    def _edge(self, best: int) -> list[np.ndarray]:
        """Return the nearest point of a flat edge, n.u = 1, that parts the points that turn the claim from others.

        Of all such edges it is the one that lies most nearly as the draws have it.
        """
        its, point, rows = self.tried.of[self.claim], self.tried.at[best], self.rows
        far = float(np.linalg.norm(point))
        rows = rows[its.truth[rows] >= 0]
        rows = rows[np.argsort(_lengths(self.tried.at[rows] - point), kind="stable")[: 2 * NEAR]]
        moved = its.margins[best] - its.margins[self.centre]
        turned = np.flatnonzero(np.sign(its.margins[best]) != np.sign(its.margins[self.centre]))
        size = np.maximum(_lengths(self.slopes[turned]), 1e-300)[:, None]
        lie = (np.sign(moved[turned, None]) * self.slopes[turned] / size).sum(axis=0)
        scale = max(float(lie @ point), 0.3 * far * float(np.linalg.norm(lie)), 1e-300)
        loose = (self.spread[turned] / size + DOUBT * np.abs(self.slopes[turned]) / size).max(
            axis=0, initial=0.0
        ) / scale
        lie, loose = lie / scale, loose + LOOSE * (np.abs(point) / far + 1 / np.sqrt(len(point))) / far
        side = np.where(its.truth[rows] == self.truth, -1.0, 1.0)
        apart = np.column_stack([self.tried.at[rows] * loose, np.diag(np.full(len(rows), SLACK))])
        changed = least(side[:, None] * apart, side * (1 - self.tried.at[rows] @ lie))
        if changed is None:
            return []
        lie = lie + loose * changed[: len(lie)]
        return [sparse(lie / max(float(lie @ lie), 1e-300))]


def _lengths(rows: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(rows, axis=1))
