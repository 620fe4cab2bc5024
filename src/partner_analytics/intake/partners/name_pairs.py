"""Tables of two names a line that people keep as CSV: read as they are, added to as they are."""

import codecs
import csv
import io
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import PartnerAnalyticsError, Place
from partner_analytics.formula_starts import guarded, unguarded
from partner_analytics.importers import KeptFormat, kept_format, read_kept_table

_COMMENT = "#"


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
        first, second = (unguarded(row.cells[header]) for header in table.headers)
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

    Blanks at the ends of the names are left out.

    The file is put in place whole: what it held stays as it was, to the byte. Raises
    PartnerAnalyticsError where it is no such table, or its encoding lacks a letter of the names.
    """
    if file.exists():
        held, saved = file.read_bytes(), kept_format(file, table.headers)
    else:
        held = (",".join(table.headers) + "\n").encode()
        saved = KeptFormat("utf-8", ",", table.headers)
    pair = (pair[0].strip(), pair[1].strip())
    encoding = _own_encoding(held, saved.encoding)
    line = _line(pair, table, saved)
    end = "\r\n".encode(encoding) if "\r\n".encode(encoding) in held else "\n".encode(encoding)
    gap = b"" if held.endswith("\n".encode(encoding)) else end
    added = held + gap + _encoded(line, encoding, file) + end
    before = read_pairs(file, table) if file.exists() else []
    if _pairs_in(added, file, table) != [*before, pair]:
        raise _not_in_this_encoding(file, encoding, line, line)
    _replace(file, added)
    return line


def _pairs_in(content: bytes, file: Path, table: PairsTable) -> list[tuple[str, str]] | None:
    """What a table of that content would say; None where it could not be read."""
    with tempfile.TemporaryDirectory(prefix="partner-analytics-") as folder:
        written = Path(folder) / file.name
        written.write_bytes(content)
        try:
            return read_pairs(written, table)
        except PartnerAnalyticsError:
            return None


def _own_encoding(held: bytes, encoding: str) -> str:
    """The encoding of what is added to a file: the mark stands only at its start."""
    little_endian = held.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE))
    own = {"utf-8-sig": "utf-8"}
    for marked in ("utf-16", "utf-32"):
        own[marked] = f"{marked}-{'le' if little_endian else 'be'}"
    return own.get(encoding, encoding)


def _encoded(line: str, encoding: str, file: Path) -> bytes:
    try:
        return line.encode(encoding)
    except UnicodeEncodeError as error:
        strange = error.object[error.start : error.end]
        raise _not_in_this_encoding(file, encoding, strange, line) from None


def _not_in_this_encoding(
    file: Path, encoding: str, strange: str, line: str
) -> PartnerAnalyticsError:
    kind = "Windows Western text (cp1252)" if encoding == "cp1252" else encoding
    return PartnerAnalyticsError(
        place=Place(file.name),
        expected=f"names that can be told in {kind}, as which the table is saved",
        found=f'"{strange}"' + (f" in {line}" if strange != line else ""),
        remedy='Save the table as "CSV UTF-8" (in Excel: File, Save As) and confirm again.',
    )


def _line(pair: tuple[str, str], table: PairsTable, saved: KeptFormat) -> str:
    cells = dict(zip(table.headers, pair, strict=True))
    row = [guarded(cells[header]) for header in saved.headers]
    written = io.StringIO()
    # A name that starts with "#" would be a comment without quotes around it.
    is_like_comment = row[0].startswith(_COMMENT)
    writer = csv.writer(
        written,
        delimiter=saved.delimiter,
        lineterminator="",
        quoting=csv.QUOTE_ALL if is_like_comment else csv.QUOTE_MINIMAL,
    )
    writer.writerow(row)
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
