"""The styles of a workbook's cells: their number formats, and which are struck out."""

from dataclasses import dataclass, field

from partner_analytics.importers.files.workbook.formats.number_formats import BUILT_IN, GENERAL
from partner_analytics.importers.files.workbook.packages import Package


@dataclass(slots=True)
class Styles:
    """The format code of each cell style, those of rules by their number, and struck-out styles.

    Cells name their style by its number, as a text.
    """

    codes: list[str] = field(default_factory=list)
    rule_codes: dict[int, str] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()


class _StylesRead:
    """Gathers the styles while their part is walked through."""

    def __init__(self) -> None:
        self.codes = dict(BUILT_IN)
        self.rule_codes: dict[int, str] = {}
        self.styles: list[tuple[int, int]] = []  # number format, font
        self.struck_fonts: set[int] = set()
        self._fonts = self._rules = 0
        self._is_cell_style = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "dxf":
            self._rules += 1
        elif element == "numFmt" and self._rules:
            self.rule_codes[self._rules - 1] = attributes.get("formatCode", GENERAL)
        elif element == "numFmt" and attributes.get("numFmtId", "").isdigit():
            self.codes[int(attributes["numFmtId"])] = attributes.get("formatCode", GENERAL)
        elif element == "font" and not self._rules:
            self._fonts += 1
        elif (
            element == "strike" and not self._rules and attributes.get("val") not in ("0", "false")
        ):
            self.struck_fonts.add(self._fonts - 1)
        elif element == "cellXfs":
            self._is_cell_style = True
        elif element == "xf" and self._is_cell_style:
            numbers = (attributes.get(name, "0") for name in ("numFmtId", "fontId"))
            code, font = (int(number) if number.isdigit() else 0 for number in numbers)
            self.styles.append((code, font))

    def end(self, element: str) -> None:
        if element == "cellXfs":
            self._is_cell_style = False


def read_styles(package: Package, part: str) -> Styles:
    """Read the part of a workbook that says how cells look; nothing where there is none."""
    if part not in package:
        return Styles()
    read = _StylesRead()
    package.walk(part, read.start, read.end)
    return Styles(
        [read.codes.get(code, GENERAL) for code, _ in read.styles],
        read.rule_codes,
        frozenset(str(at) for at, (_, font) in enumerate(read.styles) if font in read.struck_fonts),
    )
