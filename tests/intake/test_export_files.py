"""Which files of a folder are taken for exports."""

from pathlib import Path

import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.intake import import_exports
from partner_analytics.intake.exports.export_files import find_exports

TABLE = "Manufacturer\tTier\tCurrent Stage\nOrrin Audio\tTier 1\tActive Partnership\n"


def names(folder: Path) -> tuple[list[str], list[str]]:
    files = find_exports([folder])
    return [file.name for file in files.exports], [file.name for file in files.passed_over]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pipeline 2025-03-31.csv").write_text(TABLE.replace("\t", ","))
    return tmp_path


def test_what_is_no_export_is_passed_over_and_named(folder: Path) -> None:
    for name in ("LIESMICH.md", "logo.png", "export.py"):
        (folder / name).write_bytes(b"\x89PNG, and more\n")
    files = find_exports([folder])
    assert files.note == (
        "passed over 3 files that are no exports: LIESMICH.md, export.py, logo.png"
    )


def test_of_many_files_passed_over_five_are_named(folder: Path) -> None:
    for number in range(7):
        (folder / f"note {number}.md").touch()
    assert find_exports([folder]).note.endswith("note 3.md, note 4.md and 2 more")


def test_a_text_file_that_holds_a_table_is_an_export(folder: Path) -> None:
    (folder / "meetings.txt").write_text("Exported by Kim\n\n" + TABLE)
    assert names(folder)[0] == ["meetings.txt", "pipeline 2025-03-31.csv"]


def test_a_unicode_text_of_a_spreadsheet_is_an_export(folder: Path) -> None:
    (folder / "ratings.txt").write_text(TABLE, encoding="utf-16")
    assert "ratings.txt" in names(folder)[0]


def test_prose_in_a_text_file_is_passed_over(folder: Path) -> None:
    prose = "Dear all, these are the exports.\nPlease, no changes here.\n\tKim, for the team\n"
    (folder / "read me.txt").write_text(prose)
    assert names(folder) == (["pipeline 2025-03-31.csv"], ["read me.txt"])


def test_prose_in_unicode_is_passed_over(folder: Path) -> None:
    (folder / "read me.txt").write_text("Dear all, see below.\nThanks, Kim.\n", encoding="utf-16")
    assert names(folder)[1] == ["read me.txt"]


def test_a_file_that_is_named_is_an_export_whatever_it_is_called(folder: Path) -> None:
    named = folder / "pipeline.export"
    named.write_text(TABLE)
    assert find_exports([named]).exports == (named,)


def test_hidden_folders_and_what_programs_leave_are_not_told(folder: Path) -> None:
    (folder / ".checkpoints").mkdir()
    (folder / ".checkpoints" / "pipeline copy.csv").write_text(TABLE)
    for name in ("~$pipeline.xlsx", ".DS_Store", "Thumbs.db"):
        (folder / name).touch()
    assert names(folder) == (["pipeline 2025-03-31.csv"], [])


def test_the_warehouse_beside_the_exports_is_not_told(folder: Path) -> None:
    warehouse = folder / "w.duckdb"
    for name in ("w.duckdb", "w.duckdb.lock"):
        (folder / name).touch()
    assert find_exports([folder], warehouse).passed_over == ()


def test_a_folder_of_other_files_only_is_a_wrong_call_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "logo.png").touch()
    with pytest.raises(InvalidCall, match=r"found none \(passed over 1 file .*: logo.png\)"):
        find_exports([tmp_path])


def test_an_import_names_what_it_passed_over(folder: Path, tmp_path: Path) -> None:
    (folder / "plan.md").touch()
    report = import_exports([folder], warehouse=tmp_path / "new" / "w.duckdb")
    assert (report.passed_over, report.exit_code) == (("plan.md",), 0)
