from decimal import Decimal

import pytest

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import read_days, read_hours


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("23", "23"),
        ("23 days", "23"),
        ("1 Day", "1"),
        ("6 weeks", "42"),
        ("12 h", "0.5"),
        ("2 weeks 3 days", "17"),
        ("1 day, 12 h", "1.5"),
        ("36:00:00", "1.5"),
    ],
)
def test_days(text: str, days: str) -> None:
    assert read_days(text) == Decimal(days)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("20", "20"),
        ("20 h", "20"),
        ("1.5 hours", "1.5"),
        ("2 days", "48"),
        ("90 min", "1.5"),
        ("1 h 30 min", "1.5"),
        ("2h30min", "2.5"),
        ("1 day and 6 hours", "30"),
        ("01:30:00", "1.5"),
        ("36:00:00", "36"),
        ("0:00:36", "0.01"),
    ],
)
def test_hours(text: str, hours: str) -> None:
    assert read_hours(text) == Decimal(hours)


def test_a_month_has_no_fixed_length() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_days("3 months")
    assert str(caught.value) == (
        'expected a length of time, found "3 months". '
        "Write it like 23 days or 6 weeks; a month has no fixed length."
    )


@pytest.mark.parametrize(
    "text",
    [
        "< 24 h",
        "2-3 days",
        "5 business days",
        "4h 30m",
        "-2 h",
        "h",
        "1:30",
        "1:60:00",
        "30 min 1 h",
        "1 h 2 h",
        "2 h 30",
        "1 h, 30",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_hours(text)


def test_known_blanks_are_no_length_of_time() -> None:
    assert read_days("n/a") is None
    assert read_hours("-") is None


def test_a_decimal_comma_where_the_source_says_so() -> None:
    assert read_days("1,5 weeks", decimal_mark=",") == Decimal("10.5")
