"""Where the records of a large text file start and how wide they are, found at array speed.

Quotes decide. A file is scanned only while every quote stands where strict CSV wants it: then
parity alone tells which delimiters and line ends are text, and every CSV reader agrees on the
records. At the first quote out of place the scan gives up and the slow reader takes over.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from partner_analytics.importers.files.line_runs import LineRuns
from partner_analytics.importers.files.text.record_blocks import in_turn, whole_records

_MOST_OTHERS = 2_000
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """A record that is not as wide as the table: its bytes, and whether a blank stands above."""

    line: int
    raw: bytes
    follows_blank: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """The lines on which the wide records start, and all other records."""

    lines: LineRuns
    others: list[OtherRecord]


@dataclass(frozen=True, slots=True)
class _Records:
    """The records of one block: where each starts and ends, its line from 0, its fields."""

    block: bytes
    starts: Positions
    ends: Positions
    lines: Positions
    widths: Positions
    line_count: int


def scan_records(
    path: Path, start: int, delimiter: str, first_line: int, width: int
) -> Scan | None:
    """Locate all records; None where quotes, lone carriage returns or many odd rows forbid it."""
    lines: list[LineRuns] = []
    others: list[OtherRecord] = []
    line = first_line
    was_blank = False
    for records in in_turn(partial(_records, delimiter=ord(delimiter)), whole_records(path, start)):
        if records is None:
            return None
        is_empty = records.ends == records.starts
        is_wide = (records.widths == width) & ~is_empty
        lines.append(LineRuns.of([line + records.lines[is_wide]]))
        odd = np.flatnonzero(~is_wide & ~is_empty)
        if len(others) + len(odd) > _MOST_OTHERS:
            return None
        for at in odd:
            blank_above = bool(is_empty[at - 1]) if at else was_blank
            raw = records.block[records.starts[at] : records.ends[at]]
            others.append(OtherRecord(line + int(records.lines[at]), raw, blank_above))
        was_blank = bool(is_empty[-1])
        line += records.line_count
    return Scan(LineRuns.joined(lines), others)


def _records(block: bytes | None, delimiter: int) -> _Records | None:
    if block is None:
        return None
    buffer = np.frombuffer(block, np.uint8)
    newlines = np.flatnonzero(buffer == _NEWLINE)
    if b"\r" in block:
        returns = np.flatnonzero(buffer == _RETURN)
        if not bool(np.all(buffer[returns + 1] == _NEWLINE)):
            return None
    is_delimiter = buffer == delimiter
    ends, numbers = newlines, np.arange(len(newlines))
    if b'"' in block:
        toggles = _quote_toggles(buffer, delimiter)
        if toggles is None:
            return None
        is_quoted = _between(toggles, len(buffer))
        numbers = np.flatnonzero(~is_quoted[newlines])
        ends = newlines[numbers]
        is_delimiter &= ~is_quoted
    delimiters = np.flatnonzero(is_delimiter)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lines = np.concatenate(([0], numbers[:-1] + 1))
    widths = _widths(delimiters, ends)
    if b"\r" in block:
        ends = ends - ((ends > starts) & (buffer[np.maximum(ends - 1, 0)] == _RETURN))
    return _Records(block, starts, ends, lines, widths, len(newlines))


def _between(toggles: Positions, size: int) -> Flags:
    """Flag the bytes from each opening quote up to its closing one."""
    bounds = np.concatenate(([0], toggles, [size]))
    return np.repeat(np.arange(len(toggles) + 1) % 2 == 1, np.diff(bounds))


def _widths(delimiters: Positions, ends: Positions) -> Positions:
    """Count the fields of each record; one look suffices where all have the same width."""
    each, rest = divmod(len(delimiters), len(ends))
    if rest == 0 and each:
        grid = delimiters.reshape(len(ends), each)
        if bool(np.all(grid[:, -1] < ends)) and bool(np.all(grid[1:, 0] > ends[:-1])):
            return np.full(len(ends), each + 1)
    upto = np.searchsorted(delimiters, ends)
    return np.diff(upto, prepend=0) + 1


def _quote_toggles(buffer: npt.NDArray[np.uint8], delimiter: int) -> Positions | None:
    """Return the quotes that open or close a field; None where one stands out of place.

    In a run of quotes all but the first opening and the last closing one are doubled ones, so
    a run of odd length opens or closes a field, and one of even length does neither or both.
    """
    quotes = np.flatnonzero(buffer == _QUOTE)
    is_first = np.diff(quotes, prepend=-2) > 1
    firsts = quotes[is_first]
    lengths = np.diff(np.append(np.flatnonzero(is_first), len(quotes)))
    is_odd = lengths % 2 == 1
    is_inside = (np.cumsum(is_odd) - is_odd) % 2 == 1
    before = np.where(firsts > 0, buffer[firsts - 1], _NEWLINE)
    after = buffer[firsts + lengths]
    opens = (before == delimiter) | (before == _NEWLINE)
    closes = (after == delimiter) | (after == _NEWLINE) | (after == _RETURN)
    fits = np.where(is_inside, ~is_odd | closes, opens & (is_odd | closes))
    return firsts[is_odd] if bool(fits.all()) else None
