"""Figures typed by hand beside the same figures computed, each at its cell."""

import duckdb
import pandas as pd

from partner_analytics.trackers import TRACKERS, Tracker
from partner_analytics.warehouse.connection import as_frame, literal, quoted
from partner_analytics.warehouse.tables.cell_origins import cell_address

# Where raters disagree, a typed score may be one rater's own: neither figure is wrong.
_RATERS_DISAGREE = (
    "EXISTS (FROM metrics.dimension_ratings d WHERE d.partner_id = t.partner_id "
    "AND d.quarter = t.quarter AND d.lowest_rating != d.highest_rating)"
)


def typed_figures(connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The typed figures that are not the computed ones, by column; however small the difference.

    Of each typed, computed and `text`, the cell as read, which tells how exactly it was typed.
    """
    return {
        "typed_days_in_stage": typed_days(connection),
        "typed_health_score": typed_scores(connection),
        "typed_savings_usd": typed_savings(connection),
    }


def typed_days(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Days in stage further off the computed ones than the program tolerates (D-70).

    Columns typed, computed, entered_on, entry_basis, as_of, text, and those of the cell.
    """
    return _at_cells(
        connection,
        TRACKERS["pipeline"],
        "typed_days_in_stage",
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
        "typed_health_score",
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
        "typed_savings_usd",
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
