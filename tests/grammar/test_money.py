from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import Money, read_currency, read_money

cents = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1,200", "1200", None),
        ("-1,200.50", "-1200.50", None),
        ("(1,200)", "-1200", None),
        ("$(1,200)", "-1200", "USD"),
        ("1,200-", "-1200", None),
        ("−1,200", "-1200", None),
        ("1 200", "1200", None),
        ("1'200.50 CHF", "1200.50", "CHF"),
        ("$1.2M", "1200000", "USD"),
        ("USD 1.5k", "1500", "USD"),
        ("$975K", "975000", "USD"),
        ("£3bn", "3000000000", "GBP"),
        ("1.2 million", "1200000", None),
        ("US$ 5", "5", "USD"),
        ("$5 CAD", "5", "CAD"),
        ("-$5", "-5", "USD"),
        ("$-5", "-5", "USD"),
        ("1.5e3", "1500", None),
        ("0", "0", None),
    ],
)
def test_spellings_of_an_amount(text: str, amount: str, currency: str | None) -> None:
    assert read_money(text) == Money(Decimal(amount), currency)


def test_with_a_decimal_comma_points_group() -> None:
    assert read_money("€1.234,56", decimal_mark=",") == Money(Decimal("1234.56"), "EUR")
    assert read_money("1.200", decimal_mark=",") == Money(Decimal(1200), None)


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "n/a", "N.A.", "TBD", "none", "Null"])
def test_known_blanks_are_no_amount(text: str) -> None:
    assert read_money(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "about 5",
        "$1M-2M",
        "$1M+",
        "1,2",
        "1,20,000",
        "1,200,5",
        "1.2.3",
        "(-5)",
        "(5",
        "--5",
        "5 (600)",
        "5.",
        "1e3k",
        "$",
        "K",
        "¥5",
        "€5 USD",
        "5 XYZ",
        "1200¹",  # a footnote is no digit
        "٣",
        "#REF!",
        "5%",
        "9" * 65,
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_money(text)


def test_a_refusal_says_what_to_write() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_money("$1M-2M")
    assert str(caught.value) == (
        'expected an amount of money, found "$1M-2M". '
        "Write one amount, like 1,200, $1.2M or (1,200)."
    )


def test_a_decimal_comma_is_refused_naming_the_setting() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_money("€1.234,56")
    assert str(caught.value) == (
        'expected an amount of money, found "€1.234,56". '
        "Import with --decimal-mark , or write it like 1,200.50."
    )


def test_a_refusal_quotes_long_texts_in_part() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_money("x" * 30_000)
    assert caught.value.found == f'"{"x" * 60}…"'


@given(cents)
def test_a_written_amount_reads_back(amount: Decimal) -> None:
    for written in (f"{amount}", f"{amount:,}", f"${amount:,}", f"{amount:,} EUR"):
        money = read_money(written)
        assert money is not None
        assert money.amount == amount
    accounting = read_money(f"({amount:,})" if amount > 0 else f"{-amount:,}")
    assert accounting is not None
    assert accounting.amount == -amount


@given(cents)
def test_an_amount_written_with_a_decimal_comma_reads_back(amount: Decimal) -> None:
    written = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    assert read_money(written, decimal_mark=",") == Money(amount, None)


@pytest.mark.parametrize(
    ("text", "code"), [("usd", "USD"), ("€", "EUR"), ("$", "USD"), ("-", None)]
)
def test_currencies(text: str, code: str | None) -> None:
    assert read_currency(text) == code


@pytest.mark.parametrize("text", ["dollars", "¥", "kr", "XYZ", "US"])
def test_other_currencies_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_currency(text)
    assert str(caught.value) == (
        f'expected a currency, found "{text}". Write its ISO code, like USD.'
    )
