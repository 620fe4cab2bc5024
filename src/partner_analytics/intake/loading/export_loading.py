"""One export into the next state of the warehouse: read, validated, every row accounted for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from partner_analytics.grammar import partner_key
from partner_analytics.importers import (
    Export,
    ExportTable,
    RepairedText,
    TextMemory,
    column_settings,
    header_repairs,
    read_values,
)
from partner_analytics.intake.exports.reading_options import SettledReading
from partner_analytics.intake.loading.correction_records import correction_records
from partner_analytics.intake.loading.problem_log import Telling
from partner_analytics.problems import Problem, Severity, told_and_untold
from partner_analytics.program import Program
from partner_analytics.trackers import TRACKERS, Tracker, validate
from partner_analytics.warehouse import ColumnRecord, ImportRecord, Publication, TableRecord

# A line of a text file with more or fewer fields than the others (importers).
RAGGED_ROW = "ragged-row"
_TYPES = {
    "_import_id": pa.int32(),
    "_table": pa.int32(),
    "_sheet": pa.string(),
    "as_of": pa.date32(),
}


@dataclass(frozen=True)
class Arrival:
    """The number an import gets, when the export came in, from where, and how large it is."""

    import_id: int
    imported_at: datetime
    source_path: str
    file_bytes: int | None = None


def load_export(
    publication: Publication,
    export: Export,
    *,
    arrival: Arrival,
    reading: SettledReading,
    program: Program,
) -> list[Problem]:
    """Append an export's rows, tables and problems; returns its problems."""
    import_id = arrival.import_id
    problems = [_with_tracker(problem, export) for problem in export.problems]
    for table in export.tables:
        provenance = {"_import_id": import_id, "_table": table.number, "_sheet": table.sheet}
        problems += _load_table(publication, export, table, provenance, program)
    # The tables of a wide sheet share cells: what is wrong there is found in each of them.
    problems = list(dict.fromkeys(problems))
    publication.add_import(
        ImportRecord(
            import_id=import_id,
            file=export.file,
            sha256=export.sha256,
            as_of=export.as_of,
            as_of_from=export.as_of_from,
            imported_at=arrival.imported_at,
            status="loaded" if export.accepted else "rejected",
            source_path=arrival.source_path,
            settings=reading.settings,
            tool=export.tool,
            made_from=" ".join(export.annotated.origin.ancestors) if export.annotated else None,
            file_bytes=arrival.file_bytes,
        ),
        tables=[_table_record(import_id, export, table) for table in export.tables],
        columns=[record for table in export.tables for record in _columns(import_id, table)],
        problems=problems,
    )
    publication.add_corrections(import_id, correction_records(export))
    return problems


def _load_table(
    publication: Publication,
    export: Export,
    table: ExportTable,
    provenance: Mapping[str, Any],
    program: Program,
) -> list[Problem]:
    """Append the rows of a table, batch by batch; returns what is wrong in them."""
    tracker = TRACKERS[table.tracker]
    settings = column_settings(
        table, tracker, table.layout.source, export.file, time_zone=program.time_zone
    )
    telling = Telling(settings.notes)
    repairs: list[RepairedText] = [*header_repairs(table)]
    aside: list[pd.DataFrame] = []
    memory = TextMemory()

    def values() -> Iterator[pa.Table]:
        for texts in table.batches():
            read = read_values(
                table,
                texts,
                tracker=tracker,
                source=table.layout.source,
                file=export.file,
                currency=program.currency,
                time_zone=program.time_zone,
                as_of=export.as_of,
                column_sources=settings.of_column,
                memory=memory,
            )
            telling.add(read.problems)
            telling.leave_out(read.untold)
            telling.add_notes(read.notes)
            repairs.extend(read.repairs)
            noun = "line" if table.sheet is None else "row"
            checked = validate(tracker, read.values, noun=noun)
            fatal = checked.failures[checked.failures["is_fatal"]]
            aside.extend((read.set_aside, fatal[["_row", "code"]].drop_duplicates("_row")))
            told, untold = _told_and_untold(checked.failures)
            telling.add(_problems(export.file, table, tracker, texts, told))
            telling.leave_out(untold)
            yield _history_rows(tracker, checked.good, provenance, export)

    texts = (_with_provenance(part, provenance) for part in table.texts.tables())
    publication.add_rows(tracker, values(), texts)
    import_id = provenance["_import_id"]
    if aside:
        publication.set_aside(tracker, import_id, table.number, pd.concat(aside))
    publication.add_untold_cells(tracker, import_id, table.sheet, telling.untold())
    _add_repairs(publication, provenance, repairs)
    return telling.problems()


def _add_repairs(
    publication: Publication, provenance: Mapping[str, Any], repairs: Iterable[RepairedText]
) -> None:
    """Enter the repairs of a table into the ledger."""
    rows = pd.DataFrame([asdict(repair) for repair in repairs])
    if not rows.empty:
        rows = rows.rename(columns={"column": "column_name"})
        publication.add_repairs(provenance["_import_id"], provenance["_table"], rows)


def _history_rows(
    tracker: Tracker, values: pd.DataFrame, provenance: Mapping[str, Any], export: Export
) -> pa.Table:
    rows = pa.Table.from_pandas(values, preserve_index=False)
    if "partner" in tracker.key:
        partners = rows["partner"].cast(pa.string()).combine_chunks().dictionary_encode()
        keys = pa.array(map(partner_key, partners.dictionary.to_pylist()), pa.string())
        named = pa.DictionaryArray.from_arrays(partners.indices, keys)
        at = rows.schema.get_field_index("partner")
        rows = rows.set_column(at, "partner", partners).append_column("_name_key", named)
    return _with_provenance(rows, {**provenance, "as_of": export.as_of})


def _with_provenance(rows: pa.Table, provenance: Mapping[str, Any]) -> pa.Table:
    """The rows with what holds for all of them; what is NULL need not be written."""
    for name, value in provenance.items():
        if value is None:
            continue
        rows = rows.append_column(name, pa.repeat(pa.scalar(value, _TYPES[name]), len(rows)))
    return rows


def _told_and_untold(failures: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The failures that are told one by one, of a kind the first and the last, and the others."""
    is_told = np.ones(len(failures), dtype=bool)
    for places in failures.groupby(["column", "code"]).indices.values():
        _, untold = told_and_untold([int(at) for at in places])
        is_told[untold] = False
    return failures.loc[is_told], failures.loc[~is_told, ["_row", "column", "code"]]


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
    ] + [
        ColumnRecord(import_id, table.number, None, header, letter, None, None)
        for letter, header in table.unmapped
        if header and letter not in table.ignored
    ]
