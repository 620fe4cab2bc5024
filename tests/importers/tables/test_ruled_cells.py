"""Numbers that conditional formatting shows by another format than their cells' own."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from partner_analytics.importers.exports.export import Export, export_of
from partner_analytics.importers.files.file_reading import read_trusted_file

HEADER = ("Manufacturer", "Partnership Tier", "YTD Volume")
ROWS = [HEADER, ("Alder", "Tier 1", 410), ("Beech", "Tier 2", 95)]


def read(folder: Path, cells: str, **shown: Any) -> Export:
    path = folder / "terms 2025-Q1.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, euros = book.add_worksheet(), book.add_format({"num_format": '0.0 "h"'})
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
        sheet.write(1, 5, 3, euros)
        rule = {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format(shown)}
        sheet.conditional_format(cells, rule)
    return export_of(read_trusted_file(path))


def told(found: Export) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in found.problems if one.code == "shown-by-rule"]


@pytest.mark.parametrize("code", ['0"k"', '0 "€"', "0%"])
def test_a_rule_that_shows_amounts_with_a_unit_is_told_once(tmp_path: Path, code: str) -> None:
    assert told(read(tmp_path, "C2:C3", num_format=code)) == [("shown-by-rule", "C2")]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("C2:C3", {"bold": True}),
        ("C2:C3", {"num_format": "0.00"}),
        ("A2:B3", {"num_format": '0"k"'}),
    ],
)
def test_a_rule_that_changes_no_number_is_not_told(
    tmp_path: Path, cells: str, shown: dict[str, Any]
) -> None:
    assert told(read(tmp_path, cells, **shown)) == []
