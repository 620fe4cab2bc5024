"""Linting end to end: what is marked, what is refused, and what a mended copy counts as."""

import csv
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.intake import BuildReport, LintReport, import_exports, lint_export
from partner_analytics.warehouse import open_warehouse

HEADERS = [
    *("Manufacturer", "Category", "Tier", "Current Stage", "Next Step", "Owner"),
    *("Target Date", "Last Activity", "Days in Stage", "Notes", "Stage Entered"),
]
# The computed 23 days of S000-2, and a tier nobody knows.
ROWS = [
    ["Lutron", "Lighting", "Tier 1", "6", "", "Dana", "", "", 30, "", "2025-03-01"],
    ["Ecobee", "Climate", "Preffered", "6", "", "Priya", "", "", 5, "", "2025-03-19"],
]


def write_tracker(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Pipeline"
    for column, header in enumerate(HEADERS, start=1):
        sheet.cell(4, column, header)
        for at, row in enumerate(ROWS, start=5):
            sheet.cell(at, column, row[column - 1] or None)
    book.save(path)
    return path


@dataclass(frozen=True)
class Linted:
    folder: Path
    first: LintReport
    second: LintReport
    imports: tuple[BuildReport, ...]


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> Linted:
    """A tracker imported and linted; the days mended in the copy; the copy linted and imported."""
    folder = tmp_path_factory.mktemp("lint")
    exports, warehouse = folder / "exports", folder / "w.duckdb"
    exports.mkdir()
    tracker = write_tracker(exports / "tracker 2025-03-24.xlsx")
    imports = [import_exports([exports], warehouse=warehouse)]
    copy = exports / "tracker mended.xlsx"
    first = lint_export(tracker, output=copy, warehouse=warehouse)
    book = openpyxl.load_workbook(copy)
    book["Pipeline"]["I5"] = 23
    book["Pipeline"]["K6"] = "soon"
    book.save(copy)
    second = lint_export(copy, output=folder / "again.xlsx", warehouse=warehouse)
    imports.append(import_exports([exports], warehouse=warehouse))
    imports.append(import_exports([exports], warehouse=warehouse))
    return Linted(folder, first, second, tuple(imports))


def test_s000_2_the_typed_days_have_a_comment_with_the_computed_ones(linted: Linted) -> None:
    sheet = openpyxl.load_workbook(linted.folder / "again.xlsx")["Pipeline"]
    assert sheet["I5"].comment is None
    (days,) = [one for one in linted.first.problems if one.cell == "I5"]
    assert str(days) == (
        'tracker 2025-03-24.xlsx, sheet "Pipeline", cell I5 "Days in Stage": expected the '
        "computed 23 (entered 2025-03-01, as of 2025-03-24), found 30. Write the computed days, "
        "or mend the date on which the stage was entered. Reviews use what is computed."
    )


def test_a_choice_nobody_knows_comes_with_the_nearest_spelling(linted: Linted) -> None:
    (tier,) = [one for one in linted.first.problems if one.cell == "C6"]
    assert tier.remedy == 'If "Preferred" is meant, write that; otherwise one of the others.'
    assert linted.first.exit_code == 1


def test_linting_a_mended_copy_says_what_is_gone_still_there_and_new(linted: Linted) -> None:
    since = linted.second.mending
    assert since is not None
    assert [(one.cell, one.found) for one in since.gone] == [("I5", "30")]
    assert [(one.cell, one.found) for one in since.still] == [("C6", '"Preffered"')]
    assert [(one.cell, one.found) for one in since.new] == [("K6", '"soon"')]
    assert str(since) == "1 problem gone, 1 still there, 1 new"


def test_marks_of_a_mended_copy_are_made_anew(linted: Linted) -> None:
    sheet = openpyxl.load_workbook(linted.folder / "again.xlsx")["Pipeline"]
    marked = {c.coordinate for row in sheet.iter_rows() for c in row if c.comment}
    filled = {c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fill_type}
    assert marked == filled == {"C6", "K6"}


def test_a_mended_copy_is_the_next_version_of_its_export(linted: Linted) -> None:
    statuses = [{one.file: one.status for one in report.files} for report in linted.imports]
    assert statuses[1] == {"tracker 2025-03-24.xlsx": "known", "tracker mended.xlsx": "loaded"}
    (loaded,) = [one for one in linted.imports[1].files if one.status == "loaded"]
    assert loaded.mending is not None
    assert [one.cell for one in loaded.mending.gone] == ["I5"]
    with open_warehouse(linted.folder / "w.duckdb") as warehouse:
        imports = warehouse.table("landing.imports").sort_values("import_id")
        problems = warehouse.problems()
    assert imports["status"].tolist() == ["superseded", "loaded"]
    assert imports["source_path"].nunique() == 1
    assert not set(problems["sheet"]) & {"Problems"}
    assert "conflicting-rows" not in set(problems["code"])


def test_export_and_mended_copy_side_by_side_are_both_known_from_then_on(linted: Linted) -> None:
    assert not linted.imports[2].published
    assert [one.status for one in linted.imports[2].files] == ["known", "known"]


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> tuple[LintReport, Path]:
    """Order lines without any pipeline; line 3 has a comma too many, line 4 a formula."""
    folder = tmp_path_factory.mktemp("orders")
    path = folder / "orders 2025-03-31.csv"
    header = ["Manufacturer", "Order Date", "Order Number", "Line", "SKU", "Units"]
    lines = [
        [*header, "List Price", "Net Price", "Currency"],
        *(
            ["Lutron", "2025-03-01", "P1", str(at), "=1+1", "2", "9", "6", "USD"]
            for at in range(20)
        ),
    ]
    lines[2].insert(5, "white")
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(lines)
    report = lint_export(path, output=folder / "out.xlsx", warehouse=folder / "none.duckdb")
    return report, folder


def test_a_text_file_becomes_a_workbook_with_its_lines_in_their_rows(
    orders: tuple[LintReport, Path],
) -> None:
    sheet = openpyxl.load_workbook(orders[1] / "out.xlsx")["orders 2025-03-31"]
    assert [sheet.cell(1, at).value for at in (1, 2)] == ["Manufacturer", "Order Date"]
    assert (sheet["E4"].value, sheet["E4"].data_type) == ("=1+1", "s")
    # Split into cells it would load as it is, with "white" for its units.
    assert sheet["A3"].value == "Lutron,2025-03-01,P1,1,=1+1,white,2,9,6,USD"
    assert sheet["A3"].comment.text.startswith("Found by partner-analytics:\nError: expected 9")
    assert sheet["B3"].value is None


def test_without_any_pipeline_names_are_not_told_one_by_one(
    orders: tuple[LintReport, Path],
) -> None:
    codes = [problem.code for problem in orders[0].problems]
    assert sorted(codes) == ["partners-not-checked", "ragged-row"]
    assert not (orders[1] / "none.duckdb").exists()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("tracker.csv", '--output: expected a name that ends in .xlsx, as the file\'s kind needs, '
         'found "tracker.csv". Name it "tracker.xlsx".'),
        ("tracker 2025-03-24.xlsx", "--output: expected another file than the one that is read, "
         'found "tracker 2025-03-24.xlsx". Give the copy a name of its own.'),
        ("there.xlsx", '--output: expected a name that is free, found "there.xlsx", which is there '
         "already. Name another with -o, or replace that file with --replace; what was mended in "
         "it would be lost."),
    ],
)  # fmt: skip
def test_nothing_is_written_over(
    output: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = write_tracker(tmp_path / "tracker 2025-03-24.xlsx")
    (tmp_path / "there.xlsx").write_bytes(b"mended")
    before = source.read_bytes()
    with pytest.raises(InvalidCall) as refused:
        lint_export(source, output=output, warehouse=tmp_path / "none.duckdb")
    assert str(refused.value) == message
    assert source.read_bytes() == before
    assert (tmp_path / "there.xlsx").read_bytes() == b"mended"


def test_a_file_that_cannot_be_read_has_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(b"%PDF-1.7")
    report = lint_export(path, output=tmp_path / "out.xlsx", warehouse=tmp_path / "none.duckdb")
    assert (report.annotated, report.exit_code) == (None, 1)
    assert not (tmp_path / "out.xlsx").exists()
