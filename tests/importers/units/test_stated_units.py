"""The currency and zeros of amounts that headers, captions, rows of units or columns state."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from partner_analytics.importers import ReadRows, read_values
from partner_analytics.importers.exports.export import Export, export_of
from partner_analytics.importers.files.file_reading import read_trusted_file
from partner_analytics.importers.kept.kept_for_export import settled_for
from partner_analytics.trackers import TRACKERS

HEADER = ("Manufacturer", "Region", "Annual Commitment", "YTD Volume")
Rows = Sequence[Sequence[Any]]


class Seen:
    """One export as read, its only table's values and all that is told of it."""

    def __init__(self, export: Export, read: ReadRows) -> None:
        self.values = read.values
        self.problems = [*export.problems, *read.problems, *read.notes]
        (self.table,) = export.tables

    def amounts(self, name: str = "annual_commitment_usd") -> list[float | None]:
        """The values of a column, None for NULL."""
        return [None if pd.isna(value) else float(value) for value in self.values[name]]

    def told(self) -> list[tuple[str, str | None]]:
        """The codes of the problems, with their cells."""
        return [(one.code, one.cell) for one in self.problems if one.header != "Region"]


@pytest.fixture
def seen(tmp_path: Path) -> Callable[..., Seen]:
    """Read rows as a workbook or text file of commercial terms, beside a layouts.toml."""

    def reading(
        rows: Rows,
        *,
        layouts: str = "",
        text: bool = False,
        formats: str = "",
        currency: str = "USD",
        name: str = "Commercial",
        file: str = "commercial 2025-Q1",
    ) -> Seen:
        path = tmp_path / f"{file}.{'csv' if text else 'xlsx'}"
        if text:
            lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
            path.write_text("\n".join(lines), encoding="utf-8")
        else:
            with xlsxwriter.Workbook(str(path)) as book:
                sheet = book.add_worksheet(name)
                shown = book.add_format({"num_format": formats or "General"})
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        is_number = not isinstance(cell, str)
                        sheet.write(at, column, cell, *([shown] if is_number else []))
        if layouts:
            (tmp_path / "layouts.toml").write_text(layouts, encoding="utf-8")
        export = export_of(read_trusted_file(path), settled=settled_for(path))
        table = export.tables[0]
        (batch,) = table.batches()
        read = read_values(
            table,
            batch,
            tracker=TRACKERS[table.tracker],
            source=table.layout.source,
            file=export.file,
            currency=currency,
        )
        return Seen(export, read)

    return reading


ROW = ("Larch Lighting", "West", 400, 150)


@pytest.mark.parametrize(
    ("caption", "factor"),
    [
        ("(USD in thousands)", 1000),
        ("Commercial terms (in $000s)", 1000),
        ("$ 000s", 1000),
        ("All amounts in millions", 10**6),
        ("Values in thousands of US dollars", 1000),
        ("Alle Angaben in Tsd. USD", 1000),
        ("Beträge in Mio. $", 10**6),
        ("Unit: USD k", 1000),
        ("in Mrd. USD", 10**9),
    ],
)
@pytest.mark.parametrize("text", [False, True])
def test_a_caption_that_states_a_scale_is_applied_and_told_once(
    seen: Callable[..., Seen], caption: str, factor: int, text: bool
) -> None:
    found = seen([[caption], [], HEADER, ROW], text=text)
    assert found.amounts() == [400 * factor]
    assert found.amounts("ytd_volume_usd") == [150 * factor]
    assert [cell for code, cell in found.told() if code == "stated-scale"] == [
        None if text else "A1"
    ]


@pytest.mark.parametrize(
    "title",
    [
        "ALL",
        "TOP",
        "Thousand Oaks terms",
        "Terms M",
        "Top 1000 terms",
        "All terms",
        "USD",
        "Amounts in USD",
    ],
)
def test_a_title_that_states_no_scale_changes_nothing(
    seen: Callable[..., Seen], title: str
) -> None:
    found = seen([[title], HEADER, ROW])
    assert found.amounts() == [400]
    assert found.told() == []


