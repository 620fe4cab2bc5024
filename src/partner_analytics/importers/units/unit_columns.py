"""Columns beside amounts that hold nothing but currencies and zeros, whatever their header says."""

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.grammar import money_unit, normalize
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.units.unit_names import unit_in_name
from partner_analytics.trackers import is_amount_column

_LABELS = frozenset(("unit", "units", "scale", "einheit", "einheiten", "unité", "unidad"))
_FIRST_ROWS = 200
_MOST_UNITS = 20


def unit_columns(
    sheet: Sheet, table: FoundTable, others: Mapping[int, str]
) -> dict[int, frozenset[str]]:
    """The sheet columns, of those that are no tracker's, right beside amounts they state units of.

    All their cells are units; each is of the amounts before it, or if there are none, behind it.
    """
    amounts: dict[int, set[str]] = {}
    for column in table.match.tracker.read_columns:
        cell = table.match.columns.get(column.name)
        if cell is not None and is_amount_column(column):
            amounts.setdefault(cell.column, set()).add(column.name)
    found = {}
    for at, header in others.items():
        beside = amounts.get(at - 1) or amounts.get(at + 1)
        if beside and _holds_units(sheet, table, at, is_labelled=normalize(header) in _LABELS):
            found[at] = frozenset(beside)
    return found


def _holds_units(sheet: Sheet, table: FoundTable, column: int, *, is_labelled: bool) -> bool:
    cells = sheet.cells[f"c{column}"].slice(table.first, table.stop - table.first)
    # The first rows tell nearly all columns from these, without a look at millions of others.
    return all(
        _are_units(_distinct(part), is_labelled=is_labelled)
        for part in (cells.slice(0, _FIRST_ROWS), cells)
    )


def _distinct(cells: "pa.ChunkedArray") -> list[str]:
    return [text for text in pc.unique(cells).to_pylist() if text and text.strip()]


def _are_units(texts: Iterable[str], *, is_labelled: bool) -> bool:
    """Whether these are units; below a header that says "unit" one letter is enough.

    >>> _are_units(["EUR", "$", "TEUR"], is_labelled=False), _are_units(["K"], is_labelled=True)
    (True, True)
    >>> [_are_units(some, is_labelled=False) for some in (["MD", "TN"], ["open"], ["K"], [])]
    [False, False, False, False]
    """
    units = [" ".join(text.split()) for text in texts]
    return 0 < len(units) <= _MOST_UNITS and all(
        unit_in_name(unit) == unit or (is_labelled and money_unit(unit) is not None)
        for unit in units
    )
