"""Text files (CSV, TSV): strict encoding, found dialect, and the width of every record checked.

Two readers give the same cells: Python's strict csv, and pyarrow's where `record_scan` proved
that both see the same records. Records of another width never reach the cells of the table.
"""

import csv
import io
import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.cell_streams import (
    REPEATING,
    batch_of,
    column_names,
    short_cells,
    used_rows,
    write_cells,
)
from partner_analytics.importers.files.located_cells import Dialect
from partner_analytics.importers.files.source_settings import WORTH_SCANNING, Limits, Source
from partner_analytics.importers.files.text.dialect_doubts import refuse_in_doubt
from partner_analytics.importers.files.text.dialects import (
    BrokenQuotes,
    Found,
    find_dialect,
    strict_rows,
)
from partner_analytics.importers.files.text.encodings import Utf8Text, utf8_text
from partner_analytics.importers.files.text.record_widths import (
    MOST_ODD_ROWS,
    OddRow,
    OddRows,
    Survey,
    is_for_strict_reader,
    shortened,
    sort_odd_rows,
    usual_width,
    wide_records,
)
from partner_analytics.importers.tables.rows.section_rows import SECTION_ROW
from partner_analytics.problems import Problem, Severity

if TYPE_CHECKING:
    from partner_analytics.importers.files.line_runs import LineRuns  # a small file needs no NumPy

_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")
_SAMPLE = 200_000
_ROWS_AT_ONCE = 20_000
# With more distinct texts among its rows, a column is no smaller for telling them apart.
_MOST_DISTINCT = 0.2


@dataclass(frozen=True, slots=True)
class TextRead:
    """What a text file turned out to be; its cells are in the file that was written.

    `loose_lines` are those of titles and notes: lines with fewer fields than the table has.
    """

    encoding: str
    dialect: Dialect
    problems: list[Problem]
    loose_lines: list[int]


@dataclass(frozen=True, slots=True)
class Records:
    """Where the records of a text file are, and how they split into fields."""

    text: Utf8Text
    found: Found

    @property
    def start(self) -> int:
        """Return the byte the first record starts at."""
        return self.text.start + len(self.found.skipped.encode())

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        with self.text.path.open("rb") as file:
            file.seek(self.start)
            lines = io.TextIOWrapper(file, "utf-8", newline="")
            yield from strict_rows(lines, self.found.dialect, self.found.first_line)


def read_text_file(
    path: Path, cells: Path, *, source: Source, limits: Limits, file: str
) -> TextRead:
    """Write the located cells of a text file to `cells`.

    Raises UnreadableFile where the encoding, the dialect or the table is not clear.
    """
    text = utf8_text(path, declared=source.encoding, folder=cells.parent)
    sample = text.head(_SAMPLE)
    size = text.path.stat().st_size - text.start
    if not sample.strip():
        raise _no_rows(file)
    records = Records(text, find_dialect(sample, is_whole=size <= _SAMPLE, file=file))
    if records.found.width == 1 and _LONE_RETURN.search(sample) and "\n" in sample:
        raise _mixed_line_ends(file)
    refuse_in_doubt(sample, records.found, file)
    try:
        fast = scanned(records) if size > WORTH_SCANNING else None
        survey, odd = _written(fast or surveyed(records, file), cells, limits, file)
    except BrokenQuotes as error:
        raise _broken_quoting(error, file) from None
    except ReadersDisagree:
        survey, odd = _written(surveyed(records, file), cells, limits, file)
    loose = [row.line for row in (*odd.titles, *odd.notes)]
    return TextRead(text.encoding, records.found.dialect, _problems(text, survey, odd, file), loose)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A survey, the records to write, and the columns in which few texts come again and again."""

    survey: Survey
    batches: Iterable[pa.RecordBatch]
    repeating: frozenset[str] = frozenset()


class ReadersDisagree(Exception):
    """The fast reader gave another number of rows than the scan; the strict one must decide."""


def _written(surveyed: Surveyed, cells: Path, limits: Limits, file: str) -> tuple[Survey, OddRows]:
    """Write what belongs to the table, its titles and its notes; return what does not."""
    survey = surveyed.survey
    odd = sort_odd_rows(survey, file)
    if survey.width > limits.columns:
        raise _too_many_columns(survey, limits, file)
    rows = _in_order(surveyed.batches, sorted((*odd.whole, *odd.notes), key=_line), survey)
    every = chain(_as_batch(odd.titles, survey), rows)
    short = short_cells(every, limits.cell_characters, file=file, sheet=None)
    write_cells(cells, short, survey.width, surveyed.repeating)
    return survey, odd


def surveyed(records: Records, file: str) -> Surveyed:
    """Survey the records with Python's strict csv, which then also splits them."""
    widths: Counter[int] = Counter()
    for _, record in records:
        if any(field.strip() for field in record):
            widths[len(record)] += 1
    width = usual_width(widths)
    wide: list[tuple[int, list[str]]] = []
    odd: list[OddRow] = []
    wide_count, was_blank, last_line = 0, False, 0
    for line, record in records:
        if len(record) == width:
            wide = wide or [(line, record)]
            wide_count, last_line = wide_count + 1, line
        elif any(field.strip() for field in record):
            odd.append(OddRow(line, record, was_blank))
        if len(odd) > MOST_ODD_ROWS:
            break  # sort_odd_rows refuses the file
        was_blank = not record
    if not wide:
        raise _no_rows(file)
    around = wide_records(records, width) if 0 < len(odd) <= MOST_ODD_ROWS else None
    survey = Survey(width, wide_count, *wide[0], last_line, odd, around)
    return Surveyed(survey, _strict_batches(records, width))


