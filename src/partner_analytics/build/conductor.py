"""Taking exports in: read beside, loaded in order, published whole."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import file_digest
from pathlib import Path

from partner_analytics.build.definitions import definitions_hash, package_version
from partner_analytics.build.deriving import derive
from partner_analytics.build.loading import load_export
from partner_analytics.build.report import BuildReport, FileReport, TableReport, file_report
from partner_analytics.build.sources import Alias, find_exports, read_aliases
from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.importers import Export, Limits, Source, read_export
from partner_analytics.problems import Problem, Severity
from partner_analytics.program import Program, load_program
from partner_analytics.warehouse import (
    Publication,
    locked,
    open_warehouse,
    publishing,
    warehouse_path,
)

Progress = Callable[[str, int, int], None]
# Two files are read at a time, each by a child process.
READERS = 2


@dataclass(frozen=True)
class Reading:
    """How the exports of one import are read; `as_of` holds for all of them."""

    source: Source = field(default_factory=Source)
    limits: Limits = field(default_factory=Limits)
    as_of: date | None = None
    strict: bool = False


@dataclass(frozen=True)
class _Known:
    """What the published warehouse holds already: (hash, file name) and (hash, as-of date)."""

    files: frozenset[tuple[str, str]] = frozenset()
    states: frozenset[tuple[str, date]] = frozenset()
    rejected: frozenset[str] = frozenset()
    definitions: str = ""

    def holds(self, export: Export) -> bool:
        """Whether the same bytes are loaded already for the same day.

        Unchanged bytes under the name of a later day are a snapshot of that day.
        """
        days = {day for sha256, day in self.states if sha256 == export.sha256}
        return bool(days) and (export.as_of is None or export.as_of in days)


def import_exports(
    paths: Iterable[str | Path],
    *,
    warehouse: str | Path | None = None,
    program: str = "homeaiq",
    reading: Reading | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Take exports into the warehouse and publish its next state.

    `paths` are export files, or folders of them with the alias table people keep beside them.
    A file whose bytes are loaded already is passed over; where nothing is new, nothing is
    published. A rejected file does not keep the others out; with `reading.strict` any error
    keeps everything out (PartnerAnalyticsError). Raises also InvalidCall, InvalidProgram and
    WarehouseUnavailable.
    """
    named = [Path(path) for path in paths]
    file = warehouse_path(warehouse)
    reading = reading or Reading()
    rules, aliases = load_program(program), read_aliases(named)
    exports = find_exports(named, without=kept_exports(file))
    with locked(file):
        known = _known(file)
        fresh, known_files = _by_hash(exports, known)
        read = _read_all([path for _, path in fresh], reading, rules, progress)
        repeated = [e for e in read if known.holds(e)]
        unseen = _first_of_a_day([e for e in read if e not in repeated])
        news = [e for e in unseen if e.accepted or e.sha256 not in known.rejected]
        old = [file_report(e, (), e.problems) for e in unseen if e not in news]
        passed_over = [path.name for path in known_files]
        passed_over += [e.file for e in read if e not in unseen]
        old += [FileReport(name, "known", None, (), ()) for name in passed_over]
        definitions = definitions_hash(rules, aliases)
        if not news and definitions == known.definitions:
            return BuildReport(file, published=False, files=tuple(old))
        build = _Build(rules, aliases, definitions, reading, progress or _silent)
        with publishing(file) as publication:
            loaded, notes = build.run(publication, news)
        _keep_files(file, dict(fresh))
    return BuildReport(file, published=True, files=(*loaded, *old), notes=notes)


