"""Keys that are likely the same but for case, blanks or leading zeros, as warnings."""

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
from partner_analytics.trackers import Tracker
from partner_analytics.warehouse import Publication

SIMILAR_KEY = "similar-key"


def similar_key_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A warning for each row with such a key; of a table with too many one more for the rest."""
    for tracker in publication.held_trackers():
        found = publication.similar_keys(tracker)
        yield from problems_of_rows(
            found, partial(_similar, tracker), ["import_id", "table_number"]
        )


def _similar(tracker: Tracker, row: dict[Any, Any]) -> Problem:
    other = row_place(row["other_file"], row["other_sheet"], row["other_row"])
    return Problem(
        code=SIMILAR_KEY,
        severity=Severity.WARNING,
        cell=row["cell"] if pd.notna(row["sheet"]) else None,
        header=row["header"] if pd.notna(row["header"]) else None,
        tracker=tracker.name,
        column=row["column_name"],
        found=f'"{row["text"]}" beside "{row["other_text"]}" in '
        f"{row_text(other, row['other_row'])}",
        expected=f"one way to write what is likely the same ({tracker.grain})",
        remedy="They differ only in case, blanks or leading zeros, and both rows count. If they "
        "are one, write both alike, in the export or with a line in corrections.csv.",
        **place_of(row),
    )
