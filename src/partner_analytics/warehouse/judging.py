"""What can only be judged with all imports and the rules at hand, as frames of findings."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pandas as pd

from partner_analytics.schemas import TRACKERS, Keeps, Reads, Tracker
from partner_analytics.warehouse.connection import as_frame, literal, quoted

# Rows of imports that count: neither rejected nor superseded by a later version of the file.
COUNTING = "JOIN landing.imports i ON i.import_id = h._import_id AND i.status = 'loaded'"
NAMED = "JOIN curated.partner_names n ON n.name_key = h._name_key"
NOT_KEPT_OUT = (
    "NOT EXISTS (FROM landing.kept_out k WHERE k.import_id = h._import_id "
    "AND k.table_number = h._table AND k.row = h._row)"
)
# Of the hashes of keys so many are counted at a time: some 100 MB.
_HASHES_AT_ONCE = 2_500_000
_REPEATED_KEYS = [
    "tracker",
    "import_id",
    "table_number",
    "file",
    "sheet",
    "row",
    "partner",
    "kept_sheet",
    "kept_row",
]


def of_quarter(tracker: Tracker) -> str:
    """The join that finds the quarter a row of the tracker belongs to."""
    dated = f"h.{quoted(tracker.dated_by)}" if tracker.dated_by else "h.as_of"
    return f"LEFT JOIN rules.quarters q ON {dated} BETWEEN q.starts_on AND q.ends_on"


def key_of(tracker: Tracker) -> list[str]:
    """The expressions that tell one row of a tracker from another, partners identified."""
    expressions = {"partner": "n.partner_id", "quarter": "coalesce(h.quarter, q.quarter)"}
    return [expressions.get(name, f"h.{quoted(name)}") for name in tracker.key]


def unknown_partners(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The rows that name nobody known, each with the cell that names it.

    Asked a tracker at a time: each join of one query holds memory while the others run.
    """
    frames = [
        as_frame(
            connection.sql(
                f"SELECT {literal(tracker.name)} AS tracker, h._import_id AS import_id, "
                "h._table AS table_number, h._sheet AS sheet, h._row AS row, h.partner, i.file, "
                "m.header, CASE WHEN h._sheet IS NOT NULL "
                "THEN coalesce(m.cell, m.cell_column || h._row) END AS cell "
                f"FROM history.{quoted(tracker.name)} h {COUNTING} "
                "LEFT JOIN landing.column_map m ON m.import_id = h._import_id "
                "AND m.table_number = h._table AND m.column_name = 'partner' "
                "WHERE h._name_key NOT IN (SELECT name_key FROM curated.partner_names)"
            )
        )
        for tracker in TRACKERS.values()
        if "partner" in tracker.key
    ]
    order = ["import_id", "table_number", "row"]
    return pd.concat(frames).sort_values(order, kind="stable", ignore_index=True)


@contextmanager
def repeated_hashes(connection: duckdb.DuckDBPyConnection, keys: str) -> Iterator[bool]:
    """Whether hashes come more than once in `keys` (a SELECT of a column key).

    Inside, the temporary table repeated_hashes has them. They are counted in shares, so that the
    memory it takes does not grow with their number.
    """
    ((rows,),) = connection.execute(f"SELECT count(*) FROM ({keys})").fetchall()
    shares = rows // _HASHES_AT_ONCE + 1
    connection.execute("CREATE TEMP TABLE repeated_hashes (key UBIGINT)")
    for share in range(shares if rows > 1 else 0):
        connection.execute(
            f"INSERT INTO repeated_hashes SELECT key FROM ({keys}) WHERE key % {shares} = {share} "
            "GROUP BY key HAVING count(*) > 1"
        )
    ((repeated,),) = connection.execute("SELECT count(*) FROM repeated_hashes").fetchall()
    yield repeated > 0
    connection.execute("DROP TABLE repeated_hashes")


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


def repeated_keys(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> pd.DataFrame:
    """Rows whose key an earlier row of the same import has already (kept_sheet, kept_row)."""
    by_partner = "partner" in tracker.key
    rows = (
        f"FROM history.{quoted(tracker.name)} h {COUNTING} {NAMED if by_partner else ''} "
        f"{of_quarter(tracker)}"
    )
    key = f"h._import_id, {', '.join(key_of(tracker))}"
    with repeated_hashes(connection, f"SELECT hash({key}) AS key {rows}") as are_any:
        if not are_any:
            return pd.DataFrame(columns=_REPEATED_KEYS)
        return as_frame(
            connection.sql(f"""
                SELECT {literal(tracker.name)} AS tracker, h._import_id AS import_id,
                    h._table AS table_number, i.file, h._sheet AS sheet, h._row AS row,
                    {"h.partner" if by_partner else "NULL"} AS partner,
                    first_value(h._sheet) OVER same AS kept_sheet,
                    first_value(h._row) OVER same AS kept_row
                {rows} WHERE hash({key}) IN (FROM repeated_hashes)
                WINDOW same AS (PARTITION BY {key} ORDER BY h._table, h._row)
                QUALIFY row_number() OVER same > 1
                ORDER BY import_id, table_number, row
            """)
        )


def conflicting_exports(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> pd.DataFrame:
    """Rows of a snapshot that another export of the same day, imported later, states otherwise."""
    columns = ["tracker", "import_id", "file", "sheet", "row", "partner", "as_of", "other_file"]
    if tracker.keeps is not Keeps.SNAPSHOTS:
        return pd.DataFrame(columns=columns)
    by_partner = "partner" in tracker.key
    stated = ", ".join(f"h.{quoted(c.name)}" for c in tracker.columns if c.name != "partner")
    return as_frame(
        connection.sql(f"""
            SELECT {literal(tracker.name)} AS tracker, h._import_id AS import_id, i.file,
                h._sheet AS sheet, h._row AS row,
                {"h.partner" if by_partner else "NULL"} AS partner, h.as_of,
                last_value(i.file) OVER same AS other_file
            FROM history.{quoted(tracker.name)} h {COUNTING} {NAMED if by_partner else ""}
            {of_quarter(tracker)}
            WHERE {NOT_KEPT_OUT}
            WINDOW same AS (
                PARTITION BY h.as_of, {", ".join(key_of(tracker))} ORDER BY h._import_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
            QUALIFY min(hash(({stated}))) OVER same != max(hash(({stated}))) OVER same
                AND h._import_id < last_value(h._import_id) OVER same
            ORDER BY import_id, sheet, row
        """)
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
