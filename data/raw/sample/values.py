"""Values before a quarter's habits turn them into cells."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A row of a tracker: the value under each of the template's headers.
Row = dict[str, Any]


@dataclass(frozen=True)
class Percent:
    """A percent, in points."""

    points: float


@dataclass(frozen=True)
class Money:
    """An amount in USD."""

    amount: float


@dataclass(frozen=True)
class Tier:
    """A tier, 1 to 3."""

    rank: int


@dataclass(frozen=True)
class Stage:
    """A pipeline stage, 1 to 6."""

    number: int


@dataclass(frozen=True)
class Failed:
    """A formula whose cell shows an error."""

    formula: str
    error: str


def rows_of_text(name: str) -> list[Row]:
    """The rows of a text file beside this one: cells between bars, headers first."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    headers, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(headers, row, strict=True)) for row in rows]
