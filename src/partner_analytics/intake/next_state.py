"""One publication: exports loaded in order, all that follows derived, each reported on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pandas as pd

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.importers import Export
from partner_analytics.intake.definitions_hash import definitions_hash, package_version
from partner_analytics.intake.derivation import derive
from partner_analytics.intake.exports.export_folders import (
    Alias,
    Distinct,
    all_aliases,
    all_distinct,
)
from partner_analytics.intake.exports.imported_before import FoundExport, Known
from partner_analytics.intake.exports.reading_options import SettledReading
from partner_analytics.intake.import_report import FileReport, TableReport, file_report
from partner_analytics.intake.loading.export_loading import Arrival, load_export
from partner_analytics.intake.loading.mended_problems import Mending, mending
from partner_analytics.intake.row_change_notes import sentences
from partner_analytics.problems import Problem, Severity
from partner_analytics.program import Program
from partner_analytics.warehouse import BuildRecord, MetricDefinition, Publication

Progress = Callable[[str, int, int], None]
Readings = Mapping[FoundExport, SettledReading]
Read = tuple[FoundExport, Export]


@dataclass(frozen=True)
class Taken:
    """Imports that are taken back, of one export; with `erase` their rows are removed too."""

    import_ids: Sequence[int]
    erase: bool


@dataclass(frozen=True)
class Made:
    """What a publication did: a report on each export, notes, and the problems that rows of
    earlier imports have only now.
    """

    reports: Sequence[FileReport]
    problems_of_earlier: Sequence[Problem]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MadeWith:
    """What a state is made with besides the exports."""

    program: Program
    program_source: str
    aliases: Mapping[str, Sequence[Alias]]
    distinct: Mapping[str, Sequence[Distinct]]

    @property
    def definitions(self) -> str:
        """The hash by which a change of it is known."""
        return definitions_hash(
            self.program, all_aliases(self.aliases), all_distinct(self.distinct)
        )


@dataclass(frozen=True)
class NextState:
    """One publication: what it is made with and how its exports are read."""

    made_with: MadeWith
    metrics: Sequence[MetricDefinition]
    known: Known
    say: Progress
    readings: Readings = field(default_factory=dict)
    is_strict: bool = False

    def make(
        self, publication: Publication, news: Sequence[Read] = (), taken_back: Taken | None = None
    ) -> Made:
        """Load exports, take imports back, derive what follows, and report on it."""
        moment = datetime.now(UTC).replace(tzinfo=None)
        publication.note_row_state()
        if taken_back:
            publication.take_back(taken_back.import_ids, erase=taken_back.erase)
        loaded = [
            self._load(publication, found, export, moment, (position, len(news)))
            for position, (found, export) in enumerate(news)
        ]
        publication.settle()
        self.say("deriving rules, tables and metrics", len(news), len(news))
        notes = self._derive(publication)
        publication.add_build(
            BuildRecord(
                built_at=moment,
                package_version=package_version(),
                program=self.made_with.program.name,
                program_source=self.made_with.program_source,
                definitions=self.made_with.definitions,
            )
        )
        publication.finish()
        restated = publication.restated_counts()
        reports = [
            replace(_report(publication, n, e, earlier), values_restated=restated.get(n, {}))
            for n, e, earlier in loaded
        ]
        since = publication.new_problems()
        return Made(reports, since, (*notes, *sentences(publication.row_changes())))

    def _load(
        self,
        publication: Publication,
        found: FoundExport,
        export: Export,
        moment: datetime,
        position: tuple[int, int],
    ) -> tuple[int, Export, Sequence[Problem] | None]:
        """Load one export: its number, and the problems of the version before."""
        self.say(f"loading {export.file}", *position)
        publication.forget_rejected(export.sha256)
        number = publication.next_import_id()
        problems = load_export(
            publication,
            export,
            arrival=Arrival(
                number, moment, self.known.source_path(found, export), found.file_bytes
            ),
            reading=self.readings[found],
            program=self.made_with.program,
        )
        if self.is_strict:
            _refuse_errors(problems)
        return number, export, publication.problems_before(number)

    def _derive(self, publication: Publication) -> tuple[str, ...]:
        """Make all that follows from the history and from what people say of names."""
        said = self.made_with
        publication.set_aliases(
            {
                path: pd.DataFrame(aliases, columns=["alias", "partner"])
                for path, aliases in said.aliases.items()
            }
        )
        publication.set_distinct(
            {
                path: pd.DataFrame(pairs, columns=["name", "other"])
                for path, pairs in said.distinct.items()
            }
        )
        aliases, distinct = all_aliases(said.aliases), all_distinct(said.distinct)
        return derive(publication, said.program, aliases, distinct, self.metrics)


def silent(stage: str, done: int, total: int) -> None:
    """Progress nobody watches."""


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
            rows_blank=row["blank"],
            rows_total=row["total"],
            rows_repeated_header=row["header"],
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
