"""Problems by their cause: one line each, the worst first, what follows from it below."""

from partner_analytics.problems import Problem, Severity
from partner_analytics.problems.causes import causes
from partner_analytics.trackers import lost_by


def rating(cell: str, found: str, file: str = "q1.xlsx", sheet: str = "Ratings") -> Problem:
    return Problem(
        code="unreadable-rating",
        severity=Severity.ERROR,
        file=file,
        sheet=sheet,
        cell=cell,
        row=int(cell[1:]),
        header="Technical",
        tracker="evaluations",
        column="rating",
        found=found,
        expected="a rating",
        remedy="Mend it.",
    )


def unknown(file: str, line: int, follows: str | None) -> Problem:
    return Problem(
        code="unknown-partner",
        severity=Severity.ERROR,
        file=file,
        line=line,
        row=line,
        tracker="commercial",
        column="partner",
        found='"Halvard"',
        expected="a partner",
        remedy="Enter it.",
        consequence_of=follows,
    )


STAGE = Problem(
    code="unreadable-choice",
    severity=Severity.ERROR,
    file="pipeline.csv",
    line=3,
    row=3,
    header="Current Stage",
    tracker="pipeline",
    column="stage",
    found='"Actve"',
    expected="a stage",
    remedy="Mend the stage.",
)


def test_cells_of_a_column_are_one_cause_with_its_first_places() -> None:
    cells = [rating(f"D{row}", f'"{row}/5"') for row in range(4, 9)]
    (cause,) = causes(cells, lost_by)
    assert str(cause) == (
        'q1.xlsx, sheet "Ratings", cells D4, D5, D6 and 2 more "Technical": expected a rating, '
        'found "4/5", "5/5", "6/5" and 2 more. Mend it.'
    )


def test_the_same_in_another_file_is_the_same_cause() -> None:
    (cause,) = causes([rating("D4", '"4/5"'), rating("D9", '"4/5"', "q2.xlsx")], lost_by)
    assert str(cause) == (
        'q1.xlsx, sheet "Ratings", cell D4 "Technical": expected a rating, found "4/5" (the same '
        "in q2.xlsx). Mend it."
    )


def test_something_else_in_another_file_is_a_cause_of_its_own() -> None:
    assert len(causes([rating("D4", '"4/5"'), rating("D9", '"x"', "q2.xlsx")], lost_by)) == 2


def test_what_follows_from_a_row_stands_under_its_cause() -> None:
    rows = [unknown("commercial.csv", line, STAGE.row_key) for line in (2, 7)]
    (cause,) = causes([*rows, STAGE], lost_by)
    assert cause.first == STAGE
    assert cause.consequence() == (
        '2 problems follow from it ("Halvard" is unknown): commercial.csv, lines 2, 7.'
    )


def test_what_follows_from_a_rejected_file_stands_under_it() -> None:
    rejected = Problem(
        "missing-column", Severity.ERROR, "pipeline.csv", "no stage", "a stage", "Add it.", line=1
    )
    (cause,) = causes([unknown("commercial.csv", 2, "pipeline.csv"), rejected], lost_by)
    assert (cause.first, len(cause.consequences)) == (rejected, 1)


def test_what_follows_from_a_row_of_an_earlier_import_is_one_cause() -> None:
    rows = [unknown(f"{name}.csv", 2, "pipeline.csv||3") for name in ("commercial", "meetings")]
    (cause,) = causes(rows, lost_by)
    assert len(cause.problems) == 2


def test_lost_tables_come_before_rows_rows_before_values_and_warnings_last() -> None:
    table = Problem("no-table-found", Severity.ERROR, "a.csv", "none", "a table", "Mend it.")
    note = Problem("hidden-sheet", Severity.WARNING, "a.xlsx", "hidden", "seen", "Nothing to do.")
    found = causes([note, rating("D4", '"4/5"'), STAGE, table], lost_by)
    assert [cause.first.code for cause in found] == [
        "no-table-found",
        "unreadable-choice",
        "unreadable-rating",
        "hidden-sheet",
    ]


def test_every_problem_is_in_exactly_one_cause() -> None:
    problems = [
        STAGE,
        *[rating(f"D{row}", f'"{row % 3}"', f"q{row % 2}.xlsx") for row in range(4, 20)],
        *[unknown("c.csv", row, [None, STAGE.row_key, "gone.csv||9"][row % 3]) for row in range(9)],
    ]
    held = [one for cause in causes(problems, lost_by) for one in cause.problems]
    held += [one for cause in causes(problems, lost_by) for one in cause.consequences]
    assert sorted(map(str, held)) == sorted(map(str, problems))


def rateless(sheet: str, cell: str, header: str, code: str) -> Problem:
    return Problem(
        code="no-exchange-rate",
        severity=Severity.ERROR,
        file="deals.xlsx",
        sheet=sheet,
        cell=cell,
        header=header,
        tracker="commercial",
        column=header.lower(),
        found=f"an amount in {code}",
        expected="an amount in USD",
        remedy=f"There are no exchange rates for {code} yet.",
    )


def test_a_currency_without_a_rate_is_told_once_a_file_whatever_the_columns():
    cells = [
        rateless("North", "C2", "Price", "SEK"),
        rateless("North", "D2", "Volume", "SEK"),
        rateless("South", "D7", "Volume", "SEK"),
        rateless("South", "D8", "Volume", "NOK"),
    ]
    assert [str(cause) for cause in causes(cells, lost_by)] == [
        'deals.xlsx, sheet "North", cells C2, D2: expected an amount in USD, found an amount in '
        'SEK (the same on sheet "South"). There are no exchange rates for SEK yet.',
        'deals.xlsx, sheet "South", cell D8 "Volume": expected an amount in USD, found an amount '
        "in NOK. There are no exchange rates for NOK yet.",
    ]
