from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import InvalidCall, UnreadableValue
from partner_analytics.quarters import (
    fiscal_day,
    next_quarter,
    plan_day,
    plan_week,
    previous_quarter,
    quarter_bounds,
    quarter_of,
    quarters_between,
    read_quarter,
)

days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
months = st.integers(1, 12)


def test_g_02_day_and_week_of_a_plan() -> None:
    start, as_of = date(2025, 4, 1), date(2025, 5, 15)
    assert (plan_day(start, as_of), plan_week(start, as_of)) == (45, 7)


@pytest.mark.parametrize(
    ("as_of", "day", "week"),
    [
        (date(2025, 4, 1), 1, 1),
        (date(2025, 4, 7), 7, 1),
        (date(2025, 4, 8), 8, 2),
        (date(2025, 3, 31), 0, 0),
    ],
)
def test_week_n_of_a_plan_has_the_days_7n_minus_6_to_7n(as_of: date, day: int, week: int) -> None:
    start = date(2025, 4, 1)
    assert (plan_day(start, as_of), plan_week(start, as_of)) == (day, week)


def test_s000_6_june_30_is_day_181_of_365() -> None:
    assert fiscal_day(date(2025, 6, 30)) == (181, 365)


def test_a_leap_day_counts_for_the_fiscal_year_it_lies_in() -> None:
    assert fiscal_day(date(2023, 7, 1), 7) == (1, 366)
    assert fiscal_day(date(2024, 12, 31), 1) == (366, 366)
    assert fiscal_day(date(2024, 3, 1), 3) == (1, 365)


@pytest.mark.parametrize("text", ["2025-Q2", "2025Q2", "2025 q2", "Q2 2025", "q2-2025", " 2Q25 "])
def test_spellings_of_a_quarter(text: str) -> None:
    assert read_quarter(text) == "2025-Q2"


@pytest.mark.parametrize(
    "text", ["", "Q5 2025", "Q2", "2025", "2025-06", "Q2 25", "0025-Q1", "2025-Q2 draft", "FY25 Q2"]
)
def test_other_texts_are_no_quarter(text: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_quarter(text)
    assert str(caught.value) == f'expected a quarter, found "{text}". Write it like 2025-Q2.'


def test_a_fiscal_year_bears_the_number_of_the_year_it_ends_in() -> None:
    assert quarter_of(date(2025, 6, 30), first_month=7) == "2025-Q4"
    assert quarter_of(date(2025, 7, 1), first_month=7) == "2026-Q1"
    assert quarter_bounds("2025-Q3", first_month=10) == (date(2025, 4, 1), date(2025, 6, 30))


def test_a_first_month_is_a_month() -> None:
    with pytest.raises(InvalidCall, match=r"^expected a month from 1 to 12, found 13\.$"):
        quarter_of(date(2025, 1, 1), first_month=13)


def test_no_quarters_lie_between_a_later_and_an_earlier_one() -> None:
    assert quarters_between("2025-Q2", "2025-Q1") == []


@given(days, months)
def test_a_day_lies_within_its_quarter(day: date, first_month: int) -> None:
    first, last = quarter_bounds(quarter_of(day, first_month=first_month), first_month=first_month)
    assert first <= day <= last


@given(days, months)
def test_quarters_follow_one_another_without_gap(day: date, first_month: int) -> None:
    quarter = quarter_of(day, first_month=first_month)
    following = next_quarter(quarter)
    assert previous_quarter(following) == quarter
    assert quarters_between(quarter, following) == [quarter, following]
    last = quarter_bounds(quarter, first_month=first_month)[1]
    assert quarter_bounds(following, first_month=first_month)[0] == last + timedelta(days=1)


@given(days, months)
def test_the_day_of_the_fiscal_year_grows_by_one_a_day(day: date, first_month: int) -> None:
    today, days_in_year = fiscal_day(day, first_month)
    tomorrow, _ = fiscal_day(day + timedelta(days=1), first_month)
    assert tomorrow == (1 if today == days_in_year else today + 1)
