"""Discounts realized and agreed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def line(partner_id, list_usd, net_usd, quarter="2025-Q2"):
    return {"partner_id": partner_id, "quarter": quarter, "list_usd": list_usd, "net_usd": net_usd}


def terms(base, volume=None, growth=None, tier="manufacturer:1", **more):
    return {
        "partner_id": "lutron",
        "quarter": "2025-Q2",
        "tier": tier,
        "base_discount_pct": base,
        "volume_discount_pct": volume,
        "growth_discount_pct": growth,
        **more,
    }


def window_of(rows, window, quarter="2025-Q2"):
    return next(row for row in rows if (row["quarter"], row["window"]) == (quarter, window))


# S001-27: 10,000 at 40% off and 90,000 at 20% off
S001_27 = [line("small", 10_000, 6_000), line("large", 90_000, 72_000)]


def test_discount_is_saved_by_list_value(answer):
    orders = [line("lutron", 100, 60), line("lutron", 900, 720), line("lutron", None, None)]
    (row,) = answer("discount_achievement", orders=orders)
    assert row == {
        "partner_id": "lutron",
        "quarter": "2025-Q2",
        "lines": 3,
        "list_usd": 1000,
        "net_usd": 780,
        "saved_usd": 220,
        "achieved_pct": 0.22,
        "unpriced_lines": 1,
        "null_reason": None,
    }


def test_cents_add_up_without_noise(answer):
    (row,) = answer(
        "discount_achievement", orders=[line("lutron", 0.1, 0.07), line("lutron", 0.2, 0.14)]
    )
    assert (row["list_usd"], row["net_usd"], row["saved_usd"]) == (0.3, 0.21, 0.09)


def test_d_64_lines_without_an_amount_in_usd_are_no_zero(answer):
    (row,) = answer("discount_achievement", orders=[line("lutron", None, None)])
    assert (row["lines"], row["unpriced_lines"]) == (1, 1)
    assert (row["list_usd"], row["saved_usd"], row["achieved_pct"]) == (None, None, None)
    assert row["null_reason"] == "no line in USD"


@pytest.mark.parametrize("returned", [-100, -150])
def test_d_65_no_discount_without_a_positive_list_value(answer, returned):
    orders = [line("lutron", 100, 70), line("lutron", returned, returned * 0.7)]
    (row,) = answer("discount_achievement", orders=orders)
    assert (row["achieved_pct"], row["null_reason"]) == (None, "no positive list value")


def test_s001_27_four_readings_of_one_table(answer):
    row = window_of(answer("portfolio_discount", orders=S001_27), "trailing_4_quarters")
    assert row["list_weighted_pct"] == 0.22
    assert row["simple_mean_pct"] == pytest.approx(0.30)
    assert row["net_weighted_pct"] == pytest.approx(0.2154, abs=5e-5)
    assert row["list_over_net_pct"] == pytest.approx(0.2821, abs=5e-5)
    assert (row["partners"], row["list_usd"], row["saved_usd"]) == (2, 100_000, 22_000)
    assert (row["target_pct"], row["status"]) == (0.30, "missed")
    assert row["verdict_flips"] is True
    assert row["is_default"] is True


def test_readings_that_agree_do_not_flip_the_verdict(answer):
    orders = [line("small", 10_000, 6_000), line("large", 90_000, 54_000)]
    row = window_of(answer("portfolio_discount", orders=orders), "quarter")
    assert (row["status"], row["verdict_flips"], row["is_default"]) == ("met", False, False)


def test_a_discount_on_the_target_meets_it(answer):
    row = window_of(answer("portfolio_discount", orders=[line("a", 1.10, 0.77)]), "quarter")
    assert (row["list_weighted_pct"], row["status"]) == (pytest.approx(0.3), "met")


def test_d_07_windows_reach_back_four_quarters_or_to_the_year_start(answer):
    quarters = ("2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2")
    orders = [line("lutron", 100 * n, 60 * n, quarter) for n, quarter in enumerate(quarters, 1)]
    rows = answer("portfolio_discount", quarters=quarters, orders=orders)
    trailing = window_of(rows, "trailing_4_quarters")
    assert (trailing["list_usd"], trailing["quarters_with_orders"]) == (200 + 300 + 400 + 500, 4)
    assert window_of(rows, "year_to_date")["list_usd"] == 400 + 500
    assert window_of(rows, "quarter")["list_usd"] == 500
    assert window_of(rows, "trailing_4_quarters", "2024-Q2")["quarters_with_orders"] == 1


def test_without_a_target_there_is_no_verdict(answer):
    row = window_of(answer("portfolio_discount", orders=S001_27, portfolio_targets=[]), "quarter")
    assert (row["status"], row["verdict_flips"]) == ("not targeted", None)


def test_a_partner_without_a_list_value_is_in_no_mean(answer):
    row = window_of(
        answer("portfolio_discount", orders=[*S001_27, line("free-goods", 0, 0)]), "quarter"
    )
    assert (row["partners"], row["simple_mean_pct"]) == (3, pytest.approx(0.30))


def test_s001_9_parts_of_a_discount_add_up(answer):
    (row,) = answer("effective_discount", commercial=[terms(0.32, 0.06, 0.04)])
    assert row["effective_pct"] == 0.42
    assert row["compound_pct"] == pytest.approx(0.386368)  # 1 - 0.68 x 0.94 x 0.96
    assert 100_000 * row["effective_pct"] == 42_000
    assert round(100_000 * row["compound_pct"]) == 38_637
    assert (row["band_low_pct"], row["band_high_pct"]) == (0.35, 0.45)
    assert (row["gap_pp"], row["status"]) == (0, "in band")
    assert (row["base_status"], row["has_volume_part"]) == ("in band", True)


def test_s001_9_a_base_two_points_below_its_range(answer):
    (row,) = answer("effective_discount", commercial=[terms(0.28, 0.10)])
    assert (row["base_gap_pp"], row["base_status"]) == (-0.02, "below")
    assert (row["effective_pct"], row["status"]) == (0.38, "in band")


def test_a_discount_above_the_band_is_told(answer):
    (row,) = answer("effective_discount", commercial=[terms(0.35, 0.10, 0.03)])
    assert (row["gap_pp"], row["status"]) == (0.03, "above")


def test_d_08_the_program_may_combine_parts_one_after_the_other(answer, homeaiq):
    (row,) = answer(
        "effective_discount",
        commercial=[terms(0.32, 0.06, 0.04)],
        discount_rules=[{**homeaiq("2025-Q2")["discount_rules"][0], "combination": "compound"}],
    )
    assert row["effective_pct"] == row["compound_pct"]


def test_d_61_without_a_volume_part_the_base_stands_alone(answer):
    (row,) = answer("effective_discount", commercial=[terms(0.32)])
    assert (row["effective_pct"], row["has_volume_part"]) == (0.32, False)
    assert (row["gap_pp"], row["status"]) == (-0.03, "below")


def unreadable(column, as_of="2025-06-30", tracker="commercial"):
    return {"partner_id": "lutron", "as_of": as_of, "tracker": tracker, "column_name": column}


@pytest.mark.parametrize(
    ("parts", "column", "reason"),
    [
        ((None, 0.06, 0.04), "base_discount_pct", "base discount unreadable"),
        ((0.32, None, 0.04), "volume_discount_pct", "volume part unreadable"),
        ((0.32, 0.06, None), "growth_discount_pct", "growth part unreadable"),
    ],
)
def test_d_61_a_part_that_cannot_be_read_leaves_no_discount(answer, parts, column, reason):
    (row,) = answer(
        "effective_discount", commercial=[terms(*parts)], unreadable_cells=[unreadable(column)]
    )
    assert (row["effective_pct"], row["compound_pct"]) == (None, None)
    assert (row["gap_pp"], row["status"], row["null_reason"]) == (None, None, reason)
    assert row["base_pct"] == parts[0]
    assert row["has_volume_part"] is True  # it is stated, though nobody knows how much


@pytest.mark.parametrize(
    "cell",
    [
        unreadable("volume_discount_pct", as_of="2025-05-31"),
        unreadable("volume_discount_pct", tracker="scorecards"),
        unreadable("payment_terms"),
    ],
)
def test_d_61_what_is_unreadable_elsewhere_makes_no_part_unreadable(answer, cell):
    (row,) = answer("effective_discount", commercial=[terms(0.32)], unreadable_cells=[cell])
    assert (row["effective_pct"], row["has_volume_part"]) == (0.32, False)


def test_without_a_base_there_is_no_effective_discount(answer):
    (row,) = answer("effective_discount", commercial=[terms(None, 0.06)])
    assert (row["effective_pct"], row["status"]) == (None, None)
    assert row["null_reason"] == "base discount not stated"


@pytest.mark.parametrize(
    ("tier", "reason"), [(None, "tier unknown"), ("manufacturer:2", "no band for the tier")]
)
def test_without_a_band_there_is_no_status(answer, tier, reason):
    (row,) = answer("effective_discount", commercial=[terms(0.32, tier=tier)], discount_bands=[])
    assert (row["effective_pct"], row["status"], row["null_reason"]) == (0.32, None, reason)


def test_the_band_is_the_one_of_the_current_tier(answer, in_stage):
    (row,) = answer(
        "effective_discount",
        commercial=[terms(0.32, tier="manufacturer:2")],
        pipeline=[in_stage("lutron", tier="manufacturer:1")],
    )
    assert (row["tier"], row["band_low_pct"]) == ("manufacturer:1", 0.35)


CENTS = st.integers(min_value=1, max_value=10**9)


@settings(max_examples=20, deadline=None)
@given(lines=st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=5))
def test_a_discount_lies_between_the_lowest_and_the_highest_of_its_lines(answer_on_pandas, lines):
    priced = [(max(pair) / 100, min(pair) / 100) for pair in lines]
    orders = [line("lutron", high, low) for high, low in priced]
    (row,) = answer_on_pandas("discount_achievement", orders=orders)
    discounts = [(high - low) / high for high, low in priced]
    assert min(discounts) - 1e-9 <= row["achieved_pct"] <= max(discounts) + 1e-9
