"""Problems as people read them: a line a cause, the worst first, what follows from it below."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from partner_analytics.cli.output.console import out

if TYPE_CHECKING:
    from partner_analytics.problems import Problem
    from partner_analytics.problems.causes import Cause

# On a terminal; the whole list is in landing.problems and in --json.
MOST_SHOWN = 40


def causes_of(problems: Iterable["Problem"]) -> "list[Cause]":
    """The causes of some problems, those that cost tables first, then rows, then values."""
    from partner_analytics.problems.causes import causes
    from partner_analytics.trackers import lost_by

    return causes(problems, lost_by)


def causes_as_data(problems: Iterable["Problem"]) -> list[dict[str, Any]]:
    """The causes of some problems for a program that reads them."""
    return [cause.as_data() for cause in causes_of(problems)]


def print_causes(problems: Sequence["Problem"], *, whole_list: str, without: str = "") -> None:
    """Print a line a cause; `whole_list` says where all problems are.

    `without` is a file's name that stands above the lines already.
    """
    found = causes_of(problems)
    for cause in found[:MOST_SHOWN]:
        color = "red" if cause.first.severity == "error" else "yellow"
        text = str(cause).removeprefix(without).removeprefix(", ").removeprefix(": ")
        margin = "  " if without else ""
        out.print(
            f"{margin}[{color}]{cause.first.severity}[/] {escape(text)}",
            highlight=False,
            soft_wrap=True,
        )
        if cause.consequences:
            out.print(f"{margin}  {escape(cause.consequence())}", highlight=False, soft_wrap=True)
    if len(found) > MOST_SHOWN:
        more = len(found) - MOST_SHOWN
        noun = "cause" if more == 1 else "causes"
        out.print(f"... and {more:,} more {noun}: {whole_list}", markup=False, highlight=False)
