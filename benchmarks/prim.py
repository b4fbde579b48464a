"""Our peeling beside EMA Workbench's PRIM, agreement and time: `python benchmarks/prim.py [draws]`.

EMA Workbench (`pip install ema_workbench`) is the second opinion. It pastes after peeling and we do not, so its
peeling trajectory is compared, step by step, before any pasting.
"""

from __future__ import annotations

import functools
import sys
import warnings

import numpy as np
from record import Agreement, Figure, Record, Table, alternate, free_share, keep, ratios

from detente.audit.peel import Box, Facet, peel
from detente.chance.kinds import Choice, Distribution, Uniform
from detente.domains.records import Column
from detente.runs.draws import Draws

COLUMNS = 8
LEAST = 0.05
ROUNDS = 3
VARIANTS = ("one", "two", "three", "four")


def main(draws: int = 4096) -> None:
    """Write coverage and density of the best box of each, how far the trajectories differ, and the seconds."""
    try:
        import pandas
        from ema_workbench.analysis import prim
    except ImportError:
        sys.exit("EMA Workbench is not installed: pip install ema_workbench")
    free = [free_share()]
    tables, gaps, slower = [], [], []
    for name, (columns, hits) in cases(draws).items():
        facets = [Facet(values, isinstance(kind, Choice)) for values, kind in columns.values()]
        frame = pandas.DataFrame(
            {
                key: [VARIANTS[int(one)] for one in values] if isinstance(kind, Choice) else values
                for key, (values, kind) in columns.items()
            }
        )
        actions = {
            "ours": functools.partial(peel, facets, hits, int(LEAST * draws)),
            "theirs": functools.partial(peeled, prim, frame, hits),
        }
        taken = alternate(actions, ROUNDS)
        table, gap = compared(name, actions["ours"](), actions["theirs"](), hits, taken)
        tables.append(table)
        gaps.append(gap)
        slower += ratios(taken["theirs"], taken["ours"])
    overall = Table("All cases", (Figure.of("EMA Workbench's time over ours", "times", slower),))
    keep(record(draws, (overall, *tables), tuple(gaps)), [*free, free_share()])


def record(draws: int, tables: tuple[Table, ...], gaps: tuple[Agreement, ...]) -> Record:
    """Return the record."""
    return Record(
        name="prim",
        title="Corners, beside EMA Workbench's PRIM",
        what=(
            f"Planted boxes in {draws:,} draws of {COLUMNS} columns, the smallest box {100 * LEAST:g} % of them, "
            "peeled by Détente and by EMA Workbench on the same draws. The best box is that with the largest harmonic "
            "mean of coverage and density."
        ),
        tables=tables,
        agreement=gaps,
        notes=(
            "EMA Workbench pastes after peeling and we do not: its peeling is compared, step by step, before any "
            "pasting. A gap is the largest difference in coverage or density at the same step: where two peels are "
            "about as good, the two may take another one.",
        ),
        packages=("ema_workbench", "pandas"),
    )


def peeled(prim, frame, hits: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
    """Return coverage and density of EMA Workbench's boxes as it peels, `[step, 2]`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = prim.Prim(frame, hits, threshold=0.1, peel_alpha=0.05, paste_alpha=0.05, mass_min=LEAST)
        model._update_yi_remaining(model)
        box = model._peel(prim.PrimBox(model, model.box_init, model.yi_remaining[:]))
        return np.asarray(box.peeling_trajectory[["coverage", "density"]].to_numpy())


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


def compared(
    name: str, ours: tuple[Box, ...], theirs: np.ndarray, hits: np.ndarray, taken: dict[str, list[float]]
) -> tuple[Table, Agreement]:
    """Return the figures of one case, and how far the trajectories differ."""
    mine = np.array([[box.hits / hits.sum(), box.hits / box.draws] for box in ours])
    figures = []
    for who, steps, times in (("Détente", mine, taken["ours"]), ("EMA Workbench", theirs, taken["theirs"])):
        coverage, density = steps[np.argmax(2 / (1 / steps).sum(axis=1))]
        figures += [
            Figure.of(f"{who}: coverage of the best box", "of 1", [float(coverage)]),
            Figure.of(f"{who}: density of the best box", "of 1", [float(density)]),
            Figure.of(f"{who}: time", "s", times),
        ]
    both = min(len(mine), len(theirs))
    gap = float(np.abs(mine[:both] - theirs[:both]).max())
    note = f"{len(mine)} steps, {len(theirs)} of theirs"
    return Table(name, tuple(figures)), Agreement(
        f"{name}: coverage and density at each step", gap, note=note
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
