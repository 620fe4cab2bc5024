"""Writing the annotated copy of a workbook: marks on cells, and the Problems sheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from partner_analytics.markup.cell_comments import SheetComments
from partner_analytics.markup.cell_marks import Mark, by_cell, comment_text, severity_of
from partner_analytics.markup.cell_styles import Styles
from partner_analytics.markup.problems_sheet import problems_sheet
from partner_analytics.markup.sheet_xml import SheetXml
from partner_analytics.markup.workbook_package import WorkbookPackage, local
from partner_analytics.origins import Origin
from partner_analytics.problems import Problem

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MOST_NAME = 31


def annotate_workbook(
    source: Path,
    target: Path,
    marks: Sequence[Mark],
    origin: Origin,
    *,
    earlier: Sequence[Mark] = (),
    looks: Mapping[tuple[str, str], str] | None = None,
    problems_name: str | None = None,
) -> None:
    """Write a copy of a workbook with the problems marked on their cells.

    Only the parts that hold marks change. Where the workbook is an annotated copy itself,
    `earlier` are the marks in it, `looks` how its marked cells looked before, and
    `problems_name` is the name of its Problems sheet: the old marks are taken out first.
    """
    with WorkbookPackage(source) as package:
        copy = _AnnotatedCopy(package)
        if problems_name is not None:
            copy.unmark(earlier, looks or {})
        copy.mark(marks)
        copy.finish(marks, origin, problems_name)
        package.write(target)


class _AnnotatedCopy:
    def __init__(self, package: WorkbookPackage) -> None:
        self._package = package
        self._styles = Styles(package)
        related = {key: part for key, _, part in package.relations(package.main)}
        workbook = package.tree(package.main)
        self._parts: dict[str, str] = {}
        for sheet in workbook.iter(f"{{{package.namespace}}}sheet"):
            relation = sheet.get(f"{{{package.relations_base}}}id", "")
            self._parts[sheet.get("name", "")] = related.get(relation, "")
        self._open: dict[str, tuple[SheetXml, SheetComments]] = {}
        self._looks: dict[tuple[str, str], str] = {}

    def unmark(self, earlier: Sequence[Mark], looks: Mapping[tuple[str, str], str]) -> None:
        """Take the old marks out: our part of the comments, and our fills."""
        said = by_cell(earlier)
        texts = {target: comment_text(problems) for target, problems in said.items()}
        for name in {sheet for sheet, _ in said if sheet in self._parts}:
            sheet, comments = self._sheet(name)
            for cell in list(comments.cells):
                own = [texts[name, cell]] if (name, cell) in texts else []
                comments.remove(cell, [*own, *texts.values()])
            for cell in (cell for of, cell in said if of == name):
                style = sheet.style(cell)
                if sheet.has(cell) and self._styles.is_marked(style):
                    sheet.set_style(cell, self._styles.restored(style, looks.get((name, cell), "")))
        # Cells that were moved with their mark: their own look is no longer known.
        self._styles.clear_marks()

    def mark(self, marks: Sequence[Mark]) -> None:
        """Fill each cell that has problems, and say them in its comment."""
        for (name, cell), problems in by_cell(marks).items():
            self._mark_cell(name, cell, problems)

    def _mark_cell(self, name: str, cell: str, problems: Sequence[Problem]) -> None:
        sheet, comments = self._sheet(name)
        style = sheet.style(cell)
        self._looks[name, cell] = self._styles.look(style)
        sheet.set_style(cell, self._styles.marked(style, severity_of(problems)))
        comments.add(cell, comment_text(problems))

    def finish(self, marks: Sequence[Mark], origin: Origin, old_name: str | None) -> None:
        """Write the drawings and the Problems sheet."""
        for _, comments in self._open.values():
            comments.finish()
        xml = problems_sheet(marks, self._looks, origin, self._styles)
        content = etree.tostring(xml, xml_declaration=True, encoding="UTF-8", standalone=True)
        if old_name is not None:
            self._package.put(self._parts[old_name], content)
            self._forget_filter(list(self._parts).index(old_name))
            return
        self._add_sheet(content)

    def _sheet(self, name: str) -> tuple[SheetXml, SheetComments]:
        if name not in self._open:
            part = self._parts[name]
            sheet = SheetXml(self._package.tree(part), self._package.relations_base)
            number = list(self._parts).index(name) + 1
            self._open[name] = sheet, SheetComments(self._package, part, sheet, number)
        return self._open[name]

    def _add_sheet(self, content: bytes) -> None:
        package = self._package
        folder = package.main.rpartition("/")[0] or "xl"
        part = package.unused(f"{folder}/worksheets/sheet{{}}.xml")
        package.put(part, content, _SHEET_TYPE)
        relation = package.relate(package.main, "worksheet", part)
        sheets = package.tree(package.main).find(f"{{{package.namespace}}}sheets")
        numbers = [int(sheet.get("sheetId", "0")) for sheet in sheets]
        sheet = etree.SubElement(sheets, f"{{{package.namespace}}}sheet")
        sheet.set("name", self._free_name())
        sheet.set("sheetId", str(max(numbers, default=0) + 1))
        sheet.set(f"{{{package.relations_base}}}id", relation)

    def _free_name(self) -> str:
        """A name for the Problems sheet that no sheet has; their case does not count."""
        taken = {name.casefold() for name in self._parts}
        name, number = "Problems", 2
        while name.casefold() in taken:
            name, number = f"Problems {number}", number + 1
        return name[:_MOST_NAME]

    def _forget_filter(self, position: int) -> None:
        """Remove the range a spreadsheet program noted for the filter of the old sheet."""
        names: list[Any] = [
            one
            for one in self._package.tree(self._package.main).iter()
            if local(one) == "definedName"
            and one.get("name") == "_xlnm._FilterDatabase"
            and one.get("localSheetId") == str(position)
        ]
        for one in names:
            parent = one.getparent()
            parent.remove(one)
            if not len(parent):
                parent.getparent().remove(parent)
