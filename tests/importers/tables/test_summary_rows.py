from collections.abc import Sequence

import pytest

from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.tables.found_tables import FoundTable, find_tables
from partner_analytics.trackers import TRACKERS
from tests.importers.exports.test_exports import export
from tests.importers.tables.test_tables import rows_of, table_of

Row = Sequence[str | None]
VOLUMES = ["Manufacturer", "Base Discount (%)", "YTD Volume"]
RATINGS = ["Manufacturer", "Commercial", "Technical", "Relationship"]
NORTH = [
    ["Lutron", "35%", "150,000"],
    ["Sonos", "30%", "75,000"],
    ["Savant", "25%", "31,250"],
]


def ratings(*rows: Row) -> FoundTable:
    return table_of([RATINGS, *rows], "Evaluations")


@pytest.mark.parametrize(
    "label", ["Europe Total", "Subtotal: North", "Portfolio average", "Итого", "Ergebnis", "合計"]
)
def test_a_row_that_names_what_it_sums_up_is_no_row(label: str) -> None:
    table = table_of([VOLUMES, *NORTH, [label, None, "256,250"]])
    assert (table.totals, rows_of(table)) == ((4,), [1, 2, 3])


def test_an_average_row_below_ratings_is_no_row():
    table = ratings(["Lutron", "4", "3", "5"], ["Sonos", "3", "4", "4"], ["All avg", *["3.5"] * 3])
    assert table.totals == (3,)


def test_a_group_total_is_told_once_a_table_with_its_name():
    table = table_of([VOLUMES, *NORTH, ["Europe Total", None, "256,250"]])
    assert table.summaries == {4: "Europe Total"}


@pytest.mark.parametrize("name", ["TotalEnergies", "Total Wine", "Average Joe Audio", "Dim Sum"])
def test_a_partner_whose_name_only_holds_a_word_for_totals_is_a_row(name: str) -> None:
    table = table_of([VOLUMES, *NORTH, [name, "20%", "80,000"]])
    assert (table.totals, table.like_totals) == ((), ())


def test_ratings_of_a_partner_with_total_in_its_name_stay():
    table = ratings(
        ["Lutron", "4", "4", "5"], ["Sonos", "3", "4", "5"], ["Total Wine", "4", "4", "5"]
    )
    assert table.totals == ()


def test_a_name_that_may_be_a_groups_is_one_if_its_figures_are_sums():
    table = table_of([VOLUMES, *NORTH, ["Total North", "30%", "256,250"]])
    assert table.totals == (4,)


def test_a_row_of_an_unknown_name_that_sums_up_two_columns_is_told():
    header = ["Manufacturer", "YTD Volume", "Annual Savings"]
    rows = [["Lutron", "1,500", "210"], ["Sonos", "700", "90"], ["Savant", "300", "41"]]
    table = table_of([header, *rows, ["EMEA", "2,500", "341"]])
    assert table.summaries == {4: "EMEA"}


def test_a_row_without_a_name_that_averages_two_columns_is_told():
    table = ratings(
        ["Lutron", "4", "4", "5"],
        ["Sonos", "3", "4", "5"],
        ["Savant", "3", "3", "2"],
        [None, "3.33", "3.67", "4"],
    )
    assert table.totals == (4,)


def test_a_quarter_that_every_row_states_does_not_hide_a_mean():
    header = [*RATINGS, "Quarter"]
    rows = [["Lutron", "4", "4", "5"], ["Sonos", "3", "4", "5"], ["Savant", "3", "3", "2"]]
    last = ["Whole lot", "3.33", "3.67", "4"]
    table = table_of([header, *([*row, "2025-Q1"] for row in (*rows, last))], "Evaluations")
    assert table.summaries == {4: "Whole lot"}


def test_sums_since_the_last_summary_are_summaries_too():
    header = ["Manufacturer", "YTD Volume", "Annual Savings"]
    first = [["Lutron", "1,500", "210"], ["Sonos", "700", "90"], ["Savant", "300", "41"]]
    second = [["Bose", "900", "80"], ["Denon", "50", "5"], ["Marantz", "60", "7"]]
    table = table_of(
        [
            header,
            *first,
            ["North", "2,500", "341"],
            *second,
            ["South", "1,010", "92"],
            ["World", "3,510", "433"],
        ]
    )
    assert list(table.summaries.values()) == ["North", "South", "World"]


def test_below_two_rows_figures_may_be_sums_by_chance():
    header = ["Manufacturer", "YTD Volume", "Annual Savings"]
    table = table_of(
        [header, ["Lutron", "100", "30"], ["Sonos", "200", "40"], ["Bose", "300", "70"]]
    )
    assert table.totals == ()


