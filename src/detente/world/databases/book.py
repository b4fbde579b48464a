"""A multi-regional input-output table as arrays, whatever data base it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...ground.faults import DataError


@dataclass(frozen=True)
class Book:
    """What each industry of each economy sells to each: US$ million a year, before the buyer's duty."""

    economies: tuple[str, ...]
    industries: tuple[str, ...]
    used: np.ndarray
    """By industries, `[seller, good, buyer, industry]`."""
    final: np.ndarray
    """By final users, stocks not counted, `[seller, good, buyer]`."""
    stocks: np.ndarray
    """Changes of stocks, `[seller, good, buyer]`; below zero where stocks are drawn down."""
    notes: tuple[str, ...] = ()
    """What reading it left out or added."""

    @property
    def output(self) -> np.ndarray:
        """Return output, `[economy, industry]`."""
        found: np.ndarray = self.used.sum((2, 3)) + self.final.sum(2) + self.stocks.sum(2)
        return found


def summed(book: Book, economies: dict[str, str], industries: dict[str, str]) -> Book:
    """Return a book of fewer economies and industries; each of its own belongs to exactly one of the new ones."""
    m, rows = _groups(book.economies, economies)
    g, goods = _groups(book.industries, industries)
    used = np.einsum("injk,kK->injK", book.used, g, optimize=True)
    used = np.einsum("injK,jJ->inJK", used, m, optimize=True)
    used = np.einsum("inJK,nN->iNJK", used, g, optimize=True)
    used = np.einsum("iNJK,iI->INJK", used, m, optimize=True)

    def fold(array: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.einsum("inj,iI,nN,jJ->INJ", array, m, g, m, optimize=True)
        return found

    return Book(rows, goods, used, fold(book.final), fold(book.stocks), book.notes)


def _groups(labels: tuple[str, ...], groups: dict[str, str]) -> tuple[np.ndarray, tuple[str, ...]]:
    names = tuple(dict.fromkeys(groups[label] for label in labels))
    if "ROW" in names:
        names = (*(name for name in names if name != "ROW"), "ROW")
    matrix = np.zeros((len(labels), len(names)))
    for row, label in enumerate(labels):
        matrix[row, names.index(groups[label])] = 1.0
    return matrix, names


@dataclass(frozen=True)
class Stocks:
    """What became of stocks drawn down, and of other cells below zero."""

    cells: int
    """Changes of stocks below zero, after summing."""
    value: float
    """Their sum [US$ million], below zero."""
    others: int
    """Sales to industries and other final users below zero, set to zero."""
    other_value: float
    output: float
    """World output before [US$ million]."""
    grown: float
    """How much world output is larger after, as a share."""
    most: tuple[str, str, float]
    """Economy and industry whose output grew most, and by what share."""

    @property
    def sentence(self) -> str:
        """Say it."""
        if not self.cells and not self.others:
            return "no cell was below zero"
        who, what, share = self.most
        words = (
            f"{self.cells} changes of stocks below zero, US$ {self.value / 1e3:,.4g} bn in all, are taken for goods "
            "made this year (set to zero, outputs computed anew by the Leontief inverse; Costinot and Rodríguez-Clare "
            f"2014, Handbook of International Economics 4:197-261): world output is {100 * self.grown:.3g} % larger, "
            f"that of {what} in {who} most, by {100 * share:.3g} %"
        )
        if self.others:
            words += f"; {self.others} other cells below zero, US$ {self.other_value / 1e3:,.4g} bn, are set to zero"
        return words


def without_falls(book: Book) -> tuple[Book, Stocks]:
    """Return a book with no cell below zero, its outputs computed anew with the same inputs per unit of output.

    A fall of stocks is a sale of goods of earlier years, which a model of one year does not know: it counts as if
    they had been made this year, a rise as if it had been consumed (Costinot and Rodríguez-Clare 2014, Handbook of
    International Economics 4:197-261). Raises DataError where no output can meet what is bought.
    """
    n, j = len(book.economies), len(book.industries)
    before = book.output
    used, final, stocks = (np.maximum(array, 0.0) for array in (book.used, book.final, book.stocks))
    falls = book.stocks < 0
    lost = [np.minimum(array, 0.0) for array in (book.used, book.final)]
    flat = used.reshape(n * j, n * j)
    made = np.broadcast_to(np.maximum(before, 0.0).reshape(1, n * j), flat.shape)
    share = np.divide(flat, made, out=np.zeros_like(flat), where=made > 0)
    asked = (final + stocks).sum(2).reshape(n * j)
    output = np.linalg.solve(np.eye(n * j) - share, asked).reshape(n, j)
    if not np.isfinite(output).all() or (output < -1e-6 * max(1.0, before.max())).any():
        raise DataError("the tables cannot be balanced: industries buy more of each other than they make")
    output = np.maximum(output, 0.0)
    again = (share * output.reshape(1, n * j)).reshape(n, j, n, j)
    change = np.divide(output, before, out=np.ones_like(output), where=before > 1e-9 * before.max()) - 1
    where = np.unravel_index(change.argmax(), change.shape)
    told = Stocks(
        int(falls.sum()),
        float(book.stocks[falls].sum()),
        int(sum((array < 0).sum() for array in lost)),
        float(sum(array.sum() for array in lost)),
        float(before.sum()),
        float(output.sum() / before.sum() - 1),
        (book.economies[where[0]], book.industries[where[1]], float(change[where])),
    )
    return Book(book.economies, book.industries, again, final, stocks, book.notes), told
