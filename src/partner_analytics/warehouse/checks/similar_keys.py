"""Keys that are likely the same: their texts differ only in case, blanks or leading zeros."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.problems import MOST_TOLD, Severity
from partner_analytics.trackers import TRACKERS, Keeps, Reads, Tracker
from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.found_rows import Row, row_place, row_text
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.cell_origins import cell_address
from partner_analytics.warehouse.tables.history_rows import (
    COUNTING,
    NAMED,
    NOT_KEPT_OUT,
    OLDEST_FIRST,
    key_of,
    of_quarter,
    repeated_hashes,
)
from partner_analytics.warehouse.tables.trackers_in_use import held_trackers

# A zero that begins a number; not one of a decimal place: 1.05 is not 1.5.
_LEADING_ZERO = "(^|[^0-9.,])0+([0-9])"


def _query(connection: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
    for tracker in held_trackers(connection):
        yield _similar_of(connection, tracker)


def _similar_of(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> pd.DataFrame:
    """Rows whose key is likely that of an older row, but for how its text is written.

    A row for each text of such a key but the first: where it stands first, with its cell, and
    where the other one does (other_text, other_file, other_sheet, other_row); of a table at most
    as many as are told one by one, `rows` says how many there are and `last_row` is the last.
    """
    found = [
        _similar_in(connection, tracker, column.name)
        for column in tracker.columns
        if column.name in tracker.key and column.reads is Reads.TEXT
    ]
    told = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    if told.empty:
        return told
    cells = [cell_address(row) for row in told.to_dict("records")]
    return told.assign(cell=cells, tracker=tracker.name)


def _similar_in(
    connection: duckdb.DuckDBPyConnection, tracker: Tracker, column: str
) -> pd.DataFrame:
    with _texts_alike(connection, tracker, column) as are_any:
        if not are_any:
            return pd.DataFrame()
        return as_frame(connection.sql(_rows_alike(tracker, column)))


@contextmanager
def _texts_alike(
    connection: duckdb.DuckDBPyConnection, tracker: Tracker, column: str
) -> Iterator[bool]:
    """Whether any two texts of a column are alike; inside, texts_alike has (text, alike).

    Each distinct text is looked at once: asked of the rows it would take as long as loading them.
    """
    text = f"h.{quoted(column)}"
    connection.execute(
        f"CREATE TEMP TABLE distinct_texts AS SELECT DISTINCT {text} AS text "
        f"FROM history.{quoted(tracker.name)} h {COUNTING} WHERE {text} IS NOT NULL"
    )
    alike = _alike(connection)
    with repeated_hashes(connection, f"SELECT hash({alike}) AS key FROM distinct_texts") as are_any:
        connection.execute(
            f"CREATE TEMP TABLE texts_alike AS SELECT text, {alike} AS alike FROM distinct_texts "
            f"WHERE {are_any} AND hash({alike}) IN (FROM repeated_hashes)"
        )
    yield are_any
    connection.execute("DROP TABLE distinct_texts; DROP TABLE texts_alike")


def _alike(connection: duckdb.DuckDBPyConnection) -> str:
    """What is left of a text without case, blanks and leading zeros, as an expression.

    Zeros are looked for only where the texts differ in length: it takes the longest by far.
    """
    bare = "lower(replace(text, ' ', ''))"
    ((shortest, longest),) = connection.execute(
        f"SELECT min(length({bare})), max(length({bare})) FROM distinct_texts"
    ).fetchall()
    if shortest == longest:
        return bare
    return (
        f"CASE WHEN regexp_matches(text, {literal(_LEADING_ZERO)}) "
        f"THEN regexp_replace({bare}, {literal(_LEADING_ZERO)}, '\\1\\2', 'g') ELSE {bare} END"
    )


def _rows_alike(tracker: Tracker, column: str) -> str:
    by_partner = "partner" in tracker.key
    key = [part for part in key_of(tracker) if part != f"h.{quoted(column)}"]
    key += ["s.alike"] if tracker.keeps is Keeps.EVENTS else ["s.alike", "h.as_of"]
    of_table = "PARTITION BY f.import_id, f.table_number"
    return f"""
        WITH found AS (
            SELECT h._import_id AS import_id, h._table AS table_number, h._row AS row,
                h._sheet AS sheet, i.file, s.text, hash({", ".join(key)}) AS same,
                {"h.partner" if by_partner else "NULL::VARCHAR"} AS partner,
                row_number() OVER (ORDER BY {OLDEST_FIRST}, h._table, h._row) AS place
            FROM history.{quoted(tracker.name)} h JOIN texts_alike s ON s.text = h.{quoted(column)}
            {COUNTING} {NAMED if by_partner else ""} {of_quarter(tracker)} WHERE {NOT_KEPT_OUT}
        ), first_of_text AS (
            SELECT * FROM found
            QUALIFY row_number() OVER (PARTITION BY same, text ORDER BY place) = 1
        ), later AS (
            SELECT *, first_value(text) OVER alike AS other_text,
                first_value(file) OVER alike AS other_file,
                first_value(sheet) OVER alike AS other_sheet,
                first_value(row) OVER alike AS other_row
            FROM first_of_text WINDOW alike AS (PARTITION BY same ORDER BY place)
            QUALIFY row_number() OVER alike > 1
        )
        SELECT f.* EXCLUDE (same, place), f.row AS _row, {literal(column)} AS column_name,
            m.header, m.cell, m.cell_column, m.merged, count(*) OVER ({of_table}) AS rows,
            max(f.row) OVER ({of_table}) AS last_row
        FROM later f LEFT JOIN landing.column_map m ON m.import_id = f.import_id
            AND m.table_number = f.table_number AND m.column_name = {literal(column)}
        QUALIFY row_number() OVER ({of_table} ORDER BY f.row) <= {MOST_TOLD}
        ORDER BY f.place
    """


def _told(row: Row) -> dict[str, Any]:
    other = row_place(row["other_file"], row["other_sheet"], row["other_row"])
    return {
        "cell": row["cell"] if pd.notna(row["sheet"]) else None,
        "header": row["header"] if pd.notna(row["header"]) else None,
        "column": row["column_name"],
        "found": f'"{row["text"]}" beside "{row["other_text"]}" in '
        f"{row_text(other, row['other_row'])}",
        "expected": f"one way to write what is likely the same ({TRACKERS[row['tracker']].grain})",
        "remedy": "They differ only in case, blanks or leading zeros, and both rows count. If they "
        "are one, write both alike, in the export or with a line in corrections.csv.",
    }


SIMILAR_KEYS = Check("similar-key", Severity.WARNING, _query, _told)
