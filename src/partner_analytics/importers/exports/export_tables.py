"""The tables of an export, ready to be streamed: every column with the cells it is read from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from partner_analytics.addresses import address, column_letter, range_corners
from partner_analytics.grammar import DateSystem
from partner_analytics.importers.exports.row_texts import (
    BATCH_ROWS,
    MergedCell,
    RowTexts,
    other_keys,
)
from partner_analytics.importers.files.format_runs import NO_FORMATS, CellFormats
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.kept.layouts import NOTHING_SETTLED, SheetLayout
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.importers.tables.wide_sheets import Variant, variants
from partner_analytics.importers.units.currency_columns import currency_cells
from partner_analytics.importers.units.stated_units import MOST_TITLES, StatedUnit, stated_units
from partner_analytics.importers.units.unit_columns import unit_columns


@dataclass(frozen=True, slots=True)
class CellSource:
    """Where a column's values are: in a sheet column, or all in one cell.

    `merged` lists the rows (first, last) over which a cell of the column is merged down.
    """

    header: str
    cell_column: str | None = None
    cell: str | None = None
    merged: tuple[tuple[int, int], ...] = ()

    def address(self, row: int) -> str:
        """The cell that holds the value of a row.

        >>> CellSource("Tier", "B", merged=((4, 6),)).address(5)
        'B4'
        >>> CellSource("Quarter", cell="B1").address(5)
        'B1'
        """
        if self.cell is not None:
            return self.cell
        top = next((first for first, last in self.merged if first <= row <= last), row)
        return f"{self.cell_column}{top}"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table of an export, as a table of one tracker.

    A wide sheet gives one for each of its member columns, named by `variant`. `rows_read` counts
    the lines below the header; of these `rows_blank`, `rows_total` and `rows_repeated_header` are
    no rows of the tracker, all others come in `batches`. `unmapped` lists column and header of
    cells that are only kept, `ignored` the columns of those a layout wants ignored. `reported`
    gives the cells that already have a problem, by code; `layout` says how the texts are to be
    read, `date_system` from when the workbook counts days, `delimiter` what separates the fields of
    a text file, `formats` which cells show more than a number. `units` is what is stated of the
    units of columns outside their cells, `currencies` the keys in `_other` (with their headers)
    that state the currency of a column, or of a row ("").
    """

    number: int
    sheet: str | None
    tracker: str
    variant: str | None
    header_row: int
    column_map: Mapping[str, CellSource]
    unmapped: tuple[tuple[str, str], ...]
    rows_read: int
    rows_blank: int
    rows_total: int
    rows_repeated_header: int
    texts: RowTexts = field(repr=False)
    reported: Mapping[str, str] = field(default_factory=dict, repr=False)
    ignored: frozenset[str] = frozenset()
    layout: SheetLayout = NOTHING_SETTLED
    date_system: DateSystem | None = None
    delimiter: str | None = None
    formats: CellFormats = NO_FORMATS
    units: Mapping[str, tuple[StatedUnit, ...]] = field(default_factory=dict, repr=False)
    currencies: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    def batches(self, rows: int = BATCH_ROWS) -> Iterator[pd.DataFrame]:
        """Stream the rows: a text column for each mapped tracker column, `_row` and `_other`.

        Texts are as they stand in the cell, NULL where it is empty. `_row` is the sheet row (in
        a text file the line), `_other` a JSON object of the cells under unmapped headers, if any.
        """
        return self.texts.frames(rows)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What a table is read from; `neighbors` are the other tables of the sheet.

    `file_name` is that of the export, without its ending, `delimiter` what separates the fields
    of a text file.
    """

    sheet: Sheet
    grid: Grid
    table: FoundTable
    neighbors: tuple[FoundTable, ...]
    reported: Mapping[str, str]
    layout: SheetLayout = NOTHING_SETTLED
    file_name: str = ""
    delimiter: str | None = None

    def others(self) -> dict[int, str]:
        """The sheet columns whose cells are only kept, with their headers ("" for none)."""
        match = self.table.match
        unmapped = {cell.column: cell.text for cell in (*match.unmapped, *match.ignored)}
        headed = {cell.column for cell in match.cells}
        stray = (at for at in self._width() if at not in headed and self._holds_cells(at))
        return dict(sorted({**unmapped, **dict.fromkeys(stray, "")}.items()))

    def around(self) -> tuple[int, ...]:
        """The rows above all tables of the sheet, the nearest first, and those below them all."""
        first = min((one.header for one in self.neighbors), default=0)
        last = max(self.neighbors, key=lambda one: one.stop, default=self.table)
        return (*reversed(range(first)[-MOST_TITLES:]), *last.notes)

    def _width(self) -> range:
        """The table's sheet columns, and those beside it that belong to no other table."""
        left, right = self.table.columns
        beside = [
            other.columns
            for other in self.neighbors
            if other is not self.table
            and other.header < self.table.stop
            and self.table.header < other.stop
        ]
        before = [columns[1] for columns in beside if columns[1] < left]
        after = [columns[0] for columns in beside if columns[0] > right]
        return range(left if before else 1, min(after, default=self.sheet.column_count + 1))

    def _holds_cells(self, column: int) -> bool:
        cells = self.sheet.cells[f"c{column}"]
        rows = self.table.stop - self.table.first
        return bool(cells.slice(self.table.first, rows).null_count < rows)

    def merged(self) -> list[tuple[MergedCell, tuple[int, int]]]:
        """What is merged down over rows of the table, with these sheet rows."""
        found = []
        for cells in self.sheet.merged:
            top, left, bottom, _ = range_corners(cells)
            text = self.grid.text(top, left)
            if top > self.table.header_row and bottom > top and text is not None:
                first, stop = map(self.grid.lines.insertion, (top, bottom + 1))
                found.append((MergedCell(left, first, stop, text), (top, bottom)))
        return found


