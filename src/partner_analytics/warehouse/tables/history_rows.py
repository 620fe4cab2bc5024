"""Rows of the history in SQL: those that count, whose they are, and keeping some of them out."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from partner_analytics.trackers import Tracker
from partner_analytics.warehouse.connection import literal, quoted
from partner_analytics.warehouse.ledgers.ledger_tables import KEPT_OUT

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