def _strict_batches(records: Records, width: int) -> Iterator[pa.RecordBatch]:
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, record in records:
        if len(record) != width:
            continue
        lines.append(line)
        rows.append(record)
        if len(rows) == _ROWS_AT_ONCE:
            yield batch_of(lines, rows, width)
            lines, rows = [], []
    yield batch_of(lines, rows, width)


def scanned(records: Records) -> Surveyed | None:
    """Survey the records at array speed; None where only the strict reader can tell them."""
    from partner_analytics.importers.files.text.record_scan import scan_records

    found = records.found
    if found.dialect != Dialect(found.dialect.delimiter):
        return None
    scan = scan_records(
        records.text.path, records.start, found.dialect.delimiter, found.first_line, found.width
    )
    if scan is None or len(scan.lines) <= len(scan.others):
        return None
    odd = [
        OddRow(
            other.line,
            next(csv.reader([other.raw.decode()], delimiter=found.dialect.delimiter, strict=True)),
            other.follows_blank,
        )
        for other in scan.others
    ]
    odd = [row for row in odd if row.filled]
    if any(is_for_strict_reader(row, found.width, scan.lines[0]) for row in odd):
        return None
    widths = Counter(len(row.fields) for row in odd)
    if usual_width(widths + Counter({found.width: len(scan.lines)})) != found.width:
        return None
    first = next(record for line, record in records if line == scan.lines[0])
    survey = Survey(found.width, len(scan.lines), scan.lines[0], first, scan.lines[-1], odd)
    repeating = _repeating_columns(records)
    return Surveyed(survey, _arrow_batches(records, scan.lines, repeating), repeating)


def _repeating_columns(records: Records) -> frozenset[str]:
    """The columns with few distinct texts among the first rows."""
    batch = next(_arrow_blocks(records, frozenset()), None)
    if batch is None:
        return frozenset()
    most = batch.num_rows * _MOST_DISTINCT
    return frozenset(
        name
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if len(column.unique()) <= most
    )


def _arrow_batches(
    records: Records, lines: "LineRuns", repeating: frozenset[str]
) -> Iterator[pa.RecordBatch]:
    """Split the records the scan called wide, with pyarrow's reader."""
    names = column_names(records.found.width)
    at = 0
    for batch in _arrow_blocks(records, repeating):
        if at + batch.num_rows > len(lines):
            raise ReadersDisagree
        line = pa.array(lines.between(at, at + batch.num_rows))
        at += batch.num_rows
        yield used_rows(pa.RecordBatch.from_arrays([line, *batch.columns], names))
    if at != len(lines):
        raise ReadersDisagree


def _arrow_blocks(records: Records, repeating: frozenset[str]) -> Iterator[pa.RecordBatch]:
    """Read block by block what pyarrow takes for rows of the right width."""
    from pyarrow import csv as arrow_csv  # a small file needs none of these

    from partner_analytics.importers.files.text.record_blocks import in_turn, whole_records

    names = column_names(records.found.width)[1:]
    parse = arrow_csv.ParseOptions(
        delimiter=records.found.dialect.delimiter,
        newlines_in_values=True,
        invalid_row_handler=lambda _: "skip",
    )
    convert = arrow_csv.ConvertOptions(
        column_types={n: REPEATING if n in repeating else pa.string() for n in names},
        null_values=[""],
        strings_can_be_null=True,
    )

    def rows(block: bytes | None) -> list[pa.RecordBatch]:
        if block is None:
            raise ReadersDisagree
        if block.startswith(BOM_UTF8):
            block = BOM_UTF8 + block  # pyarrow drops one, which here is text
        read = arrow_csv.ReadOptions(
            column_names=names, block_size=len(block) + 1, use_threads=False
        )
        whole = pa.BufferReader(block)
        batches: list[pa.RecordBatch] = arrow_csv.read_csv(whole, read, parse, convert).to_batches()
        return batches

    for batches in in_turn(rows, whole_records(records.text.path, records.start)):
        yield from batches


