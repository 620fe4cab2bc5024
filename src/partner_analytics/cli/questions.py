"""`partner-analytics template`, `metric` and `sql`: what can be asked of package and warehouse."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from partner_analytics.cli.options import AsJson, Output, Warehouse
from partner_analytics.cli.output.console import out
from partner_analytics.cli.output.frame_files import check_ending, hand_out
from partner_analytics.did_you_mean import did_you_mean
from partner_analytics.errors import InvalidCall
from partner_analytics.unwritten import written_whole


def template(
    tracker: Annotated[str, typer.Argument(help="The tracker, as pipeline; none lists them.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Write the blank workbook of a tracker, ready to be filled in and imported."""
    from partner_analytics.trackers import TRACKERS, write_template

    if not tracker:
        listing = Table("tracker", "what it holds", box=None)
        for known in TRACKERS.values():
            listing.add_row(known.name, known.description)
        out.print(listing)
        return
    if tracker not in TRACKERS:
        raise InvalidCall(
            expected="a tracker",
            found=f'"{tracker}"',
            remedy=did_you_mean(tracker, list(TRACKERS)),
        )
    path = output or Path(f"{tracker}.xlsx")
    with written_whole(path, option="--output") as unfinished:
        write_template(TRACKERS[tracker], unfinished)
    out.print(f"wrote {path}", markup=False, highlight=False)


def metric(
    name: Annotated[str, typer.Argument(help="The metric, as health_score; none lists them.")] = "",
    quarter: Annotated[
        list[str] | None,
        typer.Option(help='Only this quarter, as 2025-Q2 or "latest" (repeatable).'),
    ] = None,
    partner: Annotated[
        list[str] | None, typer.Option(help="Only this partner: name, alias or id (repeatable).")
    ] = None,
    warehouse: Warehouse = "",
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Print a metric of the warehouse as CSV, or the list of metrics, or write it into a file."""
    from partner_analytics.warehouse import open_warehouse

    check_ending(output)
    with open_warehouse(warehouse or None) as opened:
        if name:
            given = {"quarter": quarter, "partner": partner}
            rows = opened.metric(name, **{key: value for key, value in given.items() if value})
        else:
            columns = ["metric", "grain", "description"]
            rows = opened.catalog()[columns].drop_duplicates()
    hand_out(rows, output=output, as_json=as_json)


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT; - reads it from the standard input.")],
    warehouse: Warehouse = "",
    seconds: Annotated[
        float, typer.Option(min=0.1, help="After so many seconds the query is ended.")
    ] = 60,
    memory: Annotated[str, typer.Option(help="What the query may take, as 500MB.")] = "2GB",
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Print the rows of one SELECT on the warehouse as CSV, or write them into a file.

    Nothing can be changed, no other file read. The query runs in a process of its own, which is
    ended when it takes longer than its limit.
    """
    import sys

    from partner_analytics.cli.query_child import Question, answered
    from partner_analytics.warehouse import warehouse_path

    check_ending(output)
    text = sys.stdin.read() if query == "-" else query
    file = str(warehouse_path(warehouse or None))
    answered(Question(text, file, seconds, memory, as_json), output)
