"""Our peeling beside EMA Workbench's PRIM, agreement and time: `python benchmarks/prim.py [draws]`.

EMA Workbench (`pip install ema_workbench`) is the second opinion. It pastes after peeling and we do not, so its
peeling trajectory is compared, step by step, before any pasting.
"""

from __future__ import annotations

import sys
import time
import warnings

import numpy as np

from detente.audit.draws import Draws
from detente.audit.peel import Box, Facet, peel
from detente.bind.records import Column
from detente.study.distributions import Choice, Distribution, Uniform

COLUMNS = 8
LEAST = 0.05
VARIANTS = ("one", "two", "three", "four")


def main(draws: int = 4096) -> None:
    """Print coverage and density of the best box of each, how far the trajectories differ, and the seconds."""
    try:
        import pandas
        from ema_workbench.analysis import prim
    except ImportError:
        sys.exit("EMA Workbench is not installed: pip install ema_workbench")
    print(f"{draws:,} draws of {COLUMNS} columns, smallest box {LEAST:.0%} of them")
    print(f"{'case':22s}{'coverage':>18s}{'density':>18s}{'steps':>12s}{'largest gap':>13s}{'seconds':>16s}")
    for name, (columns, hits) in cases(draws).items():
        facets = [Facet(values, isinstance(kind, Choice)) for values, kind in columns.values()]
        start = time.perf_counter()
        ours = peel(facets, hits, int(LEAST * draws))
        ours_in = time.perf_counter() - start
        frame = pandas.DataFrame(
            {
                key: [VARIANTS[int(one)] for one in values] if isinstance(kind, Choice) else values
                for key, (values, kind) in columns.items()
            }
        )
        start = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = prim.Prim(frame, hits, threshold=0.1, peel_alpha=0.05, paste_alpha=0.05, mass_min=LEAST)
            steps = peeled(model, prim)
        theirs_in = time.perf_counter() - start
        report(name, ours, steps, hits, ours_in, theirs_in)


def peeled(model, prim):  # type: ignore[no-untyped-def]
    """Return coverage and density of EMA Workbench's boxes as it peels, `[step, 2]`."""
    model._update_yi_remaining(model)
    box = model._peel(prim.PrimBox(model, model.box_init, model.yi_remaining[:]))
    return box.peeling_trajectory[["coverage", "density"]].to_numpy()


def cases(draws: int) -> dict[str, tuple[dict[str, tuple[np.ndarray, Distribution]], np.ndarray]]:
    """Return columns and hits of some planted boxes."""
    kinds: list[Distribution] = [Uniform(0, 1)] * (COLUMNS - 1) + [Choice(VARIANTS, (1, 1, 1, 1))]
    sampled = tuple(
        Column(f"x{place}", f"x{place}", 0, kind, "", "", "", False) for place, kind in enumerate(kinds)
    )
    values = Draws(sampled, draws, 1).values(0, draws)
    columns = {name: (values[name], kind) for name, kind in zip(values, kinds, strict=True)}
    x = list(values.values())
    luck = np.random.default_rng(1).random(draws)
    return {
        "box in two": (columns, (x[0] > 0.7) & (x[1] < 0.4)),
        "box in two, noisy": (columns, luck < np.where((x[0] > 0.7) & (x[1] < 0.4), 0.8, 0.1)),
        "triangle": (columns, x[0] + x[1] > 1.4),
        "two ends": (columns, (np.abs(x[0] - 0.5) < 0.15) & (x[2] > 0.3)),
        "a variant and a number": (columns, (x[-1] == 2) & (x[0] > 0.5)),
        "sum of four": (columns, x[0] + x[1] + x[2] + x[3] > 2.8),
    }


def report(
    name: str, ours: tuple[Box, ...], theirs: np.ndarray, hits: np.ndarray, ours_in: float, theirs_in: float
) -> None:
    """Print one case."""
    mine = np.array([[box.hits / hits.sum(), box.hits / box.draws] for box in ours])
    best = [steps[np.argmax(2 / (1 / steps).sum(axis=1))] for steps in (mine, theirs)]
    both = min(len(mine), len(theirs))
    gap = float(np.abs(mine[:both] - theirs[:both]).max())
    print(
        f"{name:22s}{best[0][0]:9.3f}{best[1][0]:9.3f}{best[0][1]:9.3f}{best[1][1]:9.3f}"
        f"{len(mine):6d}{len(theirs):6d}{gap:13.3f}{ours_in:8.3f}{theirs_in:8.2f}"
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
