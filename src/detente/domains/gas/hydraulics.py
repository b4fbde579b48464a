"""Whether a pipe can carry what a line promises: a check on capacity, not an optimum.

Flow through a level pipe by Weymouth's and Panhandle B's equations (GPSA Engineering Data Book, section 17, in
SI units): volumes at base conditions [m3/s], pressures absolute [Pa], lengths and diameters [m].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

SECONDS_A_YEAR = 365 * 24 * 3600
BAR, KM, BCM, MW = 1e5, 1e3, 1e9, 1e6
BASE_PRESSURE = 101325.0
"""At which a cubic metre is counted [Pa]."""

Number = int | float | Float[np.ndarray, "*lead"]


class Gas(NamedTuple):
    """What flows: relative density, temperature [K], compressibility, ratio of heats; the pipe's efficiency.

    `base` is the temperature at which a cubic metre is counted: 15 degrees Celsius, as tables of gas trade do.
    """

    gravity: float = 0.6
    temperature: float = 283.15
    compressibility: float = 0.87
    heats: float = 1.3
    efficiency: float = 0.92
    base: float = 288.15


class Design(NamedTuple):
    """Compressor stations that carry a flow over a length."""

    stations: Int[np.ndarray, "*lead"]
    """Along the line, the one at its inlet apart."""
    spacing: Float[np.ndarray, "*lead"]
    """[km]"""
    low: Float[np.ndarray, "*lead"]
    """Pressure before each station [bar]."""
    power: Float[np.ndarray, "*lead"]
    """Of the stations along the line together [MW]."""


def weymouth(
    diameter: Number, high: Number, low: Number, length: Number, gas: Gas
) -> Float[np.ndarray, "*lead"]:
    """Return the flow by Weymouth's equation, for small and rough pipes [m3/s]."""
    drive = (high**2 - low**2) / (length * gas.gravity * gas.temperature * gas.compressibility)
    base = gas.base / BASE_PRESSURE
    return np.asarray(137.32958 * gas.efficiency * base * drive**0.5 * diameter**2.667)


def panhandle_b(
    diameter: Number, high: Number, low: Number, length: Number, gas: Gas
) -> Float[np.ndarray, "*lead"]:
    """Return the flow by Panhandle B's equation, for large pipes at high pressure [m3/s]."""
    drive = (high**2 - low**2) / (length * gas.gravity**0.961 * gas.temperature * gas.compressibility)
    base = (gas.base / BASE_PRESSURE) ** 1.02
    return np.asarray(152.88116 * gas.efficiency * base * drive**0.51 * diameter**2.53)


EQUATIONS: dict[str, tuple[Callable[..., np.ndarray], float]] = {
    "weymouth": (weymouth, 0.5),
    "panhandle_b": (panhandle_b, 0.51),
}
"""By name, with the power of one over the length."""


def reach(
    flow: Number, diameter: Number, high: Number, low: Number, gas: Gas, equation: str = "panhandle_b"
) -> Float[np.ndarray, "*lead"]:
    """Return how far [m] a flow [m3/s] goes until its pressure has fallen from high to low.

    Both equations are powers of the length, so that it follows from the flow over one metre.
    """
    carried, power = EQUATIONS[equation]
    with np.errstate(divide="ignore", over="ignore"):  # nothing that flows goes any way
        return np.asarray((carried(diameter, high, low, 1.0, gas) / np.asarray(flow, float)) ** (1 / power))


def design(
    volume: Number,
    length: Number,
    diameter: Number,
    high: Number,
    low: Number,
    gas: Gas | None = None,
    equation: str = "panhandle_b",
    compressor: float = 0.8,
) -> Design:
    """Return the stations that carry `volume` [bcm/year] over `length` [km] between two pressures [bar].

    Stations stand evenly, as few as keep the pressure above `low`, and raise it to `high` again; each works
    adiabatically with the efficiency `compressor`. A pipe too narrow for the flow needs very many; where nothing flows,
    or no way is to go, there are none.
    """
    gas = gas or Gas()
    flow = np.asarray(volume, float) * BCM / SECONDS_A_YEAR
    metres = np.asarray(length, float) * KM
    top = np.asarray(high, float) * BAR
    longest = reach(flow, diameter, top, np.asarray(low, float) * BAR, gas, equation)
    parts = np.maximum(np.ceil(metres / longest * (1 - 1e-12)), 1.0)
    spacing = metres / parts
    share = np.minimum(spacing / longest, 1.0)
    before = np.sqrt(top**2 - share * (top**2 - (np.asarray(low, float) * BAR) ** 2))
    power = (parts - 1) * station_power(flow, before, top, gas, compressor)
    return Design((parts - 1).astype(int), spacing / KM, before / BAR, power / MW)


def station_power(
    flow: Number, low: Number, high: Number, gas: Gas, compressor: float
) -> Float[np.ndarray, "*lead"]:
    """Return the power [W] that raises a flow [m3/s] from low to high pressure, adiabatically."""
    rise = (gas.heats - 1) / gas.heats
    work = gas.compressibility * gas.temperature / rise * ((high / low) ** rise - 1)
    return np.asarray(BASE_PRESSURE / gas.base * flow * work / compressor)
