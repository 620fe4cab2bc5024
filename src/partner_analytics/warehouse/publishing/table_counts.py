"""What became of the rows of each table of an import, counted as rows of the sheet."""

from collections.abc import Hashable, Mapping
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse.connection import as_frame, quoted


def table_counts(connection: duckdb.DuckDBPyConnection, import_id: int) -> pd.DataFrame:
    """A row per sheet and tracker: read = loaded + aside + blank + total + header; problems.

    A row of a wide sheet counts once, however many values it holds: as loaded if any of them is,
    as set aside if some are and none is loaded.
    """
    tables = as_frame(
        connection.sql(
            "SELECT t.sheet, t.tracker, t.header_row, min(t.table_number) AS number, "
            "any_value(t.rows_read) AS read, sum(t.rows_loaded) AS loaded, "
            "sum(t.rows_set_aside) AS aside, any_value(t.rows_ragged) AS ragged, "
            "sum(t.rows_blank) AS blank, any_value(t.rows_total) AS total, "
            "any_value(t.rows_repeated_header) AS header, "
            "any_value(t.variant) IS NOT NULL AS is_wide "
            "FROM landing.import_tables t WHERE t.import_id = ? "
            "GROUP BY t.sheet, t.tracker, t.header_row ORDER BY number",
            params=[import_id],
        )
    )
    rows: list[dict[Hashable, Any]] = []
    for row in tables.to_dict("records"):
        row["sheet"] = None if pd.isna(row["sheet"]) else row["sheet"]
        rows.append({**row, **(_of_sheet(connection, import_id, row) if row["is_wide"] else {})})
    counted = pd.DataFrame(rows, columns=[*tables.columns])
    counts = ["read", "loaded", "aside", "blank", "total", "header"]
    summed = counted.groupby(["sheet", "tracker"], sort=False, dropna=False)[counts].sum()
    found = summed.reset_index().to_dict("records")
    return pd.DataFrame(
        [{**row, "problems": _problems(connection, import_id, row)} for row in found],
        columns=["sheet", "tracker", *counts, "problems"],
    )


def _of_sheet(
    connection: duckdb.DuckDBPyConnection, import_id: int, table: Mapping[Hashable, Any]
) -> dict[Hashable, int]:
    """The rows of a wide table that loaded, were set aside and are blank."""
    tracker = quoted(TRACKERS[table["tracker"]].name)
    ((loaded, met),) = connection.execute(
        f"""
        WITH numbers AS (
            SELECT table_number FROM landing.import_tables WHERE import_id = $id
                AND sheet IS NOT DISTINCT FROM $sheet AND header_row = $header
        ), kept AS (
            SELECT DISTINCT h._row FROM history.{tracker} h
            WHERE h._import_id = $id AND h._table IN (FROM numbers) AND NOT EXISTS (
                FROM landing.kept_out k WHERE k.import_id = $id
                AND k.table_number = h._table AND k.row = h._row)
        )
        SELECT (SELECT count(*) FROM kept), (SELECT count(DISTINCT l._row)
            FROM landing.{tracker} l WHERE l._import_id = $id AND l._table IN (FROM numbers))
        """,
        {"id": import_id, "sheet": table["sheet"], "header": table["header_row"]},
    ).fetchall()
    whole = {name: int(table[name]) for name in ("read", "ragged", "total", "header")}
    aside = met - loaded + whole["ragged"]
    blank = whole["read"] - met - whole["ragged"] - whole["total"] - whole["header"]
    return {"loaded": loaded, "aside": aside, "blank": blank}


def _problems(
    connection: duckdb.DuckDBPyConnection, import_id: int, table: Mapping[Hashable, Any]
) -> int:
    query = (
        "SELECT count(*) FROM landing.problems WHERE import_id = ? AND tracker = ? "
        "AND sheet IS NOT DISTINCT FROM ?"
    )
    sheet = None if pd.isna(table["sheet"]) else table["sheet"]
    ((count,),) = connection.execute(query, [import_id, table["tracker"], sheet]).fetchall()
    return int(count)
