from collections.abc import Sequence

import pytest

from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.tables.found_tables import FoundTable, find_tables
from partner_analytics.trackers import TRACKERS

Row = Sequence[str | None]
HEADER = ["Manufacturer", "Partnership Tier", "YTD Volume"]
LUTRON = ["Lutron", "Tier 1", "150,000"]
SONOS = ["Sonos", "Tier 2", "75,000"]
ACTIONS = ["Manufacturer", "Priority", "Action"]
CALL = ["Lutron", "P1", "Call"]


def tables_of(
    rows: Sequence[Row], name: str = "Sheet1", merged: Sequence[str] = ()
) -> list[FoundTable]:
    return list(find_tables(Sheet.of(rows, name, merged=merged), TRACKERS.values()))


def table_of(
    rows: Sequence[Row], name: str = "Commercial", merged: Sequence[str] = ()
) -> FoundTable:
    (table,) = tables_of(rows, name, merged)
    return table


def rows_of(table: FoundTable) -> list[int]:
    """Positions of the rows that are rows of the tracker."""
    none = {*table.blank, *table.totals, *table.repeated}
    return [at for at in range(table.first, table.stop) if at not in none]


def test_the_header_may_stand_below_title_rows():
    table = table_of([["Partner tracker"], ["Q1"], [], HEADER, LUTRON, SONOS])
    assert (table.match.tracker.name, table.header_row, table.rows_read) == ("commercial", 4, 2)


def test_a_sheet_without_known_headers_has_no_table():
    assert tables_of([["Week", "Key Partnership Priorities"], ["1", "Sign Lutron"]]) == []


def test_a_row_that_mentions_two_headers_is_a_row():
    notes = ["Lutron", "Owner", "Status", "sent", "to", "legal", "twice"]
    table = table_of([[*HEADER, "a", "b", "c", "d"], LUTRON, notes])
    assert rows_of(table) == [1, 2]


def test_an_empty_row_in_between_is_counted_as_blank():
    table = table_of([HEADER, LUTRON, [], SONOS])
    assert (table.rows_read, table.empty_lines, rows_of(table)) == (3, 1, [1, 2])


def test_a_row_of_dashes_and_spaces_is_blank():
    table = table_of([HEADER, LUTRON, [" ", "-", "n/a"], SONOS])
    assert len(table.blank) == 1


def test_a_row_with_a_failed_formula_alone_is_not_blank():
    table = table_of([HEADER, LUTRON, [None, "#N/A", "#N/A"]])
    assert table.blank == ()


def test_a_total_is_no_row_of_the_tracker():
    table = table_of([HEADER, LUTRON, SONOS, ["Total", None, "225,000"]])
    assert (table.totals, rows_of(table)) == ((3,), [1, 2])


def test_a_total_in_another_language_or_with_a_count_is_one_too():
    table = table_of(
        [HEADER, LUTRON, ["Summe", None, "1"], ["Grand Totals (1,234 records)", None, "$2"]]
    )
    assert len(table.totals) == 2


def test_a_partner_called_total_is_a_row_and_told():
    table = table_of([HEADER, LUTRON, ["Total", "Tier 2", "5"]])
    assert (table.totals, table.like_totals, rows_of(table)) == ((), (2,), [1, 2])


def test_the_header_repeated_further_down_is_no_row():
    table = table_of([HEADER, LUTRON, HEADER, SONOS])
    assert (table.repeated, rows_of(table)) == ((2,), [1, 3])


def test_a_note_below_a_gap_ends_the_table():
    table = table_of([HEADER, LUTRON, [], ["Figures are illustrative"]])
    assert (table.rows_read, table.notes) == (1, (2,))


def test_a_note_without_a_gap_is_known_by_how_it_begins():
    table = table_of([HEADER, LUTRON, ["* illustrative"]])
    assert (table.rows_read, table.notes) == (1, (2,))


def test_a_note_may_be_a_label_and_its_text():
    table = table_of([HEADER, LUTRON, [], ["Source:", "CRM"]])
    assert (table.rows_read, table.notes) == (1, (2,))


