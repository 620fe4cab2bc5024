"""The parts of a workbook file: read as they are, changed one by one, written back.

A part nobody touches is written with the same bytes. The file must have been read by the
importers before: they refuse packages that are made to harm.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lxml import etree

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES, _RELATIONS = f"{_PACKAGE}/content-types", f"{_PACKAGE}/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def parsed(content: bytes) -> Any:
    """The root of an XML part; nothing outside it is ever fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(content, parser)


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class WorkbookPackage:
    """One workbook file; use with `with`."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self._members = {_key(one.filename): one for one in self._zip.infolist()}
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, str] = {}
        self._trees: dict[str, Any] = {}
        self.main, self.relations_base = self._main_part()
        self.namespace = etree.QName(self.tree(self.main)).namespace

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._members or _key(part) in self._added

    def content(self, part: str) -> bytes:
        """The bytes of a part."""
        if _key(part) in self._changed:
            return self._changed[_key(part)]
        return self._zip.read(self._members[_key(part)])

    def put(self, part: str, content: bytes, content_type: str = "") -> None:
        """Write a part; a new one is entered into the content types if it needs a type."""
        if part not in self:
            self._added[_key(part)] = part
            if content_type:
                types = self.tree(_CONTENT_TYPES)
                override = etree.SubElement(types, f"{{{_TYPES}}}Override")
                override.set("PartName", f"/{part}")
                override.set("ContentType", content_type)
        self._changed[_key(part)] = content
        self._trees.pop(_key(part), None)

    def tree(self, part: str) -> Any:
        """The root of an XML part; what is changed in it is written."""
        if _key(part) not in self._trees:
            self._trees[_key(part)] = parsed(self.content(part))
        return self._trees[_key(part)]

    def unused(self, pattern: str) -> str:
        """The first part name of a numbered pattern that is free."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def set_default_type(self, extension: str, content_type: str) -> None:
        """Say of which type parts with an extension are, unless it is said."""
        types = self.tree(_CONTENT_TYPES)
        said = {one.get("Extension", "").lower() for one in types if local(one) == "Default"}
        if extension not in said:
            default = etree.Element(f"{{{_TYPES}}}Default")
            default.set("Extension", extension)
            default.set("ContentType", content_type)
            types.insert(0, default)

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """What a part refers to within the file: id, kind and the other part's name."""
        if _relations_part(part) not in self:
            return
        for one in self.tree(_relations_part(part)):
            if local(one) == "Relationship" and one.get("TargetMode") != "External":
                kind = one.get("Type", "").rpartition("/")[2]
                yield one.get("Id", ""), kind, _joined(part, one.get("Target", ""))

    def relate(self, part: str, kind: str, other: str, *, base: str = "") -> str:
        """Let a part refer to another; returns the id. `base` is that of kinds of later years."""
        relations = _relations_part(part)
        if relations not in self:
            empty = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
            self.put(relations, etree.tostring(empty))
            self.set_default_type("rels", _RELATIONS_TYPE)
        root = self.tree(relations)
        taken = {one.get("Id") for one in root}
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        relation = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
        relation.set("Id", f"rId{number}")
        relation.set("Type", f"{base or self.relations_base}/{kind}")
        relation.set("Target", f"/{other}")
        return f"rId{number}"

    def write(self, path: Path) -> None:
        """Write the file; parts in their order, new ones at the end."""
        for key, root in self._trees.items():
            if _canonical(root) != _canonical(parsed(self.content(key))):
                self._changed[key] = etree.tostring(
                    root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
                )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for key, member in self._members.items():
                entry = zipfile.ZipInfo(member.filename, member.date_time)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = member.external_attr
                target.writestr(entry, self.content(key))
            for key, part in self._added.items():
                # Without a date of its own: two runs give the same bytes.
                entry = zipfile.ZipInfo(part)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, self._changed[key])

    def _main_part(self) -> tuple[str, str]:
        for relation in self.tree("_rels/.rels"):
            base, _, kind = relation.get("Type", "").rpartition("/")
            if kind == "officeDocument":
                return _joined("", relation.get("Target", "")), base
        raise ValueError("expected a workbook among the parts, found none")


def _canonical(root: Any) -> bytes:
    return bytes(etree.tostring(root, method="c14n"))


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _relations_part(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _joined(part: str, target: str) -> str:
    """The name of a part that another one refers to, from the root or from its own folder."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    steps: list[str] = []
    for step in f"{part.rpartition('/')[0]}/{target}".split("/"):
        if step == "..":
            steps[-1:] = []
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
