"""Columns and cells as spreadsheets name them, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.addresses import (
    address,
    column_letter,
    column_number,
    range_corners,
    row_and_column,
)


@given(st.integers(1, 18_278))
def test_a_column_number_survives_its_letters(number: int) -> None:
    assert column_number(column_letter(number)) == number


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_a_cell_survives_its_address(row: int, column: int) -> None:
    assert row_and_column(address(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["", "a1", "1A", "A0", "AAAA1", "A1:B2"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a cell address such as E17"):
        row_and_column(text)


def test_a_range_of_one_cell_has_equal_corners() -> None:
    assert range_corners("C7") == (7, 3, 7, 3)
