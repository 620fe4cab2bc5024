"""What a cell is read as, by the number format a person sees it through."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.importers import read_values
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.file_reading import read_trusted_file
from partner_analytics.importers.files.workbook.formats.number_formats import (
    BUILT_IN,
    number_format,
)
from partner_analytics.importers.files.workbook.formats.shown_numbers import (
    Notation,
    text_of_number,
)
from partner_analytics.trackers import TRACKERS

Shown = Callable[..., tuple[float | None, str]]
Notes = Callable[..., tuple[float, list[str]]]
Days = Callable[[str], tuple[str | None, list[str]]]
Orders = Callable[[float, str], tuple[list[str], int, list[str]]]


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    """Read one commitment or base discount through a number format: value, and what is told."""

    def reading(number: float | str, code: str, column: str = "Annual Commitment") -> Any:
        path = tmp_path / "commercial 2025-Q1.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("Commercial")
            sheet.write_row(0, 0, ["Manufacturer", "Quarter", column, "Owner"])
            sheet.write_row(1, 0, ["Larch Lighting", "2025-Q1"])
            sheet.write(1, 2, number, book.add_format({"num_format": code}))
        export = export_of(read_trusted_file(path))
        table = export.tables[0]
        (batch,) = table.batches()
        tracker = TRACKERS[table.tracker]
        source = table.layout.source
        read = read_values(table, batch, tracker=tracker, source=source, file=export.file)
        name = next(n for n, cell in table.column_map.items() if cell.header == column)
        value = read.values[name].iloc[0]
        told = [f"{p.expected} | {p.found}" for p in read.problems if p.cell == "C2"]
        return None if pd.isna(value) else float(value), " ".join(told)

    return reading


Cells = Callable[..., tuple[Any, Any]]


@pytest.fixture
def cells(tmp_path: Path) -> Cells:
    """Read one row of a tracker, one cell of which is a number in a format: values, problems."""

    def reading(tracker: str, row: dict[str, Any], column: str, code: str) -> Any:
        path = tmp_path / f"{tracker} 2025-Q1.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet(tracker.title())
            for at, (header, value) in enumerate(row.items()):
                sheet.write(0, at, header)
                shape = [book.add_format({"num_format": code})] if header == column else []
                sheet.write(1, at, value, *shape)
        export = export_of(read_trusted_file(path))
        table = export.tables[0]
        (batch,) = table.batches()
        read = read_values(
            table,
            batch,
            tracker=TRACKERS[table.tracker],
            source=table.layout.source,
            file=export.file,
        )
        name = next(n for n, cell in table.column_map.items() if cell.header == column)
        told = [p.code for p in (*read.problems, *read.notes) if p.column == name]
        return read.values[name], told

    return reading


@pytest.fixture
def notes(cells: Cells) -> Notes:
    """The value of one amount or count through a number format, and the codes told of it."""

    def reading(number: float | str, code: str, column: str = "Annual Commitment") -> Any:
        tracker = "commercial" if column == "Annual Commitment" else "performance"
        row = {"Manufacturer": "Larch Lighting", "Quarter": "2025-Q1", column: number}
        values, told = cells(tracker, row, column, code)
        return float(values.iloc[0]), told

    return reading


def _order(**changed: Any) -> dict[str, Any]:
    row = {
        "Manufacturer": "Larch Lighting",
        "Order Date": "2025-02-01",
        "Order ID": "L-1",
        "Line": 1,
    }
    return {**row, "SKU": "A1", "Units": 2, "List Price": 10, "Net Price": 8} | changed


@pytest.fixture
def days(cells: Cells) -> Days:
    """The day of an order through a number format, and the codes told of it."""

    def reading(code: str) -> Any:
        values, told = cells("orders", _order(**{"Order Date": 45_730}), "Order Date", code)
        return (str(values.iloc[0])[:10] if len(values) else None), told

    return reading


@pytest.fixture
def orders(cells: Cells) -> Orders:
    """The ids of one order line through a number format, lines set aside, and the codes told."""

    def reading(number: float, code: str) -> Any:
        values, told = cells("orders", _order(**{"Order ID": number}), "Order ID", code)
        return list(values), 1 - len(values), told

    return reading


@pytest.mark.parametrize(
    ("number", "code", "amount"),
    [
        (250_000, "[$$-409]#,##0", 250_000),
        (250_000, "[$$-en-US] #,##0.00;[Red]-[$$-en-US] #,##0.00", 250_000),
        (250_000, "[$USD] #,##0", 250_000),
        (250_000, '"USD" #,##0', 250_000),
        (250_000, '_-* #,##0.00\\ _€_-;-* #,##0.00\\ _€_-;_-* "-"??\\ _€_-;_-@_-', 250_000),
        (-250_000, '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)', -250_000),
        (2.5, '"$"0.0"M"', 2_500_000),
        (2.5, "$0.0\\M", 2_500_000),
        (2.5, '0.0" Mio"', 2_500_000),
        (2.5, '0.0 "Mrd."', 2_500_000_000),
        (250, '#,##0"k"', 250_000),
        (250, '#,##0 "Tsd. $"', 250_000),
        (2_500_000, '0.0,,"M"', 2_500_000),
        (2_500_000, '$#,##0,"K"', 2_500_000),
        (2_500_000, "0.0,,", 2_500_000),
        (2_500_000, '"$"0.0,,', 2_500_000),
        (2_500_000, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 2_500_000),
        (2_500, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 2_500),
        (25, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 25),
        (0, '#,##0;(#,##0);"-"', 0),
        (1.25, "# ?/?", 1.25),
        (1.25, "# ??/16", 1.25),
        (125_000, "0.00E+00", 125_000),
        (250, "@", 250),
        (12, "#,##0 [$k-409]", 12_000),
        ("12", "0;-0;0;_(@_)", 12),
        (250, "[Blue][DBNum1]#,##0", 250),
    ],
)
def test_an_amount_is_what_a_person_sees(
    shown: Shown, number: float, code: str, amount: float
) -> None:
    assert shown(number, code) == (amount, "")


def test_a_text_that_a_number_of_the_sheet_could_not_be_is_told(notes: Notes) -> None:
    assert notes(400.125, "General") == (400.125, [])
    assert notes("1.234", "General") == (1.234, ["ambiguous-decimal-mark"])


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('"CA$"#,##0', "CAD"),
        ('"NZ$" #,##0', "NZD"),
        ("[$$-1009]#,##0", "CAD"),
        ("[$$-en-AU]#,##0", "AUD"),
        ("[$€-407] #,##0", "EUR"),
        ("[$€-x-euro2]\\ #,##0", "EUR"),
        ("#,##0\\ [$€-1]", "EUR"),
        ("#,##0 €", "EUR"),
        ('#,##0" €"', "EUR"),
        ('#,##0 "zł"', "PLN"),
        ("[$₹-4009]#,##0", "INR"),
        ("[$kr-41D]#,##0", "SEK"),
        ("[$¥-804]#,##0", "CNY"),
        ("[$CHF-807] #,##0", "CHF"),
        ("#,##0 EUR", "EUR"),
        ('#,##0 "Mio. €"', "EUR"),
        ('#,##0 "TEUR"', "EUR"),
        ('#,##0 "m£"', "GBP"),
        ('[=0]"-";[$€-407] #,##0', "EUR"),
        ('[<1000]"$"0;[$€-407]#,##0', "EUR"),
        ('"$"#,##0;"$"-#,##0;"-";@', ""),
    ],
)
def test_an_amount_in_another_currency_is_told(shown: Shown, code: str, currency: str) -> None:
    value, told = shown(250_000, code)
    if currency:
        assert value is None
        assert currency in told
        assert f"by the number format {code}" in told
    else:
        assert (value, told) == (250_000, "")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (5, '0" kr"'),
        (5, '0" ¥"'),
        (5, '0" pts"'),
        (5, '0.0" Cr"'),
        (5, '0.0" mil"'),
        (5, '0.0" T"'),
        (5, '"ca. "0'),
        (5, '0"/unit"'),
        (5, '0" 000"'),
        (5, '0",000"'),
        (5, """0"'000\""""),
        (500, "[>100][<1000]0"),
        (5, "[Rot]$0"),
        (5, '"1"0'),
        (5, '"n/a"'),
        (5, ";;;"),
        (5, '[=5]"see note";0'),
        (5, '"-"0'),
        (5, '0"-"'),
        (5, "(0)"),
        (5, "0%%"),
        (5, "0.0M"),
        (1_500_000, '0.0,,"K"'),
        (25, '[<10]0"k";[<20]0"M"'),
        (5, "0;0;0;@;0"),
        (5, "[$$-43F]#,##0"),
        ("12", '@"k"'),
        ("12", 'General;General;General;@" M"'),
    ],
)
def test_an_amount_whose_format_is_not_understood_is_null_and_quotes_it(
    shown: Shown, number: float, code: str
) -> None:
    value, told = shown(number, code)
    assert value is None
    assert f"by the number format {code}" in told


