"""The comments (notes) of one sheet: ours added below what people wrote, and taken out again."""

import re
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from lxml import etree

from partner_analytics.addresses import address, row_and_column
from partner_analytics.markup.cell_marks import AUTHOR, COMMENT_TITLE
from partner_analytics.markup.comment_threads import SheetThreads, reply_in_note, without_replies
from partner_analytics.markup.sheet_xml import SheetXml
from partner_analytics.markup.workbook_package import WorkbookPackage

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
_NAMESPACES = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'
# Drawings are patched as text: spreadsheet programs write some that are no well-formed XML.
_SHAPE = re.compile(r"<v:shape\b.*?</v:shape\s*>", re.DOTALL)
_SHAPE_ID = re.compile(r"_x0000_s([0-9]+)")
_ROW = re.compile(r"<x:Row>\s*([0-9]+)\s*</x:Row>")
_COLUMN = re.compile(r"<x:Column>\s*([0-9]+)\s*</x:Column>")
_ANCHOR = re.compile(r"(<x:Anchor>).*?(</x:Anchor>)", re.DOTALL)
_BOX_PIXELS, _LINE_CHARACTERS, _LINE_PIXELS = 340, 52, 16
_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


class SheetComments:
    """The comments of a sheet, with the boxes they are drawn in."""

    def __init__(self, package: WorkbookPackage, part: str, sheet: SheetXml, number: int) -> None:
        self._package, self._part, self._sheet = package, part, sheet
        self._first_id = 1024 * number + 1
        related = list(package.relations(part))
        self._comments = next((p for _, kind, p in related if kind == "comments"), "")
        self._drawing = next((p for key, _, p in related if key == sheet.drawing()), "")
        self._vml = ""
        if self._drawing in package:
            self._vml = package.content(self._drawing).decode("utf-8", "surrogateescape")
        # What the drawing had for a cell, and what it gets in its stead; new boxes.
        self._shapes = {_cell_of(shape): shape for shape in _SHAPE.findall(self._vml)}
        self._changed: dict[str, str] = {}
        self._new: list[str] = []
        taken = [int(number) for number in _SHAPE_ID.findall(self._vml)]
        self._next_id = max((*taken, self._first_id - 1)) + 1
        self._threads = SheetThreads(package, part)
        self._by_cell = {one.get("ref", "").upper(): one for one in self._entries()}

    @property
    def cells(self) -> list[str]:
        """The cells that have a comment."""
        return list(self._by_cell)

    def text(self, cell: str) -> str:
        """What a cell's comment says; empty if there is none."""
        return _text_of(self._by_cell[cell]) if cell in self._by_cell else ""

    def add(self, cell: str, text: str) -> None:
        """Say a text under our title, below what the cell's comment says already."""
        text = xml_text(text)
        entry = self._by_cell.get(cell)
        if cell in self._threads:
            self._threads.reply(cell, text)
            if entry is not None:
                self._add_reply(entry, text)
            return
        if entry is None:
            entry = self._by_cell[cell] = self._new_entry(cell)
            lead = ""
        else:
            lead = "\n\n" if _text_of(entry) else ""
        body = self._body(entry)
        self._add_run(body, f"{lead}{COMMENT_TITLE}\n", bold=True)
        self._add_run(body, text)
        self._draw(cell, _text_of(entry))

    def remove(self, cell: str, texts: Sequence[str]) -> None:
        """Take our title and text out of a cell's comment; without any other text all of it.

        What we said is one of the texts; otherwise all from our title on is ours.
        """
        entry = self._by_cell.get(cell)
        if cell in self._threads:
            self._threads.remove(cell)
            if entry is not None and COMMENT_TITLE in _text_of(entry):
                self._say(entry, without_replies(_text_of(entry)))
            return
        if entry is None or COMMENT_TITLE not in _text_of(entry):
            return
        said = _text_of(entry).replace("\r\n", "\n")
        ours = (f"{COMMENT_TITLE}\n{text}" for text in texts)
        block = next((one for one in ours if one in said), said[said.index(COMMENT_TITLE) :])
        left = said.replace(block, "")
        if left.strip():
            self._say(entry, left.strip())
            return
        entry.getparent().remove(self._by_cell.pop(cell))
        if cell in self._shapes:
            self._changed[self._shapes.pop(cell)] = ""

    def finish(self) -> None:
        """Write the drawing."""
        if not self._vml and not self._new:
            return
        if not self._drawing:
            folder = self._package.main.rpartition("/")[0] or "xl"
            self._drawing = self._package.unused(f"{folder}/drawings/vmlDrawing{{}}.vml")
            self._package.set_default_type("vml", _VML_TYPE)
            self._package.put(self._drawing, b"")
            relation = self._package.relate(self._part, "vmlDrawing", self._drawing)
            self._sheet.set_drawing(relation)
        self._package.put(self._drawing, self._drawn().encode("utf-8", "surrogateescape"))

    # how

    def _entries(self) -> Iterator[Any]:
        if self._comments not in self._package:
            return
        root = self._package.tree(self._comments)
        yield from root.iter(f"{{{etree.QName(root).namespace}}}comment")

    def _tag(self, name: str) -> str:
        return f"{{{self._package.namespace}}}{name}"

    def _new_entry(self, cell: str) -> Any:
        if self._comments not in self._package:
            folder = self._package.main.rpartition("/")[0] or "xl"
            self._comments = self._package.unused(f"{folder}/comments{{}}.xml")
            root = etree.Element(self._tag("comments"), nsmap={None: self._package.namespace})
            etree.SubElement(root, self._tag("authors"))
            etree.SubElement(root, self._tag("commentList"))
            self._package.put(self._comments, etree.tostring(root), _COMMENTS_TYPE)
            self._package.relate(self._part, "comments", self._comments)
        root = self._package.tree(self._comments)
        authors = root.find(self._tag("authors"))
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, self._tag("author")).text = AUTHOR
            names.append(AUTHOR)
        entry = etree.SubElement(root.find(self._tag("commentList")), self._tag("comment"))
        entry.set("ref", cell)
        entry.set("authorId", str(names.index(AUTHOR)))
        return entry

    def _say(self, entry: Any, text: str) -> None:
        """Let a comment say nothing but a text."""
        body = self._body(entry)
        for run in list(body):
            body.remove(run)
        self._add_run(body, text)

    def _add_reply(self, entry: Any, text: str) -> None:
        """Say a reply where the note stands for a thread: programs that show it know no runs."""
        written = [one for one in entry.iter() if etree.QName(one).localname == "t"]
        if written:
            written[-1].text = f"{written[-1].text or ''}{reply_in_note(text)}"

    def _body(self, entry: Any) -> Any:
        body = entry.find(self._tag("text"))
        return etree.SubElement(entry, self._tag("text")) if body is None else body

    def _add_run(self, body: Any, text: str, *, bold: bool = False) -> None:
        run = etree.SubElement(body, self._tag("r"))
        look = etree.SubElement(run, self._tag("rPr"))
        if bold:
            etree.SubElement(look, self._tag("b"))
        etree.SubElement(look, self._tag("sz"), val="9")
        etree.SubElement(look, self._tag("color"), indexed="81")
        etree.SubElement(look, self._tag("rFont"), val="Tahoma")
        written = etree.SubElement(run, self._tag("t"))
        written.text = xml_text(text)
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _draw(self, cell: str, text: str) -> None:
        anchor = self._anchor(cell, text)
        shape = self._shapes.get(cell)
        if shape:
            self._changed[shape] = _ANCHOR.sub(rf"\g<1>{anchor}\g<2>", shape)
        else:
            self._new.append(self._new_shape(cell, anchor))

    def _drawn(self) -> str:
        """The drawing with what changed and came new."""
        drawing = self._vml or (
            f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
            f'data="{self._first_id // 1024}"/></o:shapelayout></xml>'
        )
        drawing = _SHAPE.sub(lambda match: self._changed.get(match[0], match[0]), drawing)
        kind = "" if "_x0000_t202" in drawing or not self._new else _SHAPE_TYPE
        end = drawing.rindex("</xml>")
        return "".join((drawing[:end], kind, *self._new, drawing[end:]))

    def _new_shape(self, cell: str, anchor: str) -> str:
        row, column = row_and_column(cell)
        number, self._next_id = self._next_id, self._next_id + 1
        return (
            f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" '
            'style="position:absolute;margin-left:60pt;margin-top:2pt;width:255pt;height:60pt;'
            'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
            '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
            f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
            f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
        )

    def _anchor(self, cell: str, text: str) -> str:
        """Where the box is: right of the cell, wide and high enough for the text."""
        row, column = row_and_column(cell)
        top = max(row - 1, 1)
        lines = sum(max(ceil(len(line) / _LINE_CHARACTERS), 1) for line in text.split("\n"))
        right, across = _reached(column + 1, _BOX_PIXELS + 15, self._sheet.column_pixels)
        bottom, down = _reached(top, lines * _LINE_PIXELS + 14, self._sheet.row_pixels)
        return f"{column}, 15, {top - 1}, 2, {right - 1}, {across}, {bottom - 1}, {down}"


def _cell_of(shape: str) -> str:
    """The cell a box belongs to; empty for other shapes."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return address(int(row[1]) + 1, int(column[1]) + 1) if row and column else ""


def _reached(first: int, pixels: int, size: Any) -> tuple[int, int]:
    """The column (or row) so many pixels after the start of the first, and how far into it."""
    at = first
    for _ in range(200):  # hidden ones have no size
        if pixels <= size(at):
            break
        pixels -= size(at)
        at += 1
    return at, pixels


def _text_of(entry: Any) -> str:
    return "".join(one.text or "" for one in entry.iter() if etree.QName(one).localname == "t")


def xml_text(text: str) -> str:
    r"""A text without the characters that XML cannot hold.

    >>> xml_text("a\x00b\tc")
    'a\ufffdb\tc'
    """
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)
