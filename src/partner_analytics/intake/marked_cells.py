"""On which cell of a workbook each problem of an export is marked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partner_analytics.importers import Export, ExportTable
from partner_analytics.markup import Mark
from partner_analytics.problems import Problem


def marks_of(
    problems: Sequence[Problem], export: Export, sheet: str | None = None
) -> Iterator[Mark]:
    """The marks of problems; `sheet` is the one on which a text file's lines are rows.

    A problem of a row is marked on the cell that names the row, one of a line on the cell of its
    column, else on the line's first cell; what is wrong with a whole sheet or file has no cell.
    """
    for problem in problems:
        cell = problem.cell or _cell(problem, export)
        on = sheet if sheet is not None and cell else problem.sheet
        if cell is None:
            yield Mark(problem, problem.sheet)
        else:
            yield Mark(replace(problem, sheet=on, cell=cell), on, cell)


def _cell(problem: Problem, export: Export) -> str | None:
    row = problem.line or problem.row
    if row is None:
        return None
    table = _table(problem, export, row)
    if table is None:
        return f"A{row}" if problem.line else None
    source = table.column_map.get(problem.column or "")
    if row > table.header_row and source:
        return source.address(row)
    return f"{_letter(problem, table, row) or 'A'}{row}"


def _table(problem: Problem, export: Export, row: int) -> ExportTable | None:
    """The table a row belongs to: the last that begins above it, of the problem's tracker."""
    above = [
        table
        for table in export.tables
        if table.sheet == problem.sheet
        and table.header_row <= row
        and problem.tracker in (None, table.tracker)
    ]
    return max(above, key=lambda table: table.header_row, default=None)


def _letter(problem: Problem, table: ExportTable, row: int) -> str | None:
    """The sheet column of a problem: the one its header heads, else the partner's or first."""
    headed = {
        source.header: source.cell_column
        for source in table.column_map.values()
        if source.cell_column
    }
    headed |= {header: letter for letter, header in table.unmapped}
    if problem.header in headed:
        return headed[problem.header]
    if row == table.header_row or problem.code == "ragged-row":
        return None
    sources = [table.column_map.get("partner"), *table.column_map.values()]
    return next((one.cell_column for one in sources if one and one.cell_column), None)
