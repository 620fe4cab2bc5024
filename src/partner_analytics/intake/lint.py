"""Handing an export back with its problems marked: found as an import finds them, kept nowhere."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import merge
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from partner_analytics.errors import InvalidCall
from partner_analytics.importers import Export, FileRead, export_of, raw_records, read_file
from partner_analytics.intake.conductor import DEFAULT_PROGRAM
from partner_analytics.intake.derivation import compiled_metrics, derive
from partner_analytics.intake.exports.export_folders import (
    all_aliases,
    all_distinct,
    read_aliases,
    read_distinct,
)
from partner_analytics.intake.exports.imported_before import FoundExport, Known, known_to, with_hash
from partner_analytics.intake.exports.reading_options import Reading, SettledReading, settle
from partner_analytics.intake.loading.export_loading import RAGGED_ROW, Arrival, load_export
from partner_analytics.intake.loading.mended_problems import Mending, mending
from partner_analytics.intake.marked_cells import marks_of
from partner_analytics.intake.partners.partner_problems import UNKNOWN_PARTNER
from partner_analytics.markup import (
    MOST_ROWS,
    Mark,
    annotate_workbook,
    sheet_name,
    write_text_workbook,
)
from partner_analytics.origins import WORKBOOK_SUFFIXES, Origin
from partner_analytics.problems import Problem, Severity
from partner_analytics.program import Program, load_program
from partner_analytics.unwritten import written_whole
from partner_analytics.warehouse import rehearsing, warehouse_path

# A line's number and its fields.
Row = tuple[int, list[str | None]]


@dataclass(frozen=True)
class LintReport:
    """What was found in one export, and where the annotated copy is: none of unreadable files."""

    file: str
    as_of: str | None
    annotated: Path | None
    problems: tuple[Problem, ...]
    mending: Mending | None = None

    @property
    def exit_code(self) -> int:
        """0 without an error in the file, 1 with one."""
        return int(any(problem.severity is Severity.ERROR for problem in self.problems))


def lint_export(
    path: str | Path,
    *,
    output: str | Path | None = None,
    warehouse: str | Path | None = None,
    program: str | None = None,
    reading: Reading | None = None,
    replacing: bool = False,
) -> LintReport:
    """Write a copy of an export with every problem marked on its cell; nothing is imported.

    The problems are those an import into the warehouse would report, partners and earlier
    snapshots known; without a warehouse, those of the file by itself. An annotated copy is
    marked anew, and the report says what was mended in it. Raises InvalidCall where there is no
    such file, and for an `output` that exists (unless `replacing`), is the file itself or ends
    otherwise; also InvalidProgram and WarehouseUnavailable.
    """
    reading = reading or Reading()
    source = Path(path)
    if not source.is_file():
        read_file(source)  # says what is there instead
    rehearsal = _Rehearsal.of(source, warehouse_path(warehouse), program, reading)
    file = read_file(source, source=rehearsal.reading.source, limits=reading.limits)
    if not file.accepted:
        return LintReport(file.file, None, None, file.problems)
    export = rehearsal.export(file)
    origin = _origin(export, rehearsal.found)
    target = _target(source, output, origin, replacing)
    with TemporaryDirectory(prefix="partner-analytics-") as folder:
        base, sheet = source, None
        if file.dialect is not None:
            base, sheet = Path(folder) / "lines.xlsx", sheet_name(file.file)
            write_text_workbook(base, sheet, _lines(source, file))
        marks = list(marks_of(rehearsal.problems(export), export, sheet))
        _annotate(base, Path(folder) / "annotated", target, marks, export, origin)
    marked = tuple(mark.problem for mark in marks)
    copy = export.annotated
    since = mending(copy.problems, marked, of_text=origin.is_text) if copy else None
    day = export.as_of.isoformat() if export.as_of else None
    return LintReport(file.file, day, target, marked, since)


@dataclass(frozen=True)
class _Rehearsal:
    """An import of one file that is taken back once its problems are known."""

    found: FoundExport
    warehouse: Path
    known: Known
    rules: Program
    reading: SettledReading

    @classmethod
    def of(cls, path: Path, warehouse: Path, program: str | None, reading: Reading) -> Self:
        known = known_to(warehouse)
        rules = load_program(program or known.program_source or DEFAULT_PROGRAM)
        found = with_hash(path)
        settled = settle(path, reading, known.settings_of(found))
        return cls(found, warehouse, known, rules, settled)

    def export(self, file: FileRead) -> Export:
        """The tables of the file."""
        return export_of(
            file,
            source=self.reading.source,
            as_of=self.reading.as_of,
            first_month=self.rules.fiscal_year_first_month,
            settled=self.reading.settled,
        )

    def problems(self, export: Export) -> list[Problem]:
        """What an import of the export into the warehouse would report."""
        if not export.accepted:
            return list(export.problems)
        beside = [self.found.path]
        aliases = all_aliases({**self.known.aliases, **read_aliases(beside)})
        distinct = all_distinct({**self.known.distinct, **read_distinct(beside)})
        with rehearsing(self.warehouse) as publication:
            number = publication.next_import_id()
            load_export(
                publication,
                export,
                arrival=Arrival(
                    number,
                    datetime.now(UTC).replace(tzinfo=None),
                    self.known.source_path(self.found, export),
                ),
                reading=self.reading,
                program=self.rules,
            )
            publication.settle()
            derive(publication, self.rules, aliases, distinct, compiled_metrics(self.rules))
            knows_partners = bool(publication.registrations())
            problems = publication.problems_of(number)
        return problems if knows_partners else _without_names(problems, export)


def _without_names(problems: Sequence[Problem], export: Export) -> list[Problem]:
    """The problems without those of each partner's name, where no partner is known at all."""
    left = [problem for problem in problems if problem.code != UNKNOWN_PARTNER]
    if len(left) == len(problems):
        return left
    unchecked = Problem(
        code="partners-not-checked",
        severity=Severity.WARNING,
        file=export.file,
        expected="a pipeline or target register that says which partners there are",
        found="none in this file, and no warehouse that has one",
        remedy="Partner names, and figures that take several trackers, were not checked. Import "
        "the pipeline first, then lint this file again.",
    )
    return [*left, unchecked]


