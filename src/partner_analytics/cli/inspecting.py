"""`partner-analytics inspect`: what the importers see in a file, without importing it."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, islice
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from partner_analytics.cli.options import AsJson, LimitSettings, limits_of
from partner_analytics.cli.output.console import out, print_json
from partner_analytics.cli.output.problem_lines import causes_as_data, print_causes
from partner_analytics.errors import InvalidCall
from partner_analytics.file_names import told_name

if TYPE_CHECKING:
    from partner_analytics.importers import Inspection, PassedOver, SeenTable

_MOST_CELLS = 5  # rows of a table that are shown to people; with --json come all
_MOST_ROWS = 5  # that are passed over for one reason
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}


def inspect(
    files: Annotated[list[Path], typer.Argument(help="Text files or workbooks, trackers or not.")],
    encoding: Annotated[str, typer.Option(help="Encoding of text files that lack one.")] = "",
    limit: LimitSettings = None,
    as_json: AsJson = False,
    cells: Annotated[
        bool,
        typer.Option(
            "--cells", metavar="", help="The first rows of each table, too; all with --json."
        ),
    ] = False,
) -> None:
    """Show what the importers see in files, tracker or not, without importing anything."""
    from partner_analytics.importers import Source, inspect_file

    limits = limits_of(limit)
    accepted: list[bool | None] = []
    for path in files:
        try:
            seen = inspect_file(path, source=Source(encoding=encoding or None), limits=limits)
        except InvalidCall as error:
            accepted.append(None)
            _print_missing(path, error, as_json=as_json)
            continue
        accepted.append(seen.accepted)
        if as_json:
            print_json(_as_data(path, seen, with_cells=cells))
        else:
            _print_seen(path, seen, with_cells=cells)
    raise typer.Exit(_exit_code(accepted))


def _exit_code(accepted: list[bool | None]) -> int:
    """All accepted, some, none; None is a path at which there is no file."""
    if all(accepted):
        return 0
    if any(accepted):
        return 3
    return 2 if all(answer is None for answer in accepted) else 1


def _print_missing(path: Path, error: InvalidCall, *, as_json: bool) -> None:
    if not as_json:
        out.print(f"[red]error[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        return
    problem = {
        "code": "no-such-file",
        "severity": "error",
        **dict.fromkeys(("sheet", "line", "cell")),
        "found": error.found,
        "expected": error.expected,
        "remedy": error.remedy,
    }
    print_json(
        {
            "file": told_name(path),
            "accepted": False,
            "sheets": [],
            "tables": [],
            "problems": [problem],
        }
    )


_TOLD = ("code", "severity", "sheet", "line", "cell", "header", "found", "expected", "remedy")


def _as_data(path: Path, seen: "Inspection", *, with_cells: bool) -> dict[str, Any]:
    return {
        "file": told_name(path),
        "accepted": seen.accepted,
        "encoding": seen.encoding,
        "dialect": asdict(seen.dialect) if seen.dialect else None,
        "sheets": [asdict(sheet) for sheet in seen.sheets],
        "tables": [_table_as_data(table, with_cells=with_cells) for table in seen.tables],
        "problems": [{name: getattr(problem, name) for name in _TOLD} for problem in seen.problems],
        "causes": causes_as_data(seen.problems),
    }


def _table_as_data(table: "SeenTable", *, with_cells: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sheet": table.sheet,
        "tracker": table.tracker,
        "header_row": table.header_row,
        "columns": list(table.columns),
        "matched": dict(table.matched),
        "rows": table.rows,
        "passed_over": [asdict(row) for row in table.passed_over],
    }
    return {**told, "cells": list(table.cells())} if with_cells else told


def _print_seen(path: Path, seen: "Inspection", *, with_cells: bool) -> None:
    verdict = "" if seen.accepted else "  [red]cannot be imported[/]"
    out.print(f"\n[bold]{escape(told_name(path))}[/]{verdict}", highlight=False, soft_wrap=True)
    if seen.dialect:
        mark = _DELIMITERS.get(seen.dialect.delimiter, f'"{seen.dialect.delimiter}"')
        told = f"  text in {seen.encoding}, fields separated by {mark}"
        out.print(told, markup=False, highlight=False)
    elif seen.sheets:
        out.print(_sheets(seen))
    for table in seen.tables:
        _print_table(table, with_cells=with_cells)
    print_causes(seen.problems, whole_list="--json", without=seen.file)


def _sheets(seen: "Inspection") -> Table:
    listing = _listing("  sheet", "visibility", "cells in")
    for header in ("rows", "columns"):
        listing.add_column(header, justify="right", no_wrap=True)
    for sheet in seen.sheets:
        listing.add_row(
            f"  {escape(sheet.name or '')}",
            sheet.visibility,
            sheet.used or "-",
            f"{sheet.rows:,}",
            f"{sheet.columns:,}",
        )
    return listing


def _print_table(table: "SeenTable", *, with_cells: bool) -> None:
    place = f'on "{table.sheet}", header in row' if table.sheet is not None else "header in line"
    tracker = f"tracker {table.tracker}" if table.tracker else "no tracker's"
    out.print(
        f"\n  table {place} {table.header_row}, {table.rows:,} rows, {tracker}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    for line in _columns(table):
        out.print(f"    {line}", markup=False, highlight=False, soft_wrap=True)
    for line in _passed_over(table):
        out.print(f"    {line}", markup=False, highlight=False, soft_wrap=True)
    if with_cells:
        out.print(_cells(table))


def _passed_over(table: "SeenTable") -> Iterator[str]:
    """The rows that are none of the table's, by the reason."""
    line = "row" if table.sheet is not None else "line"
    for why, rows in groupby(sorted(table.passed_over, key=_reason), key=_reason):
        listed = list(rows)
        shown = ", ".join(f"{one.row} ({shorten(one.text, 60)})" for one in listed[:_MOST_ROWS])
        more = f" and {len(listed) - _MOST_ROWS:,} more" if len(listed) > _MOST_ROWS else ""
        noun = line if len(listed) == 1 else f"{line}s"
        yield f"passed over as {why}: {noun} {shown}{more}"


def _reason(one: "PassedOver") -> str:
    return one.why


def _columns(table: "SeenTable") -> Iterator[str]:
    """All headers, then those of a tracker's table that are read as another one or as none."""
    yield ", ".join(f'"{name}"' for name in table.columns)
    for name in table.columns if table.tracker else ():
        if name not in table.matched:
            yield f'"{name}" is kept as text'
        elif table.matched[name] != name:
            yield f'"{name}" is read as "{table.matched[name]}"'


def _cells(table: "SeenTable") -> Table:
    listing = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("", *table.columns):
        listing.add_column(escape(name), no_wrap=True, overflow="ellipsis")
    for row in islice(table.cells(), _MOST_CELLS):
        listing.add_row("  ", *map(escape, row))
    return listing


def _listing(*headers: str) -> Table:
    listing = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for header in headers:
        listing.add_column(header, overflow="fold")
    return listing
