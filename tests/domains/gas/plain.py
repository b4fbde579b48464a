"""A gas world again, in plain loops from the mathematics: every year one small programme over flows alone."""

import numpy as np
from scipy.optimize import nnls

from detente.domains.gas.records import BILLION


def ways(gas):
    """Return every way as (supply, market, place of its line or None, further cost)."""
    found = [
        (s, m, None, 0.0)
        for s in range(len(gas.supplies))
        for m in range(len(gas.markets))
        if gas.reach[s, m]
    ]
    for place, line in enumerate(gas.lines):
        s = gas.supplies.index(line.supply)
        found.append((s, gas.markets.index(line.buyer), place, 0.0))
        if not line.reserved:
            found += [(s, gas.markets.index(name), place, further) for name, further in line.onward]
    return found


def of_line(line):
    """Return what a unit costs on a line: its running cost, and a fee by 100 km and 1,000 m3."""
    fees = sum(km / 100 * fee * 1e6 / 1e9 for km, fee in zip(line.km, line.fee, strict=True))  # US$ bn a bcm
    return line.operating + fees / BILLION


def calibrated(gas, y):
    """Return by way: base flow, cost that does not move, curvature and least flow; by market: A and B."""
    f, p = np.asarray(gas.base_flow)[y], np.asarray(gas.base_price)[y]
    Q = f.sum(0)
    B = -p / (np.asarray(gas.elasticity) * Q)
    S = (f / (1 - np.asarray(gas.loss))).sum(1)
    numbers = []
    for s, m, line, further in ways(gas):
        if line is not None:
            numbers.append((0.0, of_line(gas.lines[line]) + further, 0.0, 0.0))
            continue
        owner = gas.owners[s]
        sold = sum(f[k, m] for k in range(len(f)) if gas.owners[k] == owner)
        known = gas.cost[s] / (1 - gas.loss[s, m]) + gas.transport[s, m]
        mark_up = gas.conduct[gas.sellers.index(owner)] * B[m] * sold
        margin = p[m] - known - mark_up
        used = f[s, m] > 0
        size = f[s, m] if used else S[s] * Q[m] / Q.sum()
        numbers.append(
            (
                f[s, m],
                gas.transport[s, m] + (margin if used else max(margin, 0.0)),
                p[m] / (gas.arc_elasticity * size),
                gas.floor[y][s, m],
            )
        )
    return np.array(numbers).T, p + B * Q, B, S


def flows(gas, y):
    """Return the flow of each way in a year, all lines open, and prices: a least-distance programme."""
    arcs = ways(gas)
    (base, fixed, curve, floor), A, B, S = calibrated(gas, y)
    n = len(arcs)
    H, g = np.diag(curve), fixed - curve * base
    least, most = [(np.eye(n)[a], floor[a]) for a in range(n)], []
    for m in range(len(gas.markets)):
        into = np.array([float(arc[1] == m) for arc in arcs])
        H, g = H + B[m] * np.outer(into, into), g - A[m] * into
        for o, owner in enumerate(gas.sellers):
            sold = np.array([float(arc[1] == m and gas.owners[arc[0]] == owner) for arc in arcs])
            H = H + gas.conduct[o] * B[m] * np.outer(sold, sold)
    for s in range(len(gas.supplies)):
        lost = [gas.loss[arc[0], arc[1]] if arc[2] is None else gas.lines[arc[2]].loss for arc in arcs]
        out = np.array([(arc[0] == s) / (1 - one) for arc, one in zip(arcs, lost, strict=True)])
        e = gas.slope[y][s]
        H, g = H + e * np.outer(out, out), g + (gas.cost[s] - e * S[s]) * out
        most.append((out, gas.capacity[y][s]))
    for place, line in enumerate(gas.lines):
        carried = np.array([float(arc[2] == place) for arc in arcs])
        most.append((carried, line.capacity))
        if line.reserved:
            least.append((carried, line.booked * line.capacity))
    rows = [row for row, _ in least] + [-row for row, _ in most]
    found = least_of(H, g, np.array(rows), np.array([one for _, one in least] + [-one for _, one in most]))
    sold = np.array(
        [sum(x for x, arc in zip(found, arcs, strict=True) if arc[1] == m) for m in range(len(B))]
    )
    return found, A - B * sold


def least_of(H, g, G, h):
    """Return the x that makes x'Hx / 2 + g'x least with G x >= h, exactly (Lawson and Hanson 1974, chapter 23)."""
    root = np.linalg.cholesky(H)
    middle = -np.linalg.solve(H, g)
    C, d = np.linalg.solve(root, G.T), h - G @ middle
    size = np.abs(d).max() or 1.0
    E = np.vstack([C, d / size])
    u, _ = nnls(E, np.eye(len(E))[-1])
    left = E @ u - np.eye(len(E))[-1]
    return middle + np.linalg.solve(root.T, -left[:-1] / left[-1] * size)
