"""What is told of rows that head columns or sections, or that may do so."""

from collections.abc import Iterable, Iterator, Sequence

from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.tables.rows.section_rows import SECTION_ROW
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.problems import Problem, Severity

MOST_LISTED = 5
LONGEST_SHOWN = 60


def heading_findings(place: SheetPlace, grid: Grid, table: FoundTable) -> Iterator[Problem]:
    """Rows below a header that were taken for parts of it, for headings, or for lone names."""
    yield from _units(place, grid, table)
    of_tracker = f"rows of the {table.match.tracker.title} tracker"
    if table.seconds:
        yield _rows(
            place,
            grid,
            table,
            table.seconds,
            "second-header-row",
            expected=f"{of_tracker} below its header",
            found="a further row of the header: {}",
            remedy="It was not read: none of its cells is a value. If it is a row of the tracker, "
            "write its values and import the file again.",
        )
    if table.sections:
        yield _rows(
            place,
            grid,
            table,
            table.sections,
            SECTION_ROW,
            expected=of_tracker,
            found="headings and notes among them: {}",
            remedy="They were not read. If one is a row of the tracker, fill in its other cells.",
        )
    if table.lone_names and not table.match.members:
        yield _rows(
            place,
            grid,
            table,
            table.lone_names,
            "name-alone",
            expected="rows with values beside the name",
            found="hardly more than a name: {}",
            remedy="It was read as a row of the table. If it is a heading or a note, end it with "
            "a colon, or leave it out.",
        )


def _rows(  # noqa: PLR0913 (the parts of a problem are named)
    place: SheetPlace,
    grid: Grid,
    table: FoundTable,
    rows: Sequence[int],
    code: str,
    *,
    expected: str,
    found: str,
    remedy: str,
) -> Problem:
    """One warning for all such rows of a table, with the first of them."""
    kind = "line" if place.sheet is None else "row"
    listed = ", ".join(
        f'{kind} {grid.line(at)} "{_shortened(grid.row(at, *table.columns).values())}"'
        for at in rows[:MOST_LISTED]
    )
    more = f" and {len(rows) - MOST_LISTED:,} more" if len(rows) > MOST_LISTED else ""
    return place.problem(
        code,
        Severity.WARNING,
        row=grid.line(rows[0]),
        column=min(grid.row(rows[0], *table.columns), default=table.columns[0]),
        tracker=table.match.tracker.name,
        expected=expected,
        found=found.format(listed + more),
        remedy=remedy,
    )


def _shortened(texts: Iterable[str]) -> str:
    whole = " | ".join(" ".join(text.split()) for text in texts)
    return whole if len(whole) <= LONGEST_SHOWN else f"{whole[:LONGEST_SHOWN]}…"


def _units(place: SheetPlace, grid: Grid, table: FoundTable) -> Iterator[Problem]:
    for position in table.units:
        texts = grid.row(position, *table.columns)
        yield place.problem(
            "row-of-units",
            Severity.WARNING,
            row=grid.line(position),
            column=next(iter(texts)),
            tracker=table.match.tracker.name,
            expected="rows of the table below its header",
            found=f"the units of its columns: {', '.join(texts.values())}",
            remedy="It was read as a part of the header: amounts and percents are in the units it "
            "names. Nothing to do if that is right.",
        )
