"""Rows that somebody struck out and did not delete."""

from collections.abc import Iterator

from partner_analytics.importers.doubts.format_doubts import runs_in
from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column

STRUCK_OUT = "struck-out"


def struck_out(findings: Findings, column: Column) -> Iterator[Problem]:
    """A warning, once for the column that names the rows, where its cells are struck out."""
    source = findings.table.column_map[column.name]
    rows = [
        at
        for run, places in runs_in(findings.table, source, findings.batch)
        if run.lacks == "struck"
        for at in places
    ]
    if not rows:
        return
    warning = Refusal(
        STRUCK_OUT,
        expected="rows that count",
        found=f'"{findings.text(column, min(rows))}"'
        + (f" and {len(rows) - 1:,} more, struck out" if len(rows) > 1 else ", struck out"),
        remedy="They were read like other rows. Delete what no longer counts, and import the file "
        "again.",
    )
    yield findings.problem(column, min(rows), warning, severity=Severity.WARNING)
