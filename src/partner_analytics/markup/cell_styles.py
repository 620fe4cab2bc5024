"""Cell styles of a workbook: one like the cell's own with another fill, and back."""

import json
from copy import deepcopy
from typing import Any

from lxml import etree

from partner_analytics.markup.workbook_package import WorkbookPackage, local, parsed
from partner_analytics.problems import Severity

# Orange and blue, which color-blind people tell apart too; black text on them has a contrast of
# more than 10 to 1. Shades nobody picks by hand: they say which fills are ours.
FILLS = {Severity.ERROR: "FFF4A583", Severity.WARNING: "FF92C5DF"}
INK = "FF000000"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
# What every list must begin with.
_FIRST = {
    "fonts": ("font",),
    "fills": ("fill", "fill"),
    "borders": ("border",),
    "cellStyleXfs": ("xf",),
    "cellXfs": ("xf",),
}
# Colors of the theme that are light: background 1 and 2.
_LIGHT_THEME, _LIGHT_INDEXED = ("0", "2"), ("1", "9", "64")
_LIGHT_FROM = 140


class Styles:
    """The styles part of a package; a workbook without one is given it."""

    def __init__(self, package: WorkbookPackage) -> None:
        self.namespace = package.namespace
        part = next((p for _, kind, p in package.relations(package.main) if kind == "styles"), "")
        if part not in package:
            part = package.unused(f"{package.main.rpartition('/')[0] or 'xl'}/styles{{}}.xml")
            empty = etree.Element(self._tag("styleSheet"), nsmap={None: self.namespace})
            package.put(part, etree.tostring(empty), _STYLES_TYPE)
            package.relate(package.main, "styles", part)
        self._root = package.tree(part)
        self._marked: dict[tuple[int, Severity], int] = {}

    def marked(self, style: int, severity: Severity) -> int:
        """A style like another, filled with the color of a severity; its text stays readable."""
        if (style, severity) not in self._marked:
            fill = self._solid(FILLS[severity])
            xf = self._clone(style)
            xf.set("fillId", str(self._added("fills", fill)))
            xf.set("applyFill", "1")
            if self._is_light(xf):
                self._set_ink(xf, etree.Element(self._tag("color"), rgb=INK))
            self._marked[style, severity] = self._added("cellXfs", xf)
        return self._marked[style, severity]

    def look(self, style: int) -> str:
        """Fill and text color of a style as text, for `restored`."""
        xf = self._xf(style)
        fill = self._item("fills", xf.get("fillId"))
        color = self._color_of(xf)
        return json.dumps([_text(fill), _text(color)])

    def restored(self, style: int, look: str) -> int:
        """A style like a marked one, with fill and text color as they were before."""
        try:
            fill, color = (self._element(text) for text in json.loads(look))
        except (ValueError, TypeError, etree.XMLSyntaxError):
            fill = color = None
        xf = self._clone(style)
        xf.set("fillId", "0" if fill is None else str(self._added("fills", fill)))
        if color is not None or self._color_of(xf) is not None:
            self._set_ink(xf, color)
        return self._added("cellXfs", xf)

    def is_marked(self, style: int) -> bool:
        """Whether a style has one of our fills."""
        return self._has_our_fill(self._xf(style))

    def clear_marks(self) -> None:
        """Take our fills out of every style that still has one."""
        for xf in self._list("cellXfs"):
            if self._has_our_fill(xf):
                xf.set("fillId", "0")

    def plain(self, **look: Any) -> int:
        """A style of its own: bold, underlined, size, color, fill, border, wrap, indented."""
        font = etree.Element(self._tag("font"))
        if look.get("bold"):
            etree.SubElement(font, self._tag("b"))
        if look.get("underlined"):
            etree.SubElement(font, self._tag("u"))
        etree.SubElement(font, self._tag("sz"), val=str(look.get("size", 10)))
        etree.SubElement(font, self._tag("color"), rgb=look.get("color", INK))
        etree.SubElement(font, self._tag("name"), val="Calibri")
        xf = etree.Element(self._tag("xf"), numFmtId="49", borderId="0", xfId="0")
        xf.set("fontId", str(self._added("fonts", font)))
        fill = self._added("fills", self._solid(look["fill"])) if look.get("fill") else 0
        xf.set("fillId", str(fill))
        if look.get("border"):
            border = etree.Element(self._tag("border"))
            for side in ("left", "right", "top", "bottom", "diagonal"):
                edge = etree.SubElement(border, self._tag(side))
                if side == "bottom":
                    edge.set("style", "thin")
                    etree.SubElement(edge, self._tag("color"), rgb="FFD9D9D9")
            xf.set("borderId", str(self._added("borders", border)))
        for name in ("Font", "Fill", "Border", "Alignment", "NumberFormat"):
            xf.set(f"apply{name}", "1")
        wrap = "1" if look.get("wrap") else "0"
        alignment = etree.SubElement(xf, self._tag("alignment"), vertical="top", wrapText=wrap)
        if look.get("indented"):
            alignment.set("horizontal", "left")
            alignment.set("indent", "1")
        return self._added("cellXfs", xf)

    # how

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def _list(self, name: str) -> Any:
        found = self._root.find(self._tag(name))
        if found is None:
            found = etree.Element(self._tag(name))
            before = [self._tag(one) for one in _ORDER[: _ORDER.index(name)]]
            at = sum(1 for one in self._root if one.tag in before)
            self._root.insert(at, found)
            for position, item in enumerate(_FIRST.get(name, ())):
                first = etree.SubElement(found, self._tag(item))
                if item == "fill":
                    kind = ("none", "gray125")[position]
                    etree.SubElement(first, self._tag("patternFill"), patternType=kind)
            found.set("count", str(len(found)))
        return found

    def _item(self, name: str, number: str | None) -> Any:
        items = self._list(name)
        at = int(number or 0)
        return items[at] if at < len(items) else items[0]

    def _xf(self, style: int) -> Any:
        return self._item("cellXfs", str(style))

    def _clone(self, style: int) -> Any:
        self._list("fonts")
        self._list("cellStyleXfs")
        return deepcopy(self._xf(style))

    def _added(self, name: str, item: Any) -> int:
        """The number of an item in a list, which is entered if it is not there."""
        items = self._list(name)
        if name != "cellXfs":
            wanted = etree.tostring(item, method="c14n")
            for at, known in enumerate(items):
                if etree.tostring(known, method="c14n", with_tail=False) == wanted:
                    return at
        items.append(item)
        items.set("count", str(len(items)))
        return len(items) - 1

    def _solid(self, color: str) -> Any:
        fill = etree.Element(self._tag("fill"))
        pattern = etree.SubElement(fill, self._tag("patternFill"), patternType="solid")
        etree.SubElement(pattern, self._tag("fgColor"), rgb=color)
        etree.SubElement(pattern, self._tag("bgColor"), indexed="64")
        return fill

    def _has_our_fill(self, xf: Any) -> bool:
        fill = self._item("fills", xf.get("fillId"))
        colors = {color.get("rgb") for color in fill.iter(self._tag("fgColor"))}
        return bool(colors & set(FILLS.values()))

    def _color_of(self, xf: Any) -> Any:
        return self._item("fonts", xf.get("fontId")).find(self._tag("color"))

    def _is_light(self, xf: Any) -> bool:
        """Whether the text of a style is too light for our fills."""
        color = self._color_of(xf)
        if color is None:
            return False
        rgb = color.get("rgb")
        if rgb:
            red, green, blue = (int(rgb[-6:][at : at + 2], 16) for at in (0, 2, 4))
            return 0.299 * red + 0.587 * green + 0.114 * blue >= _LIGHT_FROM
        return color.get("theme") in _LIGHT_THEME or color.get("indexed") in _LIGHT_INDEXED

    def _set_ink(self, xf: Any, color: Any) -> None:
        """Give a style's font a color, or none of its own."""
        font = deepcopy(self._item("fonts", xf.get("fontId")))
        old = font.find(self._tag("color"))
        if old is not None and color is not None:
            font.replace(old, color)
        elif old is not None:
            font.remove(old)
        elif color is not None:
            # The order of a font's parts is fixed; its color comes right before its name.
            names = [at for at, one in enumerate(font) if local(one) in ("name", "family")]
            font.insert(min(names, default=len(font)), color)
        xf.set("fontId", str(self._added("fonts", font)))
        xf.set("applyFont", "1")

    def _element(self, text: str) -> Any:
        if not text:
            return None
        element = parsed(text.encode())
        for one in element.iter():
            one.tag = self._tag(local(one))
        return element


def _text(element: Any) -> str:
    return "" if element is None else etree.tostring(element, with_tail=False).decode()
