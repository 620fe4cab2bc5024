"""Figures typed by hand beside the same figures computed, each at its cell."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd

from partner_analytics import wording
from partner_analytics.grammar import is_as_typed
from partner_analytics.problems import Severity
from partner_analytics.trackers import TRACKERS, Tracker
from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.found_rows import Row
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.cell_origins import cell_address

_DAYS, _HEALTH, _SAVED = "typed_days_in_stage", "typed_health_score", "typed_savings_usd"
# What the warehouse keeps of a score and of an amount.
_SCORE, _AMOUNT = 0.0001, 0.01
# Where raters disagree, a typed score may be one rater's own: neither figure is wrong.
_RATERS_DISAGREE = (
    "EXISTS (FROM metrics.dimension_ratings d WHERE d.partner_id = t.partner_id "
    "AND d.quarter = t.quarter AND d.lowest_rating != d.highest_rating)"
)


def _query(connection: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
    """The typed figures that differ, by more than how exactly they were typed (D-75)."""
    yield typed_days(connection).assign(tracker="pipeline", column_name=_DAYS)
    scores = typed_scores(connection).assign(tracker="scorecards", column_name=_HEALTH)
    yield scores[[_is_told_score(row) for row in scores.to_dict("records")]]
    savings = typed_savings(connection).assign(tracker="commercial", column_name=_SAVED)
    yield savings[[not _is_near(row, _AMOUNT) for row in savings.to_dict("records")]]


def typed_days(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Days in stage further off the computed ones than the program tolerates (D-70).

    Columns typed, computed, entered_on, entry_basis, as_of, text, and those of the cell.
    """
    return _at_cells(
        connection,
        TRACKERS["pipeline"],
        _DAYS,
        "as_of",
        "SELECT partner_id, as_of, typed_days_in_stage AS typed, days_in_stage AS computed, "
        "entered_on, entry_basis FROM metrics.pipeline_progress WHERE is_discrepant",
    )