@dataclass(frozen=True)
class _Build:
    """One publication: what it is made with."""

    program: Program
    aliases: Sequence[Alias]
    definitions: str
    reading: Reading
    progress: Progress

    def run(
        self, publication: Publication, exports: Sequence[Export]
    ) -> tuple[list[FileReport], tuple[str, ...]]:
        """Load the exports, derive what follows, and report on each."""
        moment = datetime.now(UTC).replace(tzinfo=None)
        numbers = []
        for position, export in enumerate(exports):
            self.progress(f"loading {export.file}", position, len(exports))
            publication.forget_rejected(export.sha256)
            numbers.append(publication.next_import_id())
            problems = load_export(
                publication,
                export,
                import_id=numbers[-1],
                imported_at=moment,
                source=self.reading.source,
                currency=self.program.currency,
            )
            if self.reading.strict:
                _refuse_errors(problems)
        self.progress("deriving rules, tables and metrics", len(exports), len(exports))
        notes = derive(publication, self.program, self.aliases)
        publication.add_build(moment, package_version(), self.program.name, self.definitions)
        publication.finish()
        return [_report(publication, *pair) for pair in zip(numbers, exports, strict=True)], notes


def _silent(stage: str, done: int, total: int) -> None:
    """Progress nobody watches."""


def _known(file: Path) -> _Known:
    if not file.exists():
        return _Known()
    with open_warehouse(file) as warehouse:
        imports = warehouse.table("landing.imports")
        builds = warehouse.table("landing.builds").sort_values("build_id")
    loaded = imports[imports["status"] == "loaded"]
    return _Known(
        files=frozenset(zip(loaded["sha256"], loaded["file"], strict=True)),
        states=frozenset(zip(loaded["sha256"], loaded["as_of"].dt.date, strict=True)),
        rejected=frozenset(imports.loc[imports["status"] != "loaded", "sha256"]),
        definitions=str(builds["definitions"].iloc[-1]),
    )


def _by_hash(exports: Sequence[Path], known: _Known) -> tuple[list[tuple[str, Path]], list[Path]]:
    """The exports not loaded under their name yet, with their hashes, and those that are."""
    fresh: list[tuple[str, Path]] = []
    loaded: list[Path] = []
    for path in exports:
        with path.open("rb") as handle:
            sha256 = file_digest(handle, "sha256").hexdigest()
        if (sha256, path.name) in known.files:
            loaded.append(path)
        else:
            fresh.append((sha256, path))
    return fresh, loaded


def _first_of_a_day(exports: Sequence[Export]) -> list[Export]:
    """The exports without those whose bytes and as-of date came before."""
    met: dict[tuple[str, date | None], Export] = {}
    for export in exports:
        met.setdefault((export.sha256, export.as_of), export)
    return list(met.values())


def _read_all(
    paths: Sequence[Path], reading: Reading, program: Program, progress: Progress | None
) -> list[Export]:
    """Read every export; the results stay in the order of the paths."""
    say = progress or _silent

    def read(path: Path) -> Export:
        return read_export(
            path,
            source=reading.source,
            limits=reading.limits,
            as_of=reading.as_of,
            first_month=program.fiscal_year_first_month,
        )

    exports = []
    with ThreadPoolExecutor(READERS) as pool:
        for position, export in enumerate(pool.map(read, paths)):
            say(f"reading {export.file}", position, len(paths))
            exports.append(export)
    return exports


def _report(publication: Publication, import_id: int, export: Export) -> FileReport:
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
    return file_report(export, tables, publication.problems_of(import_id))


def _refuse_errors(problems: Sequence[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise PartnerAnalyticsError(
            place=errors[0].place,
            expected=f"{errors[0].expected} (strict: no error at all)",
            found=f"{errors[0].found}; {len(errors)} errors in this file",
            remedy=f"{errors[0].remedy} Nothing was imported.",
        )


def kept_exports(warehouse: Path) -> Path:
    """The folder beside a warehouse in which its exports are kept, by content hash."""
    return warehouse.with_suffix(".exports")


def _keep_files(warehouse: Path, files: dict[str, Path]) -> None:
    """Keep each export under its content hash: an old figure still finds its old cell."""
    folder = kept_exports(warehouse)
    folder.mkdir(exist_ok=True)
    for sha256, path in files.items():
        kept = folder / f"{sha256}{path.suffix.lower()}"
        if not kept.exists():
            shutil.copyfile(path, kept)
