"""A text file as a workbook: lines are rows, and texts stay texts."""

from pathlib import Path

import openpyxl

from partner_analytics.markup import write_text_workbook


def test_lines_stand_in_the_rows_of_their_numbers_and_nothing_becomes_a_formula(
    tmp_path: Path,
) -> None:
    path = tmp_path / "orders.xlsx"
    rows = [(1, ["Partner", "SKU"]), (4, ["=cmd|' /C calc'!A0", "007"]), (5, [None, "http://x"])]
    write_text_workbook(path, "orders", rows)
    sheet = openpyxl.load_workbook(path)["orders"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("007", "s")
    assert (sheet["A5"].value, sheet["B5"].hyperlink) == (None, None)
    assert sheet["A2"].value is None
