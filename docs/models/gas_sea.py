"""Compute the sea distances of the embedded gas world, once: `python docs/models/gas_sea.py`.

Reads `terminals.csv`, writes `sea.csv`: nautical miles from every LNG terminal of a seller to every terminal of a
market, and the canals that the way needs: those without which it is longer, or there is none.
"""

from __future__ import annotations

import csv
from pathlib import Path

from detente.domains.freight.searoutes import Place, sea_route
from detente.ground.faults import DataError

DATA = Path(__file__).resolve().parents[2] / "src" / "detente" / "world" / "data" / "gas"
MARKETS = ("KOR", "JPN", "TWN", "CHN", "EU28")
CANALS = ("panama", "suez")


def route(start: Place, end: Place) -> tuple[float, str]:
    """Return nautical miles and the canals that a way needs."""
    length = sea_route(start, end).miles
    return length, " ".join(canal for canal in CANALS if around(start, end, canal) > length + 1)


def around(start: Place, end: Place, canal: str) -> float:
    """Return the length of the way that avoids a canal; without end where there is none."""
    try:
        return sea_route(start, end, (canal,)).miles
    except DataError:
        return float("inf")


def main() -> None:
    """Write the table."""
    rows = list(csv.DictReader((DATA / "terminals.csv").read_text(encoding="utf-8").splitlines()))
    place = {row["of"]: (float(row["lon"]), float(row["lat"])) for row in rows}
    with (DATA / "sea.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["supply", "market", "nautical_miles", "canals"])
        for supply in (one for one in place if one not in MARKETS):
            for market in MARKETS:
                length, canals = route(place[supply], place[market])
                table.writerow([supply, market, f"{length:.0f}", canals])


if __name__ == "__main__":
    main()
