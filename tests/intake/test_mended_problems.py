"""What is gone, still there and new between two versions of a file."""

from partner_analytics.intake.loading.mended_problems import mending
from partner_analytics.problems import Problem, Severity, standing_for


def problem(found: str, **place: object) -> Problem:
    told = {"expected": "a date", "remedy": "Write it so.", "column": "target_on", **place}
    return Problem("unreadable-date", Severity.ERROR, "x.csv", found, **told)  # type: ignore[arg-type]


def test_problems_match_by_sheet_cell_column_and_what_was_found() -> None:
    before = [problem("soon", sheet="A", cell="B2"), problem("later", sheet="A", cell="B3")]
    after = [problem("later", sheet="A", cell="B3"), problem("soon", sheet="B", cell="B2")]
    since = mending(before, after)
    assert (since.gone, since.still, since.new) == ((before[0],), (after[0],), (after[1],))


def test_the_same_problem_twice_is_matched_twice() -> None:
    twice = [problem("soon", sheet="A", cell="B2")] * 2
    since = mending(twice, twice[:1])
    assert (len(since.gone), len(since.still), len(since.new)) == (1, 1, 0)


def test_a_line_of_a_text_file_is_the_row_of_its_annotated_workbook() -> None:
    before, after = problem("soon", line=7, row=7), problem("soon", sheet="orders", cell="C7")
    assert mending([before], [after], of_text=True).still == (after,)
    assert mending([before], [after]).still == ()


def test_one_that_stands_for_others_is_the_same_when_these_are_fewer() -> None:
    before = standing_for(problem("soon", line=2, row=2), "1,200 rows", 3_000)
    after = standing_for(problem("soon", line=2, row=2), "1,100 rows", 3_000)
    assert mending([before], [after]).still == (after,)


def test_what_is_told_by_itself_since_there_are_fewer_is_not_new() -> None:
    before = [problem("soon", line=2, row=2)]
    before.append(standing_for(problem("soon", line=3, row=3), "and more like it", 9))
    after = [problem("soon", line=5, row=5), problem("later", line=6, row=6, column="met_on")]
    since = mending(before, after)
    assert (since.still, since.new) == ((after[0],), (after[1],))
