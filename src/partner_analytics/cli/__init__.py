"""The command line: one module a group of commands."""

import os
import sys
from tempfile import gettempdir
from typing import Annotated

import typer
from rich.markup import escape

from partner_analytics.cli.forgetting import forget
from partner_analytics.cli.importing import import_
from partner_analytics.cli.inspecting import inspect
from partner_analytics.cli.linting import lint
from partner_analytics.cli.output.console import err, out
from partner_analytics.cli.partners import partners
from partner_analytics.cli.questions import metric, sql, template
from partner_analytics.cli.reviewing import review
from partner_analytics.cli.signals import stopped_by_signals
from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.file_names import told_name
from partner_analytics.unwritten import Refusal, refusal_of

# A longer one is no name, but a mistake in a script.
_LONGEST_NAME = 300


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        out.print(f"partner-analytics {version('partner-analytics')}", highlight=False)
        raise typer.Exit


# The rooms are imported inside the commands: `--help` answers at once.
app = typer.Typer(
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback()
def start(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar="",
            is_eager=True,
            callback=_print_version,
            help="Print the version and end.",
        ),
    ] = False,
) -> None:
    """From partner-tracker exports to quarterly reviews, every figure traceable to its cell."""


app.command("import")(import_)
app.command()(forget)
app.command()(inspect)
app.command()(lint)
app.command()(review)
app.command()(template)
app.command()(metric)
app.command()(sql)
app.add_typer(partners, name="partners")


def main() -> None:
    """Run the command; an error of ours is one message on stderr and its exit code."""
    try:
        with stopped_by_signals():
            app()
            sys.stdout.flush()
    except PartnerAnalyticsError as error:
        _say_error(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:  # who read the output has what he wanted, as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _say_error(_of_system(error))
        sys.exit(1)


def _say_error(text: str) -> None:
    err.print(f"[bold red]error[/] {escape(text)}", highlight=False, soft_wrap=True)


def _of_system(error: OSError) -> str:
    """What the system refused, of a file a person knows or of none."""
    if refusal_of(error) is Refusal.FULL:
        return (
            f"{gettempdir()}: expected room on the disk for what is only there meanwhile, found "
            f"too little ({error.strerror}). Free some, or have TMPDIR name another folder."
        )
    name = told_name(error.filename or "")
    is_known = name and not os.path.basename(name).startswith((".", "build-", "tmp"))  # noqa: PTH119
    place = f"{name[:_LONGEST_NAME]}: " if is_known else ""
    return (
        f"{place}expected a file or folder that can be read and written, found that it cannot "
        f"({error.strerror or error}). Check that it is there and who may use it."
    )
