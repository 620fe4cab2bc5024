"""From curated rows back to the cells they were read from."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from partner_analytics.trackers import Tracker
from partner_analytics.warehouse.connection import quoted
from partner_analytics.warehouse.ledgers.corrections_ledger import with_corrections
from partner_analytics.warehouse.opening.reader import Reader
from partner_analytics.warehouse.opening.selection import Selection

CELL_COLUMNS = [
    *("file", "sheet", "cell", "header", "column_name", "text"),
    *("original", "reason", "who", "_import_id", "_row"),
]


def cells_behind(reader: Reader, tracker: Tracker, picked: Selection) -> pd.DataFrame:
    """The cells the curated rows picked were read from, with their texts.

    One row per column of a row; `cell` is the address on the sheet, for a text file the line.
    `text` is what was read; where that was a correction, `original` is what the export says,
    and `reason` and `who` are those of the correction.
    """
    texts = ", ".join(f"l.{quoted(column.name)}" for column in tracker.read_columns)
    names = ", ".join(quoted(column.name) for column in tracker.read_columns)
    table = quoted(tracker.name)
    query = f"""
        WITH wanted AS (
            SELECT DISTINCT _import_id, _table, _sheet, _row FROM curated.{table}
            WHERE {picked.clause}
        ), read AS (
            SELECT w._import_id, w._table, w._sheet, w._row, {texts}
            FROM wanted w JOIN landing.{table} l
            ON l._import_id = w._import_id AND l._table = w._table AND l._row = w._row
        ), long AS (
            FROM read UNPIVOT INCLUDE NULLS (text FOR column_name IN ({names}))
        )
        SELECT i.file, g._sheet AS sheet, m.header, g.column_name, g.text,
            g._import_id, g._row, m.cell, m.cell_column, m.merged
        FROM long g JOIN landing.imports i ON i.import_id = g._import_id
        JOIN landing.column_map m ON m.import_id = g._import_id
            AND m.table_number = g._table AND m.column_name = g.column_name
        ORDER BY i.import_id, g._sheet, g._row, length(m.cell_column), m.cell_column, g.column_name
    """
    cells = reader.frame(query, picked.values)
    rows = cells.to_dict("records")
    addresses = pd.Series([_grid_address(row) for row in rows], index=cells.index, dtype="str")
    shown = [cell_address(row) for row in rows]
    return with_corrections(reader, cells.assign(cell=shown), addresses)[CELL_COLUMNS]


def cell_address(row: dict[Hashable, Any]) -> str:
    """The cell that holds a value as messages name it; for a text file that is the line.

    The row tells cell, cell_column and merged of its column, its sheet and its _row.
    """
    if pd.isna(row["cell"]) and pd.isna(row["sheet"]):
        return f"line {row['_row']}"
    return _grid_address(row)


def _grid_address(row: dict[Hashable, Any]) -> str:
    """Column and row, of a text file too; a value merged over rows stands in the first (D-72)."""
    if pd.notna(row["cell"]):
        return str(row["cell"])
    spans = row["merged"].split() if pd.notna(row["merged"]) else []
    for first, last in (map(int, span.split(":")) for span in spans):
        if first <= row["_row"] <= last:
            return f"{row['cell_column']}{first}"
    return f"{row['cell_column']}{row['_row']}"
