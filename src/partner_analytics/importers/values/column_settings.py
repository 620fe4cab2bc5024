"""What a column's texts settle about each other: order of dates, days as numbers, decimal mark.

A text that may be read in two ways is read where a setting of the source decides, or where other
texts of its column can be read in one way only; either is said once a column, at the first such
text. Where nothing decides, or the column contradicts itself, it stays a problem of its cell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import first_of_date, is_serial, read_date
from partner_analytics.importers.doubts.decimal_marks import (
    EITHER_COMMA,
    EITHER_POINT,
    EITHER_POINT_NUMBER,
    kinds_of_numbers,
    may_differ,
    proof_of,
)
from partner_analytics.importers.doubts.near_midnight import near_midnight
from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.exports.row_texts import BATCH_ROWS
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.kept.layout_remedies import with_layout_line
from partner_analytics.importers.kept.layouts import LAYOUTS
from partner_analytics.importers.values.cell_problems import AMBIGUOUS_MARK
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column, Reads, Tracker

# Beginnings of the texts in question; ISO dates, of which there may be millions, are none.
_MAY_BE = r"^[^0-9]*[0-9]{1,2}[/-]|^[^0-9]*[0-9]{5}(?:[.,]|[^0-9]*$)"
AMBIGUOUS_DATE, SERIAL_DATE = "ambiguous-date", "serial-date"
# Ratings and scores are read alone: 4.5 is none of many thousands.
NUMBERS = frozenset(
    (
        *(Reads.MONEY, Reads.MONEY_LOW, Reads.MONEY_HIGH, Reads.NUMBER, Reads.COUNT),
        *(Reads.DAYS, Reads.HOURS, Reads.PERCENT, Reads.PERCENT_LOW, Reads.PERCENT_HIGH),
    )
)
NEAR_MIDNIGHT = "near-midnight"
_WHY = {
    "slip": "some programs write midnight a few seconds early",
    "end of day": "that is how the end of a day is written",
    "zone": "that is what the cells say, though it may be midnight in a time zone further east",
}


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """The settings columns are read with where they differ from the source's, and what to say."""

    of_column: Mapping[str, Source] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Met:
    """Texts of one kind in a column: the first of them, where it is, and the number of cells."""

    text: str
    row: int
    where: str
    cells: int

    @property
    def listed(self) -> str:
        """The texts as a message shows them."""
        return f'"{self.text}"' + (f" and {self.cells - 1:,} more" if self.cells > 1 else "")


def column_settings(
    table: ExportTable, tracker: Tracker, source: Source, file: str, *, time_zone: str = "UTC"
) -> ColumnSettings:
    """Look through the columns of dates and numbers once; `time_zone` is the program's."""
    of_column: dict[str, Source] = {}
    notes: list[Problem] = []
    told: set[str] = set()
    for column in tracker.read_columns:
        rules = _rules(column)
        if not rules or column.name not in table.texts.columns:
            continue
        settled = source
        met = _texts_by_kind(table, column)
        for settle in rules:
            settled, note = settle(table, met, settled)
            if note and f"{note.code} {table.column_map[column.name].header}" not in told:
                # The ends of a range are two columns of one header.
                told.add(f"{note.code} {table.column_map[column.name].header}")
                notes.append(_problem(table, tracker, column, file, note))
        note = None
        if column.reads is Reads.DATE:
            settled, note = _midnights(table, column, settled, ZoneInfo(time_zone))
        if note:
            notes.append(_problem(table, tracker, column, file, note))
        if settled != source:
            of_column[column.name] = settled
    return ColumnSettings(of_column, tuple(notes))


def _rules(column: Column) -> tuple["_Settle", ...]:
    """What may be settled of a column, by what it reads."""
    if column.reads is Reads.DATE:
        return (_order, _serials)
    return (_decimal_mark,) if column.reads in NUMBERS else ()


@dataclass(frozen=True, slots=True)
class _Note:
    code: str
    met: _Met
    expected: str
    found: str
    remedy: str


_Settle = Callable[[ExportTable, Mapping[str, _Met], Source], tuple[Source, _Note | None]]


