from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.values.cell_readers import Reading, Refusal
from partner_analytics.importers.values.column_values import read_column
from partner_analytics.importers.values.row_values import ReadRows, read_values
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import TRACKERS, validate

Row = Sequence[str | None]
COMMERCIAL = ["Manufacturer", "Base Discount (%)", "YTD Volume"]
PIPELINE = ["Manufacturer", "Current Stage", "Owner", "Target Date"]
RATINGS = ["Manufacturer", "Evaluation Dimension", "Rating (1-5)"]
ORDERS = [
    "Manufacturer",
    "Order Date",
    "Order ID",
    "Line",
    "Units",
    "List Price",
    "Net Price",
    "Currency",
]


def read(
    *rows: Row,
    source: Source = Source(),  # noqa: B008 (frozen)
    sheet: str | None = "Sheet1",
    merged: Sequence[str] = (),
    problems: Sequence[Problem] = (),
    **program: Any,
) -> ReadRows:
    """Read the one table of these rows, the first of them being its header."""
    cells = Sheet.of(rows, sheet, merged=merged)
    file = FileRead("2025-Q1.xlsx", "0", 1, None, None, (cells,), tuple(problems), True)
    (table,) = export_of(file).tables
    (batch,) = table.batches()
    tracker = TRACKERS[table.tracker]
    return read_values(table, batch, tracker=tracker, source=source, file=file.file, **program)


def only(found: ReadRows) -> Problem:
    (problem,) = found.problems
    return problem


def value(found: ReadRows, column: str, at: int = 0) -> Any:
    return found.values[column].iloc[at]


def test_every_column_of_the_tracker_is_there_in_its_dtype():
    found = read(COMMERCIAL, ["Lutron", "35%", "$1.2M"]).values
    tracker = TRACKERS["commercial"]
    assert list(found) == ["_row", *(column.name for column in tracker.columns)]
    for column in tracker.columns:
        assert found[column.name].dtype == column.reads.dtype, column.name


def test_the_rows_pass_their_trackers_validation():
    found = read(COMMERCIAL, ["Lutron", "35%", "$1.2M"])
    assert len(validate(TRACKERS["commercial"], found.values).good) == 1


def test_money_percent_and_tier_are_read():
    header = [*COMMERCIAL, "Partnership Tier"]
    found = read(header, ["Lutron", "35%", "$1.2M", "Strategic"])
    assert value(found, "base_discount_pct") == 0.35
    assert value(found, "ytd_volume_usd") == 1_200_000
    assert value(found, "tier") == "manufacturer:1"


def test_a_stage_is_read_as_name_and_number():
    found = read(PIPELINE, ["Lutron", "4 - Proposal & Negotiation", "Kim", "2025-03-20"])
    assert value(found, "stage") == "Proposal & Negotiation"
    assert value(found, "stage_number") == 4
    assert value(found, "target_on") == pd.Timestamp(date(2025, 3, 20))


def test_a_known_blank_is_null_and_no_problem():
    found = read(COMMERCIAL, ["Lutron", "-", "n/a"])
    assert found.problems == []
    assert pd.isna(value(found, "base_discount_pct"))
    assert pd.isna(value(found, "ytd_volume_usd"))


def test_free_text_is_kept_but_for_white_space_around_it():
    found = read([*PIPELINE, "Notes"], ["Lutron", "4", "Kim", None, "\u00a0n/a, see mail "])
    assert value(found, "notes") == "n/a, see mail"


def test_an_unreadable_optional_cell_is_null_and_told_at_its_cell():
    found = read(RATINGS, ["Lutron", "Commercial", "4/5"])
    assert pd.isna(value(found, "rating"))
    assert (only(found).code, str(only(found))) == (
        "unreadable-rating",
        '2025-Q1.xlsx, sheet "Sheet1", cell C2 "Rating (1-5)": expected a whole number from 1 to '
        '5, found "4/5". Write the rating alone, like 4, or leave it empty if not rated.',
    )


def test_d_74_a_rating_in_words_is_a_problem():
    assert only(read(RATINGS, ["Lutron", "Commercial", "Four"])).code == "unreadable-rating"