@pytest.mark.parametrize(
    "code",
    ['0;-0;"TBD"', '#,##0;(#,##0);"n/a"', '0;-0;"?"', '0;0;"open"', '0;-0;"5"', '[=0]"later";0'],
)
def test_a_zero_that_is_shown_as_something_else_is_null_and_told(shown: Shown, code: str) -> None:
    value, told = shown(0, code)
    assert value is None
    assert f"by the number format {code}" in told


@pytest.mark.parametrize(
    "code",
    ['0;-0;"nil"', '0;-0;"None"', '0;-0;"- EUR"', "0;-0;", '0;-0;"–"', '0;-0;"0"', '0;-0;"$ -"'],
)
def test_a_zero_that_is_shown_as_none_is_zero(shown: Shown, code: str) -> None:
    assert shown(0, code) == (0, "")


def test_a_percent_of_zero_that_is_shown_as_something_else_is_null(shown: Shown) -> None:
    assert shown(0, '0%;-0%;"tba"', "Base Discount (%)")[0] is None


@pytest.mark.parametrize("code", ['0;"minus "0', '0;"negative "0', "0;-0", "0.0,,;-0.0,,"])
def test_a_sign_in_words_is_the_number_s_own(shown: Shown, code: str) -> None:
    assert shown(-12_000_000, code) == (-12_000_000, "")


