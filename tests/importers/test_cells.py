import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.importers.cells import (
    Sheet,
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


def test_empty_rows_leave_gaps_in_line() -> None:
    sheet = Sheet.of([["Partner"], [None, ""], ["Lutron"]], first_line=5)
    assert sheet.cells.column("line").to_pylist() == [5, 7]


def test_the_size_of_a_sheet_is_its_used_grid() -> None:
    sheet = Sheet.of([["Partner", "Tier", None], ["Lutron", "1", "x"]])
    assert (sheet.row_count, sheet.column_count) == (2, 3)


def test_a_sheet_may_be_empty() -> None:
    sheet = Sheet.of([])
    assert (sheet.row_count, sheet.column_count) == (0, 0)
