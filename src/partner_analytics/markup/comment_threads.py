"""Threaded comments of one sheet: what newer spreadsheet programs show in place of its notes.

A thread is also kept as a note, for programs that know no threads; newer ones show the thread
alone and write the note anew. What is said on a cell with a thread is therefore a reply in it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from partner_analytics.markup.cell_marks import AUTHOR, COMMENT_TITLE
from partner_analytics.markup.workbook_package import WorkbookPackage, local

_NAMESPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_RELATIONS = "http://schemas.microsoft.com/office/2017/10/relationships"
_PERSONS_TYPE = "application/vnd.ms-excel.person+xml"
_REPLY = "\nReply:\n"
_INDENT = "    "


def _guid(*parts: str) -> str:
    """An id of a person or comment that is the same for the same content."""
    return f"{{{str(uuid5(NAMESPACE_URL, chr(10).join((AUTHOR, *parts)))).upper()}}}"


_PERSON = _guid()


class SheetThreads:
    """The threads of a sheet, by the cell they are about."""

    def __init__(self, package: WorkbookPackage, part: str) -> None:
        self._package, self._sheet = package, part
        self._threads = next(
            (other for _, kind, other in package.relations(part) if kind == "threadedComment"), ""
        )

    def __contains__(self, cell: str) -> bool:
        return self._root(cell) is not None

    def reply(self, cell: str, text: str) -> None:
        """Say a text under our title, as the last reply of a cell's thread."""
        root = self._root(cell)
        said = self._said(cell)
        last = said[-1]
        reply = etree.Element(f"{{{_NAMESPACE}}}threadedComment")
        reply.set("ref", root.get("ref"))
        reply.set("dT", _after(last.get("dT", "")))
        reply.set("personId", self._person())
        reply.set("id", _guid(root.get("id", ""), str(len(said)), text))
        reply.set("parentId", root.get("id", ""))
        etree.SubElement(reply, f"{{{_NAMESPACE}}}text").text = f"{COMMENT_TITLE}\n{text}"
        last.addnext(reply)

    def remove(self, cell: str) -> None:
        """Take our replies out of a cell's thread."""
        for one in self._said(cell):
            if one.get("personId") == _PERSON and one.get("parentId"):
                one.getparent().remove(one)

    def _said(self, cell: str) -> list[Any]:
        """The comments on a cell, first the one that begins the thread."""
        if self._threads not in self._package:
            return []
        every = self._package.tree(self._threads)
        return [
            one
            for one in every
            if local(one) == "threadedComment" and one.get("ref", "").upper() == cell
        ]

    def _root(self, cell: str) -> Any:
        return next((one for one in self._said(cell) if not one.get("parentId")), None)

    def _person(self) -> str:
        """Our id, entered among the persons of the workbook."""
        package = self._package
        related = package.relations(package.main)
        part = next((other for _, kind, other in related if kind == "person"), "")
        if part not in package:
            folder = package.main.rpartition("/")[0] or "xl"
            part = package.unused(f"{folder}/persons/person{{}}.xml")
            root = etree.Element(f"{{{_NAMESPACE}}}personList", nsmap={None: _NAMESPACE})
            package.put(part, etree.tostring(root), _PERSONS_TYPE)
            package.relate(package.main, "person", part, base=_RELATIONS)
        persons = package.tree(part)
        if all(one.get("id") != _PERSON for one in persons):
            person = etree.SubElement(persons, f"{{{_NAMESPACE}}}person")
            for name, value in (
                ("displayName", AUTHOR),
                ("id", _PERSON),
                ("userId", AUTHOR),
                ("providerId", "None"),
            ):
                person.set(name, value)
        return _PERSON


def reply_in_note(text: str) -> str:
    """A reply as the note says it that stands for the thread."""
    return f"{_REPLY}{_INDENT}{COMMENT_TITLE}\n{text}"


def without_replies(note: str) -> str:
    r"""The note that stands for a thread, without our replies.

    >>> without_replies("Comment:\n    Which?\nReply:\n    Found by partner-analytics:\nError: x")
    'Comment:\n    Which?'
    """
    first, *replies = note.replace("\r\n", "\n").split(_REPLY)
    left = [one for one in replies if not one.lstrip().startswith(COMMENT_TITLE)]
    return _REPLY.join((first, *left))


def _after(moment: str) -> str:
    """A moment a second later: replies are shown in the order of their times."""
    try:
        later = datetime.fromisoformat(moment.removesuffix("Z")) + timedelta(seconds=1)
    except ValueError:
        return moment
    return later.strftime("%Y-%m-%dT%H:%M:%S.00")