@pytest.mark.parametrize("code", ["#,##0;#,##0", "0.00;0.00", "$0;$0;0"])
def test_a_minus_that_is_not_shown_is_told(notes: Notes, code: str) -> None:
    assert notes(-1200, code) == (-1200, ["hidden-sign"])
    assert notes(1200, code) == (1200, [])


@pytest.mark.parametrize(
    "code", ["#,##0;[Red]#,##0", "#,##0;(#,##0)", "#,##0;#,##0-", "0;[Red]-0", "#,##0"]
)
def test_a_minus_that_is_shown_somehow_is_not_told(notes: Notes, code: str) -> None:
    assert notes(-1200, code) == (-1200, [])


@pytest.mark.parametrize(
    ("number", "code", "codes"),
    [
        (1.2, '$0.0,,"M"', ["scaled-display"]),
        (40, '0,"k"', ["scaled-display"]),
        (1_200_000, '$0.0,,"M"', []),
        (0, '$0.0,,"M"', []),
    ],
)
def test_an_amount_of_which_only_zeros_are_shown_is_told(
    notes: Notes, number: float, code: str, codes: list[str]
) -> None:
    assert notes(number, code) == (number, codes)


def test_a_count_of_which_a_part_is_shown_is_told(notes: Notes) -> None:
    assert notes(3, "#,##0,", "Active Projects") == (3, ["scaled-display"])


@pytest.mark.parametrize(
    "code",
    [
        '"cancelled "yyyy-mm-dd',
        '"before "yyyy-mm-dd',
        'yyyy-mm-dd"?"',
        'yyyy-mm-dd" (draft)"',
        '"~"mmm yyyy',
        '"2023"-mm-dd',
        "\\~mmm yyyy",
    ],
)
def test_a_day_whose_format_says_more_of_it_is_null_and_told(days: Days, code: str) -> None:
    assert days(code) == (None, ["unclear-number-format"])


@pytest.mark.parametrize(
    "code",
    [
        "dd\\.mm\\.yyyy",
        'd" de "mmmm" de "yyyy',
        'dddd", der "d. mmmm yyyy',
        "yyyy-mm-dd\\Thh:mm:ss",
        'yyyy-mm-dd hh:mm" Uhr"',
        'yyyy"年"m"月"d"日"',
        "[$-F800]dddd, mmmm dd, yyyy",
    ],
)
def test_a_day_whose_format_writes_what_dates_are_written_with_is_read(
    days: Days, code: str
) -> None:
    assert days(code) == ("2025-03-14", [])


@pytest.mark.parametrize("code", [";;;", '[>5]"large";0', '0;-0;"none"', "0,"])
def test_a_number_that_a_format_hides_is_no_order_id(orders: Orders, code: str) -> None:
    number = 0 if "none" in code else 12
    ids, aside, codes = orders(number, code)
    assert (ids, aside) == ([], 1)
    assert "unclear-number-format" in codes


@pytest.mark.parametrize(
    ("code", "shown_as"), [("0000", "0012"), ('"PO-"00', "PO-12"), ("0", "12")]
)
def test_an_order_id_is_what_its_format_shows(orders: Orders, code: str, shown_as: str) -> None:
    assert orders(12, code) == ([shown_as], 0, [])


