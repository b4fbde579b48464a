"""What a split means for a country of transit: the fee that pays it its share."""

from __future__ import annotations

from typing import Any


def implied_fee(payment: Any, costs: Any, volume: Any, km: Any) -> Any:
    """Return the fee that pays a share [US$ per 1,000 m3 and 100 km].

    `payment` is the share and `costs` what the country bears besides [US$ bn a year], `volume` what crosses it
    [bcm a year], `km` how far. 1 bcm is a million times 1,000 m3.
    """
    return (payment + costs) * 1e9 / (volume * 1e6) / (km / 100)
