"""One quarter's workbook: every tracker's rows as that quarter's habits write them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from sample.habits import HABITS, Habits, spelled
from sample.mistakes import LEFT_IN, LEFT_IN_WHY, made_in, with_row_left_in
from sample.partners import QUARTER_ENDS, STAGES
from sample.values import Failed, Money, Row

TITLES = {
    "pipeline": "HomeAIQ Partnership Pipeline",
    "contacts": "Contact Relationship Mapping",
    "meetings": "Meeting & Interaction Tracking",
    "commercial": "Commercial Performance Metrics",
    "technical": "Technical Performance Metrics",
    "relationship_health": "Relationship Health Metrics",
    "actions": "Priority Actions",
    "evaluations": "Quarterly Partnership Evaluation",
    "scorecards": "Partnership Health Scorecard",
    "documentation": "Partnership Documentation Inventory",
    "resources": "Resource Allocation Tracking",
    "targets": "Target Manufacturers",
    "category_opportunities": "Partnership Opportunity Analysis",
}
TOTALLED = {
    "commercial": ("Annual Volume Commitment", "YTD Volume", "Savings vs. Retail"),
    "resources": ("Partnership Manager Time (hrs/week)", "Budget Allocation"),
}
BLANK_ROWS = 3
GAP_ROWS = 2
# Fixed, so that the same facts give the same bytes.
CREATED = datetime(2026, 1, 5)  # noqa: DTZ001 (a workbook's dates have no time zone)
LOOKS = {
    "title": {"bold": True, "font_size": 14},
    "quiet": {"italic": True, "font_color": "#666666"},
    "header": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True},
    "total": {"bold": True, "top": 1},
    "blank": {"bottom": 4, "bottom_color": "#BFBFBF"},
    "merged": {"valign": "top"},
}


@dataclass
class Written:
    """A mistake and where it stands."""

    file: str
    sheet: str
    cell: str
    written: str
    why: str


@dataclass
class Book:
    """A workbook while it is written."""

    file: str
    quarter: str
    habits: Habits
    workbook: Workbook
    found: list[Written] = field(default_factory=list)
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def look(self, name: str, number_format: str = "") -> Format:
        """A format, made once."""
        parts = dict(LOOKS.get(name, {}))
        if number_format:
            parts["num_format"] = number_format
        key = tuple(sorted(parts.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(parts)
        return self.formats[key]


def write_workbook(folder: Path, quarter: str, trackers: dict[str, list[Row]]) -> list[Written]:
    """Write the quarter's workbook; returns the mistakes in it with their cells."""
    habits = HABITS[quarter]
    file = f"HomeAIQ partner tracker {quarter}.xlsx"
    with xlsxwriter.Workbook(folder / file) as workbook:
        workbook.set_properties(
            {"title": f"Partner tracker {quarter}", "author": "Partner office", "created": CREATED}
        )
        book = Book(file, quarter, habits, workbook)
        for name, held in habits.sheets.items():
            sheet = workbook.add_worksheet(name)
            _fill_sheet(book, sheet, held, trackers)
        _write_lists(book)
    return book.found


def _fill_sheet(
    book: Book, sheet: Worksheet, held: tuple[str, ...], trackers: dict[str, list[Row]]
) -> None:
    if not held:
        _write_cover(book, sheet)
    row = book.habits.header_row - 1
    for place, tracker in enumerate(held):
        title_row = 0 if place == 0 else row
        if place:
            row += 2
        if book.habits.header_row > 1 or place:
            sheet.write_string(title_row, 0, TITLES[tracker], book.look("title"))
        if place == 0:
            _write_lines_above(book, sheet)
        rows = with_row_left_in(book.quarter, tracker, trackers[tracker])
        row = Table(book, sheet, tracker, row).write(rows) + GAP_ROWS
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 14, 18)


def _write_lines_above(book: Book, sheet: Worksheet) -> None:
    """What stands between title and header."""
    day = QUARTER_ENDS[book.quarter]
    if book.habits.as_of:
        sheet.write_string(1, 0, "As of", book.look("quiet"))
        if book.habits.as_of == "date":
            sheet.write_datetime(1, 1, _moment(day), book.look("", "yyyy-mm-dd"))
        else:
            sheet.write_string(1, 1, f"{day:%B} {day.day}, {day.year}")
    elif book.habits.header_row > 1:
        sheet.write_string(1, 0, "CONFIDENTIAL", book.look("quiet"))


def _write_cover(book: Book, sheet: Worksheet) -> None:
    lines = ("HomeAIQ partner tracker", book.quarter, "Kept by the partner office, sent quarterly")
    for row, line in enumerate(lines):
        sheet.write_string(row + 1, 1, line, book.look("title" if row == 0 else "quiet"))


def _write_lists(book: Book) -> None:
    """The hidden sheet that drop-down lists point to."""
    sheet = book.workbook.add_worksheet("Lists")
    for row, stage in enumerate(STAGES):
        sheet.write_string(row, 0, stage)
    for row in range(3):
        sheet.write_string(row, 1, f"Tier {row + 1}")
    sheet.hide()


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (see CREATED)


