"""Options that several commands have, and the checks of what they are given."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partner_analytics.errors import InvalidCall

if TYPE_CHECKING:
    from partner_analytics.importers import Limits, Source


def path_of(text: str) -> Path:
    """The path as typed; an empty one would mean the working folder, which nobody asked for."""
    if not text:
        raise InvalidCall(
            expected="a path",
            found="an empty text",
            remedy="A variable that was to hold it may be unset.",
        )
    return Path(text)


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
AsJson = Annotated[
    bool, typer.Option("--json", metavar="", help="Print JSON for a program to read.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", metavar="", help="Say only what is wrong.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="File to write instead: .csv, .xlsx, .parquet or .json."),
]
LimitSettings = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        help="Raise or lower a limit of reading, as seconds=120 (repeatable): file_bytes, "
        "zip_members, inflated_bytes, inflation_ratio, inflation_free_bytes, used_cells, "
        "cell_characters, columns, memory_bytes, seconds.",
    ),
]

DayFirst = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", metavar="", help="How to read 03/04/2025."),
]
DecimalMark = Annotated[
    str, typer.Option(help='Decimal mark: "." or ","; unsaid, "." with a warning if in doubt.')
]
Percent = Annotated[str, typer.Option(help="Plain numbers under (%) headers: points or fraction.")]
DateSystem = Annotated[
    str, typer.Option(help="How to read 45748 as a date: days from 1900 or from 1904.")
]
Encoding = Annotated[str, typer.Option(help="Encoding of text files that lack one.")]


def source_of(
    day_first: bool | None, decimal_mark: str, percent: str, date_system: str, encoding: str
) -> "Source":
    """How to read what files leave open; raises InvalidCall for a setting unknown."""
    from partner_analytics.importers import Source

    return Source(
        day_first=day_first,
        decimal_mark=one_of("--decimal-mark", decimal_mark, (".", ",", "")) or None,
        percent=one_of("--percent", percent, ("points", "fraction", "")) or None,
        date_system=one_of("--date-system", date_system, ("1900", "1904", "")) or None,
        encoding=encoding or None,
    )


def limits_of(settings: Sequence[str] | None) -> "Limits":
    """The limits with what was set by --limit; raises InvalidCall for a name or number unknown."""
    from partner_analytics.importers import Limits

    names = [field.name for field in fields(Limits)]
    given: dict[str, int] = {}
    for setting in settings or ():
        name, _, number = setting.partition("=")
        if name not in names or not number.isascii() or not number.isdigit() or not int(number):
            raise InvalidCall(
                place="--limit",
                expected="a limit and a whole number above zero, as seconds=120",
                found=f'"{setting}"',
                remedy=f"The limits are {', '.join(names)}.",
            )
        given[name] = int(number)
    return Limits(**given)


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