def test_a_row_that_is_numbered_in_advance_is_blank():
    header = ["#", *HEADER]
    table = table_of([header, ["1", *LUTRON], ["2", None, None, None], ["3", *SONOS]])
    assert (table.blank, rows_of(table)) == ((2,), [1, 3])


def test_a_row_with_a_text_under_an_unknown_header_alone_is_not_blank():
    table = table_of([["Remark", *HEADER], ["ok", *LUTRON], ["lost?"], ["ok", *SONOS]])
    assert table.blank == ()


def test_a_lone_partner_without_a_gap_is_a_row():
    assert rows_of(table_of([HEADER, LUTRON, ["Sonos"]])) == [1, 2]


def test_tables_stacked_on_one_sheet_are_told_apart():
    above, below = tables_of([HEADER, LUTRON, [], ["Priority Actions"], ACTIONS, CALL])
    assert (above.match.tracker.name, rows_of(above)) == ("commercial", [1])
    assert (below.match.tracker.name, rows_of(below)) == ("actions", [4])


def test_a_title_right_below_the_rows_belongs_to_the_next_table():
    above, below = tables_of([HEADER, LUTRON, ["Priority Actions"], ACTIONS, CALL])
    assert (rows_of(above), rows_of(below)) == ([1], [4])


def test_a_table_right_below_another_needs_no_gap():
    above, below = tables_of([HEADER, LUTRON, ["Sonos"], ACTIONS, CALL])
    assert (rows_of(above), rows_of(below)) == ([1, 2], [4])


def test_sparse_rows_below_a_gap_stay_with_their_table():
    above, _ = tables_of([HEADER, LUTRON, [], ["Sonos", "Tier 2"], [], ACTIONS, CALL])
    assert rows_of(above) == [1, 2]


def test_lone_cells_between_tables_are_told():
    above, _ = tables_of([HEADER, LUTRON, [], ["Sonos"], [], ACTIONS, CALL])
    assert (rows_of(above), above.notes) == ([1], (2,))


def test_tables_side_by_side_are_told_apart():
    left, right = tables_of(
        [[*HEADER, None, *ACTIONS], [*LUTRON, None, *CALL], [*SONOS, None, None, None, None]]
    )
    assert (left.columns, rows_of(left)) == ((1, 3), [1, 2])
    assert (right.columns, rows_of(right)) == ((5, 7), [1])


def test_tables_side_by_side_need_no_column_between_them():
    left, right = tables_of([[*HEADER, *ACTIONS], [*LUTRON, *CALL]])
    assert (left.columns, right.columns) == ((1, 3), (4, 6))


def test_a_table_may_begin_beside_the_rows_of_another():
    left, right = tables_of(
        [HEADER, LUTRON, [*SONOS, None, *ACTIONS], [None, None, None, None, *CALL]]
    )
    assert (left.header_row, rows_of(left)) == (1, [1, 2])
    assert (right.header_row, rows_of(right)) == (3, [3])


def test_an_empty_header_cell_does_not_split_a_table():
    table = table_of([["Manufacturer", None, "Partnership Tier", "YTD Volume"], ["Lutron", "x"]])
    assert table.columns == (1, 4)


def test_the_same_header_under_a_new_label_is_a_new_table():
    header, rating = ["Evaluation Dimension", "Rating (1-5)", "Comments"], ["Commercial", "4", "ok"]
    first, second = tables_of(
        [["Manufacturer: Lutron"], header, rating, [], ["Manufacturer: Sonos"], header, rating]
    )
    assert [t.labels["partner"].text for t in (first, second)] == ["Lutron", "Sonos"]


def test_a_label_and_its_value_may_stand_in_two_cells():
    header, rating = ["Manufacturer", "Dimension", "Rating"], ["Lutron", "Commercial", "4"]
    table = table_of([["Ratings"], ["Quarter", "2025-Q1"], header, rating], "Evaluation")
    assert (table.labels["quarter"].text, table.labels["quarter"].cell) == ("2025-Q1", "B2")