def test_a_note_below_the_table_states_a_scale_too(seen: Callable[..., Seen]) -> None:
    found = seen([HEADER, ROW, [], ["Note: amounts in USD thousands"]])
    assert found.amounts() == [400_000]
    assert ("stated-scale", "A4") in found.told()


@pytest.mark.parametrize(
    "caption",
    [
        "USD in thousands, except unit prices",
        "(in mil. USD)",
        "Amounts in T",
        "in Cr",
    ],
)
def test_amounts_under_a_caption_of_two_meanings_are_null_and_told_with_the_setting(
    seen: Callable[..., Seen], caption: str
) -> None:
    found = seen([[caption], HEADER, ROW])
    assert found.amounts() == found.amounts("ytd_volume_usd") == [None]
    assert [p.cell for p in found.problems if p.code == "unclear-unit"] == ["C3", "D3"]
    remedies = [p.remedy for p in found.problems if p.code == "unclear-unit"]
    assert all("scale = 1000 in layouts.toml" in remedy for remedy in remedies)


def test_the_name_of_a_sheet_states_a_unit_too(seen: Callable[..., Seen]) -> None:
    assert seen([HEADER, ROW], name="Terms in TUSD").amounts() == [400_000]
    assert seen([HEADER, ROW], name="Terms EUR").amounts() == [None]


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("USD thousands", 400_000),
        ("Terms kUSD", 400_000),
        ("Terms ($K)", 400_000),
        ("Amounts in $M", 400_000_000),
        ("Terms (T USD)", None),
        ("Commercial kEUR", None),
        ("K", 400),
        ("Tier 2", 400),
        ("M&A", 400),
        ("Terms FR", 400),
        ("Terms MD", 400),
        ("Terms (ALL)", 400),
    ],
)
def test_the_name_of_a_sheet_counts_only_where_it_is_unmistakable(
    seen: Callable[..., Seen], name: str, amount: float | None
) -> None:
    found = seen([HEADER, ROW], name=name)
    assert found.amounts() == [amount]
    if amount != 400:
        told = [p for p in found.problems if name in f"{p.found}" or "name of its sheet" in p.found]
        assert told


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize(
    ("file", "amount"),
    [
        ("commercial in TUSD 2025-Q1", 400_000),
        ("commercial_kUSD_2025-Q1_v2", 400_000),
        ("commercial EUR 2025-Q1", None),
        ("commercial FR 2025-Q1", 400),
        ("commercial M 2025-Q1", 400),
        ("commercial ALL 2025-Q1", 400),
    ],
)
def test_the_name_of_a_file_states_a_unit_too(
    seen: Callable[..., Seen], file: str, amount: float | None, text: bool
) -> None:
    found = seen([HEADER, ROW], file=file, text=text)
    assert found.amounts() == [amount]
    scales = [p.found for p in found.problems if p.code == "stated-scale"]
    assert len(scales) == (amount == 400_000)


def test_a_scale_says_of_which_name_it_was_told_from(seen: Callable[..., Seen]) -> None:
    found = seen([HEADER, ROW], name="Terms kUSD")
    (told,) = (p for p in found.problems if p.code == "stated-scale")
    assert told.found == '"kUSD" in the name of the sheet "Terms kUSD"'


@pytest.mark.parametrize(
    ("unit", "amount"),
    [
        ("$K", 400_000),
        ("$M", 400_000_000),
        ("K$", 400_000),
        ("x1,000", 400_000),
        ("(in Tsd.)", 400_000),
        ("USD", 400),
        ("K€", None),
    ],
)
@pytest.mark.parametrize("text", [False, True])
def test_a_unit_alone_below_the_header_of_amounts_is_their_row_of_units(
    seen: Callable[..., Seen], unit: str, amount: float | None, text: bool
) -> None:
    found = seen([HEADER, ("", "", unit, ""), ROW], text=text)
    assert found.amounts() == [amount]
    assert found.amounts("ytd_volume_usd") == [150]
    assert found.table.rows_repeated_header == 1


