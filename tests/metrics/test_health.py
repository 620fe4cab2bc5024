"""Health: ratings, scores, trends and what drove them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

RATING = st.one_of(st.none(), st.integers(min_value=1, max_value=5))


def test_d_05_several_raters_give_their_median(answer, ratings):
    evaluations = [
        *ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2, rater="Ann"),
        *ratings("lutron", "2025-Q2", 5, 3, 5, 4, 2, rater="Bob"),
    ]
    commercial = answer("dimension_ratings", evaluations=evaluations)[0]
    assert commercial == {
        "partner_id": "lutron",
        "quarter": "2025-Q2",
        "dimension": "commercial",
        "rating": 4.5,
        "raters": 2,
        "lowest_rating": 4,
        "highest_rating": 5,
    }


def test_the_last_snapshot_of_a_rater_counts(answer, ratings):
    evaluations = [
        *ratings("lutron", "2025-Q2", 1, 1, 1, 1, 1, rater="Ann", as_of="2025-05-31"),
        *ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2, rater="Ann", as_of="2025-06-30"),
        *ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2, rater="Bob", as_of="2025-06-15"),
    ]
    rows = answer("dimension_ratings", evaluations=evaluations)
    assert [(row["rating"], row["raters"]) for row in rows] == [
        (4, 2),
        (2, 2),
        (5, 2),
        (4, 2),
        (3, 2),
    ]


def test_d_05_a_late_correction_of_one_dimension_leaves_the_others(answer, ratings):
    late = {"dimension": "commercial", "rating": 5, "as_of": "2025-04-10"}
    rows = answer(
        "dimension_ratings",
        quarters=("2025-Q1",),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, 4, 4, 4, 4, as_of="2025-03-31"),
            {"partner_id": "lutron", "quarter": "2025-Q1", **late},
        ],
    )
    assert {row["dimension"]: (row["rating"], row["raters"]) for row in rows} == {
        "commercial": (5, 1),
        "operational": (4, 1),
        "relationship": (4, 1),
        "strategic": (4, 1),
        "technical": (4, 1),
    }


def test_a_dimension_nobody_rated_stays_without_a_rating(answer, ratings):
    rows = answer("dimension_ratings", evaluations=ratings("lutron", "2025-Q2", 4, None, 5, 4, 2))
    assert [(r["rating"], r["raters"]) for r in rows if r["dimension"] == "technical"] == [
        (None, 0)
    ]


def test_s000_11_weighted_rating_becomes_a_score(answer, ratings):
    # 4 x 30% + 3 x 25% + 5 x 20% + 4 x 15% + 2 x 10% = 1.20 + 0.75 + 1.00 + 0.60 + 0.20 = 3.75
    (row,) = answer("health_score", evaluations=ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2))
    assert row["weighted_rating"] == 3.75
    assert row["health_score"] == 75.0
    assert row["band"] == "Healthy"
    assert row["other_scale_score"] == 68.75
    assert row["other_scale_band"] == "Attention"
    assert row["rules_id"] == "homeaiq/weights/2025-01-01"


def test_d_01_the_program_may_choose_the_other_scale(answer, ratings, homeaiq):
    rules = homeaiq("2025-Q2")["health_rules"]
    (row,) = answer(
        "health_score",
        evaluations=ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2),
        health_rules=[{**rules[0], "rating_scale": "min_max"}],
    )
    assert (row["health_score"], row["other_scale_score"]) == (68.75, 75.0)
    assert (row["lower_bound_score"], row["upper_bound_score"]) == (68.75, 68.75)


def test_g_04_a_score_on_a_band_edge_belongs_to_the_upper_band(answer, ratings):
    # 3 x 30 + 3 x 25 + 5 x 20 + 3 x 15 + 4 x 10 = 350; naive floats give 69.99999999999999
    (row,) = answer("health_score", evaluations=ratings("lutron", "2025-Q2", 3, 3, 5, 3, 4))
    assert row["health_score"] == 70.0
    assert row["band"] == "Healthy"


@pytest.mark.parametrize(
    ("five", "score", "band"),
    [
        ((1, 1, 1, 1, 1), 20.0, "At risk"),
        ((2, 3, 2, 3, 3), 50.0, "Attention"),  # 60 + 75 + 40 + 45 + 30 = 250
        ((5, 5, 4, 3, 5), 90.0, "Expansion"),  # 150 + 125 + 80 + 45 + 50 = 450
        ((5, 5, 5, 5, 5), 100.0, "Expansion"),
    ],
)
def test_d_02_bands_hold_their_lower_edge_and_the_top_one_both(answer, ratings, five, score, band):
    (row,) = answer("health_score", evaluations=ratings("lutron", "2025-Q2", *five))
    assert (row["health_score"], row["band"]) == (score, band)


def test_g_05_missing_dimension_is_not_zero(answer, ratings):
    # technical missing: (120 + 100 + 60 + 20) / 75 = 4.0; at worst +25 x 1, at best +25 x 5
    (row,) = answer("health_score", evaluations=ratings("lutron", "2025-Q2", 4, None, 5, 4, 2))
    assert row["health_score"] == 80.0
    assert row["coverage_pct"] == 0.75
    assert (row["lower_bound_score"], row["upper_bound_score"]) == (65.0, 85.0)


def test_g_05_a_dimension_without_a_row_is_missing_too(answer, ratings):
    four_rows = [
        row
        for row in ratings("lutron", "2025-Q2", 4, None, 5, 4, 2)
        if row["dimension"] != "technical"
    ]
    (row,) = answer("health_score", evaluations=four_rows)
    assert (row["health_score"], row["coverage_pct"]) == (80.0, 0.75)


def test_g_05_below_the_coverage_floor_there_is_no_score(answer, ratings):
    (row,) = answer(
        "health_score", evaluations=ratings("lutron", "2025-Q2", 4, 3, None, None, None)
    )
    assert row["coverage_pct"] == 0.55
    assert (row["health_score"], row["band"], row["weighted_rating"]) == (None, None, None)
    assert row["null_reason"] == "insufficient data"
    # (120 + 75 + 45 x 1) x 20 / 100 = 48, (195 + 45 x 5) x 20 / 100 = 84
    assert (row["lower_bound_score"], row["upper_bound_score"]) == (48.0, 84.0)


def test_g_05_coverage_on_the_floor_is_enough(answer, ratings):
    (row,) = answer("health_score", evaluations=ratings("lutron", "2025-Q2", 4, None, 4, None, 4))
    assert (row["coverage_pct"], row["health_score"]) == (0.6, 80.0)


def test_an_evaluation_without_any_rating_is_no_zero(answer, ratings):
    nobody = ratings("lutron", "2025-Q2", None, None, None, None, None)
    (row,) = answer("health_score", evaluations=nobody)
    assert (row["health_score"], row["coverage_pct"]) == (None, 0.0)
    assert (row["lower_bound_score"], row["upper_bound_score"]) == (20.0, 100.0)


def test_a_quarter_without_rules_gives_no_score(answer, ratings):
    (row,) = answer("health_score", evaluations=ratings("lutron", "2024-Q4", 4, 3, 5, 4, 2))
    assert (row["health_score"], row["band"], row["other_scale_score"]) == (None, None, None)
    assert row["null_reason"] == "no rules for the quarter"


def test_g_07_a_new_weight_leaves_the_quarters_before_it_alone(answer, ratings, homeaiq):
    weights = homeaiq("2025-Q2", "2025-Q3")["health_weights"]
    new = {"commercial": 40, "technical": 15}
    changed = [
        {**row, "weight": new.get(row["dimension"], row["weight"]), "rules_id": "from 2025-07-01"}
        if row["quarter"] == "2025-Q3"
        else row
        for row in weights
    ]
    before, after = answer(
        "health_score",
        quarters=("2025-Q2", "2025-Q3"),
        evaluations=[
            *ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2),
            *ratings("lutron", "2025-Q3", 4, 3, 5, 4, 2),
        ],
        health_weights=changed,
    )
    assert (before["health_score"], before["rules_id"]) == (75.0, "homeaiq/weights/2025-01-01")
    # 4 x 40 + 3 x 15 + 5 x 20 + 4 x 15 + 2 x 10 = 385
    assert (after["health_score"], after["rules_id"]) == (77.0, "from 2025-07-01")


def test_health_distribution_has_every_band_and_those_not_scored(answer, ratings, in_stage):
    rows = answer(
        "health_distribution",
        pipeline=[in_stage(partner) for partner in ("healthy", "at-risk", "unrated", "too-thin")],
        evaluations=[
            *ratings("healthy", "2025-Q2", 4, 3, 5, 4, 2),
            *ratings("at-risk", "2025-Q2", 1, 1, 1, 1, 1),
            *ratings("too-thin", "2025-Q2", 5, None, None, None, None),
            *ratings("not-in-the-pipeline", "2025-Q2", 5, 5, 5, 5, 5),
        ],
    )
    found = {row["band"]: (row["band_rank"], row["partners"], row["share_pct"]) for row in rows}
    assert found == {
        "Not scored": (0, 2, 0.5),
        "At risk": (1, 1, 0.25),
        "Attention": (2, 0, 0.0),
        "Healthy": (3, 1, 0.25),
        "Expansion": (4, 0, 0.0),
    }


def test_a_typed_score_stands_beside_the_computed_one(answer, ratings):
    typed, unrated = answer(
        "health_typed",
        quarters=("2025-Q2",),
        evaluations=ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2),
        scorecards=[
            {
                "partner_id": "lutron",
                "quarter": "2025-Q2",
                "typed_health_score": 80,
                "typed_trend": "Improving",
            },
            {"partner_id": "unrated", "quarter": "2025-Q2", "typed_health_score": 60},
        ],
    )
    assert (typed["typed_health_score"], typed["health_score"]) == (80.0, 75.0)
    assert typed["difference_points"] == -5.0
    assert (typed["typed_trend"], typed["trend"]) == ("Improving", "New")
    assert (unrated["health_score"], unrated["difference_points"]) == (None, None)


@settings(max_examples=20, deadline=None)
@given(five=st.tuples(RATING, RATING, RATING, RATING, RATING))
def test_a_score_lies_between_its_bounds_and_its_ratings(answer_on_pandas, ratings, five):
    evaluations = ratings("lutron", "2025-Q2", *five)
    (row,) = answer_on_pandas("health_score", evaluations=evaluations)
    rated = [rating * 20 for rating in five if rating is not None]
    assert 20 <= row["lower_bound_score"] <= row["upper_bound_score"] <= 100
    if row["health_score"] is not None:
        assert min(rated) <= row["health_score"] <= max(rated)
        assert row["lower_bound_score"] <= row["health_score"] <= row["upper_bound_score"]
