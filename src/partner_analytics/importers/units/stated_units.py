"""Units of amounts that are stated outside their cells: in headers, rows of units and captions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from partner_analytics.addresses import address, range_corners
from partner_analytics.grammar import money_unit, normalize, unit_in_words, without_scale
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.kept.layouts import SheetLayout
from partner_analytics.importers.tables.found_tables import FoundTable
from partner_analytics.importers.tables.headers.header_matching import HeaderCell
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.importers.units.unit_names import unit_in_name
from partner_analytics.importers.units.unit_notes import (
    UNIT_LABELS,
    is_of_quantities,
    is_unit_note,
)
from partner_analytics.importers.units.unit_rows import (
    is_percent_unit,
    is_units_row,
    percent_in_header,
)
from partner_analytics.trackers import LINE_CURRENCY, Reads, is_amount_column

MOST_TITLES = 50


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """What is written about the unit of a column's amounts, and where.

    `holds_for` is the column's header where it stands in that or below it, "" for a caption.
    `named` says of what it is the name, where it is that of a sheet or file. `is_below` is a note
    below the header: it does not outdo what a title says.
    """

    text: str
    row: int
    cell: str
    holds_for: str = ""
    named: str = ""
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class ColumnUnit:
    """What is known of the unit of a column's amounts.

    `power` is that of ten of amounts that state none themselves, None where it cannot be told;
    `stated` is what it was told from, None for a setting, and `against` what contradicts it: where
    a power is known, a statement further away that names another currency and does not count.
    Without `is_currency_clear` no setting of the scale tells the unit either.
    """

    currency: str | None = None
    power: int | None = 0
    is_points: bool = False
    stated: StatedUnit | None = None
    is_currency_clear: bool = True
    against: StatedUnit | None = None


NO_UNIT = ColumnUnit()


def stated_units(
    sheet: Sheet, grid: Grid, table: FoundTable, around: Sequence[int], file_name: str = ""
) -> dict[str, tuple[StatedUnit, ...]]:
    """What is stated of each column of amounts or percents, the nearest first.

    `around` are the rows above and below all tables of the sheet, whose captions hold for each.
    """
    captions = [*_captions(sheet, grid, table, around), *_beside(sheet, grid, table)]
    row, corner = table.header_row, address(table.header_row, table.columns[0])
    names = [
        StatedUnit(unit, row, corner, named=f'the name of the {kind} "{name}"')
        for kind, name in (("sheet", sheet.name or ""), ("file", file_name))
        if (unit := unit_in_name(name))
    ]
    found: dict[str, tuple[StatedUnit, ...]] = {}
    for column in table.match.tracker.read_columns:
        cell = table.match.columns.get(column.name)
        if cell is None or not (is_amount_column(column) or column.reads is Reads.PERCENT):
            continue
        near = []
        if is_amount_column(column) and (unit := unit_in_words(cell.text, is_header=True)):
            place = address(table.header_row, cell.column)
            near.append(StatedUnit(unit, table.header_row, place, cell.text))
        if is_amount_column(column) and (unit := percent_in_header(cell.text)):
            place = address(table.header_row, cell.column)
            near.append(StatedUnit(unit, table.header_row, place, cell.text))
        for position in table.units:
            text = grid.row(position).get(cell.column)
            line = grid.line(position)
            if text and (is_percent_unit(text) or unit_in_words(text)):
                near.append(StatedUnit(text, line, address(line, cell.column), cell.text))
        if is_amount_column(column):
            near += _below_header(grid, table, cell)
            near += [one for one, columns in captions if cell.column in columns]
            near += names
        if near:
            found[column.name] = tuple(near)
    return found


def _below_header(grid: Grid, table: FoundTable, cell: HeaderCell) -> Iterator[StatedUnit]:
    """The units that further rows of a header state for a column."""
    for position in table.seconds:
        line = grid.line(position)
        unit = unit_in_words(grid.row(position).get(cell.column, ""), is_header=True)
        if unit:
            yield StatedUnit(unit, line, address(line, cell.column), cell.text)


def column_unit(
    stated: tuple[StatedUnit, ...], *, home: str, setting: int | None = None
) -> ColumnUnit:
    """What several statements say together; `setting` is the power a person settled."""
    found = ColumnUnit(power=setting)
    scaled: StatedUnit | None = None
    named: tuple[StatedUnit, str] | None = None
    caption: tuple[StatedUnit, str] | None = None
    for one in stated:
        if is_percent_unit(one.text):
            found = replace(found, is_points=True)
            continue
        text = one.text.strip().strip("()[]")
        unit = money_unit(text, home=home)
        bare = without_scale(text, home=home)
        unit = bare if unit is None and setting is not None else unit
        powers = {power for power in (found.power, unit and unit.power) if power is not None}
        if unit is None or (setting is None and len(powers) > 1):
            is_clear, rival = bare is not None, scaled if unit else None
            return replace(found, power=None, stated=one, is_currency_clear=is_clear, against=rival)
        is_scale = setting is None and scaled is None and unit.power is not None
        rival = _rival(one, unit.currency, caption, named if is_scale else None)
        if rival:
            return replace(found, power=None, stated=one, is_currency_clear=False, against=rival)
        if unit.power is not None:
            scaled = scaled or one
        if unit.currency and not (one.holds_for or one.named):
            caption = caption or (one, unit.currency)
        if found.power is None and unit.power is not None:
            found = replace(found, power=unit.power, stated=one)
        if found.currency and unit.currency not in (None, found.currency):
            found = replace(found, against=found.against or one)
        if unit.currency and named is None:
            named = one, unit.currency
        found = replace(found, currency=found.currency or unit.currency)
    return replace(found, power=found.power or 0)


def _rival(
    one: StatedUnit,
    currency: str | None,
    caption: tuple[StatedUnit, str] | None,
    named: tuple[StatedUnit, str] | None,
) -> StatedUnit | None:
    """What names another currency than a note below the header, or than one that states a scale.

    What the latter says of the zeros is said of amounts in its own currency.
    """
    for other in (caption if one.is_below else None, named):
        if other and currency not in (None, other[1]):
            return other[0]
    return None


def setting_of(layout: SheetLayout, header: str) -> int | None:
    """The power of ten that a layout settles for a column."""
    scale = layout.scales.get(normalize(header), layout.scale)
    return None if scale is None else len(str(scale)) - 1


def _captions(
    sheet: Sheet, grid: Grid, table: FoundTable, around: Sequence[int]
) -> Iterator[tuple[StatedUnit, range]]:
    """The units that titles above a table and notes below it state, and for which columns."""
    merged = {corners[:2]: corners for corners in map(range_corners, sheet.merged)}
    below = (*table.sections, *table.notes)
    rows = (*reversed(table.titles[-MOST_TITLES:]), *below, *around)
    for position in dict.fromkeys(rows):
        is_below = position in below
        line, texts = grid.line(position), grid.row(position)
        is_labelled = len(texts) == 1 or any(normalize(t) in UNIT_LABELS for t in texts.values())
        are_units = is_units_row(texts) and not is_labelled
        for column, text in texts.items():
            unit = _caption(text, is_labelled=is_labelled or are_units)
            if unit is None or is_of_quantities(text, has_line_prices=has_line_prices(table)):
                continue
            if are_units:
                one = StatedUnit(unit, line, address(line, column), is_below=is_below)
                yield one, range(column, column + 1)
                continue
            _, left, _, right = merged.get((line, column), (line, 1, line, sheet.column_count))
            is_aside = len(texts) == 1 and left > table.columns[1]
            columns = range(left if left > table.columns[0] and not is_aside else 1, right + 1)
            if columns.start == 1:
                columns = range(1, sheet.column_count + 1)
            yield StatedUnit(unit, line, address(line, column), is_below=is_below), columns


def has_line_prices(table: FoundTable) -> bool:
    """Whether a table holds prices beside the quantities they are of."""
    return any(column.unit == LINE_CURRENCY for column in table.match.tracker.read_columns)


def _beside(sheet: Sheet, grid: Grid, table: FoundTable) -> Iterator[tuple[StatedUnit, range]]:
    """The unit that a text alone in a column beside the table states for all of it.

    In the row of the header it stands behind a gap: else it heads a column nobody filled in.
    """
    used = table.match.used
    headed = {cell.column for cell in table.match.cells}
    for column in range(1, sheet.column_count + 1):
        cells = sheet.cells[f"c{column}"].slice(table.header, table.stop - table.header)
        if column in used or len(cells) - cells.null_count != 1:
            continue
        at = table.header + int(pc.index(pc.is_valid(cells), True).as_py())
        text = grid.row(at).get(column, "")
        if at == table.header and {column - 1, column + 1} & headed:
            continue
        if len(text.split()) > 1 and is_unit_note([text]):
            unit = StatedUnit(unit_in_words(text) or text, grid.line(at), "", is_below=True)
            place = address(unit.row, column)
            yield replace(unit, cell=place), range(table.columns[0], table.columns[1] + 1)


def _caption(text: str, *, is_labelled: bool) -> str | None:
    """The unit a title states; a currency alone in a row of other texts may be anything."""
    unit = unit_in_words(text)
    return unit if unit and (is_labelled or len(unit.split()) > 1) else None
