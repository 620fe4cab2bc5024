"""`partner-analytics lint`, and what it says of the file it hands back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from partner_analytics.cli.options import (
    AsJson,
    DateSystem,
    DayFirst,
    DecimalMark,
    Encoding,
    Percent,
    ProgramName,
    Warehouse,
    day_of,
    source_of,
)
from partner_analytics.cli.output.console import from_here, out, print_json, print_mending
from partner_analytics.cli.output.problem_lines import causes_as_data, print_causes

if TYPE_CHECKING:
    from partner_analytics.intake import LintReport
    from partner_analytics.problems import Problem


_ALL = 'the sheet "Problems" of the copy, or --json'


def lint(
    file: Annotated[Path, typer.Argument(help="The export, or its annotated copy once mended.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help='The copy; by default "<name> annotated.xlsx" here.'),
    ] = None,
    warehouse: Warehouse = "",
    program: ProgramName = "",
    as_of: Annotated[str, typer.Option(help="Day the export shows, as 2025-06-30.")] = "",
    day_first: DayFirst = None,
    decimal_mark: DecimalMark = "",
    percent: Percent = "",
    date_system: DateSystem = "",
    encoding: Encoding = "",
    replace: Annotated[
        bool, typer.Option("--replace", metavar="", help="Replace the copy there is.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Hand an export back as a workbook with every problem marked on its cell."""
    from partner_analytics.intake import Reading, lint_export

    source = source_of(day_first, decimal_mark, percent, date_system, encoding)
    report = lint_export(
        file,
        output=output,
        warehouse=warehouse or None,
        program=program or None,
        reading=Reading(source=source, as_of=day_of(as_of) if as_of else None),
        replacing=replace,
    )
    print_json(_report_as_data(report)) if as_json else _print_lint(report)
    raise typer.Exit(report.exit_code)


def _report_as_data(report: "LintReport") -> dict[str, Any]:
    annotated = str(report.annotated) if report.annotated else None
    return {
        **asdict(report),
        "annotated": annotated,
        "causes": causes_as_data(report.problems),
    }


def _print_lint(report: "LintReport") -> None:
    day = f", as of {report.as_of}" if report.as_of else ""
    errors, warnings = _counted(report.problems)
    _say(f"{report.file}{day}: {_told(errors, 'error')}, {_told(warnings, 'warning')}")
    if report.mending:
        print_mending(report.mending, since="the copy was made")
    if report.annotated is None:
        print_causes(report.problems, whole_list=_ALL, without=report.file)
        _say("It cannot be read, so there is no copy.")
        return
    if report.problems:
        out.print(_by_owner(report.problems))
        print_causes(report.problems, whole_list=_ALL, without=report.file)
    _say(f"Annotated copy: {from_here(report.annotated)}")


def _by_owner(problems: Sequence["Problem"]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("  owner", overflow="fold")
    for header in ("errors", "warnings"):
        table.add_column(header, justify="right")
    owners = sorted({one.owner or "" for one in problems}, key=lambda name: (not name, name))
    for owner in owners:
        errors, warnings = _counted([one for one in problems if (one.owner or "") == owner])
        table.add_row(f"  {owner or '(no owner)'}", str(errors), str(warnings))
    return table


def _counted(problems: Sequence["Problem"]) -> tuple[int, int]:
    count = Counter(str(problem.severity) for problem in problems)
    return count["error"], count["warning"]


def _told(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
