"""What is wrong with the tables of a sheet, or worth knowing about them, as problems."""

from collections.abc import Iterator, Sequence

from partner_analytics.addresses import address, column_letter, range_corners
from partner_analytics.importers.exports.export_tools import Tool
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.kept.layout_remedies import header_line
from partner_analytics.importers.kept.layouts import LAYOUTS
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.tables.headers.below_header_problems import heading_findings
from partner_analytics.importers.tables.headers.header_matching import HeaderCell, suggest_header
from partner_analytics.importers.tables.headers.nearest_tracker import NearestTracker, remedy_for
from partner_analytics.importers.tables.labelled_cells import may_be_labelled
from partner_analytics.importers.tables.rows.notable_rows import THIN
from partner_analytics.importers.tables.rows.ruled_cells import ruled_cells
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.importers.tables.rows.summary_rows import named
from partner_analytics.importers.units.currency_columns import currency_cells
from partner_analytics.importers.units.unread_captions import unread_captions
from partner_analytics.importers.units.unsuited_units import unsuited_units
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column

MOST_LISTED = 5


def rejections(place: SheetPlace, table: FoundTable) -> list[Problem]:
    """Why a table cannot be read at all; nothing if it can."""
    if len(table.matches) > 1:
        return [_ambiguous(place, table)]
    usable = [name for name, label in table.labels.items() if not label.rivals]
    # A header may feed several columns: it is missed once.
    missing = {column.header: column for column in table.match.missing(usable)}
    return [
        _missing(place, table, column)
        for header, column in missing.items()
        if header not in table.match.clashes
    ] + [
        problem
        for header, problem in _clashes(place, table)
        if any(column.required for column in table.match.tracker.headers().get(header, ()))
    ]


def header_findings(place: SheetPlace, table: FoundTable) -> Iterator[Problem]:
    """Header cells and labels that are not used, each with what it may have been meant for."""
    match = table.match
    for header, problem in _clashes(place, table):
        if not any(column.required for column in match.tracker.headers().get(header, ())):
            yield problem
    yield from unsuited_units(place, table)
    clashing = {cell for cells in match.clashes.values() for cell in cells}
    currencies = currency_cells(match)
    for cell in match.unmapped:
        if cell not in clashing and cell not in currencies:
            yield _unmapped(place, table, cell)
    for name, label in table.labels.items():
        if label.rivals and name not in match.columns:
            yield place.problem(
                "conflicting-labels",
                Severity.ERROR,
                row=table.header_row,
                column=table.columns[0],
                tracker=match.tracker.name,
                name=name,
                expected=f'one value for "{label.label}" above the table',
                found=f'"{label.text}" in {label.cell} and another in {", ".join(label.rivals)}',
                remedy="None of them was taken. Leave the one that holds for this table, or give "
                "the table a column for it.",
            )


def row_findings(
    place: SheetPlace, sheet: Sheet, grid: Grid, table: FoundTable, tool: Tool | None = None
) -> Iterator[Problem]:
    """Rows around and in a table that a person should know how they were taken.

    What a `tool` writes below all of its tables is no news.
    """
    yield from _notes(place, grid, table, tool)
    yield from _outside(place, grid, table)
    yield from heading_findings(place, grid, table)
    yield from unread_captions(place, grid, table)
    for position in table.like_totals:
        yield place.problem(
            "total-like-row",
            Severity.WARNING,
            row=grid.line(position),
            column=table.columns[0],
            tracker=table.match.tracker.name,
            expected="a row that is not called total without being sums, nor sums without a word",
            found=f'"{named(grid.row(position, *table.columns), [table.columns[0]])}"',
            remedy="It was read as a row of the table. If it is a row of totals, leave it out, or "
            "call it Total alone.",
        )
    yield from _summaries(place, grid, table)
    first, last = table.header_row + 1, grid.line(table.stop - 1)
    yield from _hidden(place, sheet, table, first, last)
    yield from ruled_cells(place, sheet, table, last)
    yield from _merged(place, sheet, table, first, last)


def sheet_findings(place: SheetPlace, sheet: Sheet) -> Iterator[Problem]:
    """That a sheet which was read is hidden."""
    if sheet.visibility != "visible":
        yield place.problem(
            "hidden-sheet",
            Severity.WARNING,
            expected="a sheet that people see",
            found=f"a {sheet.visibility} sheet",
            remedy="Its tables were read. If they should not count, delete the sheet.",
        )


