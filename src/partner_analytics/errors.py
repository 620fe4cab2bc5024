"""The ways a call can fail: where, what was expected, what was found, what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: as much of file, sheet, cell or line as is known.

    >>> print(Place("Q3 tracker.xlsx", sheet="Evaluations", cell="E17", header="Rating (1-5)"))
    Q3 tracker.xlsx, sheet "Evaluations", cell E17 "Rating (1-5)"
    >>> print(Place("orders.csv", line=12))
    orders.csv, line 12
    """

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    header: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f'sheet "{self.sheet}"')
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.cell is not None:
            parts.append(f"cell {self.cell}")
        text = ", ".join(parts)
        return f'{text} "{self.header}"' if self.header else text


class PartnerAnalyticsError(Exception):
    """Root of what this package raises; `str` is a sentence a non-programmer can act on."""

    exit_code = 1

    def __init__(
        self,
        *,
        expected: str,
        found: str,
        remedy: str = "",
        place: Place | str | None = None,
    ) -> None:
        self.place = place
        self.expected = expected
        self.found = found
        self.remedy = remedy
        start = f"{place}: " if place else ""
        end = f" {remedy}" if remedy else ""
        super().__init__(f"{start}expected {expected}, found {found}.{end}")


class UnreadableValue(PartnerAnalyticsError):
    """A text outside the grammar of the value it should hold."""


class UnreadableFile(PartnerAnalyticsError):
    """A file of which nothing can be loaded."""

    def __init__(
        self, code: str, *, expected: str, found: str, remedy: str, place: Place | str | None = None
    ) -> None:
        super().__init__(expected=expected, found=found, remedy=remedy, place=place)
        self.code = code


class InvalidProgram(PartnerAnalyticsError):
    """A program file (TOML) that contradicts itself or names unknown entries."""


class InvalidCall(PartnerAnalyticsError):
    """An option, parameter or name that does not exist or does not fit."""

    exit_code = 2


class WarehouseUnavailable(PartnerAnalyticsError):
    """The warehouse file is missing, locked by another program, or not a warehouse."""


class NotWritten(PartnerAnalyticsError):
    """A file or folder that was asked for and cannot be written."""


class QueryStopped(PartnerAnalyticsError):
    """A query that did not end within its limits of time, memory or disk."""


class RenderingFailed(PartnerAnalyticsError):
    """A notebook that did not run to its end; nothing of it was published."""

    exit_code = 3
