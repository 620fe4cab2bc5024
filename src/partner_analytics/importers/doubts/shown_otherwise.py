"""Warnings of numbers that are read as stored and shown as something else."""

from collections.abc import Iterator

from partner_analytics.importers.doubts.format_doubts import reads_number, runs_in
from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column, is_amount_column

SCALED, HIDDEN_SIGN = "scaled-display", "hidden-sign"


def shown_otherwise(findings: Findings, column: Column) -> Iterator[Problem]:
    """A warning, once for the column, for each way its cells show less than they hold.

    Amounts shown in parts are told where their scale is; of these here those that show nothing but
    zeros: of 1.2 shown as $0.0M, millions may be meant.
    """
    if not reads_number(column):
        return
    source, unsigned, scaled = findings.table.column_map[column.name], [], []
    for run, rows in runs_in(findings.table, source, findings.batch):
        is_told = is_amount_column(column) and run.thousands > 0
        if run.is_clear and run.lacks == "sign":
            unsigned += rows
        elif run.is_clear and not is_told and (run.thousands or run.lacks == "digits"):
            scaled += rows
    for rows, refusal in ((unsigned, _UNSIGNED), (scaled, _scaled(len(scaled)))):
        if rows:
            yield findings.problem(column, min(rows), refusal, severity=Severity.WARNING)


_UNSIGNED = Refusal(
    HIDDEN_SIGN,
    expected="cells that show the sign of the number they hold",
    found="a negative number whose minus is not shown",
    remedy="The stored numbers were read, with their minus. Nothing to do if negative numbers are "
    "meant; else correct the cells and import the file again.",
)


def _scaled(cells: int) -> Refusal:
    return Refusal(
        SCALED,
        expected="cells that show the number they hold",
        found=f"{cells:,} that show a part of it",
        remedy="The stored numbers were read, not the shown ones. Correct the cells if thousands "
        "or millions are meant, and import the file again.",
    )
