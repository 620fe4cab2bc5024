"""Tables of two names a line that people keep as CSV: read as they are, added to as they are."""

import csv
import io
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import PartnerAnalyticsError, Place
from partner_analytics.importers import kept_text, read_kept_table

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
    """The pairs of names in a table; raises PartnerAnalyticsError naming the line that is none."""
    pairs = []
    for row in read_kept_table(file, table.headers):
        first, second = (row.cells[header] for header in table.headers)
        if not (first and second):
            raise PartnerAnalyticsError(
                place=Place(file.name, line=row.line),
                expected=table.expected,
                found=",".join(row.cells.values()),
                remedy=table.remedy,
            )
        pairs.append((first, second))
    return pairs


def with_pair(file: Path, pair: tuple[str, str], table: PairsTable) -> str:
    """Add a line to the table, in its own format, and return it; a missing table is made.

    The file is put in place whole: what it held stays as it was, to the byte.
    """
    held = file.read_bytes() if file.exists() else (",".join(table.headers) + "\n").encode()
    text = kept_text(file) if file.exists() else held.decode()
    line_end = "\r\n" if b"\r\n" in held else "\n"
    line = _line(pair, _delimiter(file, text, table))
    gap = b"" if held.endswith(b"\n") else line_end.encode()
    _replace(file, held + gap + line.encode() + line_end.encode())
    return line


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
