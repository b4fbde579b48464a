"""A finished run as tables of pandas and labelled arrays of xarray: what a judgement and a kept run share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.faults import RunError, did_you_mean
from ..runs.batch import DRAW
from .claims import claim_columns, claims
from .given import Given
from .tables import DRAWS, OUTCOMES, TABLES, rows_of

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]
    from xarray import Dataset


class Frames:
    """What a finished run gives to pandas and xarray."""

    @property
    def given(self) -> Given:
        """Return what the tables are made from."""
        raise NotImplementedError

    def frame(self, table: str = DRAWS, names: Sequence[str] | None = None) -> DataFrame:
        """Return a table of the run: `draws`, `outcomes`, `verdicts`, `columns` or `iamc`.

        `names` keeps some columns of the draws, or some outcomes. Variants of a choice are categories, what is
        unknown is NaN. Raises RunError for a name that is not there, or a table too large for memory.
        """
        if table not in TABLES:
            raise RunError(f"a run has no table '{table}'; {did_you_mean(table, TABLES)}")
        if table == DRAWS:
            return _draws(self.given, names)
        if table == OUTCOMES:
            return _outcomes(self.given, names)
        if names is not None:
            raise RunError(
                f"`names` keeps columns of `draws` or some `outcomes`; choose rows of {table} by yourself"
            )
        return rows_of(self.given, table)

    def dataset(self, names: Collection[str] | None = None) -> Dataset:
        """Return the draws with named axes: economy, world and others; `names` keeps some assumptions and outcomes.

        Raises RunError for a name that is not there, or arrays too large for memory.
        """
        from .dataset import dataset

        return dataset(self.given, names)


def _draws(given: Given, names: Sequence[str] | None) -> DataFrame:
    """Return a row a draw."""
    from pandas import Categorical, DataFrame, RangeIndex

    problem = given.problem and given.bound()
    judged = claim_columns(problem) if problem else ()
    every = (*given.table.names, *judged)
    wanted = list(every if names is None else names)
    for name in wanted:
        if name not in every:
            raise RunError(f"no recorded column '{name}'; {did_you_mean(name, every)}")
    given.within(
        len(wanted), "name some of them, or write them to a file: `detente export RUN draws.parquet`"
    )
    found = given.table.read([name for name in wanted if name in given.table.stored])
    if problem and set(wanted) & set(judged):
        found |= claims(problem, given.table, given.table.draws)
    columns: dict[str, Any] = {}
    for name in wanted:
        law = given.laws.get(name)
        column = found[name]
        names = law.variants if law else ()
        columns[name] = Categorical.from_codes(codes(column), names) if names else column
    return DataFrame(columns, index=RangeIndex(given.table.draws, name=DRAW))


def _outcomes(given: Given, names: Sequence[str] | None) -> DataFrame:
    """Return a row an outcome and draw."""
    from .write import outcomes_frame

    return outcomes_frame(given, names)


def codes(column: np.ndarray) -> np.ndarray:
    """Return the places of a choice's variants, -1 where unknown."""
    return np.where(np.isfinite(column), column, -1).astype(int)