def _texts_by_kind(table: ExportTable, column: Column) -> dict[str, _Met]:
    """The plain numbers in a column of dates, and the dates that begin with day, month or either;
    in a column of numbers those that prove a decimal mark, and those that leave it open.

    Each distinct text of a batch that may be one of them is looked at once.
    """
    is_date = column.reads is Reads.DATE
    may_matter = _may_be_other_than_iso if is_date else may_differ
    kinds_of = _kinds if is_date else kinds_of_numbers
    texts, name = table.texts, f"c{table.texts.columns[column.name]}"
    met: dict[str, _Met] = {}
    for start in range(texts.first, texts.stop, BATCH_ROWS):
        part = texts.cells.slice(start, min(BATCH_ROWS, texts.stop - start))
        column_texts = part[name].unify_dictionaries().combine_chunks()
        is_coded = pa.types.is_dictionary(column_texts.type)
        # What is met in an earlier batch is in question in the later ones, too.
        if not met and not may_matter(column_texts.dictionary if is_coded else column_texts):
            continue
        coded = column_texts.dictionary_encode()
        kinds = kinds_of(coded.dictionary)
        codes = coded.indices.fill_null(-1).to_numpy()
        for kind in sorted(set(kinds.values())):
            places = np.flatnonzero(np.isin(codes, [at for at in kinds if kinds[at] == kind]))
            if len(places) == 0:  # texts of other rows are among the distinct ones, too
                continue
            row = int(part["line"][int(places[0])].as_py())
            text = coded.dictionary[int(codes[places[0]])].as_py().strip()
            known = met.get(kind, _Met(text, row, _where(table, column, row), 0))
            met[kind] = replace(known, cells=known.cells + len(places))
    return met


def _may_be_other_than_iso(texts: pa.StringArray) -> bool:
    """Whether not all texts have the length and the dashes of an ISO date, as millions may."""
    shortest, longest = pc.min_max(pc.binary_length(texts)).as_py().values()
    if texts.null_count or (shortest, longest) != (10, 10):
        return True
    _, offsets, characters = texts.buffers()
    first = int(np.frombuffer(offsets, np.int32)[texts.offset])
    signs = np.frombuffer(characters, np.uint8)[first : first + 10 * len(texts)].reshape(-1, 10)
    return not (signs[:, [4, 7]] == ord("-")).all()


def _kinds(texts: pa.Array) -> dict[int, str]:
    may_be = pc.match_substring_regex(texts, _MAY_BE).to_numpy(zero_copy_only=False)
    found = {at: _kind_of_date(texts[at].as_py()) for at in np.flatnonzero(may_be).tolist()}
    return {at: kind for at, kind in found.items() if kind}


def _where(table: ExportTable, column: Column, row: int) -> str:
    on_sheet = table.sheet is not None
    return table.column_map[column.name].address(row) if on_sheet else f"line {row}"


def _kind_of_date(text: str) -> str | None:
    return "number" if is_serial(text) else first_of_date(text)


def _order(_: ExportTable, met: Mapping[str, _Met], source: Source) -> tuple[Source, _Note | None]:
    """The order of day and month, where texts of the column may have either."""
    either = met.get("either")
    proofs = [kind for kind in ("day", "month") if kind in met]
    if either is None or (source.day_first is None and len(proofs) != 1):
        return source, None
    is_set = source.day_first is not None
    day_first = source.day_first if is_set else proofs == ["day"]
    order, other = ("day", "month") if day_first else ("month", "day")
    day = read_date(either.text, day_first=day_first)
    if is_set:
        why = f"as the setting --{order}-first says"
        remedy = "Write them like that to be sure."
    else:
        why = f'like "{met[order].text}" in {met[order].where}'
        remedy = f"Import with --{other}-first if that is wrong, or write them like that."
    note = _Note(
        AMBIGUOUS_DATE,
        either,
        expected="dates that can be read in one way only",
        found=either.listed,
        remedy=f"They were read {order} first, {why}: {day}. {remedy}",
    )
    return replace(source, day_first=day_first), note


