"""What an import did, for the terminal and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from partner_analytics.importers import Export
from partner_analytics.intake.loading.mended_problems import Mending
from partner_analytics.problems import Problem, Severity


class FailOn(StrEnum):
    """What of an import makes its exit code another than 0, from the least strict to the most."""

    NEVER = "never"
    EXPORT = "export"  # one of which no row was loaded
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class TableReport:
    """One table of an export: rows read = loaded + set aside + blank + totals + headers.

    They are rows of the sheet: one of a wide sheet counts once, however many values it holds.
    """

    sheet: str | None
    tracker: str
    rows_read: int
    rows_loaded: int
    rows_set_aside: int
    rows_blank: int
    rows_total: int
    rows_repeated_header: int
    problems: int

    @property
    def rows_recognized(self) -> int:
        """Rows that are none of the tracker: blank, of totals, or the header once more."""
        return self.rows_blank + self.rows_total + self.rows_repeated_header


@dataclass(frozen=True)
class FileReport:
    """One export: taken in, rejected, or known already.

    `repaired_cells` hold a text that was repaired before it was read (landing.repairs);
    `rows_again` are rows of other exports that it states again, `rows_changed` those of them it
    states otherwise (landing.replaced); `values_restated` counts by tracker the values of an event
    or quarter that an earlier export states otherwise (landing.restated); `mending` says what was
    mended since the last version.
    """

    file: str
    status: str
    as_of: str | None
    tables: tuple[TableReport, ...]
    problems: tuple[Problem, ...]
    tool: str | None = None
    repaired_cells: int = 0
    rows_again: int = 0
    rows_changed: int = 0
    values_restated: Mapping[str, int] = field(default_factory=dict)
    mending: Mending | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it was read now and no row of it loaded, though it has rows."""
        aside = sum(table.rows_set_aside for table in self.tables)
        loaded = sum(table.rows_loaded for table in self.tables)
        return self.status == "rejected" or (aside > 0 and loaded == 0)


@dataclass(frozen=True)
class BuildReport:
    """One run of an import.

    `passed_over` are the files of its folders that are no exports, `problems_of_earlier` those
    that rows of earlier imports have only now, as by an alias that makes one partner of two.
    """

    warehouse: Path
    published: bool
    files: tuple[FileReport, ...]
    notes: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    problems_of_earlier: tuple[Problem, ...] = ()

    @property
    def problems(self) -> Sequence[Problem]:
        """The problems of all files, and those new to earlier ones; errors first."""
        found = [problem for file in self.files for problem in file.problems]
        found += self.problems_of_earlier
        return sorted(found, key=lambda problem: problem.severity is not Severity.ERROR)

    @property
    def rejected(self) -> Sequence[FileReport]:
        """The files nothing was loaded of."""
        return [file for file in self.files if file.status == "rejected"]

    @property
    def exit_code(self) -> int:
        """0 done, 1 nothing could be loaded, 3 some exports could not."""
        return self.exit_code_on(FailOn.EXPORT)

    def exit_code_on(self, fail_on: FailOn) -> int:
        """The exit code where at least `fail_on` counts as failure: 0, 1 or 3.

        Problems count of what was read now; what was known already is done.
        """
        if fail_on is FailOn.NEVER:
            return 0
        if any(file.is_lost for file in self.files):
            return 1 if all(file.is_lost for file in self.files) else 3
        severities = {problem.severity for problem in self.problems}
        counting = {
            FailOn.EXPORT: set(),
            FailOn.ERROR: {Severity.ERROR},
            FailOn.WARNING: {Severity.ERROR, Severity.WARNING},
        }
        return 3 if severities & counting[fail_on] else 0


def file_report(
    export: Export,
    tables: tuple[TableReport, ...],
    problems: Sequence[Problem],
    repaired_cells: int = 0,
    since: Mending | None = None,
) -> FileReport:
    """What became of an export that was read."""
    return FileReport(
        file=export.file,
        status="loaded" if export.accepted else "rejected",
        as_of=export.as_of.isoformat() if export.as_of else None,
        tables=tables,
        problems=tuple(problems),
        tool=export.tool,
        repaired_cells=repaired_cells,
        mending=since,
    )