def test_a_problem_names_tracker_column_partner_and_owner():
    problem = only(read(PIPELINE, ["Lutron", "4", "Kim", "soon"]))
    assert (problem.tracker, problem.column, problem.row) == ("pipeline", "target_on", 2)
    assert (problem.partner, problem.owner) == ("Lutron", "Kim")


def test_in_a_text_file_a_problem_is_at_its_line():
    problem = only(read(RATINGS, ["Lutron", "Commercial", "4/5"], sheet=None))
    assert (problem.line, problem.cell, problem.sheet) == (2, None, None)


def test_a_row_without_a_required_cell_is_set_aside():
    found = read(RATINGS, ["Lutron", "Commercial", "4"], [None, "Technical", "5"])
    assert list(found.values["_row"]) == [2]
    assert found.set_aside.to_dict("records") == [{"_row": 3, "code": "missing-value"}]
    assert str(only(found)) == (
        '2025-Q1.xlsx, sheet "Sheet1", cell A3 "Manufacturer": expected a value, which every row '
        "of the Evaluations tracker needs, found an empty cell. The row was set aside. Fill the "
        "cell and import the file again."
    )


def test_a_row_with_an_unreadable_required_cell_is_set_aside_and_told_once():
    found = read(PIPELINE, ["Lutron", "nearly there", "Kim", None])
    assert found.set_aside.to_dict("records") == [{"_row": 2, "code": "unreadable-choice"}]
    assert only(found).header == "Current Stage"


def test_g_03_a_plain_number_above_one_under_a_percent_header_is_in_points():
    assert value(read(COMMERCIAL, ["Lutron", "35", None]), "base_discount_pct") == 0.35


def test_g_03_a_plain_number_up_to_one_under_a_percent_header_is_ambiguous():
    found = read(COMMERCIAL, ["Lutron", "0.5", "1"], ["Sonos", "35", "1"])
    assert pd.isna(value(found, "base_discount_pct"))
    assert (only(found).code, str(only(found))) == (
        "ambiguous-percent",
        '2025-Q1.xlsx, sheet "Sheet1", cell B2 "Base Discount (%)": expected a percent, found '
        '"0.5", which may be 0.5% or 50%. Write it with a percent sign, or import with '
        '--percent points or --percent fraction. For good: write percent = "points" (or '
        '"fraction") into layouts.toml.',
    )


@pytest.mark.parametrize(("setting", "fraction"), [("points", 0.005), ("fraction", 0.5)])
def test_g_03_the_sources_setting_settles_it(setting: Any, fraction: float):
    found = read(COMMERCIAL, ["Lutron", "0.5", None], source=Source(percent=setting))
    assert value(found, "base_discount_pct") == fraction
    assert found.problems == []


def test_g_03_a_column_of_which_no_value_is_clear_is_one_problem():
    found = read(
        COMMERCIAL, ["Lutron", "0.35", "1"], ["Sonos", "0.4", "1"], ["Crestron", None, "1"]
    )
    assert str(only(found)) == (
        '2025-Q1.xlsx, sheet "Sheet1", cell B2:B3 "Base Discount (%)": expected percents, found 2 '
        'plain numbers, the first "0.35", which may be 0.35% or 35%. Write them with a percent '
        "sign, or import with --percent points or --percent fraction. For good: write percent = "
        '"points" (or "fraction") into layouts.toml.'
    )


def test_a_failed_formula_that_has_a_problem_gets_no_second_one():
    known = Problem(
        "error-cell", Severity.ERROR, "2025-Q1.xlsx", "#REF!", "a value", "", "Sheet1", "C2"
    )
    found = read(COMMERCIAL, ["Lutron", "35%", "#REF!"], problems=[known])
    assert found.problems == []
    assert pd.isna(value(found, "ytd_volume_usd"))


def test_a_failed_formula_in_a_text_file_is_told():
    found = read(COMMERCIAL, ["Lutron", "35%", "#REF!"], sheet=None)
    assert only(found).code == "error-cell"


