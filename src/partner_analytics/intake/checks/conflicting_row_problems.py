"""Rows of one key and day that two exports state differently, as problems at each of them."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from partner_analytics.intake.checks.found_rows import (
    place_of,
    problems_of_rows,
    row_place,
    row_text,
)
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Keeps, Tracker
from partner_analytics.warehouse import Publication

CONFLICTING_ROWS = "conflicting-rows"
# Of the columns in which two rows differ so many are named.
_MOST_COLUMNS = 3


def conflicting_row_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """Keep those rows out; a problem for each, of a table with too many one more for the rest."""
    for tracker in publication.held_trackers():
        found = publication.keep_out_conflicting_rows(tracker, CONFLICTING_ROWS)
        once = found.drop_duplicates(["import_id", "sheet", "row"])
        yield from problems_of_rows(
            once,
            partial(_conflicting, tracker),
            ["import_id", "table_number"],
            others="more behind it",
        )


def _conflicting(tracker: Tracker, row: dict[Any, Any]) -> Problem:
    other = row_place(row["other_file"], row["other_sheet"], row["other_row"])
    meanwhile = (
        "; what an export of an earlier day says of it counts meanwhile"
        if tracker.keeps is Keeps.EVENTS
        else ""
    )
    return Problem(
        code=CONFLICTING_ROWS,
        severity=Severity.ERROR,
        tracker=tracker.name,
        found=f"{_difference(tracker, row)} in {row_text(other, row['other_row'])}",
        expected=f"one state as of {row['as_of']:%Y-%m-%d} ({tracker.grain})",
        remedy=f"Both rows were set aside{meanwhile}. Mend or delete the wrong one and import "
        "its export again.",
        **place_of(row),
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