def _line(row: OddRow) -> int:
    return row.line


def _in_order(
    batches: Iterable[pa.RecordBatch], rows: list[OddRow], survey: Survey
) -> Iterator[pa.RecordBatch]:
    """The batches, with rows of other widths where they stand in the file."""
    left = deque(rows)
    for batch in batches:
        lines, start = batch.column(0), 0
        while left and batch.num_rows and left[0].line < lines[-1].as_py():
            row = left.popleft()
            stop = start + bisect_left(lines.slice(start).to_pylist(), row.line)
            yield batch.slice(start, stop - start)
            yield from _as_batch([row], survey)
            start = stop
        yield batch.slice(start)
    yield from _as_batch(list(left), survey)


def _as_batch(rows: list[OddRow], survey: Survey) -> list[pa.RecordBatch]:
    """Place rows of other widths, their empty ends cut or added."""
    if not rows:
        return []
    fields = [row.fields[: survey.width] for row in rows]
    return [batch_of([row.line for row in rows], fields, survey.width)]


def _problems(text: Utf8Text, survey: Survey, odd: OddRows, file: str) -> list[Problem]:
    assumed = [_assumed_encoding(text, file)] if text.assumed is not None else []
    if text.ignored is not None:
        assumed.append(_ignored_encoding(text.ignored, file))
    headings = [_heading(row, file) for row in odd.headings]
    return assumed + [_ragged(row, survey.width, file) for row in odd.ragged] + headings


def _heading(row: OddRow, file: str) -> Problem:
    return Problem(
        SECTION_ROW,
        Severity.WARNING,
        file,
        line=row.line,
        row=row.line,
        expected="rows of the table",
        found=shortened(row.fields),
        remedy="It was taken for the heading of a section and set aside. If it is a row, give it "
        "as many fields as the others have.",
    )


def _ragged(row: OddRow, width: int, file: str) -> Problem:
    return Problem(
        "ragged-row",
        Severity.ERROR,
        file,
        line=row.line,
        row=row.line,
        expected=f"{width} fields, as the other rows have",
        found=f"{len(row.fields)}: {shortened(row.fields)}",
        remedy="The row was set aside. Mend it (a text with the delimiter in it must stand in "
        "quotes) and import the file again.",
    )


def _assumed_encoding(text: Utf8Text, file: str) -> Problem:
    return Problem(
        "assumed-encoding",
        Severity.WARNING,
        file,
        expected="UTF-8 text",
        found=f'Windows Western text (cp1252), such as "{text.assumed}"',
        remedy="Nothing to do if that reads right; otherwise import with --encoding and "
        'the name of its encoding, or save the file as "CSV UTF-8".',
    )


def _ignored_encoding(declared: str, file: str) -> Problem:
    return Problem(
        "other-encoding",
        Severity.WARNING,
        file,
        expected=f"text in {declared}, as named with --encoding",
        found="UTF-8 text, which hardly any other text can be taken for",
        remedy="It was read as UTF-8. Nothing to do if it reads right; otherwise save the file as "
        '"CSV UTF-8".',
    )


def _no_rows(file: str) -> UnreadableFile:
    return UnreadableFile(
        "no-rows",
        place=Place(file),
        expected="a table",
        found="a file without text",
        remedy="Export it again; the export was empty.",
    )


def _mixed_line_ends(file: str) -> UnreadableFile:
    """Refuse a single column in which a return may be part of a text as well as its end."""
    return UnreadableFile(
        "mixed-line-ends",
        place=Place(file),
        expected="one kind of line end",
        found="line feeds and lone carriage returns, either of which may end a row",
        remedy="Export the file again as CSV with texts in quotes, or as .xlsx.",
    )


def _too_many_columns(survey: Survey, limits: Limits, file: str) -> UnreadableFile:
    return UnreadableFile(
        "too-many-columns",
        place=Place(file, line=survey.first_line),
        expected=f"at most {limits.columns:,} columns",
        found=f"{survey.width:,}",
        remedy="Export fewer columns, or raise the limit columns.",
    )


def _broken_quoting(error: BrokenQuotes, file: str) -> UnreadableFile:
    return UnreadableFile(
        "broken-quoting",
        place=Place(file, line=error.line),
        expected="each quote that opens a field to be closed at the field's end",
        found=f"a row where none is ({error})",
        remedy='Mend the quotes (a quote inside a text is written twice: ""), or export the file '
        "again as .xlsx; from here on no row can be told from the next.",
    )
