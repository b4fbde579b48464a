"""The tables of the freight page, from the model's own output: `python docs/models/freight_tables.py`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.domains.freight.facts import Freight, load, ranges
from detente.domains.freight.solve import goods_of, numbers, pairs, table
from detente.domains.freight.transit import earners, ledger

LINE = "VLA - CHI - UUD - MOS"


class Published(NamedTuple):
    """What was published of a way."""

    what: str
    start: str
    end: str
    by: str
    said: str
    source: str


PUBLISHED = (
    Published("Vladivostok - Moscow by rail", "VLA", "MOS", LINE, "18 to 25 days", "press, 2011"),
    Published(
        "Vostochny - Slawkow by rail",
        "VOS",
        "SLA",
        f"VOS - {LINE} - SLA",
        "11 to 12 days, block train",
        "press, 2011",
    ),
    Published(
        "Busan - Moscow by sea and rail",
        "BUS",
        "MOS",
        "BUS - SPB - MOS",
        "40 to 45 days by deep sea",
        "press, 2011",
    ),
    Published("Busan - St Petersburg by sea", "BUS", "SPB", "BUS - SPB", "30 to 35 days", "JOC 2018-10-02 *"),
    Published(
        "Busan - St Petersburg by Vladivostok",
        "BUS",
        "SPB",
        f"BUS - {LINE} - SPB",
        "15 days, 6,500 to 7,500 US$",
        "JOC 2018-10-02 *",
    ),
)
TO_EUROPE = {
    "by ship": ("SEL - BUS - ROT",),
    "ferry to Vladivostok, Trans-Siberian": ("BUS - VLA",),
    "Wonsan, Rajin, Trans-Siberian": ("SEL - WON - RAJ - KHA - VLA",),
    "Sinuiju, Shenyang, Zabaikalsk": ("SEL - KAE - PYO - DAN - SHE - ZAB",),
    "Sinuiju, Beijing, Ulaanbaatar": ("SEL - KAE - PYO - DAN - SHE - BEI - ERE - ULB",),
}
"""Ways from Seoul to Rotterdam, by how they begin."""


def published(freight: Freight) -> list[str]:
    """Return rows of ways beside what was published: quick to slow, and cheap to dear."""
    ends = {
        end: numbers({name: getattr(one, worse) for name, (one, worse) in _ends(end).items()})
        for end in ("quick", "slow")
    }
    ends["middle"] = numbers({})
    rows = [
        "| way | days here: middle (quick to slow) | US$/TEU here | published | source |",
        "|---|---|---|---|---|",
    ]
    for one in PUBLISHED:
        found = {
            name: next(row for row in table(freight, value, one.start, one.end, 5e4) if row["by"] == one.by)
            for name, value in ends.items()
        }
        days = "{middle:.0f} ({quick:.0f} to {slow:.0f})".format(
            **{k: row["days"] for k, row in found.items()}
        )
        price = "{middle:,.0f} ({quick:,.0f} to {slow:,.0f})".format(
            **{k: row["price"] for k, row in found.items()}
        )
        rows.append(f"| {one.what} | {days} | {price} | {one.said} | {one.source} |")
    return rows


def _ends(end: str) -> dict[str, tuple]:
    """Return which end of each range makes ways quick and cheap, or slow and dear."""
    known = {name: one for name, one in ranges().items() if name.endswith(("_speed", "_days", "_price"))}
    return {
        name: (one, "high" if name.endswith("speed") == (end == "quick") else "low")
        for name, one in known.items()
    }


def ranking(freight: Freight, draws: int = 400) -> list[str]:
    """Return how often each way from Seoul to Rotterdam costs least: by value of time, and by days at a border."""
    rng = np.random.default_rng(2018)
    known = ranges()
    made = [
        {name: rng.triangular(one.low, one.mid, one.high) for name, one in known.items()}
        for _ in range(draws)
    ]
    columns = {
        "all ranges": {},
        "0.6 % a day": {"value_of_day": 0.6},
        "2.1 % a day": {"value_of_day": 2.1},
        "border 0.2 days": {"border_days": 0.2},
        "border 3 days": {"border_days": 3.0},
    }
    wins = {name: dict.fromkeys(TO_EUROPE, 0) for name in columns}
    for column, fixed in columns.items():
        for one in made:
            best = _best(freight, one | fixed)
            wins[column][best] += 1
    rows = ["| way from Seoul to Rotterdam | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for name in TO_EUROPE:
        rows.append(f"| {name} | " + " | ".join(f"{wins[each][name] / draws:.0%}" for each in columns) + " |")
    return rows


def _best(freight: Freight, value: dict) -> str:
    """Return which kind of way costs least for goods of 50,000 US$ a container."""
    for row in table(freight, value, "SEL", "ROT", 5e4):
        for name, begins in TO_EUROPE.items():
            if any(begin in row["by"] for begin in begins):
                return name
    raise AssertionError("no way is of a kind that the table knows")


def changes(freight: Freight) -> list[str]:
    """Return what the corridor does to delivered cost, and how many containers take it, by pair."""
    value, goods = numbers({}), ("agriculture", "textiles", "electronics")
    every = goods_of(value)
    found, book = pairs(freight, value, every, np), ledger(freight, value, every, np)
    rows = [
        "| pair | " + " | ".join(goods) + " | TEU a year on the corridor |",
        "|---|" + "---:|" * (len(goods) + 1),
    ]
    for place, pair in enumerate(freight.pairs()):
        if book.corridor[place] >= 500:
            cells = [f"{100 * (found[place, every.index(good)] - 1):+.2f} %" for good in goods]
            rows.append(f"| {'-'.join(pair)} | " + " | ".join(cells) + f" | {book.corridor[place]:,.0f} |")
    return rows


def receipts(freight: Freight) -> list[str]:
    """Return what railways take from others' trade, before the corridor and with it, at the middle of all ranges."""
    value = numbers({})
    book = ledger(freight, value, goods_of(value), np)
    rows = ["| railways of | before, million US$ a year | with the corridor |", "|---|---:|---:|"]
    for place, name in enumerate(earners(freight)):
        if name in ("PRK", "RUS", "CHN"):
            before, after = 1000 * book.transit[:, place]
            rows.append(f"| {name} | {before:,.0f} | {after:,.0f} |")
    return rows


def main() -> None:
    """Print the tables."""
    for one in (published, ranking, changes, receipts):
        print("\n".join(one(load())), end="\n\n")


if __name__ == "__main__":
    main()