@pytest.mark.parametrize("row", [("", "", "400", ""), ("", "$K", "", ""), ("", "", "open", "")])
def test_another_cell_alone_below_the_header_is_no_row_of_units(
    seen: Callable[..., Seen], row: Sequence[str]
) -> None:
    found = seen([HEADER, row, ROW])
    assert "row-of-units" not in [code for code, _ in found.told()]
    assert 400 in found.amounts()


@pytest.mark.parametrize(
    "caption",
    [
        "USD thousands, except rates",
        "USD in 000s unless stated otherwise",
        "USD thousands except per-unit data",
        "in mil. USD",
        "in Cr",
        "Amounts in T",
    ],
)
def test_the_line_that_is_advised_for_a_caption_settles_it(
    seen: Callable[..., Seen], caption: str
) -> None:
    rows = [[caption], HEADER, ROW]
    found = seen(rows)
    remedies = {p.remedy for p in found.problems if p.code == "unclear-unit"}
    assert found.amounts() == [None]
    assert all("scale = 1000 in layouts.toml" in remedy for remedy in remedies)
    for layouts in ("scale = 1000\n", '[layouts.scales]\n"Annual Commitment" = 1000\n'):
        settled = seen(rows, layouts=f'[[layouts]]\nfiles = "*"\n{layouts}')
        assert settled.amounts() == [400_000]


def test_no_scale_is_advised_where_the_currency_is_what_cannot_be_told(
    seen: Callable[..., Seen],
) -> None:
    found = seen([["in thousand kr"], HEADER, ROW])
    remedies = {p.remedy for p in found.problems if p.code == "unclear-unit"}
    assert found.amounts() == [None]
    assert not any("layouts.toml" in remedy for remedy in remedies)
    assert all("ISO code" in remedy for remedy in remedies)


def test_what_a_currency_column_says_is_quoted(seen: Callable[..., Seen]) -> None:
    found = seen([(*HEADER, "Currency"), (*ROW, "K")])
    assert found.amounts() == [None]
    said = {p.cell: p.found for p in found.problems if p.code == "unreadable-currency"}
    assert said["C2"] == 'one whose currency is said to be "K" in the column "Currency"'


def test_prices_in_a_currency_nobody_can_tell_are_null_and_the_currency_is_too(
    tmp_path: Path,
) -> None:
    path = tmp_path / "orders 2025-Q1.csv"
    path.write_text(
        "Manufacturer,Order Date,Order ID,Line,SKU,Units,List Price,Net Price,Ccy\n"
        "Larch Lighting,2025-02-01,L-1,1,A1,2,10,8,Taler\n"
        "Larch Lighting,2025-02-01,L-1,2,A1,2,10,8,USD\n",
        encoding="utf-8",
    )
    export = export_of(read_trusted_file(path))
    (table,) = export.tables
    (batch,) = table.batches()
    read = read_values(
        table,
        batch,
        tracker=TRACKERS["orders"],
        source=table.layout.source,
        file=export.file,
    )
    assert "?" not in list(read.values["currency"].dropna())
    lines = dict(zip(read.values["line_number"], read.values["net_price"], strict=True))
    assert float(lines[2]) == 8
    assert lines.get(1) is None or pd.isna(lines[1])
    assert any('"Taler"' in p.found for p in read.problems)


def test_the_setting_settles_what_a_caption_left_open(seen: Callable[..., Seen]) -> None:
    layouts = '[[layouts]]\nfiles = "*"\nscale = 1000000\n'
    found = seen([["(in mil. USD)"], HEADER, ROW], layouts=layouts)
    assert found.amounts() == [400_000_000]
    assert found.told() == []


