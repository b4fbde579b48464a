"""The kinds of move that a study can name: one line a kind."""

from __future__ import annotations

from .aid import Aid
from .ban import Ban
from .deficits import Deficits
from .export_tax import ExportTax
from .measures import Enforce, Lift, Measures
from .pipeline import Pipeline, TransitCut, TransitFee
from .productivity import Productivity
from .quota import Quota
from .rail_link import RailLink
from .records import Move
from .tariff import Tariff
from .trade_cost import TradeCost

KINDS: dict[str, type[Move]] = {
    kind.kind: kind
    for kind in (
        Tariff,
        ExportTax,
        Ban,
        Quota,
        TradeCost,
        Aid,
        Productivity,
        Deficits,
        Measures,
        Enforce,
        Lift,
        Pipeline,
        TransitFee,
        TransitCut,
        RailLink,
    )
}
