"""Weights typed into evaluations that are not the program's."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.problems import Severity
from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.found_rows import Row
from partner_analytics.warehouse.connection import as_frame


def _query(connection: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
    yield _deviating(connection).assign(tracker="evaluations")


def _deviating(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
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


def _told(row: Row) -> dict[str, Any]:
    """An error if the weights of the sheet miss 100%, too."""
    misses = bool(pd.notna(row["sum_pct"]) and round(row["sum_pct"], 8) != 1)
    together = f"; those of this sheet sum to {row['sum_pct']:.0%}" if misses else ""
    return {
        "severity": Severity.ERROR if misses else Severity.WARNING,
        "cell": row["cell"] if pd.notna(row["cell"]) else None,
        "header": row["header"],
        "column": "typed_weight_pct",
        "found": f"{row['typed_pct']:.0%}{together}",
        "expected": f"the program's weight of {row['dimension']}, {row['weight_pct']:.0%}",
        "remedy": "The program's weights were used. Mend the cell, or the program file.",
    }


TYPED_WEIGHTS = Check("typed-weight", Severity.WARNING, _query, _told, by=("import_id",))
