"""A picture as a file of its own."""

from __future__ import annotations

import vl_convert

from ..ground.json_text import json_text
from .figure import Chart


def svg(chart: Chart) -> str:
    """Return a chart as an SVG that any browser shows."""
    whole = chart.configure(background="white", font="sans-serif", padding=10).configure_view(stroke=None)
    text: str = vl_convert.vegalite_to_svg(json_text(whole.to_dict(), None))
    return text
