from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import InvalidCall, UnreadableValue
from partner_analytics.grammar import read_count, read_number, read_rating, read_score


def test_d_74_a_rating_in_words_is_refused() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_rating("Four")
    assert str(caught.value) == (
        'expected a whole number from 1 to 5, found "Four". '
        "Write the rating alone, like 4, or leave it empty if not rated."
    )


@pytest.mark.parametrize("text", ["4/5", "3.5", "0", "6", "-4", "4*", "٤", "4 5", "five", "?"])
def test_other_ratings_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_rating(text)


@pytest.mark.parametrize(("text", "rating"), [("1", 1), (" 5 ", 5), ("4.0", 4), ("n/a", None)])
def test_ratings(text: str, rating: int | None) -> None:
    assert read_rating(text) == rating


@pytest.mark.parametrize(
    ("text", "count"), [("12", 12), ("1,200", 1200), ("12.0", 12), ("1e3", 1000), ("-", None)]
)
def test_counts(text: str, count: int | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["12.5", "a dozen", "12K", "12 units", "1e18", "1e9999"])
def test_other_counts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_count(text)


@pytest.mark.parametrize(("text", "score"), [("71.4", "71.4"), ("0", "0"), ("100.0", "100.0")])
def test_scores(text: str, score: str) -> None:
    assert read_score(text) == Decimal(score)


@pytest.mark.parametrize("text", ["100.1", "-1", "75%", "75/100"])
def test_scores_lie_between_0_and_100(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_score(text)


def test_the_wrong_decimal_mark_is_refused_naming_the_setting() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_number("12.5", decimal_mark=",")
    assert str(caught.value) == (
        'expected a number, found "12.5". Import with --decimal-mark . or write it like 1.200,50.'
    )


def test_a_decimal_mark_is_a_point_or_a_comma() -> None:
    with pytest.raises(InvalidCall) as caught:
        read_number("1", decimal_mark=";")
    assert str(caught.value) == (
        'expected a decimal mark "." or ",", found ";". Give one of the two.'
    )


@given(st.floats(min_value=-1e15, max_value=1e15))
def test_the_shortest_text_of_a_workbook_number_reads_back(number: float) -> None:
    value = read_number(repr(number))
    assert value is not None
    assert float(value) == number


def test_a_count_has_the_decimal_mark_of_its_source() -> None:
    assert read_count("1.200", decimal_mark=",") == 1200
    assert read_count("12,0", decimal_mark=",") == 12


@pytest.mark.parametrize(("text", "mark", "other"), [("3.000", ".", ","), ("3,000", ",", ".")])
def test_a_count_whose_fraction_may_be_thousands_is_refused(
    text: str, mark: str, other: str
) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_count(text, decimal_mark=mark)
    assert str(caught.value) == (
        f'expected a whole number, found "{text}". '
        f"Import with --decimal-mark {other} or write it like 12."
    )


def test_a_rating_has_the_decimal_mark_of_its_source() -> None:
    assert read_rating("4,0", decimal_mark=",") == 4


@pytest.mark.parametrize("text", ["0,500", "0.123.456", "00,123"])
def test_groups_of_three_do_not_begin_with_a_zero(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_number(text)