def sheet_without_table(
    place: SheetPlace, sheet: Sheet, severity: Severity, near: NearestTracker | None = None
) -> Problem:
    """That a sheet holds cells, but no header row of a tracker; and which it comes `near`."""
    rows = f"{sheet.row_count:,} rows, none of them" if sheet.row_count != 1 else "one row, not"
    if near is None:
        return place.problem(
            "no-table-found",
            severity,
            expected="a row with the headers of a tracker",
            found=f"{rows} such a row",
            remedy="Nothing to do if this is no tracker. Otherwise write the headers as in the "
            "tracker's template (partner-analytics template lists them) and import the file again.",
        )
    lacks = " and ".join(f'"{header}"' for header in near.missing)
    title = near.tracker.title
    return place.problem(
        "no-table-found",
        severity,
        row=near.header_row,
        column=1,
        expected=f"a row with the headers of a tracker; the nearest is the {title} tracker"
        + (f", of which {lacks} is missing" if lacks else ""),
        found=", ".join(f'"{name}"' for name in near.headers[:MOST_LISTED])
        + (f" and {len(near.headers) - MOST_LISTED} more" if near.headers[MOST_LISTED:] else ""),
        remedy=remedy_for(near, place.file, place.sheet),
    )


def _ambiguous(place: SheetPlace, table: FoundTable) -> Problem:
    titles = [match.tracker.title for match in table.matches]
    names = [f'"{match.tracker.name}"' for match in table.matches]
    return place.problem(
        "ambiguous-table",
        Severity.ERROR,
        row=table.header_row,
        column=table.columns[0],
        expected="headers of one tracker",
        found=f"headers that fit {' and '.join(titles)} alike",
        remedy="The table was not read. Name the sheet after its tracker, write "
        f"{' or '.join(titles)} into the row above the headers, or tracker = "
        f"{' or '.join(names)} into {LAYOUTS}, and import the file again.",
    )


def _missing(place: SheetPlace, table: FoundTable, column: Column) -> Problem:
    match = table.match
    meant = [cell for cell in match.unmapped if suggest_header(cell.text, match) == column.header]
    other = header_line("...", column.header)
    remedy = f'Add the column "{column.header}" (if it has another header, write {other})'
    if meant:
        at = "" if place.sheet is None else f" in {address(table.header_row, meant[0].column)}"
        remedy = (
            f'If "{meant[0].text}"{at} is that column, write "{column.header}" there, '
            f"or {header_line(meant[0].text, column.header)}"
        )
    elif may_be_labelled(column, match.tracker):
        remedy += f', or a row "{column.header}: ..." above the table'
    spellings = ", ".join(f'"{spelling}"' for spelling in column.spellings)
    return place.problem(
        "missing-column",
        Severity.ERROR,
        row=table.header_row,
        column=table.columns[0],
        tracker=match.tracker.name,
        name=column.name,
        expected=f'a column "{column.header}"{f" (or {spellings})" if spellings else ""}, which '
        f"the {match.tracker.title} tracker needs",
        found=f"the headers {_headers(match.cells)}",
        remedy=f"The table was not read. {remedy}, and import the file again.",
    )


def _headers(cells: Sequence[HeaderCell]) -> str:
    return ", ".join(f'"{cell.text}"' for cell in cells)


def _clashes(place: SheetPlace, table: FoundTable) -> Iterator[tuple[str, Problem]]:
    for header, cells in table.match.clashes.items():
        found = " and ".join(f'"{cell.text}" in column {cell.letter}' for cell in cells)
        yield (
            header,
            place.problem(
                "duplicate-column",
                Severity.ERROR,
                row=table.header_row,
                column=cells[0].column,
                header=cells[0].text,
                tracker=table.match.tracker.name,
                expected=f'one column for "{header}"',
                found=found,
                remedy="None of them was read as it. Rename or remove those that are not meant, or "
                f"write them as ignore = [...] into {LAYOUTS}, and import the file again.",
            ),
        )


def _unmapped(place: SheetPlace, table: FoundTable, cell: HeaderCell) -> Problem:
    meant = suggest_header(cell.text, table.match)
    remedy = "Its cells are kept as text and used nowhere."
    if meant:
        remedy += (
            f' If it is "{meant}", write that in its place, or {header_line(cell.text, meant)}, '
            "and import the file again."
        )
    return place.problem(
        "unmapped-column",
        Severity.WARNING,
        row=table.header_row,
        column=cell.column,
        header=cell.text,
        tracker=table.match.tracker.name,
        expected=f"a header of the {table.match.tracker.title} tracker",
        found=f'"{cell.text}"',
        remedy=remedy,
    )


def column_without_header(place: SheetPlace, table: FoundTable, column: int) -> Problem:
    """That there are cells beside the table's columns, under no header."""
    return place.problem(
        "column-without-header",
        Severity.WARNING,
        row=table.header_row,
        column=column,
        tracker=table.match.tracker.name,
        expected=f"a header above the cells in column {column_letter(column)}",
        found="none",
        remedy="Its cells are kept as text and used nowhere. Give the column a header if they "
        "belong to the table.",
    )


