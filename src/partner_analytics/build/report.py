"""What an import did, for the terminal and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from partner_analytics.build.mending import Mending
from partner_analytics.importers import Export
from partner_analytics.problems import Problem, Severity


@dataclass(frozen=True)
class TableReport:
    """One table of an export: rows read = loaded + set aside + recognized."""

    sheet: str | None
    tracker: str
    rows_read: int
    rows_loaded: int
    rows_set_aside: int
    rows_recognized: int
    problems: int


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


@dataclass(frozen=True)
class BuildReport:
    """One run of an import."""

    warehouse: Path
    published: bool
    files: tuple[FileReport, ...]
    notes: tuple[str, ...] = ()

    @property
    def problems(self) -> Sequence[Problem]:
        """The problems of all files, errors first."""
        found = [problem for file in self.files for problem in file.problems]
        return sorted(found, key=lambda problem: problem.severity is not Severity.ERROR)

    @property
    def rejected(self) -> Sequence[FileReport]:
        """The files nothing was loaded of."""
        return [file for file in self.files if file.status == "rejected"]

    @property
    def exit_code(self) -> int:
        """0 done, 1 nothing could be loaded, 3 some files could not."""
        if not self.rejected:
            return 0
        return 1 if len(self.rejected) == len(self.files) else 3


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
