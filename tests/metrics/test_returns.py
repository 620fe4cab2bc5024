"""What the program is expected to return."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def corners(rows, benefits, column):
    return {row["corner"]: row[column] for row in rows if row["benefits"] == benefits}


def test_s001_23_the_claim_of_2_to_2_5_is_reproduced_at_matching_ends(answer):
    rows = answer("program_return")
    # benefit 2.0 to 3.25 million on cost 0.975 to 1.375 million; in the middle 2.625 on 1.175
    assert corners(rows, "all", "return_multiple") == {
        "low/low": pytest.approx(2.05, abs=0.005),
        "high/high": pytest.approx(2.36, abs=0.005),
        "worst": pytest.approx(1.45, abs=0.005),
        "best": pytest.approx(3.33, abs=0.005),
        "mid": pytest.approx(2.23, abs=0.005),
    }
    assert corners(rows, "all", "reproduces_claim") == {
        "low/low": True,
        "high/high": True,
        "worst": False,
        "best": False,
        "mid": True,
    }


def test_s001_23_roi_is_net(answer):
    roi = corners(answer("program_return"), "all", "roi_pct")
    assert roi["low/low"] == pytest.approx(1.05, abs=0.005)
    assert roi["high/high"] == pytest.approx(1.36, abs=0.005)


def test_s001_23_without_marketing_leverage_the_claim_fails(answer):
    rows = answer("program_return")
    multiple = corners(rows, "hard", "return_multiple")
    assert multiple["low/low"] == pytest.approx(1.54, abs=0.005)
    assert multiple["high/high"] == pytest.approx(1.82, abs=0.005)
    assert corners(rows, "hard", "reproduces_claim")["high/high"] is False


def test_c_12_the_budget_lines_sum_to_the_stated_total(answer):
    cost = corners(answer("program_return"), "all", "cost_usd")
    assert (cost["low/low"], cost["high/high"]) == (975_000, 1_375_000)


def test_a_benefit_without_a_range_adds_nothing(answer, homeaiq):
    returns = homeaiq("2025-Q2")["expected_returns"]
    unquantified = {"quarter": "2025-Q2", "benefit": "Technical advantage", "kind": "soft"}
    rows = answer("program_return", expected_returns=[*returns, unquantified])
    assert corners(rows, "all", "benefit_usd")["low/low"] == 2_000_000


def test_g_15_without_a_cost_there_is_no_multiple(answer):
    free = [{"quarter": "2025-Q2", "line": "None", "low_usd": 0, "high_usd": 0}]
    rows = answer("program_return", budget_lines=free)
    assert {(r["return_multiple"], r["roi_pct"], r["reproduces_claim"]) for r in rows} == {
        (None, None, None)
    }


def test_without_a_claim_none_is_reproduced(answer):
    rows = answer("program_return", return_claims=[])
    assert {row["reproduces_claim"] for row in rows} == {None}


MONEY = st.integers(min_value=1, max_value=10**7)


@settings(max_examples=15, deadline=None)
@given(benefit=st.tuples(MONEY, MONEY), cost=st.tuples(MONEY, MONEY))
def test_every_corner_lies_between_worst_and_best(answer_on_pandas, benefit, cost):
    ends = {"quarter": "2025-Q2"}
    rows = answer_on_pandas(
        "program_return",
        expected_returns=[
            {**ends, "kind": "hard", "low_usd": min(benefit), "high_usd": max(benefit)}
        ],
        budget_lines=[{**ends, "low_usd": min(cost), "high_usd": max(cost)}],
    )
    multiple = corners(rows, "hard", "return_multiple")
    assert all(multiple["worst"] <= value <= multiple["best"] for value in multiple.values())
