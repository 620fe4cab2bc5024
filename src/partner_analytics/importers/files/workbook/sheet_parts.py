"""The cells of one sheet of a workbook, streamed from its XML."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from partner_analytics.addresses import address, column_letter, column_number
from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.format_runs import FormatRun, FormatsMet
from partner_analytics.importers.files.source_settings import Limits
from partner_analytics.importers.files.workbook.formats.format_sections import (
    NumberFormat,
    Section,
    is_notable,
)
from partner_analytics.importers.files.workbook.formats.number_formats import number_format
from partner_analytics.importers.files.workbook.formats.shown_digits import (
    shown_by,
    with_lost_digits,
)
from partner_analytics.importers.files.workbook.formats.shown_numbers import (
    lacking,
    shortest,
    text_of_number,
)
from partner_analytics.importers.files.workbook.packages import Package, damaged
from partner_analytics.importers.files.workbook.text_runs import RUN_ELEMENTS, TextRuns
from partner_analytics.importers.files.workbook.workbook_parts import SheetPart, Workbook, too_long

MOST_ROWS = 1_048_576
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# 1.250 is a thousand and more to some, one and a quarter to others.
_OF_TWO_SIZES = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9.,])")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")

Row = list[str | None]


@dataclass(slots=True)
class SheetCells:
    """What a sheet holds beside its rows, gathered while they are streamed.

    `rich` are cells stored as an error that have a rich value, by its number; `totals`
    are the ranges of totals rows of spreadsheet tables, `ruled` those of cells that a rule may
    show otherwise, each with its number format.
    """

    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    errors: list[tuple[str, str]] = field(default_factory=list)
    rich: list[tuple[str, str, int]] = field(default_factory=list)
    without_value: list[tuple[str, str]] = field(default_factory=list)
    formats: FormatsMet = field(default_factory=FormatsMet)
    totals: list[str] = field(default_factory=list)
    ruled: list[tuple[str, str]] = field(default_factory=list)
    width: int = 0
    first_row: int = 0
    last_row: int = 0


class SheetReader:
    """Streams a sheet: each row that holds cells goes to `take(row number, texts)`."""

    def __init__(
        self,
        package: Package,
        workbook: Workbook,
        sheet: SheetPart,
        limits: Limits,
        take: Callable[[int, Row], Any],
    ) -> None:
        self._package, self._workbook, self._sheet = package, workbook, sheet
        self._limits, self._take = limits, take
        self.cells = SheetCells()
        self._styles_beside_texts = {
            str(at) for at, shown in enumerate(workbook.formats) if shown.adds_to_texts
        }
        self._letters: list[str] = []
        self._row: Row = []
        self._row_number = 0
        self._row_text = "0"
        self._column = 0
        self._cell: dict[str, str] = {}
        self._formula: str | None = None
        self._has_value = False
        self._pieces: list[str] = []
        self._is_phonetic = False
        self._is_inline = False
        self._runs = TextRuns()
        self._ruled = ""

    def read(self) -> SheetCells:
        """Stream the whole sheet; raises UnreadableFile where it is broken or too large."""
        self._parser = parser = self._package.new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._package.parse(self._sheet.part, parser)
        return self.cells

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2] if ":" in name else name
        if element == "c":
            self._cell = attributes
            self._formula = None
            self._has_value = self._is_inline = False
            self._pieces.clear()
        elif element == "v":
            if self._is_inline:
                return
            self._has_value = True
            self._pieces.clear()
            self._parser.CharacterDataHandler = self._pieces.append
        elif element == "t" and not self._is_phonetic:
            self._has_value = True
            self._runs.at(len(self._pieces))
            self._parser.CharacterDataHandler = self._pieces.append
        elif element == "f":
            self._formula = ""
            self._pieces.clear()
            self._parser.CharacterDataHandler = self._pieces.append
        elif element == "row":
            self._start_row(attributes)
        elif element in _RARE:
            _RARE[element](self, attributes)
        elif element in RUN_ELEMENTS:
            self._runs.meet(element, attributes)

    def _end(self, name: str) -> None:
        element = name.rpartition(":")[2] if ":" in name else name
        if element in ("v", "t"):
            self._parser.CharacterDataHandler = None
        elif element == "c":
            self._end_cell()
        elif element == "f":
            self._parser.CharacterDataHandler = None
            self._formula = "".join(self._pieces)
            self._pieces.clear()
        elif element == "row":
            self._end_row()
        elif element == "rPh":
            self._is_phonetic = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        self._row_number = int(written) if written else self._row_number + 1
        self._row_text = str(self._row_number)
        self._column = 0
        self._row = []
        if attributes.get("hidden") in ("1", "true"):
            self.cells.hidden_rows.add(self._row_number)

    def _end_row(self) -> None:
        if not self._row:
            return
        cells, row = self.cells, self._row_number
        if not 1 <= row <= MOST_ROWS:
            raise self._damaged(f"row {row:,}; the last one is {MOST_ROWS:,}")
        cells.first_row = min(cells.first_row or row, row)
        cells.last_row = max(cells.last_row, row)
        cells.width = max(cells.width, len(self._row))
        self._refuse_too_large()
        self._take(row, self._row)

    def _refuse_too_large(self) -> None:
        cells, limits = self.cells, self._limits
        used = (cells.last_row - cells.first_row + 1) * cells.width
        if used > limits.used_cells or cells.width > limits.columns:
            corner = address(cells.last_row, cells.width)
            raise UnreadableFile(
                "sheet-too-large",
                place=Place(self._package.file, self._sheet.name, corner),
                expected=f"at most {limits.used_cells:,} cells in {limits.columns:,} columns",
                found=f"cells from row {cells.first_row:,} to {corner}",
                remedy="Delete stray cells far right or far below the table (in Excel Ctrl+End "
                "shows the last one), or raise the limits used_cells and columns.",
            )

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        self._column = self._column_of(reference) if reference else self._column + 1
        text = self._text()
        if not text:
            return
        if self._cell.get("s") in self._workbook.struck_styles:
            line = self._row_number
            self.cells.formats.add(FormatRun(self._column, line, line, "", lacks="struck"))
        if len(text) > self._limits.cell_characters:
            place = Place(self._package.file, self._sheet.name, self._address())
            raise too_long(self._package.file, len(text), self._limits, place)
        row, at = self._row, self._column - 1
        if at == len(row):
            row.append(text)
        elif at > len(row):
            if at >= self._limits.columns:
                self.cells.width = at + 1
                self.cells.first_row = self.cells.first_row or self._row_number
                self.cells.last_row = self._row_number
                self._refuse_too_large()
            row.extend([None] * (at - len(row)))
            row.append(text)
        elif row[at] is None:
            row[at] = text
        else:
            raise self._damaged(f"cell {self._address()} twice")

    def _text(self) -> str | None:
        kind = self._cell.get("t", "n")
        if not self._has_value and self._formula is None:
            return None
        written = self._runs.text_of(self._pieces)
        if self._styles_beside_texts and kind in ("s", "str", "inlineStr"):
            self._note_text_format()
        if kind == "s":
            return self._noted(self._shared_text(written)) if written else None
        if self._formula is not None and self._is_without_value(kind, written):
            self.cells.without_value.append((self._address(), self._formula))
            return None
        if kind == "n":
            return self._number(written) if written else None
        return self._text_of_kind(kind, written)

    def _noted(self, text: str) -> str:
        """A text; one that may be a number of two sizes is noted to be no number of the sheet."""
        if "." in text and _OF_TWO_SIZES.search(text):
            row = self._row_number
            self.cells.formats.add(FormatRun(self._column, row, row, "", lacks="type"))
        return text

    def _number(self, written: str) -> str:
        style = self._cell.get("s")
        shown, pattern = self._workbook.format_of(style), self._workbook.digits_of(style)
        try:
            if shown.is_notable:
                self._note_format(written, shown)
            elif pattern is None and shown.only and shown.only.padded_to > 1:
                self._note_padding(written, shown, shown.only)
            elif shown.decimals is not None and "." in written:
                self._note_decimals(written, shown, shown.decimals)
            digits = shown_by(pattern, written) if pattern else None
            if digits is not None:
                return digits
            return with_lost_digits(text_of_number(written, shown, self._workbook.notation))
        except (ValueError, ArithmeticError):
            raise self._damaged(f'the number "{written}" in {self._address()}') from None

    def _note_format(self, written: str, shown: NumberFormat) -> None:
        number = Decimal(shortest(written))
        section = shown.section_of(number)
        if is_notable(section):
            thousands = 0 if section.says_so else section.thousands
            row, lacks = self._row_number, lacking(number, section)
            self.cells.formats.add(
                FormatRun(self._column, row, row, shown.code, section.is_clear, thousands, lacks)
            )
            if not lacks:
                self._note_padding(written, shown, section)

    def _note_text_format(self) -> None:
        """Note a text that is shown with something beside it: "12" is not what a person sees."""
        style, row = self._cell.get("s"), self._row_number
        if style in self._styles_beside_texts:
            code = self._workbook.format_of(style).code
            self.cells.formats.add(FormatRun(self._column, row, row, code, is_clear=False))

    def _note_padding(self, written: str, shown: NumberFormat, section: Section) -> None:
        """Note a number shown with zeros in front: of an identifier, 001,234 is not 1234."""
        if _is_padded(Decimal(shortest(written)), section):
            row = self._row_number
            self.cells.formats.add(FormatRun(self._column, row, row, shown.code, lacks="zeros"))

    def _note_decimals(self, written: str, shown: NumberFormat, decimals: int) -> None:
        """Note a fraction shown with more or fewer decimals: of an identifier, 1.10 is not 1.1."""
        stored = len(shortest(written).partition(".")[2])
        if stored not in (0, decimals):
            row = self._row_number
            self.cells.formats.add(FormatRun(self._column, row, row, shown.code, lacks="decimals"))

    def _text_of_kind(self, kind: str, written: str) -> str:
        if kind == "e":
            number = self._cell.get("vm", "")
            if number.isdecimal():
                self.cells.rich.append((self._address(), written, int(number)))
            else:
                self.cells.errors.append((self._address(), written))
            return written
        if kind == "b":
            return "TRUE" if written.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return written.replace("T", " ").removesuffix(" 00:00:00").removesuffix("Z")
        return self._noted(unescaped(written))

    def _is_without_value(self, kind: str, written: str) -> bool:
        if kind == "n" and self._workbook.is_recalculated and written == "0":
            return True
        return not self._has_value or (not written and kind != "str")

    def _shared_text(self, written: str) -> str:
        try:
            return unescaped(self._workbook.texts[int(written)])
        except (ValueError, IndexError):
            raise self._damaged(f"no shared text {written} for {self._address()}") from None

    def _column_of(self, reference: str) -> int:
        after = self._column
        if after < len(self._letters) and reference == self._letters[after] + self._row_text:
            return after + 1  # the next cell of the row, as nearly all are
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise self._damaged(f'a cell at "{reference}"')
        if int(match[2]) != self._row_number:
            raise self._damaged(f"cell {reference} in row {self._row_number}")
        column = column_number(match[1].upper())
        if column <= self._limits.columns and column > len(self._letters):
            first = len(self._letters) + 1
            self._letters += [column_letter(at) for at in range(first, column + 1)]
        return column

    def _address(self) -> str:
        return address(max(self._row_number, 1), self._column)

    def _merge(self, attributes: dict[str, str]) -> None:
        self.cells.merged.append(attributes.get("ref", ""))

    def _start_rules(self, attributes: dict[str, str]) -> None:
        self._ruled = attributes.get("sqref", "")

    def _rule(self, attributes: dict[str, str]) -> None:
        """Note the cells that a rule may show with something beside their numbers."""
        number = attributes.get("dxfId", "")
        code = self._workbook.rule_codes.get(int(number)) if number.isdecimal() else None
        if code is None:
            return
        shown = number_format(code)
        if shown.is_notable or any(one.kind == "percent" for one in shown.sections):
            met = filter(_RANGE.fullmatch, self._ruled.split())
            self.cells.ruled += [(cells, code) for cells in met]

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") not in ("1", "true"):
            return
        first, last = int(attributes.get("min", "1")), int(attributes.get("max", "0"))
        for column in range(first, min(last, self._limits.columns) + 1):
            self.cells.hidden_columns.add(column_letter(column))

    def _start_inline(self, _: dict[str, str]) -> None:
        """Begin a text kept in its cell: a value beside it means nothing."""
        if self._cell.get("t") == "inlineStr":
            self._is_inline = True
            self._pieces.clear()

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._is_phonetic = True

    def _damaged(self, found: str) -> UnreadableFile:
        return damaged(self._package.file, found, Place(self._package.file, self._sheet.name))


def _is_padded(number: Decimal, section: Section) -> bool:
    """Whether a number is shown with zeros in front that it does not have."""
    return section.has_digits and section.padded_to > max(len(str(abs(int(number)))), 1)


_RARE: dict[str, Callable[[SheetReader, dict[str, str]], None]] = {
    "mergeCell": SheetReader._merge,
    "col": SheetReader._hide_columns,
    "conditionalFormatting": SheetReader._start_rules,
    "cfRule": SheetReader._rule,
    "is": SheetReader._start_inline,
    "rPh": SheetReader._start_phonetic,
}


def unescaped(text: str) -> str:
    r"""Undo the `_x000D_` spelling of characters that XML cannot hold.

    >>> unescaped("one_x000A_two")
    'one\ntwo'
    """
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
