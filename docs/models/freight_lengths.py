"""Measure the links of the embedded freight network, once: `python docs/models/freight_lengths.py`.

Rewrites the column `length` of `links.csv` from `terminals.csv`: WGS84 geodesics [km] where `measured` says
`straight` (geographiclib), sea routes [nautical miles] where it says `sea` (searoute); `line` stays.
"""

from __future__ import annotations

import csv
from pathlib import Path

from geographiclib.geodesic import Geodesic

from detente.world.searoutes import sea_miles

DATA = Path(__file__).resolve().parents[2] / "src" / "detente" / "world" / "data" / "freight"
Place = tuple[float, float]


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
    measures = {"straight": straight, "sea": sea_miles}
    for row in rows:
        if row["measured"] in measures:
            length = measures[row["measured"]](place[row["a"]], place[row["b"]])
            row["length"] = f"{length:.1f}"
    with (DATA / "links.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
