"""The zeros of a column's amounts, where its cells do not state them: applied and told, or asked.

Where a header, row of units or caption says in a word of one meaning that amounts are in
thousands, they are read so; where it says something else, the column is NULL until a person
settles it. A number that its format shows a thousandth of is the stored one, unless the amounts
are said to be in thousands: then what is shown is.
"""

from dataclasses import replace

import numpy as np

from partner_analytics.importers.cell_problems import Findings
from partner_analytics.importers.cell_readers import Refusal
from partner_analytics.importers.column_values import ColumnValues
from partner_analytics.importers.export_tables import ExportTable
from partner_analytics.importers.format_doubts import runs_in
from partner_analytics.importers.layout_remedies import scale_line
from partner_analytics.importers.shown_otherwise import SCALED
from partner_analytics.importers.stated_units import (
    NO_UNIT,
    ColumnUnit,
    StatedUnit,
    column_unit,
    setting_of,
)
from partner_analytics.problems import Problem, Severity
from partner_analytics.schemas import Column, Reads, Tracker, is_amount_column

STATED, UNCLEAR = "stated-scale", "unclear-unit"


def unit_of(table: ExportTable, column: Column, home: str) -> ColumnUnit:
    """What is known of the unit of a column's amounts (or of percents, that they are points)."""
    if column.reads is not Reads.PERCENT and not is_amount_column(column):
        return NO_UNIT
    header = table.column_map[column.name].header
    setting = setting_of(table.layout, header) if is_amount_column(column) else None
    return column_unit(table.units.get(column.name, ()), home=home, setting=setting)


def unscaled_where_shown(
    values: ColumnValues, unit: ColumnUnit, findings: Findings, column: Column
) -> tuple[ColumnValues, list[Problem]]:
    """The values, those whose format shows a part of them as it is shown times the stated scale.

    Where no scale is stated the stored number counts, and a note says so.
    """
    if not is_amount_column(column):
        return values, []
    source = findings.table.column_map[column.name]
    runs = [
        (run, rows)
        for run, rows in runs_in(findings.table, source, findings.batch)
        if run.thousands and run.is_clear
    ]
    if not runs:
        return values, []
    if unit.power:
        divisors = np.ones(len(findings.batch))
        for run, rows in runs:
            divisors[rows] = 1000.0**run.thousands
        return replace(values, values=values.values / divisors), []
    rows = [at for _, places in runs for at in places]
    warning = Refusal(
        SCALED,
        expected="cells that show the number they hold",
        found=f"{len(rows):,} that show a part of it",
        remedy="The stored numbers were read, not the shown ones. Nothing to do if the cells hold "
        "full amounts.",
    )
    return values, [findings.problem(column, rows[0], warning, severity=Severity.WARNING)]


def without_unclear_units(
    values: ColumnValues, unit: ColumnUnit, findings: Findings, column: Column
) -> ColumnValues:
    """The values, all NULL where nobody can tell in what unit they are; told once."""
    if unit.power is not None or unit.stated is None:
        return values
    rows = np.flatnonzero(values.values.notna()).tolist()
    if rows:
        line = scale_line(unit.stated.holds_for, 1000)
        refusal = Refusal(
            UNCLEAR,
            expected="amounts whose currency and scale can be told",
            found=" and ".join(
                f'"{one.text}" in {_place(findings.table, one)}'
                for one in (unit.against, unit.stated)
                if one is not None
            ),
            remedy="Leave the one that is right, and import the file again."
            if unit.against is not None and not unit.is_currency_clear
            else f"Write it with a word of one meaning (like EUR thousand), or write {line} (or "
            "another power of ten; 1 for full amounts), and import the file again."
            if unit.is_currency_clear
            else "Write the ISO code of the currency there, like EUR thousand, and import the file "
            "again.",
        )
        findings.tell_throughout(column, rows, refusal)
        findings.refuse(column, rows, [UNCLEAR] * len(rows))
    return replace(values, values=values.values.mask(values.values.notna()))


def scale_notes(
    table: ExportTable, tracker: Tracker, units: dict[str, ColumnUnit], file: str
) -> list[Problem]:
    """That amounts were multiplied: once for each place that says so."""
    told: dict[StatedUnit, int] = {}
    for unit in units.values():
        if unit.stated is not None and unit.power:
            told[unit.stated] = unit.power
    return [_note(table, tracker, stated, power, file) for stated, power in told.items()]


def _note(
    table: ExportTable, tracker: Tracker, stated: StatedUnit, power: int, file: str
) -> Problem:
    on_sheet = table.sheet is not None
    return Problem(
        code=STATED,
        severity=Severity.WARNING,
        file=file,
        sheet=table.sheet,
        cell=stated.cell if on_sheet and not stated.named else None,
        line=None if on_sheet or stated.named else stated.row,
        header=stated.holds_for or None,
        tracker=tracker.name,
        expected="amounts in full",
        found=f'"{stated.text}" in {stated.named}' if stated.named else f'"{stated.text}"',
        remedy=f"Amounts that state no scale themselves were multiplied by {10**power:,}. If they "
        f"are in full already, write {scale_line(stated.holds_for, 1)}.",
    )


def _place(table: ExportTable, stated: StatedUnit) -> str:
    if stated.named:
        return stated.named
    return f"line {stated.row}" if table.sheet is None else stated.cell


def currencies_of(units: dict[str, ColumnUnit]) -> dict[str, str]:
    """The currencies that headers, rows of units and captions state, by column."""
    return {name: unit.currency for name, unit in units.items() if unit.currency}
