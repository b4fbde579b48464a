"""Cut the land outline of the freight map, once: `python docs/models/freight_land.py FOLDER`.

FOLDER holds land-110m.json and land-50m.json of the npm package world-atlas 2.0.2 (Natural Earth's land, public
domain). Writes `land.csv`, Eurasia, and `land-near.csv`, its north-east from nearer: corners of rings, in
hundredths of a degree.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "src" / "detente" / "world" / "data" / "freight"
Window = tuple[float, float, float, float]
CUTS: dict[str, tuple[str, Window]] = {
    "land": ("land-110m.json", (-26.0, -12.0, 160.0, 76.0)),
    "land-near": ("land-50m.json", (117.0, 31.0, 146.0, 49.0)),
}
"""Table -> file, and window: west, south, east, north [degrees]."""
Point = tuple[float, float]


def arcs(topology: dict) -> list[list[Point]]:
    """Return the arcs in degrees: TopoJSON keeps them as whole-number steps."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def rings(topology: dict) -> list[list[Point]]:
    """Return every ring of land."""
    known, found = arcs(topology), []
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                line: list[Point] = []
                for number in ring:
                    arc = known[number] if number >= 0 else known[~number][::-1]
                    line.extend(arc[1:] if line else arc)
                found.append(line)
    return found


def clipped(ring: list[Point], window: Window) -> list[Point]:
    """Return the part of a ring inside a window (Sutherland and Hodgman 1974)."""
    west, south, east, north = window
    for axis, edge, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[Point] = []
        for before, here in zip([ring[-1], *ring], ring, strict=False):
            inside, was = sign * (here[axis] - edge) >= 0, sign * (before[axis] - edge) >= 0
            if inside != was:
                part = (edge - before[axis]) / (here[axis] - before[axis])
                kept.append(tuple(b + part * (h - b) for b, h in zip(before, here, strict=True)))
            if inside:
                kept.append(here)
        ring = kept
        if not ring:
            break
    return ring


def main(folder: str) -> None:
    """Write the outlines."""
    for name, (source, window) in CUTS.items():
        topology = json.loads((Path(folder) / source).read_text(encoding="utf-8"))
        kept = [ring for ring in (clipped(one, window) for one in rings(topology)) if len(ring) > 3]
        with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["ring", "lon", "lat"])
            for number, ring in enumerate(kept):
                table.writerows([number, f"{x:.2f}", f"{y:.2f}"] for x, y in ring)


if __name__ == "__main__":
    main(sys.argv[1])
