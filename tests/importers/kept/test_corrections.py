"""corrections.csv: cells that are read otherwise than the export states them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.importers import Export, Settled
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.kept.corrections import Correction, corrected, read_corrections
from partner_analytics.problems import Problem, Severity

Row = Sequence[str | None]
HEADER = ["Manufacturer", "Partnership Tier", "YTD Volume"]
LUTRON = ["Lutron", "Tier 1", "15O,000"]
HEADERS = "file,sheet,cell,found,use,reason,who\n"


def correction(cell: str, found: str, use: str, sheet: str = "Terms", line: int = 2) -> Correction:
    return Correction(line, "Q1.xlsx", sheet, cell, found, use, "typo", "Eve")


def export(*corrections: Correction, sheet: Sheet | None = None, file: str = "Q1.xlsx") -> Export:
    sheets = (sheet or Sheet.of([HEADER, LUTRON], "Terms"),)
    read = FileRead(file, "0", 1, None, None, sheets, (), True)
    return export_of(read, as_of=date(2025, 3, 31), settled=Settled(corrections=corrections))


def texts(found: Export) -> list[str]:
    (table,) = found.tables
    (batch,) = table.batches()
    return batch["ytd_volume_usd"].tolist()


def told(found: Export) -> str:
    (problem,) = [problem for problem in found.problems if problem.code == "correction-refused"]
    return str(problem)


def test_a_correction_is_used_in_place_of_what_the_cell_says():
    found = export(correction("C2", "15O,000", "150,000"))
    assert (texts(found), found.problems) == (["150,000"], ())
    (outcome,) = found.corrections
    assert (outcome.is_applied, outcome.tracker, outcome.partner) == (True, "commercial", "Lutron")


def test_a_header_may_be_corrected():
    sheet = Sheet.of([[*HEADER[:2], "YTD Volumen"], LUTRON], "Terms")
    found = export(correction("C1", "YTD Volumen", "YTD Volume"), sheet=sheet)
    assert texts(found) == ["15O,000"]


def test_a_cell_may_be_filled_or_emptied():
    sheet = Sheet.of([HEADER, ["Lutron", "x", None]], "Terms")
    found = export(correction("C2", "", "5"), correction("B2", "x", ""), sheet=sheet)
    (table,) = found.tables
    (batch,) = table.batches()
    assert batch[["tier", "ytd_volume_usd"]].fillna("").to_numpy().tolist() == [["", "5"]]


def test_spaces_at_the_ends_do_not_count():
    sheet = Sheet.of([HEADER, ["Lutron", "Tier 1", " 15O,000\n"]], "Terms")
    assert texts(export(correction("C2", "15O,000", "1"), sheet=sheet)) == ["1"]


def test_a_cell_of_a_text_file_is_its_column_s_letter_and_line():
    sheet = Sheet.of([HEADER, [], LUTRON])
    found = export(correction("C3", "15O,000", "150,000", sheet=""), sheet=sheet, file="Q1.csv")
    assert texts(found) == ["150,000"]


def test_what_was_wrong_with_a_corrected_cell_is_no_problem_any_more():
    problem = Problem("error-cell", Severity.ERROR, "Q1.xlsx", "", "", "", sheet="Terms", cell="C2")
    sheet = Sheet.of([HEADER, ["Lutron", "Tier 1", "#REF!"]], "Terms")
    read = FileRead("Q1.xlsx", "0", 1, None, None, (sheet,), (problem,), True)
    settled = Settled(corrections=(correction("C2", "#REF!", "5"),))
    found = export_of(read, as_of=date(2025, 3, 31), settled=settled)
    assert (texts(found), found.problems) == (["5"], ())


def test_a_cell_that_says_something_else_is_not_corrected():
    found = export(correction("C2", "150,00", "150,000", line=7))
    assert texts(found) == ["15O,000"]
    assert told(found) == (
        'Q1.xlsx, sheet "Terms", cell C2: expected "150,00", which is to be corrected to '
        '"150,000", found "15O,000". Line 7 of corrections.csv was not applied. The cell was '
        "read as it stands. If the export was mended, delete the line; otherwise correct what it "
        "says was found."
    )
    (problem,) = found.problems
    assert (problem.partner, problem.column) == ("Lutron", None)
    assert [(one.is_applied, one.partner) for one in found.corrections] == [(False, "Lutron")]


def test_a_sheet_that_is_not_there_is_told():
    assert told(export(correction("C2", "15O,000", "1", sheet="Term"))) == (
        'Q1.xlsx, sheet "Term", cell C2: expected a sheet of the file: "Terms", found "Term". '
        "Line 2 of corrections.csv was not applied. Correct the sheet there, or delete the line."
    )


def test_a_text_file_has_no_sheet():
    found = export(
        correction("C2", "15O,000", "1"), sheet=Sheet.of([HEADER, LUTRON]), file="Q1.csv"
    )
    assert told(found) == (
        'Q1.csv, line 2 "column C": expected no sheet, since this is a text file, '
        'found "Terms". Line 2 of corrections.csv was not applied. Leave the sheet empty there.'
    )


def test_a_cell_that_is_not_there_is_told():
    assert told(export(correction("C9", "15O,000", "1"))) == (
        'Q1.xlsx, sheet "Terms", cell C9: expected "15O,000" in this cell, found no cell in use '
        "there. Line 2 of corrections.csv was not applied. Correct the cell there, or delete the "
        "line."
    )


def test_a_cell_merged_into_another_is_told():
    sheet = Sheet.of([HEADER, LUTRON, [None, "Tier 2", "5"]], "Terms", merged=["A2:A3"])
    assert told(export(correction("A3", "", "Sonos"), sheet=sheet)) == (
        'Q1.xlsx, sheet "Terms", cell A3: expected a cell of its own, or the first of a merged '
        "range, found one that is merged into A2. Line 2 of corrections.csv was not applied. "
        "Correct A2 instead."
    )


def test_two_corrections_of_a_cell_that_differ_are_both_refused():
    found = export(correction("C2", "15O,000", "1"), correction("C2", "15O,000", "2", line=3))
    assert texts(found) == ["15O,000"]
    assert [str(problem) for problem in found.problems] == [
        f'Q1.xlsx, sheet "Terms", cell C2: expected one correction of this cell, found several: '
        f'"1" and "2". Line {line} of corrections.csv was not applied. Delete the wrong ones there.'
        for line in (2, 3)
    ]


@given(
    texts=st.lists(
        st.tuples(*[st.text("ab1", max_size=2)] * 3).filter(any), min_size=1, max_size=4
    ),
    at=st.tuples(st.integers(0, 3), st.integers(0, 2)),
    use=st.text("xy", max_size=2),
)
def test_a_correction_changes_its_cell_and_no_other(
    texts: list[tuple[str, ...]], at: tuple[int, int], use: str
):
    row, column = at[0] % len(texts), at[1]
    file = FileRead("Q1.xlsx", "0", 1, None, None, (Sheet.of(texts, "Terms"),), (), True)
    width = file.sheets[0].column_count
    one = correction(f"{'ABC'[column]}{row + 1}", texts[row][column], use)
    done = corrected(file, [one])
    after = done.file.sheets[0].cells.drop_columns(["line"]).to_pylist()
    expected = [[text or None for text in line[:width]] for line in texts]
    if column < width:
        expected[row][column] = use or None
    assert [list(line.values()) for line in after] == expected
    assert len(done.applied) == int(column < width)


def test_a_correction_is_of_the_files_its_path_ends_in():
    one = Correction(2, "2025/Q1.xlsx", "", "A1", "", "", "typo", "Eve")
    assert one.is_of(Path("raw/2025/q1.xlsx"))
    assert not one.is_of(Path("raw/2024/Q1.xlsx"))


def corrections_file(folder: Path, text: str) -> Path:
    file = folder / "corrections.csv"
    file.write_text(HEADERS + text, encoding="utf-8")
    return file


def test_corrections_are_read_line_by_line(tmp_path: Path):
    file = corrections_file(tmp_path, '# typos\nQ1.xlsx,Terms,$c$2,"15O,000","150,000",typo,Eve\n')
    assert read_corrections(file) == (
        Correction(3, "Q1.xlsx", "Terms", "C2", "15O,000", "150,000", "typo", "Eve"),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "Q1.xlsx,Terms,C2:C3,a,b,typo,Eve",
            "expected a cell like E17 (in a text file: the column's letter and the line), found "
            '"C2:C3". Correct the cell; several cells need a line each.',
        ),
        (
            "Q1.xlsx,Terms,C2,a,b,,",
            "expected a correction with its file, cell, reason and who says so, found none of "
            "these: reason, who. Fill it in.",
        ),
        (
            ",Terms,C2,a,b,typo,Eve",
            "expected a correction with its file, cell, reason and who says so, found no file. "
            "Fill it in.",
        ),
        (
            "Q1.xlsx,Terms,C2,15,000,150,000,typo,Eve",
            "expected 7 cells: file,sheet,cell,found,use,reason,who, found 9: "
            'Q1.xlsx,Terms,C2,15,000,150,000,typo,Eve. Write a text that contains a "," in '
            'quotes, like "Acme, Inc.".',
        ),
    ],
)
def test_a_line_that_is_no_correction_is_refused(tmp_path: Path, line: str, message: str):
    with pytest.raises(PartnerAnalyticsError) as refused:
        read_corrections(corrections_file(tmp_path, f"{line}\n"))
    assert str(refused.value) == f"corrections.csv, line 2: {message}"


def test_many_corrections_of_one_column_are_all_applied():
    lines = 2_000
    sheet = Sheet.of([["Partner"], *[[f"Name {at}"] for at in range(lines)]])
    file = FileRead("a.csv", "0", 1, None, None, (sheet,), (), True)
    wanted = [
        Correction(at + 2, "a.csv", "", f"A{at + 2}", f"Name {at}", f"Other {at}", "r", "w")
        for at in range(lines)
    ]
    done = corrected(file, wanted)
    assert (len(done.applied), done.refused) == (lines, ())
    assert done.file.sheets[0].cells["c1"].to_pylist()[1:] == [f"Other {at}" for at in range(lines)]


@pytest.mark.parametrize("cell", ["ZZZZ1", "A-5", "A" + "9" * 30, "A0", "=A1", "A1:B2"])
def test_a_cell_no_file_has_is_an_error_at_its_line(cell: str, tmp_path: Path):
    path = tmp_path / "corrections.csv"
    path.write_text(f"file,sheet,cell,found,use,reason,who\na.csv,,{cell},x,y,r,w\n")
    with pytest.raises(PartnerAnalyticsError) as caught:
        read_corrections(path)
    assert str(caught.value).startswith("corrections.csv, line 2: expected a cell like E17")
