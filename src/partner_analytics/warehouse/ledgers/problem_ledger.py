"""Problems as rows of their ledger, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

import duckdb
import pandas as pd

from partner_analytics.problems import Problem, Severity
from partner_analytics.warehouse.connection import quoted
from partner_analytics.warehouse.ledgers.ledger_tables import PROBLEMS


def rows_of(import_id: int, problems: Iterable[Problem]) -> pd.DataFrame:
    """Problems of an import as rows of landing.problems."""
    rows = [
        {
            **{item.name: getattr(problem, item.name) for item in fields(problem)},
            "column_name": problem.column,
            "severity": str(problem.severity),
            "import_id": import_id,
            "is_owner_of_row": problem.owner is not None,
        }
        for problem in problems
    ]
    return pd.DataFrame(rows, columns=list(PROBLEMS.columns))


def problems_of(connection: duckdb.DuckDBPyConnection, import_id: int) -> list[Problem]:
    """The problems of an import."""
    return problems_where(connection, "import_id = ?", [import_id])


def problems_where(
    connection: duckdb.DuckDBPyConnection, condition: str, values: Sequence[object] = ()
) -> list[Problem]:
    """The problems of imports under a condition, an import after the other."""
    names = ["column_name" if f.name == "column" else f.name for f in fields(Problem)]
    rows = connection.execute(
        f"SELECT {', '.join(map(quoted, names))} FROM landing.problems p "
        f"WHERE {condition} ORDER BY import_id, sheet, row, cell",
        list(values),
    ).fetchall()
    found = [dict(zip((f.name for f in fields(Problem)), row, strict=True)) for row in rows]
    return [Problem(**{**one, "severity": Severity(one["severity"])}) for one in found]


def problems_before(connection: duckdb.DuckDBPyConnection, import_id: int) -> list[Problem] | None:
    """The problems of what an import superseded; None if there was nothing."""
    query = "SELECT import_id FROM landing.imports WHERE superseded_by = ?"
    earlier = connection.execute(query, [import_id]).fetchall()
    if not earlier:
        return None
    return [p for (number,) in earlier for p in problems_of(connection, number)]
