"""Values that a later export states otherwise: both values, each with its cell."""

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.errors import Place
from partner_analytics.problems import MOST_TOLD, Severity
from partner_analytics.trackers import TRACKERS, Column, Keeps, Reads, Tracker
from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.found_rows import Row
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.history_rows import (
    COUNTING,
    NAMED,
    NOT_KEPT_OUT,
    OLDEST_FIRST,
    key_of,
    of_quarter,
)
from partner_analytics.warehouse.tables.table_declaration import Table
from partner_analytics.warehouse.tables.trackers_in_use import held_trackers

_OF_QUARTERS = [t for t in TRACKERS.values() if t.keeps is not Keeps.EVENTS]
# Of what a value is that was stated twice.
SAME_QUARTER, LATER_DAY, EVENT = "quarter", "later day", "event"

RESTATED = Table(
    "landing",
    "restated",
    "Values that a later export states otherwise: the later one counts, for its day or quarter.",
    {
        "tracker": ("VARCHAR", "tracker"),
        "partner_id": ("VARCHAR", "partner"),
        "quarter": ("VARCHAR", "quarter the value is of"),
        "key": ("VARCHAR", "what else tells the row from the partner's others"),
        "kind": (
            "VARCHAR",
            "quarter: both exports state the value for the quarter; later day: for another day "
            "of the quarter; event: for an order line or meeting",
        ),
        "column_name": ("VARCHAR", "column of the tracker"),
        "header": ("VARCHAR", "header in the later export"),
        "earlier_value": ("VARCHAR", "value in the earlier export, as read"),
        "earlier_file": ("VARCHAR", "earlier export"),
        "earlier_sheet": ("VARCHAR", "its sheet; NULL for a text file"),
        "earlier_cell": ("VARCHAR", "its cell; of a text file the line"),
        "later_value": ("VARCHAR", "value in the later export, as read; NULL if empty there"),
        "later_file": ("VARCHAR", "later export"),
        "later_sheet": ("VARCHAR", "its sheet; NULL for a text file"),
        "later_cell": ("VARCHAR", "its cell; of a text file the line"),
        "earlier_import_id": ("INTEGER", "import of the earlier export"),
        "later_import_id": ("INTEGER", "import of the later export"),
        "later_row": ("BIGINT", "row there"),
    },
)


def create_restated_view(connection: duckdb.DuckDBPyConnection) -> None:
    """Make landing.restated, over the history as it is known then."""
    parts = [_restated_in(tracker) for tracker in TRACKERS.values()]
    connection.execute(f"CREATE OR REPLACE VIEW {RESTATED.path} AS {' UNION ALL '.join(parts)}")
    connection.execute("; ".join(RESTATED.comments("VIEW")))


def restated_counts(connection: duckdb.DuckDBPyConnection) -> dict[int, dict[str, int]]:
    """How many values each import states otherwise than an earlier one, by tracker."""
    counted = [
        connection.sql(
            "SELECT later_import_id, tracker, kind, count(*) AS values "
            f"FROM {_restated_in(tracker)} GROUP BY ALL"
        )
        for tracker in held_trackers(connection)
    ]
    found: dict[int, dict[str, int]] = {}
    for row in _one_by_one(counted, ["later_import_id", "tracker", "kind"]).to_dict("records"):
        by_tracker = found.setdefault(row["later_import_id"], {})
        by_tracker[row["tracker"]] = by_tracker.get(row["tracker"], 0) + row["values"]
    return found


