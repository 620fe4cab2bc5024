"""The ledger of repairs: one row per distinct text and column, however many batches it came in."""

import duckdb

from partner_analytics.grammar import ENDS
from partner_analytics.warehouse.connection import literal
from partner_analytics.warehouse.ledgers.ledger_tables import REPAIRS


def merge_repairs(connection: duckdb.DuckDBPyConnection, import_id: int) -> None:
    """Make one row of those that batches of one table, or tables of one wide sheet, added alike.

    The tables a wide sheet gives share their other columns: the largest count is that of the
    sheet. What was only trimmed is one row a column.
    """
    connection.execute(
        f"""
        CREATE TEMPORARY TABLE merged AS
        WITH of_table AS (
            SELECT r.import_id, table_number, r.tracker, column_name, r.sheet, t.header_row, kind,
                arg_min(cell, row) AS cell, min(row) AS row, sum(cells) AS cells,
                arg_min(original, row) AS original, arg_min(repaired, row) AS repaired
            FROM {REPAIRS.path} r JOIN landing.import_tables t USING (import_id, table_number)
            WHERE r.import_id = ?
            GROUP BY r.import_id, table_number, r.tracker, column_name, r.sheet, t.header_row,
                kind, CASE WHEN kind != {literal(ENDS)} THEN original END
        )
        SELECT import_id, min(table_number) AS table_number, tracker, column_name, sheet,
            min(cell) AS cell, row, max(cells) AS cells, original, min(repaired) AS repaired, kind
        FROM of_table
        GROUP BY import_id, tracker, column_name, sheet, header_row, row, original, kind
        """,
        [import_id],
    )
    connection.execute(f"DELETE FROM {REPAIRS.path} WHERE import_id = ?", [import_id])
    connection.execute(
        f"INSERT INTO {REPAIRS.path} BY NAME SELECT * FROM merged ORDER BY table_number, row"
    )
    connection.execute("DROP TABLE merged")


def repaired_cells(connection: duckdb.DuckDBPyConnection, import_id: int) -> int:
    """How many cells of an import hold a text that was repaired, not merely trimmed."""
    query = f"SELECT coalesce(sum(cells), 0) FROM {REPAIRS.path} WHERE import_id = ? AND kind != ?"
    ((cells,),) = connection.execute(query, [import_id, ENDS]).fetchall()
    return int(cells)
