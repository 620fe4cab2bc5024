"""Rows that name a partner nobody knows, and the addresses by which one may be known."""

import duckdb
import pandas as pd

from partner_analytics.problems import MOST_TOLD
from partner_analytics.trackers import TRACKERS, Reads, Tracker
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.cell_origins import cell_address
from partner_analytics.warehouse.tables.history_rows import COUNTING, PLACES, keep_out
from partner_analytics.warehouse.tables.trackers_in_use import held_trackers

_OF_PARTNERS = [tracker for tracker in TRACKERS.values() if "partner" in tracker.key]


def keep_out_unknown_partners(connection: duckdb.DuckDBPyConnection, code: str) -> pd.DataFrame:
    """Keep out the rows that name nobody known; returns the names, each with where it stands.

    A row of the result is a row that was kept out, with the cell that names nobody; of a table
    with too many of them it is a name: `rows` says of how many rows, `row` and `last_row` are the
    first and last. `names` counts what the table would have shown without a limit.
    """
    found = [
        _unknown_in(connection, tracker, code)
        for tracker in held_trackers(connection, _OF_PARTNERS)
    ]  # the joins of all at once would fill the memory
    names = pd.concat(found).merge(
        as_frame(connection.sql(PLACES)), left_on="import_id", right_on="_import_id"
    )
    order = ["_place", "table_number", "row"]
    names = names.sort_values(order, kind="stable", ignore_index=True)
    cells = [
        cell_address(row) if pd.notna(row["sheet"]) else None for row in names.to_dict("records")
    ]
    return names.assign(cell=pd.Series(cells, index=names.index, dtype="str"))


def _unknown_in(connection: duckdb.DuckDBPyConnection, tracker: Tracker, code: str) -> pd.DataFrame:
    rows = (
        f"FROM history.{quoted(tracker.name)} h {COUNTING} "
        "WHERE h._name_key NOT IN (SELECT name_key FROM curated.partner_names)"
    )
    keep_out(connection, tracker, code, f"SELECT h._import_id, h._table, h._row {rows}")
    # The tables of a wide sheet share its rows, and the cells that name partners.
    first_of_row = "min(h._table)" if tracker.wide else "h._table"
    return as_frame(
        connection.sql(f"""
            WITH unknown AS (
                SELECT h._import_id AS import_id, {first_of_row} AS table_number,
                    h._sheet AS sheet, h.partner, i.file, h._row AS row
                {rows} {"GROUP BY ALL" if tracker.wide else ""}
            ), crowded AS (
                SELECT import_id, table_number FROM unknown
                GROUP BY ALL HAVING count(*) > {MOST_TOLD}
            ), named AS (
                SELECT u.import_id, u.table_number, sheet, partner, file,
                    min(row) AS row, max(row) AS last_row, count(*) AS rows
                FROM unknown u LEFT JOIN crowded c USING (import_id, table_number)
                GROUP BY u.import_id, u.table_number, sheet, partner, file,
                    CASE WHEN c.import_id IS NULL THEN row END
            )
            SELECT {literal(tracker.name)} AS tracker, n.*, n.row AS _row,
                count(*) OVER of_table AS names, max(n.last_row) OVER of_table AS end_row,
                m.header, m.cell, m.cell_column, m.merged
            FROM named n LEFT JOIN landing.column_map m ON m.import_id = n.import_id
                AND m.table_number = n.table_number AND m.column_name = 'partner'
            WINDOW of_table AS (PARTITION BY n.import_id, n.table_number)
            QUALIFY row_number() OVER (
                PARTITION BY n.import_id, n.table_number ORDER BY n.row) <= {MOST_TOLD}
        """)
    )


def web_addresses(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The e-mail and web addresses that rows of a partner state: name_key, partner, address."""
    parts = [
        f"SELECT h._name_key AS name_key, h.partner, h.{quoted(column.name)} AS address "
        f"FROM history.{quoted(tracker.name)} h {COUNTING}"
        for tracker in TRACKERS.values()
        for column in tracker.columns
        if "partner" in tracker.key and column.reads is Reads.WEB
    ]
    return as_frame(
        connection.sql(
            f"SELECT DISTINCT * FROM ({' UNION ALL '.join(parts)}) "
            "WHERE address IS NOT NULL ORDER BY ALL"
        )
    )
