import contextlib
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partner_analytics import grammar
from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import is_blank, normalize

STAGES = {"Proposal & Negotiation": ("4", "Stage 4"), "Initial Outreach": ("2", "Stage 2")}
READERS: dict[str, Callable[[str], Any]] = {
    "money": grammar.read_money,
    "number": grammar.read_number,
    "count": grammar.read_count,
    "rating": grammar.read_rating,
    "score": grammar.read_score,
    "percent": lambda text: grammar.read_percent(text, points=True),
    "date": grammar.read_date,
    "days": grammar.read_days,
    "hours": grammar.read_hours,
    "currency": grammar.read_currency,
    "target": grammar.read_target,
    "figure in a phrase": grammar.find_target,
    "choice": lambda text: grammar.read_choice(text, STAGES),
}


@pytest.mark.parametrize("text", ["?", "0", "no", "-1", "nan", "unknown"])
def test_other_texts_are_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_typographic_spaces_are_blank() -> None:
    assert is_blank("\u00a0 \u202f")


def test_folding_of_headers() -> None:
    assert normalize("Base Discount (%)") == normalize("base  discount") == "base discount"
    assert normalize("YTD\u00a0Volume") == "ytd volume"
    assert normalize("Re\u0301gion") == normalize("Région")
    assert normalize("Partner's Name") == normalize("PARTNER’S NAME") == "partners name"


@settings(deadline=None)  # the first garbled text loads the library that mends it
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = normalize(text)
    assume(not grammar.is_garbled(folded))  # lower case can make "Ã" a part of another sign
    assert normalize(folded) == folded


@given(st.text(alphabet="0123456789.,-+%$€ KMx()/:e'ap", max_size=20))
def test_every_reader_reads_or_refuses(text: str) -> None:
    for read in READERS.values():
        with contextlib.suppress(UnreadableValue):
            read(text)


HOSTILE = ["1" * 32_000, "1," * 16_000, "1 - " * 8_000, " " * 32_000 + "x", "(" * 32_000]
HOSTILE += ["$" * 32_000, "within " * 4_500, "1 " * 16_000, ": " * 16_000, "USD " * 8_000]


@pytest.mark.parametrize("kind", READERS)
def test_the_longest_cells_are_refused_in_linear_time(kind: str) -> None:
    started = time.perf_counter()
    for text in HOSTILE:
        with pytest.raises(UnreadableValue):
            READERS[kind](text)
    # Ten cells of a workbook's greatest length: 0.2 s on an idle core. Backtracking takes minutes.
    assert time.perf_counter() - started < 20


def test_a_workbook_of_distinct_texts_is_read_in_seconds() -> None:
    seeded = random.Random(1)
    texts = [f"${seeded.random() * 1e6:,.2f}" for _ in range(20_000)]
    started = time.perf_counter()
    for text in texts:
        grammar.read_money(text)
    # 0.1 s on an idle core.
    assert time.perf_counter() - started < 20
