"""The parts of a workbook beside its sheets: which sheets there are, texts, number formats."""

from dataclasses import dataclass

from partner_analytics.addresses import address, range_corners
from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.located_cells import Visibility
from partner_analytics.importers.files.source_settings import Limits
from partner_analytics.importers.files.workbook.formats.format_sections import NumberFormat
from partner_analytics.importers.files.workbook.formats.number_formats import (
    GENERAL,
    number_format,
)
from partner_analytics.importers.files.workbook.formats.shown_digits import (
    DigitPattern,
    digit_pattern,
)
from partner_analytics.importers.files.workbook.formats.shown_numbers import Notation
from partner_analytics.importers.files.workbook.packages import Package, damaged
from partner_analytics.importers.files.workbook.text_runs import RUN_ELEMENTS, TextRuns
from partner_analytics.importers.files.workbook.workbook_styles import read_styles

_VISIBILITY: dict[str, Visibility] = {"hidden": "hidden", "veryHidden": "very hidden"}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of cells and the part that holds them."""

    name: str
    visibility: Visibility
    part: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the sheets of a workbook share.

    `is_recalculated` says that the program that opens it shall calculate all formulas: then a
    stored 0 may be a mere placeholder. `parts` are those it relates to, by kind. `rule_codes` are
    the number formats that rules of conditional formatting may show cells by, by their number.
    """

    sheets: list[SheetPart]
    texts: list[str]
    formats: list[NumberFormat]
    digit_patterns: list[DigitPattern | None]
    notation: Notation
    is_recalculated: bool
    has_links: bool
    parts: dict[str, str]
    rule_codes: dict[int, str]
    struck_styles: frozenset[str] = frozenset()

    def format_of(self, style: str | None) -> NumberFormat:
        """Return the number format of a cell's style; an unknown style shows a plain number."""
        try:
            return self.formats[int(style or 0)]
        except (ValueError, IndexError):
            return number_format(GENERAL)

    def digits_of(self, style: str | None) -> DigitPattern | None:
        """Return how a cell's style shows a number of an order or article; None for others."""
        try:
            return self.digit_patterns[int(style or 0)]
        except (ValueError, IndexError):
            return None


def read_workbook(package: Package, limits: Limits, decimal_mark: str) -> Workbook:
    """Read what the sheets share; raises UnreadableFile where the parts do not fit together."""
    main = _main_part(package)
    relations = package.relations(main)
    sheets: list[SheetPart] = []
    flags: dict[str, bool] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "sheet":
            sheet = _sheet_part(package, relations, attributes)
            if sheet is not None:
                sheets.append(sheet)
        elif element == "workbookPr":
            flags["from_1904"] = _is_true(attributes.get("date1904"))
        elif element == "calcPr":
            flags["is_recalculated"] = _is_true(attributes.get("fullCalcOnLoad"))

    package.walk(main, start)
    by_kind = dict(relations.values())
    texts_part, styles_part = by_kind.get("sharedStrings", ""), by_kind.get("styles", "")
    package.refuse_declarations({main, texts_part, styles_part, *(sheet.part for sheet in sheets)})
    styles = read_styles(package, styles_part)
    return Workbook(
        sheets,
        _shared_texts(package, texts_part, limits) if texts_part in package else [],
        [number_format(code) for code in styles.codes],
        [digit_pattern(code) for code in styles.codes],
        Notation(flags.get("from_1904", False), decimal_mark),
        flags.get("is_recalculated", False),
        "externalLink" in by_kind,
        by_kind,
        styles.rule_codes,
        styles.struck,
    )


def totals_rows(package: Package, sheet: SheetPart) -> list[str]:
    """Return the ranges of the totals rows that the spreadsheet tables of a sheet show."""
    found: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element != "table":
            return
        rows, cells = attributes.get("totalsRowCount", "0"), attributes.get("ref", "")
        if rows.isdecimal() and int(rows) and ":" in cells:
            top, left, bottom, right = range_corners(cells)
            first = max(bottom - int(rows) + 1, top)
            found.append(f"{address(first, left)}:{address(bottom, right)}")

    for kind, part in package.relations(sheet.part).values():
        if kind == "table" and part in package:
            package.walk(part, start)
    return found


def _is_true(flag: str | None) -> bool:
    return flag in ("1", "true", "on")


def _main_part(package: Package) -> str:
    for kind, part in package.relations("").values():
        if kind == "officeDocument" and part in package:
            return part
    raise damaged(package.file, "no workbook among its parts")


def _sheet_part(
    package: Package, relations: dict[str, tuple[str, str]], attributes: dict[str, str]
) -> SheetPart | None:
    """Return a sheet of cells; None for charts and dialogs, which have none."""
    name = attributes.get("name", "")
    relation = next(
        (value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), ""
    )
    kind, part = relations.get(relation, ("", ""))
    if kind in ("chartsheet", "dialogsheet"):
        return None
    if part not in package:
        raise damaged(package.file, "no part that holds its cells", Place(package.file, name))
    return SheetPart(name, _VISIBILITY.get(attributes.get("state", ""), "visible"), part)


def _shared_texts(package: Package, part: str, limits: Limits) -> list[str]:
    """Read the texts that cells share; what is only a reading aid (phonetic) is left out."""
    texts: list[str] = []
    pieces: list[str] = []
    parser = package.new_parser()
    runs = TextRuns()
    is_phonetic = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_phonetic
        element = name.rpartition(":")[2]
        if element == "t" and not is_phonetic:
            runs.at(len(pieces))
            parser.CharacterDataHandler = pieces.append
        elif element in RUN_ELEMENTS:
            runs.meet(element, attributes)
        elif element == "rPh":
            is_phonetic = True

    def end(name: str) -> None:
        nonlocal is_phonetic
        element = name.rpartition(":")[2]
        if element == "t":
            parser.CharacterDataHandler = None
        elif element == "rPh":
            is_phonetic = False
        elif element == "si":
            text = runs.text_of(pieces)
            pieces.clear()
            if len(text) > limits.cell_characters:
                raise too_long(package.file, len(text), limits)
            texts.append(text)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    package.parse(part, parser)
    return texts


def too_long(file: str, length: int, limits: Limits, place: Place | None = None) -> UnreadableFile:
    """Refuse a cell that holds more text than a spreadsheet allows."""
    return UnreadableFile(
        "cell-too-long",
        place=place or Place(file),
        expected=f"cells of at most {limits.cell_characters:,} characters",
        found=f"a cell of {length:,}",
        remedy="Shorten the cell, or raise the limit cell_characters.",
    )
