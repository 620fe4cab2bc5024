"""The zeros of a column's amounts, where its cells do not state them: applied and told, or asked.

Where a header, row of units or caption says in a word of one meaning that amounts are in
thousands, they are read so; where it says something else, the column is NULL until a person
settles it. A number that its format shows a thousandth of is the stored one, unless the amounts
are said to be in thousands: then what is shown is.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from partner_analytics.grammar.money.words import SCALES
from partner_analytics.importers.doubts.format_doubts import runs_in
from partner_analytics.importers.doubts.shown_otherwise import SCALED
from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.files.format_runs import FormatRun
from partner_analytics.importers.kept.layout_remedies import scale_line
from partner_analytics.importers.units.stated_units import (
    NO_UNIT,
    ColumnUnit,
    StatedUnit,
    column_unit,
    setting_of,
)
from partner_analytics.importers.units.unit_rows import is_percent_unit
from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.importers.values.column_values import ColumnValues
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column, Reads, Tracker, is_amount_column

STATED, UNCLEAR, OVERRULED = "stated-scale", "unclear-unit", "overruled-currency"
TWO_SCALES = "two-scales"


def unit_of(table: ExportTable, column: Column, home: str) -> ColumnUnit:
    """What is known of the unit of a column's amounts (or of percents, that they are points)."""
    if column.reads is not Reads.PERCENT and not is_amount_column(column):
        return NO_UNIT
    header = table.column_map[column.name].header
    stated = table.units.get(column.name, ())
    if not is_amount_column(column):
        return column_unit(stated, home=home)
    percent = next((one for one in stated if is_percent_unit(one.text)), None)
    if percent is not None:
        return ColumnUnit(power=None, stated=percent, is_currency_clear=False)
    return column_unit(stated, home=home, setting=setting_of(table.layout, header))


def unscaled_where_shown(
    values: ColumnValues, unit: ColumnUnit, findings: Findings, column: Column
) -> tuple[ColumnValues, list[Problem]]:
    """The values, those whose format shows a part of them as it is shown times the stated scale.

    Where no scale is stated the stored number counts, and a note says so.
    """
    if not is_amount_column(column):
        return values, []
    source = findings.table.column_map[column.name]
    every = list(runs_in(findings.table, source, findings.batch))
    notes = _of_two_scales(every, unit, findings, column)
    runs = [(run, rows) for run, rows in every if run.thousands and run.is_clear]
    if not runs:
        return values, notes
    if unit.power:
        divisors = np.ones(len(findings.batch))
        for run, rows in runs:
            divisors[rows] = 1000.0**run.thousands
        return replace(values, values=values.values / divisors), notes
    rows = [at for _, places in runs for at in places]
    warning = Refusal(
        SCALED,
        expected="cells that show the number they hold",
        found=f"{len(rows):,} that show a part of it",
        remedy="The stored numbers were read, not the shown ones. Nothing to do if the cells hold "
        "full amounts.",
    )
    return values, [findings.problem(column, rows[0], warning, severity=Severity.WARNING)]


def _of_two_scales(
    runs: Sequence[tuple[FormatRun, list[int]]],
    unit: ColumnUnit,
    findings: Findings,
    column: Column,
) -> list[Problem]:
    """A warning where a format shows another scale than is stated of the column."""
    if not unit.power or unit.stated is None:
        return []
    for run, rows in runs:
        power = SCALES.get("".join(filter(str.isalpha, run.code)).casefold())
        if rows and power not in (None, unit.power):
            stated = f'"{unit.stated.text}" in {_place(findings.table, unit.stated)}'
            warning = Refusal(
                TWO_SCALES,
                expected="one scale for a column",
                found=f'{stated} and cells shown as "{run.code}"',
                remedy="Each cell was read as it is shown. Correct the one that is wrong, and "
                "import the file again.",
            )
            return [findings.problem(column, rows[0], warning, severity=Severity.WARNING)]
    return []


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
    """That amounts were multiplied, or a currency overruled: once for each place that says so."""
    told: dict[StatedUnit, int] = {}
    overruled: dict[StatedUnit, str] = {}
    for unit in units.values():
        if unit.stated is not None and unit.power:
            told[unit.stated] = unit.power
        if unit.against is not None and unit.power is not None and unit.currency:
            overruled.setdefault(unit.against, unit.currency)
    notes = [_scaled(table, tracker, stated, power, file) for stated, power in told.items()]
    return notes + [_overruled(table, tracker, *one, file) for one in overruled.items()]


def _scaled(
    table: ExportTable, tracker: Tracker, stated: StatedUnit, power: int, file: str
) -> Problem:
    return _note(
        table,
        tracker,
        stated,
        file,
        code=STATED,
        expected="amounts in full",
        remedy=f"Amounts that state no scale themselves were multiplied by {10**power:,}. If they "
        f"are in full already, write {scale_line(stated.holds_for, 1)}.",
    )


def _overruled(
    table: ExportTable, tracker: Tracker, stated: StatedUnit, currency: str, file: str
) -> Problem:
    return _note(
        table,
        tracker,
        stated,
        file,
        code=OVERRULED,
        expected="one currency for a column",
        remedy=f"Columns whose own header names {currency} were read so. Leave the one that is "
        "right, and import the file again.",
    )


def _note(
    table: ExportTable, tracker: Tracker, stated: StatedUnit, file: str, **told: Any
) -> Problem:
    on_sheet = table.sheet is not None
    return Problem(
        severity=Severity.WARNING,
        file=file,
        sheet=table.sheet,
        cell=stated.cell if on_sheet and not stated.named else None,
        line=None if on_sheet or stated.named else stated.row,
        header=stated.holds_for or None,
        tracker=tracker.name,
        found=f'"{stated.text}" in {stated.named}' if stated.named else f'"{stated.text}"',
        **told,
    )


def _place(table: ExportTable, stated: StatedUnit) -> str:
    if stated.named:
        return stated.named
    return f"line {stated.row}" if table.sheet is None else stated.cell


def currencies_of(units: dict[str, ColumnUnit]) -> dict[str, str]:
    """The currencies that headers, rows of units and captions state, by column."""
    return {name: unit.currency for name, unit in units.items() if unit.currency}
