"""`partner-analytics import`, and what it says of each export."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from partner_analytics.cli.options import (
    AsJson,
    DateSystem,
    DayFirst,
    DecimalMark,
    Encoding,
    LimitSettings,
    Percent,
    ProgramName,
    Quiet,
    Warehouse,
    day_of,
    limits_of,
    one_of,
    path_of,
    source_of,
)
from partner_analytics.cli.output.console import (
    from_here,
    out,
    print_json,
    print_mending,
    progress_shown,
)
from partner_analytics.cli.output.problem_lines import causes_as_data, print_causes

if TYPE_CHECKING:
    from partner_analytics.intake import BuildReport, FileReport


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Export files, or folders of them.", parser=path_of, metavar="PATHS..."
        ),
    ],
    warehouse: Warehouse = "",
    program: ProgramName = "",
    as_of: Annotated[str, typer.Option(help="Day the exports show, as 2025-06-30.")] = "",
    day_first: DayFirst = None,
    decimal_mark: DecimalMark = "",
    percent: Percent = "",
    date_system: DateSystem = "",
    encoding: Encoding = "",
    limit: LimitSettings = None,
    strict: Annotated[
        bool, typer.Option("--strict", metavar="", help="Any error keeps all out.")
    ] = False,
    fail_on: Annotated[
        str,
        typer.Option(
            help="What ends the command with 1 or 3: export (one of which no row was loaded), "
            "error, warning or never."
        ),
    ] = "export",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Take exports into the warehouse: CSV and XLSX, one file or a folder of them."""
    from partner_analytics.intake import FailOn, Reading, import_exports

    failing = FailOn(one_of("--fail-on", fail_on, list(FailOn)))
    source = source_of(day_first, decimal_mark, percent, date_system, encoding)
    day = day_of(as_of) if as_of else None
    with progress_shown(quiet=quiet) as progress:
        report = import_exports(
            paths,
            warehouse=warehouse or None,
            program=program or None,
            reading=Reading(source=source, limits=limits_of(limit), as_of=day, strict=strict),
            progress=progress,
        )
    if as_json:
        print_json(_report_as_data(report))
    elif quiet:
        print_causes(report.problems, whole_list="SELECT * FROM landing.problems")
    else:
        _print_import(report)
    raise typer.Exit(report.exit_code_on(failing))


def _report_as_data(report: "BuildReport") -> dict[str, Any]:
    return {
        **asdict(report),
        "warehouse": str(report.warehouse),
        "causes": causes_as_data(report.problems),
    }


def _print_import(report: "BuildReport") -> None:
    for file in report.files:
        if file.tables:
            tool = f" ({file.tool})" if file.tool else ""
            out.print(f"\n{file.file}, as of {file.as_of}{tool}", markup=False, highlight=False)
            out.print(_summary(file))
            if file.repaired_cells:
                cells = "1 cell" if file.repaired_cells == 1 else f"{file.repaired_cells:,} cells"
                out.print(
                    f"  texts repaired in {cells}: SELECT * FROM landing.repairs",
                    markup=False,
                    highlight=False,
                )
        if file.rows_again:
            out.print(f"  {_again(file)}: SELECT * FROM landing.replaced", highlight=False)
        if file.values_restated:
            out.print(f"  {_restated(file)}: SELECT * FROM landing.restated", highlight=False)
        if file.mending:
            print_mending(file.mending, since="its earlier version")
    for note in report.notes:
        out.print(f"note: {note}", markup=False, highlight=False, soft_wrap=True)
    print_causes(report.problems, whole_list="SELECT * FROM landing.problems")
    counts = {
        status: sum(1 for file in report.files if file.status == status)
        for status in ("loaded", "rejected", "known")
    }
    out.print(
        f"\n{counts['loaded']} files loaded, {counts['rejected']} rejected, "
        f"{counts['known']} known already. "
        f"Warehouse {'published' if report.published else 'unchanged'}: "
        f"{from_here(report.warehouse)}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _again(file: "FileReport") -> str:
    rows = "1 row" if file.rows_again == 1 else f"{file.rows_again:,} rows"
    return f"states {rows} of other exports again, {file.rows_changed:,} of them otherwise"


def _restated(file: "FileReport") -> str:
    counts = [
        f"{values:,} {'value' if values == 1 else 'values'} of {tracker}"
        for tracker, values in file.values_restated.items()
    ]
    return f"states otherwise than an earlier export: {', '.join(counts)}"


def _summary(file: "FileReport") -> Table:
    """Rows read = loaded + set aside + blank + of totals + headers once more."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("  sheet", overflow="fold")
    table.add_column("tracker", overflow="fold")
    for header in ("read", "loaded", "aside", "blank", "total", "header", "problems"):
        table.add_column(header, justify="right", no_wrap=True, min_width=len(header))
    for row in file.tables:
        numbers = (
            row.rows_read,
            row.rows_loaded,
            row.rows_set_aside,
            row.rows_blank,
            row.rows_total,
            row.rows_repeated_header,
            row.problems,
        )
        table.add_row(
            f"  {escape(row.sheet or '-')}", row.tracker, *(f"{number:,}" for number in numbers)
        )
    return table
