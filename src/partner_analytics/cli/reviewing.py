"""`partner-analytics review`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from partner_analytics.cli.options import AsJson, ProgramName, Quiet, Warehouse
from partner_analytics.cli.output.console import from_here, out, print_json, progress_shown

if TYPE_CHECKING:
    from partner_analytics.reviews import Batch


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
    quiet: Quiet = False,
) -> None:
    """Render the portfolio review and one review per partner; only what is stale."""
    from partner_analytics.reviews import render_quarter
    from partner_analytics.warehouse import open_warehouse

    with open_warehouse(warehouse or None) as opened:
        path, chosen_quarter = opened.path, opened.quarter(quarter)
        chosen = [opened.partner_id(name) for name in partner] if partner else None
    with progress_shown(quiet=quiet) as progress:
        batch = render_quarter(
            chosen_quarter,
            warehouse=path,
            program=program or None,
            output=output,
            partners=chosen,
            jobs=jobs,
            progress=progress,
        )
    if as_json:
        print_json(_batch_as_data(batch))
    else:
        _print_failures(batch)
        if not quiet:
            _print_batch(batch)
    raise typer.Exit(3 if batch.failed else 0)


def _batch_as_data(batch: "Batch") -> dict[str, Any]:
    return {
        key: str(value) if isinstance(value, Path) else value
        for key, value in asdict(batch).items()
    }


def _print_failures(batch: "Batch") -> None:
    for failure in batch.failed:
        out.print(f"[red]failed[/] {escape(str(failure))}", highlight=False, soft_wrap=True)


def _print_batch(batch: "Batch") -> None:
    out.print(
        f"{len(batch.rendered)} reviews rendered, {len(batch.fresh)} up to date, "
        f"{len(batch.failed)} failed.",
        highlight=False,
    )
    out.print(f"{from_here(batch.index)}", markup=False, highlight=False, soft_wrap=True)
