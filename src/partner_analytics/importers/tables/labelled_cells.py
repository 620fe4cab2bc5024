"""Labelled cells above a table ("Manufacturer: Lutron"): values of columns the table lacks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partner_analytics.addresses import address
from partner_analytics.grammar import normalize
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.trackers import Column, Reads, Tracker

# Rows above a header in which labels are looked for.
MOST_ROWS = 50
_PARTS = re.compile(r"\s*(?:[|;\n\u2022]|\t)\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """The value of a labelled cell; `rivals` are cells that give the same label another value."""

    label: str
    text: str
    cell: str
    rivals: tuple[str, ...] = ()


def labels_in(
    grid: Grid, rows: range, tracker: Tracker, columns: tuple[int, int | None] = (1, None)
) -> dict[str, Label]:
    """The labelled cells in some rows that may fill a column of the tracker, by column name.

    Read are "Manufacturer: Lutron" in one cell, and "Quarter" with "2025-Q1" in the next filled
    cell to the right. Only what can hold for a whole table is taken: the key's columns, partner,
    quarter and currency.
    """
    spelled = _spellings(tracker)
    found: dict[str, Label] = {}
    for position in rows[-MOST_ROWS:]:
        for label, text, column in _pairs(grid.row(position, *columns), spelled):
            name = spelled[normalize(label)]
            new = Label(label, text, address(grid.line(position), column))
            known = found.setdefault(name, new)
            if normalize(known.text) != normalize(text):
                found[name] = Label(known.label, known.text, known.cell, (*known.rivals, new.cell))
    return found


def _spellings(tracker: Tracker) -> dict[str, str]:
    """The columns a label may fill, by normalized spelling."""
    return {
        normalize(spelling): column.name
        for column in tracker.read_columns
        if may_be_labelled(column, tracker)
        for spelling in (column.header, *column.spellings)
    }


def may_be_labelled(column: Column, tracker: Tracker) -> bool:
    """Whether a label above a table may stand for a column of it."""
    return column.name in tracker.key or holds_for_sheets(column) or column.reads is Reads.PARTNER


def holds_for_sheets(column: Column) -> bool:
    """Whether a label at the top of a sheet counts for every table below it."""
    return column.reads in (Reads.QUARTER, Reads.CURRENCY)


def _pairs(row: Mapping[int, str], spelled: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Label, value, and the column of the value's cell."""
    cells = list(row.items())
    for at, (column, text) in enumerate(cells):
        for part in _PARTS.split(text.strip()):
            label, colon, value = part.partition(":")
            if colon and value.strip() and normalize(label) in spelled:
                yield label.strip(), value.strip(), column
        if normalize(text) in spelled and at + 1 < len(cells):
            right, value = cells[at + 1]
            if normalize(value.partition(":")[0]) not in spelled:
                yield text.strip().rstrip(":").strip(), value, right
