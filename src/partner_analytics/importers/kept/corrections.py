"""Corrections: recorded replacements of single cells, applied before anything is understood.

A correction is a line of the corrections.csv beside the exports. It says what the cell holds, so
that it can never replace anything else; the export itself stays as it is.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.addresses import address, column_letter, range_corners, row_and_column
from partner_analytics.errors import PartnerAnalyticsError, Place
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.kept.kept_files import KeptRow, read_kept_table
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.problems import Problem, Severity

CORRECTIONS = "corrections.csv"
COLUMNS = ("file", "sheet", "cell", "found", "use", "reason", "who")
_NEEDED = ("file", "cell", "reason", "who")
# No file has so many lines.
_LAST_ROW = 10**9


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a corrections.csv: `use` stands for what was `found` in a cell of a file.

    `sheet` is empty for a text file, where the cell is the column's letter with the line.
    """

    line: int
    file: str
    sheet: str
    cell: str
    found: str
    use: str
    reason: str
    who: str

    @property
    def _parts(self) -> list[str]:
        return [folded_name(part) for part in self.file.replace("\\", "/").split("/") if part]

    @property
    def file_name(self) -> str:
        """The name of its file, folded, without the folders above it."""
        return self._parts[-1] if self._parts else ""

    def is_of(self, export: PurePath) -> bool:
        """Whether it is one of that file, which it may give with the folders above it.

        >>> one = Correction(2, "2025/a.csv", "", "B2", "x", "y", "typo", "Dana")
        >>> one.is_of(PurePath("raw/2025/A.csv")), one.is_of(PurePath("raw/2024/a.csv"))
        (True, False)
        """
        parts = self._parts
        return [folded_name(part) for part in export.parts[-len(parts) :]] == parts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction, and whose row its cell stands in, where it is one."""

    correction: Correction
    is_applied: bool
    tracker: str | None = None
    partner: str | None = None


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections of a corrections.csv.

    Raises PartnerAnalyticsError, naming the line, where it is not such a table.
    """
    return tuple(_correction(path, row) for row in read_kept_table(path, COLUMNS))


def _correction(path: Path, row: KeptRow) -> Correction:
    empty = [name for name in _NEEDED if not row.cells[name]]
    if empty:
        raise PartnerAnalyticsError(
            place=Place(path.name, line=row.line),
            expected="a correction with its file, cell, reason and who says so",
            found=f"none of these: {', '.join(empty)}" if len(empty) > 1 else f"no {empty[0]}",
            remedy="Fill it in.",
        )
    cell = row.cells["cell"].replace("$", "").upper()
    try:
        line, _ = row_and_column(cell)
        if line > _LAST_ROW:
            raise ValueError(cell)
    except ValueError:
        raise PartnerAnalyticsError(
            place=Place(path.name, line=row.line),
            expected="a cell like E17 (in a text file: the column's letter and the line)",
            found=f'"{row.cells["cell"][:60]}"',
            remedy="Correct the cell; several cells need a line each.",
        ) from None
    return Correction(row.line, **{**row.cells, "cell": cell})


@dataclass(frozen=True, slots=True)
class Corrected:
    """A file with its corrections applied (with the sheets' names), and those that were not."""

    file: FileRead
    applied: tuple[tuple[Correction, str | None], ...]
    refused: tuple[tuple[Correction, Problem], ...]


def corrected(file: FileRead, corrections: Sequence[Correction]) -> Corrected:
    """Apply the corrections of a file to its located cells.

    One whose cell is not there or holds something else is refused, with a problem; so are two
    that would make different things of one cell. What was wrong with a cell that a correction
    replaced is no problem any more.
    """
    if not corrections or not file.accepted:
        return Corrected(file, (), ())
    uses = _uses(file, corrections)
    grids = [Grid(sheet) for sheet in file.sheets]
    texts: list[_Texts] = [{} for _ in file.sheets]
    applied: list[tuple[Correction, str | None]] = []
    refused: list[tuple[Correction, Problem]] = []
    for one in corrections:
        at = _sheet_of(file, one)
        if at < 0:
            refusal: _Refusal | None = _no_such_sheet(file, one)
        else:
            refusal = _refusal(one, file.sheets[at], grids[at], uses[at, one.cell])
        if refusal:
            refused.append((one, _problem(file, one, *refusal)))
        else:
            row, column = row_and_column(one.cell)
            texts[at].setdefault(f"c{column}", {})[grids[at].position(row) or 0] = one.use or None
            applied.append((one, file.sheets[at].name))
    done = {(sheet, one.cell) for one, sheet in applied}
    problems = tuple(p for p in file.problems if p.cell is None or (p.sheet, p.cell) not in done)
    sheets = tuple(map(_with_texts, file.sheets, texts))
    mended = replace(file, sheets=sheets, problems=problems)
    return Corrected(mended, tuple(applied), tuple(refused))


