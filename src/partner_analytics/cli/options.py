"""Options that several commands have, and the checks of what they are given."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from partner_analytics.errors import InvalidCall

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


def one_of(option: str, value: str, allowed: Sequence[str]) -> Any:
    """The value, if the option allows it; raises InvalidCall otherwise."""
    if value not in allowed:
        raise InvalidCall(
            place=option,
            expected=" or ".join(f'"{item}"' for item in allowed if item),
            found=f'"{value}"',
        )
    return value


def day_of(text: str) -> Any:
    """The day given with --as-of; raises InvalidCall for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise InvalidCall(
            place="--as-of", expected="a day as 2025-06-30", found=f'"{text}"'
        ) from error
