"""Small networks and draws for tests of freight."""

import numpy as np

from detente.domains.freight.facts import Freight, Link, Trade, ranges
from detente.domains.freight.solve import numbers

VALUE = numbers({})


def road_and_rail(*, before=1000.0, after=400.0, trade=0.0, standing_rail=None):
    """Two terminals with a road as things stand and a railway that the corridor opens."""
    links = [
        Link(("A", "B"), "road", before, False),
        Link(("A", "B"), "rail", after, False, opens=True, earner="KOR"),
    ]
    if standing_rail:
        links.append(Link(("A", "B"), "rail", standing_rail, False, earner="KOR"))
    return Freight(
        terminals=("A", "B"),
        places=((0.0, 0.0), (1.0, 1.0)),
        economy_of=("RUS", "KOR"),
        links=tuple(links),
        gateways=(("RUS", "A", 1.0), ("KOR", "B", 1.0)),
        trade=(Trade(("RUS", "KOR"), "electronics", trade),),
    )


def sea_and_rail(*, miles=10_000.0, old=9_000.0, new=7_000.0):
    """Two ports with a way by sea and one by land as things stand, and a shorter one by land with the corridor."""
    links = (
        Link(("A", "B"), "sea", miles, False, border=1),
        Link(("A", "B"), "rail", old * 3, False, border=1),
        Link(("A", "B"), "rail", new * 3, False, border=1, opens=True),
    )
    return Freight(
        ("A", "B"),
        ((0.0, 0.0), (1.0, 1.0)),
        ("RUS", "KOR"),
        links,
        (("RUS", "A", 1.0), ("KOR", "B", 1.0)),
        (Trade(("RUS", "KOR"), "electronics", 1000.0),),
    )


def draws(count, seed=0):
    """Draw every number from its range."""
    rng = np.random.default_rng(seed)
    return {name: rng.triangular(one.low, one.mid, one.high, count) for name, one in ranges().items()}