def test_the_quarter_atop_a_sheet_counts_for_every_table_on_it():
    header, rating = ["Manufacturer", "Dimension", "Rating"], ["Lutron", "Commercial", "4"]
    tables = tables_of(
        [["Quarter: 2025-Q1"], header, rating, [], ["Ratings, part 2"], header, rating]
    )
    assert [table.labels["quarter"].cell for table in tables] == ["A1", "A1"]


def test_a_partner_atop_a_sheet_counts_for_the_first_table_alone():
    header, rating = ["Dimension", "Rating", "Comments"], ["Commercial", "4", "ok"]
    tables = tables_of(
        [["Manufacturer: Lutron"], header, rating, [], ["Ratings 2"], header, rating]
    )
    assert ["partner" in table.labels for table in tables] == [True, False]


def test_two_values_for_one_label_are_rivals():
    header, rating = ["Manufacturer", "Dimension", "Rating"], ["Lutron", "Commercial", "4"]
    table = table_of([["Quarter: 2025-Q1"], ["Quarter: 2025-Q2"], header, rating], "Evaluation")
    assert table.labels["quarter"].rivals == ("A2",)


def test_the_lower_row_of_a_merged_header_is_the_header():
    rows = [
        ["Manufacturer", "YTD Volume", "Discounts"],
        [None, None, "Base Discount (%)", "Growth Incentive (%)"],
        ["Lutron", "150,000", "35%", "2%"],
    ]
    table = table_of(rows, merged=["A1:A2", "B1:B2", "C1:D1"])
    assert table.header_row == 2
    assert {cell.text for cell in table.match.unmapped} == set()
    assert rows_of(table) == [2]


def test_the_title_above_decides_between_trackers_that_fit_alike():
    header = ["Manufacturer", "Commercial", "Technical"]
    assert len(table_of([header, ["Lutron", "4", "5"]], "Sheet1").matches) == 2
    titled = table_of([["Quarterly Evaluation"], header, ["Lutron", "4", "5"]], "Sheet1")
    assert [match.tracker.name for match in titled.matches] == ["evaluations"]


def test_labels_above_tables_side_by_side_belong_to_the_table_below_them():
    header, rating = ["Dimension", "Rating", "Comments"], ["Commercial", "4", "ok"]
    titles = ["Manufacturer: Lutron", None, None, None, "Manufacturer: Sonos"]
    left, right = tables_of([titles, [*header, None, *header], [*rating, None, *rating]])
    assert left.labels["partner"].text == "Lutron"
    assert right.labels["partner"].text == "Sonos"


def test_rows_are_the_same_in_whatever_batches_they_are_scanned(monkeypatch: pytest.MonkeyPatch):
    rows = [["T"], [], HEADER, LUTRON, ["-", "-", "-"], HEADER, SONOS, ["Total", None, "5"]]
    at_once = table_of(rows)
    monkeypatch.setattr("partner_analytics.importers.tables.rows.notable_rows.BATCH_ROWS", 2)
    batched = table_of(rows)
    assert (batched.blank, batched.totals, batched.repeated) == (
        at_once.blank,
        at_once.totals,
        at_once.repeated,
    )


def test_lines_within_a_record_of_a_text_file_are_no_blank_rows():
    sheet = Sheet.of([HEADER, ["Lutron", "Tier 1", "a\nb"], [], SONOS], None)
    (table,) = find_tables(sheet, TRACKERS.values())
    assert (table.rows_read, table.empty_lines) == (2, 0)


def test_lines_set_aside_while_reading_are_no_blank_rows():
    sheet = Sheet.of([HEADER, LUTRON, [], SONOS], None)
    (table,) = find_tables(sheet, TRACKERS.values(), lost_lines=[3])
    assert table.empty_lines == 0


def test_partners_named_like_notes_are_rows() -> None:
    sheet = Sheet.of(
        [
            ["Manufacturer", "Owner", "Current Stage"],
            ["Lutron", "Dana", "6"],
            ["Noteworthy Audio", None, "6"],
            ["Legend Audio", None, "6"],
        ]
    )
    (table,) = find_tables(sheet, TRACKERS.values())
    assert (table.rows_read, table.notes) == (3, ())
