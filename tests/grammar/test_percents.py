from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import AmbiguousPercent, read_percent


def test_g_03_points_under_a_percent_header() -> None:
    assert read_percent("35", points=True) == Decimal("0.35")


def test_g_03_a_percent_sign_decides() -> None:
    for points in (True, False, None):
        assert read_percent("35%", points=points) == Decimal("0.35")
        assert read_percent("0.5 %", points=points) == Decimal("0.005")


def test_g_03_up_to_one_under_a_percent_header_is_ambiguous() -> None:
    with pytest.raises(AmbiguousPercent) as caught:
        read_percent("0.5", points=True)
    assert str(caught.value) == (
        'expected a percent, found "0.5", which may be 0.5% or 50%. '
        "Write it with a percent sign, or import with --percent points or --percent fraction."
    )


@pytest.mark.parametrize(("setting", "value"), [("points", "0.005"), ("fraction", "0.5")])
def test_g_03_the_setting_of_the_source_decides(
    setting: Literal["points", "fraction"], value: str
) -> None:
    assert read_percent("0.5", points=True, setting=setting) == Decimal(value)


def test_where_nothing_says_what_a_plain_number_is_it_is_ambiguous() -> None:
    for text in ("35", "1", "0.35"):
        with pytest.raises(AmbiguousPercent):
            read_percent(text, points=None)


def test_nothing_is_nothing_in_points_and_as_a_fraction() -> None:
    assert read_percent("0", points=True) == read_percent("0.0", points=None) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,5 %", "0.125"), ("(5%)", "-0.05"), ("-5%", "-0.05"), ("99.9 percent", "0.999")],
)
def test_spellings_of_a_percent(text: str, value: str) -> None:
    assert read_percent(text, points=None) == Decimal(value)


def test_d_69_an_implausible_percent_is_left_to_the_range_check() -> None:
    assert read_percent("1500%", points=None) == 15


@pytest.mark.parametrize(
    "text", ["12,500 %", "30-40%", "<1%", "35%%", "35% off", "35%¹", "a third", "%", "(-5%)"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_percent(text, points=True)
    assert str(caught.value) == f'expected a percent, found "{text}". Write it like 35%.'


def test_known_blanks_are_no_percent() -> None:
    assert read_percent("n/a", points=True) is None


@given(st.decimals(min_value=0, max_value=1, places=6, allow_nan=False))
def test_a_written_percent_reads_back(fraction: Decimal) -> None:
    assert read_percent(f"{fraction.scaleb(2):f}%", points=None) == fraction
