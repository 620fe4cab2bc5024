"""Sums say the same in every order of rows, to the last bit, on pandas and DuckDB."""

import math
import random
import struct

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_analytics import metrics
from partner_analytics.metrics.rules import added, addends, cents, from_cents

AMOUNTS = st.integers(min_value=-(10**11), max_value=10**11).map(lambda whole: whole / 100)
FRACTIONS = st.floats(min_value=-100, max_value=100, allow_subnormal=False)


def bits(value):
    return struct.pack("<d", value)


def summed(frame, name):
    """The sums of a frame's values as `addends` and `cents` make them, as a native frame."""
    lazy = nw.from_native(frame).lazy()
    parts = addends(mean=nw.col(name))
    sums = (
        lazy.with_columns(**parts, amount=cents(name), all_rows=nw.lit(1))
        .group_by("all_rows")
        .agg(nw.col(*parts, "amount").sum())
    )
    return nw.to_native(sums.select(mean=added("mean"), amount=from_cents("amount")))


def on_both_engines(values, column):
    """The sum of the values, as pandas and DuckDB have it, in the given order and in another."""
    found = []
    for order in (values, random.Random(7).sample(values, len(values))):
        frame = pd.DataFrame({"value": pd.Series(order, dtype="float64")})
        found.append(summed(frame, "value")[column].iloc[0])
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE t (value DOUBLE)")
            connection.executemany("INSERT INTO t VALUES (?)", [[value] for value in order])
            found.append(summed(connection.table("t"), "value").df()[column].iloc[0])
    return found


@settings(max_examples=25, deadline=None)
@given(values=st.lists(FRACTIONS, min_size=1, max_size=12))
def test_fractions_add_up_to_the_same_bits_in_any_order(values):
    sums = on_both_engines(values, "mean")
    assert len({bits(value) for value in sums}) == 1
    assert sums[0] == pytest.approx(math.fsum(values), abs=1e-14 * len(values))


@settings(max_examples=25, deadline=None)
@given(values=st.lists(AMOUNTS, min_size=1, max_size=12))
def test_amounts_add_up_to_the_cent_in_any_order(values):
    sums = on_both_engines(values, "amount")
    whole = sum(round(value * 100) for value in values)
    assert {bits(value) for value in sums} == {bits(whole / 100)}


def test_half_a_cent_goes_away_from_zero():
    assert on_both_engines([0.125, -0.125, 0.625], "amount") == [0.63] * 4


LINES = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from((1, 2)), AMOUNTS, AMOUNTS),
    min_size=1,
    max_size=20,
)


def rows_of(lines):
    return pd.DataFrame(
        [
            {"partner_id": partner, "quarter": f"2025-Q{number}", "list_usd": a, "net_usd": b}
            for partner, number, a, b in lines
        ]
    )


@pytest.mark.proof
def test_discounts_of_shuffled_order_lines_are_the_same_bytes(dose):
    @settings(max_examples=dose(10, 1_000), deadline=None)
    @given(lines=LINES, seed=st.integers(min_value=0, max_value=99))
    def shuffled(lines, seed):
        other = random.Random(seed).sample(lines, len(lines))
        one, two = (metrics.discount_achievement(rows_of(each)) for each in (lines, other))
        pd.testing.assert_frame_equal(one, two, check_exact=True)

    shuffled()


@pytest.mark.proof
def test_duckdb_gives_the_same_bytes_as_pandas(dose):
    @settings(max_examples=dose(10, 1_000), deadline=None)
    @given(lines=LINES)
    def same(lines):
        on_pandas = metrics.discount_achievement(rows_of(lines))
        with duckdb.connect() as connection:
            connection.register("given", rows_of(lines))
            connection.execute(
                "CREATE TABLE orders AS SELECT partner_id, quarter, "
                "list_usd::DECIMAL(18,2) AS list_usd, net_usd::DECIMAL(18,2) AS net_usd FROM given"
            )
            relation = metrics.discount_achievement(connection.table("orders"))
            on_duckdb = relation.order("partner_id, quarter").df()
        for column in ("list_usd", "net_usd", "saved_usd", "achieved_pct"):
            assert on_pandas[column].map(bits).tolist() == on_duckdb[column].map(bits).tolist()

    same()
