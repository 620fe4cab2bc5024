"""Charts: what they show of a frame, in numbers and words, and what they say of an empty one."""

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from partner_analytics.showing import charts
from partner_analytics.showing.charts import theme

PARTNERS = pd.DataFrame(
    {"partner_id": ["lutron", "sonos", "ring"], "partner": ["Lutron", "Sonos <b>", "Ring"]}
)
BANDS = pd.DataFrame(
    [
        ("2025-Q4", "At Risk", 1, 0.0, 50.0),
        ("2025-Q4", "Attention", 2, 50.0, 70.0),
        ("2025-Q4", "Healthy", 3, 70.0, 90.0),
        ("2025-Q4", "Expansion", 4, 90.0, 100.0),
    ],
    columns=["quarter", "band", "band_rank", "lower_score", "upper_score"],
)
SCORES = pd.DataFrame(
    [
        ("lutron", "2025-Q4", 75.0, "Healthy", 1.0, 75.0, 75.0),
        ("sonos", "2025-Q4", None, None, 0.45, 40.0, 80.0),
        ("ring", "2025-Q4", 80.0, "Healthy", 0.75, 65.0, 85.0),
    ],
    columns=[
        *("partner_id", "quarter", "health_score", "band", "coverage_pct"),
        *("lower_bound_score", "upper_bound_score"),
    ],
)
DISTRIBUTION = pd.DataFrame(
    [
        ("2025-Q3", "Not scored", 0, 1, 0.5),
        ("2025-Q3", "Healthy", 3, 1, 0.5),
        ("2025-Q4", "Not scored", 0, 0, 0.0),
        ("2025-Q4", "Healthy", 3, 3, 1.0),
    ],
    columns=["quarter", "band", "band_rank", "partners", "share_pct"],
)
RATINGS = pd.DataFrame(
    [
        ("lutron", "2025-Q3", "technical", 3.0, 1, 3.0, 3.0),
        ("lutron", "2025-Q4", "technical", 4.0, 2, 3.0, 5.0),
        ("lutron", "2025-Q4", "commercial", 5.0, 1, 5.0, 5.0),
    ],
    columns=[
        *("partner_id", "quarter", "dimension", "rating", "raters"),
        *("lowest_rating", "highest_rating"),
    ],
)
DRIVERS = pd.DataFrame(
    [
        ("lutron", "2025-Q4", "technical", 4.0, 3.0, 5.0),
        ("lutron", "2025-Q4", "commercial", 5.0, None, None),
        ("lutron", "2025-Q4", "operational", 2.0, 4.0, -4.0),
    ],
    columns=[
        *("partner_id", "quarter", "dimension", "rating", "previous_rating"),
        "contribution_change_points",
    ],
)
TIERS = pd.DataFrame(
    [
        ("2025-Q4", "year1", "manufacturer:2", True, 9, 7, 8, 10, 0, 0, "in range"),
        ("2025-Q4", "steady_state", "manufacturer:2", False, 9, 7, 12, 15, 3, 0, "short"),
        ("2025-Q4", "year1", "untiered", True, 1, 0, None, None, None, None, None),
    ],
    columns=[
        *("quarter", "target_set", "tier", "is_default", "partners", "active_partners"),
        *("low_count", "high_count", "short", "over", "status"),
    ],
)
PIPELINE = pd.DataFrame(
    {
        "partner_id": ["lutron", "sonos", "ring"],
        "stage": ["Active Partnership", "Active Partnership", "Initial Outreach"],
        "stage_number": pd.array([6, 6, 2], dtype="Int8"),
        "overdue_days": pd.array([4, 0, None], dtype="Int64"),
    }
)
# The list-weighted reading of S001-27: 10,000 at 40% and 90,000 at 20%.
DISCOUNT = pd.DataFrame(
    [
        ("2025-Q4", "trailing_4_quarters", True, 2, 100_000.0, 0.22, 0.30, 0.215, 0.282, 0.30),
        ("2025-Q4", "quarter", False, 1, 50_000.0, 0.25, 0.25, 0.25, 0.3333, 0.30),
    ],
    columns=[
        *("quarter", "window", "is_default", "partners", "list_usd"),
        *("list_weighted_pct", "simple_mean_pct", "net_weighted_pct", "list_over_net_pct"),
        "target_pct",
    ],
)
ACHIEVED = pd.DataFrame(
    [("lutron", "2025-Q4", 345, 10_000.0, 0.4), ("ring", "2025-Q4", 0, None, None)],
    columns=["partner_id", "quarter", "lines", "list_usd", "achieved_pct"],
)
TERMS = pd.DataFrame(
    [
        ("lutron", "2025-Q4", "manufacturer:1", 0.32, 0.06, 0.04, 0.42, 0.35, 0.45, 0.0, "in band"),
        ("sonos", "2025-Q4", "manufacturer:1", 0.33, None, None, 0.33, 0.35, 0.45, -0.02, "below"),
        ("ring", "2025-Q4", None, 0.10, None, None, 0.10, None, None, None, None),
    ],
    columns=[
        *("partner_id", "quarter", "tier", "base_pct", "volume_pct", "growth_pct"),
        *("effective_pct", "band_low_pct", "band_high_pct", "gap_pp", "status"),
    ],
)
# S000-6: 150,000 of 400,000 at day 181 of 365.
COMMITMENTS = pd.DataFrame(
    [("lutron", "2025-Q2", 400_000.0, 150_000.0, 0.375, 181 / 365, 0.75621, "behind")],
    columns=[
        *("partner_id", "quarter", "due_commitment_usd", "counted_volume_usd"),
        *("attainment_pct", "elapsed_pct", "pace_index", "status"),
    ],
)
SAVINGS = pd.DataFrame(
    [
        ("lutron", "2025-Q2", "realized", 100_000.0, 0.35, 35_000.0),
        ("ring", "2025-Q2", "negotiated", 50_000.0, 0.2, 10_000.0),
    ],
    columns=["partner_id", "quarter", "basis", "list_usd", "discount_pct", "saved_usd"],
)
# S001-23.
RETURNS = pd.DataFrame(
    [
        ("2025-Q4", "all", "low/low", 2_000_000.0, 975_000.0, 2.0513, 1.0513, 2.0, 2.5),
        ("2025-Q4", "all", "worst", 2_000_000.0, 1_375_000.0, 1.4545, 0.4545, 2.0, 2.5),
        ("2025-Q4", "hard", "low/low", 1_500_000.0, 975_000.0, 1.5385, 0.5385, 2.0, 2.5),
    ],
    columns=[
        *("quarter", "benefits", "corner", "benefit_usd", "cost_usd", "return_multiple"),
        *("roi_pct", "claim_low_multiple", "claim_high_multiple"),
    ],
)

