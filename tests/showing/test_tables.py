"""Tables and sentences: how figures read, what a row says, and that nothing is markup."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from great_tables import GT

from partner_analytics import wording
from partner_analytics.errors import InvalidCall
from partner_analytics.showing import sentences, tables
from partner_analytics.showing.tables.table_style import Column, sparkline, table

PARTNERS = pd.DataFrame({"partner_id": ["lutron", "ring"], "partner": ["Lutron", "Ring <script>"]})
SUMMARY = pd.DataFrame(
    [
        ("2025-Q3", 26, 19, 24, 71.25, 20, 0.8333, 0.9, "near", 0.25, 0.3, "missed", 310_000.0,
         0.66, 5, 2.23, 11),
        ("2025-Q4", 27, 21, 27, 76.0, 24, 24 / 27, 0.9, "near", 0.22, 0.3, "missed", 410_000.0,
         0.97, 4, 2.23, 1),
    ],
    columns=[
        *("quarter", "partners", "active_partners", "scored_partners", "mean_health_score"),
        *("healthy_partners", "healthy_pct", "healthy_target_pct", "healthy_status"),
        *("discount_achieved_pct", "discount_target_pct", "discount_status", "saved_ytd_usd"),
        *("commitment_attainment_pct", "overdue_steps", "return_multiple", "decisions"),
    ],
)  # fmt: skip
MOVES = pd.DataFrame(
    [
        ("lutron", "Attention", "Healthy", "up", 6.0, "commercial", 6.0),
        ("ring", "Healthy", "Attention", "down", None, None, None),
    ],
    columns=[
        *("partner_id", "previous_band", "band", "direction", "change_points"),
        *("leading_dimension", "leading_change_points"),
    ],
)
DECISIONS = pd.DataFrame(
    [
        ("ring", "at risk", 45.0, 50.0, 1),
        ("lutron", "declining", -8.0, 5.0, 2),
        ("lutron", "behind commitment", 0.756, 0.9, 3),
        ("lutron", "discount below band", -0.02, 0.0, 4),
        ("ring", "overdue step", 61.0, 14.0, 5),
        ("ring", "not rated", None, None, 6),
    ],
    columns=["partner_id", "decision", "value", "threshold", "severity_rank"],
)
CURRENT = pd.DataFrame(
    {
        "partner_id": ["lutron", "ring"],
        "partner": ["Lutron", "Ring <script>"],
        "category": ["Lighting", None],
        "tier": ["manufacturer:1", None],
        "stage": ["Active Partnership", "Initial Outreach"],
        "partner_status": ["Current", "Current"],
        "owner": ["Dana Reyes", None],
        "has_tier_conflict": pd.array([True, False], dtype="boolean"),
    }
)
SCORES = pd.DataFrame(
    [
        ("lutron", "2025-Q3", 70.0, "Healthy", 1.0, 70.0, 70.0, None),
        ("lutron", "2025-Q4", 80.0, "Healthy", 0.75, 65.0, 85.0, None),
        ("ring", "2025-Q4", None, None, 0.45, 40.0, 80.0, "insufficient data"),
    ],
    columns=[
        *("partner_id", "quarter", "health_score", "band", "coverage_pct"),
        *("lower_bound_score", "upper_bound_score", "null_reason"),
    ],
)
TRENDS = pd.DataFrame(
    [
        ("lutron", "2025-Q4", "Improving", 5.0, "2025-Q3", None),
        ("ring", "2025-Q4", None, None, "2025-Q3", "no score this quarter"),
    ],
    columns=["partner_id", "quarter", "trend", "change_points", "previous_quarter", "null_reason"],
)
# S001-23, a part of it.
RETURNS = pd.DataFrame(
    [
        ("hard", "low/low", 1_500_000.0, 975_000.0, 1.5385, 0.5385, 2.0, 2.5, False),
        ("all", "mid", 2_625_000.0, 1_175_000.0, 2.234, 1.234, 2.0, 2.5, True),
        ("all", "worst", 2_000_000.0, 1_375_000.0, 1.4545, 0.4545, 2.0, 2.5, False),
    ],
    columns=[
        *("benefits", "corner", "benefit_usd", "cost_usd", "return_multiple", "roi_pct"),
        *("claim_low_multiple", "claim_high_multiple", "reproduces_claim"),
    ],
)
COMPOSITION = pd.DataFrame(
    [
        ("lighting", "manufacturer:1", 6, 4),
        ("lighting", "manufacturer:2", 6, 9),
        ("uncategorized", "manufacturer:2", 2, 5),
    ],
    columns=["category", "tier", "stage_number", "partners"],
)
PROBLEMS = pd.DataFrame(
    [
        ("unmapped-column", "warning", "Q4.xlsx", "Pipeline", None, None, None, None,
         "a", "b", "c"),
        ("unreadable-rating", "error", "Q4.xlsx", "Evaluations", "E17", None, " LUTRON  Inc",
         "Dana", '"4/5"', "a whole number from 1 to 5", "Fix the cell."),
        ("net-above-list", "error", "orders.csv", None, None, 812.0, "Ring", "Dana",
         "<script>", "net at most list", "Check it."),
    ],
    columns=[
        *("code", "severity", "file", "sheet", "cell", "line", "partner", "owner"),
        *("found", "expected", "remedy"),
    ],
)  # fmt: skip


def rows(built: GT) -> list[list[str]]:
    """The cells of a table's body as a reader sees them."""
    body = built.as_raw_html().split("<tbody", 1)[1].split("</tbody>", 1)[0]
    return [
        [_plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in body.split("<tr>")[1:]
    ]


def _plain(cell: str) -> str:
    return re.sub(r"<svg.*</svg>", "~", cell, flags=re.DOTALL).strip()


def columns_of(built: GT, *places: int) -> list[list[str]]:
    return [[row[place] for place in places] for row in rows(built)]


def test_d_57_figures_round_half_up_once_at_display() -> None:
    assert [wording.score(70.05), wording.score(78.25)] == ["70.1", "78.3"]
    assert [wording.percent(0.12345), wording.percent(0.285)] == ["12.3%", "28.5%"]
    assert wording.money(0.125) == "$0.13"


def test_d_58_a_rate_over_fewer_than_five_is_a_count() -> None:
    assert wording.rate(0.75, 3, 4) == "3 of 4"
    assert wording.rate(0.8, 4, 5) == "80.0%"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_missing_values_read_as_a_dash_in_every_format(missing: Any) -> None:
    for shown in (wording.money, wording.compact_money, wording.percent, wording.points,
                  wording.score, wording.count, wording.multiple, wording.day, wording.days,
                  wording.text, wording.tier, wording.status, wording.change):  # fmt: skip
        assert shown(missing) == "–"


def test_a_tiny_loss_is_not_a_negative_zero() -> None:
    assert [wording.change(-0.04), wording.money(-0.001), wording.points(0.0)] == [
        "0.0",
        "$0.00",
        "0.0 pp",
    ]


def test_a_table_escapes_row_names_cells_and_titles_once() -> None:
    frame = pd.DataFrame({"a": ["<b> & co"], "b": ["<i> & co"]})
    html = table(frame, [Column("a", "A<"), Column("b", "B<")], title="<u>").as_raw_html()
    assert html.count("&lt;b&gt; &amp; co") == 1
    assert html.count("&lt;i&gt; &amp; co") == 1
    assert "&lt;u&gt;" in html
    assert "B&lt;" in html
    assert "&amp;lt;" not in html


def test_a_table_is_the_same_html_each_time() -> None:
    first, second = (tables.returns(RETURNS).as_raw_html() for _ in range(2))
    assert first == second


def test_row_names_are_row_headers() -> None:
    assert tables.returns(RETURNS).as_raw_html().count('<th scope="row"') == len(RETURNS)


def test_headline_shows_change_target_and_status() -> None:
    found = {row[0]: row[1:5] for row in rows(tables.headline(SUMMARY, "2025-Q4"))}
    assert found["Mean health score"] == ["76.0", "+4.8", "–", ""]
    assert found["Healthy or better, of scored partners"] == [
        "88.9%",
        "+5.6 pp",
        "90.0% or more",
        "◆ near",
    ]
    assert found["Saved against list value, year to date"][:2] == ["$410.0K", "+$100.0K"]
    assert found["Decisions waiting"][:2] == ["1", "−10"]


def test_headline_shows_no_change_after_a_skipped_quarter() -> None:
    skipped = SUMMARY.assign(quarter=["2025-Q2", "2025-Q4"])
    assert "Since 2025-Q3" in tables.headline(SUMMARY, "2025-Q4").as_raw_html()
    assert "Since" not in tables.headline(skipped, "2025-Q4").as_raw_html()


def test_headline_does_not_compare_year_to_date_figures_over_new_year() -> None:
    over_new_year = SUMMARY.assign(quarter=["2025-Q4", "2026-Q1"])
    found = {row[0]: row[2] for row in rows(tables.headline(over_new_year, "2026-Q1"))}
    assert found["Saved against list value, year to date"] == "new year"
    assert found["Current partners"] == "+1"


def test_d_58_headline_of_a_small_portfolio_shows_counts_and_no_verdict() -> None:
    small = SUMMARY.assign(scored_partners=4, healthy_partners=3, healthy_pct=0.75)
    found = {row[0]: row[1:5] for row in rows(tables.headline(small, "2025-Q4"))}
    assert found["Healthy or better, of scored partners"] == [
        "3 of 4",
        "was 3 of 4",
        "90.0% or more",
        "",
    ]


def test_band_moves_say_what_led() -> None:
    assert columns_of(tables.band_moves(MOVES, PARTNERS), 0, 1, 4, 5) == [
        ["Ring &lt;script&gt;", "▼ down", "–", "not comparable"],
        ["Lutron", "▲ up", "+6.0", "Commercial (+6.0)"],
    ]


def test_decisions_say_their_findings_partner_by_partner_severest_first() -> None:
    assert rows(tables.decisions(DECISIONS, PARTNERS, CURRENT)) == [
        [
            *("Ring &lt;script&gt;", "–"),
            "At risk: health score 45.0, below 50.0"
            "<br>Overdue step: next step 61 days overdue<br>Not rated: no evaluation",
            "–",
        ],
        [
            *("Lutron", "Tier 1"),
            "Declining: health score −8.0 points since last quarter"
            "<br>Behind commitment: bought at 75.6% of the pace needed"
            "<br>Discount below band: 2.0 pp below the band of its tier",
            "Dana Reyes",
        ],
    ]


def test_health_tells_why_there_is_no_score_and_no_trend() -> None:
    shown = rows(tables.health(SCORES, TRENDS, PARTNERS, "2025-Q4"))
    assert shown == [
        ["Lutron", "80.0", "Healthy", "▲ Improving", "+5.0", "75.0%", "~"],
        [
            *("Ring &lt;script&gt;", "–", "insufficient data"),
            *("no score this quarter", "–", "45.0%", ""),
        ],
    ]


def test_scorecards_that_agree_are_only_counted() -> None:
    typed = pd.DataFrame(
        [
            ("lutron", 80.0, 80.0, 0.0, "Improving", "Improving"),
            ("ring", 80.0, 78.0, -2.0, "Stable", "Stable"),
        ],
        columns=[
            *("partner_id", "typed_health_score", "health_score", "difference_points"),
            *("typed_trend", "trend"),
        ],
    )
    built = tables.typed_scores(typed, PARTNERS)
    assert columns_of(built, 0, 3) == [["Ring &lt;script&gt;", "−2.0"]]
    assert "1 other scorecard agrees." in built.as_raw_html()


def test_s000_17_the_margins_of_the_composition_sum_to_all_partners() -> None:
    assert rows(tables.composition(COMPOSITION)) == [
        ["Lighting", "4", "9", "13"],
        ["Uncategorized", "0", "5", "5"],
        ["All categories", "4", "14", "18"],
    ]


def test_s001_23_returns_stand_from_worst_to_best() -> None:
    assert columns_of(tables.returns(RETURNS), 0, 1, 4, 5, 6) == [
        ["Worst: low benefit, high cost", "All", "1.45×", "45.5%", "no"],
        ["Low benefit, low cost", "Hard", "1.54×", "53.9%", "no"],
        ["Middle of both", "All", "2.23×", "123.4%", "yes"],
    ]


def test_problems_are_counted_by_owner() -> None:
    assert columns_of(tables.problems_by_owner(PROBLEMS), 0, 1, 2) == [
        ["Dana", "2", "0"],
        ["(no owner)", "0", "1"],
    ]


def test_a_problem_is_named_by_cell_or_line() -> None:
    assert columns_of(tables.problems(PROBLEMS), 0, 2) == [
        ["Q4.xlsx, Evaluations, E17", "&quot;4/5&quot;"],
        ["orders.csv, line 812", "&lt;script&gt;"],
        ["Q4.xlsx, Pipeline", "a"],
    ]


def test_problems_left_out_are_counted() -> None:
    assert "2 more are in landing.problems" in tables.problems(PROBLEMS, most=1).as_raw_html()


def test_a_partner_s_problems_are_found_by_any_spelling() -> None:
    names = pd.DataFrame({"partner_id": ["lutron"] * 2, "name_key": ["lutron", "lutron inc"]})
    found = tables.of_partner(PROBLEMS, names, "lutron")
    assert list(found["code"]) == ["unreadable-rating"]


CORRECTIONS = pd.DataFrame(
    {
        "file": ["Q4.xlsx", "orders.csv"],
        "sheet": ["Evaluations", None],
        "cell": ["E17", "C12"],
        "found": ["4/5", ""],
        "use": ["4", "9"],
        "reason": ["out of five", "forgotten"],
        "who": ["Dana", "Eve"],
        "status": ["applied", "refused"],
        "line": [2, 3],
        "partner": ["Lutron", None],
    }
)


def test_corrections_are_listed_with_who_and_why() -> None:
    built = tables.corrections(CORRECTIONS)
    assert built is not None
    assert columns_of(built, 0, 1, 2, 3, 4, 5) == [
        ["Q4.xlsx, Evaluations, E17", "4/5", "4", "out of five", "Dana", "applied"],
        ["orders.csv, C12", "–", "9", "forgotten", "Eve", "refused"],
    ]
    assert "1 refused" in built.as_raw_html()


def test_without_corrections_there_is_nothing_to_show() -> None:
    assert tables.corrections(CORRECTIONS[:0]) is None


def test_card_tells_a_tier_conflict() -> None:
    built = tables.card(CURRENT[:1], SCORES[1:2], TRENDS[:1])
    assert dict(rows(built))["Manufacturer tier"] == "Tier 1"
    assert "different tiers" in built.as_raw_html()


def test_latest_takes_the_last_snapshot_up_to_the_quarter() -> None:
    contacts = pd.DataFrame(
        {
            "partner_id": ["lutron", "lutron", "lutron", "ring"],
            "quarter": ["2025-Q2", "2025-Q3", "2025-Q4", "2025-Q3"],
            "as_of": pd.to_datetime(["2025-06-30", "2025-09-30", "2025-12-31", "2025-09-30"]),
        }
    )
    assert list(tables.latest(contacts, "lutron", "2025-Q3").index) == [1]
    assert tables.latest(contacts, "sonos", "2025-Q3").empty


EMPTY = {
    "band_moves": lambda: tables.band_moves(MOVES[:0], PARTNERS),
    "decisions": lambda: tables.decisions(DECISIONS[:0], PARTNERS, CURRENT),
    "health": lambda: tables.health(SCORES[:0], TRENDS[:0], PARTNERS, "2025-Q4"),
    "composition": lambda: tables.composition(COMPOSITION[:0]),
    "returns": lambda: tables.returns(RETURNS[:0]),
    "problems_by_owner": lambda: tables.problems_by_owner(PROBLEMS[:0]),
    "problems": lambda: tables.problems(PROBLEMS[:0]),
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_table_of_nothing_is_one_line_that_says_so(name: str) -> None:
    ((said,),) = rows(EMPTY[name]())
    assert said.endswith(".")


def test_a_card_of_an_unknown_partner_shows_dashes() -> None:
    built = tables.card(CURRENT[:0], SCORES[:0], TRENDS[:0])
    assert {value for _, value in rows(built)} == {"–"}


def test_a_sparkline_leaves_a_gap_for_a_missing_quarter() -> None:
    assert sparkline([1.0, 2.0, 3.0]).count("<line") == 2
    assert sparkline([1.0, 2.0, np.nan, 3.0]).count("<line") == 1
    assert sparkline([np.nan, 3.0]) == ""


def test_the_headline_sentence() -> None:
    assert sentences.headline(SUMMARY, "2025-Q4") == (
        "27 of 27 partners are scored; 88.9% are Healthy or better (target 90.0% or more: near)."
        " The discount achieved over the last four quarters is 22.0%"
        " (target 30.0% or more: missed)."
    )


def test_one_minute_tells_headline_moves_and_decisions() -> None:
    told = sentences.one_minute(SUMMARY, MOVES[:0], DECISIONS[:1], PARTNERS, "2025-Q4")
    assert told.startswith("27 of 27 partners are scored;")
    assert told.endswith(
        "No partner moved band since last quarter. 1 decision waits at 1 partner: 1 at risk."
    )


def test_without_an_earlier_quarter_nothing_is_said_of_moves() -> None:
    told = sentences.one_minute(SUMMARY[1:], MOVES[:0], DECISIONS[:1], PARTNERS, "2025-Q4")
    assert "moved" not in told
    assert "since" not in told


def test_the_headline_says_what_its_sums_lack() -> None:
    lacking = {
        "carried_partners": 27,
        "oldest_state_as_of": pd.Timestamp("2025-09-30"),
        "unpriced_lines": 1,
        "partial_savings_partners": 2,
        "partners_without_saving": 1,
        "commitments_without_attainment": 3,
    }
    assert sentences.headline(SUMMARY.assign(**lacking), "2025-Q4").endswith(
        " No pipeline shows this quarter: the state of 27 partners is that of Sep 30, 2025."
        " 1 order line has no amount in the program's currency and is not in the discount."
        " The sum of savings holds only a part of what 2 partners saved and nothing of 1 partner."
        " 3 commitments without a volume to hold against are not counted."
    )


def test_states_of_a_quarter_without_a_pipeline_are_those_last_known() -> None:
    day = pd.Timestamp("2025-09-30")
    progress = pd.DataFrame(
        {"partner_id": ["ring"], "quarter": ["2025-Q3"], "as_of": [day], "stage": ["Outreach"]}
    ).assign(is_latest_in_quarter=True)
    current = pd.DataFrame(
        {"partner_id": ["ring"], "state_as_of": [day], "state_age_quarters": [1]}
    )
    assert tables.states(progress, current, "2025-Q4")["state_age_quarters"].tolist() == [1]
    of_its_own = tables.states(progress, current[:0], "2025-Q3")
    assert of_its_own["state_age_quarters"].tolist() == [0]


def test_the_sentences_of_moves_and_decisions() -> None:
    assert sentences.moves(MOVES, PARTNERS) == "Ring <script> moved down; Lutron moved up."
    assert sentences.decisions(DECISIONS[:2]) == (
        "2 decisions wait at 2 partners: 1 at risk, 1 declining."
    )


def test_the_sentence_of_a_partner_gives_bounds_where_not_all_was_rated() -> None:
    assert sentences.partner(SCORES[1:2], TRENDS[:1], CURRENT[:1]) == (
        "Lutron scores 80.0 and is in the band Healthy. Improving: +5.0 points since 2025-Q3."
        " 75.0% of the weights were rated: the score lies between 65.0 and 85.0 whatever the rest"
        " were."
    )
    assert sentences.partner(SCORES[2:], TRENDS[1:], CURRENT[1:]) == (
        "Ring <script> has no health score in this quarter: insufficient data."
    )


def test_the_sentence_of_the_return_tests_the_claim() -> None:
    assert sentences.returns(RETURNS) == (
        "The program expects 2.23× its cost, between 1.45× and 2.23×. The claim of 2.00× to 2.50×"
        " is borne out in 1 of 2 combinations of low and high."
    )


def test_a_sentence_is_shown_as_an_escaped_paragraph_without_formulas() -> None:
    shown = sentences.Sentence("$1 of <b> $2")._repr_html_()
    assert shown.startswith('<p class="sentence tex2jax_ignore mathjax_ignore">')
    assert "&lt;b&gt;" in shown


def test_cover_refuses_another_program_and_a_quarter_without_exports() -> None:
    builds = pd.DataFrame({"build_id": [1, 2], "program": ["old", "homeaiq"]})
    imports = pd.DataFrame({"as_of": pd.to_datetime(["2025-12-31"])})
    assert "the latest as of Dec 31, 2025" in sentences.cover("2025-Q4", "homeaiq", builds, imports)
    with pytest.raises(InvalidCall, match="parameter program"):
        sentences.cover("2025-Q4", "other", builds, imports)
    with pytest.raises(InvalidCall, match="parameter quarter"):
        sentences.cover("2031-Q1", "homeaiq", builds, imports[:0])


def test_lines_without_an_amount_are_no_lack_of_lines() -> None:
    achieved = pd.DataFrame({"achieved_pct": [None], "list_usd": [None], "unpriced_lines": [2]})
    said = sentences.partner_discount(achieved, pd.DataFrame({"effective_pct": []}))
    assert said == (
        "2 order lines have no amount in the program's currency and are not in any discount."
        " No discount terms are stated."
    )


def test_a_saving_of_a_part_of_the_year_says_so() -> None:
    saved = pd.DataFrame(
        {
            "saved_usd": [85_900.0],
            "basis": ["realized"],
            "is_partial": [True],
            "unpriced_lines": [2],
        }
    )
    said = sentences.partner_commitment(pd.DataFrame({"attainment_pct": []}), saved)
    assert "only a part of the year is known" in said
    assert "2 order lines have no amount" in said


def test_a_dimension_rated_for_the_first_time_is_no_change_and_is_told() -> None:
    drivers = pd.DataFrame(
        {
            "dimension": ["commercial", "operational"],
            "rating": [4.0, 3.0],
            "previous_rating": [4.0, None],
            "contribution_change_points": [0.0, None],
        }
    )
    assert sentences.drivers(drivers) == (
        "No rating that there was before changed. Rated for the first time: Operational."
    )