def test_a_failed_formula_in_a_text_column_is_no_text():
    found = read([*PIPELINE, "Notes"], ["Lutron", "4", "Kim", None, "#N/A"])
    assert pd.isna(value(found, "notes"))
    assert only(found).code == "error-cell"


def test_a_required_formula_without_a_value_sets_the_row_aside_without_a_second_problem():
    known = Problem(
        "formula-without-value", Severity.ERROR, "2025-Q1.xlsx", "", "", "", "Sheet1", "A2"
    )
    found = read(COMMERCIAL, [None, "35%", "5"], problems=[known])
    assert found.problems == []
    assert found.set_aside["code"].tolist() == ["formula-without-value"]


def test_d_64_an_amount_in_another_currency_is_null_and_told():
    found = read(COMMERCIAL, ["Lutron", "35%", "€1.2M"])
    assert pd.isna(value(found, "ytd_volume_usd"))
    assert (only(found).code, str(only(found))) == (
        "no-exchange-rate",
        '2025-Q1.xlsx, sheet "Sheet1", cell C2 "YTD Volume": expected an amount in USD, found '
        '"€1.2M", an amount in EUR. There are no exchange rates for EUR yet: state the '
        "amount in USD.",
    )


def test_d_64_amounts_of_a_row_in_another_currency_are_null_and_told():
    found = read([*COMMERCIAL, "Currency"], ["Lutron", "35%", "1,200", "EUR"])
    assert pd.isna(value(found, "ytd_volume_usd"))
    assert only(found).cell == "C2"


def test_d_64_lines_in_another_currency_load_without_usd_amounts_and_are_told_once():
    line = ["2025-02-01", "A1", "1", "2", "10", "7"]
    found = read(ORDERS, ["Lutron", *line, "EUR"], ["Sonos", *line, "EUR"])
    assert found.values["list_price"].tolist() == [10, 10]
    assert found.values["list_usd"].isna().all()
    assert only(found).found == "2 lines in EUR, the first one here"


def test_amounts_of_order_lines_are_computed():
    found = read(ORDERS, ["Lutron", "2025-02-01", "A1", "1", "3", "10.50", "7", None])
    assert (value(found, "list_usd"), value(found, "net_usd")) == (31.5, 21)


def test_a_price_may_name_the_currency_of_its_line():
    found = read(ORDERS, ["Lutron", "2025-02-01", "A1", "1", "3", "€10", "€7", None])
    assert value(found, "currency") == "EUR"


def test_a_price_in_another_currency_than_its_line_sets_the_row_aside():
    found = read(ORDERS, ["Lutron", "2025-02-01", "A1", "1", "3", "€10", "7", "USD"])
    assert found.set_aside["code"].tolist() == ["conflicting-currency"]


def test_both_ends_of_a_range_are_read_from_one_cell():
    header = ["Target Manufacturer", "Annual Revenue", "Partnership Potential"]
    found = read(header, ["Lutron", "$1B+ (privately held)", "30-40% discount structure potential"])
    assert (value(found, "annual_revenue_usd"), value(found, "annual_revenue_is_open")) == (
        1e9,
        True,
    )
    assert (value(found, "discount_low_pct"), value(found, "discount_high_pct")) == (0.3, 0.4)


def test_an_upper_end_alone_has_no_lower_one_and_is_told():
    found = read(["Target Manufacturer", "Annual Revenue"], ["Larch", "under $3M"])
    assert pd.isna(value(found, "annual_revenue_usd"))
    assert [one.found for one in found.problems] == ['"under $3M", which states an upper end only']


def test_a_range_without_a_figure_is_told_once():
    header = ["Target Manufacturer", "Annual Revenue", "Partnership Potential"]
    found = read(header, ["Lutron", "$1B", "exclusive terms"])
    assert (only(found).code, only(found).cell) == ("unreadable-percent", "C2")


def test_a_choice_need_not_state_the_range_its_cell_may_hold():
    header = ["Manufacturer Category", "Partnership Opportunity", "Strategic Value"]
    found = read(header, ["Lighting", "High", "x"], ["Audio", "High (30-40% margin)", "y"])
    assert found.problems == []
    assert found.values["opportunity"].tolist() == ["High", "High"]
    assert found.values["margin_high_pct"].tolist()[1] == 0.4


