"""The kinds of move that a study can name: one line a kind."""

from __future__ import annotations

from .freight.moves import RailLink
from .gas.moves import Pipeline, TransitCut, TransitFee
from .move import Move
from .trade.moves.aid import Aid
from .trade.moves.ban import Ban
from .trade.moves.deficits import Deficits
from .trade.moves.export_tax import ExportTax
from .trade.moves.measures import Enforce, Lift, Measures
from .trade.moves.productivity import Productivity
from .trade.moves.quota import Quota
from .trade.moves.tariff import Tariff
from .trade.moves.trade_cost import TradeCost

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