def test_the_setting_says_that_amounts_under_a_caption_are_in_full(
    seen: Callable[..., Seen],
) -> None:
    layouts = '[[layouts]]\nfiles = "*"\nscale = 1\n'
    assert seen([["(USD in thousands)"], HEADER, ROW], layouts=layouts).amounts() == [400]


def test_a_cell_with_a_scale_of_its_own_is_not_scaled_again(seen: Callable[..., Seen]) -> None:
    row = ["Larch Lighting", "West", "$1.2M", "400"]
    found = seen([["(USD in thousands)"], HEADER, row])
    assert found.amounts() == [1_200_000]
    assert found.amounts("ytd_volume_usd") == [400_000]


def test_full_numbers_that_are_shown_in_thousands_are_not_scaled_again(
    seen: Callable[..., Seen],
) -> None:
    row = ["Larch Lighting", "West", 400_000, 150_000]
    assert seen([["(USD in thousands)"], HEADER, row], formats="#,##0,").amounts() == [400_000]


def test_numbers_shown_in_thousands_without_a_word_are_told(seen: Callable[..., Seen]) -> None:
    row = ["Larch Lighting", "West", 400_000, 150_000]
    found = seen([HEADER, row], formats="#,##0,")
    assert found.amounts() == [400_000]
    assert found.told() == [("scaled-display", "C2"), ("scaled-display", "D2")]


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("Annual Commitment ($K)", 1000),
        ("Annual Commitment (in Mio.)", 10**6),
        ("Annual Commitment, $M", 10**6),
        ("Annual Commitment [USD '000]", 1000),
        ("Annual Commitment in thousands", 1000),
        ("Annual Commitment TUSD", 1000),
        ("Annual Commitment (M)", 10**6),
        ("Annual Commitment (USD)", 1),
        ("Annual Commitment US$", 1),
    ],
)
def test_a_header_says_the_scale_of_its_column_alone(
    seen: Callable[..., Seen], header: str, factor: int
) -> None:
    found = seen([("Manufacturer", "Region", header, "YTD Volume"), ROW])
    assert found.amounts() == [400 * factor]
    assert found.amounts("ytd_volume_usd") == [150]
    assert found.told() == ([("stated-scale", "C1")] if factor > 1 else [])


def test_a_header_a_layout_explains_still_says_its_scale(seen: Callable[..., Seen]) -> None:
    layouts = '[[layouts]]\nfiles = "*"\n[layouts.headers]\n"Zusage (TUSD)" = "Annual Commitment"\n'
    rows = [("Manufacturer", "Region", "Zusage (TUSD)", "YTD Volume"), ROW]
    assert seen(rows, layouts=layouts).amounts() == [400_000]


@pytest.mark.parametrize("header", ["Zusage (mil. USD)", "Zusage (T$)", "Zusage (T)"])
def test_every_line_that_is_advised_for_a_header_leaves_its_scale_to_a_person(
    seen: Callable[..., Seen], header: str
) -> None:
    layouts = f'[[layouts]]\nfiles = "*"\n[layouts.headers]\n"{header}" = "Annual Commitment"\n'
    rows = [("Manufacturer", "Region", header, "YTD Volume"), ROW]
    found = seen(rows, layouts=layouts)
    assert found.amounts() == [None]
    (problem,) = (p for p in found.problems if p.code == "unclear-unit")
    assert f'"{header}" = 1000 under [layouts.scales]' in problem.remedy
    settled = seen(rows, layouts=f'{layouts}[layouts.scales]\n"{header}" = 1000\n')
    assert settled.amounts() == [400_000]


def test_a_setting_of_scale_keeps_the_currency_a_header_states(seen: Callable[..., Seen]) -> None:
    header = "Zusage (mil. Kč)"
    layouts = (
        f'[[layouts]]\nfiles = "*"\n[layouts.headers]\n"{header}" = "Annual Commitment"\n'
        f'[layouts.scales]\n"{header}" = 1000000\n'
    )
    found = seen([("Manufacturer", "Region", header, "YTD Volume"), ROW], layouts=layouts)
    assert found.amounts() == [None]
    assert "an amount in CZK" in " ".join(p.found for p in found.problems)