def test_d_72_a_value_merged_down_belongs_to_every_row_at_its_top_cell():
    header = [*RATINGS, "Comments"]
    rows = [["Lutron", "Commercial", "4"], [None, "Technical", "5"], [None, "Gold", "5"]]
    found = read(header, *rows, merged=["A2:A4"])
    assert found.values["partner"].tolist() == ["Lutron", "Lutron"]
    assert only(found).partner == "Lutron"


def test_a_merged_cell_that_cannot_be_read_is_told_once():
    header = [*PIPELINE, "Renewal Date"]
    rows = [["Lutron", "4", "Kim", None, "soon"], ["Sonos", "4", "Kim", None, None]]
    found = read(header, *rows, merged=["E2:E3"])
    assert only(found).cell == "E2"


def test_of_too_many_cells_the_first_and_the_last_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("partner_analytics.problems.MOST_TOLD", 2)
    found = read(RATINGS, *(["Lutron", "Commercial", f"{at}/5"] for at in range(5)))
    assert [problem.cell for problem in found.problems] == ["C2", "C3", "C4", "C6"]
    assert found.values["rating"].isna().all()


SUPPORT = ["Manufacturer", "Technical Support Response", "Enhancement Requests"]


def test_a_decimal_comma_is_one_in_every_kind_of_number():
    found = read(SUPPORT, ["Lutron", "1.500", "1.200"], source=Source(decimal_mark=","))
    assert (value(found, "support_response_hours"), value(found, "enhancement_requests")) == (
        1500,
        1200,
    )
    assert found.problems == []


def test_with_a_decimal_comma_a_number_that_may_be_thousands_is_no_count():
    found = read(SUPPORT, ["Lutron", "2", "3,000"], source=Source(decimal_mark=","))
    assert pd.isna(value(found, "enhancement_requests"))
    assert only(found).code == "unreadable-count"


def test_with_a_decimal_comma_days_have_it_too():
    support = [*SUPPORT, "Implementation Time"]
    found = read(support, ["Lutron", "2", "3", "2,5"], source=Source(decimal_mark=","))
    assert value(found, "implementation_days") == 2.5


def test_in_a_text_file_amounts_that_may_be_thousands_are_told_once_a_column():
    rows = [["Lutron", "35%", "400.000"], ["Sonos", "35%", "12.5"], ["Denon", "35%", "$75.000"]]
    found = read(COMMERCIAL, *rows, sheet=None)
    assert found.values["ytd_volume_usd"].tolist() == [400, 12.5, 75]
    assert (only(found).code, only(found).severity) == (
        "ambiguous-decimal-mark",
        Severity.WARNING,
    )
    assert str(only(found)) == (
        '2025-Q1.xlsx, line 2 "YTD Volume": expected a number that can be read in one way only, '
        'found "400.000" and 1 more. They were read with "." as the decimal mark. Import with '
        "--decimal-mark . if that is right, or --decimal-mark , if they are thousands. For good: "
        'write decimal_mark = "," or decimal_mark = "." into layouts.toml.'
    )


@pytest.mark.parametrize(
    ("text", "mark", "sheet", "amount"),
    [
        ("400.000", ".", None, 400),
        ("400.000", ",", None, 400_000),
        ("400.125", None, "Sheet1", 400.125),
        ("0.400", None, None, 0.4),
        ("1400.000", None, None, 1400),
        ("400.00", None, None, 400),
    ],
)
def test_amounts_that_can_be_read_in_one_way_are_not_told(
    text: str, mark: Any, sheet: str | None, amount: float
):
    found = read(COMMERCIAL, ["Lutron", "35%", text], sheet=sheet, source=Source(decimal_mark=mark))
    assert value(found, "ytd_volume_usd") == amount
    assert found.problems == []


def test_d_70_a_moment_is_the_day_it_is_in_the_programs_time_zone():
    row = ["Lutron", "4", "Kim", "2025-06-01T02:00:00Z"]
    assert value(read(PIPELINE, row), "target_on") == pd.Timestamp(date(2025, 6, 1))
    found = read(PIPELINE, row, time_zone="America/New_York")
    assert value(found, "target_on") == pd.Timestamp(date(2025, 5, 31))


