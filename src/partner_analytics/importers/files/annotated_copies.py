"""Workbooks that `partner-analytics lint` handed back: their Problems sheet is no table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from partner_analytics.formula_starts import unguarded
from partner_analytics.importers.exports.as_of_dates import AsOf
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.origins import COLUMNS, HEADER_ROW, MARKER_ROW, Origin
from partner_analytics.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class AnnotatedCopy:
    """What the Problems sheet of an annotated copy says: what it was made from, and found then.

    `looks` are the looks of its marked cells before they were marked, by sheet and cell.
    """

    origin: Origin
    sheet: str
    problems: tuple[Problem, ...]
    looks: Mapping[tuple[str, str], str]


def annotated_copy(file: FileRead) -> AnnotatedCopy | None:
    """What an annotated copy says of itself; None for any other file."""
    for sheet in file.sheets:
        origin = _origin(sheet)
        if origin is not None and sheet.name is not None:
            rows = [row for row in _rows(sheet) if row["Severity"] in set(Severity)]
            return AnnotatedCopy(
                origin,
                sheet.name,
                tuple(_problem(row, origin) for row in rows),
                {(row["Sheet"], _first(row["Cell"])): row["Look before"] for row in rows},
            )
    return None


def without_problems_sheet(file: FileRead, copy: AnnotatedCopy) -> FileRead:
    """The file as the person's own workbook."""
    return replace(
        file,
        sheets=tuple(sheet for sheet in file.sheets if sheet.name != copy.sheet),
        problems=tuple(one for one in file.problems if one.sheet != copy.sheet),
    )


def name_of(file: FileRead, copy: AnnotatedCopy | None) -> str:
    """The name that may tell tracker and day: that of the export a copy was made from."""
    return PurePath(copy.origin.file).name if copy else file.file


def or_as_marked(day: AsOf, copy: AnnotatedCopy | None) -> AsOf:
    """The as-of date, where the file tells none that of the export a copy was made from."""
    is_missing = day.day is None and "no-as-of" in {one.code for one in day.problems}
    if copy is None or copy.origin.as_of is None or not is_missing:
        return day
    return AsOf(copy.origin.as_of, f'annotated copy of "{copy.origin.file}"')


def _origin(sheet: Sheet) -> Origin | None:
    if sheet.name is None or not sheet.column_count:
        return None
    head = sheet.cells.select(["line", "c1"]).slice(0, HEADER_ROW).to_pylist()
    texts = (row["c1"] for row in head if row["line"] <= MARKER_ROW + 1 and row["c1"])
    return next(filter(None, map(Origin.read, texts)), None)


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """The rows below the header, by header."""
    table = [list(row.values())[1:] for row in sheet.cells.to_pylist()]
    starts = [at for at, row in enumerate(table) if row[: len(COLUMNS)] == list(COLUMNS)]
    if not starts:
        return []
    below = table[starts[0] + 1 :]
    return [
        dict(zip(COLUMNS, (unguarded(text or "") for text in row), strict=False)) for row in below
    ]


def _problem(row: Mapping[str, str], origin: Origin) -> Problem:
    line = row["Cell"].removeprefix("line ")
    is_line = line != row["Cell"] and line.isdigit()
    return Problem(
        code=row["Code"],
        severity=Severity(row["Severity"]),
        file=origin.file,
        found=row["Found"],
        expected=row["Expected"],
        remedy=row["What to do"],
        sheet=row["Sheet"] if not row["Sheet"].startswith("(") else None,
        cell=row["Cell"] if row["Cell"] and not is_line else None,
        line=int(line) if is_line else None,
        header=row["Column"] or None,
        column=row["Field"] or None,
        partner=row["Partner"] or None,
        owner=row["Owner"] if not row["Owner"].startswith("(") else None,
    )


def _first(cell: str) -> str:
    return cell.partition(":")[0]