def test_a_row_of_units_above_the_header_holds_for_each_column(seen: Callable[..., Seen]) -> None:
    found = seen([("", "", "USD", "USD k"), HEADER, ROW])
    assert (found.amounts(), found.amounts("ytd_volume_usd")) == ([400], [150_000])


def test_a_currency_stays_with_zeros_in_brackets(seen: Callable[..., Seen]) -> None:
    assert seen([["EUR (000)"], HEADER, ROW]).amounts() == [None]
    assert seen([["USD (000)"], HEADER, ROW]).amounts() == [400_000]


@pytest.mark.parametrize("header", ["EUR Commitment", "($K, planned) Commitment", "Plan k€ p.a."])
def test_a_unit_anywhere_in_a_header_that_a_layout_explains_counts(
    seen: Callable[..., Seen], header: str
) -> None:
    layouts = f'[[layouts]]\nfiles = "*"\n[layouts.headers]\n"{header}" = "Annual Commitment"\n'
    rows = [("Manufacturer", "Region", header, "YTD Volume"), ROW]
    assert seen(rows, layouts=layouts).amounts() in ([None], [400_000])


@pytest.mark.parametrize(
    "header", ["Annual Commitment (EUR)", "Annual Commitment in k€", "Annual Commitment, CA$"]
)
def test_a_header_in_another_currency_keeps_its_amounts_out(
    seen: Callable[..., Seen], header: str
) -> None:
    found = seen([("Manufacturer", "Region", header, "YTD Volume"), ROW])
    assert found.amounts() == [None]
    assert ("no-exchange-rate", "C2") in found.told()


def test_a_row_of_units_is_a_part_of_the_header(seen: Callable[..., Seen]) -> None:
    found = seen([HEADER, ("text", "text", "USD k", "USD"), ROW])
    assert found.amounts() == [400_000]
    assert found.amounts("ytd_volume_usd") == [150]
    assert found.told() == [("row-of-units", "A2"), ("stated-scale", "C2")]
    assert (found.table.rows_read, found.table.rows_repeated_header) == (2, 1)


def test_a_row_of_units_makes_plain_numbers_points(seen: Callable[..., Seen]) -> None:
    header = ("Manufacturer", "Region", "Base Discount", "YTD Volume")
    found = seen([header, ("", "", "%", "USD"), ("Larch Lighting", "West", 35, 150)])
    assert found.amounts("base_discount_pct") == [0.35]


def test_a_currency_column_beside_an_amount_is_of_that_amount(seen: Callable[..., Seen]) -> None:
    header = (*HEADER[:3], "Annual Commitment Currency", "YTD Volume")
    found = seen(
        [
            header,
            ("Larch Lighting", "West", 400, "EUR", 150),
            ("Maple Audio", "West", 300, "USD", 120),
            ("Oak Shades", "West", 200, "", 110),
            ("Pine Power", "West", 100, "Taler", 90),
        ]
    )
    assert found.amounts() == [None, 300, 200, None]
    assert found.amounts("ytd_volume_usd") == [150, 120, 110, 90]
    assert found.told() == [("no-exchange-rate", "C2"), ("unreadable-currency", "C5")]


@pytest.mark.parametrize("name", ["Currency Code", "Ccy", "CURRENCY ISO CODE"])
def test_a_currency_column_of_the_row_is_of_all_its_amounts(
    seen: Callable[..., Seen], name: str
) -> None:
    found = seen([(*HEADER, name), (*ROW, "CHF"), ("Maple Audio", "West", 300, 120, "usd")])
    assert found.amounts() == [None, 300]
    assert found.amounts("ytd_volume_usd") == [None, 120]


