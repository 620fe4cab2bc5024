"""What python-calamine sees in a workbook, to hold against what was read.

Where the two disagree about a cell, a third decides (`disagreements`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat, zip_longest
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from partner_analytics.addresses import address
from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.workbook.text_runs import without_runs

# What was read here (NULL where nothing was) and what the second reader has.
Differing = tuple[str | None, Any]
# Of more the fault is not of single cells.
_MOST_DIFFERING = 1_000
_NOTHING: Any = object()
_REMEDY = "Open the workbook in Excel or LibreOffice, save it as a new .xlsx file, and import that."


class SecondReader:
    """A workbook as calamine reads it; open it only after the sizes of the sheets are known."""

    def __init__(self, path: Path, file: str) -> None:
        self._file = file
        try:
            self._workbook = CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError) as error:
            raise self._differs(
                Place(file), "a workbook", f"what it cannot open ({error})"
            ) from None

    def check_sheets(self, names: list[str]) -> None:
        """Raise UnreadableFile unless the workbook has sheets of these names."""
        seen = set(self._workbook.sheet_names)
        for name in names:
            if name not in seen:
                raise self._differs(Place(self._file, name), "this sheet", "no such sheet")

    def differing_cells(
        self, sheet: str, rows: Iterator[tuple[int, tuple[str | None, ...]]], flagged: set[str]
    ) -> dict[tuple[int, int], Differing]:
        """The cells (row, column) that this reader sees otherwise than they are in `rows`.

        `rows` are located and in order; `flagged` are addresses of cells whose value is an error
        or missing, which this reader cannot tell. Raises UnreadableFile for more than a few, and
        for a cell in a row that `rows` do not have.
        """
        try:
            seen = self._workbook.get_sheet_by_name(sheet)
            left = seen.start[1] if seen.start is not None else 0
            theirs = enumerate(seen.iter_rows(), start=1)
        except CalamineError as error:
            place = Place(self._file, sheet)
            raise self._differs(place, "its cells", f"what it cannot read ({error})") from None
        line = 0
        found: dict[tuple[int, int], Differing] = {}
        for row, ours in chain(rows, [(1 << 30, ())]):
            for line, values in theirs:
                if line == row:
                    found |= _differing(row, ours, chain(repeat("", left), values), flagged)
                    break
                beside = _differing(line, (), chain(repeat("", left), values), flagged)
                self._refuse_first(sheet, beside)
            else:
                found |= _differing(row, ours, (), flagged)
            if len(found) > _MOST_DIFFERING:
                self._refuse_first(sheet, found)
        return found

    def _refuse_first(self, sheet: str, found: Mapping[tuple[int, int], Differing]) -> None:
        for (row, column), (text, value) in found.items():
            cell = Place(self._file, sheet, address(row, column))
            seen = f'"{value}"' if value != "" else "an empty cell"
            raise self._differs(cell, f'"{text or ""}"', seen)

    def _differs(self, place: Place, expected: str, found: str) -> UnreadableFile:
        return UnreadableFile(
            "readers-disagree",
            place=place,
            expected=f"a second reader to see {expected} as well",
            found=found,
            remedy=_REMEDY,
        )


def _differing(
    row: int, ours: Sequence[str | None], theirs: Iterable[Any], flagged: set[str]
) -> dict[tuple[int, int], Differing]:
    """The cells of a row of which the two readers say different things."""
    pairs = enumerate(zip_longest(ours, theirs, fillvalue=_NOTHING), start=1)
    return {
        (row, column): (None if text is _NOTHING else text, "" if value is _NOTHING else value)
        for column, (text, value) in pairs
        if not agree(None if text is _NOTHING else text, "" if value is _NOTHING else value)
        and address(row, column) not in flagged
    }


def agree(text: str | None, value: object) -> bool:
    """Tell whether both readers mean the same; dates and formatted numbers only by presence."""
    if value == "":
        return text is None or not text.strip()
    if text is None:
        return isinstance(value, str) and not value.strip()
    if isinstance(value, str):
        return value == text or plain_text(value) == plain_text(text)
    if isinstance(value, bool):
        return text == ("TRUE" if value else "FALSE")
    if isinstance(value, float | int):
        try:
            return float(text.replace(",", ".")) == value
        except ValueError:
            return any(digit in text for digit in "0123456789")
    return True


def plain_text(text: str) -> str:
    """A text without blanks, which readers keep or drop as they like."""
    return "".join(without_runs(text).replace("_x000D_", "").split())
