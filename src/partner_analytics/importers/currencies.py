"""Amounts in other currencies: kept out of sums in the program's, and told (D-64)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from partner_analytics.importers.cell_problems import Findings
from partner_analytics.importers.cell_readers import (
    LINE_CURRENCY,
    NO_RATE,
    NO_RATE_REMEDY,
    Refusal,
)
from partner_analytics.importers.column_values import ColumnValues
from partner_analytics.schemas import Column, Reads, Tracker

AMOUNTS = (Reads.MONEY, Reads.MONEY_LOW, Reads.MONEY_HIGH)


def with_stated_currencies(
    rows: pd.DataFrame, read: Mapping[str, ColumnValues], tracker: Tracker, findings: Findings
) -> pd.DataFrame:
    """The rows, those whose prices name a currency in that currency.

    A price in another currency than its line states is refused: one of the two is wrong.
    """
    column = currency_column(tracker)
    if column is None:
        return rows
    priced_in = [
        priced
        for priced in tracker.read_columns
        if priced.unit == LINE_CURRENCY
        and priced.name in read
        and read[priced.name].distinct.currencies
    ]
    if not priced_in:
        return rows
    currency = rows[column.name].astype(object)
    for priced in priced_in:
        stated = read[priced.name].distinct.currencies
        for at in read[priced.name].rows_of(stated):
            named = stated[int(read[priced.name].codes[at])]
            if pd.isna(currency.iloc[at]):
                currency.iloc[at] = named
            elif currency.iloc[at] != named:
                refusal = Refusal(
                    "conflicting-currency",
                    expected=f"a price in {currency.iloc[at]}, as the line says",
                    found=f"one in {named}",
                    remedy="The row was set aside. Correct the currency and import the file again.",
                )
                findings.tell(priced, [at], [refusal])
                findings.refuse(priced, [at], [refusal.code])
    return rows.assign(**{column.name: currency.astype("str")})


def without_foreign_amounts(
    rows: pd.DataFrame, tracker: Tracker, findings: Findings, currency: str
) -> pd.DataFrame:
    """The rows, amounts of rows in another currency NULL; each is told.

    Lines priced in their own currency keep their prices: what is computed from them is NULL.
    """
    column = currency_column(tracker)
    if column is None:
        return rows
    is_foreign = rows[column.name].notna() & rows[column.name].ne(currency)
    if not is_foreign.any():
        return rows
    emptied: dict[str, pd.Series] = {}
    for amounts in tracker.read_columns:
        if amounts.reads in AMOUNTS and amounts.name in findings.table.column_map:
            places = np.flatnonzero(is_foreign & rows[amounts.name].notna()).tolist()
            foreign = rows[column.name].iloc[places]
            findings.tell(amounts, places, [_no_rate(code, currency) for code in foreign])
            emptied[amounts.name] = rows[amounts.name].mask(is_foreign)
        elif amounts.reads is Reads.IS_OPEN:
            emptied[amounts.name] = rows[amounts.name].mask(is_foreign)
    if any(amounts.unit == LINE_CURRENCY for amounts in tracker.read_columns):
        _tell_lines(rows.loc[is_foreign], column, tracker, findings, currency)
    return rows.assign(**emptied)


def currency_column(tracker: Tracker) -> Column | None:
    """The column that states the currency of a row, if the tracker has one."""
    return next((c for c in tracker.read_columns if c.reads is Reads.CURRENCY), None)


def _no_rate(code: str, currency: str) -> Refusal:
    return Refusal(
        NO_RATE,
        expected=f"an amount in {currency}",
        found=f"an amount in {code}, as its row says",
        remedy=NO_RATE_REMEDY.format(currency=currency),
    )


def _tell_lines(
    foreign: pd.DataFrame, column: Column, tracker: Tracker, findings: Findings, currency: str
) -> None:
    """One problem for all lines of a batch in one currency: they load, out of the sums."""
    priced = next(c for c in tracker.read_columns if c.unit == LINE_CURRENCY)
    at_column = column if column.name in findings.table.column_map else priced
    for code, rows in foreign.groupby(column.name):
        count = f"{len(rows):,} lines" if len(rows) > 1 else "a line"
        refusal = Refusal(
            NO_RATE,
            expected=f"amounts in {currency}",
            found=f"{count} in {code}, the first one here",
            remedy=f"The lines are loaded in {code} and are in no sum in {currency}, as there "
            "are no exchange rates yet.",
        )
        findings.problems.append(findings.problem(at_column, int(rows.index[0]), refusal))
