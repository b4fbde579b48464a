"""The data bases that can be read: what they are called, in what unit, from whom, on what terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A data base."""

    name: str
    title: str
    source: str
    licence: str
    to_million: float = 1.0
    """US$ million (or million of `money`) in its unit."""
    money: str = "US$"
    needs_year: bool = False
    """Whether its files do not say the year that is meant."""


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "icio",
            "OECD Inter-Country Input-Output Tables",
            "OECD, Inter-Country Input-Output Tables, oe.cd/icio",
            "as the OECD's terms and conditions say; name the OECD",
        ),
        Kind(
            "wiod",
            "World Input-Output Database, release of 2016",
            "Timmer, Dietzenbacher, Los, Stehrer, de Vries 2015, Review of International Economics 23:575-605 "
            "(World Input-Output Database, 2016 release)",
            "CC BY 4.0 (as the World Input-Output Database states)",
        ),
        Kind(
            "exiobase",
            "EXIOBASE 3",
            "Stadler and others 2018, Journal of Industrial Ecology 22:502-515 (EXIOBASE 3)",
            "CC BY-SA 4.0 up to version 3.8 (later ones: as their page says)",
            money="euro",
        ),
        Kind(
            "eora26",
            "Eora26",
            "Lenzen, Moran, Kanemoto, Geschke 2013, Economic Systems Research 25:20-49 (Eora26)",
            "as Eora's licence says: free for academic use, others ask",
            to_million=1e-3,
            needs_year=True,
        ),
        Kind(
            "gloria",
            "GLORIA",
            "Lenzen and others 2022, Journal of Economic Structures 11 (GLORIA)",
            "as GLORIA's licence says",
            to_million=1e-3,
            needs_year=True,
        ),
    )
}
