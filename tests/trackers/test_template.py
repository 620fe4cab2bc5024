"""The blank workbook of a tracker, opened as its users would."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from partner_analytics.trackers import TRACKERS, Tracker, write_template

EVERY_TRACKER = pytest.mark.parametrize("tracker", TRACKERS.values(), ids=list(TRACKERS))


@EVERY_TRACKER
def test_its_headers_are_the_tracker_s_and_tell_what_belongs_there(
    tracker: Tracker, tmp_path: Path
) -> None:
    write_template(tracker, tmp_path / "blank.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "blank.xlsx").worksheets
    assert sheet.title in tracker.sheets
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == list(tracker.headers())
    told = [cell.comment.text if cell.comment else "" for cell in sheet[1]]
    assert all("Write " in text or "Pick from the list" in text for text in told)
    assert sheet.max_row == 1


@EVERY_TRACKER
def test_every_vocabulary_can_be_picked_from_and_reads_back(
    tracker: Tracker, tmp_path: Path
) -> None:
    write_template(tracker, tmp_path / "blank.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "blank.xlsx").worksheets
    lists = {
        next(iter(rule.sqref.ranges)).min_col: rule.formula1.strip('"').split(",")
        for rule in sheet.data_validations.dataValidation
    }
    for place, columns in enumerate(tracker.headers().values(), start=1):
        if choice := columns[0].choice:
            spellings = [{member, *others} for member, others in choice.members.items()]
            pairs = zip(lists[place], spellings, strict=True)
            assert all(label in known for label, known in pairs)


def test_tiers_are_picked_by_the_name_people_use(tmp_path: Path) -> None:
    write_template(TRACKERS["pipeline"], tmp_path / "blank.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "blank.xlsx").worksheets
    formulas = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert '"Tier 1,Tier 2,Tier 3"' in formulas


def test_what_is_typed_into_a_percent_column_is_a_percent(tmp_path: Path) -> None:
    write_template(TRACKERS["commercial"], tmp_path / "blank.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "blank.xlsx").worksheets
    formats = {
        cell.value: sheet.column_dimensions[get_column_letter(cell.column)].number_format
        for cell in sheet[1]
    }
    assert formats["Base Discount (%)"] == "0.0%"
    assert formats["YTD Volume"] == "#,##0.00"


def test_extra_columns_look_lighter(tmp_path: Path) -> None:
    write_template(TRACKERS["pipeline"], tmp_path / "blank.xlsx")
    (sheet,) = openpyxl.load_workbook(tmp_path / "blank.xlsx").worksheets
    fills = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}
    assert fills["Stage Entered"] != fills["Current Stage"]


def test_the_same_declaration_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "other.xlsx"):
        write_template(TRACKERS["pipeline"], tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