def test_two_currency_columns_are_each_of_the_amount_before_them(
    seen: Callable[..., Seen],
) -> None:
    header = (*HEADER[:3], "Currency", "YTD Volume", "Currency")
    found = seen([header, ("Larch Lighting", "West", 400, "USD", 150, "GBP")])
    assert found.amounts() == [400]
    assert found.amounts("ytd_volume_usd") == [None]


def test_a_bare_amount_among_amounts_in_another_currency_is_told(
    seen: Callable[..., Seen],
) -> None:
    found = seen(
        [HEADER, ("Larch Lighting", "West", "€400", 150), ("Maple Audio", "West", "$9", 8)]
    )
    assert found.amounts("ytd_volume_usd") == [None, 8]
    assert found.told() == [("no-exchange-rate", "C2"), ("currency-not-stated", "D2")]


def test_a_cell_and_its_header_in_two_currencies_are_told(seen: Callable[..., Seen]) -> None:
    header = ("Manufacturer", "Region", "Annual Commitment (USD)", "YTD Volume")
    found = seen([header, ("Larch Lighting", "West", "€400", 150)])
    assert found.amounts() == [None]
    assert ("conflicting-currency", "C2") in found.told()


def test_a_sign_of_several_currencies_is_the_program_s_where_it_can_be(
    seen: Callable[..., Seen],
) -> None:
    row = ["Larch Lighting", "West", "$400", "kr 150"]
    assert seen([HEADER, row], currency="CAD").amounts() == [400]
    assert seen([HEADER, row], currency="SEK").amounts() == [None]
    row = ["Larch Lighting", "West", "400", "kr 150"]
    assert seen([HEADER, row], currency="SEK").amounts("ytd_volume_usd") == [150]
    assert seen([HEADER, row], currency="USD").amounts("ytd_volume_usd") == [None]


def test_a_scale_that_is_no_power_of_ten_is_refused_at_its_line(tmp_path: Path) -> None:
    from partner_analytics.errors import PartnerAnalyticsError
    from partner_analytics.importers.kept.layout_files import read_layouts

    path = tmp_path / "layouts.toml"
    path.write_text('[[layouts]]\nfiles = "*"\nscale = 1500\n', encoding="utf-8")
    with pytest.raises(PartnerAnalyticsError) as caught:
        read_layouts(path)
    assert str(caught.value) == (
        "layouts.toml, line 3: expected scale = 1, 10, 100, 1000 and so on, found scale = 1500. "
        "Write scale = 1, 10, 100, 1000 and so on."
    )


def test_a_scale_of_a_header_the_file_does_not_have_is_told_with_the_near_one(
    seen: Callable[..., Seen],
) -> None:
    layouts = '[[layouts]]\nfiles = "comm*"\n[layouts.scales]\n"Anual Comitment" = 1000\n'
    found = seen([HEADER, ROW], layouts=layouts)
    (told,) = (p for p in found.problems if p.code == "unused-scale")
    assert found.amounts() == [400]
    assert "layouts.toml, line 4" in told.expected
    assert '"Annual Commitment"' in told.remedy


def test_a_layout_of_every_file_may_have_scales_of_other_files(seen: Callable[..., Seen]) -> None:
    layouts = '[[layouts]]\nfiles = "*"\n[layouts.scales]\n"Zusage (mil.)" = 1000000\n'
    assert "unused-scale" not in [c for c, _ in seen([HEADER, ROW], layouts=layouts).told()]


@pytest.mark.parametrize("header", ["", "Unit", "Remark"])
@pytest.mark.parametrize("unit", ["EUR", "£", "K$", "thousand", "TUSD"])
@pytest.mark.parametrize("text", [False, True])
def test_a_column_of_units_right_beside_amounts_counts_under_any_header(
    seen: Callable[..., Seen], header: str, unit: str, text: bool
) -> None:
    rows = [
        (*HEADER[:3], header, HEADER[3]),
        (*ROW[:3], unit, ROW[3]),
        ("Maple Audio", "West", 300, "USD", 120),
    ]
    found = seen(rows, text=text)
    assert found.amounts() == [None, 300]
    assert found.amounts("ytd_volume_usd") == [150, 120]
    told = [p for p in found.problems if p.column == "annual_commitment_usd"]
    assert [p.code for p in told] in (["no-exchange-rate"], ["unreadable-currency"])


