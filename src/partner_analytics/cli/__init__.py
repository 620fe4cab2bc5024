"""The command line: one module a group of commands."""

import sys

import typer
from rich.markup import escape

from partner_analytics.cli.asking import metric, template
from partner_analytics.cli.console import err
from partner_analytics.cli.importing import import_
from partner_analytics.cli.inspecting import inspect
from partner_analytics.cli.linting import lint
from partner_analytics.cli.partners import partners
from partner_analytics.cli.reviewing import review
from partner_analytics.errors import PartnerAnalyticsError

# The rooms are imported inside the commands: `--help` answers at once.
app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="From partner-tracker exports to quarterly reviews, every figure traceable to its cell.",
)
app.command("import")(import_)
app.command()(inspect)
app.command()(lint)
app.command()(review)
app.command()(template)
app.command()(metric)
app.add_typer(partners, name="partners")


def main() -> None:
    """Run the command; an error of ours is one message on stderr and its exit code."""
    try:
        app()
    except PartnerAnalyticsError as error:
        err.print(f"[bold red]error[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
