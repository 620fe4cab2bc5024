"""Files people keep beside their exports: tables (CSV) and settings (TOML), read alike.

They are typed by hand or saved by a spreadsheet program: in UTF-8 or Windows' encoding, with
commas or semicolons, with blank lines and comments. What is wrong is an error at its line.
"""

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import PartnerAnalyticsError, Place, UnreadableFile
from partner_analytics.file_names import found_at, real_path, told_name
from partner_analytics.importers.files.text.encodings import utf8_text

_DELIMITERS = (",", ";", "\t", "|")
_SAVE_AS = 'Save it as "CSV UTF-8" (in Excel: File, Save As), or as UTF-8 in a text editor.'


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row of a kept table: the line it starts on, its texts by header, ends trimmed."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeptFormat:
    """How a table was saved: its encoding, its delimiter, and its headers in their order.

    Empty columns behind the last header are not among them.
    """

    encoding: str
    delimiter: str
    headers: tuple[str, ...]


def nearest(export: Path, name: str) -> Path | None:
    """The file of that name in the folder of an export or in the nearest folder above it.

    The way an export is named (by itself, or by a folder it is in) does not change what holds
    for it. Raises PartnerAnalyticsError for something else of that name, which would hold nothing.
    """
    for folder in real_path(export).parents:
        if is_kept(folder / name):
            return folder / name
    return None


def is_kept(path: Path) -> bool:
    """Whether a kept file stands at a path.

    Raises PartnerAnalyticsError for something else there: a pipe would keep its reader waiting
    for ever, and a folder or a link that leads nowhere hides what somebody wrote down.
    """
    if not os.path.lexists(path):
        return False
    if not path.is_file():
        raise PartnerAnalyticsError(
            place=told_name(path),
            expected="a file that people keep beside their exports",
            found=found_at(path),
            remedy="Move it away, or put the file there.",
        )
    return True


def kept_text(path: Path) -> str:
    """The text of a kept file, each line end a single line feed.

    Raises PartnerAnalyticsError where its encoding is not clear, naming the line.
    """
    return _decoded(path)[0]


def _decoded(path: Path) -> tuple[str, str]:
    """The text of a kept file, and its encoding."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise PartnerAnalyticsError(
            place=told_name(path),
            expected="a file that may be read",
            found=f"that it cannot be ({error.strerror})",
            remedy="Check its permissions: what it says holds for the exports beside it.",
        ) from error
    with tempfile.TemporaryDirectory(prefix="partner-analytics-") as folder:
        try:
            text = utf8_text(path, declared=None, folder=Path(folder))
        except UnreadableFile as error:
            raise PartnerAnalyticsError(
                place=error.place, expected=error.expected, found=error.found, remedy=_SAVE_AS
            ) from None
        raw = text.path.read_bytes()[text.start :].decode("utf-8")
    plain = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return plain, text.encoding


def read_kept_table(
    path: Path, needed: Sequence[str], optional: Sequence[str] = ()
) -> list[KeptRow]:
    """The rows of a kept table; its columns may stand in any order.

    Blank lines, and lines that start with "# ", are passed over. Raises PartnerAnalyticsError
    for other headers than those, and for a line with more cells than headers.
    """
    saved, records = _opened(path, needed, optional)
    return [_row(path, record, saved.headers, saved.delimiter) for record in records]


def kept_format(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> KeptFormat:
    """How a kept table was saved; raises PartnerAnalyticsError for other headers."""
    return _opened(path, needed, optional)[0]


def _opened(
    path: Path, needed: Sequence[str], optional: Sequence[str]
) -> tuple[KeptFormat, Iterator[tuple[int, list[str]]]]:
    """How a table was saved, and its records below the headers."""
    whole, encoding = _decoded(path)
    delimiter, text = _stated_delimiter(whole)
    for sign in [delimiter] if delimiter else _DELIMITERS:
        records = _records(path, text, sign)
        header = next(records, None)
        if header is None:
            break
        names = tuple(cell.casefold() for cell in header[1])
        if set(needed) <= set(names) <= {*needed, *optional} and len(set(names)) == len(names):
            return KeptFormat(encoding, sign, names), records
    raise _other_headers(path, text, needed, optional)


def _stated_delimiter(text: str) -> tuple[str | None, str]:
    """The delimiter Excel writes into a first line "sep=;", and the text without that line."""
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"')
    if len(stated) == len("sep=;") and stated.casefold().startswith("sep="):
        return stated[-1], f"\n{rest}"
    return None, text


def _records(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records that say something, each with its first line; empty cells at the end cut off."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            while cells and not cells[-1]:
                cells.pop()
            if cells and cells[0] != "#" and not cells[0].startswith("# "):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise PartnerAnalyticsError(
            place=Place(path.name, line=line),
            expected="each quote that opens a cell to be closed at the cell's end",
            found=f"a line where none is ({error})",
            remedy='A quote inside a cell is written twice: "".',
        ) from None


def _row(path: Path, record: tuple[int, list[str]], names: Sequence[str], sign: str) -> KeptRow:
    line, cells = record
    if len(cells) > len(names):
        raise PartnerAnalyticsError(
            place=Place(path.name, line=line),
            expected=f"{len(names)} cells: {sign.join(names)}",
            found=f"{len(cells)}: {sign.join(cells)}",
            remedy=f'Write a text that contains a "{sign}" in quotes, like "Acme{sign} Inc.".',
        )
    filled = [*cells, *[""] * (len(names) - len(cells))]
    return KeptRow(line, dict(zip(names, filled, strict=True)))


def _other_headers(
    path: Path, text: str, needed: Sequence[str], optional: Sequence[str]
) -> PartnerAnalyticsError:
    lines = [(at, line) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    told = [(at, line) for at, line in lines if not line.startswith("# ")]
    line, found = told[0] if told else (1, "an empty file")
    also = f" (and {', '.join(optional)})" if optional else ""
    return PartnerAnalyticsError(
        place=Place(path.name, line=line),
        expected=f"the headers {','.join(needed)}{also}",
        found=found.strip(),
        remedy="Write them as the first line.",
    )