@pytest.mark.parametrize("cells", [("MD", "TN"), ("M", "K"), ("USD", "open"), ("", "")])
def test_a_column_beside_amounts_that_holds_anything_else_is_none_of_units(
    seen: Callable[..., Seen], cells: tuple[str, str]
) -> None:
    rows = [
        (*HEADER[:3], "State", HEADER[3]),
        (*ROW[:3], cells[0], ROW[3]),
        ("Maple Audio", "West", 300, cells[1], 120),
    ]
    assert seen(rows).amounts() == [400, 300]


def test_a_letter_below_a_header_of_units_is_one(seen: Callable[..., Seen]) -> None:
    found = seen([(*HEADER[:3], "Unit", HEADER[3]), (*ROW[:3], "K", ROW[3])])
    assert found.amounts() == [None]
    assert any('"K" in the column "Unit"' in p.found for p in found.problems)


BEECH, ALDER = ("Beech", "North", 210, 90), ("Alder", "South", 130, 60)


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize("gap", [[], [("", "", "", "")]])
@pytest.mark.parametrize(
    "note", [("Amounts in $000",), ("All figures in thousands",), ("Unit:", "k USD")]
)
def test_a_note_right_below_the_rows_or_further_down_is_applied_as_a_caption_is(
    seen: Callable[..., Seen], note: Sequence[str], gap: Rows, text: bool
) -> None:
    found = seen([HEADER, BEECH, ALDER, *gap, note], text=text)
    assert found.amounts() == [210_000, 130_000]
    assert [code for code, _ in found.told()] == ["text-below-table", "stated-scale"]


def test_a_note_below_in_another_currency_keeps_the_amounts_out(seen: Callable[..., Seen]) -> None:
    found = seen([HEADER, BEECH, ALDER, ("in GBP k",)])
    assert found.amounts() == [None, None]


@pytest.mark.parametrize(
    ("above", "below"), [("in EUR k", "All amounts in USD thousands"), ("in $K", "in USD millions")]
)
def test_a_note_that_contradicts_the_title_leaves_no_amount_and_both_are_told(
    seen: Callable[..., Seen], above: str, below: str
) -> None:
    found = seen([(above,), HEADER, BEECH, ALDER, (), (below,)])
    assert found.amounts() == [None, None]
    told = [one.found for one in found.problems if one.code == "unclear-unit"]
    assert told == [f'"{above}" in A1 and "{below}" in A6'] * 2


def test_a_note_among_the_rows_states_their_unit_and_is_none_of_them(
    seen: Callable[..., Seen],
) -> None:
    found = seen([HEADER, BEECH, ("(amounts in USD thousands)",), ALDER])
    assert found.values["partner"].tolist() == ["Beech", "Alder"]
    assert found.amounts() == [210_000, 130_000]


def test_a_further_row_of_the_header_states_units_too(seen: Callable[..., Seen]) -> None:
    found = seen([HEADER, ("name", "area", "target (in TUSD)", "actual, $K"), BEECH])
    assert found.amounts() == [210_000]
    assert found.amounts("ytd_volume_usd") == [90_000]


def test_a_caption_of_another_currency_than_a_header_names_is_told(
    seen: Callable[..., Seen],
) -> None:
    header = ("Manufacturer", "Region", "Annual Commitment (USD)", "YTD Volume")
    found = seen([["All amounts in EUR"], header, ROW])
    assert found.amounts() == [400]
    assert ("overruled-currency", "A1") in found.told()


