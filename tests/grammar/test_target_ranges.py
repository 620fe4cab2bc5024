from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import Target, find_target, read_target


def ends(target: Target | None) -> tuple[float | None, float | None, str]:
    assert target is not None
    low, high = (None if end is None else float(end) for end in (target.low, target.high))
    return low, high, target.unit


def test_g_06_the_first_number_of_a_range_keeps_its_own_scale() -> None:
    assert ends(read_target("$975K-1.375M")) == (975_000, 1_375_000, "USD")


def test_g_06_a_dash_is_no_target() -> None:
    assert read_target("-") is None


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("20+", 20, ""),
        ("$2.2B+", 2.2e9, "USD"),
        ("95%+", 0.95, "percent"),
        ("99.9%+", 0.999, "percent"),
        ("8.5+", 8.5, ""),
        ("≥ 70%", 0.7, "percent"),
        ("at least 48 hours", 48, "hours"),
    ],
)
def test_g_06_this_or_more(text: str, low: float, unit: str) -> None:
    target = read_target(text)
    assert ends(target) == (low, None, unit)
    assert target is not None
    assert (target.is_open, target.is_strict) == (True, False)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("5-7", 5, 7, ""),
        ("30–40%", 0.3, 0.4, "percent"),
        ("30% - 40%", 0.3, 0.4, "percent"),
        ("450-550K", 450_000, 550_000, ""),
        ("$1.5M-2.5M", 1.5e6, 2.5e6, "USD"),
        ("USD 1M-2M", 1e6, 2e6, "USD"),
        ("2.0-2.5x", 2, 2.5, "x"),
        ("2 to 3 weeks", 14, 21, "days"),
        ("100%", 1, 1, "percent"),
    ],
)
def test_g_06_ranges_include_both_ends(text: str, low: float, high: float, unit: str) -> None:
    target = read_target(text)
    assert ends(target) == (low, high, unit)
    assert target is not None
    assert (target.is_open, target.is_strict) == (False, False)


def test_g_06_comparisons_are_strict_and_within_is_not() -> None:
    two, ten, two_days = Decimal(2), Decimal(10), Decimal(48)
    assert read_target("< 2 hours") == Target(None, two, False, True, "hours")
    assert read_target("> 10") == Target(ten, None, True, True, "")
    assert read_target("within 48 hours") == Target(None, two_days, False, False, "hours")


@pytest.mark.parametrize(
    "text",
    [
        "a lot",
        "N+",
        "7-5",
        "500-2K",
        "5-7+",
        "> 5+",
        "30%-40",
        "$5%",
        "€1M-$2M",
        "3 months",
        "5-",
        "1-2-3",
        "90%+ of partners",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_target(text)
    assert str(caught.value) == (
        f'expected a target, found "{text}". '
        "Write it like 20+, 5-7, > 10, < 2 hours, within 48 hours, 95%+ or $1M-2M."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30-40% discount structure potential", (0.3, 0.4, "percent")),
        ("High (30-40% margin opportunity)", (0.3, 0.4, "percent")),
        ("$1B+ (privately held)", (1e9, None, "USD")),
        ("Critical component in 95%+ installations", (0.95, None, "percent")),
        ("Critical infrastructure in 100% installations", (1, 1, "percent")),
        ("12+ speaking engagements/year", (12, None, "")),
        ("95%+ API calls", (0.95, None, "percent")),
        ("resolution within 24 hours of fix", (None, 24, "hours")),
        ("Z-Wave D2C 5%", (0.05, 0.05, "percent")),
        ("BRL 5M in sales", (5e6, 5e6, "BRL")),
    ],
)
def test_the_figure_in_a_phrase(
    text: str, expected: tuple[float | None, float | None, str]
) -> None:
    assert ends(find_target(text)) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$1.5M-2.5M annual (on $5M+ volume)", '2 in "$1.5M-2.5M annual (on $5M+ volume)"'),
        ("24/7", '2 in "24/7"'),
        ("challenging", 'none in "challenging"'),
        ("2nd half", '"2nd half"'),
        ("30-40-50", '"30-40-50"'),
    ],
)
def test_none_or_several_figures_are_refused(text: str, found: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        find_target(text)
    assert str(caught.value) == (
        f"expected one figure in the text, found {found}. Leave one figure, like 30-40% or $1B+."
    )


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_target, find_target):
        try:
            target = read(text)
        except UnreadableValue:
            continue
        assert target is None or target.low is not None or target.high is not None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["", "%", "K", " hours"]))
def test_a_written_range_reads_back(first: int, second: int, end: str) -> None:
    low, high = sorted((first, second))
    scale = {"%": Decimal("0.01"), "K": Decimal(1000)}.get(end, Decimal(1))
    target = read_target(f"{low}-{high}{end}")
    assert target is not None
    assert (target.low, target.high) == (low * scale, high * scale)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("under $3M", None, 3_000_000),
        ("less than 40%", None, 0.4),
        ("max. $2M", None, 2_000_000),
        ("over $4M", 4_000_000, None),
        ("mindestens 20%", 0.2, None),
        ("10–20 %", 0.1, 0.2),
        ("margin of 15 % - 25 %", 0.15, 0.25),
    ],
)
def test_words_of_a_limit_and_blanks_before_a_percent_sign_are_read_in_phrases(
    text: str, low: float | None, high: float | None
) -> None:
    assert ends(find_target(text))[:2] == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        *("~$3B", "about 20%", "$2M est.", "FY23: $2M", "Q3 20%"),
        *("$4M - ", "15%-", "$4M - tbd", "$4M?", "-$3M", "- $3M", "2.000-3.000"),
    ],
)
def test_a_guess_half_a_range_and_a_figure_of_some_year_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue, match="stated in full"):
        find_target(text)


@pytest.mark.parametrize(
    "text",
    ["95%+ - critical", "B2B margin 30%", "Audio - $1M", "$2M+ (estimated)", "$1.125M-2.250M"],
)
def test_what_else_stands_in_a_phrase_does_not_matter(text: str) -> None:
    assert find_target(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "5M €",
        "1M-2M £",
        "$5M (EUR)",
        "$5K/month",
        "$5-7K per month",
        "$1-2M quarterly",
        "$1M - 2M per dealer",
        "5M pcs",
        "2023-2024",
        "($5M-7M)",
        "$5-7M loss",
        "$780M + tax",
        "not 95%",
    ],
)
def test_what_stands_beside_a_figure_is_not_dropped(text: str) -> None:
    with pytest.raises(UnreadableValue):
        find_target(text)


@pytest.mark.parametrize(
    "text", ["$5M per year", "$5M annually", "$300M+ (estimated)", "30-40% margin", "$1M-2M USD"]
)
def test_what_says_nothing_else_of_a_figure_is(text: str) -> None:
    assert find_target(text) is not None
