"""Trends, what drove them, and moves from band to band."""

import pytest


@pytest.mark.parametrize(
    ("five", "change", "trend"),
    [
        ((4, 3, 4, 4, 2), -4.0, "Stable"),  # relationship one down: -20 points of 500
        ((3, 3, 5, 4, 2), -6.0, "Declining"),  # commercial one down
        ((4, 4, 5, 4, 2), +5.0, "Improving"),  # technical one up
        ((4, 3, 5, 4, 2), 0.0, "Stable"),
        ((4, 2, 5, 4, 2), -5.0, "Declining"),
    ],
)
def test_s000_12_five_points_make_a_trend(answer, ratings, five, change, trend):
    first, second = answer(
        "health_trend",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, 3, 5, 4, 2),
            *ratings("lutron", "2025-Q2", *five),
        ],
    )
    assert (first["trend"], first["change_points"]) == ("New", None)
    assert (second["previous_score"], second["current_score"]) == (75.0, 75.0 + change)
    assert (second["change_points"], second["trend"]) == (change, trend)


def test_d_60_trend_is_null_after_a_skipped_quarter(answer, ratings):
    _, third = answer(
        "health_trend",
        quarters=("2025-Q1", "2025-Q2", "2025-Q3"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, 3, 5, 4, 2),
            *ratings("lutron", "2025-Q3", 5, 5, 5, 5, 5),
        ],
    )
    assert (third["trend"], third["change_points"]) == (None, None)
    assert (third["previous_quarter"], third["null_reason"]) == ("2025-Q2", "no score last quarter")


def test_d_60_a_partner_rated_too_thinly_before_is_not_new(answer, ratings):
    _, second = answer(
        "health_trend",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, None, None, None, None),
            *ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2),
        ],
    )
    assert (second["trend"], second["null_reason"]) == (None, "no score last quarter")


def test_d_60_trend_is_null_without_a_score_this_quarter(answer, ratings):
    _, second = answer(
        "health_trend",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, 3, 5, 4, 2),
            *ratings("lutron", "2025-Q2", 4, None, None, None, None),
        ],
    )
    assert (second["trend"], second["null_reason"]) == (None, "no score this quarter")


def test_d_60_too_few_dimensions_in_common_are_not_comparable(answer, ratings):
    # rated in both: relationship 20 and strategic 15 of 100
    _, second = answer(
        "health_trend",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, None, 5, 4, None),
            *ratings("lutron", "2025-Q2", None, 4, 5, 4, 3),
        ],
    )
    assert second["comparable_pct"] == 0.35
    assert (second["trend"], second["null_reason"]) == (None, "not comparable")
    assert (second["previous_score"], second["current_score"]) == (None, None)


def test_d_60_a_dimension_no_longer_rated_is_left_out_of_both_quarters(answer, ratings):
    # without operational, of 90: before 30x4 + 25x3 + 20x5 + 15x4 = 355, now 325: -30 x 20 / 90
    _, second = answer(
        "health_trend",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, 3, 5, 4, 1),
            *ratings("lutron", "2025-Q2", 3, 3, 5, 4, None),
        ],
    )
    assert second["comparable_pct"] == 0.9
    assert second["change_points"] == pytest.approx(-6.667, abs=0.001)
    assert second["trend"] == "Declining"


def test_d_04_both_quarters_are_weighed_by_this_quarters_weights(answer, ratings, homeaiq):
    new = {"commercial": 40, "technical": 15}
    changed = [
        {**row, "weight": new.get(row["dimension"], row["weight"])}
        if row["quarter"] == "2025-Q3"
        else row
        for row in homeaiq("2025-Q2", "2025-Q3")["health_weights"]
    ]
    _, after = answer(
        "health_trend",
        quarters=("2025-Q2", "2025-Q3"),
        evaluations=[
            *ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2),
            *ratings("lutron", "2025-Q3", 4, 3, 5, 4, 2),
        ],
        health_weights=changed,
    )
    assert (after["previous_score"], after["current_score"]) == (77.0, 77.0)
    assert (after["change_points"], after["trend"]) == (0.0, "Stable")


def test_drivers_sum_to_the_change_in_score(answer, ratings):
    rows = answer(
        "health_drivers",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, 3, 5, 4, 2),
            *ratings("lutron", "2025-Q2", 3, 3, 5, 3, 4),
        ],
    )
    contribution = {
        row["dimension"]: row["contribution_change_points"]
        for row in rows
        if row["quarter"] == "2025-Q2"
    }
    # 75.0 -> 70.0
    assert contribution == {
        "commercial": -6.0,
        "technical": 0.0,
        "relationship": 0.0,
        "strategic": -3.0,
        "operational": 4.0,
    }
    assert {r["contribution_change_points"] for r in rows if r["quarter"] == "2025-Q1"} == {None}


def test_a_dimension_not_rated_before_contributes_nothing_known(answer, ratings):
    rows = answer(
        "health_drivers",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, None, 5, 4, 2),
            *ratings("lutron", "2025-Q2", 3, 5, 5, 4, None),
        ],
    )
    known = {
        row["dimension"]: (row["previous_rating"], row["rating"], row["contribution_change_points"])
        for row in rows
        if row["quarter"] == "2025-Q2"
    }
    assert known["technical"] == (None, 5, None)
    assert known["operational"] == (2, None, None)
    # commercial, relationship and strategic carry 65 of 100: -30 x 20 / 65
    assert known["commercial"][2] == pytest.approx(-600 / 65)


def test_a_band_move_names_the_dimension_that_led_it(answer, ratings):
    (move,) = answer(
        "band_moves",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 4, 3, 5, 4, 2),
            *ratings("lutron", "2025-Q2", 3, 3, 4, 4, 3),
            *ratings("sonos", "2025-Q1", 4, 3, 5, 4, 2),
            *ratings("sonos", "2025-Q2", 4, 3, 5, 4, 3),
        ],
    )
    # commercial -6, relationship -4, operational +2: 75 -> 67
    assert move == {
        "partner_id": "lutron",
        "quarter": "2025-Q2",
        "previous_band": "Healthy",
        "band": "Attention",
        "direction": "down",
        "change_points": -8.0,
        "leading_dimension": "commercial",
        "leading_change_points": -6.0,
    }


def test_a_move_up_is_led_by_a_gain(answer, ratings):
    (move,) = answer(
        "band_moves",
        quarters=("2025-Q1", "2025-Q2"),
        evaluations=[
            *ratings("lutron", "2025-Q1", 3, 3, 4, 4, 3),
            *ratings("lutron", "2025-Q2", 4, 3, 5, 4, 2),
        ],
    )
    assert (move["direction"], move["leading_dimension"], move["leading_change_points"]) == (
        "up",
        "commercial",
        6.0,
    )


def test_a_partner_without_a_score_did_not_move(answer, ratings):
    assert (
        answer(
            "band_moves",
            quarters=("2025-Q1", "2025-Q2"),
            evaluations=[
                *ratings("lutron", "2025-Q1", 4, 3, 5, 4, 2),
                *ratings("lutron", "2025-Q2", 1, None, None, None, None),
            ],
        )
        == []
    )
