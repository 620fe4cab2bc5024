"""Values of a quarter that a later export states otherwise, as problems at the later cell."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from partner_analytics.errors import Place
from partner_analytics.intake.checks.found_rows import problems_of_rows
from partner_analytics.problems import Problem, Severity
from partner_analytics.warehouse import Publication

RESTATED_VALUE = "restated-value"


def restated_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A warning for each restated value but free texts; of too many one stands for the rest."""
    found = publication.restated_quarters()
    yield from problems_of_rows(found, _restated, ["later_import_id", "tracker", "column_name"])


def restated_values(publication: Publication) -> dict[int, dict[str, int]]:
    """How many values each import states otherwise than an earlier one, by tracker."""
    found: dict[int, dict[str, int]] = {}
    for row in publication.restated().to_dict("records"):
        by_tracker = found.setdefault(row["later_import_id"], {})
        by_tracker[row["tracker"]] = by_tracker.get(row["tracker"], 0) + row["values"]
    return found


def _restated(row: dict[Any, Any]) -> Problem:
    place = _place(row, "later")
    return Problem(
        code=RESTATED_VALUE,
        severity=Severity.WARNING,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        line=place.line,
        row=row["later_row"],
        header=row["header"],
        tracker=row["tracker"],
        column=row["column_name"],
        partner=row["partner"] if pd.notna(row["partner"]) else None,
        found=_value(row["later_value"]),
        expected=f"{_value(row['earlier_value'])} of {row['quarter']}, as {_place(row, 'earlier')} "
        "states",
        remedy="The later export counts for the quarter. If it is wrong, mend the cell; "
        "landing.restated lists both values.",
    )


def _value(text: Any) -> str:
    return f'"{text.strip()}"' if pd.notna(text) else "an empty cell"


def _place(row: dict[Any, Any], which: str) -> Place:
    sheet, cell = row[f"{which}_sheet"], row[f"{which}_cell"]
    if pd.isna(sheet):
        line = cell.removeprefix("line ")
        return Place(row[f"{which}_file"], line=int(line) if line.isdecimal() else None)
    return Place(row[f"{which}_file"], sheet=sheet, cell=cell)