def _serials(
    table: ExportTable, met: Mapping[str, _Met], source: Source
) -> tuple[Source, _Note | None]:
    """From when days are counted, where the column holds plain numbers."""
    numbers = met.get("number")
    system = source.date_system or table.date_system
    if numbers is None or system is None:
        return source, None
    why = "as the setting --date-system says" if source.date_system else "as the workbook counts"
    day = read_date(numbers.text, date_system=system)
    note = _Note(
        SERIAL_DATE,
        numbers,
        expected="dates",
        found=f"{numbers.listed}, plain numbers",
        remedy=f"They were read as days counted from {system}, {why}: {day}. Format the cells as "
        "dates to be sure.",
    )
    return replace(source, date_system=system), note


def _decimal_mark(
    table: ExportTable, met: Mapping[str, _Met], source: Source
) -> tuple[Source, _Note | None]:
    """The decimal mark, where other texts of the column prove what 400.000 or 400,000 is."""
    if source.decimal_mark is not None:
        return source, None
    proof = proof_of(met, is_workbook=table.sheet is not None)
    if proof is None:
        return source, None
    open_texts = [met[kind] for kind in (EITHER_POINT, EITHER_POINT_NUMBER) if kind in met]
    if proof.mark != "." and EITHER_COMMA in met:
        open_texts.append(met[EITHER_COMMA])
    first = min(open_texts, key=lambda one: one.row, default=None)
    mark = proof.mark or "."
    settled = replace(source, decimal_mark=proof.mark)
    if first is None:
        return settled, None
    like = " and ".join(f'"{met[kind].text}" in {met[kind].where}' for kind in proof.kinds)
    why = f"like {like}" if proof.mark else f"though the column has {like}"
    other = "." if mark == "," else ","
    note = _Note(
        AMBIGUOUS_MARK,
        first,
        expected="numbers that can be read in one way only",
        found=first.listed,
        remedy=with_layout_line(
            f'They were read with "{mark}" as the decimal mark, {why}. '
            f"Import with --decimal-mark {other} if that is wrong."
        ),
    )
    return settled, note


def _midnights(
    table: ExportTable, column: Column, source: Source, zone: ZoneInfo
) -> tuple[Source, _Note | None]:
    """Which day dates are whose times are all shortly before midnight.

    A slip of seconds is mended; whether hours are those of a time zone, people must say.
    """
    found = near_midnight(table, column, zone)
    if found is None:
        return replace(source, near_midnight=None), None
    default: Literal["day before", "day after"]
    default = "day after" if found.kind == "slip" else "day before"
    settled = replace(source, near_midnight=source.near_midnight or default)
    met = _Met(found.text, found.row, _where(table, column, found.row), found.cells)
    chosen = settled.near_midnight or default
    other = "day before" if chosen == "day after" else "day after"
    days = {
        "day before": _read(found.text, source, rounds_up=False),
        "day after": _read(found.text, source, rounds_up=True),
    }
    if source.near_midnight:
        remedy = f'near_midnight = "{chosen}" says so.'
    else:
        remedy = f"{_WHY[found.kind]}. If it is the {other} midnight{days[other]}, write "
        remedy += f'near_midnight = "{other}" into {LAYOUTS}.'
    return settled, _Note(
        NEAR_MIDNIGHT,
        met,
        expected="dates, or times of day that differ",
        found=f"{met.listed}, all shortly before midnight",
        remedy=f"The {chosen} midnight was read{days[chosen]}: {remedy}",
    )


def _read(text: str, source: Source, *, rounds_up: bool) -> str:
    """The day a text is read as, for a message; nothing where it is none."""
    try:
        return f" ({read_date(text, day_first=source.day_first, rounds_up=rounds_up)})"
    except UnreadableValue:
        return ""


def _problem(
    table: ExportTable, tracker: Tracker, column: Column, file: str, note: _Note
) -> Problem:
    """A warning at the first of the texts a note is about."""
    on_sheet = table.sheet is not None
    texts = table.texts.row(note.met.row) or {}
    return Problem(
        code=note.code,
        severity=Severity.WARNING,
        file=file,
        sheet=table.sheet,
        cell=note.met.where if on_sheet else None,
        line=None if on_sheet else note.met.row,
        row=note.met.row,
        header=table.column_map[column.name].header,
        tracker=tracker.name,
        column=column.name,
        partner=texts.get("partner"),
        owner=texts.get("owner"),
        expected=note.expected,
        found=note.found,
        remedy=note.remedy,
    )
