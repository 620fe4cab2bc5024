from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from partner_analytics.program import Program, load_program
from partner_analytics.program.entries import in_force
from partner_analytics.program.model import Band, HealthBands, HealthWeights

START = date(2025, 1, 1)


def test_g_07_an_entry_holds_until_the_next_one_starts(load: Callable[..., Program]) -> None:
    changed = (
        '[[health.weights]]\nvalid_from = 2025-07-01\nsource = "board"\n'
        "commercial = 40\ntechnical = 15\nrelationship = 20\nstrategic = 15\noperational = 10\n\n"
        "[[health.weights]]"
    )
    entries = load(("[[health.weights]]", changed)).health.weights
    found = {day: in_force(entries, day) for day in (date(2025, 6, 30), date(2025, 7, 1))}
    assert [entry and entry.commercial for entry in found.values()] == [30, 40]
    assert in_force(entries, date(2024, 12, 31)) is None


def test_a_program_does_not_change_once_read() -> None:
    with pytest.raises(ValidationError):
        load_program().version = "2"


def test_every_entry_says_who_decided_it() -> None:
    dumped = load_program().model_dump_json()
    assert dumped.count('"valid_from"') + len(load_program().tiers) == dumped.count('"source"')


@given(st.sets(st.integers(1, 99), max_size=6))
def test_bands_at_any_edges_partition_0_to_100(edges: set[int]) -> None:
    inner = sorted(edges)
    lower, upper = [0, *inner], [*inner, 100]
    bands = tuple(
        Band(name=f"band {low}", lower=Decimal(low), upper=Decimal(high), action="none")
        for low, high in zip(lower, upper, strict=True)
    )
    entry = HealthBands(valid_from=START, source="test", bands=bands)
    for score in range(101):
        holding = [b for b in entry.bands if b.lower <= score < b.upper or score == b.upper == 100]
        assert len(holding) == 1


@given(st.lists(st.integers(0, 100), min_size=5, max_size=5))
def test_weights_are_accepted_exactly_if_they_sum_to_100(weights: list[int]) -> None:
    names = ("commercial", "technical", "relationship", "strategic", "operational")
    stated = dict(zip(names, weights, strict=True))
    document = {"valid_from": START, "source": "test", **stated}
    if sum(weights) == 100:
        assert HealthWeights.model_validate(document).weights == stated
    else:
        with pytest.raises(ValidationError):
            HealthWeights.model_validate(document)