CHARTS = {
    "health_bars": (charts.health_bars, (SCORES, PARTNERS, BANDS)),
    "health_distribution": (charts.health_distribution, (DISTRIBUTION,)),
    "health_history": (charts.health_history, (SCORES[:1], BANDS)),
    "dimension_profile": (charts.dimension_profile, (RATINGS, "2025-Q4")),
    "health_drivers": (charts.health_drivers, (DRIVERS,)),
    "tier_distribution": (charts.tier_distribution, (TIERS,)),
    "pipeline_stages": (charts.pipeline_stages, (PIPELINE,)),
    "discount_readings": (charts.discount_readings, (DISCOUNT,)),
    "discount_history": (charts.discount_history, (DISCOUNT,)),
    "discount_by_partner": (charts.discount_by_partner, (ACHIEVED, PARTNERS)),
    "discount_course": (charts.discount_course, (ACHIEVED[:1], TERMS[:1])),
    "effective_discount": (charts.effective_discount, (TERMS, PARTNERS)),
    "commitment_pace": (charts.commitment_pace, (COMMITMENTS, PARTNERS)),
    "savings": (charts.savings, (SAVINGS, PARTNERS)),
    "program_return": (charts.program_return, (RETURNS,)),
}
each_chart = pytest.mark.parametrize("name", CHARTS)


