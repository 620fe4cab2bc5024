from partner_analytics.importers.files.located_cells import Sheet


def test_empty_rows_leave_gaps_in_line() -> None:
    sheet = Sheet.of([["Partner"], [None, ""], ["Lutron"]], first_line=5)
    assert sheet.cells.column("line").to_pylist() == [5, 7]


def test_the_size_of_a_sheet_is_its_used_grid() -> None:
    sheet = Sheet.of([["Partner", "Tier", None], ["Lutron", "1", "x"]])
    assert (sheet.row_count, sheet.column_count) == (2, 3)


def test_a_sheet_may_be_empty() -> None:
    sheet = Sheet.of([])
    assert (sheet.row_count, sheet.column_count) == (0, 0)