def typed_scores(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Overall health scores other than the computed ones (S000-12).

    Columns typed, computed, typed_band, band, raters_disagree, quarter, text, and those of the
    cell.
    """
    return _at_cells(
        connection,
        TRACKERS["scorecards"],
        _HEALTH,
        "quarter",
        "SELECT partner_id, quarter, typed_health_score AS typed, health_score AS computed, "
        f"typed_band, band, {_RATERS_DISAGREE} AS raters_disagree FROM metrics.health_typed t "
        "WHERE difference_points != 0",
    )


def typed_savings(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Savings other than the computed ones (S000-6), those of order lines or agreed terms.

    Columns typed, computed, quarter, basis, list_usd, net_usd, discount_pct, text, and those of
    the cell. Where order lines show only part of the year, nothing is compared.
    """
    return _at_cells(
        connection,
        TRACKERS["commercial"],
        _SAVED,
        "quarter",
        "SELECT partner_id, quarter, typed_savings_usd AS typed, saved_usd AS computed, "
        "basis, list_usd, net_usd, discount_pct FROM metrics.savings "
        "WHERE difference_usd != 0 AND NOT coalesce(is_partial, false)",
    )


def _at_cells(
    connection: duckdb.DuckDBPyConnection, tracker: Tracker, column: str, by: str, figures: str
) -> pd.DataFrame:
    """Figures of a partner with import_id, file, sheet, row, cell, header and owner of their cells.

    `by` says what a figure is of: a snapshot (as_of), or a quarter, whose last snapshot counts.
    """
    table = f"curated.{quoted(tracker.name)}"
    owner = "c.owner" if any(one.name == "owner" for one in tracker.columns) else "NULL"
    found = as_frame(
        connection.sql(f"""
            WITH figures AS ({figures}), latest AS (
                SELECT * FROM {table}
                QUALIFY row_number() OVER (PARTITION BY partner_id, {by} ORDER BY as_of DESC) = 1
            )
            SELECT f.*, c._import_id AS import_id, i.file, c._sheet AS sheet, c._row AS row,
                c._row, c.partner, CAST({owner} AS VARCHAR) AS owner,
                m.header, m.cell, m.cell_column, m.merged, l.{quoted(column)} AS text
            FROM figures f JOIN latest c USING (partner_id, {by})
            JOIN landing.imports i ON i.import_id = c._import_id
            JOIN landing.column_map m ON m.import_id = c._import_id
                AND m.table_number = c._table AND m.column_name = {literal(column)}
            JOIN landing.{quoted(tracker.name)} l ON l._import_id = c._import_id
                AND l._table = c._table AND l._row = c._row
            ORDER BY c._import_id, c._table, c._row
        """)
    )
    return found.assign(cell=[cell_address(row) for row in found.to_dict("records")])


def _is_near(row: Row, exact: float) -> bool:
    return is_as_typed(row["text"], row["typed"], row["computed"], exact=exact)


def _is_told_score(row: Row) -> bool:
    """Whether a typed score is of another band, or further off than it is exact.

    Where raters disagree, a typed score of the same band may be one rater's own.
    """
    return _in_other_band(row) or not (row["raters_disagree"] or _is_near(row, _SCORE))


def _in_other_band(row: Row) -> bool:
    return bool(
        pd.notna(row["band"]) and pd.notna(row["typed_band"]) and row["band"] != row["typed_band"]
    )


def _told(row: Row) -> dict[str, Any]:
    words = {_DAYS: _days_differ, _HEALTH: _score_differs, _SAVED: _savings_differ}
    told = words[row["column_name"]](row)
    return {
        **told,
        "remedy": f"{told['remedy']} Reviews use what is computed.",
        "cell": row["cell"] if pd.notna(row["sheet"]) else None,
        "header": row["header"],
        "column": row["column_name"],
        "owner": row["owner"] if pd.notna(row["owner"]) else None,
    }


def _days_differ(row: Row) -> dict[str, str]:
    return {
        "found": wording.count(row["typed"]),
        "expected": f"the computed {wording.count(row['computed'])} ({_since(row)})",
        "remedy": "Write the computed days, or mend the date on which the stage was entered.",
    }


def _score_differs(row: Row) -> dict[str, str]:
    typed, band = "", ""
    if _in_other_band(row):
        typed, band = f", which is {row['typed_band']}", f", which is {row['band']}"
    return {
        "found": f"{_points(row['typed'])}{typed}",
        "expected": f"the computed {_points(row['computed'])}{band} (the ratings of "
        f"{row['quarter']} by the program's weights)",
        "remedy": "Write the computed score, or mend the ratings.",
    }


def _savings_differ(row: Row) -> dict[str, str]:
    return {
        "found": _dollars(row["typed"]),
        "expected": f"the computed {_dollars(row['computed'])} ({_saved_on(row)})",
        "remedy": "Write the computed savings, or mend what they follow from.",
    }


def _points(score: float) -> str:
    """A score with as many decimals as tell it from its neighbors: at least one."""
    places = next((at for at in (1, 2, 3) if abs(score - round(score, at)) < _SCORE), 4)
    return f"{score:.{places}f}"


def _since(row: Row) -> str:
    entered = f"entered {row['entered_on']:%Y-%m-%d}"
    if row["entry_basis"] != "typed date":
        entered = f"first seen in this stage {row['entered_on']:%Y-%m-%d}"
    return f"{entered}, as of {row['as_of']:%Y-%m-%d}"


def _saved_on(row: Row) -> str:
    net = _dollars(row["net_usd"])
    if row["basis"] == "realized":
        listed = _dollars(row["list_usd"])
        return f"order lines of the year so far: list value {listed}, net value {net}"
    share = wording.percent(row["discount_pct"])
    return f"net volume {net} at {share} off list"


def _dollars(amount: float) -> str:
    """An amount as it is typed: cents only where there are any."""
    return wording.money(amount).removesuffix(".00")


TYPED_FIGURES = Check("typed-differs", Severity.WARNING, _query, _told, by=("import_id",))