def _origin(export: Export, found: FoundExport) -> Origin:
    """What the copy says it was made from; that of a copy's copy is the export itself."""
    if export.annotated is None:
        return Origin(export.file, export.as_of, (found.sha256,))
    origin = export.annotated.origin
    ancestors = (*origin.ancestors, found.sha256)
    return replace(origin, as_of=export.as_of or origin.as_of, ancestors=ancestors)


def _annotate(
    base: Path, beside: Path, target: Path, marks: Sequence[Mark], export: Export, origin: Origin
) -> None:
    """Write the copy beside and put it in its place whole."""
    copy = export.annotated
    annotate_workbook(
        base,
        beside,
        marks,
        origin,
        earlier=[Mark(one, one.sheet, one.cell) for one in copy.problems] if copy else (),
        looks=copy.looks if copy else None,
        problems_name=copy.sheet if copy else None,
    )
    with written_whole(target, option="--output") as unfinished:
        shutil.copyfile(beside, unfinished)


def _lines(source: Path, file: FileRead) -> Iterator[Row]:
    """The lines of a text file by number; one of another width stands whole in one cell.

    Split into cells it could load as it is, its values shifted into other columns.
    """
    (sheet,) = file.sheets
    table = sheet.cells
    odd = [p.line for p in file.problems if p.code == RAGGED_ROW and p.line is not None]
    last = max([*odd, int(table["line"][-1].as_py()) if len(table) else 0])
    if last > MOST_ROWS:
        raise InvalidCall(
            place=file.file,
            expected=f"at most {MOST_ROWS:,} lines, as many as a worksheet has rows",
            found=f"{last:,}",
            remedy="Split the file, or see what `partner-analytics import --json` says of it.",
        )
    records = raw_records(source, file.encoding or "utf-8", odd, table["line"].to_pylist())
    broken: Iterator[Row] = ((line, [text]) for line, text in records)
    yield from merge(_rows(file), broken, key=itemgetter(0))


def _rows(file: FileRead) -> Iterator[Row]:
    for batch in file.sheets[0].cells.to_batches():
        for line, *texts in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield line, texts


def _target(source: Path, output: str | Path | None, origin: Origin, replacing: bool) -> Path:
    """Where the copy goes; raises InvalidCall rather than write over something."""
    suffix = source.suffix if source.suffix.lower() in WORKBOOK_SUFFIXES else ".xlsx"
    name = f"{Path(origin.file).stem} annotated"
    target = Path(output) if output else Path(f"{name}{suffix}")
    number = 2
    while not output and target.resolve() == source.resolve():
        target = Path(f"{name} {number}{suffix}")
        number += 1
    if target.suffix.lower() != suffix.lower():
        raise InvalidCall(
            place="--output",
            expected=f"a name that ends in {suffix}, as the file's kind needs",
            found=f'"{target.name}"',
            remedy=f'Name it "{target.stem}{suffix}".',
        )
    if target.exists() and target.resolve() == source.resolve():
        raise InvalidCall(
            place="--output",
            expected="another file than the one that is read",
            found=f'"{target}"',
            remedy="Give the copy a name of its own.",
        )
    if target.exists() and not replacing:
        raise InvalidCall(
            place="--output",
            expected="a name that is free",
            found=f'"{target}", which is there already',
            remedy="Name another with -o, or replace that file with --replace; what was mended in "
            "it would be lost.",
        )
    return target
