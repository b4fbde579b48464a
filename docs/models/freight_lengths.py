"""Measure the links of the embedded freight network, once: `python docs/models/freight_lengths.py`.

Rewrites the column `length` of `links.csv` from `terminals.csv`: WGS84 geodesics [km] where `measured` says
`straight` (geographiclib), sea routes [nautical miles] where it says `sea` (searoute); `line` stays. Writes the
courses of ships, in tenths of a degree, to `courses.csv`: the map needs them.
"""

from __future__ import annotations

import csv
from pathlib import Path

from geographiclib.geodesic import Geodesic

from detente.domains.freight.searoutes import sea_route, simpler

DATA = Path(__file__).resolve().parents[2] / "src" / "detente" / "world" / "data" / "freight"
Place = tuple[float, float]
WITHIN = 0.25
"""How far a drawn course may be off [degrees]."""


def straight(start: Place, end: Place) -> float:
    """Return the geodesic between two places [km]."""
    found: float = Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]
    return found / 1000


def main() -> None:
    """Rewrite the table."""
    with (DATA / "terminals.csv").open(encoding="utf-8") as file:
        place = {row["terminal"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)}
    with (DATA / "links.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    courses = []
    for number, row in enumerate(rows):
        start, end = place[row["a"]], place[row["b"]]
        if row["measured"] == "straight":
            row["length"] = f"{straight(start, end):.1f}"
        elif row["measured"] == "sea":
            found = sea_route(start, end)
            row["length"] = f"{found.miles:.1f}"
            turns = simpler(found.course, WITHIN)
            courses += [[number, f"{lon:.1f}", f"{lat:.1f}"] for lon, lat in turns]
    with (DATA / "courses.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["link", "lon", "lat"], *courses])
    with (DATA / "links.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
