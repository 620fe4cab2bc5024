"""`partner-analytics template` and `metric`: what can be asked of the package and a warehouse."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from partner_analytics.cli.console import out, print_frame
from partner_analytics.cli.options import AsJson, Warehouse
from partner_analytics.errors import InvalidCall


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
    print_frame(rows, as_json=as_json)