def test_ratings_that_are_the_means_of_those_above_stay():
    rows = [[name, "4", "3", "5"] for name in ("Lutron", "Sonos", "Savant", "Bose")]
    mixed = [["Lutron", "3", "3", "5"], ["Sonos", "5", "3", "3"], ["Savant", "4", "3", "4"]]
    assert ratings(*rows).totals == ()
    assert ratings(*mixed, ["Bose", "4", "3", "4"]).totals == ()


def test_the_totals_row_of_a_spreadsheet_table_is_no_row_whatever_it_says():
    rows = [VOLUMES, *NORTH[:2], ["alles zusammen", "Σ", "3"]]
    sheet = Sheet(**{**vars(Sheet.of(rows, "Commercial")), "totals": ("A4:C4",)})
    (table,) = find_tables(sheet, TRACKERS.values())
    assert (table.totals, table.summaries) == ((3,), {})


def test_a_totals_row_beside_the_table_does_not_count():
    sheet = Sheet(**{**vars(Sheet.of([VOLUMES, *NORTH], "Commercial")), "totals": ("F3:G3",)})
    (table,) = find_tables(sheet, TRACKERS.values())
    assert table.totals == ()


def test_summaries_are_one_warning():
    rows = [VOLUMES, *NORTH, ["Europe Total", None, "256,250"], ["Grand average", None, "85,417"]]
    found = export(Sheet.of(rows, "Commercial"))
    told = [problem for problem in found.problems if problem.code == "summary-row"]
    assert [(one.cell, one.found) for one in told] == [
        ("A5", 'what sums up or averages the rows above it: row 5 "Europe Total"')
    ]
    assert found.tables[0].rows_total == 2


def test_an_average_that_repeats_the_quarter_of_all_rows_is_one():
    header = [*RATINGS, "Quarter"]
    rows = [["Lutron", "4", "4", "5", "2025-Q1"], ["Sonos", "3", "4", "5", "2025-Q1"]]
    last = ["Portfolio average", "3.6", "4.1", "4.9", "2025-Q1"]
    table = table_of([header, *rows, last], "Evaluations")
    assert (table.totals, table.like_totals) == ((3,), ())


def test_sums_with_decimal_commas_are_sums():
    header = ["Manufacturer", "YTD Volume", "Annual Savings"]
    rows = [["Lutron", "1.500,50", "210,25"], ["Sonos", "700,00", "90,00"], ["Bose", "300", "41"]]
    assert table_of([header, *rows, ["Nord", "2.500,50", "341,25"]]).totals == (4,)


@pytest.mark.parametrize(
    "name",
    [
        "Subtotal Systems",
        "Grand Total Lighting",
        "Smart Home Total",
        "Sum of Parts Ltd",
        "Audio Gesamt",
    ],
)
@pytest.mark.parametrize("discount", ["20%", None])
def test_a_company_named_like_a_groups_total_is_kept_and_told(
    name: str, discount: str | None
) -> None:
    table = table_of([VOLUMES, *NORTH, [name, discount, "80,000"]])
    assert (table.totals, table.like_totals) == ((), (4,))


@pytest.mark.parametrize("label", ["Smart Home Total", "Subtotal Home", "Home Total"])
def test_the_name_of_a_group_in_the_rows_makes_its_total_one(label: str) -> None:
    rows = [["Sector", *VOLUMES], ["Home", *NORTH[0]], ["Smart Home", *NORTH[1]]]
    table = table_of([*rows, [label, None, None, "99,000"]])
    assert table.totals == (3,)


@pytest.mark.parametrize(
    "label", ["Q1 2025 total", "March total", "Portfolio Total", "Subtotal: Home", "Home - Total"]
)
def test_a_period_or_a_mark_between_makes_a_label_that_of_a_total(label: str) -> None:
    table = table_of([VOLUMES, *NORTH, [label, None, "99,000"]])
    assert table.totals == (4,)


def test_a_company_named_like_a_groups_total_beside_what_all_rows_say_is_kept():
    header = [*VOLUMES, "Region"]
    rows = [[*row, "West"] for row in NORTH]
    table = table_of([header, *rows, ["Smart Home Total", "20%", "80,000", "West"]])
    assert (table.totals, table.like_totals) == ((), (4,))


@pytest.mark.parametrize("label", ["Portfolio", "Tổng cộng", "Balance", "All partners"])
def test_a_row_that_says_nothing_but_the_sum_of_those_above_is_told(label: str) -> None:
    table = table_of([VOLUMES, *NORTH, [label, None, "256,250"]])
    assert table.totals == (4,) or table.like_totals == (4,)


def test_a_row_with_other_figures_is_not_told():
    table = table_of([VOLUMES, *NORTH, ["Balance", None, "256,000"]])
    assert (table.totals, table.like_totals) == ((), ())