def _notes(
    place: SheetPlace, grid: Grid, table: FoundTable, tool: Tool | None
) -> Iterator[Problem]:
    first = {at: next(iter(grid.row(at).values())) for at in table.notes}
    if tool and tool.text:
        first = {at: text for at, text in first.items() if not tool.text.search(text)}
    if not first:
        return
    texts = [" ".join(text.split()) for text in first.values()]
    listed = ", ".join(f'"{text[:60]}"' for text in texts[:MOST_LISTED])
    more = f" and {len(texts) - MOST_LISTED:,} more" if len(texts) > MOST_LISTED else ""
    yield place.problem(
        "text-below-table",
        Severity.WARNING,
        row=grid.line(next(iter(first))),
        column=next(iter(grid.row(next(iter(first))))),
        tracker=table.match.tracker.name,
        expected="nothing but rows of the table",
        found=f"single cells below it: {listed}{more}",
        remedy="They were taken for notes. If they are rows of the table, close the gap above "
        "them and import the file again.",
    )


def _summaries(place: SheetPlace, grid: Grid, table: FoundTable) -> Iterator[Problem]:
    """Rows that were taken for sums or means of others, though no word alone makes them that."""
    if not table.summaries:
        return
    rows = [
        f"row {grid.line(at)}" + (f' "{name}"' if name else "")
        for at, name in sorted(table.summaries.items())
    ]
    more = f" and {len(rows) - MOST_LISTED:,} more" if len(rows) > MOST_LISTED else ""
    yield place.problem(
        "summary-row",
        Severity.WARNING,
        row=grid.line(min(table.summaries)),
        column=table.columns[0],
        tracker=table.match.tracker.name,
        expected=f"rows of the {table.match.tracker.title} tracker",
        found=f"what sums up or averages the rows above it: {', '.join(rows[:MOST_LISTED])}{more}",
        remedy="It was not read, as totals are not. If it is a row of the tracker, put it right "
        "below the headers and import the file again.",
    )


def _outside(place: SheetPlace, grid: Grid, table: FoundTable) -> Iterator[Problem]:
    """Rows above the header that look like a table without a known header."""
    rows = [
        at
        for at in table.titles
        if len(grid.row(at, *table.columns)) > THIN + 1
        and grid.merged_below(grid.line(at)) < table.header_row
    ]
    if len(rows) > 1:
        yield place.problem(
            "rows-outside-tables",
            Severity.WARNING,
            row=grid.line(rows[0]),
            column=table.columns[0],
            expected="titles and labels above the headers of a table",
            found=f"{len(rows)} rows with several cells, under no header that is known",
            remedy="They were not read. If they are a tracker's table, write its headers as in "
            "the template (partner-analytics template lists them) and import the file again.",
        )


def _hidden(
    place: SheetPlace, sheet: Sheet, table: FoundTable, first: int, last: int
) -> Iterator[Problem]:
    rows = sorted(row for row in sheet.hidden_rows if first <= row <= last)
    if rows:
        yield place.problem(
            "hidden-rows",
            Severity.WARNING,
            row=rows[0],
            column=table.columns[0],
            tracker=table.match.tracker.name,
            expected="rows that people see",
            found=f"{len(rows):,} hidden ones ({_runs(rows)})",
            remedy="They were read. If they should not count, delete them.",
        )
    hidden = [cell for cell in table.match.cells if cell.letter in sheet.hidden_columns]
    if hidden:
        yield place.problem(
            "hidden-columns",
            Severity.WARNING,
            row=table.header_row,
            column=hidden[0].column,
            header=hidden[0].text,
            tracker=table.match.tracker.name,
            expected="columns that people see",
            found=f"hidden ones: {_headers(hidden)}",
            remedy="They were read. If they should not count, delete them.",
        )


def _runs(rows: Sequence[int]) -> str:
    """Row numbers as people list them.

    >>> _runs([5, 7, 8, 9])
    'row 5, rows 7 to 9'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    told = [f"row {run[0]}" if len(run) == 1 else f"rows {run[0]} to {run[-1]}" for run in runs]
    more = f" and {len(told) - MOST_LISTED:,} more" if len(told) > MOST_LISTED else ""
    return ", ".join(told[:MOST_LISTED]) + more


def _merged(
    place: SheetPlace, sheet: Sheet, table: FoundTable, first: int, last: int
) -> Iterator[Problem]:
    ranges = []
    for cells in sheet.merged:
        top, left, bottom, _ = range_corners(cells)
        if first <= top and bottom <= last and table.columns[0] <= left <= table.columns[1]:
            ranges.append((top, left, bottom, cells))
    if not ranges:
        return
    listed = ", ".join(cells for *_, cells in ranges[:MOST_LISTED])
    more = f" and {len(ranges) - MOST_LISTED:,} more" if len(ranges) > MOST_LISTED else ""
    yield place.problem(
        "merged-cell",
        Severity.WARNING,
        row=ranges[0][0],
        column=ranges[0][1],
        tracker=table.match.tracker.name,
        expected="a cell of its own for each row",
        found=f"merged cells: {listed}{more}",
        remedy="A value merged down over rows was read for each of them, one merged across "
        "columns for the first. Unmerge the cells if that is wrong.",
    )
