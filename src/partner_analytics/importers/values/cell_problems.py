"""What is found while the rows of a table are read: problems at cells, rows set aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from partner_analytics.importers.doubts.format_doubts import number_format_at, runs_in
from partner_analytics.importers.exports.export_tables import CellSource, ExportTable
from partner_analytics.importers.exports.tool_markup import PlainNames
from partner_analytics.importers.kept.layout_remedies import with_layout_line
from partner_analytics.importers.values.cell_readers import AMBIGUOUS_PERCENT, Refusal
from partner_analytics.importers.values.column_values import ColumnValues
from partner_analytics.problems import Problem, Severity, told_and_untold
from partner_analytics.trackers import Column, Reads, Tracker

MISSING, AMBIGUOUS_MARK = "missing-value", "ambiguous-decimal-mark"


@dataclass(slots=True)
class Findings:
    """Problems and rows set aside of one batch; rows are given by their position in it."""

    table: ExportTable
    batch: pd.DataFrame
    tracker: Tracker
    file: str
    problems: list[Problem] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    refused: dict[str, Any] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    untold: list[tuple[int, str, str]] = field(default_factory=list)
    warned: set[str] = field(default_factory=set)

    def is_aside(self) -> Any:
        """Whether each row is set aside."""
        mask = np.zeros(len(self.batch), dtype=bool)
        mask[list(self.codes)] = True
        return mask

    def set_aside(self) -> pd.DataFrame:
        """The rows set aside, each with the code of the first reason."""
        positions = sorted(self.codes)
        rows = self.batch["_row"].iloc[positions].astype("int64").reset_index(drop=True)
        codes = pd.Series([self.codes[at] for at in positions], dtype="str")
        return pd.DataFrame({"_row": rows, "code": codes})

    def add_refusals(self, column: Column, read: ColumnValues) -> None:
        """Tell the texts of a column that were refused, at each of their cells."""
        if read.refusals:
            rows = read.rows_of(read.refusals)
            refusals = [read.refusals[int(at)] for at in read.codes[rows]]
            if self._is_ambiguous_throughout(read, rows):
                self._tell_column(column, rows, refusals[0])
            else:
                self.tell(column, rows, refusals)
            self.refuse(column, rows, [refusal.code for refusal in refusals])

    def refuse(self, column: Column, rows: Sequence[int], codes: Sequence[str]) -> None:
        """Set rows aside for a cell without a usable value, if the column is required or a key.

        A key that cannot be read must not become a blank one: that has a meaning of its own.
        """
        self.refused.setdefault(column.name, np.zeros(len(self.batch), dtype=bool))[rows] = True
        if column.required or column.name in self.tracker.key:
            for at, code in zip(rows, codes, strict=True):
                self.codes.setdefault(int(at), code)

    def add_missing(self, column: Column, values: pd.Series) -> None:
        """Set aside the rows in which a required column is empty."""
        is_missing = values.isna().to_numpy()
        if column.name in self.refused:
            is_missing = is_missing & ~self.refused[column.name]
        rows = np.flatnonzero(is_missing).tolist()
        if not rows:
            return
        self.tell(column, rows, [self._missing(column, at) for at in rows])
        reported = self.table.reported
        self.refuse(column, rows, [reported.get(self._cell(column, at), MISSING) for at in rows])

    def _missing(self, column: Column, at: int) -> Refusal:
        """That a needed cell is empty, or says what people write to say nothing."""
        text = self._text(column.name, at)
        remedy = "The row was set aside. Fill the cell and import the file again."
        if text and column.reads is Reads.PARTNER and text.isalpha():
            remedy = (
                f'The row was set aside. Fill the cell; if "{text}" is a name itself, write it '
                f'with a word more, like "{text} Inc.", and import the file again.'
            )
        return Refusal(
            MISSING,
            expected=f"a value, which every row of the {self.tracker.title} tracker needs",
            found=f'"{text}", which was taken for an empty cell' if text else "an empty cell",
            remedy=remedy,
        )

    def tell_together(self, column: Column, rows: Sequence[int], refusal: Refusal) -> None:
        """Add one problem, at the first of some cells, for all of them; none has a value."""
        told = [at for at in rows if self._cell(column, at) not in self.told]
        self.told |= {self._cell(column, at) for at in told}
        if told:
            self.problems.append(self.problem(column, int(told[0]), refusal))
            self.untold += [(int(at), column.name, refusal.code) for at in told[1:]]
        self.refuse(column, rows, [refusal.code] * len(rows))

    def add_unknown_keys(self, column: Column) -> None:
        """Set aside the rows whose key cell is empty only because its formula has no value."""
        if not self.table.reported:
            return
        for at in np.flatnonzero(self.batch[column.name].isna()).tolist():
            code = self.table.reported.get(self._cell(column, at))
            if code:
                self.refuse(column, [at], [code])

    def add_ambiguous_marks(self, column: Column, read: ColumnValues) -> None:
        """Warn of amounts such as 400.000, which may be thousands, at the first of them.

        In a workbook only texts are: a number it holds as such has one size, and no zeros at its
        end.
        """
        rows = read.rows_of(read.distinct.ambiguous_marks)
        if self.table.sheet is not None:
            source = self.table.column_map[column.name]
            runs = runs_in(self.table, source, self.batch)
            texts = {at for run, places in runs if run.lacks == "type" for at in places}
            rows = [at for at in rows if at in texts or _ends_in_zero(read.text(at))]
        header = self._place(column).header
        if not rows or header in self.warned:
            return
        self.warned.add(header)
        first = read.text(rows[0]).strip()
        warning = Refusal(
            AMBIGUOUS_MARK,
            expected="a number that can be read in one way only",
            found=f'"{first}"' + (f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""),
            remedy=with_layout_line(
                'They were read with "." as the decimal mark. Import with --decimal-mark . if '
                "that is right, or --decimal-mark , if they are thousands."
            ),
        )
        self.problems.append(self.problem(column, rows[0], warning, severity=Severity.WARNING))

    def add_plain_names(self, names: Sequence[PlainNames]) -> None:
        """Tell, once a column, that only the name of some cells was read."""
        for one in names:
            more = f" and {one.count - 1:,} more" if one.count > 1 else ""
            note = Refusal(
                "wrapped-name",
                expected="a name alone",
                found=f'"{one.original}"{more}',
                remedy=f'It was read as "{one.name}", without what the tool writes around it. '
                "Nothing to do if that is right.",
            )
            self.problems.append(self.problem(one.column, one.at, note, severity=Severity.WARNING))

    def tell(self, column: Column, rows: Sequence[int], refusals: Sequence[Refusal]) -> None:
        """Add a problem for each cell that has none yet; of too many for the first and the last."""
        by_code: dict[str, list[tuple[int, Refusal]]] = {}
        for at, refusal in zip(rows, refusals, strict=True):
            cell = self._cell(column, at)
            if cell not in self.told and cell not in self.table.reported:
                self.told.add(cell)
                by_code.setdefault(refusal.code, []).append((int(at), refusal))
        for cells in by_code.values():
            told, untold = told_and_untold(cells)
            self.problems += [self.problem(column, *cell) for cell in told]
            self.untold += [(at, column.name, refusal.code) for at, refusal in untold]

    def tell_throughout(self, column: Column, rows: Sequence[int], refusal: Refusal) -> None:
        """Add one problem for all cells of a column, with the range they lie in."""
        place = self._place(column)
        top, bottom = (int(self.batch["_row"].iloc[at]) for at in (rows[0], rows[-1]))
        first, last = place.address(top), place.address(bottom)
        cells = first if first == last else f"{first}:{last}"
        self.problems.append(self.problem(column, int(rows[0]), refusal, cells))
        self.told |= {self._cell(column, at) for at in rows}
        self.untold += [(int(at), column.name, refusal.code) for at in rows[1:]]

    def untold_cells(self) -> pd.DataFrame:
        """The cells (`_row`, `column`, `code`) whose problem those before them stand for."""
        found = pd.DataFrame(self.untold, columns=["_row", "column", "code"])
        return found.assign(_row=self.batch["_row"].iloc[found["_row"]].to_numpy())

    def problem(
        self,
        column: Column,
        at: int,
        refusal: Refusal,
        cells: str | None = None,
        *,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """The problem of one cell, with the partner and owner of its row."""
        row = int(self.batch["_row"].iloc[at])
        place = self._place(column)
        on_sheet = self.table.sheet is not None
        code = None if cells else number_format_at(self.table, place.address(row))
        return Problem(
            code=refusal.code,
            severity=severity,
            file=self.file,
            sheet=self.table.sheet,
            cell=(cells or place.address(row)) if on_sheet else None,
            line=None if on_sheet else row,
            row=row,
            header=place.header,
            tracker=self.tracker.name,
            column=column.name,
            partner=self._text("partner", at),
            owner=self._text("owner", at),
            found=f"{refusal.found}, by the number format {code}" if code else refusal.found,
            expected=refusal.expected,
            remedy=refusal.remedy,
        )

    def _is_ambiguous_throughout(self, read: ColumnValues, rows: Sequence[int]) -> bool:
        only = all(refusal.code == AMBIGUOUS_PERCENT for refusal in read.refusals.values())
        return only and len(rows) > 1 and not read.values.fillna(0).any()

    def _tell_column(self, column: Column, rows: Sequence[int], first: Refusal) -> None:
        """One problem for a column of which no percent is clear."""
        place = self._place(column)
        top, bottom = (int(self.batch["_row"].iloc[at]) for at in (rows[0], rows[-1]))
        summary = Refusal(
            first.code,
            expected="percents",
            found=f"{len(rows):,} plain numbers, the first {first.found}",
            remedy=first.remedy.replace("Write it", "Write them"),
        )
        cells = f"{place.address(top)}:{place.address(bottom)}"
        self.problems.append(self.problem(column, int(rows[0]), summary, cells))

    def _place(self, column: Column) -> CellSource:
        return self.table.column_map[column.name]

    def text(self, column: Column, at: int) -> str:
        """The text of a cell, its ends trimmed; empty where there is none."""
        return self._text(column.name, at) or ""

    def where(self, column: Column, at: int) -> str:
        """The address of a cell; of a text file the line."""
        if self.table.sheet is None:
            return f"line {int(self.batch['_row'].iloc[at])}"
        return self._cell(column, at)

    def _cell(self, column: Column, at: int) -> str:
        return self._place(column).address(int(self.batch["_row"].iloc[at]))

    def _text(self, name: str, at: int) -> str | None:
        if name not in self.batch.columns:
            return None
        text = self.batch[name].iloc[at]
        return None if pd.isna(text) else str(text).strip()


def _ends_in_zero(text: str) -> bool:
    """Whether the last digit of a text is 0."""
    digits = [sign for sign in text if sign.isdigit()]
    return digits[-1:] == ["0"]