def drawn(name: str) -> go.Figure:
    function, arguments = CHARTS[name]
    return function(*arguments)


def texts(figure: go.Figure) -> str:
    """Everything a reader sees as text, but for the axes."""
    shown: list[Any] = [note.text for note in figure.layout.annotations]
    for trace in figure.data:
        shown += [trace.name, *(trace.text if isinstance(trace.text, tuple | list) else ())]
    return " | ".join(str(text) for text in shown if text)


def test_every_public_chart_is_tested() -> None:
    assert set(CHARTS) == set(charts.__all__)


@each_chart
def test_a_chart_has_title_axis_titles_and_a_page_s_width(name: str) -> None:
    figure = drawn(name)
    assert figure.layout.title.text
    assert figure.layout.xaxis.title.text
    assert figure.layout.width == theme.PAGE_WIDTH


@each_chart
def test_a_chart_of_nothing_says_so(name: str) -> None:
    function, arguments = CHARTS[name]
    empty = [a.iloc[:0] if isinstance(a, pd.DataFrame) else a for a in arguments]
    figure = function(*empty)
    assert len(figure.data) == 0
    (message,) = figure.layout.annotations
    assert message.text.endswith(".")


@each_chart
def test_a_chart_does_not_change_its_frames(name: str) -> None:
    function, arguments = CHARTS[name]
    before = [a.copy() if isinstance(a, pd.DataFrame) else a for a in arguments]
    function(*arguments)
    for frame, copy in zip(arguments, before, strict=True):
        if isinstance(frame, pd.DataFrame):
            pd.testing.assert_frame_equal(frame, copy)


@each_chart
def test_a_chart_is_the_same_json_each_time(name: str) -> None:
    assert drawn(name).to_json() == drawn(name).to_json()
    json.loads(drawn(name).to_json())


@pytest.mark.parametrize("name", ["health_bars", "effective_discount"])
def test_a_partner_s_name_is_shown_as_text(name: str) -> None:
    assert "<b>" not in drawn(name).to_json().encode().decode("unicode_escape")


def test_health_bars_say_score_and_band_best_first() -> None:
    figure = drawn("health_bars")
    assert list(figure.layout.yaxis.categoryarray) == ["Ring", "Lutron", "Sonos &lt;b&gt;"]
    assert list(figure.data[1].text) == ["80.0 Healthy", "75.0 Healthy", "not scored"]


def test_health_bars_show_bounds_only_where_something_was_not_rated() -> None:
    ring, lutron, sonos = zip(*_errors(drawn("health_bars")), strict=True)
    assert ring == (5.0, 15.0)
    assert np.isnan(lutron).all()
    assert np.isnan(sonos).all()


def _errors(figure: go.Figure) -> tuple[Any, Any]:
    error = figure.data[0].error_x
    return error.array, error.arrayminus


def test_health_distribution_names_the_bands_in_the_bars() -> None:
    healthy, not_scored = drawn("health_distribution").data
    assert list(healthy.text) == ["1 Healthy", "3 Healthy"]
    assert list(not_scored.text) == ["1 Not scored", ""]


@pytest.mark.parametrize("unscored", [SCORES[1:2], SCORES[:0]], ids=["no score", "no row"])
def test_a_quarter_without_score_is_a_gap_that_says_so(unscored: pd.DataFrame) -> None:
    first, last = SCORES[:1].assign(quarter="2025-Q2"), SCORES[:1]
    history = pd.concat([first, unscored.assign(quarter="2025-Q3"), last])
    figure = charts.health_history(history, BANDS)
    assert list(figure.data[0].x) == ["2025-Q2", "2025-Q3", "2025-Q4"]
    assert np.isnan(figure.data[0].y[1])
    assert figure.data[0].connectgaps is False
    assert "not scored" in texts(figure)


