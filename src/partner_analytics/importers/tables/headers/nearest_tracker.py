"""The tracker a sheet without a known header may be, and how to say what its headers mean."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix
from pathlib import PurePath

from rapidfuzz import fuzz

from partner_analytics.grammar import normalize
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.kept.layouts import LAYOUTS
from partner_analytics.importers.tables.headers.header_matching import (
    SIMILAR,
    HeaderCell,
    match_headers,
    names_tracker,
)
from partner_analytics.importers.tables.plain_tables import find_plain_tables
from partner_analytics.trackers import Column, Tracker

_FEWEST = 2
_ROWS = 200
_PREFIX = re.compile(r".*[-:./|>]\s*", re.DOTALL)
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class NearestTracker:
    """A tracker some headers come close to; `meant` gives the tracker's header for each of them."""

    tracker: Tracker
    headers: tuple[str, ...]
    header_row: int
    meant: dict[str, str]

    @property
    def missing(self) -> list[str]:
        """The needed headers nothing comes close to."""
        there = set(self.meant.values())
        needed = (column.header for column in self.tracker.read_columns if column.required)
        return [header for header in dict.fromkeys(needed) if header not in there]

    def lines(self, file: str, sheet: str | None) -> str:
        """The entry for layouts.toml that says what the headers mean."""
        said = [f"{_text(found)} = {_text(meant)}" for found, meant in self.meant.items()]
        said += [f'"..." = {_text(header)}' for header in self.missing]
        others = [name for name in self.headers if name not in self.meant]
        is_whole = not self.missing  # else one of the others is what is missing
        return "\n".join(
            [
                "[[layouts]]",
                f"files = {_text(_pattern(file))}",
                *([f"sheets = {_text(sheet)}"] if sheet is not None else []),
                f"tracker = {_text(self.tracker.name)}",
                *([f"ignore = [{', '.join(map(_text, others))}]"] if is_whole and others else []),
                "[layouts.headers]",
                *said,
            ]
        )


def nearest_tracker(
    sheet: Sheet, trackers: Iterable[Tracker], file: str, *, is_only: bool
) -> NearestTracker | None:
    """The tracker whose headers a sheet's come closest to; None if none comes close.

    Of a sheet beside known tables (not `is_only`) the partner's column must be among them.
    """
    # A header stands near the top; all rows of a large sheet need not be looked at.
    tables = find_plain_tables(replace(sheet, cells=sheet.cells.slice(0, _ROWS))).tables
    if not tables:
        return None
    table = tables[0]
    names = [name for name in table.names if name.strip()]
    hints = (sheet.name or "", PurePath(file).stem)
    found = []
    for tracker in trackers:
        meant = _meant(names, tracker)
        is_named = any(names_tracker(hint, tracker) for hint in hints)
        needed = {c.header for c in tracker.read_columns if c.required} & set(meant.values())
        has_partner = (
            "partner" not in tracker.key or tracker.column("partner").header in meant.values()
        )
        is_near = len(meant) >= _FEWEST or (is_named and bool(meant))
        if is_near and needed and (is_only or has_partner):
            near = NearestTracker(tracker, tuple(names), table.header_row, meant)
            found.append((is_named, len(needed) - len(near.missing), len(meant), near))
    return max(found, key=lambda one: one[:3])[3] if found else None


def _meant(names: Sequence[str], tracker: Tracker) -> dict[str, str]:
    """What headers may mean: those spelled like the tracker's once a common beginning is gone."""
    bare = _without_common_beginning(names)
    known = match_headers([HeaderCell(at, text) for at, text in enumerate(bare, start=1)], tracker)
    meant = {cell.column: tracker.column(name).header for name, cell in known.columns.items()}
    for at, text in enumerate(bare, start=1):
        if at not in meant:
            taken = set(meant.values())
            close = _closest(text, [c for c in tracker.read_columns if c.header not in taken])
            if close:
                meant[at] = close
    return {names[at - 1]: meant[at] for at in sorted(meant)}


def _closest(text: str, free: Sequence[Column]) -> str | None:
    spelled = [
        (fuzz.token_sort_ratio(normalize(text), normalize(spelling)), column.header)
        for column in free
        for spelling in (column.header, *column.spellings)
    ]
    likeness, header = max(spelled, default=(0.0, ""))
    return header if likeness >= SIMILAR else None


def _without_common_beginning(names: Sequence[str]) -> list[str]:
    """Headers without what all of them begin with, up to a sign: "Deal - Stage" is a stage.

    >>> _without_common_beginning(["Deal - Title", "Deal - Stage"])
    ['Title', 'Stage']
    >>> _without_common_beginning(["Stage", "Status"])
    ['Stage', 'Status']
    """
    beginning = commonprefix(list(names))  # noqa: RUF071 (of texts, not of paths)
    shared = _PREFIX.match(beginning) if len(names) > 1 else None
    at = shared.end() if shared else 0
    return [name[at:] for name in names]


def _pattern(file: str) -> str:
    """The files of a source: its name up to the first figure.

    >>> _pattern("deals 2025-Q1.csv"), _pattern("2025.csv")
    ('deals*.csv', '2025.csv')
    """
    path = PurePath(file)
    start = re.split(r"[0-9]", path.stem)[0].rstrip(" -_(")
    return f"{start}*{path.suffix}" if start and not _GLOB.search(start) else path.name


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def remedy_for(near: NearestTracker, file: str, sheet: str | None) -> str:
    """What to do about a sheet that comes near a tracker."""
    replacing = ' (write its header in place of "...")' if near.missing else ""
    return (
        f"Nothing to do if it is no {near.tracker.title} tracker. If it is, write what the headers "
        f"mean into {LAYOUTS} beside the exports{replacing} and import the file again:\n"
        + near.lines(file, sheet)
    )