def restated_quarters(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The values of a quarter that a later export states otherwise for it; texts left out.

    Columns of landing.restated with `partner` as the later export spells it; of an import and
    column at most as many as are told one by one, `rows` says how many there are.
    """
    of_column = "PARTITION BY later_import_id, column_name"
    stated = [
        connection.sql(f"""
            SELECT r.*, n.partner, count(*) OVER ({of_column}) AS rows,
                max(later_row) OVER ({of_column}) AS last_row
            FROM {_restated_in(tracker)} r
            LEFT JOIN curated.partners n USING (partner_id)
            WHERE kind = {literal(SAME_QUARTER)} AND column_name NOT IN ({_texts_of(tracker)})
            QUALIFY row_number() OVER ({of_column} ORDER BY later_row) <= {MOST_TOLD}
        """)
        for tracker in held_trackers(connection, _OF_QUARTERS)
    ]
    return _one_by_one(stated, ["later_import_id", "later_row", "tracker", "column_name"])


def _one_by_one(relations: Iterable[duckdb.DuckDBPyRelation], by: list[str]) -> pd.DataFrame:
    """The rows of all trackers, each tracker asked for itself, in order.

    Asked for at once the joins of all trackers would share an import's memory.
    """
    rows = pd.concat([as_frame(relation) for relation in relations], ignore_index=True)
    return rows.sort_values(by, kind="stable", ignore_index=True)


def _texts_of(tracker: Tracker) -> str:
    """The tracker's columns of free text, as a list for IN; never an empty one."""
    texts = [column.name for column in tracker.columns if column.reads is Reads.TEXT]
    return ", ".join(literal(name) for name in ["", *texts])


def _restated_in(tracker: Tracker) -> str:
    """A SELECT of the values of a tracker that were stated otherwise.

    Compared is each row with the one before it of the same key; values, not their spellings.
    What the earlier export leaves open is not restated, nor what the later one has no column for.
    """
    by_partner = "partner" in tracker.key
    pairs = _pairs_of_events(tracker) if tracker.keeps is Keeps.EVENTS else _pairs(tracker)
    names = [column.name for column in _compared(tracker)]
    values = ", ".join(
        f"{{'column_name': {literal(name)}, 'earlier': e.{quoted(name)}, "
        f"'later': l.{quoted(name)}, 'differs': a.{quoted(name)} IS NOT NULL "
        f"AND a.{quoted(name)} IS DISTINCT FROM b.{quoted(name)}}}"
        for name in names
    )
    others = [f"b.{quoted(n)}::VARCHAR" for n in tracker.key if n not in ("partner", "quarter")]
    history, landing = f"history.{quoted(tracker.name)}", f"landing.{quoted(tracker.name)}"
    return f"""(
        WITH pairs AS ({pairs}), compared AS (
            SELECT p.*, {f"concat_ws(', ', {', '.join(others)})" if others else "NULL"} AS key,
                unnest([{values}]) AS said
            FROM pairs p
            JOIN {history} a ON {_is_row("a", "e")} JOIN {history} b ON {_is_row("b", "l")}
            JOIN {landing} e ON {_is_row("e", "e")} JOIN {landing} l ON {_is_row("l", "l")}
        )
        SELECT {literal(tracker.name)} AS tracker, {"c.partner_id" if by_partner else "NULL"}
            AS partner_id, c.quarter, c.key, c.kind, c.said.column_name AS column_name, lm.header,
            c.said.earlier AS earlier_value, ei.file AS earlier_file,
            c.e_sheet AS earlier_sheet, {_cell("e")} AS earlier_cell,
            c.said.later AS later_value, li.file AS later_file,
            c.l_sheet AS later_sheet, {_cell("l")} AS later_cell,
            c.e_import AS earlier_import_id, c.l_import AS later_import_id, c.l_row AS later_row
        FROM compared c
        JOIN landing.imports ei ON ei.import_id = c.e_import
        JOIN landing.imports li ON li.import_id = c.l_import
        JOIN landing.column_map em ON em.import_id = c.e_import AND em.table_number = c.e_table
            AND em.column_name = c.said.column_name
        JOIN landing.column_map lm ON lm.import_id = c.l_import AND lm.table_number = c.l_table
            AND lm.column_name = c.said.column_name
        WHERE c.said.differs
    )"""


def _compared(tracker: Tracker) -> Iterator[Column]:
    """The columns that can be restated: read from cells, no key, one a header."""
    for columns in tracker.headers().values():
        if columns[0].name not in tracker.key:
            yield columns[0]


def _pairs(tracker: Tracker) -> str:
    """Rows of a snapshot (l_) with the earlier export's row of the same quarter (e_)."""
    by_partner = "partner" in tracker.key
    key = [expression for expression in key_of(tracker) if "q.quarter" not in expression]
    states_quarter = "quarter" in tracker.key
    quarter = "coalesce(h.quarter, q.quarter)" if states_quarter else "q.quarter"
    kind = SAME_QUARTER if states_quarter else LATER_DAY
    row = (
        "{'import': h._import_id, 'tab': h._table, 'row': h._row, 'sheet': h._sheet, "
        "'as_of': h.as_of}"
    )
    return f"""
        SELECT partner_id, quarter, {literal(kind)} AS kind, {_named("earlier", "e")},
            {_named("later", "l")}
        FROM (
            SELECT {"n.partner_id" if by_partner else "NULL"} AS partner_id, {quarter} AS quarter,
                {row} AS later, lag({row}) OVER (
                    PARTITION BY {", ".join([*key, quarter])}
                    ORDER BY {OLDEST_FIRST}, h._table, h._row
                ) AS earlier
            FROM history.{quoted(tracker.name)} h {COUNTING} {NAMED if by_partner else ""}
            {of_quarter(tracker)} WHERE {NOT_KEPT_OUT}
        ) WHERE earlier."import" != later."import" AND earlier.as_of < later.as_of
    """


def _pairs_of_events(tracker: Tracker) -> str:
    """Events (l_) that correct those of an earlier export (e_)."""
    same_key = " AND ".join(
        f"a.{quoted(name)} IS NOT DISTINCT FROM h.{quoted(name)}"
        for name in tracker.key
        if name != "partner"
    )
    return f"""
        SELECT n.partner_id, q.quarter, {literal(EVENT)} AS kind,
            r.import_id AS e_import, r.table_number AS e_table, r.row AS e_row,
            a._sheet AS e_sheet, h._import_id AS l_import, h._table AS l_table, h._row AS l_row,
            h._sheet AS l_sheet
        FROM landing.replaced r
        JOIN history.{quoted(tracker.name)} a ON a._import_id = r.import_id
            AND a._table = r.table_number AND a._row = r.row
        JOIN history.{quoted(tracker.name)} h ON h._import_id = r.by_import_id
            AND h._row = r.by_row AND {same_key}
        {NAMED} {of_quarter(tracker)}
        WHERE r.tracker = {literal(tracker.name)} AND NOT r.is_same
    """


def _named(struct: str, prefix: str) -> str:
    return (
        f'{struct}."import" AS {prefix}_import, {struct}.tab AS {prefix}_table, '
        f"{struct}.row AS {prefix}_row, {struct}.sheet AS {prefix}_sheet"
    )


def _is_row(alias: str, prefix: str) -> str:
    return (
        f"{alias}._import_id = p.{prefix}_import AND {alias}._table = p.{prefix}_table "
        f"AND {alias}._row = p.{prefix}_row"
    )


def _cell(prefix: str) -> str:
    """The cell of a row, as cell_address names it: a merged one stands in its first row."""
    row, column = f"c.{prefix}_row", f"{prefix}m"
    spans = f"string_split({column}.merged, ' ')"
    top = (
        f"list_extract(list_filter(list_transform({spans}, lambda s: string_split(s, ':')), "
        f"lambda s: {row} BETWEEN s[1]::BIGINT AND s[2]::BIGINT), 1)[1]"
    )
    return (
        f"CASE WHEN {column}.cell IS NULL AND c.{prefix}_sheet IS NULL THEN 'line ' || {row} "
        f"ELSE coalesce({column}.cell, {column}.cell_column || coalesce({top}, {row}::VARCHAR)) END"
    )


def _query(connection: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
    found = restated_quarters(connection)
    yield found.assign(file=found["later_file"], sheet=found["later_sheet"], row=found["later_row"])


def _told(row: Row) -> dict[str, Any]:
    place = _place(row, "later")
    return {
        "cell": place.cell,
        "line": place.line,
        "header": row["header"],
        "column": row["column_name"],
        "found": _value(row["later_value"]),
        "expected": f"{_value(row['earlier_value'])} of {row['quarter']}, as "
        f"{_place(row, 'earlier')} states",
        "remedy": "The later export counts for the quarter. If it is wrong, mend the cell; "
        "landing.restated lists both values.",
    }


def _value(text: Any) -> str:
    return f'"{text.strip()}"' if pd.notna(text) else "an empty cell"


def _place(row: Row, which: str) -> Place:
    sheet, cell = row[f"{which}_sheet"], row[f"{which}_cell"]
    if pd.isna(sheet):
        line = cell.removeprefix("line ")
        return Place(row[f"{which}_file"], line=int(line) if line.isdecimal() else None)
    return Place(row[f"{which}_file"], sheet=sheet, cell=cell)


RESTATED_VALUES = Check(
    "restated-value",
    Severity.WARNING,
    _query,
    _told,
    by=("later_import_id", "tracker", "column_name"),
)
