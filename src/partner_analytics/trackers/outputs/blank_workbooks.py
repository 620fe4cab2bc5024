"""A tracker's blank workbook, from its declaration: what it says is what imports read back."""

from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from partner_analytics.trackers.declaration import Column, Reads, Tracker

ROWS = 500
# A fixed date: the same declaration gives the same bytes.
CREATED = datetime(2025, 1, 1)  # noqa: DTZ001 (a workbook's dates have no time zone)
HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
GIVEN = {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}
EXTRA = {"bg_color": "#DDEBF7", "font_color": "#1F4E79", "italic": True}
NUMBER_FORMATS = {
    Reads.DATE: "yyyy-mm-dd",
    Reads.MONEY: "#,##0.00",
    Reads.PERCENT: "0.0%",
    Reads.SCORE: "0.0",
    Reads.NUMBER: "#,##0.00",
    Reads.COUNT: "0",
    Reads.RATING: "0",
}
WIDTHS = {Reads.TEXT: 28, Reads.PARTNER: 28, Reads.CHOICE: 24, Reads.DATE: 13, Reads.RATING: 10}
ORDINARY_WIDTH = 16


def write_template(tracker: Tracker, path: Path) -> None:
    """Write the blank workbook of a tracker: headers in row 1, comments, lists, formats.

    Headers of columns that the source's template lacks are lighter. The file is replaced if
    there is one.
    """
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties(
            {"title": tracker.title, "subject": tracker.description, "created": CREATED}
        )
        sheet = workbook.add_worksheet(tracker.title)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 1)
        given, extra = (workbook.add_format(HEADER | look) for look in (GIVEN, EXTRA))
        for place, (header, columns) in enumerate(tracker.headers().items()):
            sheet.write_string(0, place, header, extra if columns[0].extra else given)
            sheet.write_comment(0, place, comment(columns), {"x_scale": 2, "y_scale": 1.6})
            _shape_column(workbook, sheet, place, columns[0])
        sheet.autofilter(0, 0, ROWS, len(tracker.headers()) - 1)


def comment(columns: list[Column]) -> str:
    """What a header's comment says: what belongs there, in which form, under which other names.

    >>> from partner_analytics.trackers import TRACKERS
    >>> print(comment([TRACKERS["pipeline"].column("target_on")]))
    Date by which the next step is due.
    Optional. Write 2025-03-24, 24 Mar 2025 or March 24, 2025.
    Also read under: Target, Due Date, Expected Close.
    """
    first = columns[0]
    told = [column for column in columns if column.reads is not Reads.RANK]
    meaning = "; ".join(column.description for column in told)
    unit = f", {first.unit}" if first.unit not in ("", "fraction") else ""
    lines = [
        f"{meaning[0].upper()}{meaning[1:]}{unit}.",
        f"{'Required' if first.required else 'Optional'}. {_forms(first)}.",
    ]
    if first.spellings:
        lines.append(f"Also read under: {', '.join(first.spellings)}.")
    return "\n".join(lines)


def _forms(column: Column) -> str:
    return "Pick from the list" if column.choice else f"Write {column.reads.forms}"


def _shape_column(workbook: Workbook, sheet: Worksheet, place: int, column: Column) -> None:
    """Width, number format and list of one column."""
    number_format = NUMBER_FORMATS.get(column.reads)
    cell_format = workbook.add_format({"num_format": number_format}) if number_format else None
    width = max(WIDTHS.get(column.reads, ORDINARY_WIDTH), len(column.header) // 2 + 4)
    sheet.set_column(place, place, width, cell_format)
    if column.choice:
        listed: list[object] = list(column.choice.labels)
    elif column.reads is Reads.RATING:
        listed = [1, 2, 3, 4, 5]
    else:
        return
    sheet.data_validation(
        1,
        place,
        ROWS,
        place,
        {
            "validate": "list",
            "source": listed,
            "error_title": column.header,
            "error_message": "Please pick one of the listed values, or leave the cell empty.",
        },
    )