@pytest.mark.parametrize(
    ("number", "code", "percent"),
    [
        (0.35, '[=0]"-";0%', 0.35),
        (35, '0"%"', 0.35),
        (35, "0\\%", 0.35),
        (35, '0" Prozent"', 0.35),
        (35, '0" bps"', 0.0035),
        (35, '0"‰"', 0.035),
        (35, '[>=1]0"%";0%', 0.35),
        (0.35, '[>=1]0"%";0%', 0.35),
        (0.35, "+0%;-0%;0%", 0.35),
        (0, '0%;-0%;"none"', 0),
        (0.35, "0.0 %", 0.35),
    ],
)
def test_a_percent_is_what_a_person_sees(
    shown: Shown, number: float, code: str, percent: float
) -> None:
    assert shown(number, code, "Base Discount (%)") == (percent, "")


@pytest.mark.parametrize("code", ['0" pts"', '0%" left"', '0" pp"'])
def test_a_percent_whose_format_is_not_understood_is_null_and_quotes_it(
    shown: Shown, code: str
) -> None:
    value, told = shown(0.35, code, "Base Discount (%)")
    assert value is None
    assert f"by the number format {code}" in told


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
literals = st.sampled_from(["", '"$"', "[$€-407]", '"CA$"', "_-", "[Red]", "* "])


@given(numbers, literals, st.sampled_from(["0", "#,##0.00", "General", "0.0,,", "??0"]))
def test_no_format_loses_or_adds_a_digit(number: Decimal, literal: str, digits: str) -> None:
    code = f"{literal}{digits};[Red]-{literal}{digits}"
    text = text_of_number(str(number), number_format(code), Notation())
    kept = "".join(sign for sign in text if sign in "-.0123456789")
    assert Decimal(kept) == number


@given(st.text('0#?.,;%$-+/()"\\_*[]@<>=€ MKymdhsEe', max_size=24), numbers)
def test_no_code_whatever_breaks_the_reading(code: str, number: Decimal) -> None:
    assert text_of_number(str(number), number_format(code), Notation())


CRORES = r"[>=10000000]##\,##\,##\,##0;[>=100000]##\,##\,##0;##,##0"


@pytest.mark.parametrize("number", [25_400_000, 730_000, 8_100, 95])
@pytest.mark.parametrize("code", [CRORES, CRORES.replace("0;", "0.00;")])
def test_commas_of_lakhs_and_crores_change_no_number(
    shown: Shown, number: float, code: str
) -> None:
    assert shown(number, code) == (number, "")


@pytest.mark.parametrize("code", [r"0\,00", r"0\.00", r"##\,##", r"0\,000\,00"])
def test_a_comma_that_may_be_a_decimal_mark_leaves_the_number_unclear(
    shown: Shown, code: str
) -> None:
    assert shown(4_321, code)[0] is None


@pytest.mark.parametrize("code", ['0%" off"', '0%" disc."', '0% "discount"'])
def test_a_discount_may_say_that_it_is_off(shown: Shown, code: str) -> None:
    assert shown(0.15, code, "Base Discount (%)") == (0.15, "")


@pytest.mark.parametrize(
    ("code", "is_clear"), [("mm:ss", False), ("h:mm:ss", True), ("[mm]:ss", True)]
)
def test_minutes_and_seconds_without_hours_do_not_show_the_number(
    code: str, is_clear: bool
) -> None:
    (section,) = number_format(code).sections
    assert section.is_clear is is_clear


def test_the_built_in_formats_of_minutes_and_seconds_leave_out_the_hours() -> None:
    assert [BUILT_IN[number] for number in (45, 47)] == ["mm:ss", "mm:ss.0"]


def test_rows_that_are_struck_out_are_told(tmp_path: Path) -> None:
    path = tmp_path / "commercial 2025-Q1.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, struck = book.add_worksheet("Commercial"), book.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, ["Manufacturer", "Annual Commitment"])
        for at, name in enumerate(["Larch", "Alder", "Beech"], start=1):
            sheet.write_row(at, 0, [name, 400], *([struck] if at > 1 else []))
    export = export_of(read_trusted_file(path))
    (table,) = export.tables
    (batch,) = table.batches()
    commercial, source = TRACKERS["commercial"], table.layout.source
    read = read_values(table, batch, tracker=commercial, source=source, file=export.file)
    told = [(p.code, p.cell, p.found) for p in read.notes]
    assert told == [("struck-out", "A3", '"Alder" and 1 more, struck out')]
    assert len(read.values) == 3


@pytest.mark.parametrize(
    "code", ['"2025/"000', '0000"/25"', '"SKU "00000" rev B"', '00"%"', "000,000", '0000"M"']
)
def test_an_order_id_whose_zeros_are_only_shown_is_no_value(orders: Orders, code: str) -> None:
    ids, aside, told = orders(7, code)
    assert (ids, aside) == ([], 1)
    assert told == ["unclear-number-format"]


def test_an_amount_shown_with_zeros_in_front_is_the_same(notes: Notes) -> None:
    assert notes(7, "000,000") == (7, [])
