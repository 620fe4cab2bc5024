"""What became of imports that were there before: rows that count now or no longer, problems."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from partner_analytics.problems import Problem
from partner_analytics.warehouse.ledgers.ledger_tables import KEPT_OUT, PROBLEMS, REPLACED
from partner_analytics.warehouse.ledgers.problem_ledger import problems_where

# For what a row does not count, where no code says it: a later export states it again.
GIVES_WAY = "replaced"
_ROW = "import_id, table_number, row, tracker"
# What tells a problem from others; what it says of its row may change with other exports.
_PROBLEM = "import_id, code, sheet, row, column_name"


@dataclass(frozen=True)
class RowChange:
    """How many rows a code kept out before and does not now (`count_now`), or now for the first."""

    code: str
    rows: int
    count_now: bool


def note_state(connection: duckdb.DuckDBPyConnection) -> None:
    """Note which rows of the loaded imports do not count, before anything is changed."""
    connection.execute(
        "CREATE TEMP TABLE imports_before AS "
        "SELECT import_id FROM landing.imports WHERE status = 'loaded'"
    )
    connection.execute(f"CREATE TEMP TABLE not_counting_before AS {_not_counting()}")
    connection.execute(
        f"CREATE TEMP TABLE judged_before AS SELECT {_PROBLEM} FROM {PROBLEMS.path} WHERE is_judged"
    )


def new_problems(connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    """The problems that rows of earlier imports have since `note_state`."""
    same = " AND ".join(f"b.{name} IS NOT DISTINCT FROM p.{name}" for name in _PROBLEM.split(", "))
    return problems_where(
        connection,
        "is_judged AND import_id IN (FROM imports_before) AND import_id IN "
        "(SELECT import_id FROM landing.imports WHERE status = 'loaded') "
        f"AND NOT EXISTS (FROM judged_before b WHERE {same})",
    )


def changes(connection: duckdb.DuckDBPyConnection) -> Iterator[RowChange]:
    """What became of the rows since `note_state`; rows of imports that are new do not matter."""
    connection.execute(f"CREATE TEMP TABLE not_counting_now AS {_not_counting()}")
    for before, after, count_now in (
        ("not_counting_before", "not_counting_now", True),
        ("not_counting_now", "not_counting_before", False),
    ):
        rows = connection.execute(
            f"SELECT code, count(*) FROM {before} b "
            f"ANTI JOIN {after} a USING ({_ROW}) "
            "JOIN landing.imports i ON i.import_id = b.import_id AND i.status = 'loaded' "
            "GROUP BY code ORDER BY code"
        ).fetchall()
        for code, count in rows:
            yield RowChange(code, count, count_now)
    for table in ("not_counting_now", "not_counting_before", "judged_before", "imports_before"):
        connection.execute(f"DROP TABLE {table}")


def _not_counting() -> str:
    """A row each, with one code; a row that gives way does so to one that was there before."""
    there = "import_id IN (FROM imports_before)"
    return (
        f"SELECT {_ROW}, min(code) AS code FROM ("
        f"SELECT {_ROW}, code FROM {KEPT_OUT.path} WHERE {there} "
        f"UNION ALL SELECT {_ROW}, '{GIVES_WAY}' FROM {REPLACED.path} "
        f"WHERE {there} AND by_{there}) GROUP BY ALL"
    )
