"""What can only be judged with all imports and the rules at hand, as frames of findings."""

import duckdb
import pandas as pd

from partner_analytics.schemas import TRACKERS, Tracker
from partner_analytics.warehouse.connection import as_frame, literal, quoted


def unknown_partners(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The rows that name nobody known: import_id, file, tracker, sheet, row, cell, partner."""
    parts = [
        f"SELECT {literal(tracker.name)} AS tracker, _import_id AS import_id, "
        "min(_table) AS table_number, _sheet AS sheet, _row AS row, any_value(partner) AS partner "
        f"FROM history.{quoted(tracker.name)} "
        "WHERE _name_key NOT IN (SELECT name_key FROM curated.partner_names) GROUP BY ALL"
        for tracker in TRACKERS.values()
        if "partner" in tracker.key
    ]
    return as_frame(
        connection.sql(
            "SELECT u.*, i.file, m.header, CASE WHEN u.sheet IS NOT NULL "
            "THEN coalesce(m.cell, m.cell_column || u.row) END AS cell "
            f"FROM ({' UNION ALL '.join(parts)}) u JOIN landing.imports i USING (import_id) "
            "LEFT JOIN landing.column_map m ON m.import_id = u.import_id "
            "AND m.table_number = u.table_number AND m.column_name = 'partner' "
            "ORDER BY u.import_id, u.tracker, u.sheet, u.row"
        )
    )


def repeated_keys(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> pd.DataFrame:
    """Rows of one import that say the same thing of the same key as a later row of it.

    Two spellings of one partner, or one table on two sheets; the later row is the curated one.
    """
    key = [f"h.{quoted(name)}" for name in tracker.key if name != "partner"]
    names = "JOIN curated.partner_names n ON n.name_key = h._name_key"
    by_partner = "partner" in tracker.key
    partition = ", ".join(["h._import_id", *(["n.partner_id"] if by_partner else []), *key])
    partner = "h.partner" if by_partner else "NULL"
    return as_frame(
        connection.sql(
            "SELECT h._import_id AS import_id, i.file, h._sheet AS sheet, h._row AS row, "
            f"{partner} AS partner, lead(h._sheet) OVER w AS kept_sheet, "
            f"lead(h._row) OVER w AS kept_row FROM history.{quoted(tracker.name)} h "
            f"{names if by_partner else ''} "
            "JOIN landing.imports i ON i.import_id = h._import_id "
            f"WINDOW w AS (PARTITION BY {partition} ORDER BY h._table, h._row) "
            "QUALIFY kept_row IS NOT NULL"
        )
    )


def deviating_weights(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The weights typed into evaluations that differ from the program's (D-66).

    One row per cell, with the program's weight and the sum of the weights typed for that
    partner, quarter and rater; sum_pct is NULL where not all dimensions have one.
    """
    return as_frame(
        connection.sql("""
            WITH compared AS (
                SELECT e._import_id AS import_id, e._table, e._sheet AS sheet, e._row AS row,
                    e.partner, e.dimension, CAST(e.typed_weight_pct AS DOUBLE) AS typed_pct,
                    w.weight / 100 AS weight_pct, w.rules_id,
                    CASE WHEN bool_and(e.typed_weight_pct IS NOT NULL) OVER sheet_of
                        AND count(*) OVER sheet_of = count(w.weight) OVER sheet_of
                        AND sum(w.weight) OVER sheet_of = 100
                        THEN CAST(sum(e.typed_weight_pct) OVER sheet_of AS DOUBLE) END AS sum_pct
                FROM curated.evaluations e
                JOIN rules.health_weights w USING (quarter, dimension)
                WINDOW sheet_of AS (
                    PARTITION BY e._import_id, e.partner_id, e.quarter, e.rater, e.as_of
                )
            )
            SELECT c.*, i.file, m.header,
                CASE WHEN c.sheet IS NOT NULL THEN coalesce(m.cell, m.cell_column || c.row) END
                    AS cell
            FROM compared c JOIN landing.imports i USING (import_id)
            LEFT JOIN landing.column_map m ON m.import_id = c.import_id
                AND m.table_number = c._table AND m.column_name = 'typed_weight_pct'
            WHERE round(c.typed_pct - c.weight_pct, 8) != 0
            ORDER BY c.import_id, c.sheet, c.row
        """)
    )
