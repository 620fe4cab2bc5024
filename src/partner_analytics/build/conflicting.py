"""Rows of one key and day that two exports state differently, as problems at each of them."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from partner_analytics.errors import Place
from partner_analytics.problems import MOST_TOLD, Problem, Severity, standing_for
from partner_analytics.schemas import TRACKERS, Keeps, Tracker
from partner_analytics.warehouse import Publication

CONFLICTING_ROWS = "conflicting-rows"
# Of the columns in which two rows differ so many are named.
_MOST_COLUMNS = 3


def conflicting_row_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """Keep those rows out; a problem for each, of a table with too many one more for the rest."""
    for tracker in TRACKERS.values():
        found = publication.keep_out_conflicting_rows(tracker, CONFLICTING_ROWS)
        once = found.drop_duplicates(["import_id", "sheet", "row"])
        for row in once.to_dict("records"):
            yield row["import_id"], _conflicting(tracker, row)
        for _, rows in once.groupby(["import_id", "table_number"]):
            last = rows.iloc[-1].to_dict()
            if last["rows"] > MOST_TOLD:
                others = f"and {last['rows'] - MOST_TOLD:,} more behind it"
                problem = standing_for(_conflicting(tracker, last), others, last["last_row"])
                yield last["import_id"], problem


def _conflicting(tracker: Tracker, row: dict[Any, Any]) -> Problem:
    place = row_place(row["file"], row["sheet"], row["row"])
    other = row_place(row["other_file"], row["other_sheet"], row["other_row"])
    meanwhile = (
        "; what an export of an earlier day says of it counts meanwhile"
        if tracker.keeps is Keeps.EVENTS
        else ""
    )
    return Problem(
        code=CONFLICTING_ROWS,
        severity=Severity.ERROR,
        file=place.file,
        sheet=place.sheet,
        line=place.line,
        row=row["row"],
        tracker=tracker.name,
        partner=row["partner"] if pd.notna(row["partner"]) else None,
        found=f"{_difference(tracker, row)} in {row_text(other, row['other_row'])}",
        expected=f"one state as of {row['as_of']:%Y-%m-%d} ({tracker.grain})",
        remedy=f"Both rows were set aside{meanwhile}. Mend or delete the wrong one and import "
        "its export again.",
    )


def _difference(tracker: Tracker, row: dict[Any, Any]) -> str:
    """What the row says and the other one says otherwise, under the template's headers."""
    said, other = json.loads(row["said"]), json.loads(row["other_said"])
    names = [name for name in said if said[name] != other[name]]
    told = [
        f"{tracker.column(name).header} {_value(said[name])} here, {_value(other[name])} there"
        for name in names[:_MOST_COLUMNS]
    ]
    told += [f"{len(names) - _MOST_COLUMNS} more columns"] if len(names) > _MOST_COLUMNS else []
    if pd.notna(row["partner"]) and row["partner"] != row["other_partner"]:
        told.insert(0, f'"{row["partner"]}" here, "{row["other_partner"]}" there')
    return f"another row ({'; '.join(told)})"


def _value(text: str | None) -> str:
    return f'"{text}"' if text is not None else "nothing"


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
