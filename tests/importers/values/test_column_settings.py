"""What a column of dates settles about itself, and what is said of it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from partner_analytics.grammar import DateSystem
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.values.column_settings import ColumnSettings, column_settings
from partner_analytics.importers.values.row_values import ReadRows, read_values
from partner_analytics.problems import Severity
from partner_analytics.trackers import TRACKERS


def read(
    *dates: str,
    source: Source = Source(),  # noqa: B008 (frozen)
    sheet: str | None = "Sheet1",
    date_system: DateSystem | None = "1900",
) -> tuple[ReadRows, ColumnSettings]:
    """Read target dates of a pipeline, in rows 2 and following."""
    rows: list[Sequence[str]] = [["Manufacturer", "Current Stage", "Target Date"]]
    rows += [[f"Partner {at}", "4", text] for at, text in enumerate(dates)]
    cells = Sheet.of(rows, sheet)
    cells = Sheet(cells.name, "visible", cells.cells, date_system=date_system if sheet else None)
    (table,) = export_of(FileRead("Q1 2025", "0", 1, None, None, (cells,), (), True)).tables
    tracker = TRACKERS["pipeline"]
    found = column_settings(table, tracker, source, "Q1 2025")
    (batch,) = table.batches()
    values = read_values(
        table,
        batch,
        tracker=tracker,
        source=source,
        file="Q1 2025",
        column_sources=found.of_column,
    )
    return values, found


def days(values: ReadRows) -> list[Any]:
    found = values.values["target_on"]
    return [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in found]


def test_other_dates_of_the_column_settle_the_order_and_it_is_said():
    values, settings = read("03/04/2025", "31/01/2025", "05/06/2025")
    assert days(values) == ["2025-04-03", "2025-01-31", "2025-06-05"]
    assert values.problems == []
    (note,) = settings.notes
    assert (note.code, note.severity, note.partner) == (
        "ambiguous-date",
        Severity.WARNING,
        "Partner 0",
    )
    assert str(note) == (
        'Q1 2025, sheet "Sheet1", cell C2 "Target Date": expected dates that can be read in one '
        'way only, found "03/04/2025" and 1 more. They were read day first, like "31/01/2025" in '
        "C3: 2025-04-03. Import with --month-first if that is wrong, or write them like that."
    )


def test_a_setting_settles_the_order_and_it_is_said():
    values, settings = read("03/04/2025", source=Source(day_first=False), sheet=None)
    assert days(values) == ["2025-03-04"]
    assert str(settings.notes[0]) == (
        'Q1 2025, line 2 "Target Date": expected dates that can be read in one way only, found '
        '"03/04/2025". They were read month first, as the setting --month-first says: 2025-03-04. '
        "Write them like that to be sure."
    )


def test_where_nothing_settles_the_order_the_cells_are_null_and_errors():
    values, settings = read("03/04/2025", "2025-01-31")
    assert days(values) == [None, "2025-01-31"]
    assert settings == ColumnSettings()
    assert [(p.code, p.severity) for p in values.problems] == [("unreadable-date", Severity.ERROR)]


def test_a_column_that_contradicts_itself_settles_nothing():
    values, settings = read("03/04/2025", "31/01/2025", "01/31/2025")
    assert days(values) == [None, "2025-01-31", "2025-01-31"]
    assert settings == ColumnSettings()


def test_dates_that_can_be_read_in_one_way_only_are_not_told():
    values, settings = read("31/01/2025", "2025-01-31", "03/03/2025", source=Source(day_first=True))
    assert days(values) == ["2025-01-31", "2025-01-31", "2025-03-03"]
    assert settings.notes == ()


@pytest.mark.parametrize(("system", "number"), [("1900", "45748"), ("1904", "44286.5")])
def test_a_plain_number_in_a_workbook_is_a_day_as_the_workbook_counts_and_it_is_said(
    system: DateSystem, number: str
):
    values, settings = read("2025-03-31", number, number, date_system=system)
    assert days(values) == ["2025-03-31", "2025-04-01", "2025-04-01"]
    assert str(settings.notes[0]) == (
        f'Q1 2025, sheet "Sheet1", cell C3 "Target Date": expected dates, found "{number}" and 1 '
        f"more, plain numbers. They were read as days counted from {system}, as the workbook "
        "counts: 2025-04-01. Format the cells as dates to be sure."
    )


def test_a_plain_number_in_a_text_file_is_a_problem():
    values, settings = read("45748", sheet=None)
    assert days(values) == [None]
    assert settings == ColumnSettings()
    assert str(values.problems[0]) == (
        'Q1 2025, line 2 "Target Date": expected a date, found "45748". As spreadsheets count '
        "days it may be 2025-04-01: write it like that, or import with --date-system 1900 (1904 "
        "for workbooks of old Macs)."
    )


def test_the_setting_says_how_a_text_file_counts_days():
    values, settings = read("44286", sheet=None, source=Source(date_system="1904"))
    assert days(values) == ["2025-04-01"]
    assert "as the setting --date-system says: 2025-04-01" in settings.notes[0].remedy


def test_the_setting_outweighs_the_workbook():
    values, _ = read("44286", source=Source(date_system="1904"), date_system="1900")
    assert days(values) == ["2025-04-01"]


def test_a_date_in_doubt_is_found_among_texts_of_the_length_of_iso_dates():
    _, settings = read("2025-01-31", "03/04/2025", source=Source(day_first=True))
    assert [note.cell for note in settings.notes] == ["C3"]
    _, settings = read("2025-01-31", "03-04-2025", source=Source(day_first=True))
    assert [note.cell for note in settings.notes] == ["C3"]


# Decimal marks


def amounts(
    *texts: str,
    source: Source = Source(),  # noqa: B008 (frozen)
    sheet: str | None = None,
    header: str = "YTD Volume",
    column: str = "ytd_volume_usd",
) -> tuple[list[Any], ReadRows, ColumnSettings]:
    """Read one column of numbers of a commercial tracker, in rows 2 and following."""
    rows: list[Sequence[str]] = [["Partner", "Annual Commitment", header]]
    rows += [[f"Partner {at}", "500", text] for at, text in enumerate(texts)]
    (table,) = export_of(
        FileRead("Q1 2025", "0", 1, None, None, (Sheet.of(rows, sheet),), (), True)
    ).tables
    tracker = TRACKERS["commercial"]
    found = column_settings(table, tracker, source, "Q1 2025")
    (batch,) = table.batches()
    values = read_values(
        table,
        batch,
        tracker=tracker,
        source=source,
        file="Q1 2025",
        column_sources=found.of_column,
    )
    read = [None if pd.isna(value) else float(value) for value in values.values[column]]
    return read, values, found


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (["400.000", "1.250.000"], [400_000, 1_250_000]),
        (["$400.000", "$1.250.000,50"], [400_000, 1_250_000.5]),
        (["400.000", "32,5"], [400_000, 32.5]),
        (["400,000", "1,250,000"], [400_000, 1_250_000]),
        (["400.000", "32.5"], [400, 32.5]),
        (["32,5", "0,125"], [32.5, 0.125]),
        (["1.250,5", "12"], [1_250.5, 12]),
    ],
)
def test_other_numbers_of_the_column_prove_the_decimal_mark(texts: list[str], read: list[float]):
    values, found, _ = amounts(*texts)
    assert values == read
    assert found.problems == []


def test_what_the_column_proved_is_said_at_the_first_text_that_left_it_open():
    _, _, settings = amounts("400.000", "1.250.000", "150.000")
    assert [str(note) for note in settings.notes] == [
        'Q1 2025, line 2 "YTD Volume": expected numbers that can be read in one way only, found '
        '"400.000" and 1 more. They were read with "," as the decimal mark, like "1.250.000" in '
        'line 3. Import with --decimal-mark . if that is wrong. For good: write decimal_mark = "." '
        "into layouts.toml."
    ]


def test_numbers_that_leave_nothing_open_are_not_told():
    assert amounts("1.250.000", "32,5")[2].notes == ()
    assert amounts("400,000", "1,250,000", "12.50")[2].notes == ()


def test_a_set_decimal_mark_wins_and_what_contradicts_it_is_an_error():
    values, found, settings = amounts("400.000", "1.250.000", source=Source(decimal_mark="."))
    assert values == [400, None]
    assert [(p.code, p.row) for p in found.problems] == [("unreadable-money", 3)]
    assert settings == ColumnSettings()


def test_a_column_that_proves_both_marks_settles_nothing_and_it_is_said():
    values, found, settings = amounts("1.250.000", "32.5", "400,000")
    assert values == [None, 32.5, 400_000]
    assert [p.code for p in found.problems] == ["unreadable-money"]
    (note,) = settings.notes
    assert (note.code, note.row) == ("ambiguous-decimal-mark", 4)
    assert 'though the column has "1.250.000" in line 2 and "32.5" in line 3' in note.remedy


def test_a_fraction_proves_nothing_of_groups_by_its_own_sign():
    values, found, settings = amounts("400,000", "150,000", "12,50")
    assert values == [400_000, 150_000, None]
    assert [p.code for p in found.problems] == ["unreadable-money"]
    assert [note.code for note in settings.notes] == ["ambiguous-decimal-mark"]


def test_texts_of_a_workbook_prove_it_too():
    values, _, settings = amounts("400.000", "1.250.000", sheet="Sheet1")
    assert values == [400_000, 1_250_000]
    assert settings.notes[0].cell == "C2"


def test_a_number_of_a_workbook_beside_grouped_texts_is_not_made_a_thousand_times_as_large():
    values, found, _ = amounts("400.125", "1250000", "1.250.000", sheet="Sheet1")
    assert values == [400.125, 1_250_000, None]
    assert [(p.code, p.cell) for p in found.problems] == [("unreadable-money", "C4")]


def test_a_text_of_a_workbook_that_ends_in_zeros_is_no_number_and_is_told():
    values, found, _ = amounts("400.000", "150.000", sheet="Sheet1")
    assert values == [400, 150]
    assert [p.code for p in found.problems] == ["ambiguous-decimal-mark"]


def test_counts_are_settled_as_amounts_are():
    header = "Active Projects Using Products"
    values, found, _ = amounts("3.000", "1.250.000", header=header, column="active_projects")
    assert (values, found.problems) == ([3_000, 1_250_000], [])


def test_days_kept_seconds_before_midnight_are_the_next_ones_and_it_is_said():
    values, settings = read("2025-06-30 23:59:12", "2025-07-04 23:59:12", "2025-08-02 23:59:12")
    assert days(values) == ["2025-07-01", "2025-07-05", "2025-08-03"]
    (note,) = settings.notes
    assert (note.code, note.severity, note.cell) == ("near-midnight", Severity.WARNING, "C2")
    assert note.remedy.startswith("The day after midnight was read (2025-07-01)")


def test_days_kept_hours_before_midnight_are_read_as_written_and_it_is_said():
    values, settings = read("2025-03-30 23:00", "2025-06-30 22:00", "2025-09-30 22:00", sheet=None)
    assert days(values) == ["2025-03-30", "2025-06-30", "2025-09-30"]
    (note,) = settings.notes
    assert '(2025-03-31), write near_midnight = "day after" into layouts.toml' in note.remedy


def test_a_layout_says_which_day_times_before_midnight_are():
    source = Source(near_midnight="day after")
    values, settings = read(*["2025-06-30T22:00:00Z"] * 3, source=source)
    assert days(values) == ["2025-07-01"] * 3
    assert "near_midnight" in settings.notes[0].remedy


def test_a_setting_for_midnights_does_not_move_other_times():
    source = Source(near_midnight="day after")
    values, _ = read("2025-06-30 09:30", "2025-06-29 15:10", source=source)
    assert days(values) == ["2025-06-30", "2025-06-29"]


def test_the_end_of_a_day_is_that_day_and_it_is_said():
    values, settings = read("2025-06-30 23:59:59", "2025-07-31 23:59:59")
    assert days(values) == ["2025-06-30", "2025-07-31"]
    assert "end of a day" in settings.notes[0].remedy


def test_summer_time_alone_may_shift_days():
    _, settings = read("2025-03-31", "2025-06-30 23:00:00", "2025-07-31 23:00", "2025-08-31 23:00")
    assert [note.code for note in settings.notes] == ["near-midnight"]


def test_two_hours_before_midnight_beside_midnights_are_told():
    winter, summer = ["2024-12-09T00:00:00Z", "2025-01-20T00:00:00Z"], ["2025-05-07T23:00:00Z"] * 2
    _, settings = read(*winter, *summer)
    assert [note.code for note in settings.notes] == ["near-midnight"]


@pytest.mark.parametrize(
    "times",
    [
        ("23:00",),
        ("00:00", "23:00"),
        ("00:00", "00:00", "00:00", "00:00", "00:00", "22:00"),
        ("22:00", "01:00"),
        ("21:00", "00:00", "02:00"),
        ("22:00", "23:00"),
    ],
)
def test_one_late_hour_among_midnights_and_hours_around_them_is_told(
    times: tuple[str, ...],
) -> None:
    values, settings = read(*(f"2025-09-30 {time}" for time in times))
    assert days(values) == ["2025-09-30"] * len(times)
    assert [note.code for note in settings.notes] == ["near-midnight"]


def test_the_day_after_is_that_of_late_hours_alone():
    source = Source(near_midnight="day after")
    values, _ = read("2025-09-30 22:00", "2025-09-30 01:00", "2025-09-30", source=source)
    assert days(values) == ["2025-10-01", "2025-09-30", "2025-09-30"]


@pytest.mark.parametrize("times", [("21:00",), ("01:00", "02:00"), ("21:00", "22:30"), ("23:10",)])
def test_evenings_without_a_midnight_and_nights_are_nothing_to_say(times: tuple[str, ...]) -> None:
    _, settings = read(*(f"2025-09-30 {time}" for time in times))
    assert settings.notes == ()


@pytest.mark.parametrize(
    "times", [("14:00", "14:00", "14:00"), ("23:10", "21:05", "08:00"), ("00:00:48", "00:00:48")]
)
def test_times_of_day_as_people_keep_them_are_nothing_to_say(times: tuple[str, ...]) -> None:
    values, settings = read(*(f"2025-06-30 {time}" for time in times))
    assert days(values) == ["2025-06-30"] * len(times)
    assert settings.notes == ()
