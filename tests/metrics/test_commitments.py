"""Commitments, their pace, and what was saved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

S000_6 = {
    "partner_id": "lutron",
    "as_of": "2025-06-30",
    "annual_commitment_usd": 400_000,
    "ytd_volume_usd": 150_000,
}


def test_s000_6_commitment_attainment_and_pace(answer):
    (row,) = answer("commitment_attainment", commercial=[S000_6])
    assert row["attainment_pct"] == 0.375
    assert row["elapsed_pct"] == pytest.approx(181 / 365)  # 0.49589
    assert row["pace_index"] == pytest.approx(0.756, abs=0.0005)
    assert row["year_end_usd"] == 302_486.19
    assert row["status"] == "behind"


def test_the_year_has_elapsed_as_far_as_the_snapshot_says(answer):
    (row,) = answer("commitment_attainment", commercial=[{**S000_6, "as_of": "2025-05-31"}])
    assert row["elapsed_pct"] == pytest.approx(151 / 365)


@pytest.mark.parametrize(
    ("volume", "status"),
    # day 73 of 365 is a fifth of the year: 80,000 of 400,000 are due
    [(80_000, "on pace"), (72_000, "near"), (79_999.99, "near"), (71_999.99, "behind")],
)
def test_pace_edges_belong_to_the_better_status(answer, volume, status):
    row = {**S000_6, "as_of": "2025-03-14", "ytd_volume_usd": volume}
    (found,) = answer("commitment_attainment", quarters=("2025-Q1",), commercial=[row])
    assert found["status"] == status


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"annual_commitment_usd": None}, "no commitment stated"),
        ({"annual_commitment_usd": 0}, "no positive commitment"),
        ({"ytd_volume_usd": None}, "volume not stated"),
        ({"currency": "EUR"}, "not in USD"),
        ({"as_of": "2024-06-30"}, "no rules for the quarter"),
    ],
)
def test_attainment_is_null_with_a_reason(answer, change, reason):
    (row,) = answer("commitment_attainment", commercial=[{**S000_6, **change}])
    assert (row["pace_index"], row["status"], row["null_reason"]) == (None, None, reason)


AGREED = {
    "partner_id": "lutron",
    "as_of": "2025-06-30",
    "base_discount_pct": 0.30,
    "volume_discount_pct": 0.05,
    "ytd_volume_usd": 65_000,
    "typed_savings_usd": 22_750,
}


def line(list_usd, net_usd, quarter="2025-Q2"):
    return {"partner_id": "lutron", "quarter": quarter, "list_usd": list_usd, "net_usd": net_usd}


def test_s000_6_savings_are_measured_on_list_not_on_net(answer):
    (row,) = answer("savings", commercial=[AGREED])
    assert (row["basis"], row["discount_pct"]) == ("negotiated", 0.35)
    assert (row["list_usd"], row["net_usd"]) == (100_000, 65_000)
    assert row["saved_usd"] == 35_000
    assert (row["typed_savings_usd"], row["difference_usd"]) == (22_750, 12_250)


def test_d_09_order_lines_of_the_year_go_before_what_was_agreed(answer):
    rows = answer(
        "savings",
        quarters=("2024-Q4", "2025-Q1", "2025-Q2"),
        commercial=[AGREED],
        orders=[line(500, 400, "2024-Q4"), line(1_000, 700, "2025-Q1"), line(3_000, 2_100)],
    )
    row = next(row for row in rows if row["quarter"] == "2025-Q2")
    assert (row["basis"], row["list_usd"], row["saved_usd"]) == ("realized", 4_000, 1_200)
    assert (row["discount_pct"], row["null_reason"]) == (0.3, None)


def test_orders_without_a_commercial_row_save_too(answer):
    (row,) = answer("savings", orders=[line(1_000, 700)])
    assert (row["basis"], row["saved_usd"], row["difference_usd"]) == ("realized", 300, None)


def test_order_lines_in_another_currency_leave_what_was_agreed(answer):
    (row,) = answer("savings", commercial=[AGREED], orders=[line(None, None)])
    assert (row["basis"], row["saved_usd"]) == ("negotiated", 35_000)


def test_d_65_realized_savings_without_a_list_value_have_no_discount(answer):
    (row,) = answer("savings", orders=[line(1_000, 700), line(-1_000, -700)])
    assert (row["saved_usd"], row["discount_pct"]) == (0, None)
    assert row["null_reason"] == "no positive list value"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ytd_volume_usd": None}, "no order lines and no volume in USD"),
        ({"base_discount_pct": None}, "no order lines and no discount stated"),
        ({"base_discount_pct": 0.95}, "discount of 100% or more"),
    ],
)
def test_savings_are_null_with_a_reason(answer, change, reason):
    (row,) = answer("savings", commercial=[{**AGREED, **change}])
    assert (row["basis"], row["saved_usd"], row["null_reason"]) == (None, None, reason)


def test_d_61_an_unreadable_part_leaves_no_negotiated_saving(answer):
    cell = {"partner_id": "lutron", "as_of": "2025-06-30", "tracker": "commercial"}
    (row,) = answer(
        "savings",
        commercial=[{**AGREED, "volume_discount_pct": None}],
        unreadable_cells=[{**cell, "column_name": "volume_discount_pct"}],
    )
    assert (row["basis"], row["list_usd"], row["saved_usd"]) == (None, None, None)
    assert row["null_reason"] == "volume part unreadable"


def test_d_57_half_a_cent_of_list_value_rounds_up(answer):
    # 100.50 / (1 - 0.2) = 125.625
    terms = {"base_discount_pct": 0.2, "volume_discount_pct": None, "ytd_volume_usd": 100.50}
    (row,) = answer("savings", commercial=[{**AGREED, **terms}])
    assert (row["list_usd"], row["saved_usd"]) == (125.63, 25.13)


def covered(row):
    return row["quarters_with_orders"], row["unpriced_lines"], row["is_partial"]


def test_order_lines_of_every_quarter_stand_for_the_year(answer):
    rows = answer(
        "savings",
        quarters=("2024-Q4", "2025-Q1", "2025-Q2"),
        orders=[line(500, 400, "2024-Q4"), line(1_000, 700, "2025-Q1"), line(3_000, 2_100)],
    )
    assert [covered(row) for row in rows] == [(1, 0, False), (1, 0, False), (2, 0, False)]


def test_d_64_realized_savings_lack_the_lines_without_an_amount_in_usd(answer):
    rows = answer(
        "savings",
        quarters=("2025-Q1", "2025-Q2"),
        orders=[line(None, None, "2025-Q1"), line(3_000, 2_100), line(None, None)],
    )
    assert (rows[-1]["basis"], rows[-1]["saved_usd"]) == ("realized", 900)
    assert covered(rows[-1]) == (2, 2, True)


@pytest.mark.parametrize(
    ("volume", "is_partial"),
    # 1% of 65,000 is 650
    [(65_000, False), (65_650, False), (65_657, True), (64_000, True), (None, False)],
)
def test_realized_savings_are_partial_where_the_stated_volume_is_another(
    answer, volume, is_partial
):
    orders = [line(100_000, 65_000)]
    (row,) = answer("savings", commercial=[{**AGREED, "ytd_volume_usd": volume}], orders=orders)
    assert (row["basis"], row["is_partial"]) == ("realized", is_partial)


def test_negotiated_savings_are_neither_whole_nor_partial(answer):
    (row,) = answer("savings", commercial=[AGREED], orders=[line(None, None)])
    assert (row["basis"], *covered(row)) == ("negotiated", 1, 1, None)


@settings(max_examples=20, deadline=None)
@given(
    committed=st.integers(min_value=1, max_value=10**7),
    bought=st.integers(min_value=0, max_value=10**7),
)
def test_on_pace_means_that_the_year_end_reaches_the_commitment(
    answer_on_pandas, committed, bought
):
    row = {**S000_6, "annual_commitment_usd": committed, "ytd_volume_usd": bought}
    (found,) = answer_on_pandas("commitment_attainment", commercial=[row])
    reaches = bought * 365 >= committed * 181
    assert (found["status"] == "on pace") == reaches


# entered the active stage on October 6: 87 of the year's 365 days
OCTOBER_6 = {"as_of": "2025-12-31", "stage_entered_on": "2025-10-06"}
LATE = {
    "partner_id": "late",
    "as_of": "2025-12-31",
    "annual_commitment_usd": 365_000,
    "ytd_volume_usd": 43_500,
}
ALL_YEAR = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


def ordered(day, net_usd):
    month = int(day[5:7])
    return {
        "partner_id": "late",
        "ordered_on": day,
        "quarter": f"2025-Q{(month + 2) // 3}",
        "as_of": "2025-12-31",
        "net_usd": net_usd,
        "list_usd": net_usd,
    }


def test_d_79_a_commitment_counts_from_the_day_the_stage_was_entered(answer, in_stage):
    stage = in_stage("late", 6, **OCTOBER_6)
    (row,) = answer("commitment_attainment", quarters=ALL_YEAR, commercial=[LATE], pipeline=[stage])
    assert str(row["counts_from"])[:10] == "2025-10-06"
    assert (row["commitment_usd"], row["due_commitment_usd"]) == (365_000, 87_000)
    assert (row["attainment_pct"], row["elapsed_pct"], row["pace_index"]) == (0.5, 1, 0.5)
    assert (row["status"], row["year_end_usd"]) == ("behind", 43_500)


def test_d_79_what_was_bought_before_is_not_counted(answer, in_stage):
    (row,) = answer(
        "commitment_attainment",
        quarters=ALL_YEAR,
        commercial=[LATE],
        pipeline=[in_stage("late", 6, **OCTOBER_6)],
        orders=[ordered("2025-05-19", 21_750), ordered("2025-10-06", 21_750)],
    )
    assert (row["ytd_volume_usd"], row["counted_volume_usd"]) == (43_500, 21_750)
    assert row["attainment_pct"] == 0.25


def test_d_79_without_a_stage_entered_the_first_order_counts(answer, in_stage):
    (row,) = answer(
        "commitment_attainment",
        quarters=ALL_YEAR,
        commercial=[LATE],
        pipeline=[in_stage("late", 4, as_of="2025-12-31")],
        orders=[ordered("2025-10-06", 10), ordered("2025-11-01", 10)],
    )
    assert (row["due_commitment_usd"], row["counted_volume_usd"]) == (87_000, 43_500)


def test_d_79_a_partner_of_earlier_years_is_held_to_the_whole_year(answer, in_stage):
    (row,) = answer(
        "commitment_attainment",
        quarters=ALL_YEAR,
        commercial=[LATE],
        pipeline=[in_stage("late", 6, as_of="2025-12-31", stage_entered_on="2024-10-06")],
    )
    assert (row["counts_from"], row["due_commitment_usd"]) == (None, 365_000)


def test_order_lines_from_before_beyond_the_volume_leave_no_attainment(answer, in_stage):
    (row,) = answer(
        "commitment_attainment",
        quarters=ALL_YEAR,
        commercial=[LATE],
        pipeline=[in_stage("late", 6, **OCTOBER_6)],
        orders=[ordered("2025-05-19", 50_000)],
    )
    assert (row["attainment_pct"], row["status"]) == (None, None)
    assert row["null_reason"] == "volume below the order lines"


@pytest.mark.parametrize(("threshold", "status"), [(0.75, "near"), (0.8, "behind")])
def test_behind_is_whom_the_programs_decision_lists(answer, threshold, status):
    rule = {"quarter": "2025-Q2", "decision": "behind commitment", "threshold": threshold}
    (row,) = answer("commitment_attainment", commercial=[S000_6], decision_rules=[rule])
    assert (row["status"], row["behind_threshold"]) == (status, threshold)


def test_without_a_decision_behind_starts_at_nine_tenths(answer):
    (row,) = answer("commitment_attainment", commercial=[S000_6], decision_rules=[])
    assert (row["status"], row["behind_threshold"]) == ("behind", 0.9)


def test_a_year_whose_order_lines_all_lack_a_price_has_its_row(answer):
    (row,) = answer("savings", orders=[line(None, None)])
    assert (row["saved_usd"], row["unpriced_lines"]) == (None, 1)
    assert row["null_reason"] == "no order line in USD and no volume in USD"