def _uses(file: FileRead, corrections: Iterable[Correction]) -> Mapping[tuple[int, str], set[str]]:
    """What is to be used in each cell, according to all corrections of it."""
    uses: dict[tuple[int, str], set[str]] = {}
    for one in corrections:
        uses.setdefault((_sheet_of(file, one), one.cell), set()).add(one.use)
    return uses


def _sheet_of(file: FileRead, one: Correction) -> int:
    """The position of the sheet it names; -1 if there is none."""
    names = [folded_name(sheet.name or "") for sheet in file.sheets]
    return names.index(folded_name(one.sheet)) if folded_name(one.sheet) in names else -1


# What was expected and found, and what to do.
_Refusal = tuple[str, str, str]


def _refusal(one: Correction, sheet: Sheet, grid: Grid, uses: set[str]) -> _Refusal | None:
    """Why a correction cannot be applied; None for one that can."""
    if len(uses) > 1:
        listed = " and ".join(f'"{use}"' for use in sorted(uses))
        return ("one correction of this cell", f"several: {listed}", "Delete the wrong ones there.")
    row, column = row_and_column(one.cell)
    if grid.position(row) is None or column > sheet.column_count:
        return (
            f"{_quoted(one.found)} in this cell",
            "no cell in use there",
            "Correct the cell there, or delete the line.",
        )
    if top := _merged_over(sheet, row, column):
        return (
            "a cell of its own, or the first of a merged range",
            f"one that is merged into {top}",
            f"Correct {top} instead.",
        )
    text = grid.text(row, column) or ""
    if _plain(text) != _plain(one.found):
        return (
            f"{_quoted(one.found)}, which is to be corrected to {_quoted(one.use)}",
            _quoted(text),
            "The cell was read as it stands. If the export was mended, delete the line; "
            "otherwise correct what it says was found.",
        )
    return None


def _no_such_sheet(file: FileRead, one: Correction) -> _Refusal:
    names = [f'"{sheet.name}"' for sheet in file.sheets if sheet.name is not None]
    if not names:
        return (
            "no sheet, since this is a text file",
            f'"{one.sheet}"',
            "Leave the sheet empty there.",
        )
    return (
        f"a sheet of the file: {', '.join(names)}",
        _quoted(one.sheet),
        "Correct the sheet there, or delete the line.",
    )


def _merged_over(sheet: Sheet, row: int, column: int) -> str | None:
    """The first cell of the merged range a cell is in, if that is another one."""
    for cells in sheet.merged:
        top, left, bottom, right = range_corners(cells)
        inside = top <= row <= bottom and left <= column <= right
        if inside and (row, column) != (top, left):
            return address(top, left)
    return None


def _problem(file: FileRead, one: Correction, expected: str, found: str, remedy: str) -> Problem:
    row, column = row_and_column(one.cell)
    at = _sheet_of(file, one)
    is_text = len(file.sheets) == 1 and file.sheets[0].name is None
    return Problem(
        "correction-refused",
        Severity.ERROR,
        file.file,
        sheet=None if is_text else file.sheets[at].name if at >= 0 else one.sheet or None,
        cell=None if is_text else one.cell,
        line=row if is_text else None,
        header=f"column {column_letter(column)}" if is_text else None,
        expected=expected,
        found=found,
        remedy=f"Line {one.line} of {CORRECTIONS} was not applied. {remedy}",
    )


# By the name of a column: the text that is to stand at a position, NULL for none.
_Texts = dict[str, dict[int, str | None]]


def _with_texts(sheet: Sheet, texts: _Texts) -> Sheet:
    """The sheet with the texts of corrections in their cells, each column made anew once."""
    cells = sheet.cells
    for name, new in texts.items():
        column = cells[name]
        is_coded = pa.types.is_dictionary(column.type)
        plain = column.cast(pa.string()) if is_coded else column
        is_new = np.zeros(len(column), bool)
        is_new[list(new)] = True
        mended = pc.replace_with_mask(
            plain.combine_chunks(),
            pa.array(is_new),
            pa.array([new[at] for at in sorted(new)], pa.string()),
        )
        whole = pa.chunked_array([mended.dictionary_encode() if is_coded else mended])
        cells = cells.set_column(cells.schema.get_field_index(name), name, whole.cast(column.type))
    return replace(sheet, cells=cells) if texts else sheet


def folded_name(name: str) -> str:
    """A name of a file or sheet in the one spelling by which corrections know it."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def _plain(text: str) -> str:
    """A text without what people do not see at its ends and between its words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _quoted(text: str) -> str:
    return f'"{text}"' if text else "an empty cell"
