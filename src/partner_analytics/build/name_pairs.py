"""Tables of two names a line that people keep as CSV: read as they are, added to as they are."""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import PartnerAnalyticsError, Place

_COMMENT = "#"
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class PairsTable:
    """What such a table is called, what heads its columns, and how a line of it looks."""

    file: str
    headers: tuple[str, str]
    expected: str
    remedy: str


def read_pairs(file: Path, table: PairsTable) -> list[tuple[str, str]]:
    """The pairs of names in a table; lines that start with "#" are comments.

    Columns may be divided by comma, semicolon or tab, as spreadsheets save them. Raises
    PartnerAnalyticsError naming the line that is no pair.
    """
    text = _text(file)
    delimiter = _delimiter(file, text, table)
    try:
        rows = list(_rows(text, delimiter))
    except csv.Error as error:
        raise PartnerAnalyticsError(
            place=Place(file.name),
            expected="quotes that are closed",
            found=str(error),
            remedy=table.remedy,
        ) from error
    return [_pair(file, line, row, table) for line, row in rows[1:]]


def with_pair(file: Path, pair: tuple[str, str], table: PairsTable) -> str:
    """Add a line to the table, in its own format, and return it; a missing table is made.

    The file is put in place whole: what it held stays as it was, to the byte.
    """
    held = file.read_bytes() if file.exists() else (",".join(table.headers) + "\n").encode()
    text = _text(file) if file.exists() else held.decode()
    line_end = "\r\n" if "\r\n" in text else "\n"
    line = _line(pair, _delimiter(file, text, table))
    gap = b"" if held.endswith(b"\n") else line_end.encode()
    _replace(file, held + gap + line.encode() + line_end.encode())
    return line


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PartnerAnalyticsError(
            place=Place(file.name),
            expected="text in UTF-8",
            found=f"a byte that is none, behind {error.start:,} others",
            remedy='Save it as "CSV UTF-8" (in Excel: File, Save As).',
        ) from error


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    lines = ("\n" if line.startswith(_COMMENT) else line for line in text.splitlines(keepends=True))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _delimiter(file: Path, text: str, table: PairsTable) -> str:
    """What divides the columns of the line of headers, which must be there."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith(_COMMENT))
    header = next(lines, "")
    for delimiter in _DELIMITERS:
        cells = [cell.strip().strip('"').casefold() for cell in header.split(delimiter)]
        if cells == list(table.headers):
            return delimiter
    raise PartnerAnalyticsError(
        place=Place(file.name, line=1),
        expected=f"the headers {','.join(table.headers)}",
        found=header or "an empty file",
        remedy="Write them as the first line.",
    )


def _pair(file: Path, line: int, row: Sequence[str], table: PairsTable) -> tuple[str, str]:
    cells = [cell.strip() for cell in row]
    if len(cells) != 2 or not all(cells):
        raise PartnerAnalyticsError(
            place=Place(file.name, line=line),
            expected=table.expected,
            found=",".join(row),
            remedy=table.remedy,
        )
    return cells[0], cells[1]


def _line(pair: tuple[str, str], delimiter: str) -> str:
    written = io.StringIO()
    # A name that starts with "#" would be a comment without quotes around it.
    is_like_comment = pair[0].startswith(_COMMENT)
    writer = csv.writer(
        written,
        delimiter=delimiter,
        lineterminator="",
        quoting=csv.QUOTE_ALL if is_like_comment else csv.QUOTE_MINIMAL,
    )
    writer.writerow(pair)
    return written.getvalue()


def _replace(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            shutil.copymode(file, new)
        else:
            new.chmod(0o644)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
