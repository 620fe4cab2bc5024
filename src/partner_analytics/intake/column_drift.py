"""What changed from one export of a source to the next: columns that are gone, columns new."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import pandas as pd

from partner_analytics.grammar import normalize
from partner_analytics.importers import header_line, suggest_texts, without_periods
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse import Publication

GONE, NEW = "column-gone", "column-new"
_FIGURES = re.compile(r"[\W_\d]+")
# A column as two exports may share it: that of a tracker, that of one member of a wide sheet, or
# a header whose cells are only kept.
Item = tuple[str, str]


@dataclass(frozen=True)
class _State:
    """The columns one export has for a tracker, each with its header and cell column."""

    import_id: int
    file: str
    as_of: date
    sheet: str | None
    tracker: str
    header_row: int
    items: Mapping[Item, tuple[str, str | None]]


def judge_drift(publication: Publication) -> None:
    """Report the columns that an export lacks, or has anew, against the one before it."""
    found = [*drift_problems(publication.columns_of_exports())]
    for code in (GONE, NEW):
        publication.replace_problems(code, [one for one in found if one[1].code == code])


def drift_problems(columns: pd.DataFrame) -> Iterator[tuple[int, Problem]]:
    """A problem for each such column, with its import.

    A new column is told unless it has the very header of the tracker's template, or none that the
    tracker knows: that is told at the header of every export (`unmapped-column`).
    Exports are of one source where their paths are the same but for dates and figures; the
    export before is the one of the latest earlier as-of day.
    """
    sources: dict[tuple[str, str], list[_State]] = {}
    for (_, tracker), rows in columns.groupby(["import_id", "tracker"], sort=False):
        state = _state(int(rows["import_id"].iloc[0]), str(tracker), rows)
        sources.setdefault((source_of(rows["source_path"].iloc[0]), str(tracker)), []).append(state)
    for states in sources.values():
        for at, state in enumerate(states):
            before = [other for other in states[:at] if other.as_of < state.as_of]
            if before:
                yield from ((state.import_id, p) for p in _compared(before[-1], state))


def source_of(path: str) -> str:
    """What the exports of one source have in common: the path without dates and figures.

    >>> source_of("raw/Tracker 2025-Q1.xlsx") == source_of("raw/tracker 2025-Q2 (2).xlsx")
    True
    >>> source_of("raw/2025-Q1/orders.csv") == source_of("raw/2025-Q2/orders.csv")
    True
    >>> source_of("raw/Acme orders.csv") == source_of("raw/Bolt orders.csv")
    False
    """
    parts = PurePath(path.casefold()).parts
    return "/".join(" ".join(_FIGURES.sub(" ", without_periods(p)).split()) for p in parts)


def _state(import_id: int, tracker: str, rows: pd.DataFrame) -> _State:
    wide = TRACKERS[tracker].wide
    items: dict[Item, tuple[str, str | None]] = {}
    for row in rows.to_dict("records"):
        name = row["column_name"] if pd.notna(row["column_name"]) else None
        member = row["variant"] if pd.notna(row["variant"]) else ""
        letter = row["cell_column"] if pd.notna(row["cell_column"]) else None
        if wide and member and name == wide.names:
            continue  # the header of the member's column says it
        is_value = bool(wide and name == wide.values)
        item = (name, member if is_value else "") if name else ("", str(row["header"]).casefold())
        items.setdefault(item, (row["header"], letter))
    first = rows.iloc[0]
    return _State(
        import_id,
        first["file"],
        first["as_of"].date(),
        first["sheet"] if pd.notna(first["sheet"]) else None,
        tracker,
        int(first["header_row"]),
        items,
    )


def _compared(before: _State, now: _State) -> Iterator[Problem]:
    """The problems of one export against the one before, each header once."""
    gone = _only_in(before, now)
    new = _only_in(now, before)
    kept_new = [header for (name, _), (header, _) in new.items() if not name]
    told: set[str] = set()
    for (name, _), (header, _) in gone.items():
        if header not in told:
            told.add(header)
            yield _gone(before, now, header, _meant(header, kept_new) if name else None)
    for (name, _), (header, letter) in new.items():
        if name and header not in told and not _is_own(now.tracker, name, header):
            told.add(header)
            yield _new(before, now, header, letter, name)


def _is_own(tracker: str, name: str, header: str) -> bool:
    """Whether a column has the header of the tracker's template: nobody need look at it."""
    return normalize(TRACKERS[tracker].column(name).header) == normalize(header)


def _only_in(one: _State, other: _State) -> dict[Item, tuple[str, str | None]]:
    """The columns the other lacks."""
    return {item: at for item, at in one.items.items() if not _has(other, item)}


def _has(state: _State, item: Item) -> bool:
    """Whether an export has a column; a long sheet has every member of a wide one."""
    wide, (name, member) = TRACKERS[state.tracker].wide, item
    if item in state.items or wide is None:
        return item in state.items
    if name == wide.values and member:
        return (name, "") in state.items
    is_shape = name in (wide.names, wide.values)
    return is_shape and any(known == wide.values for known, _ in state.items)


def _meant(header: str, candidates: Sequence[str]) -> str | None:
    """The new header that may be the old one; a lone one may be anything."""
    close = suggest_texts(header, candidates)
    return close[0] if close else None


def _gone(before: _State, now: _State, header: str, meant: str | None) -> Problem:
    remedy = "Nothing to do if it is no longer kept; its values are empty from here on."
    if meant:
        remedy += f' If "{meant}" is the same column, write {header_line(meant, header)}.'
    else:
        remedy += f" If it has another header now, write {header_line('...', header)}."
    return _problem(
        GONE,
        now,
        header=header,
        letter=None,
        expected=f'the column "{header}", which the export of {before.as_of} ({before.file}) had',
        found="no such column",
        remedy=remedy,
    )


def _new(before: _State, now: _State, header: str, letter: str | None, name: str) -> Problem:
    return _problem(
        NEW,
        now,
        header=header,
        letter=letter,
        expected=f"the columns of the export of {before.as_of} ({before.file})",
        found=f'"{header}", which is new since',
        remedy=f"It was read as {name}. Nothing to do if that is right.",
    )


def _problem(code: str, now: _State, *, letter: str | None, **parts: Any) -> Problem:
    on_sheet = now.sheet is not None
    return Problem(
        code=code,
        severity=Severity.WARNING,
        file=now.file,
        sheet=now.sheet,
        cell=f"{letter}{now.header_row}" if on_sheet and letter else None,
        line=None if on_sheet else now.header_row,
        row=now.header_row,
        tracker=now.tracker,
        **parts,
    )
