"""The cells of a workbook that hold no value to be read, as problems."""

from collections.abc import Iterable, Mapping

from partner_analytics.addresses import range_corners, row_and_column
from partner_analytics.importers.doubts.error_values import is_error_value
from partner_analytics.importers.files.workbook.rich_values import RichValue
from partner_analytics.importers.files.workbook.sheet_parts import SheetCells
from partner_analytics.problems import Problem, Severity

_UNKNOWN = RichValue()


def cell_problems(sheet: str, cells: SheetCells, file: str) -> list[Problem]:
    """Tell error cells, and formulas without a value."""
    errors = [
        Problem(
            "error-cell",
            Severity.ERROR,
            file,
            sheet=sheet,
            cell=cell,
            row=_row_of(cell),
            expected="a value",
            found=f"the error {text}",
            remedy="Mend the formula (or type the value) in this cell, save, and import again.",
        )
        for cell, text in cells.errors
    ]
    return errors + [
        Problem(
            "formula-without-value",
            Severity.ERROR,
            file,
            sheet=sheet,
            cell=cell,
            row=_row_of(cell),
            expected="the formula's value, saved with the workbook",
            found=f'only the formula "={formula[:80]}"' if formula else "only a formula",
            remedy="Open the workbook in Excel or LibreOffice, which calculates it, save it, and "
            "import again.",
        )
        for cell, formula in cells.without_value
        if not _is_in_totals(cell, cells)
    ]


def _is_in_totals(cell: str, cells: SheetCells) -> bool:
    """Whether a cell stands in the totals row of a spreadsheet table, which is not read."""
    row, column = row_and_column(cell)
    corners = map(range_corners, cells.totals)
    return any(t <= row <= b and left <= column <= right for t, left, b, right in corners)


def rich_problems(
    sheet: str,
    cells: Iterable[tuple[str, str, int]],
    values: Mapping[int, RichValue],
    file: str,
) -> list[Problem]:
    """Tell cells stored as an error that hold a linked data type, a picture or a newer error."""
    return [
        _rich_problem(sheet, cell, written, values.get(number, _UNKNOWN), file)
        for cell, written, number in cells
    ]


def _rich_problem(sheet: str, cell: str, written: str, value: RichValue, file: str) -> Problem:
    code, found, remedy = _told_of(value, written)
    return Problem(
        code,
        Severity.ERROR,
        file,
        sheet=sheet,
        cell=cell,
        row=_row_of(cell),
        expected="a value",
        found=found,
        remedy=f"{remedy}, save, and import again.",
    )


def _told_of(value: RichValue, written: str) -> tuple[str, str, str]:
    if value.is_error or (not value.is_known and not is_error_value(written)):
        shown = value.text or written
        return "error-cell", f"the error {shown}", "Mend the formula (or type the value) here"
    named = f' that shows "{value.text[:80]}"' if value.text else ""
    as_text = f"type {value.text[:80]}" if value.text else "type its text"
    if value.is_picture:
        return (
            "picture-in-cell",
            f"a picture{named}",
            f"Put the picture over the cells and {as_text}",
        )
    convert = (
        f"Turn it into text (Data Type > Convert to Text, or {as_text}, or show a field of it)"
    )
    if value.is_known:
        return "linked-data-type", f"a linked data type{named}", convert
    return (
        "linked-data-type",
        f"a linked data type or a picture, stored as {written}",
        f"{convert}, and text in place of a picture",
    )


def _row_of(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
