"""Counting the rows of every import: read, loaded, set aside, recognized."""

import duckdb
import pandas as pd

from partner_analytics.trackers import Tracker
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.trackers_in_use import held_trackers


def recount(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Bring the ledgers' counts up to date and return the tables that do not reconcile.

    A row counts as loaded unless it is kept out: confirming an alias loads it.
    """
    for tracker in held_trackers(connection):
        _count_tables(connection, tracker)
    _count_imports(connection)
    return as_frame(
        connection.sql(
            "SELECT * FROM landing.import_tables WHERE rows_read IS DISTINCT FROM "
            "rows_loaded + rows_set_aside + rows_blank + rows_total + rows_repeated_header"
        )
    )


def _count_tables(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> None:
    connection.execute(f"""
        WITH typed AS (
            SELECT _import_id, _table, count(*) AS rows
            FROM history.{quoted(tracker.name)} GROUP BY ALL
        ), judged AS (
            SELECT import_id, table_number, count(*) AS rows
            FROM landing.kept_out WHERE tracker = {literal(tracker.name)} GROUP BY ALL
        ), refused AS (
            SELECT _import_id, _table, count(*) AS rows
            FROM landing.{quoted(tracker.name)} WHERE _set_aside IS NOT NULL GROUP BY ALL
        ), counts AS (
            SELECT i.import_id, i.table_number,
                coalesce(t.rows, 0) - coalesce(j.rows, 0) AS loaded,
                coalesce(j.rows, 0) + coalesce(r.rows, 0) + coalesce(i.rows_ragged, 0) AS aside
            FROM landing.import_tables i
            LEFT JOIN typed t ON t._import_id = i.import_id AND t._table = i.table_number
            LEFT JOIN judged j USING (import_id, table_number)
            LEFT JOIN refused r ON r._import_id = i.import_id AND r._table = i.table_number
            WHERE i.tracker = {literal(tracker.name)}
        )
        UPDATE landing.import_tables t SET rows_loaded = c.loaded, rows_set_aside = c.aside
        FROM counts c WHERE t.import_id = c.import_id AND t.table_number = c.table_number
    """)


def _count_imports(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        WITH rows AS (
            SELECT import_id, sum(rows_read) AS read, sum(rows_loaded) AS loaded,
                sum(rows_set_aside) AS aside,
                sum(rows_blank + rows_total + rows_repeated_header) AS recognized
            FROM landing.import_tables GROUP BY import_id
        ), found AS (
            SELECT import_id, count(*) AS problems FROM landing.problems GROUP BY import_id
        ), counts AS (
            SELECT i.import_id, r.read, r.loaded, r.aside, r.recognized, f.problems
            FROM landing.imports i LEFT JOIN rows r USING (import_id)
            LEFT JOIN found f USING (import_id)
        )
        UPDATE landing.imports i SET rows_read = coalesce(c.read, 0),
            rows_loaded = coalesce(c.loaded, 0), rows_set_aside = coalesce(c.aside, 0),
            rows_recognized = coalesce(c.recognized, 0), problems = coalesce(c.problems, 0)
        FROM counts c WHERE i.import_id = c.import_id
    """)