def export_tables(context: TableContext, number: int) -> list[ExportTable]:
    """The table as tables of its tracker, numbered from `number`: one, or one a member column."""
    return [
        _export_table(context, variant, number + at)
        for at, variant in enumerate(variants(context.table.match))
    ]


def _export_table(context: TableContext, variant: Variant, number: int) -> ExportTable:
    table = context.table
    others = context.others()
    merged = context.merged()
    texts = _row_texts(context, variant, others, [cell for cell, _ in merged])
    spans: dict[int, list[tuple[int, int]]] = {}
    for one, rows in merged:
        spans.setdefault(one.column, []).append(rows)
    sources = {
        name: CellSource(cell.text, cell.letter, merged=tuple(spans.get(cell.column, ())))
        for name, cell in variant.columns.items()
    }
    for name, label in table.labels.items():
        if name in texts.fixed:
            sources[name] = CellSource(label.label, cell=label.cell)
    for name, cell in (variant.names or {}).items():
        sources[name] = CellSource(cell.text, cell=address(table.header_row, cell.column))
    return ExportTable(
        number=number,
        sheet=context.sheet.name,
        tracker=table.match.tracker.name,
        variant=variant.member,
        header_row=table.header_row,
        column_map=_in_order(sources, table),
        unmapped=tuple((column_letter(at), header) for at, header in others.items()),
        rows_read=table.rows_read,
        rows_blank=len(table.blank) + table.empty_lines + texts.empty_count(),
        rows_total=len(table.totals),
        rows_repeated_header=len(table.header_rows),
        texts=texts,
        reported=context.reported,
        ignored=frozenset(cell.letter for cell in table.match.ignored),
        layout=context.layout,
        date_system=context.sheet.date_system,
        delimiter=context.delimiter,
        formats=context.sheet.formats,
        units=stated_units(context.sheet, context.grid, table, context.around(), context.file_name),
        currencies=_currency_keys(context, others),
    )


def _currency_keys(context: TableContext, others: Mapping[int, str]) -> dict[str, tuple[str, str]]:
    keys, table = other_keys(others), context.table
    by_header = currency_cells(table.match)
    unnamed = {at: text for at, text in others.items() if at not in {c.column for c in by_header}}
    by_cells = {
        name: (keys[at], others[at] or column_letter(at))
        for at, names in unit_columns(context.sheet, table, unnamed).items()
        for name in names
    }
    return by_cells | {
        name: (keys[cell.column], cell.text) for cell, names in by_header.items() for name in names
    }


def _row_texts(
    context: TableContext, variant: Variant, others: Mapping[int, str], merged: list[MergedCell]
) -> RowTexts:
    table = context.table
    wide = table.match.tracker.wide
    labelled = {
        name: label.text
        for name, label in table.labels.items()
        if name not in variant.columns and not label.rivals
    }
    names = dict.fromkeys(variant.names or {}, variant.member or "")
    return RowTexts(
        cells=context.sheet.cells,
        lines=context.grid.lines,
        first=table.first,
        stop=table.stop,
        left_out=sorted((*table.blank, *table.totals, *table.header_rows)),
        columns={name: cell.column for name, cell in variant.columns.items()},
        fixed={**labelled, **names},
        others=others,
        merged=tuple(merged),
        unless_empty=variant.columns[wide.values].column if variant.member and wide else None,
        release=context.sheet.release,
    )


def _in_order(sources: Mapping[str, CellSource], table: FoundTable) -> dict[str, CellSource]:
    order = [column.name for column in table.match.tracker.read_columns]
    return {name: sources[name] for name in order if name in sources}
