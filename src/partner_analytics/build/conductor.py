"""Taking exports in: read beside, loaded in order, published whole."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from partner_analytics.build.definitions import definitions_hash, package_version
from partner_analytics.build.deriving import compiled_metrics, derive
from partner_analytics.build.known import FoundExport, Known, known_to, with_hash
from partner_analytics.build.loading import load_export
from partner_analytics.build.mending import Mending, mending
from partner_analytics.build.report import BuildReport, FileReport, TableReport, file_report
from partner_analytics.build.restating import restated_values
from partner_analytics.build.settling import (
    Reading,
    SettledReading,
    notes_on_corrections,
    settle,
)
from partner_analytics.build.sources import (
    Alias,
    Distinct,
    all_aliases,
    all_distinct,
    find_exports,
    read_aliases,
    read_distinct,
)
from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.importers import Export, read_export
from partner_analytics.problems import Problem, Severity
from partner_analytics.program import Program, load_program
from partner_analytics.warehouse import (
    KEPT_EXPORTS,
    BuildRecord,
    MetricView,
    Publication,
    locked,
    publishing,
    warehouse_path,
)

Progress = Callable[[str, int, int], None]
# Two files are read at a time, each by a child process.
READERS = 2
DEFAULT_PROGRAM = "homeaiq"

Readings = Mapping[FoundExport, SettledReading]
Read = tuple[FoundExport, Export]


def import_exports(
    paths: Iterable[str | Path],
    *,
    warehouse: str | Path | None = None,
    program: str | None = None,
    reading: Reading | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Take exports into the warehouse and publish its next state.

    `paths` are export files, or folders of them with the files people keep beside them. A file
    whose bytes are loaded is passed over, unless it is to be read with other settings;
    another version of it supersedes it; where nothing is new, nothing is published. Without a
    `program` the warehouse keeps the one it was built with. A rejected file does not keep the
    others out; with `reading.strict` any error keeps everything out (PartnerAnalyticsError).
    Raises also InvalidCall, InvalidProgram and WarehouseUnavailable.
    """
    named = [Path(path) for path in paths]
    file = warehouse_path(warehouse)
    reading, say = reading or Reading(), progress or _silent
    found = [with_hash(path) for path in find_exports(named)]
    with locked(file):
        known = known_to(file)
        source = program or known.program_source or DEFAULT_PROGRAM
        rules = load_program(source)
        aliases = {**known.aliases, **read_aliases(named)}
        distinct = {**known.distinct, **read_distinct(named)}
        readings = {one: settle(one.path, reading, known.settings_of(one)) for one in found}
        notes = notes_on_corrections([one.path for one in found], known.paths)
        fresh = [one for one in found if not known.has_file(one, readings[one])]
        with ThreadPoolExecutor(1) as beside:  # children read meanwhile
            views = beside.submit(compiled_metrics, rules) if fresh else None
            read = list(zip(fresh, _read_all(fresh, readings, reading, rules, say), strict=True))
        news, old = _sorted_out(read, known, readings)
        old += [_passed_over(one) for one in found if one not in fresh]
        definitions = definitions_hash(rules, all_aliases(aliases), all_distinct(distinct))
        if not news and definitions == known.definitions:
            return BuildReport(file, published=False, files=tuple(old), notes=notes)
        build = _Build(
            rules,
            source,
            aliases,
            distinct,
            definitions,
            views.result() if views else compiled_metrics(rules),
            readings,
            reading.strict,
            say,
            known,
        )
        with publishing(file) as publication:
            loaded, told = build.run(publication, news)
            notes += told
        _keep_files(file, [one for one, export in news if export.accepted])
    if known.program_source and source != known.program_source:
        notes = (f"The program {source} replaces {known.program_source}.", *notes)
    return BuildReport(file, published=True, files=(*loaded, *old), notes=notes)


