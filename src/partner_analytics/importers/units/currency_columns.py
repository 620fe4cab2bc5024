"""Columns that state the currency of amounts beside them: "Commitment Currency", "Currency"."""

import re
from collections.abc import Mapping

from partner_analytics.grammar import normalize, without_unit
from partner_analytics.importers.tables.headers.header_matching import HeaderCell, HeaderMatch
from partner_analytics.trackers import Reads, is_amount_column

# The currency of all amounts of a row.
OF_ROW = ""
_GENERAL = frozenset(
    (
        "currency",
        "currency code",
        "currency iso code",
        "iso currency",
        "iso currency code",
        "curr",
        "ccy",
        "cur",
        "currency iso",
        "währung",
        "devise",
        "moneda",
        "valuta",
    )
)
_ENDING = re.compile(r"(?P<of>.+?) (?:currency(?: iso)?(?: code)?|curr|ccy|cur|währung)")
_BEGINNING = re.compile(r"(?:currency(?: code)?|curr|ccy|währung)(?: of| for)?(?: the)? (?P<of>.+)")


def currency_cells(match: HeaderMatch) -> dict[HeaderCell, frozenset[str]]:
    """The header cells of such columns, with the columns of amounts they state it of.

    One that names no column of amounts holds for the row; of several such each holds for the
    amounts right before it.
    """
    amounts: dict[str, set[str]] = {}
    for column in match.tracker.read_columns:
        cell = match.columns.get(column.name)
        if cell is not None and is_amount_column(column):
            for text in (column.header, *column.spellings, cell.text, without_unit(cell.text)):
                amounts.setdefault(normalize(text or ""), set()).add(column.name)
    found: dict[HeaderCell, frozenset[str]] = {}
    general: list[HeaderCell] = []
    for cell in match.unmapped:
        text = normalize(cell.text)
        named = _ENDING.fullmatch(text) or _BEGINNING.fullmatch(text)
        if named and named["of"] in amounts:
            found[cell] = frozenset(amounts[named["of"]])
        elif text in _GENERAL:
            general.append(cell)
    return {**found, **_of_neighbors(general, match)}


def _of_neighbors(
    cells: list[HeaderCell], match: HeaderMatch
) -> Mapping[HeaderCell, frozenset[str]]:
    has_own = any(
        column.name in match.columns
        for column in match.tracker.read_columns
        if column.reads is Reads.CURRENCY
    )
    if len(cells) == 1 and not has_own:
        return {cells[0]: frozenset((OF_ROW,))}
    beside = {}
    for cell in cells:
        before = [
            column.name
            for column in match.tracker.read_columns
            if is_amount_column(column)
            and column.name in match.columns
            and match.columns[column.name].column == cell.column - 1
        ]
        if before:
            beside[cell] = frozenset(before)
    return beside
