"""The Problems sheet of an annotated copy: a row a problem, by owner, linked to its cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from partner_analytics.addresses import address, row_and_column
from partner_analytics.formula_starts import guarded
from partner_analytics.markup.cell_comments import xml_text
from partner_analytics.markup.cell_marks import Mark
from partner_analytics.markup.cell_styles import FILLS, Styles
from partner_analytics.origins import COLUMNS, HEADER_ROW, MARKER_ROW, Origin
from partner_analytics.problems import Severity
from partner_analytics.wording import plural

NO_OWNER = "(no owner)"
_WIDTHS = (20, 26, 22, 9, 24, 11, 36, 44, 54)
_HEADER_FILL, _LINK, _TAB = "FF1F4E79", "FF0563C1", "FFF4A583"


def problems_sheet(
    marks: Sequence[Mark], looks: Mapping[tuple[str, str], str], origin: Origin, styles: Styles
) -> Any:
    """The XML of the sheet; `looks` are the marked cells' own looks, by sheet and cell."""
    return _ProblemsSheet(marks, looks, origin, styles).build()


class _ProblemsSheet:
    def __init__(
        self,
        marks: Sequence[Mark],
        looks: Mapping[tuple[str, str], str],
        origin: Origin,
        styles: Styles,
    ) -> None:
        self._marks = sorted(marks, key=_by_owner)
        self._looks, self._origin = looks, origin
        self._namespace = styles.namespace
        fills = {f"{severity}": color for severity, color in FILLS.items()}
        self._styles = {
            "title": styles.plain(bold=True, size=14),
            "note": styles.plain(),
            "header": styles.plain(bold=True, color="FFFFFFFF", fill=_HEADER_FILL, indented=True),
            "text": styles.plain(wrap=True, border=True, indented=True),
            "link": styles.plain(underlined=True, color=_LINK, border=True, indented=True),
            **{
                name: styles.plain(fill=fill, border=True, indented=True)
                for name, fill in fills.items()
            },
        }

    def build(self) -> Any:
        last = HEADER_ROW + len(self._marks)
        self.root = etree.Element(self._tag("worksheet"), nsmap={None: self._namespace})
        look = etree.SubElement(self.root, self._tag("sheetPr"))
        etree.SubElement(look, self._tag("tabColor"), rgb=_TAB)
        etree.SubElement(look, self._tag("pageSetUpPr"), fitToPage="1")
        self._freeze()
        self._size_columns()
        self._data = etree.SubElement(self.root, self._tag("sheetData"))
        self._write_head()
        for at, mark in enumerate(self._marks, start=HEADER_ROW + 1):
            self._write_problem(at, mark)
        listed = f"A{HEADER_ROW}:{address(max(last, HEADER_ROW + 1), len(_WIDTHS))}"
        etree.SubElement(self.root, self._tag("autoFilter"), ref=listed)
        self._link_cells()
        margins = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.5"}
        etree.SubElement(self.root, self._tag("pageMargins"), **margins, header="0.3", footer="0.3")
        etree.SubElement(
            self.root,
            self._tag("pageSetup"),
            orientation="landscape",
            fitToWidth="1",
            fitToHeight="0",
        )
        return self.root

    def _freeze(self) -> None:
        views = etree.SubElement(self.root, self._tag("sheetViews"))
        view = etree.SubElement(views, self._tag("sheetView"), showGridLines="0")
        view.set("workbookViewId", "0")
        below = f"A{HEADER_ROW + 1}"
        pane = {"ySplit": str(HEADER_ROW), "topLeftCell": below, "state": "frozen"}
        etree.SubElement(view, self._tag("pane"), **pane, activePane="bottomLeft")
        etree.SubElement(view, self._tag("selection"), pane="bottomLeft", activeCell=below)
        etree.SubElement(self.root, self._tag("sheetFormatPr"), defaultRowHeight="15")

    def _size_columns(self) -> None:
        columns = etree.SubElement(self.root, self._tag("cols"))
        for at in range(1, len(COLUMNS) + 1):
            column = etree.SubElement(columns, self._tag("col"), min=str(at), max=str(at))
            is_shown = at <= len(_WIDTHS)
            column.set("width", str(_WIDTHS[at - 1] if is_shown else 8))
            column.set("customWidth", "1")
            if not is_shown:
                column.set("hidden", "1")

    def _write_head(self) -> None:
        self._row(1, [(f"Problems in {self._origin.file}{self._as_of()}", "title")], height=24)
        self._row(2, [(self._told(), "note")])
        legend = [("error", "a value or row is kept out"), ("warning", "nothing is kept out")]
        self._row(3, [cell for kind, told in legend for cell in ((kind, kind), (told, "note"))])
        self._row(MARKER_ROW, [(str(self._origin), "note")], hidden=True)
        self._row(HEADER_ROW, [(name, "header") for name in COLUMNS], height=20)

    def _as_of(self) -> str:
        return f", as of {self._origin.as_of:%Y-%m-%d}" if self._origin.as_of else ""

    def _told(self) -> str:
        count = Counter(mark.problem.severity for mark in self._marks)
        if not self._marks:
            return "None were found."
        return (
            f"{plural(count[Severity.ERROR], 'error')}, "
            f"{plural(count[Severity.WARNING], 'warning')}. Mend the colored cells, save, and "
            f"import or lint this file: it counts as the next version of {self._origin.file}. "
            "This sheet is left out then."
        )

    def _write_problem(self, at: int, mark: Mark) -> None:
        problem = mark.problem
        place = mark.cell or (f"line {problem.line}" if problem.line else "")
        look = self._looks.get(mark.target, "") if mark.target else ""
        shown = [
            (problem.owner or NO_OWNER, "text"),
            (problem.partner or "", "text"),
            (mark.sheet or problem.sheet or "(whole file)", "text"),
            (place or "", "link" if mark.cell else "text"),
            (problem.header or "", "text"),
            (str(problem.severity), str(problem.severity)),
            (problem.found, "text"),
            (problem.expected, "text"),
            (problem.remedy, "text"),
            (problem.code, "note"),
            (problem.column or "", "note"),
            (look, "note"),
        ]
        texts = zip(_WIDTHS, shown, strict=False)
        lines = max(
            sum(-(-len(part) // (width - 3)) or 1 for part in text.split("\n"))
            for width, (text, _) in texts
        )
        self._row(at, shown, height=max(lines, 1) * 13.5 + 3)

    def _row(
        self, at: int, texts: Sequence[tuple[str, str]], *, height: float = 0, hidden: bool = False
    ) -> None:
        row = etree.SubElement(self._data, self._tag("row"), r=str(at))
        if height:
            row.set("ht", f"{min(height, 409):g}")
            row.set("customHeight", "1")
        if hidden:
            row.set("hidden", "1")
        for place, (text, style) in enumerate(texts, start=1):
            cell = etree.SubElement(row, self._tag("c"), r=address(at, place))
            cell.set("s", str(self._styles[style]))
            if text:
                cell.set("t", "inlineStr")
                held = etree.SubElement(cell, self._tag("is"))
                written = etree.SubElement(held, self._tag("t"))
                written.text = xml_text(guarded(text))
                written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _link_cells(self) -> None:
        linked = [(at, m) for at, m in enumerate(self._marks, start=HEADER_ROW + 1) if m.cell]
        if not linked:
            return
        links = etree.SubElement(self.root, self._tag("hyperlinks"))
        for at, mark in linked:
            sheet = (mark.sheet or "").replace("'", "''")
            link = etree.SubElement(links, self._tag("hyperlink"), ref=f"D{at}")
            link.set("location", f"'{sheet}'!{mark.cell}")
            link.set("display", mark.cell or "")

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def _by_owner(mark: Mark) -> tuple[Any, ...]:
    """By owner, those without one last; then partner, severity, sheet and place."""
    problem = mark.problem
    place = row_and_column(mark.cell.partition(":")[0]) if mark.cell else (problem.line or 0, 0)
    return (
        problem.owner is None,
        (problem.owner or "").casefold(),
        problem.partner is None,
        (problem.partner or "").casefold(),
        problem.severity is not Severity.ERROR,
        mark.sheet or problem.sheet or "",
        place,
    )
