"""Cells that a rule of conditional formatting may show otherwise than they are stored."""

from collections.abc import Iterator

from partner_analytics.addresses import range_corners
from partner_analytics.importers.doubts.format_doubts import reads_number
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.problems import Problem, Severity


def ruled_cells(place: SheetPlace, sheet: Sheet, table: FoundTable, last: int) -> Iterator[Problem]:
    """A warning, once a table, where a rule may show numbers with a unit or as percents.

    `last` is the last sheet row of the table.
    """
    columns = {
        cell.column
        for column in table.match.tracker.read_columns
        if (cell := table.match.columns.get(column.name)) and reads_number(column)
    }
    for cells, code in sheet.ruled:
        top, left, bottom, right = range_corners(cells)
        met = columns & set(range(left, right + 1))
        if met and top <= last and bottom > table.header_row:
            yield place.problem(
                "shown-by-rule",
                Severity.WARNING,
                row=max(top, table.header_row + 1),
                column=min(met),
                tracker=table.match.tracker.name,
                expected="cells that show the number they hold",
                found=f'conditional formatting that may show {cells} as "{code}"',
                remedy="The stored numbers were read, not the shown ones. Nothing to do if they "
                "are what is meant.",
            )
            return
