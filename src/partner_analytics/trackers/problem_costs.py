"""What a problem costs: a table, a row, a value, or nothing."""

from enum import IntEnum

from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers.declaration import TRACKERS


class Loss(IntEnum):
    """What was kept out, the worst first."""

    TABLE = 0
    ROW = 1
    VALUE = 2
    NOTHING = 3


def lost_by(problem: Problem) -> Loss:
    """What a problem kept out.

    An error of no row is one of a table or file; one in a key or required column, or of a row
    without naming a column, costs the row.
    """
    if problem.severity is not Severity.ERROR:
        return Loss.NOTHING
    if problem.row is None and problem.line is None:
        return Loss.TABLE
    tracker = TRACKERS.get(problem.tracker or "")
    if tracker is None:
        return Loss.TABLE
    if problem.column is None or problem.column in tracker.key:
        return Loss.ROW
    rules = {rule.code for rule in tracker.rules}
    declared = {column.name: column for column in tracker.columns}
    is_required = problem.column in declared and declared[problem.column].required
    return Loss.ROW if is_required or problem.code in rules else Loss.VALUE
