"""Every table of a run that other programs take, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .given import Given

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]

DRAWS, OUTCOMES, VERDICTS, COLUMNS, IAMC = "draws", "outcomes", "verdicts", "columns", "iamc"
TABLES = {
    DRAWS: "a row a draw: assumptions, outcomes, and whether each claim holds",
    OUTCOMES: "a row an outcome and draw, its labels in columns of their own",
    VERDICTS: "a row a claim: verdict, share, interval, what decides it",
    COLUMNS: "a row a column of `draws`: what it is, its unit and its source",
    IAMC: "quantiles of outcomes in the long format of the IAMC, which pyam reads",
}
"""What is in each."""


def rows_of(given: Given, table: str) -> DataFrame:
    """Return one of the small tables, not of draws."""
    from pandas import DataFrame

    from .codebook import codebook
    from .iamc import iamc
    from .verdicts import verdicts

    return DataFrame({VERDICTS: verdicts, COLUMNS: codebook, IAMC: iamc}[table](given))