def test_an_amount_whose_header_says_percent_is_null_and_told(seen: Callable[..., Seen]) -> None:
    found = seen([(*HEADER[:3], "YTD Volume (%)"), ROW])
    assert found.amounts("ytd_volume_usd") == [None]
    assert ("unclear-unit", "D2") in found.told()


def test_a_caption_right_of_the_table_holds_for_it(seen: Callable[..., Seen]) -> None:
    found = seen([[None, None, None, None, None, "$000"], HEADER, ROW])
    assert found.amounts() == [400_000]


def test_a_note_beside_the_table_states_the_unit_of_all_of_it(seen: Callable[..., Seen]) -> None:
    header = (*HEADER, "", "All amounts in USD thousands")
    assert seen([header, BEECH, ALDER]).amounts() == [210_000, 130_000]
    beside = (*ALDER, "", "amounts in USD thousands")
    assert seen([HEADER, BEECH, beside]).amounts() == [210_000, 130_000]


def test_the_header_of_a_column_nobody_filled_in_states_no_unit_of_others(
    seen: Callable[..., Seen],
) -> None:
    assert seen([(*HEADER, "Amount in USD k"), BEECH, ALDER]).amounts() == [210, 130]


@pytest.mark.parametrize(
    "caption",
    ["Scale factor: 1,000", "All figures ÷ 1000", "Local currency", "(K)"],
)
def test_a_caption_that_may_state_a_unit_and_is_not_understood_is_told(
    seen: Callable[..., Seen], caption: str
) -> None:
    found = seen([[caption], [], HEADER, ROW])
    assert found.amounts() == [400]
    assert ("unread-caption", "A1") in found.told()


@pytest.mark.parametrize(
    ("caption", "currency"), [("Beträge in Franken", "CHF"), ("単位:円", "JPY")]
)
def test_a_currency_is_known_by_its_name(
    seen: Callable[..., Seen], caption: str, currency: str
) -> None:
    rows = [[caption], [], HEADER, ROW]
    assert seen(rows).amounts() == [None]
    assert seen(rows, currency=currency).amounts() == [400]


def test_the_scale_of_a_caption_in_another_currency_than_the_header_is_not_applied(
    seen: Callable[..., Seen],
) -> None:
    header = ("Manufacturer", "Region", "Annual Commitment (US$)", "YTD Volume")
    found = seen([["in k€"], header, ROW])
    assert found.amounts() == [None]
    told = [one.found for one in found.problems if one.code == "unclear-unit"]
    assert told == ['"US$" in C2 and "in k€" in A1']


@pytest.mark.parametrize("caption", ["Quantities in thousands", "Stückzahlen in Tausend"])
def test_a_scale_of_quantities_is_none_of_amounts_and_told(
    seen: Callable[..., Seen], caption: str
) -> None:
    found = seen([[caption], HEADER, ROW])
    assert found.amounts() == [400]
    assert ("unread-caption", "A1") in found.told()


def test_a_scale_of_quantities_and_prices_holds_for_prices(seen: Callable[..., Seen]) -> None:
    assert seen([["Units and amounts in thousands"], HEADER, ROW]).amounts() == [400_000]


@pytest.mark.parametrize("header", ["Active Projects (%)", "Active Projects %"])
def test_a_percent_sign_over_a_column_of_no_percents_is_told(
    seen: Callable[..., Seen], header: str
) -> None:
    rows = [("Manufacturer", "Region", "YTD Volume", header), ("Larch", "EMEA", 400, 12)]
    assert ("unsuited-unit", "D1") in seen(rows).told()


@pytest.mark.parametrize(("code", "is_told"), [('0"M"', True), ('0" k"', False), ("#,##0", False)])
def test_a_format_of_another_scale_than_the_header_is_told(
    seen: Callable[..., Seen], code: str, is_told: bool
) -> None:
    header = (*HEADER[:2], "Annual Commitment (k$)", "YTD Volume")
    found = seen([header, ("Larch", "EMEA", 12, 3)], formats=code)
    assert (("two-scales", "C2") in found.told()) is is_told
