"""Taking exports in: read beside, loaded in order, published whole."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from partner_analytics.file_names import told_name
from partner_analytics.importers import Export, Readers, changed_file, export_of, read_export
from partner_analytics.intake.derivation import compiled_metrics
from partner_analytics.intake.exports.export_files import find_exports
from partner_analytics.intake.exports.export_folders import (
    read_aliases,
    read_distinct,
)
from partner_analytics.intake.exports.imported_before import FoundExport, Known, known_to, with_hash
from partner_analytics.intake.exports.kept_copies import KeptFiles
from partner_analytics.intake.exports.reading_options import Reading, notes_on_corrections, settle
from partner_analytics.intake.import_report import BuildReport, FileReport, file_report
from partner_analytics.intake.next_state import (
    MadeWith,
    NextState,
    Progress,
    Read,
    Readings,
    silent,
)
from partner_analytics.program import Program, load_program
from partner_analytics.warehouse import locked, publishing, room_beside, warehouse_path

# Two files are read at a time, each by a child process.
READERS = 2
DEFAULT_PROGRAM = "homeaiq"


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
    reading, say = reading or Reading(), progress or silent
    files = find_exports(named, file)
    found = [with_hash(path) for path in files.exports]
    with locked(file):
        known = known_to(file)
        kept = KeptFiles(file)
        source = program or known.program_source or DEFAULT_PROGRAM
        made_with = MadeWith(
            load_program(source),
            source,
            {**known.aliases, **read_aliases(named)},
            {**known.distinct, **read_distinct(named)},
        )
        readings = {one: settle(one.path, reading, known.settings_of(one)) for one in found}
        notes = notes_on_corrections([one.path for one in found], known.paths)
        notes += (files.note,) if files.note else ()
        notes += kept.mend(known.kept, found)
        kept.remove(known.erased)
        taken_back = {one for one in found if known.is_forgotten(one) and one.path not in named}
        fresh = [
            one for one in found if one not in taken_back and not known.has_file(one, readings[one])
        ]
        with ThreadPoolExecutor(1) as beside:  # children read meanwhile
            compiling = beside.submit(compiled_metrics, made_with.program) if fresh else None
            exports = _read_all(fresh, readings, reading, made_with.program, file, say)
        news, old = _sorted_out(list(zip(fresh, exports, strict=True)), known, readings)
        if taken_back:
            names = ", ".join(sorted(one.path.name for one in taken_back))
            notes += (f"forgotten, and not taken in again unless named: {names}",)
        old += [
            _passed_over(one, "forgotten" if one in taken_back else "known")
            for one in found
            if one not in fresh
        ]
        if _is_unchanged(news, made_with.definitions, known):
            old += [file_report(export, (), export.problems) for _, export in news]
            return BuildReport(file, False, tuple(old), notes, _names(files.passed_over))
        metrics = compiling.result() if compiling else compiled_metrics(made_with.program)
        state = NextState(made_with, metrics, known, say, readings, reading.strict)
        with (
            kept.keeping([one for one, export in news if export.accepted]),
            publishing(file) as publication,
        ):
            made = state.make(publication, news)
    if known.program_source and source != known.program_source:
        notes = (f"The program {source} replaces {known.program_source}.", *notes)
    return BuildReport(
        file,
        True,
        (*made.reports, *old),
        (*notes, *made.notes),
        _names(files.passed_over),
        tuple(made.problems_of_earlier),
    )


def _is_unchanged(news: Sequence[Read], definitions: str, known: Known) -> bool:
    """Whether nothing is to be published: what is new was rejected, and all else is as it was."""
    are_rejected = not any(export.accepted for _, export in news)
    return are_rejected and known.definitions in ("", definitions)


def _as_found(one: FoundExport, export: Export) -> Export:
    """The export as read, under the hash it was found with; rejected if it changed since."""
    if not export.sha256:
        return replace(export, sha256=one.sha256)
    return export if export.sha256 == one.sha256 else export_of(changed_file(one.path))


def _names(files: Iterable[Path]) -> tuple[str, ...]:
    return tuple(told_name(file.name) for file in files)


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
        if not export.sha256:  # nothing to tell it by: it is told, and tried again the next time
            old.append(file_report(export, (), export.problems))
            continue
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


def _passed_over(found: FoundExport, status: str = "known") -> FileReport:
    return FileReport(told_name(found.path.name), status, None, (), ())


def _read_all(
    found: Sequence[FoundExport],
    readings: Readings,
    reading: Reading,
    program: Program,
    warehouse: Path,
    say: Progress,
) -> list[Export]:
    """Read every export; the results stay in the order of the files."""
    if not found:
        return []
    exports = []
    with room_beside(warehouse) as room, ThreadPoolExecutor(READERS) as pool:
        readers = Readers(reading.limits, room)

        def read(one: FoundExport) -> Export:
            export = read_export(
                one.path,
                source=readings[one].source,
                as_of=readings[one].as_of,
                first_month=program.fiscal_year_first_month,
                settled=readings[one].settled,
                readers=readers,
            )
            return _as_found(one, export)

        try:
            for position, export in enumerate(pool.map(read, found)):
                say(f"reading {export.file}", position, len(found))
                exports.append(export)
        except BaseException:  # who is stopped does not wait for files being read
            readers.end()
            raise
    return exports
