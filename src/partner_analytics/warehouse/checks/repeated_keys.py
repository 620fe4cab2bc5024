"""Rows whose key an earlier row of their export has already: the earlier one counts."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.problems import MOST_TOLD, Severity
from partner_analytics.trackers import TRACKERS, Tracker
from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.found_rows import Row
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.history_rows import (
    COUNTING,
    NAMED,
    keep_out,
    key_of,
    of_quarter,
    repeated_hashes,
)
from partner_analytics.warehouse.tables.trackers_in_use import held_trackers

_CODE = "duplicate-key"


def _query(connection: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
    for tracker in held_trackers(connection):
        yield _keep_out(connection, tracker)


def _keep_out(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> pd.DataFrame:
    """Keep out the rows whose key an earlier row of the same import has already.

    Returns a row for each, with the row that is kept (kept_sheet, kept_row); of a table with too
    many the first ones, `rows` telling how many there are and `last_row` the last of them.
    """
    by_partner = "partner" in tracker.key
    rows = (
        f"FROM history.{quoted(tracker.name)} h {COUNTING} {NAMED if by_partner else ''} "
        f"{of_quarter(tracker)}"
    )
    key = f"h._import_id, {', '.join(key_of(tracker))}"
    with repeated_hashes(connection, f"SELECT hash({key}) AS key {rows}") as are_any:
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE repeated_rows AS
            SELECT {literal(tracker.name)} AS tracker, h._import_id AS import_id,
                h._table AS table_number, i.file, h._sheet AS sheet, h._row AS row,
                {"h.partner" if by_partner else "NULL"} AS partner,
                {"first_value(h.partner) OVER same" if by_partner else "NULL"} AS kept_partner,
                first_value(h._sheet) OVER same AS kept_sheet,
                first_value(h._row) OVER same AS kept_row
            {rows} WHERE {are_any} AND hash({key}) IN (FROM repeated_hashes)
            WINDOW same AS (PARTITION BY {key} ORDER BY h._table, h._row)
            QUALIFY row_number() OVER same > 1
        """)
    keep_out(connection, tracker, _CODE, "SELECT import_id, table_number, row FROM repeated_rows")
    told = as_frame(
        connection.sql(f"""
            SELECT *, max(row) OVER of_table AS last_row, count(*) OVER of_table AS rows
            FROM repeated_rows WINDOW of_table AS (PARTITION BY import_id, table_number)
            QUALIFY row_number() OVER (
                PARTITION BY import_id, table_number ORDER BY row) <= {MOST_TOLD}
            ORDER BY import_id, table_number, row
        """)
    )
    connection.execute("DROP TABLE repeated_rows")
    return told.drop_duplicates(["import_id", "sheet", "row"])


def _told(row: Row) -> dict[str, Any]:
    kept = f"line {row['kept_row']}"
    own = "row" if bool(pd.notna(row["sheet"])) else "line"
    if pd.notna(row["kept_sheet"]):
        kept = f'row {row["kept_row"]} of sheet "{row["kept_sheet"]}"'
    if pd.notna(row["kept_partner"]) and row["kept_partner"] != row["partner"]:
        kept += f' ("{row["kept_partner"]}")'  # one partner by the alias table
    named = f'"{row["partner"]}" in ' if pd.notna(row["partner"]) else ""
    return {
        "found": f"{named}{own} {row['row']} again after {kept}",
        "expected": TRACKERS[row["tracker"]].grain,
        "remedy": "The earlier row counts; this one was set aside. Keep the row that is right.",
    }


REPEATED_KEYS = Check(_CODE, Severity.ERROR, _query, _told, others="more behind it")
