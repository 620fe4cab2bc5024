"""What a person settles about a source of exports, and how much of a file is read at most."""

from dataclasses import dataclass
from typing import Literal

_MB = 1_000_000

# A text file of more bytes is scanned with NumPy; a smaller one is read before NumPy is imported.
WORTH_SCANNING = 300_000


@dataclass(frozen=True, slots=True)
class Source:
    """Settings of where exports come from, for what the files themselves leave open.

    `day_first` settles 03/04/2025, `decimal_mark` 1.234, `percent` a plain 35 or 0.35 under a
    percent header, `date_system` a plain 45748 in a column of dates (in a workbook the file itself
    does, unless this is given); `near_midnight` says which day dates are whose times are all
    shortly before midnight; `encoding` names that of text files that are not Unicode ("cp1252").
    None is not settled: what then may be read in two ways is a problem.
    """

    day_first: bool | None = None
    decimal_mark: Literal[".", ","] | None = None
    percent: Literal["points", "fraction"] | None = None
    date_system: Literal["1900", "1904"] | None = None
    encoding: str | None = None
    near_midnight: Literal["day before", "day after"] | None = None

    @property
    def mark(self) -> Literal[".", ","]:
        """The decimal mark numbers are read with: a point where nobody settled it."""
        return self.decimal_mark or "."


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of one file that is read; a file beyond any of these is rejected whole."""

    file_bytes: int = 200 * _MB
    zip_members: int = 1_000
    inflated_bytes: int = 500 * _MB
    inflation_ratio: int = 100
    inflation_free_bytes: int = 10 * _MB
    used_cells: int = 5_000_000
    cell_characters: int = 32_767
    columns: int = 2_000
    memory_bytes: int = 2_000 * _MB
    seconds: float = 60


def size_in_words(size: int) -> str:
    """Write the size of a file.

    >>> size_in_words(217_400_000), size_in_words(1_000)
    ('217 MB', '1,000 bytes')
    """
    return f"{size / _MB:,.0f} MB" if size >= _MB else f"{size:,} bytes"


DEFAULT_SOURCE = Source()
DEFAULT_LIMITS = Limits()
