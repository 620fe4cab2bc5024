"""Keys that are likely the same but for case, blanks or leading zeros, as warnings."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from partner_analytics.build.conflicting import row_place, row_text
from partner_analytics.problems import MOST_TOLD, Problem, Severity, standing_for
from partner_analytics.schemas import TRACKERS, Tracker
from partner_analytics.warehouse import Publication

SIMILAR_KEY = "similar-key"


def similar_key_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A warning for each row with such a key; of a table with too many one more for the rest."""
    for tracker in TRACKERS.values():
        found = publication.similar_keys(tracker)
        for row in found.to_dict("records"):
            yield row["import_id"], _similar(tracker, row)
        for _, rows in found.groupby(["import_id", "table_number"]) if len(found) else ():
            last = rows.iloc[-1].to_dict()
            if last["rows"] > MOST_TOLD:
                others = f"and {last['rows'] - MOST_TOLD:,} more"
                yield (
                    last["import_id"],
                    standing_for(_similar(tracker, last), others, last["last_row"]),
                )


def _similar(tracker: Tracker, row: dict[Any, Any]) -> Problem:
    place = row_place(row["file"], row["sheet"], row["row"])
    other = row_place(row["other_file"], row["other_sheet"], row["other_row"])
    return Problem(
        code=SIMILAR_KEY,
        severity=Severity.WARNING,
        file=place.file,
        sheet=place.sheet,
        cell=row["cell"] if place.sheet is not None else None,
        line=place.line,
        row=row["row"],
        header=row["header"] if pd.notna(row["header"]) else None,
        tracker=tracker.name,
        column=row["column_name"],
        partner=row["partner"] if pd.notna(row["partner"]) else None,
        found=f'"{row["text"]}" beside "{row["other_text"]}" in '
        f"{row_text(other, row['other_row'])}",
        expected=f"one way to write what is likely the same ({tracker.grain})",
        remedy="They differ only in case, blanks or leading zeros, and both rows count. If they "
        "are one, write both alike, in the export or with a line in corrections.csv.",
    )
