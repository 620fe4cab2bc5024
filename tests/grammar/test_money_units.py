"""What captions and headers say of the currency and zeros of amounts, in the words people use."""

import pytest

from partner_analytics.grammar.money.units import MoneyUnit, money_unit, unit_in_words


@pytest.mark.parametrize(
    ("caption", "currency", "power"),
    [
        ("Valori in migliaia di euro", "EUR", 3),
        ("Importes en miles de dólares", "USD", 3),
        ("Bedragen in duizenden euro", "EUR", 3),
        ("Montants en milliers d'euros", "EUR", 3),
        ("单位：千美元", "USD", 3),
        ("金额单位:万元", "CNY", 4),
        ("in hundreds of euros", "EUR", 2),
        ("x 1,000", None, 3),
        ("Terms by vendor, € thousands, FY2024", "EUR", 3),
        ("Terms 2024 - in TEUR", "EUR", 3),
        ("All values are in thousands; headcount in persons", None, 3),
        ("EUR, rounded to the nearest hundred", "EUR", None),
    ],
)
def test_a_caption_says_the_unit_of_amounts(
    caption: str, currency: str | None, power: int | None
) -> None:
    assert money_unit(unit_in_words(caption) or "") == MoneyUnit(currency, power)


@pytest.mark.parametrize(
    "text",
    [
        "Numbers rounded to the nearest thousand",
        "Thousand Oaks office",
        "Miles Smith",
        "Terms, planned",
        "Lyon, ALL",
        "Top 1000 vendors",
    ],
)
def test_other_words_say_nothing_of_it(text: str) -> None:
    assert unit_in_words(text) is None
