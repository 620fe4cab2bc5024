from datetime import date

import pytest

from partner_analytics.importers.exports.as_of_dates import AsOf, as_of_date, periods_in, stated_in
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.files.source_settings import Source

MARCH_31 = date(2025, 3, 31)


def cells(*rows: list[str]) -> list[tuple[int, dict[int, str]]]:
    """Rows by sheet row, their texts by sheet column."""
    return [
        (line, {column: text for column, text in enumerate(row, start=1) if text})
        for line, row in enumerate(rows, start=1)
    ]


def as_of_of(
    *rows: list[str], file: str = "tracker.xlsx", option: date | None = None, first_month: int = 1
) -> AsOf:
    place = SheetPlace(file, "Pipeline")
    stated, _ = stated_in(cells(*rows), place, source=Source(), first_month=first_month)
    return as_of_date(file, stated, option=option, first_month=first_month)


@pytest.mark.parametrize(
    "name",
    [
        "tracker 2025-Q1.xlsx",
        "tracker_Q1_2025_final.xlsx",
        "2025Q1.csv",
        "1Q2025 tracker.csv",
        "tracker 2025-03-31.xlsx",
        "tracker_2025_03.xlsx",
        "tracker-20250331.csv",
        "tracker March 2025.xlsx",
        "tracker 31 Mar 2025.xlsx",
        "tracker 31.03.2025.xlsx",
        "tracker_31-3-2025.csv",
        "tracker 03-31-2025.csv",
    ],
)
def test_the_file_name_may_say_which_day(name: str):
    assert as_of_of(file=name).day == MARCH_31


@pytest.mark.parametrize("name", ["Q3 tracker FINAL.xlsx", "tracker v2.xlsx", "orders 2025.csv"])
def test_a_file_name_without_quarter_or_month_says_nothing(name: str):
    assert periods_in(name) == []


def test_a_number_that_is_no_month_says_nothing():
    assert periods_in("order 2025-13") == []


def test_a_quarter_ends_where_the_fiscal_year_says():
    assert as_of_of(file="2026-Q1.csv", first_month=7).day == date(2025, 9, 30)


@pytest.mark.parametrize(
    "row",
    [
        ["As of March 31, 2025"],
        ["Status as of 2025-03-31"],
        ["Partner tracker, as of 31 Mar 2025 (draft)"],
        ["As of date:", "2025-03-31"],
        ["As of", "", "2025-03-31 09:12:00"],
        ["As of 2025-03-31 09:12:00 Pacific Standard Time/PST"],
        ["Stand: 31.03.2025"],
        ["As of Q1 2025"],
        ["As of March 2025"],
    ],
)
def test_a_cell_may_say_which_day(row: list[str]):
    assert as_of_of(row).day == MARCH_31


def test_where_the_day_is_from_is_told():
    assert as_of_of(["Tracker"], ["As of", "2025-03-31"]).source == (
        'sheet "Pipeline", cell B2: "2025-03-31"'
    )


def test_the_option_wins_over_what_the_file_says():
    found = as_of_of(["As of 2025-03-31"], file="2025-Q2.xlsx", option=date(2025, 3, 28))
    assert (found.day, found.source, found.problems) == (date(2025, 3, 28), "option", ())


def test_a_day_within_the_quarter_of_the_name_agrees_with_it():
    assert as_of_of(["As of 2025-03-28"], file="2025-Q1.xlsx").day == date(2025, 3, 28)


def test_without_any_source_the_file_is_rejected():
    (problem,) = as_of_of(file="Q3 tracker FINAL.xlsx").problems
    assert (problem.code, str(problem)) == (
        "no-as-of",
        "Q3 tracker FINAL.xlsx: expected the day the export shows, in a title row or in the "
        'file\'s name, found none. Write "As of 2025-03-31" in a row above the first table, put '
        "the day or quarter into the file's name (tracker 2025-Q1.xlsx), or import with "
        "--as-of 2025-03-31.",
    )