def test_an_optional_date_far_from_the_as_of_day_is_null_and_told():
    rows = [["Lutron", "4", "Kim", "2052-06-01"], ["Sonos", "4", "Kim", "2045-06-30"]]
    found = read(PIPELINE, *rows, as_of=date(2025, 6, 30))
    assert found.values["target_on"].isna().tolist() == [True, False]
    assert (only(found).code, str(only(found))) == (
        "implausible-date",
        '2025-Q1.xlsx, sheet "Sheet1", cell D2 "Target Date": expected a date within 20 years of '
        'the as-of day 2025-06-30, found "2052-06-01". Check the year.',
    )


def test_a_required_date_far_from_the_as_of_day_sets_the_row_aside():
    line = ["A1", "1", "2", "10", "7", "USD"]
    found = read(ORDERS, ["Lutron", "1925-02-01", *line], as_of=date(2025, 6, 30))
    assert found.set_aside.to_dict("records") == [{"_row": 2, "code": "implausible-date"}]


def test_a_key_cell_that_cannot_be_read_sets_the_row_aside_and_an_empty_one_does_not():
    header = [*RATINGS, "Quarter"]
    rows = [["Lutron", "Commercial", "4", "Q5"], ["Sonos", "Commercial", "4", None]]
    found = read(header, *rows)
    assert found.values["partner"].tolist() == ["Sonos"]
    assert found.set_aside.to_dict("records") == [{"_row": 2, "code": "unreadable-quarter"}]
    assert only(found).cell == "D2"


def test_a_key_formula_without_a_value_sets_the_row_aside():
    known = Problem(
        "formula-without-value", Severity.ERROR, "2025-Q1.xlsx", "", "", "", "Sheet1", "D2"
    )
    header = [*RATINGS, "Quarter"]
    found = read(header, ["Lutron", "Commercial", "4", None], problems=[known])
    assert found.set_aside["code"].tolist() == ["formula-without-value"]


TEXTS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
    st.integers(-(10**17), 10**17).map(str),
    st.dates(date(1890, 1, 1), date(2210, 1, 1)).map(str),
    st.sampled_from(["2025-02-30", "2025-13-01", "", "n/a", "1.234", "1,234", "$5", "007", "-0"]),
)


@pytest.mark.parametrize("name", ["ordered_on", "line_number", "units"])
@pytest.mark.parametrize("decimal_mark", [".", ","])
@settings(deadline=None)
@given(texts=st.lists(TEXTS, max_size=20))
def test_reading_at_array_speed_gives_what_reading_one_by_one_gives(
    name: str, decimal_mark: Any, texts: list[str]
):
    tracker = TRACKERS["orders"]
    column = tracker.column(name)
    reading = Reading(tracker, column, column.header, Source(decimal_mark=decimal_mark))
    many = [*texts, *(f"2024-01-{day:02d}" for day in range(1, 29)), *map(str, range(80))]
    read_fast = read_column(pd.Series(many, dtype="str"), reading)
    for text, found in zip(many, read_fast.values, strict=True):
        one = reading.read(text)
        if one is None or isinstance(one, Refusal):
            assert pd.isna(found)
        else:
            expected = pd.Series([getattr(one, "value", one)], dtype=column.reads.dtype)
            assert found == expected.iloc[0]


def test_an_order_after_the_day_the_export_shows_is_told_once():
    lines = [
        ["Larch", day, f"L-{at}", "1", "2", "10", "8", "USD"]
        for at, day in enumerate(["2025-03-31", "2025-04-02", "2026-03-24"])
    ]
    found = read(ORDERS, *lines, as_of=date(2025, 3, 31))
    told = [(p.code, p.cell, p.found) for p in found.notes]
    assert told == [("later-date", "B3", '"2025-04-02" and 1 more')]
    assert len(found.values) == 3


def test_a_meeting_may_be_planned():
    found = read(["Manufacturer", "Meeting Date"], ["Larch", "2025-04-02"], as_of=date(2025, 3, 31))
    assert found.notes == []
