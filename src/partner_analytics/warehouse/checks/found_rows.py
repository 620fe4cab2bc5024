"""Rows that a query of the warehouse found wrong: a problem each, and where each stands."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from partner_analytics.errors import Place
from partner_analytics.problems import MOST_TOLD, Problem, standing_for

Row = dict[Any, Any]
Found = tuple[int, Problem]


def problems_of_rows(
    found: pd.DataFrame,
    problem_of: Callable[[Row], Problem],
    by: Sequence[str],
    *,
    others: str = "more",
) -> Iterator[Found]:
    """The problem of each row with its import, the first of the columns `by`.

    Where a group of them has more rows than were found (`rows`, up to `last_row`), one more stands
    for the rest.
    """
    for row in found.to_dict("records"):
        yield row[by[0]], problem_of(row)
    for _, rows in found.groupby(list(by)) if len(found) else ():
        last = rows.iloc[-1].to_dict()
        if last.get("rows", 0) > MOST_TOLD:
            rest = f"and {last['rows'] - MOST_TOLD:,} {others}"
            yield last[by[0]], standing_for(problem_of(last), rest, last["last_row"])


def place_of(row: Row) -> dict[str, Any]:
    """File, sheet, line, row and partner of a row found, as a problem takes them."""
    place = row_place(row["file"], row["sheet"], row["row"])
    return {
        "file": place.file,
        "sheet": place.sheet,
        "line": place.line,
        "row": row["row"],
        "partner": row["partner"] if pd.notna(row["partner"]) else None,
    }


def row_place(file: str, sheet: Any, row: int) -> Place:
    """Where a row stands: on its sheet, or at its line of a text file."""
    on_sheet = pd.notna(sheet)
    return Place(file, sheet if on_sheet else None, line=None if on_sheet else int(row))


def row_text(place: Place, row: int) -> str:
    """A place with the row of its sheet, for a message.

    >>> row_text(row_place("a.xlsx", "Q1", 7), 7), row_text(row_place("a.csv", None, 7), 7)
    ('a.xlsx, sheet "Q1", row 7', 'a.csv, line 7')
    """
    return f"{place}, row {row}" if place.sheet is not None else str(place)