@dataclass
class Table:
    """One table on a sheet, from its header row on (0-based)."""

    book: Book
    sheet: Worksheet
    tracker: str
    header_row: int

    def write(self, rows: list[Row]) -> int:
        """Write header, rows, blank rows, totals, footer; returns the row after them."""
        headers = [h for h in rows[0] if h not in self.book.habits.left_out]
        own = self.book.habits.own_columns.get(self.tracker, {})
        for column, header in enumerate([*headers, *own]):
            spelled_header = self.book.habits.header(self.tracker, header)
            self.sheet.write_string(
                self.header_row, column, spelled_header, self.book.look("header")
            )
        row = self.header_row + 1
        for place, values in enumerate(rows):
            if place and self._starts_group(rows[place - 1], values):
                row += 1
            self._write_row(row, headers, values)
            for column, text in enumerate(own.values(), start=len(headers)):
                self.sheet.write_string(row, column, text)
            row += 1
        if self.tracker == "contacts" and self.book.habits.is_merged:
            self._merge_partners(rows)
        if self.book.habits.hides_done and self.tracker == "actions":
            self._hide_done(headers, rows)
        return self._write_end(row, headers, rows)

    def _starts_group(self, before: Row, values: Row) -> bool:
        grouped = self.book.habits.is_grouped and self.tracker == "pipeline"
        return grouped and before["Tier"] != values["Tier"]

    def _write_row(self, row: int, headers: list[str], values: Row) -> None:
        mistakes = {m.header: m for m in made_in(self.book.quarter, self.tracker, values)}
        for column, header in enumerate(headers):
            value = mistakes[header].written if header in mistakes else values[header]
            if header == "Manufacturer" and header not in mistakes:
                value = self.book.habits.names.get(self.tracker, {}).get(value, value)
            shown = self._write_cell(row, column, value)
            if header in mistakes:
                self._note(row, column, shown, mistakes[header].why)
        if (self.book.quarter, self.tracker, values.get("Manufacturer")) == LEFT_IN[:3] and all(
            values[header] == value for header, value in LEFT_IN[3].items()
        ):
            self._note(row, 0, values["Manufacturer"], LEFT_IN_WHY)

    def _write_cell(self, row: int, column: int, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, Failed):
            self.sheet.write_formula(row, column, value.formula, None, value.error)
            return value.error
        cell, number_format = spelled(value, self.book.habits)
        look = self.book.look("", number_format) if number_format else None
        if isinstance(cell, date):
            self.sheet.write_datetime(row, column, _moment(cell), look)
        elif isinstance(cell, str):
            self.sheet.write_string(row, column, cell, look)
        else:
            self.sheet.write_number(row, column, cell, look)
        return f"{cell}"

    def _note(self, row: int, column: int, shown: str, why: str) -> None:
        cell = xl_rowcol_to_cell(row, column)
        self.book.found.append(Written(self.book.file, self.sheet.name, cell, shown, why))

    def _merge_partners(self, rows: list[Row]) -> None:
        """One cell for a partner over all of its contacts."""
        first = 0
        for place in range(1, len(rows) + 1):
            name = rows[first]["Manufacturer"]
            if place < len(rows) and rows[place]["Manufacturer"] == name:
                continue
            if place - first > 1:
                start = self.header_row + 1
                look = self.book.look("merged")
                self.sheet.merge_range(start + first, 0, start + place - 1, 0, name, look)
            first = place

    def _hide_done(self, headers: list[str], rows: list[Row]) -> None:
        """A filter that was left on."""
        last = self.header_row + len(rows)
        self.sheet.autofilter(self.header_row, 0, last, len(headers) - 1)
        self.sheet.filter_column(headers.index("Status"), "x != Done")
        for place, values in enumerate(rows):
            if values["Status"] == "Done":
                self.sheet.set_row(self.header_row + 1 + place, options={"hidden": True})

    def _write_end(self, row: int, headers: list[str], rows: list[Row]) -> int:
        """Rows of the template nobody filled in, totals, a note."""
        if self.tracker == "pipeline":
            for blank in range(BLANK_ROWS):
                for column in range(len(headers)):
                    self.sheet.write_blank(row + blank, column, None, self.book.look("blank"))
            row += BLANK_ROWS
        if self.tracker in TOTALLED:
            self._write_totals(row, headers, rows)
            row += 1
        if footer := self.book.habits.footers.get(self.tracker):
            self.sheet.write_string(row + 1, 0, footer, self.book.look("quiet"))
            row += 2
        return row

    def _write_totals(self, row: int, headers: list[str], rows: list[Row]) -> None:
        self.sheet.write_string(row, 0, "Total", self.book.look("total"))
        for header in TOTALLED[self.tracker]:
            column = headers.index(header)
            first = xl_rowcol_to_cell(self.header_row + 1, column)
            last = xl_rowcol_to_cell(row - 1, column)
            amounts = [value[header] for value in rows]
            total = sum(
                a.amount if isinstance(a, Money) else a for a in amounts if not isinstance(a, str)
            )
            if self.book.habits.amounts == "text":
                self._write_cell(row, column, Money(total) if "hrs" not in header else total)
                continue
            number_format = (
                spelled(Money(total), self.book.habits)[1] if "hrs" not in header else ""
            )
            look = self.book.look("total", number_format)
            self.sheet.write_formula(row, column, f"=SUM({first}:{last})", look, round(total, 2))