@dataclass(frozen=True)
class _Build:
    """One publication: what it is made with."""

    program: Program
    program_source: str
    aliases: Mapping[str, Sequence[Alias]]
    distinct: Mapping[str, Sequence[Distinct]]
    definitions: str
    metrics: Sequence[MetricView]
    readings: Readings
    is_strict: bool
    say: Progress
    known: Known

    def run(
        self, publication: Publication, news: Sequence[Read]
    ) -> tuple[list[FileReport], tuple[str, ...]]:
        """Load the exports, derive what follows, and report on each."""
        moment = datetime.now(UTC).replace(tzinfo=None)
        numbers = []
        before: list[list[Problem] | None] = []
        for position, (found, export) in enumerate(news):
            self.say(f"loading {export.file}", position, len(news))
            publication.forget_rejected(export.sha256)
            numbers.append(publication.next_import_id())
            problems = load_export(
                publication,
                export,
                import_id=numbers[-1],
                imported_at=moment,
                source_path=self.known.source_path(found, export),
                reading=self.readings[found],
                program=self.program,
            )
            if self.is_strict:
                _refuse_errors(problems)
            before.append(publication.problems_before(numbers[-1]))
        publication.settle()
        self.say("deriving rules, tables and metrics", len(news), len(news))
        publication.set_aliases(
            {
                path: pd.DataFrame(aliases, columns=["alias", "partner"])
                for path, aliases in self.aliases.items()
            }
        )
        publication.set_distinct(
            {
                path: pd.DataFrame(pairs, columns=["name", "other"])
                for path, pairs in self.distinct.items()
            }
        )
        aliases, distinct = all_aliases(self.aliases), all_distinct(self.distinct)
        notes = derive(publication, self.program, aliases, distinct, self.metrics)
        publication.add_build(
            BuildRecord(
                built_at=moment,
                package_version=package_version(),
                program=self.program.name,
                program_source=self.program_source,
                definitions=self.definitions,
            )
        )
        publication.finish()
        restated = restated_values(publication)
        reports = [
            replace(_report(publication, n, e, earlier), values_restated=restated.get(n, {}))
            for n, (_, e), earlier in zip(numbers, news, before, strict=True)
        ]
        return reports, notes


def _silent(stage: str, done: int, total: int) -> None:
    """Progress nobody watches."""


def _sorted_out(
    read: Sequence[Read], known: Known, readings: Readings
) -> tuple[list[Read], list[FileReport]]:
    """The exports to load, and reports on those that are known or rejected as before.

    Beside its annotated copy an export is known: the copy is its later version.
    """
    news: list[Read] = []
    old: list[FileReport] = []
    met: set[tuple[str, date | None]] = set()
    copies = [export.annotated for _, export in read if export.accepted and export.annotated]
    replaced = {sha256 for copy in copies for sha256 in copy.origin.ancestors}
    for found, export in read:
        state = (export.sha256, export.as_of)
        is_known = state in met or known.has_state(found, export, readings[found])
        if is_known or export.sha256 in replaced:
            old.append(_passed_over(found))
        elif export.accepted or known.rejected.get(export.sha256) != readings[found].settings:
            news.append((found, export))
        else:
            old.append(file_report(export, (), export.problems))
        met.add(state)
    return news, old


def _passed_over(found: FoundExport) -> FileReport:
    return FileReport(found.path.name, "known", None, (), ())


def _read_all(
    found: Sequence[FoundExport],
    readings: Readings,
    reading: Reading,
    program: Program,
    say: Progress,
) -> list[Export]:
    """Read every export; the results stay in the order of the files."""

    def read(one: FoundExport) -> Export:
        return read_export(
            one.path,
            source=readings[one].source,
            limits=reading.limits,
            as_of=readings[one].as_of,
            first_month=program.fiscal_year_first_month,
            settled=readings[one].settled,
        )

    exports = []
    with ThreadPoolExecutor(READERS) as pool:
        for position, export in enumerate(pool.map(read, found)):
            say(f"reading {export.file}", position, len(found))
            exports.append(export)
    return exports


def _report(
    publication: Publication, import_id: int, export: Export, before: Sequence[Problem] | None
) -> FileReport:
    tables = tuple(
        TableReport(
            sheet=row["sheet"] if isinstance(row["sheet"], str) else None,
            tracker=row["tracker"],
            rows_read=row["read"],
            rows_loaded=row["loaded"],
            rows_set_aside=row["aside"],
            rows_recognized=row["recognized"],
            problems=row["problems"],
        )
        for row in publication.table_counts(import_id).to_dict("records")
    )
    problems = publication.problems_of(import_id)
    repaired = publication.repaired_cells(import_id)
    again, changed = publication.replaced_by(import_id)
    report = file_report(export, tables, problems, repaired, _mending(before, problems, export))
    return replace(report, rows_again=again, rows_changed=changed)


def _mending(
    before: Sequence[Problem] | None, after: Sequence[Problem], export: Export
) -> Mending | None:
    """What was mended since the version that was loaded, or since the annotated copy was made."""
    copy = export.annotated
    if before is None and copy is None:
        return None
    earlier = before if before is not None else copy.problems if copy else ()
    return mending(earlier, after, of_text=copy is not None and copy.origin.is_text)


def _refuse_errors(problems: Sequence[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise PartnerAnalyticsError(
            place=errors[0].place,
            expected=f"{errors[0].expected} (strict: no error at all)",
            found=f"{errors[0].found}; {len(errors)} errors in this file",
            remedy=f"{errors[0].remedy} Nothing was imported.",
        )


def _keep_files(warehouse: Path, files: Iterable[FoundExport]) -> None:
    """Keep each export under its content hash: an old figure still finds its old cell."""
    folder = warehouse.with_suffix(KEPT_EXPORTS)
    folder.mkdir(exist_ok=True)
    for file in files:
        kept = folder / f"{file.sha256}{file.path.suffix.lower()}"
        if not kept.exists():
            shutil.copyfile(file.path, kept)
