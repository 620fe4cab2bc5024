from datetime import date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import DateSystem, read_date

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-24",
        "2025-3-24",
        "2025/03/24",
        "20250324",
        "2025-03-24 14:30",
        "2025-03-24T14:30:00.000",
        "24.03.2025",
        "24.3.25",
        "24-03-2025",
        "24/03/2025",
        "03/24/2025",
        "3/24/25 2:30 PM",
        "March 24, 2025",
        "Mar. 24 2025",
        "24th March 2025",
        "24-Mar-25",
        "24 Mar 2025",
        "24\u00a0mar\u00a02025",
        "Monday, March 24, 2025",
        "Mon 24 Mar 2025",
        "24/Mar/2025",
        "24MAR2025",
        "Mar-24-2025",
        "2025 Mar 24",
    ],
)
def test_spellings_of_march_24_2025(text: str) -> None:
    assert read_date(text) == date(2025, 3, 24)


def test_dots_mean_that_the_day_comes_first() -> None:
    assert read_date("01.03.2025") == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("day_first", "day"), [(True, date(2025, 4, 3)), (False, date(2025, 3, 4))]
)
def test_the_setting_of_the_source_orders_day_and_month(day_first: bool, day: date) -> None:
    assert read_date("03/04/2025", day_first=day_first) == day


def test_day_and_month_that_may_both_come_first_are_refused() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_date("03/04/2025")
    assert str(caught.value) == (
        'expected a date that can be read in one way only, found "03/04/2025". '
        "Write it like 2025-03-24, or import with --day-first or --month-first."
    )


def test_the_same_number_twice_reads_in_one_way_only() -> None:
    assert read_date("03/03/2025") == date(2025, 3, 3)


def test_a_date_against_the_setting_is_refused() -> None:
    with pytest.raises(UnreadableValue):
        read_date("03/24/2025", day_first=True)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-24T23:30:00-05:00",
        "2025-03-24T00:00:00+03:00",
        "2025-03-24T05:00:00+1400",
        "2025-03-24 00:15 +05:30",
    ],
)
@pytest.mark.parametrize("hours", [0, -5, 9])
def test_d_70_a_time_with_an_offset_is_of_the_day_its_own_clock_shows(
    text: str, hours: int
) -> None:
    assert read_date(text, time_zone=timezone(timedelta(hours=hours))) == date(2025, 3, 24)


@pytest.mark.parametrize("utc", ["Z", "+00:00", "UTC"])
def test_d_70_a_time_in_utc_becomes_a_date_in_the_time_zone(utc: str) -> None:
    text = f"2025-03-24T02:30:00{utc}"
    assert read_date(text) == date(2025, 3, 24)
    assert read_date(text, time_zone=timezone(timedelta(hours=-5))) == date(2025, 3, 23)


@pytest.mark.parametrize(("system", "days"), [("1900", 45740), ("1904", 44278)])
@pytest.mark.parametrize("time", ["", ".5", ",75"])
def test_a_plain_number_is_a_day_where_the_date_system_is_known(
    system: DateSystem, days: int, time: str
) -> None:
    # 1904-01-01 is day 0 there, and day 1462 of the other: 45740 - 1462 = 44278.
    assert read_date(f"{days}{time}", date_system=system) == date(2025, 3, 24)


def test_a_plain_number_is_refused_naming_the_setting() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_date("45740")
    assert str(caught.value) == (
        'expected a date, found "45740". As spreadsheets count days it may be 2025-03-24: write it '
        "like that, or import with --date-system 1900 (1904 for workbooks of old Macs)."
    )


@pytest.mark.parametrize("text", ["", "-", "TBD", "n/a"])
def test_known_blanks_are_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-30",
        "2025-13-01",
        "2025-03-24 25:00",
        "3/24/2025 14:30 PM",
        "25-03-24",
        "24-Mar-75",  # of which century?
        "March 2025",
        "2025-03",
        "2025-W13-1",
        "Q1 2025",
        "2025",
        "Tuesday, March 24, 2025",  # it was a Monday
        "soon",
        "?",
        "9999-12-31",
        "24-Moi-25",
        "24 listopad 2025",  # October or November
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_date(text)
    assert str(caught.value) == f'expected a date, found "{text}". Write it like 2025-03-24.'


@given(days)
def test_a_written_date_reads_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y", "%Y-%m-%d %H:%M"):
        assert read_date(day.strftime(form)) == day
    assert read_date(day.strftime("%d/%m/%Y"), day_first=True) == day
    assert read_date(day.strftime("%m-%d-%Y"), day_first=False) == day


@pytest.mark.parametrize(
    "text",
    [
        "6. Januar 2026",
        "6 janvier 2026",
        "6 de enero de 2026",
        "6 Gen 2026",
        "06-jan-26",
        "6/Ene/2026",
        "JANEIRO 6, 2026",
        "6. jan. 2026",
    ],
)
def test_months_are_read_by_their_names_in_other_languages(text: str) -> None:
    assert read_date(text) == date(2026, 1, 6)


@pytest.mark.parametrize("text", ["1er août 2025", "1. AUGUST 2025", "1 aout 2025", "1-ago-25"])
def test_a_month_is_known_with_and_without_accents(text: str) -> None:
    assert read_date(text) == date(2025, 8, 1)
