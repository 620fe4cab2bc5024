"""Tables of the exports: what was taken in, what was set aside, who can mend it."""

import pandas as pd
from great_tables import GT

from partner_analytics import wording
from partner_analytics.grammar import partner_key
from partner_analytics.showing.tables.table_style import Column, dates, figures, table

_NO_OWNER = "(no owner)"


def imports(imports: pd.DataFrame) -> GT:
    """The exports taken in: rows read, loaded, set aside.

    Takes `warehouse.imports(quarter)`.
    """
    return table(
        imports,
        [
            Column("file", "Export"),
            dates("as_of", "As of"),
            Column("status", "Status"),
            figures("rows_read", "Rows read", wording.count),
            figures("rows_loaded", "Loaded", wording.count),
            figures("rows_set_aside", "Set aside", wording.count),
            figures("rows_recognized", "Blank, total or header", wording.count),
            figures("problems", "Problems", wording.count),
        ],
        title="Exports of the quarter",
        note="Rows read = loaded + set aside + blank, total or repeated header.",
        empty="No export was taken in for this quarter.",
    )


def corrections(corrections: pd.DataFrame) -> GT | None:
    """The cells that were read otherwise than the exports state them; None without any.

    Takes `warehouse.corrections(quarter)`, or some of its rows.
    """
    if corrections.empty:
        return None
    places = [_place(row) for row in wording.rows_of(corrections.drop(columns="line"))]
    refused = int((corrections["status"] == "refused").sum())
    return table(
        corrections.assign(place=places),
        [
            Column("place", "Where"),
            Column("found", "Found"),
            Column("use", "Used"),
            Column("reason", "Reason"),
            Column("who", "Who"),
            Column("status", "Status"),
        ],
        title="Corrections",
        note=f"{refused} refused: each is among the problems, with what to do." if refused else "",
    )


def problems_by_owner(problems: pd.DataFrame) -> GT:
    """How many problems each owner can mend, errors first.

    Takes `warehouse.problems(quarter)`.
    """
    found = problems.assign(
        owner=problems["owner"].fillna(_NO_OWNER),
        errors=(problems["severity"] == "error").astype(int),
        warnings=(problems["severity"] == "warning").astype(int),
    )
    rows = found.groupby("owner", as_index=False).agg(
        errors=("errors", "sum"),
        warnings=("warnings", "sum"),
        kinds=("code", lambda codes: wording.listing(sorted(set(codes)))),
    )
    return table(
        rows.sort_values(["errors", "warnings", "owner"], ascending=[False, False, True]),
        [
            Column("owner", "Owner"),
            figures("errors", "Errors", wording.count),
            figures("warnings", "Warnings", wording.count),
            Column("kinds", "Kinds"),
        ],
        title="Problems by owner",
        note="An error kept a value or a row out of the figures; a warning did not.",
        empty="No problems were found in the exports of this quarter.",
    )


def of_partner(
    problems: pd.DataFrame, partner_names: pd.DataFrame, partner_id: str
) -> pd.DataFrame:
    """The problems in one partner's rows, whichever way it is spelled there.

    Takes `warehouse.problems(quarter)` or `warehouse.corrections(quarter)`, and the table
    `partner_names`.
    """
    known = partner_names.loc[partner_names["partner_id"] == partner_id, "name_key"]
    spelled = problems["partner"].map(partner_key, na_action="ignore")
    return problems.loc[spelled.isin(set(known))]


def problems(problems: pd.DataFrame, *, most: int = 40) -> GT:
    """The problems with their cells and what to do, errors first; at most so many of them.

    Takes `warehouse.problems(quarter)`, or some of its rows.
    """
    places = [_place(row) for row in wording.rows_of(problems)]
    rows = problems.assign(place=places, owner=problems["owner"].fillna(_NO_OWNER)).sort_values(
        ["severity", "owner", "place"], kind="stable"
    )
    left_out = len(rows) - most
    return table(
        rows.head(most),
        [
            Column("place", "Where"),
            Column("severity", "Severity"),
            Column("found", "Found"),
            Column("expected", "Expected"),
            Column("remedy", "What to do"),
            Column("owner", "Owner"),
        ],
        title="Problems in the exports",
        note=f"{left_out} more are in landing.problems." if left_out > 0 else "",
        empty="No problems were found.",
    )


def _place(row: object) -> str:
    """File, sheet and cell or line of a problem."""
    parts = [
        wording.text(getattr(row, "file", None)),
        _stated(getattr(row, "sheet", None), "{}"),
        _stated(getattr(row, "cell", None), "{}"),
        _stated(getattr(row, "line", None), "line {:.0f}"),
    ]
    return ", ".join(part for part in parts if part)


def _stated(value: object, pattern: str) -> str:
    return "" if wording.is_missing(value) else pattern.format(value)
