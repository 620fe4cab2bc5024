"""A column of texts to a column of values: each distinct text is read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.importers.cell_readers import Amount, Reading, Refusal
from partner_analytics.importers.labels import ERRORS
from partner_analytics.importers.plain_texts import PLAIN_NUMBERS, Points, is_tidy, plain_numbers
from partner_analytics.importers.repairing import Mending
from partner_analytics.schemas import Reads

# Texts that are read alike by every grammar, at the speed of arrays: no signs, groups or units.
_PLAIN = {
    Reads.NUMBER: r"-?[0-9]{1,15}(\.[0-9]{1,6})?",
    Reads.MONEY: r"-?[0-9]{1,15}(\.[0-9]{1,6})?",
    Reads.COUNT: r"-?[0-9]{1,15}",
    Reads.DATE: r"(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]",
}
_FEWEST_WORTH_IT = 100
IMPLAUSIBLE_DATE = "implausible-date"
_MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """The values of one column, in the dtype of what it reads.

    `codes` gives the distinct text of each row (-1 for an empty cell, and for one so plain that it
    was read without telling it from others); `refusals`, `currencies` and what `mending` did to
    the texts are by distinct text.
    """

    values: pd.Series
    codes: Any
    texts: pd.Index
    mending: Mending
    refusals: dict[int, Refusal] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)

    def rows_of(self, distinct: Iterable[int]) -> list[int]:
        """Positions of the rows that hold any of these distinct texts."""
        chosen = np.zeros(len(self.texts) + 1, dtype=bool)
        chosen[list(distinct)] = True
        rows: list[int] = np.flatnonzero(chosen[self.codes]).tolist()
        return rows


def read_column(
    texts: pd.Series, reading: Reading, *, may_be_thousands: bool = False
) -> ColumnValues:
    """Read a column; a text that is refused becomes NULL and a refusal.

    Plain numbers are read at once, all others by their distinct texts; `may_be_thousands` keeps
    texts such as 400.000 among these.
    """
    is_coded = isinstance(texts.dtype, pd.CategoricalDtype)
    if reading.is_free_text and not is_coded and is_tidy(texts):
        nothing = pd.Index([], dtype="str")
        return ColumnValues(texts, np.full(len(texts), -1), nothing, Mending(nothing, reading))
    if reading.column.reads in PLAIN_NUMBERS and not is_coded and len(texts) >= _FEWEST_WORTH_IT:
        plain = plain_numbers(texts, _points(reading, may_be_thousands))
        if plain is not None:
            return _with_plain(plain, _read_distinct(texts.mask(plain.notna()), reading))
    return _read_distinct(texts, reading)


def _points(reading: Reading, may_be_thousands: bool) -> Points:
    if reading.column.reads is Reads.COUNT or reading.source.mark != ".":
        return Points.NONE
    return Points.UNCLEAR if may_be_thousands else Points.DECIMAL


def _with_plain(plain: pd.Series, others: ColumnValues) -> ColumnValues:
    dtype: Any = others.values.dtype
    values = others.values.where(plain.isna().to_numpy(), plain.astype(dtype))
    return replace(others, values=values)


def _distinct(texts: pd.Series) -> tuple[Any, Any]:
    """The place of each text among the distinct ones (-1 for none), and these."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return texts.cat.codes.to_numpy(), pd.Index(texts.cat.categories, dtype="str")
    codes, distinct = pd.factorize(texts)
    return codes, pd.Index(distinct, dtype="str")


def _read_distinct(texts: pd.Series, reading: Reading) -> ColumnValues:
    codes, index = _distinct(texts)
    mending = Mending(index, reading)
    if reading.is_free_text:
        return _free_text(codes, mending, texts.index, reading)
    values: list[Any] = [None] * (len(index) + 1)
    refusals: dict[int, Refusal] = {}
    currencies: dict[int, str] = {}
    plain = _read_plain(index, reading)
    unread = range(len(index)) if plain is None else np.flatnonzero(plain.isna()).tolist()
    for at in unread:
        value = mending.read(at)
        if isinstance(value, Refusal):
            refusals[at] = value
        elif isinstance(value, Amount):
            currencies[at] = value.currency
            values[at] = value.value
        else:
            values[at] = value
    of_text = pd.Series(values, dtype=reading.column.reads.dtype)
    if plain is not None:
        of_text.iloc[:-1] = of_text.iloc[:-1].where(plain.isna(), plain)
    # The code of an empty cell, -1, takes the last value: NULL.
    taken = of_text.take(codes).set_axis(texts.index)
    return ColumnValues(taken, codes, index, mending, refusals, currencies)


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
            found=f'"{read.texts[int(at)].strip()}"',
            remedy="Check the year.",
        )
        for at in np.unique(read.codes[is_far.to_numpy()])
    }
    return replace(read, values=read.values.mask(is_far), refusals={**read.refusals, **far})


def _free_text(codes: Any, mending: Mending, rows: pd.Index, reading: Reading) -> ColumnValues:
    is_broken = mending.texts.isin(ERRORS)
    broken = {int(at): reading.read(mending.texts[at]) for at in np.flatnonzero(is_broken)}
    is_nothing = is_broken | (mending.texts == "")
    of_text = pc.if_else(pa.array(is_nothing), None, pa.array(mending.texts, pa.string()))
    taken = of_text.take(pa.array(codes, mask=codes < 0))
    values = pd.Series(taken, index=rows, dtype="str")
    return ColumnValues(values, codes, mending.original, mending, broken)


def _read_plain(texts: pd.Index, reading: Reading) -> Any:
    """The values of the texts that are plain numbers or ISO dates, NULL for all others."""
    reads = reading.column.reads
    pattern = _PLAIN.get(reads)
    if pattern is None or len(texts) < _FEWEST_WORTH_IT:
        return None
    series = pd.Series(texts)
    dtype: Any = reads.dtype
    is_plain = series.str.fullmatch(pattern).astype(bool)
    if reading.source.mark == ",":
        is_plain &= ~series.str.contains(".", regex=False).astype(bool)
    plain = series.where(is_plain)
    if reads is Reads.DATE:
        # A day that does not exist stays NULL and goes to the reader, which refuses it.
        return pd.to_datetime(plain, format="%Y-%m-%d", errors="coerce").astype(dtype)
    return pd.to_numeric(plain, errors="coerce").astype(dtype)