def test_a_quarter_without_orders_is_a_gap_in_the_discount() -> None:
    course = pd.concat([ACHIEVED[:1].assign(quarter="2025-Q2"), ACHIEVED[:1]])
    achieved = charts.discount_course(course, TERMS[:0]).data[1]
    assert list(achieved.x) == ["2025-Q2", "2025-Q3", "2025-Q4"]
    assert np.isnan(achieved.y[1])


def test_dimensions_stand_in_the_order_of_the_evaluation() -> None:
    assert list(drawn("dimension_profile").layout.yaxis.categoryarray) == [
        "Commercial",
        "Technical",
    ]


def test_the_profile_takes_the_calendar_neighbor_not_the_row_before() -> None:
    older = RATINGS.assign(quarter=RATINGS["quarter"].replace("2025-Q3", "2025-Q2"))
    previous = charts.dimension_profile(older, "2025-Q4").data[1]
    assert previous.name == "2025-Q3"
    assert np.isnan(np.asarray(previous.x, dtype=float)).all()


def test_drivers_leave_out_what_cannot_be_compared() -> None:
    assert list(drawn("health_drivers").data[0].text) == ["+5.0", "−4.0"]


def test_s001_3_both_target_sets_are_said_in_words() -> None:
    said = texts(drawn("tier_distribution"))
    assert "9 current, 7 active" in said
    assert "year-1 target 8–10: in range" in said
    assert "steady-state target 12–15: short 3" in said


def test_pipeline_stages_count_overdue_apart_and_show_empty_stages() -> None:
    on_time, overdue = drawn("pipeline_stages").data
    assert list(on_time.x) == [0, 1, 0, 0, 0, 1]
    assert list(overdue.x) == [0, 0, 0, 0, 0, 1]


def test_s001_27_the_readings_disagree_about_the_target() -> None:
    assert list(drawn("discount_readings").data[0].text) == [
        "22.0%, below target",
        "30.0%, at target",
        "21.5%, below target",
        "28.2%, below target",
    ]
    assert "target 30.0%" in texts(drawn("discount_readings"))


def test_a_partner_without_orders_is_not_drawn_as_zero() -> None:
    assert list(drawn("discount_by_partner").data[0].y) == ["Lutron"]


def test_s001_9_the_gap_to_the_band_is_said() -> None:
    said = texts(drawn("effective_discount"))
    assert "42.0%" in said
    assert "33.0% (−2.0 pp)" in said
    assert "no band" in said


def test_a_status_has_a_symbol_of_its_own() -> None:
    _, *marks = drawn("effective_discount").data[:4]
    assert len({trace.marker.symbol for trace in marks}) == len(marks) == 3


def test_s000_6_pace_is_drawn_against_the_part_of_the_year() -> None:
    said = texts(drawn("commitment_pace"))
    assert "37.5% ▼ behind" in said
    assert "49.6% of the year is over" in said


def test_savings_tell_their_basis_by_pattern() -> None:
    realized, negotiated = drawn("savings").data
    assert (realized.name, negotiated.name) == ("realized", "negotiated")
    assert realized.marker.pattern.shape != negotiated.marker.pattern.shape


def test_s001_23_the_claim_stands_beside_the_corners() -> None:
    figure = drawn("program_return")
    assert list(figure.data[0].text) == ["1.45×", "2.05×"]
    assert "claimed: 2.00× to 2.50×" in texts(figure)


def test_no_figure_leaves_two_dollar_signs_to_tex() -> None:
    for name in CHARTS:
        assert all(text.count("$") < 2 for text in texts(drawn(name)).split(" | "))
