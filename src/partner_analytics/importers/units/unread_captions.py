"""Captions of a table that may say how its figures are to be read, and are not understood."""

from collections.abc import Iterator

from partner_analytics.grammar import may_state_unit, money_unit, unit_in_words
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.importers.units.stated_units import MOST_TITLES, has_line_prices
from partner_analytics.importers.units.unit_notes import is_of_quantities
from partner_analytics.problems import Problem, Severity

UNREAD_CAPTION = "unread-caption"


def unread_captions(place: SheetPlace, grid: Grid, table: FoundTable) -> Iterator[Problem]:
    """A warning at each text that stands alone in a row above the table or in it, and may do so."""
    for position in (*table.titles[-MOST_TITLES:], *table.sections):
        row = grid.row(position)
        if len(row) != 1:
            continue
        ((column, text),) = row.items()
        stated = unit_in_words(text)
        unit = money_unit(stated or "")
        is_whole = len(stated or "") >= len(text.strip(" ()[]."))
        is_taken = stated is not None and (unit is None or unit.power is not None or is_whole)
        is_other = stated is not None and is_of_quantities(
            text, has_line_prices=has_line_prices(table)
        )
        if is_other or (not is_taken and may_state_unit(text)):
            yield place.problem(
                UNREAD_CAPTION,
                Severity.WARNING,
                row=grid.line(position),
                column=column,
                tracker=table.match.tracker.name,
                expected="captions that are understood where they say how figures are to be read",
                found=f'"{" ".join(text.split())}"',
                remedy="The figures were read as they stand. If it says otherwise, write the unit "
                "of amounts in words like USD thousand, and other figures in the tracker's own "
                "units.",
            )
