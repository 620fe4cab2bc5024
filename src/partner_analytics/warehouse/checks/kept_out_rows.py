"""What can only be judged with all imports and the rules at hand: findings, rows kept out."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pandas as pd

from partner_analytics.problems import MOST_TOLD
from partner_analytics.trackers import TRACKERS, Reads, Tracker
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.ledgers.ledger_tables import KEPT_OUT
from partner_analytics.warehouse.tables.cell_origins import cell_address
from partner_analytics.warehouse.tables.held_trackers import held_trackers

# Rows of imports that count: neither rejected nor superseded by a later version of the file.
COUNTING = "JOIN landing.imports i ON i.import_id = h._import_id AND i.status = 'loaded'"
# Exports (i) by their days; those of one day by what they are, never by when they were imported:
# the same exports give the same figures in whichever order they come.
OLDEST_FIRST = "i.as_of, i.file, i.sha256, i.source_path"
PLACES = (
    f"SELECT import_id AS _import_id, row_number() OVER (ORDER BY {OLDEST_FIRST}) AS _place "
    "FROM landing.imports i"
)
NAMED = "JOIN curated.partner_names n ON n.name_key = h._name_key"
NOT_KEPT_OUT = (
    "NOT EXISTS (FROM landing.kept_out k WHERE k.import_id = h._import_id "
    "AND k.table_number = h._table AND k.row = h._row)"
)
_OF_PARTNERS = [tracker for tracker in TRACKERS.values() if "partner" in tracker.key]
NO_ROW = "SELECT NULL, NULL, NULL WHERE false"
# Of the hashes of keys so many are counted at a time: some 100 MB.
_HASHES_AT_ONCE = 2_500_000


def of_quarter(tracker: Tracker) -> str:
    """The join that finds the quarter a row of the tracker belongs to."""
    dated = f"h.{quoted(tracker.dated_by)}" if tracker.dated_by else "h.as_of"
    return f"LEFT JOIN rules.quarters q ON {dated} BETWEEN q.starts_on AND q.ends_on"


def key_of(tracker: Tracker) -> list[str]:
    """The expressions that tell one row of a tracker from another, partners identified."""
    expressions = {"partner": "n.partner_id", "quarter": "coalesce(h.quarter, q.quarter)"}
    return [expressions.get(name, f"h.{quoted(name)}") for name in tracker.key]


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


def keep_out(connection: duckdb.DuckDBPyConnection, tracker: Tracker, code: str, rows: str) -> None:
    """Keep these rows (a SELECT of import, table, row) out of curated, instead of last time's."""
    connection.execute(
        f"DELETE FROM {KEPT_OUT.path} WHERE code = ? AND tracker = ?", [code, tracker.name]
    )
    connection.execute(
        f"INSERT INTO {KEPT_OUT.path} (import_id, table_number, row, tracker, code) "
        f"SELECT *, {literal(tracker.name)}, {literal(code)} FROM ({rows})"
    )


@contextmanager
def repeated_hashes(
    connection: duckdb.DuckDBPyConnection, keys: str, having: str = "count(*) > 1"
) -> Iterator[bool]:
    """Whether hashes come more than once in `keys` (a SELECT of a column key).

    Inside, the temporary table repeated_hashes has them; `having` asks for other hashes than
    those that are repeated. They are counted in shares, so that the memory it takes does not
    grow with their number.
    """
    ((rows,),) = connection.execute(f"SELECT count(*) FROM ({keys})").fetchall()
    shares = rows // _HASHES_AT_ONCE + 1
    connection.execute("CREATE TEMP TABLE repeated_hashes (key UBIGINT)")
    for share in range(shares if rows > 1 else 0):
        connection.execute(
            f"INSERT INTO repeated_hashes SELECT key FROM ({keys}) WHERE key % {shares} = {share} "
            f"GROUP BY key HAVING {having}"
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


def keep_out_repeated_keys(
    connection: duckdb.DuckDBPyConnection, tracker: Tracker, code: str
) -> pd.DataFrame:
    """Keep out the rows whose key an earlier row of the same import has already.

    Returns a row for each, with the row that is kept (kept_sheet, kept_row); of a table with too
    many the first ones, `rows` telling how many there are and `last_row` the last of them.
    """
    by_partner = "partner" in tracker.key
    rows = (
        f"FROM history.{quoted(tracker.name)} h {COUNTING} {NAMED if by_partner else ''} "
        f"{of_quarter(tracker)}"
    )
    key = f"h._import_id, {', '.join(key_of(tracker))}"
    with repeated_hashes(connection, f"SELECT hash({key}) AS key {rows}") as are_any:
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE repeated_rows AS
            SELECT {literal(tracker.name)} AS tracker, h._import_id AS import_id,
                h._table AS table_number, i.file, h._sheet AS sheet, h._row AS row,
                {"h.partner" if by_partner else "NULL"} AS partner,
                {"first_value(h.partner) OVER same" if by_partner else "NULL"} AS kept_partner,
                first_value(h._sheet) OVER same AS kept_sheet,
                first_value(h._row) OVER same AS kept_row
            {rows} WHERE {are_any} AND hash({key}) IN (FROM repeated_hashes)
            WINDOW same AS (PARTITION BY {key} ORDER BY h._table, h._row)
            QUALIFY row_number() OVER same > 1
        """)
    keep_out(connection, tracker, code, "SELECT import_id, table_number, row FROM repeated_rows")
    told = as_frame(
        connection.sql(f"""
            SELECT *, max(row) OVER of_table AS last_row, count(*) OVER of_table AS rows
            FROM repeated_rows WINDOW of_table AS (PARTITION BY import_id, table_number)
            QUALIFY row_number() OVER (
                PARTITION BY import_id, table_number ORDER BY row) <= {MOST_TOLD}
            ORDER BY import_id, table_number, row
        """)
    )
    connection.execute("DROP TABLE repeated_rows")
    return told


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
