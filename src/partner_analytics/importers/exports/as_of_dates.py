"""Which day an export shows: from the option, a cell of the file, or the file's name.

Never from the clock or the file's time stamp: those say when a copy was made.
"""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import is_blank, read_date
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.tables.rows.row_labels import AS_OF, is_as_of
from partner_analytics.problems import Problem, Severity
from partner_analytics.quarters import quarter_bounds, read_quarter

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*"
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_EDGE, _END = "(?<![0-9a-z])", "(?![0-9a-z])"
_DAY_OF_MONTH = "(?P<day>[0-3]?[0-9])"
_LABELS = "|".join(sorted(AS_OF, key=len, reverse=True)).replace(" ", "[ -]")
_STATED = re.compile(
    rf"(?:^|(?<=\W))(?:{_LABELS})\b\s*[:=]?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# Names of days there are none of or that may be two, and spans: nobody can tell the day from them.
_JOINED = r"[-_ ]*(?:[-–_&+/]|to|bis|and|und|au)[-_ ]*"
_SPAN = rf"{_EDGE}(?:{_YEAR}[-_. ]*q[1-4]{_JOINED}q[1-4]|q[1-4]{_JOINED}q[1-4][-_. ]*20[0-9]{{2}})"
_FULL_DAY = rf"{_EDGE}{_YEAR}(?P<gap>[-_. ])[0-9]{{2}}(?P=gap)[0-9]{{2}}{_END}"
_DAY_AND_MONTH = (
    rf"{_EDGE}(?P<one>[0-3]?[0-9])(?P<gap>[-_. ])(?P<other>[0-3]?[0-9])(?P=gap){_YEAR}{_END}"
)
# What stands before the label of a day that is another than the export's.
_COMPARED = re.compile(
    r"\b(?:vs|versus|compared (?:to|with)|than|not|since|from|prior|previous(?:ly)?|against|"
    r"gegenüber|nicht|seit|statt)\b[\s.:(]*$",
    re.IGNORECASE,
)
_SECOND = re.compile(r"\W*(?:(?:and|or|to|und|oder|bis|et|ou|au|y|e)\b\W*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month or quarter as written; what it says of an export holds on its last day."""

    text: str
    first: date
    last: date

    def contains(self, other: "Period") -> bool:
        """Whether the other lies in it: 2025-03-28 does not contradict 2025-Q1."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Stated:
    """A cell that says which day an export shows."""

    period: Period
    place: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day an export shows, where that is from, and what stands against it."""

    day: date | None
    source: str | None
    problems: tuple[Problem, ...] = ()


def periods_in(name: str, *, first_month: int = 1) -> list[Period]:
    """The days, months and quarters a file name states; a longer one hides those within it.

    >>> [period.text for period in periods_in("tracker_2025-Q1_final")]
    ['2025-Q1']
    >>> [str(period.last) for period in periods_in("Q2 2025 export 2025_03 vs. 20241231")]
    ['2024-12-31', '2025-06-30', '2025-03-31']
    >>> periods_in("Q3 tracker FINAL")
    []
    """
    found: list[Period] = []
    for text in unreadable_in(name):
        name = name.replace(text, "\0" * len(text), 1)
    for match in re.finditer(_DAY_AND_MONTH, name):
        day = _day_of(match)
        if day:
            found.append(Period(match[0], day, day))
            name = name.replace(match[0], "\0" * len(match[0]), 1)
    for pattern in _patterns():
        for match in re.finditer(pattern, name, re.IGNORECASE):
            period = _period(match, first_month)
            if period:
                found.append(period)
                # The same signs must not be read twice: 2025-03-31 holds 2025-03.
                name = name.replace(match[0], "\0" * len(match[0]), 1)
    return found


def unreadable_in(name: str) -> list[str]:
    """What in a name is written like a day or quarter, and is none or may be several.

    >>> unreadable_in("terms 2025-06-31"), unreadable_in("2025-Q1-Q2"), unreadable_in("05.06.2025")
    (['2025-06-31'], ['2025-Q1-Q2'], ['05.06.2025'])
    >>> unreadable_in("terms 2025-06-30"), unreadable_in("30.06.2025"), unreadable_in("2025-Q1")
    ([], [], [])
    """
    spans = [match[0] for match in re.finditer(_SPAN, name, re.IGNORECASE)]
    days = [m[0] for m in re.finditer(_FULL_DAY, name) if not _is_day(re.split("[-_. ]", m[0]))]
    short = [m[0] for m in re.finditer(_DAY_AND_MONTH, name) if _day_of(m) is None]
    return spans + days + short


def _is_day(parts: Sequence[str]) -> bool:
    try:
        date(*map(int, parts))
    except ValueError:
        return False
    return True


def _day_of(match: re.Match[str]) -> date | None:
    """The one day that a day, month and year in either order can be."""
    one, other, year = int(match["one"]), int(match["other"]), match["year"]
    orders = {(one, other), (other, one)}
    days = [
        (year, str(month), str(day))
        for month, day in orders
        if _is_day((year, f"{month}", f"{day}"))
    ]
    return date(*map(int, days[0])) if len(days) == 1 else None


def without_periods(name: str) -> str:
    """A name without the days, months and quarters it states.

    >>> without_periods("orders_2025-Q1 (March 2025)")
    'orders_  ( )'
    """
    for period in periods_in(name):
        name = name.replace(period.text, " ")
    return name


def _patterns() -> Iterator[str]:
    for between in ("[-_. ]", ""):
        yield rf"{_EDGE}{_YEAR}{between}(?P<month>[01][0-9]){between}(?P<day>[0-3][0-9]){_END}"
    yield rf"{_EDGE}{_DAY_OF_MONTH}[-_. ]+{_MONTH}[-_., ]+{_YEAR}{_END}"
    yield rf"{_EDGE}{_MONTH}[-_. ]+{_DAY_OF_MONTH}[-_., ]+{_YEAR}{_END}"
    yield rf"{_EDGE}{_YEAR}[-_. ]*q(?P<quarter>[1-4]){_END}"
    yield rf"{_EDGE}q(?P<quarter>[1-4])[-_. ]*{_YEAR}{_END}"
    yield rf"{_EDGE}(?P<quarter>[1-4])q[-_. ]*{_YEAR}{_END}"
    yield rf"{_EDGE}{_YEAR}[-_.](?P<month>[01][0-9]){_END}"
    yield rf"{_EDGE}{_MONTH}[-_. ]*{_YEAR}{_END}"


def _period(match: re.Match[str], first_month: int) -> Period | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("quarter"):
        bounds = quarter_bounds(f"{year}-Q{parts['quarter']}", first_month=first_month)
        return Period(match[0], *bounds)
    name = parts.get("name")
    month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
    try:
        if parts.get("day"):
            day = date(year, month, int(parts["day"]))
            return Period(match[0], day, day)
        return Period(
            match[0], date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        )
    except ValueError:  # a 13th month: some other number
        return None


def stated_in(
    rows: Iterable[tuple[int, Mapping[int, str]]],
    place: SheetPlace,
    *,
    source: Source,
    first_month: int = 1,
) -> tuple[list[Stated], list[Problem]]:
    """The as-of dates that cells in these rows state, and those that cannot be read.

    Each row is its sheet row and its texts by sheet column.
    Read are "Status as of March 31, 2025" in one cell, and "As of" with the date in the next
    filled cell to the right.
    """
    stated: list[Stated] = []
    problems: list[Problem] = []
    for line, row in rows:
        cells = list(row.items())
        for at, (column, text) in enumerate(cells):
            match = _STATED.search(text.strip())
            if match is None:
                continue
            rest, found_in = match["rest"].strip(), column
            if not rest and is_as_of(text) and at + 1 < len(cells):
                found_in, rest = cells[at + 1]
            if is_blank(rest):
                continue
            if _COMPARED.search(text.strip()[: match.start()]):
                problems.append(_unreadable(place, line, column, text.strip()))
                continue
            period = _read(rest, source, first_month)
            if period:
                stated.append(Stated(period, place.where(line, found_in)))
                second = _second(rest, period, source, first_month)
                if second:
                    stated.append(Stated(second, place.where(line, found_in)))
            elif any(character.isdigit() for character in rest):
                problems.append(_unreadable(place, line, found_in, rest))
    return stated, problems


def _second(text: str, first: Period, source: Source, first_month: int) -> Period | None:
    """The day that stands right behind the first one, as in "2025-06-30 / 2025-03-31"."""
    behind = " ".join(text.split())[len(first.text) :]
    joined = _SECOND.match(behind)
    return _read(behind[joined.end() :], source, first_month) if joined else None


def _read(text: str, source: Source, first_month: int) -> Period | None:
    """The date, quarter or month a text begins with; what follows may be anything."""
    words = text.split()
    for count in range(len(words), 0, -1):
        start = " ".join(words[:count]).rstrip(",;.|)")
        try:
            day = read_date(start, day_first=source.day_first)
        except UnreadableValue:
            day = None
        if day:
            return Period(start, day, day)
        try:
            bounds = quarter_bounds(read_quarter(start), first_month=first_month)
        except UnreadableValue:
            continue
        return Period(start, *bounds)
    month = [p for p in periods_in(text, first_month=first_month) if text.startswith(p.text)]
    return month[0] if month else None


def as_of_date(
    file: str,
    stated: Sequence[Stated],
    *,
    option: date | None = None,
    first_month: int = 1,
) -> AsOf:
    """The day an export shows; without one, or where sources disagree, a problem instead.

    The option wins over everything. A day within a stated quarter or month agrees with it, and
    is the one taken.
    """
    if option is not None:
        return AsOf(option, "option")
    named = [
        Stated(period, f'file name "{PurePath(file).name}"')
        for period in periods_in(PurePath(file).stem, first_month=first_month)
    ]
    everything = (*stated, *named)
    doubts = tuple(_unreadable_name(file, text) for text in unreadable_in(PurePath(file).stem))
    if not everything:
        return AsOf(None, None, (_missing(file), *doubts))
    finest = min(everything, key=lambda one: (one.period.last - one.period.first).days)
    against = next((one for one in everything if not one.period.contains(finest.period)), None)
    if against:
        return AsOf(None, None, (_disagreement(file, finest, against), *doubts))
    return AsOf(finest.period.last, f'{finest.place}: "{finest.period.text}"', doubts)


def _missing(file: str) -> Problem:
    return Problem(
        code="no-as-of",
        severity=Severity.ERROR,
        file=file,
        expected="the day the export shows, in a title row or in the file's name",
        found="none",
        remedy='Write "As of 2025-03-31" in a row above the first table, put the day or quarter '
        "into the file's name (tracker 2025-Q1.xlsx), or import with --as-of 2025-03-31.",
    )


def _unreadable_name(file: str, text: str) -> Problem:
    return Problem(
        code="unreadable-as-of",
        severity=Severity.WARNING,
        file=file,
        expected="one day or quarter in the file's name, that can be read in one way only",
        found=f'"{text}"',
        remedy="It was not read. Write it like 2025-03-31 or 2025-Q1, or import with "
        "--as-of 2025-03-31.",
    )


def _disagreement(file: str, one: Stated, other: Stated) -> Problem:
    return Problem(
        code="as-of-disagrees",
        severity=Severity.ERROR,
        file=file,
        expected="one day that the export shows",
        found=f'"{one.period.text}" ({one.place}) and "{other.period.text}" ({other.place})',
        remedy="Correct the one that is wrong, or import with "
        f"--as-of {one.period.last.isoformat()} or --as-of {other.period.last.isoformat()}.",
    )


def _unreadable(place: SheetPlace, line: int, column: int, text: str) -> Problem:
    return place.problem(
        "unreadable-as-of",
        Severity.WARNING,
        row=line,
        column=column,
        expected="the day the export shows, as a date that can be read in one way only",
        found=f'"{text}"',
        remedy="Write it like 2025-03-31, or import with --as-of 2025-03-31.",
    )
