"""Workbook packages (zip with XML parts), opened only after their sizes and names are checked."""

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.source_settings import Limits, size_in_words

_DAMAGED = (
    "Open the workbook in Excel or LibreOffice, save it as a new .xlsx file, and import that."
)
_SUSPECT = "Do not open it in Excel; ask its sender how it was made, and for a fresh export."
_DECLARATION = re.compile(rb"!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_XML_SUFFIXES = {".xml", ".rels", ".vml"}
_CHUNK = 262_144

StartElement = Callable[[str, dict[str, str]], Any]
EndElement = Callable[[str], Any]


class Package:
    """The parts of one workbook, found by name however its zip spells them.

    Every part that is read is read to its end, so that its checksum is checked.
    """

    def __init__(self, path: Path, file: str, limits: Limits) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged(file, f"a zip that cannot be opened ({error})") from None
        members = self._zip.infolist()
        _check_sizes(members, file, limits)
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            if member.is_dir():
                continue
            name = _normal(member.filename)
            _check_name(name, member.filename, file)
            if name in self._parts:
                raise _suspect(file, "duplicate-part", f'two parts named "{member.filename}"')
            self._parts[name] = member

    @property
    def names(self) -> list[str]:
        """Return the names of all parts, in lower case and with forward slashes."""
        return list(self._parts)

    def __contains__(self, part: str) -> bool:
        return _normal(part) in self._parts

    def read(self, part: str) -> bytes:
        """Return the bytes of a part."""
        try:
            return self._zip.read(self._parts[_normal(part)])
        except KeyError:
            raise damaged(self.file, f"no part {part}") from None
        except _ZIP_ERRORS as error:
            raise damaged(self.file, f"the part {part} broken ({error})") from None

    def parse(self, part: str, parser: "expat.XMLParserType") -> None:
        """Feed a part to `parser`, which `new_parser` made."""
        try:
            with self._zip.open(self._parts[_normal(part)]) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except KeyError:
            raise damaged(self.file, f"no part {part}") from None
        except _ZIP_ERRORS as error:
            raise damaged(self.file, f"the part {part} broken ({error})") from None
        except expat.ExpatError as error:
            raise damaged(self.file, f"XML in {part} that breaks off ({error})") from None

    def new_parser(self) -> "expat.XMLParserType":
        """Make a parser that refuses declarations, the root of entity attacks."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_declaration
        parser.EntityDeclHandler = self._refuse_declaration
        return parser

    def walk(self, part: str, start: StartElement, end: EndElement | None = None) -> None:
        """Call `start` (and `end`) for each element of a small part, by its name without prefix."""
        parser = self.new_parser()
        parser.StartElementHandler = lambda name, attributes: start(local_name(name), attributes)
        if end is not None:
            parser.EndElementHandler = lambda name: end(local_name(name))
        self.parse(part, parser)

    def refuse_declarations(self, parsed: set[str]) -> None:
        """Search the parts that are not parsed here, in any encoding, for DOCTYPE and ENTITY."""
        skipped = {_normal(part) for part in parsed}
        for name in self._parts:
            if name in skipped or PurePosixPath(name).suffix not in _XML_SUFFIXES:
                continue
            if _DECLARATION.search(self.read(name).replace(b"\0", b"")):
                self._refuse_declaration()

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: relation id → (kind, name of the other part)."""
        folder, _, name = part.rpartition("/")
        relations_part = f"{folder}/_rels/{name}.rels".lstrip("/")
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = _joined(folder, attributes.get("Target", ""))
                found[attributes.get("Id", str(len(found)))] = (kind, target)

        if relations_part in self:
            self.walk(relations_part, start)
        return found

    def _refuse_declaration(self, *_: object) -> None:
        raise _suspect(self.file, "declaration-in-workbook", "an XML declaration of entities")


_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def damaged(file: str, found: str, place: Place | None = None) -> UnreadableFile:
    """Refuse a workbook whose parts are broken or contradict each other."""
    return UnreadableFile(
        "damaged-workbook",
        place=place or Place(file),
        expected="a whole workbook",
        found=found,
        remedy=_DAMAGED,
    )


def local_name(name: str) -> str:
    """Return an element's name without its prefix.

    >>> local_name("x:sheet"), local_name("sheet")
    ('sheet', 'sheet')
    """
    return name.rpartition(":")[2]


def _normal(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _joined(folder: str, target: str) -> str:
    """Resolve a relation's target, which may start at the root or climb."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    steps: list[str] = []
    for step in f"{folder}/{target}".split("/"):
        if step == "..":
            steps[-1:] = []
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _check_name(name: str, written: str, file: str) -> None:
    steps = name.split("/")
    if ".." in steps or written.startswith("/") or re.match(r"[a-z]:", name):
        raise _suspect(file, "part-outside-workbook", f'a part named "{written}"')


def _check_sizes(members: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    inflated = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    if len(members) > limits.zip_members:
        raise _beyond(
            file, f"at most {limits.zip_members:,} parts", f"{len(members):,}", "zip_members"
        )
    if inflated > limits.inflated_bytes:
        raise _too_large(file, limits.inflated_bytes, inflated, "inflated_bytes")
    if largest > limits.file_bytes:
        raise _too_large(file, limits.file_bytes, largest, "file_bytes", "in one part")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > limits.inflation_free_bytes and ratio > limits.inflation_ratio:
            found = f"a part that unpacks to {ratio:,.0f} times its size"
            raise _suspect(
                file,
                "inflates-too-much",
                found,
                "If you trust it, raise the limit inflation_ratio.",
            )


def _too_large(
    file: str, most: int, size: int, limit: str, where: str = "unpacked"
) -> UnreadableFile:
    return _beyond(file, f"at most {size_in_words(most)} {where}", size_in_words(size), limit)


def _beyond(file: str, expected: str, found: str, limit: str) -> UnreadableFile:
    return UnreadableFile(
        "workbook-too-large",
        place=Place(file),
        expected=expected,
        found=found,
        remedy=f"Export less at a time or as CSV, or raise the limit {limit}.",
    )


def _suspect(file: str, code: str, found: str, more: str = "") -> UnreadableFile:
    return UnreadableFile(
        code,
        place=Place(file),
        expected="a workbook as spreadsheet programs write it",
        found=found,
        remedy=f"{_SUSPECT} {more}".rstrip(),
    )