def test_sources_that_disagree_reject_the_file():
    (problem,) = as_of_of(["As of 2025-06-30"], file="tracker 2025-Q1.xlsx").problems
    assert (problem.code, str(problem)) == (
        "as-of-disagrees",
        'tracker 2025-Q1.xlsx: expected one day that the export shows, found "2025-06-30" (sheet '
        '"Pipeline", cell A1) and "2025-Q1" (file name "tracker 2025-Q1.xlsx"). Correct the one '
        "that is wrong, or import with --as-of 2025-06-30 or --as-of 2025-03-31.",
    )


def test_two_dates_in_a_name_disagree():
    assert as_of_of(file="2025-Q1 exported 2025-04-02.csv").day is None


def test_a_date_that_can_be_read_in_two_ways_is_told_at_its_cell():
    place = SheetPlace("t.xlsx", "Pipeline")
    stated, (problem,) = stated_in(cells(["As of 03/04/2025"]), place, source=Source())
    assert stated == []
    assert str(problem) == (
        't.xlsx, sheet "Pipeline", cell A1: expected the day the export shows, as a date that can '
        'be read in one way only, found "03/04/2025". Write it like 2025-03-31, or import with '
        "--as-of 2025-03-31."
    )


def test_the_sources_day_first_setting_settles_it():
    place = SheetPlace("t.xlsx", "Pipeline")
    stated, _ = stated_in(cells(["As of 03/04/2025"]), place, source=Source(day_first=True))
    assert stated[0].period.last == date(2025, 4, 3)


def test_a_title_that_is_no_label_says_nothing():
    assert as_of_of(["Stand-alone integrations 2025"], ["Pipeline, March 31, 2025"]).day is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("terms 2025-02-30.csv", "2025-02-30"),
        ("terms_2025_04_31.xlsx", "2025_04_31"),
        ("terms 31.04.2025.csv", "31.04.2025"),
        ("terms 04-03-2025.csv", "04-03-2025"),
        ("terms 2025-Q3-Q4.csv", "2025-Q3-Q4"),
        ("terms 2025-Q3 to Q4.csv", "2025-Q3 to Q4"),
        ("terms Q1-Q2 2025.csv", "Q1-Q2 2025"),
    ],
)
def test_a_day_there_is_none_of_and_a_span_in_a_name_are_told_and_not_read(name: str, text: str):
    found = as_of_of(file=name)
    assert found.day is None
    assert [(one.code, one.found) for one in found.problems] == [
        ("no-as-of", "none"),
        ("unreadable-as-of", f'"{text}"'),
    ]


def test_a_title_states_the_day_where_the_name_cannot_and_the_name_is_told():
    found = as_of_of(["As of 2025-03-31"], file="terms 2025-Q1-Q2.csv")
    assert (found.day, [one.code for one in found.problems]) == (MARCH_31, ["unreadable-as-of"])


@pytest.mark.parametrize(
    "title",
    [
        "Growth vs. as of 2024-12-31",
        "Not as of 2024-12-31 but 2025-03-31",
        "Change since as of Q1 2025",
    ],
)
def test_a_day_that_is_compared_with_is_not_the_exports_and_told(title: str):
    stated, problems = stated_in(cells([title]), SheetPlace("t.xlsx", "Terms"), source=Source())
    assert (stated, [one.code for one in problems]) == ([], ["unreadable-as-of"])


@pytest.mark.parametrize(
    "title",
    ["As of 2025-03-31 / 2024-12-31", "As of Q1 2025 and Q4 2024", "Stand 31.03.2025, 30.06.2025"],
)
def test_two_days_in_one_statement_disagree(title: str):
    found = as_of_of([title])
    assert (found.day, [one.code for one in found.problems]) == (None, ["as-of-disagrees"])


@pytest.mark.parametrize(
    "title",
    [
        "As of 2025-03-31 (2025-Q1)",
        "As of 2025-03-31 vs. 2024-12-31",
        "As of 2025-03-31, printed 2025-04-02",
    ],
)
def test_a_further_day_of_something_else_does_not_disagree(title: str):
    assert as_of_of([title]).day == MARCH_31
