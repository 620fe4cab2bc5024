"""Rows of one key and day that two exports state differently: which is right nobody knows."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.problems import MOST_TOLD, Severity
from partner_analytics.trackers import TRACKERS, Keeps, Tracker
from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.found_rows import Row, row_place, row_text
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.history_rows import (
    COUNTING,
    NAMED,
    NO_ROW,
    NOT_KEPT_OUT,
    OLDEST_FIRST,
    keep_out,
    key_of,
    of_quarter,
    repeated_hashes,
)
from partner_analytics.warehouse.tables.trackers_in_use import held_trackers

_CODE = "conflicting-rows"
# Of the columns in which two rows differ so many are named.
_MOST_COLUMNS = 3
_ROW = ("import_id", "table_number", "row")


def _query(connection: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
    for tracker in held_trackers(connection):
        yield _keep_out(connection, tracker)


def _keep_out(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> pd.DataFrame:
    """Keep out the rows of one key and day that exports state differently, all of them.

    To be called once repeated keys are kept out: of each export a key has one row at most.
    Returns a row for each, with the first row that says something else (other_file, other_sheet,
    other_row, other_partner) and what both say (`said` and `other_said`, JSON by column); of a
    table with too many the first ones, `rows` telling how many there are and `last_row` the last.
    """
    keep_out(connection, tracker, _CODE, NO_ROW)  # those of last time are asked again
    _find(connection, tracker)
    keep_out(connection, tracker, _CODE, f"SELECT {', '.join(_ROW)} FROM conflicting_rows")
    told = as_frame(connection.sql(_rows_to_tell(tracker))).assign(tracker=tracker.name)
    connection.execute("DROP TABLE conflicting_rows")
    return told.drop_duplicates(["import_id", "sheet", "row"])


def _find(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> None:
    """Make the temporary table conflicting_rows.

    Most days have one export of a tracker, and cost nothing.
    """
    by_partner = "partner" in tracker.key
    key = ", ".join(["h.as_of", *key_of(tracker)])
    stated = ", ".join(f"h.{quoted(name)}" for name in _stated(tracker))
    days = connection.execute(
        f"""SELECT i.as_of FROM landing.imports i JOIN landing.import_tables USING (import_id)
        WHERE status = 'loaded' AND tracker = {literal(tracker.name)} AND i.as_of IS NOT NULL
        GROUP BY 1 HAVING count(DISTINCT import_id) > 1"""
    ).fetchall()
    among = ", ".join(f"DATE '{day:%Y-%m-%d}'" for (day,) in days) or "NULL"
    rows = (
        f"FROM history.{quoted(tracker.name)} h {COUNTING} {NAMED if by_partner else ''} "
        f"{of_quarter(tracker)} WHERE h.as_of IN ({among}) AND {NOT_KEPT_OUT}"
    )
    keys = f"SELECT hash({key}) AS key, hash({stated}) AS stated {rows}"
    with repeated_hashes(connection, keys, "min(stated) != max(stated)") as are_any:
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE conflicting_rows AS
            SELECT h._import_id AS import_id, h._table AS table_number, h._row AS row,
                h._sheet AS sheet, i.file, h.as_of,
                {"h.partner" if by_partner else "NULL::VARCHAR"} AS partner,
                hash({key}) AS same, hash({stated}) AS stated,
                row_number() OVER (ORDER BY {OLDEST_FIRST}, h._table, h._row) AS place
            {rows} AND {are_any} AND hash({key}) IN (FROM repeated_hashes)
        """)


def _stated(tracker: Tracker) -> list[str]:
    """The columns that say something of a row, but for its key."""
    said = [c.name for c in tracker.columns if c.name not in tracker.key]
    return said or [tracker.key[-1]]


def _rows_to_tell(tracker: Tracker) -> str:
    """The rows to tell, with the first one that says something else and what both say."""
    read = [c.name for c in tracker.read_columns if c.name not in tracker.key]
    history = f"history.{quoted(tracker.name)}"

    def says(alias: str) -> str:
        texts = ", ".join(f"{quoted(name)} := {alias}.{quoted(name)}::VARCHAR" for name in read)
        return f"to_json(struct_pack({texts}))::VARCHAR" if read else "'{}'"

    def is_row(alias: str, row: str) -> str:
        return (
            f"{alias}._import_id = {row}.import_id AND {alias}._table = {row}.table_number "
            f"AND {alias}._row = {row}.row"
        )

    return f"""
        WITH told AS (
            SELECT *, max(row) OVER of_table AS last_row, count(*) OVER of_table AS rows
            FROM conflicting_rows WINDOW of_table AS (PARTITION BY import_id, table_number)
            QUALIFY row_number() OVER (
                PARTITION BY import_id, table_number ORDER BY row) <= {MOST_TOLD}
        )
        SELECT t.* EXCLUDE (same, stated, place), o.file AS other_file, o.sheet AS other_sheet,
            o.row AS other_row, o.partner AS other_partner,
            {says("a")} AS said, {says("b")} AS other_said
        FROM told t JOIN conflicting_rows o ON o.same = t.same AND o.stated != t.stated
        JOIN {history} a ON {is_row("a", "t")} JOIN {history} b ON {is_row("b", "o")}
        QUALIFY row_number() OVER (PARTITION BY t.place ORDER BY o.place) = 1
        ORDER BY t.place
    """


def _told(row: Row) -> dict[str, Any]:
    tracker = TRACKERS[row["tracker"]]
    other = row_place(row["other_file"], row["other_sheet"], row["other_row"])
    meanwhile = (
        "; what an export of an earlier day says of it counts meanwhile"
        if tracker.keeps is Keeps.EVENTS
        else ""
    )
    return {
        "found": f"{_difference(tracker, row)} in {row_text(other, row['other_row'])}",
        "expected": f"one state as of {row['as_of']:%Y-%m-%d} ({tracker.grain})",
        "remedy": f"Both rows were set aside{meanwhile}. Mend or delete the wrong one and import "
        "its export again.",
    }


def _difference(tracker: Tracker, row: Row) -> str:
    """What the row says and the other one says otherwise, under the template's headers."""
    said, other = json.loads(row["said"]), json.loads(row["other_said"])
    names = [name for name in said if said[name] != other[name]]
    told = [
        f"{tracker.column(name).header} {_value(said[name])} here, {_value(other[name])} there"
        for name in names[:_MOST_COLUMNS]
    ]
    told += [f"{len(names) - _MOST_COLUMNS} more columns"] if len(names) > _MOST_COLUMNS else []
    if pd.notna(row["partner"]) and row["partner"] != row["other_partner"]:
        told.insert(0, f'"{row["partner"]}" here, "{row["other_partner"]}" there')
    return f"another row ({'; '.join(told)})"


def _value(text: str | None) -> str:
    return f'"{text}"' if text is not None else "nothing"


CONFLICTING_ROWS = Check(_CODE, Severity.ERROR, _query, _told, others="more behind it")
