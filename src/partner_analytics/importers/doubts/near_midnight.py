"""Columns of dates whose times are all shortly before midnight: the days may be one too early.

Some programs keep a day as the midnight of their time zone and write it in another one: April 1 as
March 31, 22:00 (or, by a slip of theirs, 48 seconds early). In a column this shows; the day of a
quarter's end must not slip into it unsaid.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import tzinfo

import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.grammar import seconds_of_day
from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.exports.row_texts import BATCH_ROWS
from partner_analytics.trackers import Column

_DAY, _HOUR, _QUARTER_HOUR = 86_400, 3_600, 900
# So few seconds before midnight nothing happens; only a slip in computing dates puts it there.
_SLIP = 120
# What people write who mean the end of a day: 23:59 and 23:59:59.
_ENDS_OF_DAY = frozenset((_DAY - 1, _DAY - 60))
# Meetings may all be at two; midnight from Europe to China is at four in the afternoon of Greenwich
# or later, further east earlier.
_EVENING, _AFTERNOON = 16 * _HOUR, 13 * _HOUR
# In a column of midnights, or of hours around them alone, a late one is hardly when something
# happened; nor is it where it is all there is.
_LATE, _VERY_LATE, _EARLY = 21 * _HOUR, 22 * _HOUR, 3 * _HOUR
_FEWEST, _FEWEST_IN_THE_AFTERNOON = 3, 10


@dataclass(frozen=True, slots=True)
class NearMidnight:
    """The times of a column: "slip", "end of day" or "zone", the first such cell, how many."""

    kind: str
    text: str
    row: int
    cells: int


def near_midnight(table: ExportTable, column: Column, zone: tzinfo) -> NearMidnight | None:
    """Look at the times of a column of dates; None where they are not all before midnight."""
    texts, name = table.texts, f"c{table.texts.columns[column.name]}"
    times: Counter[int] = Counter()
    first: tuple[str, int] | None = None
    for start in range(texts.first, texts.stop, BATCH_ROWS):
        part = texts.cells.slice(start, min(BATCH_ROWS, texts.stop - start))
        dates = part[name].combine_chunks()
        if not _have_clocks(dates):
            times[0] += len(dates) - dates.null_count
            continue
        for counted in pc.value_counts(dates.cast(pa.string())).to_pylist():
            seconds = seconds_of_day(counted["values"] or "", time_zone=zone)
            if seconds is not None:
                times[seconds] += counted["counts"]
        if any(_EARLY < time < _AFTERNOON for time in times):
            return None
        first = first or _first_of_times(part, dates, zone)
    kind = _kind(times)
    if kind is None or first is None:
        return None
    return NearMidnight(
        kind, *first, sum(count for time, count in times.items() if time >= _AFTERNOON)
    )


def _have_clocks(dates: pa.Array) -> bool:
    texts = dates.dictionary if pa.types.is_dictionary(dates.type) else dates
    return bool(pc.any(pc.match_substring(texts, ":")).as_py())


def _first_of_times(part: pa.Table, dates: pa.Array, zone: tzinfo) -> tuple[str, int] | None:
    """The text and row of the first cell with a time before midnight, not behind it."""
    has_clock = pc.match_substring(dates.cast(pa.string()), ":")
    for at in pc.indices_nonzero(pc.fill_null(has_clock, False)).to_pylist():
        text = str(dates[at].as_py()).strip()
        if (seconds_of_day(text, time_zone=zone) or 0) >= _AFTERNOON:
            return text, int(part["line"][at].as_py())
    return None


def _kind(times: Counter[int]) -> str | None:
    """What the times of a column have in common."""
    early = {time for time in times if time}
    if not early:
        return None
    if min(early) >= _DAY - _SLIP:
        return "end of day" if early <= _ENDS_OF_DAY else "slip"
    return "zone" if _is_zone(times, early) else None


def _is_zone(times: Counter[int], early: set[int]) -> bool:
    """Whether the times may be midnights of a time zone: one, or two an hour apart for summer.

    Around midnight fewer are enough, and hours on both sides of it.
    """
    if any(time % _QUARTER_HOUR for time in early):
        return False
    late = {time for time in early if time >= _LATE}
    if late and all(time in late or time <= _EARLY for time in early):
        is_of_days = 0 in times or late != early
        if is_of_days or (min(late) >= _VERY_LATE and max(late) - min(late) <= _HOUR):
            return True
    if 0 in times:
        return False
    first, last = min(early), max(early)
    is_one = first == last or (len(early) == 2 and last - first == _HOUR)
    cells = sum(times[time] for time in early)
    if not is_one or cells < _FEWEST:
        return False
    return first >= _EVENING or (first >= _AFTERNOON and cells >= _FEWEST_IN_THE_AFTERNOON)
