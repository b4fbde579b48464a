"""Compute the sea distances of the embedded gas world, once: `python docs/models/gas_sea.py`.

Reads `terminals.csv`, writes `sea.csv`: nautical miles and the canals passed, from every LNG terminal of a
seller to every terminal of a market. searoute takes a restriction that it does not know for none, and gives a
length of 0 where restrictions leave no way: both are refused here, and so is a route through a passage to be
avoided.
"""

from __future__ import annotations

import csv
import warnings
from pathlib import Path

import searoute

DATA = Path(__file__).resolve().parents[2] / "src" / "detente" / "world" / "data" / "gas"
MARKETS = ("KOR", "JPN", "TWN", "CHN", "EU28")
CANALS = ("suez", "panama")
ALWAYS = ("northwest",)
PASSAGES = (
    "babalmandab",
    "bosporus",
    "gibraltar",
    "malacca",
    "northwest",
    "ormuz",
    "panama",
    "suez",
    "sunda",
)
"""Restrictions that searoute knows, of those that matter here."""


def route(start: tuple[float, float], end: tuple[float, float], avoid: tuple[str, ...]) -> tuple[float, str]:
    """Return nautical miles and the canals passed; raise ValueError where a restriction cannot be kept."""
    unknown = sorted(set(avoid) - set(PASSAGES))
    if unknown:
        raise ValueError(f"no passage {', '.join(unknown)}; known: {', '.join(PASSAGES)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = searoute.searoute(
            start, end, units="naut", restrictions=[*ALWAYS, *avoid], return_passages=True
        ).properties
    passed = found.get("traversed_passages") or []
    broken = sorted({*avoid, *ALWAYS} & set(passed))
    if broken or not found["length"] > 0:
        raise ValueError(f"no sea route from {start} to {end} without {', '.join(avoid)}")
    return float(found["length"]), " ".join(sorted(set(passed) & set(CANALS)))


def main() -> None:
    """Write the table."""
    rows = list(csv.DictReader((DATA / "terminals.csv").open(encoding="utf-8")))
    place = {row["of"]: (float(row["lon"]), float(row["lat"])) for row in rows}
    with (DATA / "sea.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["supply", "market", "nautical_miles", "canals"])
        for supply in (one for one in place if one not in MARKETS):
            for market in MARKETS:
                length, canals = route(place[supply], place[market], ())
                table.writerow([supply, market, f"{length:.0f}", canals])


if __name__ == "__main__":
    main()
