"""layouts.toml: what people settle about exports once and for all."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.importers import Export, Settled, Source
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.kept.layout_files import read_layouts
from partner_analytics.importers.kept.layouts import Layouts

Row = Sequence[str | None]
HEADER = ["Manufacturer", "Partnership Tier", "YTD Volume"]
LUTRON = ["Lutron", "Tier 1", "150,000"]


def layouts(folder: Path, text: str) -> Layouts:
    file = folder / "layouts.toml"
    file.write_text(text, encoding="utf-8")
    return read_layouts(file)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(PartnerAnalyticsError) as refused:
        layouts(folder, text)
    return str(refused.value)


def export(
    settled: Layouts, *rows: Row, file: str = "terms.xlsx", sheet: str | None = "S", **options: Any
) -> Export:
    read = FileRead(file, "0", 1, None, None, (Sheet.of(rows, sheet),), (), True)
    given = {"as_of": date(2025, 3, 31), **options}
    return export_of(read, settled=Settled(settled), **given)


def codes(found: Export) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_header_means_what_the_layout_says(tmp_path: Path):
    said = layouts(
        tmp_path,
        """
        [[layouts]]
        files = "terms*.xlsx"
        [layouts.headers]
        "Amount so far" = "YTD Volume"
        """,
    )
    found = export(said, [*HEADER[:2], "AMOUNT SO FAR:"], LUTRON)
    (table,) = found.tables
    assert table.column_map["ytd_volume_usd"].header == "AMOUNT SO FAR:"
    assert found.problems == ()


def test_a_header_may_be_said_by_the_column_s_name(tmp_path: Path):
    said = layouts(
        tmp_path,
        '[[layouts]]\nfiles = "*"\ntracker = "commercial"\nheaders = {Amount = "ytd_volume_usd"}\n',
    )
    (table,) = export(said, [*HEADER[:2], "Amount"], LUTRON).tables
    assert table.column_map["ytd_volume_usd"].cell_column == "C"


def test_what_a_layout_says_outweighs_what_a_header_spells(tmp_path: Path):
    said = layouts(
        tmp_path, '[[layouts]]\nfiles = "*"\n[layouts.headers]\n"Status" = "Current Stage"\n'
    )
    (table,) = export(said, ["Manufacturer", "Tier", "Status"], ["Lutron", "1", "Research"]).tables
    assert table.tracker == "pipeline"
    assert {"stage", "stage_number"} <= set(table.column_map)
    assert "partner_status" not in table.column_map


def test_two_columns_said_to_be_one_are_told(tmp_path: Path):
    said = layouts(tmp_path, '[[layouts]]\nfiles = "*"\nheaders = {Amount = "YTD Volume"}\n')
    found = export(said, [*HEADER, "Amount"], [*LUTRON, "1"])
    assert codes(found) == ["duplicate-column"]


def test_an_ignored_column_is_kept_as_text_and_not_told(tmp_path: Path):
    said = layouts(tmp_path, '[[layouts]]\nfiles = "*"\nignore = "Internal remark"\n')
    found = export(said, [*HEADER, "Internal Remark"], [*LUTRON, "mind"])
    (table,) = found.tables
    (batch,) = table.batches()
    assert found.problems == ()
    assert batch["_other"].tolist() == ['{"Internal Remark": "mind"}']


def test_a_column_of_a_tracker_may_be_ignored_too(tmp_path: Path):
    said = layouts(tmp_path, '[[layouts]]\nfiles = "*"\nignore = ["YTD Volume"]\n')
    (table,) = export(said, [*HEADER, "Annual Commitment"], [*LUTRON, "1"]).tables
    assert "ytd_volume_usd" not in table.column_map


def test_a_tracker_settles_an_ambiguous_table(tmp_path: Path):
    rows = [["Manufacturer", "Tier", "Notes"], ["Lutron", "Tier 1", "-"]]
    header, row = rows
    plain = export(Layouts(), header, row)
    said = layouts(tmp_path, '[[layouts]]\nfiles = "*"\ntracker = "targets"\n')
    assert [table.tracker for table in export(said, header, row).tables] == ["targets"]
    assert [table.tracker for table in plain.tables] != ["targets"]


def test_settings_hold_for_the_sheets_that_fit(tmp_path: Path):
    said = layouts(
        tmp_path,
        '[[layouts]]\nfiles = "terms*"\nsheets = "Q?"\npercent = "points"\nday_first = true\n',
    )
    first, second = said.of_sheet("q1"), said.of_sheet("Other")
    assert (first.source.percent, first.source.day_first) == ("points", True)
    assert second.source == Source()
    assert said.of_file("pipeline.xlsx").entries == ()


def test_an_option_outweighs_a_layout(tmp_path: Path):
    said = layouts(tmp_path, '[[layouts]]\nfiles = "*"\npercent = "points"\nday_first = true\n')
    source = said.of_sheet("S", Source(percent="fraction")).source
    assert (source.percent, source.day_first) == ("fraction", True)


def test_the_as_of_day_of_a_layout_must_agree_with_the_file(tmp_path: Path):
    said = layouts(tmp_path, '[[layouts]]\nfiles = "*"\nas_of = 2025-03-31\n')
    plain = export(said, HEADER, LUTRON, as_of=None)
    assert (plain.as_of, plain.as_of_from) == (
        date(2025, 3, 31),
        'layouts.toml, line 3: "2025-03-31"',
    )
    named = export(said, HEADER, LUTRON, as_of=None, file="terms 2025-06-30.xlsx")
    (problem,) = named.problems
    assert str(problem) == (
        'terms 2025-06-30.xlsx: expected one day that the export shows, found "2025-03-31" '
        '(layouts.toml, line 3) and "2025-06-30" (file name "terms 2025-06-30.xlsx"). Correct '
        "the one that is wrong, or import with --as-of 2025-03-31 or --as-of 2025-06-30."
    )


def test_line_amounts_reach_the_table(tmp_path: Path):
    said = layouts(tmp_path, '[[layouts]]\nfiles = "*"\ntracker = "orders"\nline_amounts = true\n')
    header = ["Manufacturer", "Order Date", "Order", "Line", "Qty", "List Price", "Net Price"]
    row = ["Lutron", "2025-01-02", "PO-1", "1", "3", "100", "65"]
    (table,) = export(said, header, row).tables
    assert table.layout.line_amounts


def test_layouts_that_contradict_each_other_are_refused(tmp_path: Path):
    said = layouts(
        tmp_path,
        '[[layouts]]\nfiles = "*"\nday_first = true\n\n'
        '[[layouts]]\nfiles = "terms*"\nday_first = false\n',
    )
    with pytest.raises(PartnerAnalyticsError) as refused:
        export(said, HEADER, LUTRON)
    assert str(refused.value) == (
        "layouts.toml, line 7: expected day_first as line 3 says it: true, found false. Both "
        "lines hold for one export. Delete the one that is wrong, or narrow the files or sheets "
        "of its layout."
    )


def test_a_header_that_is_mapped_and_ignored_is_refused(tmp_path: Path):
    said = layouts(
        tmp_path,
        '[[layouts]]\nfiles = "*"\nignore = ["Amount"]\nheaders = {Amount = "YTD Volume"}\n',
    )
    with pytest.raises(PartnerAnalyticsError) as refused:
        export(said, HEADER, LUTRON)
    assert str(refused.value).startswith(
        'layouts.toml, line 3: expected "Amount" as line 4 says it: "YTD Volume", found to be '
        "ignored."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[[layouts]]\nfiles = "*"\nday_frist = true\n',
            'line 3: expected a key of layouts, found the key "day_frist". Did you mean day_first?',
        ),
        (
            '[[layouts]]\nfiles = "*"\ntracker = "order"\n',
            'line 3: expected the name of a tracker, found "order". Did you mean orders?',
        ),
        (
            '[[layouts]]\nfiles = "*"\n\n[layouts.headers]\n# theirs\n"Amt" = "YTD Volumes"\n',
            'line 6: expected a header or column of a tracker, found "YTD Volumes". Did you mean '
            "YTD Volume or YTD Volume (USD)?",
        ),
        (
            '[[layouts]]\nfiles = "*"\ntracker = "pipeline"\nheaders = {Amt = "YTD Volume"}\n',
            'line 4: expected a header or column of the Pipeline tracker, found "YTD Volume". '
            "`partner-analytics template` writes the headers of a tracker.",
        ),
        (
            "[[layouts]]\nday_first = true\n",
            'line 1: expected files = "...", found a layout without. Begin it with the line '
            '[[layouts]], then files = "orders*.csv" and what holds for them.',
        ),
        (
            '[[layouts]]\nfiles = "*"\npercent = "percent"\n',
            'line 3: expected percent = "points" or "fraction", found percent = "percent". Write '
            'percent = "points" or "fraction".',
        ),
        (
            '[[layouts]]\nfiles = "*"\nday_first = "yes"\n',
            'line 3: expected day_first = true or false, found day_first = "yes". Write '
            "day_first = true or false.",
        ),
        (
            '[[layouts]]\nfiles = "*"\nas_of = "2025-03-31"\n',
            'line 3: expected a day without quotes, like 2025-03-31, found as_of = "2025-03-31". '
            "Write a day without quotes, like 2025-03-31.",
        ),
        (
            '[[layouts]]\nfiles = "*"\nsheets = "Q1"\nencoding = "cp1252"\n',
            "line 4: expected encoding, which holds for whole files, in a layout without sheets, "
            "found one with sheets. Write a layout of its own for it, with the same files.",
        ),
        (
            '[[layouts]]\nfiles = "*"\ntracker = "pipeline"\nline_amounts = true\n',
            "line 4: expected line_amounts with a tracker that has prices: orders, found "
            '"pipeline". Delete one of the two lines.',
        ),
        (
            '[[layout]]\nfiles = "*"\n',
            'line 1: expected layouts and nothing else, found "layout". Begin it with the line '
            '[[layouts]], then files = "orders*.csv" and what holds for them.',
        ),
        (
            "[[layouts]]\nfiles = *\n",
            'line 2: expected TOML, found "files = *" (invalid value). Texts and headers stand in '
            'quotes ("Their header" = "YTD Volume"), true, false and dates do not, and each key '
            "stands once.",
        ),
    ],
)
def test_a_mistake_is_told_at_its_line_with_what_was_meant(tmp_path: Path, text: str, message: str):
    assert refusal(tmp_path, text) == f"layouts.toml, {message}"


def test_a_file_saved_by_an_editor_of_windows_reads_alike(tmp_path: Path):
    file = tmp_path / "layouts.toml"
    text = '[[layouts]]\r\nfiles = "Müller*"\r\nday_first = true\r\n'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        file.write_bytes(text.encode(encoding))
        (entry,) = read_layouts(file).entries
        assert entry.fits_file("MÜLLER 2025.csv")
