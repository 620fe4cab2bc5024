import pytest

from partner_analytics.grammar import normalize
from partner_analytics.importers.tables.headers.header_matching import (
    HeaderCell,
    choose,
    fits,
    match_headers,
    suggest_header,
)
from partner_analytics.trackers import TRACKERS, Tracker

COMMERCIAL = TRACKERS["commercial"]
PIPELINE = TRACKERS["pipeline"]
EVALUATIONS = TRACKERS["evaluations"]


def header(*texts: str) -> list[HeaderCell]:
    return [HeaderCell(column, text) for column, text in enumerate(texts, start=1)]


def letters(columns: dict[str, HeaderCell]) -> dict[str, str]:
    return {name: cell.letter for name, cell in columns.items()}


def test_a_header_is_matched_without_case_punctuation_and_line_breaks():
    match = match_headers(header("MANUFACTURER ", "base\ndiscount (%)"), COMMERCIAL)
    assert letters(match.columns) == {"partner": "A", "base_discount_pct": "B"}


def test_columns_are_matched_by_spelling_and_never_by_position():
    match = match_headers(header("YTD Volume", "Vendor"), COMMERCIAL)
    assert letters(match.columns) == {"partner": "B", "ytd_volume_usd": "A"}


def test_one_header_feeds_every_column_that_reads_it():
    match = match_headers(header("Manufacturer", "Current Stage"), PIPELINE)
    assert letters(match.columns) == {"partner": "A", "stage": "B", "stage_number": "B"}


def test_an_unknown_header_stays_unmapped():
    match = match_headers(header("Manufacturer", "Vibe"), COMMERCIAL)
    assert [cell.text for cell in match.unmapped] == ["Vibe"]


def test_the_templates_own_header_goes_before_another_spelling_of_it():
    match = match_headers(header("Manufacturer", "Current Stage", "Comments", "Notes"), PIPELINE)
    assert match.columns["notes"].letter == "D"
    assert [cell.text for cell in match.unmapped] == ["Comments"]


def test_of_two_equally_good_cells_none_is_taken():
    match = match_headers(header("Manufacturer", "Comments", "Remarks"), PIPELINE)
    assert "notes" not in match.columns
    assert [cell.letter for cell in match.clashes["Notes"]] == ["B", "C"]


def test_a_missing_required_header_is_named():
    match = match_headers(header("Manufacturer", "Owner", "Next Step"), PIPELINE)
    assert {column.header for column in match.missing()} == {"Current Stage"}


def test_a_label_above_the_table_stands_for_a_required_header():
    match = match_headers(header("Evaluation Dimension", "Rating (1-5)"), EVALUATIONS)
    assert match.missing(["partner"]) == []


@pytest.mark.parametrize(
    "text", ["Commercial", "Commercial (1-5)", "Commercial Rating", "COMMERCIAL (30%)"]
)
def test_a_member_of_a_wide_sheet_may_be_spelled_as(text: str):
    match = match_headers(header("Manufacturer", text, "Technical"), EVALUATIONS)
    assert letters(match.members) == {"commercial": "B", "technical": "C"}


def test_a_column_of_comments_on_a_member_is_not_its_rating():
    match = match_headers(
        header("Manufacturer", "Commercial", "Commercial (comments)"), EVALUATIONS
    )
    assert letters(match.members) == {"commercial": "B"}


def test_a_sheet_with_a_dimension_column_is_long():
    match = match_headers(header("Manufacturer", "Dimension", "Rating", "Commercial"), EVALUATIONS)
    assert match.members == {}


def test_the_tracker_that_knows_the_most_headers_fits():
    cells = header("Manufacturer", "Priority", "Action", "Due Date", "Owner", "Status", "Notes")
    assert [match.tracker.name for match in fits(cells, TRACKERS.values())] == ["actions"]


def test_a_hint_decides_between_trackers_that_fit_alike():
    cells = header("Manufacturer", "Commercial", "Technical", "Relationship")
    tied = fits(cells, TRACKERS.values())
    nothing = {match.tracker.name: () for match in tied}
    assert {match.tracker.name for match in tied} == {"evaluations", "scorecards"}
    for hint, tracker in {"Ratings Q1": "evaluations", "Health Scorecard": "scorecards"}.items():
        assert [match.tracker.name for match in choose(tied, nothing, [hint])] == [tracker]


def test_without_a_hint_the_templates_own_headers_decide():
    cells = header("Manufacturer", "Commercial Score", "Technical Score")
    tied = fits(cells, TRACKERS.values())
    nothing = {match.tracker.name: () for match in tied}
    assert [match.tracker.name for match in choose(tied, nothing, [])] == ["scorecards"]


def test_a_close_header_is_suggested():
    match = match_headers(header("Manufacturer", "Savings vs Retial"), COMMERCIAL)
    assert suggest_header("Savings vs Retial", match) == "Savings vs. Retail"


def test_a_distant_header_is_not_suggested():
    assert suggest_header("Vibe", match_headers(header("Manufacturer"), COMMERCIAL)) is None


@pytest.mark.parametrize("tracker", TRACKERS.values(), ids=TRACKERS)
def test_no_spelling_of_a_tracker_stands_for_two_headers(tracker: Tracker):
    spelled = [
        spelling
        for header, fed in tracker.headers().items()
        for spelling in {normalize(text) for text in (header, *fed[0].spellings)}
    ]
    assert sorted(spelled) == sorted(set(spelled))


@pytest.mark.parametrize("tracker", TRACKERS.values(), ids=TRACKERS)
def test_a_template_is_known_as_that_of_its_tracker(tracker: Tracker):
    cells = header(*tracker.headers())
    found = fits(cells, TRACKERS.values())
    nothing = {match.tracker.name: () for match in found}
    assert [match.tracker.name for match in choose(found, nothing, [])] == [tracker.name]
