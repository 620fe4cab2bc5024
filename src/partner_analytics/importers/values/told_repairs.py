"""What was repaired in a column, for the ledger of repairs; and what a person should look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from partner_analytics.grammar import (
    ENDS,
    MOJIBAKE,
    hidden_characters,
    latin_twin,
    partner_key,
    repaired,
    strange_letters,
)
from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.importers.values.column_values import ColumnValues
from partner_analytics.importers.values.repaired_columns import MendedTexts
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column, Reads

REPAIRED, GARBLED = "repaired-text", "garbled-text"
HIDDEN, LOOK_ALIKE = "hidden-character", "look-alike-character"
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class RepairedText:
    """One distinct text of a column, repaired; `row` is the first of `cells` rows that hold it."""

    tracker: str
    column: str
    sheet: str | None
    cell: str | None
    row: int
    cells: int
    original: str
    repaired: str
    kind: str


def repaired_texts(findings: Findings, column: Column, read: ColumnValues) -> list[RepairedText]:
    """The repairs of a column; those of which only ends were trimmed come as one, for all."""
    mended = read.distinct.mended
    found = [
        _entry(findings, column, met, mended.original[at], repair.text, ", ".join(repair.kinds))
        for at, met in read.met(mended.repairs).items()
        for repair in [mended.repairs[at]]
    ]
    trimmed = read.met(mended.trimmed)
    if trimmed:
        at = min(trimmed, key=lambda text: trimmed[text][0])
        met = trimmed[at][0], sum(count for _, count in trimmed.values())
        found.append(_entry(findings, column, met, mended.original[at], mended.texts[at], ENDS))
    return found


def repair_problems(findings: Findings, column: Column, read: ColumnValues) -> Iterator[Problem]:
    """Warnings of texts that were garbled, and of names that are not what they look like."""
    mended = read.distinct.mended
    noted: list[tuple[int, Refusal]] = [
        (at, _of_repaired(mended.original[at], repair.text))
        for at, repair in mended.repairs.items()
        if MOJIBAKE in repair.kinds
    ]
    noted += [(at, _of_garbled(mended.original[at])) for at in mended.garbled]
    if column.reads is Reads.PARTNER:
        noted += _of_names(mended)
    met = read.met(at for at, _ in noted)
    for at, note in noted:
        if at in met:
            yield findings.problem(column, met[at][0], note, severity=Severity.WARNING)


def header_repairs(table: ExportTable) -> Iterator[RepairedText]:
    """The repairs of a table's headers, without which they may not have been known."""
    for name, source in table.column_map.items():
        repair = repaired(source.header)
        if repair:
            cell = f"{source.cell_column}{table.header_row}" if source.cell_column else source.cell
            yield RepairedText(
                tracker=table.tracker,
                column=name,
                sheet=table.sheet,
                cell=cell if table.sheet is not None else None,
                row=table.header_row,
                cells=1,
                original=source.header,
                repaired=repair.text,
                kind=", ".join(repair.kinds),
            )


def _entry(
    findings: Findings, column: Column, at: tuple[int, int], original: str, text: str, kind: str
) -> RepairedText:
    first, count = at
    row = int(findings.batch["_row"].iloc[first])
    table = findings.table
    return RepairedText(
        tracker=table.tracker,
        column=column.name,
        sheet=table.sheet,
        cell=table.column_map[column.name].address(row) if table.sheet is not None else None,
        row=row,
        cells=count,
        original=original,
        repaired=text,
        kind=kind,
    )


def _of_repaired(original: str, text: str) -> Refusal:
    return Refusal(
        REPAIRED,
        expected="text as it was typed",
        found=f'"{original.strip()}", which another program garbled',
        remedy=f'It was read as "{text}". Correct the cell if that is wrong.',
    )


def _of_garbled(text: str) -> Refusal:
    return Refusal(
        GARBLED,
        expected="text as it was typed",
        found=f'"{text.strip()}", which another program garbled',
        remedy="It was read as it stands, as no repair is certain. Retype the cell, or export the "
        "file again as XLSX or as CSV UTF-8.",
    )


def _of_names(mended: MendedTexts) -> Iterable[tuple[int, Refusal]]:
    """Names with characters that cannot be seen or pass for others."""
    for at in np.flatnonzero(~mended.original.map(str.isascii).to_numpy(dtype=bool)).tolist():
        name = mended.texts[at]
        hidden = hidden_characters(mended.original[at])
        if hidden:
            yield at, _of_hidden(name, hidden)
        if strange_letters(name):
            yield at, _of_look_alikes(name)


def _of_hidden(name: str, hidden: list[tuple[int, str]]) -> Refusal:
    listed = [f"{called.lower()} as character {place}" for place, called in hidden]
    return Refusal(
        HIDDEN,
        expected="a name of characters that can be seen",
        found=f'"{name}" with {_listed(listed)}',
        remedy=f'It was read as "{name}". Retype the name.',
    )


def _of_look_alikes(name: str) -> Refusal:
    listed = [
        f'letter {found.place} of "{found.word}", {found.name}' for found in strange_letters(name)
    ]
    twin = latin_twin(name)
    if partner_key(twin) == partner_key(name):
        remedy = f'It was taken for "{twin}". Retype the name.'
    elif strange_letters(twin):
        remedy = "Retype the name if that is a slip."
    else:
        remedy = f'It looks like "{twin}" and is another name. Retype it if "{twin}" is meant.'
    return Refusal(
        LOOK_ALIKE,
        expected="a name in the letters of one alphabet",
        found=f'"{name}" with {_listed(listed)}',
        remedy=remedy,
    )


def _listed(parts: list[str]) -> str:
    more = f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
    return ", ".join(parts[:_MOST_NAMED]) + more
