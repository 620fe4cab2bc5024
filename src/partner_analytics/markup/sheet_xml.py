"""One sheet of a workbook: its cells by address, and where they are on the screen."""

from bisect import bisect_left
from typing import Any

from lxml import etree

from partner_analytics.addresses import address, row_and_column
from partner_analytics.markup.workbook_package import local

# What follows the reference to the drawing of comments in a sheet (ECMA-376, CT_Worksheet).
_AFTER_DRAWING = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_COLUMN_PIXELS, _ROW_PIXELS = 64, 20


class SheetXml:
    """The XML of a sheet; a cell that is not there is made in its place."""

    def __init__(self, root: Any, relations_namespace: str) -> None:
        self.root = root
        self._namespace = etree.QName(root).namespace
        self._relations = relations_namespace
        self._rows: dict[int, Any] = {}
        self._numbers: list[int] = []
        self._columns = list(root.iter(self._tag("col")))
        self._number_rows()

    def style(self, cell: str) -> int:
        """The style a cell is shown with: its own, its row's or its column's."""
        row, column = row_and_column(cell)
        found = self._find(row, column)
        if found is not None:
            return int(found.get("s", "0"))
        line = self._rows.get(row)
        if line is not None and line.get("customFormat") in ("1", "true"):
            return int(line.get("s", "0"))
        styled = (col for col in self._columns if _covers(col, column))
        return next((int(col.get("style", "0")) for col in styled), 0)

    def set_style(self, cell: str, style: int) -> None:
        """Give a cell a style; an empty cell is made where there is none."""
        row, column = row_and_column(cell)
        found = self._find(row, column)
        if found is None:
            found = self._new_cell(row, column, cell)
        found.set("s", str(style))

    def has(self, cell: str) -> bool:
        """Whether the sheet has the cell."""
        return self._find(*row_and_column(cell)) is not None

    def drawing(self) -> str | None:
        """The relation of the drawing that holds comments and form controls, if there is one."""
        found = self.root.find(self._tag("legacyDrawing"))
        return None if found is None else found.get(f"{{{self._relations}}}id")

    def set_drawing(self, relation: str) -> None:
        """Refer to the drawing of comments."""
        element = etree.Element(self._tag("legacyDrawing"))
        element.set(f"{{{self._relations}}}id", relation)
        following = [at for at, one in enumerate(self.root) if local(one) in _AFTER_DRAWING]
        drawn = [at for at, one in enumerate(self.root) if local(one) == "drawing"]
        # Before the drawing an alternative content may stand for something else.
        after = [at for at in following if at > max(drawn, default=-1)]
        self.root.insert(min(after, default=len(self.root)), element)

    def column_pixels(self, column: int) -> int:
        """The width of a column on the screen."""
        for col in self._columns:
            if _covers(col, column):
                if col.get("hidden") in ("1", "true"):
                    return 0
                return round(float(col.get("width", "9.14")) * 7)
        return _COLUMN_PIXELS

    def row_pixels(self, row: int) -> int:
        """The height of a row on the screen."""
        line = self._rows.get(row)
        if line is None:
            return _ROW_PIXELS
        if line.get("hidden") in ("1", "true"):
            return 0
        return round(float(line.get("ht", "15")) * 4 / 3)

    # how

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    @property
    def _data(self) -> Any:
        return self.root.find(self._tag("sheetData"))

    def _number_rows(self) -> None:
        """Find the rows; those that do not say their number get it written."""
        number = 0
        for line in self._data.iterchildren(self._tag("row")):
            number = int(line.get("r", number + 1))
            line.set("r", str(number))
            self._rows[number] = line
        self._numbers = sorted(self._rows)

    def _find(self, row: int, column: int) -> Any:
        line = self._rows.get(row)
        if line is None:
            return None
        at = 0
        for cell in line.iterchildren(self._tag("c")):
            at = row_and_column(cell.get("r").upper())[1] if cell.get("r") else at + 1
            if at == column:
                return cell
        return None

    def _new_cell(self, row: int, column: int, cell: str) -> Any:
        line = self._rows.get(row)
        if line is None:
            line = self._new_row(row)
        line.attrib.pop("spans", None)  # a hint that would no longer be true
        position = at = 0
        for there in line.iterchildren(self._tag("c")):
            at = row_and_column(there.get("r").upper())[1] if there.get("r") else at + 1
            there.set("r", address(row, at))
            if at < column:
                position = line.index(there) + 1
        new = etree.Element(self._tag("c"), r=cell)
        line.insert(position, new)
        self._widen_dimension(row, column)
        return new

    def _new_row(self, row: int) -> Any:
        line = etree.Element(self._tag("row"), r=str(row))
        at = bisect_left(self._numbers, row)
        if at < len(self._numbers):
            self._rows[self._numbers[at]].addprevious(line)
        else:
            self._data.append(line)
        self._numbers.insert(at, row)
        self._rows[row] = line
        return line

    def _widen_dimension(self, row: int, column: int) -> None:
        dimension = self.root.find(self._tag("dimension"))
        if dimension is None or not dimension.get("ref"):
            return
        first, _, last = dimension.get("ref").replace("$", "").partition(":")
        (top, left), (bottom, right) = row_and_column(first), row_and_column(last or first)
        top, left = min(top, row), min(left, column)
        bottom, right = max(bottom, row), max(right, column)
        dimension.set("ref", f"{address(top, left)}:{address(bottom, right)}")


def _covers(col: Any, column: int) -> bool:
    return int(col.get("min", "0")) <= column <= int(col.get("max", "0"))
