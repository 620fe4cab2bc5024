"""A text file as a workbook: each line in its row, each field in its column, all of it text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from partner_analytics.formula_starts import is_formula_start

MOST_ROWS = 1_048_576
_MOST_NAME, _MOST_WIDTH, _SAMPLE = 31, 42, 200
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def sheet_name(file: str) -> str:
    """What the sheet of a text file is called.

    >>> sheet_name("orders-2025-Q4.csv"), sheet_name("a:b [x] and a name that is far too long.csv")
    ('orders-2025-Q4', 'a_b _x_ and a name that is far ')
    """
    name = _NOT_IN_NAMES.sub("_", Path(file).stem)[:_MOST_NAME].strip("'")
    return name or "Sheet1"


def write_text_workbook(
    path: Path, name: str, rows: Iterable[tuple[int, Sequence[str | None]]]
) -> None:
    """Write rows by their line numbers, in order; no text becomes a number, link or formula."""
    widths: dict[int, int] = {}
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as workbook:
        sheet = workbook.add_worksheet(name)
        # Excel shows it as text, and keeps it so when the cell is edited.
        as_text = workbook.add_format({"quote_prefix": True})
        for at, (line, texts) in enumerate(rows):
            for column, text in enumerate(texts):
                if text is not None:
                    look = as_text if is_formula_start(text) else None
                    sheet.write_string(line - 1, column, text, look)
                    if at < _SAMPLE:
                        widths[column] = max(widths.get(column, 0), len(text))
        _size(sheet, widths)


def _size(sheet: xlsxwriter.worksheet.Worksheet, widths: Mapping[int, int]) -> None:
    for column, width in widths.items():
        sheet.set_column(column, column, min(max(width + 2, 9), _MOST_WIDTH))
