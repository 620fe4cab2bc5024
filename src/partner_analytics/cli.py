"""The command line: import, review, template, metric."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from partner_analytics.errors import InvalidCall, PartnerAnalyticsError

# The rooms are imported inside the commands: `--help` answers at once.
if TYPE_CHECKING:
    import pandas as pd

    from partner_analytics.build import BuildReport, FileReport
    from partner_analytics.problems import Problem
    from partner_analytics.reviews import Batch

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="From partner-tracker exports to quarterly reviews, every figure traceable to its cell.",
)
# Into a file or pipe there is no width to keep to.
out = Console(width=None if sys.stdout.isatty() else 120)
err = Console(stderr=True)

Warehouse = Annotated[
    str,
    typer.Option(help="The warehouse file; by default data/curated/partner_analytics.duckdb."),
]
ProgramName = Annotated[
    str,
    typer.Option(
        "--program",
        help="A shipped program's name or a program file's path; by default the warehouse's own.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Export files, or folders of them.")],
    warehouse: Warehouse = "",
    program: ProgramName = "",
    as_of: Annotated[str, typer.Option(help="Day the exports show, as 2025-06-30.")] = "",
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="How to read 03/04/2025.")
    ] = None,
    decimal_mark: Annotated[
        str, typer.Option(help='Decimal mark: "." or ","; unsaid, "." with a warning if in doubt.')
    ] = "",
    percent: Annotated[
        str, typer.Option(help="Plain numbers under (%) headers: points or fraction.")
    ] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of text files that lack one.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Any error keeps all out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take exports into the warehouse: CSV and XLSX, one file or a folder of them."""
    from partner_analytics.build import Reading, import_exports
    from partner_analytics.importers import Source

    source = Source(
        day_first=day_first,
        decimal_mark=_one_of("--decimal-mark", decimal_mark, (".", ",", "")) or None,
        percent=_one_of("--percent", percent, ("points", "fraction", "")) or None,
        encoding=encoding or None,
    )
    day = _day(as_of) if as_of else None
    with _progress() as progress:
        report = import_exports(
            paths,
            warehouse=warehouse or None,
            program=program or None,
            reading=Reading(source=source, as_of=day, strict=strict),
            progress=progress,
        )
    _print_json(_report_as_data(report)) if as_json else _print_import(report)
    raise typer.Exit(report.exit_code)


