"""One export into the next state of the warehouse: read, validated, every row accounted for."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from partner_analytics.build.known import Reading
from partner_analytics.importers import (
    Export,
    ExportTable,
    read_values,
)
from partner_analytics.problems import Problem, Severity
from partner_analytics.program import Program
from partner_analytics.schemas import TRACKERS, Tracker, validate
from partner_analytics.values import partner_key
from partner_analytics.warehouse import ColumnRecord, ImportRecord, Publication, TableRecord

# A line of a text file with more or fewer fields than the others (importers).
RAGGED_ROW = "ragged-row"


def load_export(
    publication: Publication,
    export: Export,
    *,
    import_id: int,
    imported_at: datetime,
    source_path: str,
    reading: Reading,
    program: Program,
) -> list[Problem]:
    """Append an export's rows, tables and problems; returns its problems."""
    problems = [_with_tracker(problem, export) for problem in export.problems]
    for table in export.tables:
        provenance = {"_import_id": import_id, "_table": table.number, "_sheet": table.sheet}
        problems += _load_table(publication, export, table, provenance, reading, program)
    # The tables of a wide sheet share cells: what is wrong there is found in each of them.
    problems = list(dict.fromkeys(problems))
    publication.add_import(
        ImportRecord(
            import_id=import_id,
            file=export.file,
            sha256=export.sha256,
            as_of=export.as_of,
            as_of_from=export.as_of_from,
            imported_at=imported_at,
            status="loaded" if export.accepted else "rejected",
            source_path=source_path,
            settings=reading.settings,
            made_from=" ".join(export.annotated.origin.ancestors) if export.annotated else None,
        ),
        tables=[_table_record(import_id, export, table) for table in export.tables],
        columns=[record for table in export.tables for record in _columns(import_id, table)],
        problems=problems,
    )
    return problems


def _load_table(
    publication: Publication,
    export: Export,
    table: ExportTable,
    provenance: dict[str, Any],
    reading: Reading,
    program: Program,
) -> list[Problem]:
    """Append the rows of a table, batch by batch; returns what is wrong in them."""
    tracker = TRACKERS[table.tracker]
    problems: list[Problem] = []
    for texts in table.batches():
        read = read_values(
            table,
            texts,
            tracker=tracker,
            source=reading.source,
            file=export.file,
            currency=program.currency,
            time_zone=program.time_zone,
            as_of=export.as_of,
        )
        problems.extend(read.problems)
        aside = dict(zip(read.set_aside["_row"], read.set_aside["code"], strict=True))
        checked = validate(tracker, read.values)
        fatal = checked.failures[checked.failures["is_fatal"]]
        aside |= dict(zip(fatal["_row"], fatal["code"], strict=True))
        problems.extend(_problems(export.file, table, tracker, texts, checked.failures))
        publication.add_rows(
            tracker,
            _landing_rows(texts, provenance, aside),
            _history_rows(tracker, checked.good, provenance, export),
        )
    return problems


def _landing_rows(
    texts: pd.DataFrame, provenance: dict[str, Any], aside: Mapping[int, str]
) -> pd.DataFrame:
    return texts.assign(**provenance, _set_aside=texts["_row"].map(aside).astype("str"))


def _history_rows(
    tracker: Tracker, values: pd.DataFrame, provenance: dict[str, Any], export: Export
) -> pd.DataFrame:
    rows = values.assign(**provenance, as_of=pd.Timestamp(export.as_of or "NaT"))
    if "partner" in tracker.key:
        keys = {name: partner_key(name) for name in rows["partner"].unique()}
        rows = rows.assign(_name_key=rows["partner"].map(keys))
    return rows


def _problems(
    file: str, table: ExportTable, tracker: Tracker, texts: pd.DataFrame, failures: pd.DataFrame
) -> Iterator[Problem]:
    """Failed checks as problems at their cells."""
    named = [name for name in ("partner", "owner") if name in texts]
    failing = texts[texts["_row"].isin(failures["_row"])]
    known = failing.set_index("_row")[named].to_dict("index")
    for failure in failures.to_dict("records"):
        source = table.column_map.get(failure["column"])
        row = int(failure["_row"])
        on_sheet = table.sheet is not None
        who = {name: text for name, text in known.get(row, {}).items() if pd.notna(text)}
        yield Problem(
            code=failure["code"],
            severity=Severity.ERROR,
            file=file,
            sheet=table.sheet,
            cell=source.address(row) if source and on_sheet else None,
            line=None if on_sheet else row,
            row=row,
            header=source.header if source else None,
            tracker=tracker.name,
            column=failure["column"],
            found=failure["found"],
            expected=failure["expected"],
            remedy=failure["remedy"],
            partner=who.get("partner"),
            owner=who.get("owner"),
        )


def _table_of(problem: Problem, export: Export) -> ExportTable | None:
    """The table a line with a wrong number of fields stands in; it comes in no batch."""
    if problem.code != RAGGED_ROW or problem.line is None:
        return None
    above = [table for table in export.tables if table.header_row < problem.line]
    return above[-1] if above else None


def _with_tracker(problem: Problem, export: Export) -> Problem:
    table = _table_of(problem, export)
    return replace(problem, tracker=table.tracker, row=problem.line) if table else problem


def _table_record(import_id: int, export: Export, table: ExportTable) -> TableRecord:
    ragged = sum(_table_of(problem, export) is table for problem in export.problems)
    return TableRecord(
        import_id=import_id,
        table_number=table.number,
        sheet=table.sheet,
        tracker=table.tracker,
        variant=table.variant,
        header_row=table.header_row,
        rows_read=table.rows_read + ragged,
        rows_blank=table.rows_blank,
        rows_total=table.rows_total,
        rows_repeated_header=table.rows_repeated_header,
        rows_ragged=ragged,
        unmapped_headers=", ".join(header for _, header in table.unmapped) or None,
    )


def _columns(import_id: int, table: ExportTable) -> list[ColumnRecord]:
    return [
        ColumnRecord(
            import_id=import_id,
            table_number=table.number,
            column_name=name,
            header=source.header,
            cell_column=source.cell_column,
            cell=source.cell,
            merged=" ".join(f"{first}:{last}" for first, last in source.merged) or None,
        )
        for name, source in table.column_map.items()
    ]
