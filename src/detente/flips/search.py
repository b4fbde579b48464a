"""The search for the nearest flip of one claim: which points to try next, from all at which the models were run."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.linalg import hadamard

from ..audit.reasons import BESIDE
from .nearest import ROUNDS, Way, least, nearest, sparse
from .space import FARTHEST, Variants
from .tried import Tried

CLOSE = 0.004
"""Part of its distance to which a flip along a ray is found."""
SHORTER = 0.99
"""A point is worth a try if it is nearer than this part of the best one; to go on from, below 0.8 of it."""
SLIGHT = 0.02
"""Part of the margin at the centre that a point must take away to say where the claim turns."""
PULL = 0.1
"""Weight of the whole way to where the claim should turn, beside that of the rest of it, of a point to go on from."""
LEAST, BEYOND = 8.0, 1.4
"""Standard deviations that are looked through in any case; how far beyond where the claim should turn."""
FEW, SOME = 8, 4
"""Points aside that a settled claim may still ask for, and that come before others of one that is not."""
OUT = 2.5
"""Standard deviations by which the search goes farther out where no margin that is linear in values turns the claim."""
ASIDE, SURE = 24, 0.02
"""Assumptions moved aside in a round at most; the doubt of a slope that needs no more."""
JUMP, NARROW = 3.0, 0.3
"""How many times as steep as from the centre a margin is where it jumps, as where a power changes its mind; and the
part of its distance that the next point that does not turn the claim lies off, for that to be told."""
BESIDES, ASTRIDE = 16, 0.3
"""Points by which an edge at a jump is felt, and the part of its distance that they lie apart."""
SLACK, LOOSE = 0.02, 0.1
"""How far, for its distance 1, points may lie on the wrong side of an edge taken as flat; how far, beyond what the
draws say, it may lie otherwise."""


@dataclass(frozen=True)
class Search:
    """The search for a claim's flip under some variants of the model; what was tried lies in `tried`."""

    tried: Tried
    claim: str
    variants: Variants
    ways: tuple[Way, ...]
    slopes: np.ndarray
    """Of the comparisons' margins by feature, as the draws have them, `[comparison, dimension]`."""
    spread: np.ndarray
    """How far they may be otherwise."""
    centre: int
    """The row at which the models were run with all numbers at the centre."""
    starts: tuple[np.ndarray, ...]
    """Points from draws in which the claim is the other way."""

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
    def hopeful(self) -> bool:
        """Tell whether a flip is known, or margins on the way to some point say that one should be found."""
        return self.best is not None or self._promising(1.5 * FARTHEST)[1] > 0

    def below(self, row: int) -> tuple[float, float]:
        """Return the part of the way to a point up to which the claim is as at the centre, and its margin there."""
        rows, its, point = self.rows, self.tried.of[self.claim], self.tried.at[row]
        parts = self.tried.at[rows] @ point / max(float(point @ point), 1e-300)
        on_ray = _lengths(self.tried.at[rows] - parts[:, None] * point) < 1e-9 * np.linalg.norm(point)
        same = on_ray & (its.truth[rows] == self.truth) & (parts < 1) & (parts >= 0)
        last = int(np.argmax(np.where(same, parts, -1.0)))
        return float(parts[last]), float(its.margin[rows[last]])

    def propose(self, hints: Iterable[np.ndarray] = ()) -> Iterator[np.ndarray]:
        """Yield points to try that were not, the most telling first; `hints` are flips under other variants."""
        yield from self._untried(self._first(hints) if self.best is None else self._refined(self.best, hints))

    def _untried(self, points: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """Yield each point, within bounds, that was not tried yet."""
        known = {one.tobytes() for one in self.tried.at[self.rows]}
        for asked in points:
            point = np.clip(asked, -FARTHEST, FARTHEST)
            if point.tobytes() not in known:
                known.add(point.tobytes())
                yield point

    def _first(self, hints: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """Yield points that may turn the claim, while none is known that does."""
        for one in hints:
            yield from (part * one for part in (1.0, 1.2, 0.8, 1.6, 2.2))
        row, reach = self._promising(np.inf)
        slopes, unsure = self._about(row)
        found = [*self._nearest(row, slopes), *self._plain]
        rays = [[part * one for one in found] for part in (1.02, 1.3, 1.7, 2.4, 3.4, 0.8)]
        most = min(max(LEAST, BEYOND * reach), 2 * FARTHEST)
        rays = [[one for one in some if np.linalg.norm(one) < most] for some in rays]
        yield from (one for some in rays[:2] for one in some)
        yield from self.starts
        aside = self._untried(self._aside(row, slopes, unsure) if row != self.centre else ())
        yield from islice(aside, SOME)
        yield from (one for some in rays[2:] for one in some)
        yield from aside

    def _refined(self, best: int, hints: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """Yield points that may be nearer than the best, or tell where nearer ones are."""
        point, far = self.tried.at[best], float(np.linalg.norm(self.tried.at[best]))
        if far < BESIDE:
            yield np.where(np.abs(point) == np.abs(point).max(), point, 0.0)
            return
        jumps, along = self._jumps(best), [part * point for part in self._along(best)]
        slopes, unsure = self._about(best)
        found = self._felt(best) if jumps else self._nearest(best, slopes)
        row, _ = self._promising(far)
        others = [1.02 * one for one in self._nearest(row, self._about(row)[0])]
        others += [part * one for part in (1.02, 1.3, 1.7) for one in self._plain]
        others = [*(part * one for part in (1.0, 1.06) for one in hints), *others]
        found, others = (
            [one for one in some if np.linalg.norm(one) < SHORTER * far] for some in (found, others)
        )
        aside = self._untried(self._about_edge(best, slopes) if jumps else self._aside(best, slopes, unsure))
        if not (jumps or found or along):
            yield from others[:2]
            yield from islice(aside, FEW)
            return
        if self.below(best)[0] < 0.5:
            yield from along[:2]
        yield from (part * one for part in ((1.03, 1.12, 1.25) if jumps else (1.01,)) for one in found)
        if jumps or not found:
            yield from along
        yield from others
        yield from islice(aside, SOME)
        yield from (part for one in found for part in (1.05 * one, (one + point) / 2))
        yield from (part * one for part in (1.1, 1.02, 0.96) for one in found)
        yield from along
        yield from aside

    @functools.cached_property
    def _plain(self) -> list[np.ndarray]:
        """Return where margins as the draws have them, and nothing else, turn the claim."""
        return self._nearest(self.centre, self.slopes)

    def _promising(self, within: float) -> tuple[int, float]:
        """Return the row that should lead to the nearest flip within some distance, and how far that should be.

        A margin that goes on as on the way from the centre to the row turns the claim there.
        """
        its, rows = self.tried.of[self.claim], self.rows
        start, far = float(its.margin[self.centre]), _lengths(self.tried.at[rows])
        gained = 1 - its.margin[rows] / start if start else np.zeros(len(rows))
        fit = (its.truth[rows] == self.truth) & np.isfinite(gained) & (gained > SLIGHT) & (far > 0)
        reach = np.where(fit, far / np.where(fit, gained, 1.0), np.inf)
        left = np.where(fit & (reach < within), reach - (1 - PULL) * far, np.inf)
        best = int(np.argmin(left)) if len(left) else 0
        return (int(rows[best]), float(reach[best])) if np.isfinite(left[best]) else (self.centre, 0.0)

    def _nearest(self, row: int, slopes: np.ndarray) -> list[np.ndarray]:
        """Return where margins that are linear about a row's point turn the claim, the nearest ways first."""
        margins, at = self.tried.of[self.claim].margins[row], self.tried.at[row]
        if not np.isfinite(margins).all():
            return []
        found = [nearest(self.tried.space, at, margins, slopes, sorted(way)) for way in self.ways]
        some = [one for one in found if one is not None and one.any()]
        near = sorted(
            (one for one in some if np.linalg.norm(one) < 2 * FARTHEST), key=lambda one: float(one @ one)
        )
        return near[:3] or self._outward(row, slopes)

    def _outward(self, row: int, slopes: np.ndarray) -> list[np.ndarray]:
        """Return the point, farther out than a row's, at which linear margins come nearest to turning the claim."""
        radius, point = (
            float(np.linalg.norm(self.tried.at[row])) + OUT,
            np.zeros(len(self.tried.space.moving)),
        )
        way = min(self.ways, key=lambda one: (len(one), sorted(one)))
        for _ in range(ROUNDS):
            steep = self.tried.space.gradient(slopes, point)
            steep /= np.maximum(_lengths(steep), 1e-300)[:, None]
            towards = np.sum([steep[place] * (1 if holds else -1) for place, holds in way], axis=0)
            size = float(np.linalg.norm(towards))
            if not size:
                return []
            point = (point + np.clip(towards * radius / size, -FARTHEST, FARTHEST)) / 2
        return [np.where(sparse(point), point, 0.0) * radius / max(float(np.linalg.norm(point)), 1e-300)]

    def _along(self, best: int) -> list[float]:
        """Return parts of the way to a point at which to look for where the claim turns."""
        below, under = self.below(best)
        width, drop = 1 - below, under - float(self.tried.of[self.claim].margin[best])
        if width <= CLOSE:
            return []
        guess = under / drop if np.isfinite(drop) and drop else 0.5
        parts = (
            (guess + 0.03, guess - 0.03, 0.5) if below else (guess + 0.03, guess / 4, 0.5 + guess / 2, 0.02)
        )
        return [below + width * min(max(part, 0.02), 0.98) for part in parts]

    def _aside(self, row: int, slopes: np.ndarray, unsure: np.ndarray) -> Iterator[np.ndarray]:
        """Yield points with one assumption back towards the centre, or off it: those whose slopes are least sure.

        What is far off is set back by half and by little: between the two its margins may bend.
        """
        point = self.tried.at[row]
        scale = np.maximum(_lengths(slopes), 1e-300)[:, None]
        asked = sorted({place for way in self.ways for place, _ in way})
        doubt = (np.hypot(*np.split(unsure, 2, axis=1)) / scale)[asked].max(axis=0)
        step = min(0.5, 0.3 * float(np.linalg.norm(point)))
        for place in np.argsort(-doubt, kind="stable")[:ASIDE]:
            if doubt[place] >= SURE:
                far = abs(float(point[place]))
                for size in (far / 2, 0.5) if far > 1 else (min(far, 0.5) or -step,):
                    moved = point.copy()
                    moved[place] -= np.copysign(1.0, point[place]) * size
                    yield moved

    def _about_edge(self, row: int, slopes: np.ndarray) -> Iterator[np.ndarray]:
        """Yield points about one at a jump, many assumptions moved in each.

        The design is that of Plackett and Burman (1946, Biometrika 33:305-325). Each says on which side of the
        edge it is; moved one by one, they would say no more than its sign.
        """
        point, far = self.tried.at[row], float(np.linalg.norm(self.tried.at[row]))
        tells = np.hypot(*np.split(slopes, 2, axis=1)) / np.maximum(_lengths(slopes), 1e-300)[:, None]
        order = np.argsort(-(tells.max(axis=0) + np.abs(point) / far), kind="stable")[: BESIDES - 1]
        for signs in hadamard(BESIDES)[1:, 1 : len(order) + 1]:
            moved = point.copy()
            moved[order] += ASTRIDE * far * signs / np.sqrt(len(order))
            yield moved

    def _about(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        """Return slopes about a row's point, and how unsure they are."""
        return self.tried.about(self.claim, self.rows, row, self.slopes, self.spread)

    def _jumps(self, best: int) -> bool:
        """Tell whether the claim's margin jumps where it turns."""
        its, rows, at = self.tried.of[self.claim], self.rows, self.tried.at[best]
        same = rows[(its.truth[rows] == self.truth) & np.isfinite(its.margin[rows])]
        apart = _lengths(self.tried.at[same] - at)
        part = apart.min() / np.linalg.norm(at)
        moved = abs(its.margin[best] - its.margin[same[np.argmin(apart)]])
        return bool(part < NARROW and moved > JUMP * part * abs(its.margin[self.centre]))

    def _felt(self, best: int) -> list[np.ndarray]:
        """Return the nearest point of a flat edge, n.u = 1, that parts the points that turn the claim from others.

        Where margins jump, they say on which side of it a point is, and no more. Of all such edges it is the one
        that lies most nearly as the draws have it.
        """
        its, point, rows = self.tried.of[self.claim], self.tried.at[best], self.rows
        far = float(np.linalg.norm(point))
        rows = rows[(its.truth[rows] >= 0) & (_lengths(self.tried.at[rows]) < 4 * far)]
        moved = its.margins[best] - its.margins[self.centre]
        turned = np.flatnonzero(np.sign(its.margins[best]) != np.sign(its.margins[self.centre]))
        steep = self.tried.space.gradient(self.slopes[turned], np.zeros_like(point))
        size = np.maximum(_lengths(steep), 1e-300)[:, None]
        lie = (np.sign(moved[turned, None]) * steep / size).sum(axis=0)
        scale = max(float(lie @ point), 0.3 * far * float(np.linalg.norm(lie)), 1e-300)
        loose = (self.spread[turned, : len(point)] / size).max(axis=0, initial=0.0) / scale
        lie, loose = lie / scale, loose + LOOSE * (np.abs(point) / far + 1 / np.sqrt(len(point))) / far
        side = np.where(its.truth[rows] == self.truth, -1.0, 1.0)
        apart = np.column_stack([self.tried.at[rows] * loose, np.diag(np.full(len(rows), SLACK))])
        changed = least(side[:, None] * apart, side * (1 - self.tried.at[rows] @ lie))
        if changed is None:
            return []
        lie = lie + loose * changed[: len(lie)]
        foot = lie / max(float(lie @ lie), 1e-300)
        return [np.where(sparse(foot), foot, 0.0)]


def _lengths(rows: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(rows, axis=1))