@app.command()
def review(
    quarter: Annotated[
        str, typer.Argument(help='The quarter, as 2025-Q2, or "latest".')
    ] = "latest",
    warehouse: Warehouse = "",
    program: ProgramName = "",
    output: Annotated[Path, typer.Option(help="Folder of the reviews.")] = Path("reviews"),
    partner: Annotated[
        list[str] | None, typer.Option(help="Only these partners (repeatable).")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=8, help="Reviews rendered at a time.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Render the portfolio review and one review per partner; only what is stale."""
    from partner_analytics.reviews import render_quarter
    from partner_analytics.warehouse import open_warehouse

    with open_warehouse(warehouse or None) as opened:
        path, quarters = opened.path, opened.quarters()
        chosen = [opened.partner_id(name) for name in partner] if partner else None
    if not quarters:
        raise InvalidCall(
            place=str(path),
            expected="exports of at least one quarter",
            found="none",
            remedy="Import some first: `partner-analytics import data/raw`.",
        )
    with _progress() as progress:
        batch = render_quarter(
            quarters[-1] if quarter == "latest" else quarter,
            warehouse=path,
            program=program or None,
            output=output,
            partners=chosen,
            jobs=jobs,
            progress=progress,
        )
    _print_json(_batch_as_data(batch)) if as_json else _print_batch(batch)
    raise typer.Exit(3 if batch.failed else 0)


@app.command()
def template(
    tracker: Annotated[str, typer.Argument(help="The tracker, as pipeline; none lists them.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Write the blank workbook of a tracker, ready to be filled in and imported."""
    from partner_analytics.schemas import TRACKERS, write_template

    if not tracker:
        listing = Table("tracker", "what it holds", box=None)
        for known in TRACKERS.values():
            listing.add_row(known.name, known.description)
        out.print(listing)
        return
    if tracker not in TRACKERS:
        raise InvalidCall(
            expected="a tracker", found=f'"{tracker}"', remedy=f"There are: {', '.join(TRACKERS)}."
        )
    path = output or Path(f"{tracker}.xlsx")
    write_template(TRACKERS[tracker], path)
    out.print(f"wrote {path}", markup=False, highlight=False)


@app.command()
def metric(
    name: Annotated[str, typer.Argument(help="The metric, as health_score; none lists them.")] = "",
    quarter: Annotated[str, typer.Option(help="Only this quarter.")] = "",
    partner: Annotated[str, typer.Option(help="Only this partner: name, alias or id.")] = "",
    warehouse: Warehouse = "",
    as_json: AsJson = False,
) -> None:
    """Print a metric of the warehouse as CSV, or the list of metrics."""
    from partner_analytics.warehouse import open_warehouse

    with open_warehouse(warehouse or None) as opened:
        if name:
            given = {"quarter": quarter, "partner": partner}
            rows = opened.metric(name, **{key: value for key, value in given.items() if value})
        else:
            columns = ["metric", "grain", "description"]
            rows = opened.catalog()[columns].drop_duplicates()
    _print_frame(rows, as_json=as_json)


def main() -> None:
    """Run the command; an error of ours is one message on stderr and its exit code."""
    try:
        app()
    except PartnerAnalyticsError as error:
        err.print(f"[bold red]error[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)


def _one_of(option: str, value: str, allowed: Sequence[str]) -> Any:
    if value not in allowed:
        raise InvalidCall(
            place=option,
            expected=" or ".join(f'"{item}"' for item in allowed if item),
            found=f'"{value}"',
        )
    return value


def _day(text: str) -> Any:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise InvalidCall(
            place="--as-of", expected="a day as 2025-06-30", found=f'"{text}"'
        ) from error


@contextmanager
def _progress() -> Iterator[Any]:
    """Yield a callback (stage, done, total): a bar on a terminal, plain lines elsewhere."""
    if not err.is_terminal:
        yield lambda stage, done, total: err.print(
            f"{stage} ({done}/{total})", markup=False, highlight=False, soft_wrap=True
        )
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda stage, done, total: bars.update(
            task, description=escape(stage), completed=done, total=total
        )


def _from_here(path: Path) -> Path:
    """The path as one would type it in the working folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, default=str, ensure_ascii=False) + "\n")


def _print_frame(rows: "pd.DataFrame", *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(rows.to_json(orient="records", date_format="iso", lines=True))
    else:
        rows.to_csv(sys.stdout, index=False)


def _report_as_data(report: "BuildReport") -> dict[str, Any]:
    return {**asdict(report), "warehouse": str(report.warehouse)}


def _print_import(report: "BuildReport") -> None:
    for file in report.files:
        if file.tables:
            out.print(f"\n{file.file}, as of {file.as_of}", markup=False, highlight=False)
            out.print(_summary(file))
    for note in report.notes:
        out.print(f"note: {note}", markup=False, highlight=False, soft_wrap=True)
    _print_problems(report.problems)
    counts = {
        status: sum(1 for file in report.files if file.status == status)
        for status in ("loaded", "rejected", "known")
    }
    out.print(
        f"\n{counts['loaded']} files loaded, {counts['rejected']} rejected, "
        f"{counts['known']} known already. "
        f"Warehouse {'published' if report.published else 'unchanged'}: "
        f"{_from_here(report.warehouse)}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _summary(file: "FileReport") -> Table:
    """Rows read = loaded + set aside + blank (with rows of totals and repeated headers)."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("  sheet", overflow="fold")
    table.add_column("tracker", overflow="fold")
    for header in ("read", "loaded", "aside", "blank", "problems"):
        table.add_column(header, justify="right", no_wrap=True, min_width=len(header))
    for row in file.tables:
        numbers = (
            row.rows_read,
            row.rows_loaded,
            row.rows_set_aside,
            row.rows_recognized,
            row.problems,
        )
        table.add_row(
            f"  {escape(row.sheet or '-')}", row.tracker, *(f"{number:,}" for number in numbers)
        )
    return table


# On a terminal; the whole list is in landing.problems and in --json.
_SHOWN = 40


def _print_problems(problems: Sequence["Problem"]) -> None:
    for problem in problems[:_SHOWN]:
        color = "red" if problem.severity == "error" else "yellow"
        out.print(
            f"[{color}]{problem.severity}[/] {escape(str(problem))}",
            highlight=False,
            soft_wrap=True,
        )
    if len(problems) > _SHOWN:
        out.print(
            f"... and {len(problems) - _SHOWN} more: SELECT * FROM landing.problems",
            highlight=False,
        )


def _batch_as_data(batch: "Batch") -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value, Path) else value
        for key, value in asdict(batch).items()
    }


def _print_batch(batch: "Batch") -> None:
    for failure in batch.failed:
        out.print(f"[red]failed[/] {escape(str(failure))}", highlight=False, soft_wrap=True)
    out.print(
        f"{len(batch.rendered)} reviews rendered, {len(batch.fresh)} up to date, "
        f"{len(batch.failed)} failed.",
        highlight=False,
    )
    out.print(f"{_from_here(batch.index)}", markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
