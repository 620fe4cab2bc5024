"""A column of texts to a column of values: each distinct text is read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from partner_analytics.importers.values.cell_readers import Reading, Refusal
from partner_analytics.importers.values.distinct_texts import (
    FEWEST_WORTH_IT,
    NO_TEXTS,
    ReadTexts,
    TextMemory,
    read_texts,
)
from partner_analytics.importers.values.plain_texts import (
    PLAIN_NUMBERS,
    Points,
    is_tidy,
    plain_numbers,
)
from partner_analytics.trackers import Reads

IMPLAUSIBLE_DATE = "implausible-date"
_MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """The values of one column, in the dtype of what it reads.

    `codes` gives the text of each row by its place in `distinct` (-1 for an empty cell, and for
    one so plain that it was read without telling it from others). Not all of these texts need be
    in the rows; those that `refusals` tells of are.
    """

    values: pd.Series
    codes: Any
    distinct: ReadTexts
    refusals: dict[int, Refusal] = field(default_factory=dict)

    def text(self, row: int) -> str:
        """The text of a row, as it stands in the cell."""
        return str(self.distinct.texts[int(self.codes[row])])

    def rows_of(self, texts: Iterable[int]) -> list[int]:
        """Positions of the rows that hold any of these distinct texts."""
        chosen = np.zeros(len(self.distinct.texts) + 1, dtype=bool)
        chosen[list(texts)] = True
        rows: list[int] = np.flatnonzero(chosen[self.codes]).tolist()
        return rows

    def met(self, texts: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Those of the texts that rows hold: the first such row, and how many there are."""
        wanted = list(texts)
        if not wanted:
            return {}
        held = np.flatnonzero(self.codes >= 0)
        counts = np.bincount(self.codes[held], minlength=len(self.distinct.texts))
        first = np.zeros(len(self.distinct.texts), np.int64)
        first[self.codes[held][::-1]] = held[::-1]  # of several the last entered stays
        return {at: (int(first[at]), int(counts[at])) for at in wanted if counts[at]}


def read_column(
    texts: pd.Series,
    reading: Reading,
    *,
    may_be_thousands: bool = False,
    memory: TextMemory | None = None,
) -> ColumnValues:
    """Read a column; a text that is refused becomes NULL and a refusal.

    Plain numbers are read at once, all others by their distinct texts; `may_be_thousands` keeps
    texts such as 400.000 among these. `memory` has what those of earlier rows were read as.
    """
    is_coded = isinstance(texts.dtype, pd.CategoricalDtype)
    if reading.is_free_text and not is_coded and is_tidy(texts):
        return _without_texts(texts, reading)
    if reading.column.reads in PLAIN_NUMBERS and not is_coded and len(texts) >= FEWEST_WORTH_IT:
        plain = plain_numbers(texts, _points(reading, may_be_thousands))
        if plain is not None:
            is_other = plain.isna() & texts.notna()
            plain = reading.scaled(plain)
            if not is_other.any():
                return _without_texts(plain.astype(_dtype(reading)), reading)
            return _with_plain(plain, _read_distinct(texts.where(is_other), reading, None))
    return _read_distinct(texts, reading, memory)


def _dtype(reading: Reading) -> Any:
    return reading.column.reads.dtype


def _points(reading: Reading, may_be_thousands: bool) -> Points:
    if reading.column.reads is Reads.COUNT or reading.source.mark != ".":
        return Points.NONE
    return Points.UNCLEAR if may_be_thousands else Points.DECIMAL


def _without_texts(values: pd.Series, reading: Reading) -> ColumnValues:
    """Values that were read without telling one text from another."""
    return ColumnValues(values, np.full(len(values), -1), read_texts(NO_TEXTS, reading))


def _with_plain(plain: pd.Series, others: ColumnValues) -> ColumnValues:
    dtype: Any = others.values.dtype
    values = others.values.where(plain.isna().to_numpy(), plain.astype(dtype))
    return replace(others, values=values)


def _read_distinct(texts: pd.Series, reading: Reading, memory: TextMemory | None) -> ColumnValues:
    if isinstance(texts.dtype, pd.CategoricalDtype):
        codes, distinct = texts.cat.codes.to_numpy(), texts.cat.categories
    else:
        codes, distinct = pd.factorize(texts)
        memory = None  # other rows have other texts
    index = distinct if distinct.dtype == "str" else pd.Index(distinct, dtype="str")
    read = memory.read(index, reading) if memory else read_texts(index, reading)
    # The code of an empty cell, -1, takes the last value: NULL.
    values = read.values.take(codes).set_axis(texts.index)
    column = ColumnValues(values, codes, read)
    return replace(column, refusals={at: read.refusals[at] for at in column.met(read.refusals)})


def without_implausible_dates(read: ColumnValues, as_of: date) -> ColumnValues:
    """The values of a column of dates, those too far from the as-of day refused."""
    span = pd.DateOffset(years=_MOST_YEARS)
    day = pd.Timestamp(as_of)
    is_far = (read.values < day - span) | (read.values > day + span)
    if not is_far.any():
        return read
    far = {
        int(at): Refusal(
            IMPLAUSIBLE_DATE,
            expected=f"a date within {_MOST_YEARS} years of the as-of day {as_of.isoformat()}",
            found=f'"{read.distinct.texts[int(at)].strip()}"',
            remedy="Check the year.",
        )
        for at in np.unique(read.codes[is_far.to_numpy()])
    }
    return replace(read, values=read.values.mask(is_far), refusals={**read.refusals, **far})
