"""What python-calamine sees in a workbook, to hold against what was read."""

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from partner_analytics.addresses import address
from partner_analytics.errors import Place, UnreadableFile

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

    def check_rows(
        self, sheet: str, rows: Iterator[tuple[int, tuple[str | None, ...]]], flagged: set[str]
    ) -> None:
        """Raise UnreadableFile at the first cell that reads otherwise than in `rows`.

        `rows` are located and in order; `flagged` are addresses of cells whose value is an error
        or missing, which this reader cannot tell.
        """
        try:
            seen = self._workbook.get_sheet_by_name(sheet)
            left = seen.start[1] if seen.start is not None else 0
            theirs = enumerate(seen.iter_rows(), start=1)
        except CalamineError as error:
            place = Place(self._file, sheet)
            raise self._differs(place, "its cells", f"what it cannot read ({error})") from None
        line = 0
        for row, ours in chain(rows, [(1 << 30, ())]):
            for line, values in theirs:
                if line == row:
                    self._check_row(sheet, row, ours, chain(repeat("", left), values), flagged)
                    break
                self._check_row(sheet, line, (), chain(repeat("", left), values), flagged)
            else:
                self._check_row(sheet, row, ours, (), flagged)

    def _check_row(
        self,
        sheet: str,
        row: int,
        ours: tuple[str | None, ...],
        theirs: Any,
        flagged: set[str],
    ) -> None:
        column = 0
        for column, value in enumerate(theirs, start=1):
            text = ours[column - 1] if column <= len(ours) else None
            if not _agree(text, value) and address(row, column) not in flagged:
                cell = Place(self._file, sheet, address(row, column))
                raise self._differs(cell, f'"{text or ""}"', f'"{value}"')
        for at in range(column, len(ours)):
            if ours[at] is not None and address(row, at + 1) not in flagged:
                cell = Place(self._file, sheet, address(row, at + 1))
                raise self._differs(cell, f'"{ours[at]}"', "an empty cell")

    def _differs(self, place: Place, expected: str, found: str) -> UnreadableFile:
        return UnreadableFile(
            "readers-disagree",
            place=place,
            expected=f"a second reader to see {expected} as well",
            found=found,
            remedy=_REMEDY,
        )


def _agree(text: str | None, value: object) -> bool:
    """Tell whether both readers mean the same; dates and formatted numbers only by presence."""
    if value == "":
        return text is None or not text.strip()
    if text is None:
        return isinstance(value, str) and not value.strip()
    if isinstance(value, str):
        return value == text or _plain(value) == _plain(text)
    if isinstance(value, bool):
        return text == ("TRUE" if value else "FALSE")
    if isinstance(value, float | int):
        try:
            return float(text.replace(",", ".")) == value
        except ValueError:
            return any(digit in text for digit in "0123456789")
    return True


def _plain(text: str) -> str:
    return "".join(text.replace("_x000D_", "").split())
