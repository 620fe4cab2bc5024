"""Scales that a layouts.toml settles for headers an export does not have: misspelled, likely."""

from collections.abc import Iterator, Sequence

from partner_analytics.grammar import normalize
from partner_analytics.importers.kept.layouts import Layout, Layouts
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.tables.headers.header_matching import suggest_texts
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import is_amount_column

UNUSED_SCALE = "unused-scale"
_EVERY_FILE = ("*",)


def unused_scales(layouts: Layouts, tables: Sequence[FoundTable], file: str) -> Iterator[Problem]:
    """A warning for each scale whose header no table of the file has; none if nothing is an amount.

    A layout of every file ("*") has scales of other files as well: of its own only those count
    that are close to a header.
    """
    headers = {cell.text: None for table in tables for cell in table.match.cells}
    if not any(_has_amounts(table) for table in tables):
        return
    folded = {normalize(text) for text in headers}
    for entry in layouts.entries:
        for header in entry.scales:
            if normalize(header) in folded:
                continue
            close = suggest_texts(header, list(headers))
            if close or entry.files != _EVERY_FILE:
                yield _unused(entry, header, close or _amounts(tables), file)


def _has_amounts(table: FoundTable) -> bool:
    return bool(_amounts([table]))


def _amounts(tables: Sequence[FoundTable]) -> list[str]:
    """The headers of amounts, as they stand in the file."""
    return [
        table.match.columns[column.name].text
        for table in tables
        for column in table.match.tracker.read_columns
        if is_amount_column(column) and column.name in table.match.columns
    ]


def _unused(entry: Layout, header: str, near: Sequence[str], file: str) -> Problem:
    place = entry.at(f"scales.{header}")
    listed = " or ".join(f'"{text}"' for text in dict.fromkeys(near[:3]))
    return Problem(
        code=UNUSED_SCALE,
        severity=Severity.WARNING,
        file=file,
        expected=f"a header that [layouts.scales] in {place.file}, line {place.line}, names",
        found=f'no "{header}"',
        remedy=f"Its scale holds for nothing in this file. Write the header as the file has it: "
        f"{listed}.",
    )
