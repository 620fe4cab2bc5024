"""Cells of a workbook that two readers see otherwise: a third, openpyxl, decides.

What two of three see is right. Where each sees something else, the cell is set aside and told.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from partner_analytics.addresses import address
from partner_analytics.importers.files.workbook.second_reader import Differing, agree, plain_text
from partner_analytics.problems import Problem, Severity

_NOTHING: Any = object()


def decided(
    path: Path,
    sheet: str,
    batches: Sequence[pa.RecordBatch],
    differing: Mapping[tuple[int, int], Differing],
) -> tuple[list[pa.RecordBatch], list[Problem]]:
    """The rows with what two of three readers see in these cells; NULL and a problem elsewhere."""
    texts = _decided_by_third(path, sheet, differing)
    undecided = [cell for cell in differing if cell not in texts]
    every = {**dict.fromkeys(undecided), **texts}
    problems = [_disagreement(cell, *differing[cell], sheet, path.name) for cell in undecided]
    return [_with_texts(batch, every) for batch in batches], problems


def _decided_by_third(
    path: Path, sheet: str, differing: Mapping[tuple[int, int], Differing]
) -> dict[tuple[int, int], str | None]:
    """What two of three readers see in the cells two of them disagree about; else it is left out.

    Of numbers and dates the other readers give no text as shown: only texts are taken from them.
    """
    third = _as_openpyxl_sees(path, sheet, differing)
    decided: dict[tuple[int, int], str | None] = {}
    for cell, (text, value) in differing.items():
        seen = third.get(cell, _NOTHING)
        if seen is _NOTHING:
            continue
        if agree(text, seen):
            decided[cell] = text
        elif (
            isinstance(seen, str)
            and isinstance(value, str)
            and plain_text(seen) == plain_text(value)
        ):
            decided[cell] = value or None
    return decided


def _as_openpyxl_sees(
    path: Path, sheet: str, cells: Mapping[tuple[int, int], Differing]
) -> dict[tuple[int, int], Any]:
    """The values openpyxl finds in cells, an empty one as ""; nothing if it cannot read them."""
    from openpyxl import load_workbook  # hardly any file needs it

    wanted = {row for row, _ in cells}
    found: dict[tuple[int, int], Any] = {}
    try:
        with path.open("rb") as file:
            rows = load_workbook(file, read_only=True, data_only=True)[sheet].iter_rows(
                min_row=min(wanted), max_row=max(wanted), values_only=True
            )
            for row, values in enumerate(rows, start=min(wanted)):
                for column, value in enumerate(values, start=1):
                    if (row, column) in cells:
                        found[row, column] = "" if value is None else value
    except Exception:
        return {}
    return {cell: found.get(cell, "") for cell in cells}


def _with_texts(
    batch: pa.RecordBatch, texts: Mapping[tuple[int, int], str | None]
) -> pa.RecordBatch:
    """The batch with other texts in some cells."""
    places = {line: at for at, line in enumerate(batch.column(0).to_pylist())}
    columns = batch.columns
    for (line, column), text in texts.items():
        if line in places and column < len(columns):
            values = columns[column].to_pylist()
            values[places[line]] = text
            columns[column] = pa.array(values, columns[column].type)
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


def _disagreement(
    cell: tuple[int, int], text: str | None, value: object, sheet: str, file: str
) -> Problem:
    seen = f'"{value}"' if value != "" else "an empty cell"
    return Problem(
        "readers-disagree",
        Severity.ERROR,
        file,
        sheet=sheet,
        cell=address(*cell),
        row=cell[0],
        expected=f'a second reader to see "{text or ""}" as well',
        found=seen,
        remedy="The cell was set aside. Open the workbook in Excel or LibreOffice, type the value "
        "anew, save, and import again.",
    )
