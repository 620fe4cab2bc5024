"""Sheets and blocks of another period or kind than the export: last quarter's, a plan, a draft.

An export is the state on one day. What a sheet's name or the caption of a block says against that
is told, and a sheet of another period is not read as of that day.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from partner_analytics.grammar import month_number, normalize
from partner_analytics.importers.exports.as_of_dates import AsOf, Period, periods_in
from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.exports.not_current import kind_in, without_kinds
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.problems import Problem, Severity
from partner_analytics.quarters import quarter_bounds, quarter_of
from partner_analytics.trackers import Keeps, Tracker

DISAGREES, OTHER_PERIOD, NOT_CURRENT = "as-of-disagrees", "other-period", "not-current"
_YEAR = r"(?P<year>20[0-9]{2})"
_SHORT = r"(?:20(?=[0-9]{2}))?(?P<short>[0-9]{2})"
_EDGE, _END = r"(?<![0-9a-z])", r"(?![0-9a-z])"
_GAP = r"[-_. '’]*"
# The longer first: "Q1 FY24" is no year.
_PERIODS = tuple(
    re.compile(_EDGE + pattern + _END, re.IGNORECASE)
    for pattern in (
        rf"q(?P<quarter>[1-4]){_GAP}(?:fy)?{_GAP}{_SHORT}",
        rf"(?P<quarter>[1-4])q{_GAP}(?:fy)?{_GAP}{_SHORT}",
        rf"(?:fy)?{_GAP}{_YEAR}{_GAP}q(?P<quarter>[1-4])",
        rf"fy{_GAP}{_SHORT}{_GAP}q(?P<quarter>[1-4])",
        rf"h(?P<half>[12]){_GAP}(?:fy)?{_GAP}{_SHORT}",
        rf"(?:fy)?{_GAP}{_YEAR}{_GAP}h(?P<half>[12])",
        rf"(?P<name>[^\W\d_]{{3,}}){_GAP}{_YEAR}",
        rf"(?:fy|cy){_GAP}{_SHORT}",
        rf"(?:fy|cy)?{_GAP}{_YEAR}",
        r"q(?P<quarter>[1-4])",
    )
)
# A year further away is a number of something else.
_FAR = 15
# Words that stand beside a period in a caption which heads figures of it.
_HEADING = re.compile(
    r"(?:fiscal|calendar|financial|full|year|quarter|half|period|month|actuals?|results?|figures|"
    r"data|performance|review|for|of|the|tracker|partners?|partnerships?|fy|cy|ytd|jahr|quartal|"
    r"geschäftsjahr|ist|année|exercice|trimestre|año|ejercicio|anno|esercizio|jaar|kwartaal)"
)
_MOST_CELLS, _MOST_TITLES = 3, 50


def periods_of(text: str, day: date, *, first_month: int = 1) -> list[Period]:
    """The periods a sheet's name or a caption states; a quarter or month without its year is that
    of the day.

    >>> june = date(2025, 6, 30)
    >>> [str(one.last) for one in periods_of("Commercial FY24, Q1 2025", june)]
    ['2025-03-31', '2024-12-31']
    >>> [str(one.first) for one in periods_of("März 2025", june) + periods_of("Q3", june)]
    ['2025-03-01', '2025-07-01']
    >>> periods_of("Commercial (2)", june)
    []
    """
    found = periods_in(text, first_month=first_month)
    for one in found:
        text = text.replace(one.text, "\0", 1)
    for pattern in _PERIODS:
        for match in pattern.finditer(text):
            period = _period(match, day, first_month)
            if period is not None:
                found.append(period)
                text = text.replace(match[0], "\0" * len(match[0]), 1)
    month = month_number(text.strip(" ()[].-_"))
    return found if month is None or found else [_month(text, day.year, month)]


def _period(match: re.Match[str], day: date, first_month: int) -> Period | None:
    parts = match.groupdict()
    year = int(parts.get("year") or 0) or 2000 + int(parts.get("short") or 0)
    if year == 2000:
        year = int(quarter_of(day, first_month=first_month)[:4])
    if abs(year - day.year) > _FAR:
        return None
    if parts.get("name"):
        month = month_number(parts["name"])
        return None if month is None else _month(match[0], year, month)
    first, last = 1, 4
    if parts.get("quarter"):
        first = last = int(parts["quarter"])
    elif parts.get("half"):
        first, last = (1, 2) if parts["half"] == "1" else (3, 4)
    return Period(
        match[0],
        quarter_bounds(f"{year}-Q{first}", first_month=first_month)[0],
        quarter_bounds(f"{year}-Q{last}", first_month=first_month)[1],
    )


def _month(text: str, year: int, month: int) -> Period:
    (period,) = periods_in(f"{year}-{month:02}")
    return replace(period, text=text)


def _other(text: str, day: date, first_month: int) -> list[Period]:
    """The periods a text states where the day lies in none of them."""
    periods = periods_of(text, day, first_month=first_month)
    return [] if any(one.first <= day <= one.last for one in periods) else periods


def of_this_day(
    tables: Sequence[ExportTable],
    as_of: AsOf,
    trackers: Mapping[str, Tracker],
    file: str,
    *,
    first_month: int = 1,
) -> tuple[list[ExportTable], list[Problem]]:
    """The tables without those on sheets whose names state a period the export's day is not in.

    Tables of events and of rows with a quarter of their own are dated by themselves. A day that a
    person gave holds for a file whose sheets all state the same period: that is a warning only.
    """
    if as_of.day is None:
        return list(tables), []
    dated = {
        table.number: table.sheet or ""
        for table in tables
        if trackers[table.tracker].keeps is Keeps.SNAPSHOTS and "quarter" not in table.column_map
    }
    others = {
        name: found
        for name in dict.fromkeys(dated.values())
        if (found := _other(name, as_of.day, first_month))
    }
    if not others:
        return list(tables), []
    spans = {tuple((one.first, one.last) for one in found) for found in others.values()}
    is_given = as_of.source == "option" and len(spans) == 1 and set(others) == set(dated.values())
    problems = [_sheet_of_other(name, as_of, file, is_given=is_given) for name in others]
    if is_given:
        return list(tables), problems
    kept = [table for table in tables if dated.get(table.number) not in others]
    return [replace(table, number=at) for at, table in enumerate(kept, start=1)], problems


def _sheet_of_other(name: str, as_of: AsOf, file: str, *, is_given: bool) -> Problem:
    source = "--as-of" if as_of.source == "option" else as_of.source
    return SheetPlace(file, name).problem(
        OTHER_PERIOD if is_given else DISAGREES,
        Severity.WARNING if is_given else Severity.ERROR,
        expected="sheets of the day the export shows",
        found=f'the sheet name "{name}" and {as_of.day} ({source})',
        remedy="Its tables were read as of the day that was given. Nothing to do if it is right."
        if is_given
        else "Its tables were not read. Where each sheet has a period of its own, save each as a "
        "file of its own with its day in the file's name (or import it alone with --as-of); where "
        "the name is wrong, rename the sheet and import the file again.",
    )


def told_of_sheets(
    tables: Sequence[ExportTable], trackers: Mapping[str, Tracker], file: str
) -> Iterator[Problem]:
    """A warning at each sheet called a draft or the like; an only one, nothing else."""
    sheets = dict.fromkeys((table.tracker, table.sheet or "") for table in tables)
    counts = Counter(tracker for tracker, _ in sheets)
    told: set[str] = set()
    for tracker, name in sheets:
        is_one_of_several = counts[tracker] > 1
        kind = kind_in(name, is_all=not is_one_of_several)
        if kind and name not in told and not _is_title(name, trackers[tracker]):
            told.add(name)
            yield SheetPlace(file, name).problem(
                NOT_CURRENT,
                Severity.WARNING,
                tracker=tracker,
                expected="one sheet of a tracker, of what is now",
                found=f'one {"more" if is_one_of_several else "alone"}, called "{name}"',
                remedy="Its tables were read. If they should not count, delete the sheet or save "
                "the file without it, and import the file again.",
            )


def _is_title(text: str, tracker: Tracker) -> bool:
    return normalize(text) in map(normalize, (tracker.title, *tracker.sheets))


def told_of_captions(
    place: SheetPlace,
    grid: Grid,
    tables: Sequence[FoundTable],
    day: date | None,
    *,
    first_month: int = 1,
) -> Iterator[Problem]:
    """A warning at each caption of a table that states another period, a plan or a draft."""
    counts = Counter(table.match.tracker.name for table in tables)
    for table in tables:
        tracker = table.match.tracker
        if tracker.keeps is not Keeps.SNAPSHOTS or "quarter" in table.match.columns:
            continue
        is_one_of_several = counts[tracker.name] > 1
        for position in table.titles[-_MOST_TITLES:]:
            row = grid.row(position, *table.title_columns)
            if len(row) > _MOST_CELLS and position != table.header - 1:
                continue
            for column, text in row.items():
                if _is_title(text, tracker):
                    continue
                told = _told(text, day, first_month, is_one_of_several=is_one_of_several)
                if told:
                    yield place.problem(
                        told,
                        Severity.WARNING,
                        row=grid.line(position),
                        column=column,
                        tracker=tracker.name,
                        expected=f"figures as of {day}" if day else "figures as they are",
                        found=f'"{" ".join(text.split())}"',
                        remedy="The table below was read. If its figures are none of that day, "
                        "save it as a file of its own or leave it out, and import the file again.",
                    )
                    break


def _told(text: str, day: date | None, first_month: int, *, is_one_of_several: bool) -> str | None:
    if day is not None and _heads_figures(text, day) and _other(text, day, first_month):
        return OTHER_PERIOD
    bare = text
    for one in periods_of(text, day, first_month=first_month) if day else ():
        bare = bare.replace(one.text, " ")
    if kind_in(text, is_all=not is_one_of_several) or kind_in(bare, is_all=not is_one_of_several):
        return NOT_CURRENT
    return None


def _heads_figures(text: str, day: date) -> bool:
    """Whether a text says hardly more than a period, unlike "Program since 2019"."""
    for one in periods_of(text, day):
        if one.first == one.last:  # a day is one of printing, of a review, of anything
            return False
        text = text.replace(one.text, " ")
    words = normalize(without_kinds(text)).split()
    return sum(_HEADING.fullmatch(word) is None for word in words) == 0
