"""Rows of a table that head its columns or sections: told once, and no rows of the tracker."""

from collections.abc import Sequence

import pytest

from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.tables.found_tables import FoundTable
from tests.importers.exports.test_exports import export
from tests.importers.tables.test_tables import table_of

Row = Sequence[str | None]
TERMS = ["Manufacturer", "Base Discount (%)", "YTD Volume"]
STAGES = ["Manufacturer", "Stage", "Owner", "Target Date"]
DAHLIA, IRIS, ASTER = ["Dahlia", "20%", "900"], ["Iris", "25%", "700"], ["Aster", "30%", "400"]
PHLOX, VIOLA = (
    ["Phlox", "Active", "Kim", "2025-05-01"],
    ["Viola", "Outreach", "Lee", "2025-06-01"],
)


def terms(*rows: Row) -> FoundTable:
    return table_of([TERMS, *rows])


def stages(*rows: Row) -> FoundTable:
    return table_of([STAGES, *rows], "Pipeline")


@pytest.mark.parametrize(
    "row",
    [
        ["name", "negotiated", "so far"],
        ["Legal name of the vendor", "see contract", None],
        [None, "restated", "preliminary"],
        [None, None, "restated"],
        ["1", "2", "3"],
        ["(a)", "(b)", "(c)"],
    ],
)
def test_a_row_below_the_header_without_a_value_goes_on_with_it(row: Row) -> None:
    table = terms(row, DAHLIA, IRIS)
    assert (table.seconds, table.rows_read, table.header_rows) == ((1,), 3, (1,))


@pytest.mark.parametrize(
    "row",
    [
        ["Dahlia", "20%", "open"],  # one cell that is a value
        ["Dahlia", "tbd", "tbd"],  # no value yet, twice
        ["Dahlia", "20% off", "900 pcs"],  # values that cannot be read
        ["Dahlia", None, "open"],
        ["Dahlia", None, None],
        ["1", "20", "300"],
        [None, "20%", "900"],
    ],
)
def test_a_first_row_with_values_missing_or_misspelt_is_a_row(row: Row) -> None:
    assert terms(row, IRIS, ASTER).seconds == ()


def test_a_remark_that_rows_below_repeat_is_no_header() -> None:
    assert terms(["Dahlia", "open", "late"], ["Iris", "open", "700"]).seconds == ()


def test_a_known_choice_is_a_value() -> None:
    assert stages(["Phlox", "Outreach", "Kim", "soon"], VIOLA).seconds == ()


def test_what_stands_below_the_header_may_stand_below_its_repetition_too() -> None:
    again = ["name", "current state", "who", "by when"]
    table = stages(again, PHLOX, STAGES, again, VIOLA)
    assert (table.seconds, table.repeated) == ((1, 4), (3,))


def test_headings_of_sections_are_no_rows() -> None:
    table = terms(["Coast"], DAHLIA, IRIS, ["Inland"], ASTER)
    assert (table.sections, table.lone_names) == ((1, 4), ())


def test_headings_may_stand_above_headings() -> None:
    table = stages(["Coast"], ["Harbors"], PHLOX, ["Inland"], VIOLA)
    assert table.sections == (1, 2, 4)


def test_a_name_alone_where_nothing_else_is_needed_is_a_row_and_told() -> None:
    table = terms(DAHLIA, ["Coast"], IRIS)
    assert (table.sections, table.lone_names) == ((), (2,))


@pytest.mark.parametrize("heading", ["Coast:", "Coast"])
def test_a_colon_or_totals_of_the_name_make_a_heading(heading: str) -> None:
    table = terms(DAHLIA, [heading], IRIS, ASTER, ["Coast Total", None, "1,100"])
    assert (table.sections, table.totals) == ((2,), (5,))


def test_a_cell_merged_across_is_a_heading() -> None:
    table = table_of([TERMS, DAHLIA, ["Coast"], IRIS], merged=["A3:C3"])
    assert table.sections == (2,)


def test_a_last_row_with_a_name_alone_heads_nothing() -> None:
    assert stages(["Coast"], PHLOX, ["Viola"]).sections == (1,)


def test_headings_are_one_warning_and_no_row_s_error() -> None:
    read = export(Sheet.of([STAGES, ["Coast"], PHLOX, ["Inland"], VIOLA], "Pipeline"))
    (told,) = [one for one in read.problems if one.code == "section-row"]
    assert (told.cell, told.found) == (
        "A2",
        'headings and notes among them: row 2 "Coast", row 4 "Inland"',
    )
    assert read.tables[0].rows_repeated_header == 2


def test_a_further_row_of_the_header_is_one_warning() -> None:
    read = export(Sheet.of([TERMS, ["name", "negotiated", "so far"], DAHLIA], "Commercial"))
    (told,) = [one for one in read.problems if one.code == "second-header-row"]
    assert told.found == 'a further row of the header: row 2 "name | negotiated | so far"'


@pytest.mark.parametrize("row", [["---", "---", "---"], ["=====", None, None], ["_", "__", "___"]])
def test_a_line_drawn_in_letters_is_blank(row: Row) -> None:
    assert terms(row, DAHLIA, IRIS).blank == (1,)


@pytest.mark.parametrize("mark", ["(continued)", "Page 2 of 3", "Seite 2", "cont'd"])
def test_what_pages_say_among_the_rows_is_none_of_them(mark: str) -> None:
    table = terms(DAHLIA, [mark], IRIS)
    assert (table.sections, table.lone_names) == ((2,), ())


def test_labels_with_a_colon_below_the_table_are_notes() -> None:
    table = terms(DAHLIA, IRIS, [], ["Approved by:", "Kim"], ["Date:", "2025-04-01"])
    assert (table.notes, table.rows_read) == ((3, 4), 2)


GOALS = ["Manufacturer", "Category", "Annual Revenue", "Market Position"]


@pytest.mark.parametrize(("gap", "told"), [([[]], (4,)), ([], ())])
def test_a_short_row_set_off_at_the_end_is_read_and_told(
    gap: list[Row], told: tuple[int, ...]
) -> None:
    full = [[name, "Audio", "$5M", "new"] for name in ("Dahlia", "Iris", "Aster")]
    table = table_of([GOALS, *full, *gap, ["Status", "draft"]], "Target Manufacturers")
    assert (table.lone_names, table.notes) == (told, ())


def test_a_name_alone_that_lacks_what_is_required_is_the_row_s_error_alone() -> None:
    assert stages(PHLOX, VIOLA, ["Dahlia"]).lone_names == ()
