"""A picture of a split: each party's share, by way of dividing and by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np

from ....report.colours import AGAINST, FOR
from ....report.figure import Chart

COLOURS = {"shapley": FOR, "nucleolus": "#2a5f9d", "prenucleolus": AGAINST}
NAMES = {"shapley": "Shapley value", "nucleolus": "nucleolus", "prenucleolus": "prenucleolus"}
WIDTH = 420


def picture(
    title: str, unit: str, parties: Sequence[str], cases: Mapping[str, Mapping[str, np.ndarray]]
) -> Chart:
    """Draw a bar for each party and way of dividing, a panel for each case.

    `cases` gives each party's share by case and by split; a prenucleolus that is the nucleolus is left out.
    """
    rows: list[dict[str, Any]] = []
    for case, splits in cases.items():
        for name, split in splits.items():
            if name == "prenucleolus" and "nucleolus" in splits and np.allclose(split, splits["nucleolus"]):
                continue
            shares = zip(parties, np.asarray(split).tolist(), strict=True)
            rows += [{"case": case, "how": NAMES[name], "party": party, "share": x} for party, x in shares]
    used = [name for name in NAMES if any(row["how"] == NAMES[name] for row in rows)]
    scale = alt.Scale(domain=[NAMES[name] for name in used], range=[COLOURS[name] for name in used])
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("share:Q", title=unit),
            y=alt.Y("party:N", sort=list(parties), title=None),
            yOffset=alt.YOffset("how:N", sort=list(NAMES.values())),
            color=alt.Color("how:N", title=None, scale=scale),
        )
        .properties(width=WIDTH, height=max(60, 34 * len(parties)))
    )
    panels: Chart = bars.facet(
        row=alt.Row("case:N", sort=list(cases), title=None, header=alt.Header(labelOrient="top"))
    ).properties(title=title)
    return panels
