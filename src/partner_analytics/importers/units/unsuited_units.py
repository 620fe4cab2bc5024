"""Headers with a percent sign over columns that hold no percents: counts, hours, ratings."""

from collections.abc import Iterator

from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.units.unit_rows import percent_in_header
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Reads, is_amount_column

_OTHERS = frozenset((Reads.COUNT, Reads.NUMBER, Reads.RATING, Reads.RANK, Reads.DAYS, Reads.HOURS))


def unsuited_units(place: SheetPlace, table: FoundTable) -> Iterator[Problem]:
    """A warning at each header that says percent of a column of other numbers.

    Amounts below such a header are NULL, which is told with them.
    """
    told: set[int] = set()
    for column in table.match.tracker.read_columns:
        cell = table.match.columns.get(column.name)
        if cell is None or column.reads not in _OTHERS or is_amount_column(column):
            continue
        stated = percent_in_header(cell.text)
        if stated is None or cell.column in told or "%" in column.header:
            continue
        told.add(cell.column)
        unit = column.unit or column.reads.label
        yield place.problem(
            "unsuited-unit",
            Severity.WARNING,
            row=table.header_row,
            column=cell.column,
            header=cell.text,
            tracker=table.match.tracker.name,
            name=column.name,
            expected=f'numbers of the column "{column.header}" ({unit})',
            found=f'"{stated}" in the header',
            remedy="Its numbers were read as they stand. If they are percents, they belong to no "
            "column of the tracker: give them another header, and import the file again.",
        )
