"""`partner-analytics inspect`: what it prints of any file, and how it ends."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from partner_analytics import cli

EXPORTS = Path(__file__).parent / "exports"


@pytest.fixture
def inspect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Run the command in the folder of the test; return its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)

    def running(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["partner-analytics", "inspect", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return running


def answers(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_a_text_file_that_is_no_tracker_is_shown(inspect: Any, tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_text("Town;People\nGoleta;33000\nHyannis;14000\n")
    assert inspect("towns.csv") == (
        0,
        "\ntowns.csv\n"
        "  text in utf-8, fields separated by semicolons\n"
        "\n  table header in line 1, 2 rows, no tracker's\n"
        '    "Town", "People"\n',
    )


def test_json_has_the_sheets_tables_cells_and_problems(inspect: Any, tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_text("Towns of 2025\n\nTown,People\nGoleta,33000\n")
    code, printed = inspect("towns.csv", "--json", "--cells")
    assert (code, answers(printed)) == (
        0,
        [
            {
                "file": "towns.csv",
                "accepted": True,
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "quote": '"', "escape": None, "is_spaced": False},
                "sheets": [
                    {
                        "name": None,
                        "visibility": "visible",
                        "rows": 3,
                        "columns": 2,
                        "used": "A1:B4",
                    }
                ],
                "tables": [
                    {
                        "sheet": None,
                        "tracker": None,
                        "header_row": 3,
                        "columns": ["Town", "People"],
                        "matched": {},
                        "rows": 1,
                        "passed_over": [],
                        "cells": [["Goleta", "33000"]],
                    }
                ],
                "problems": [],
                "causes": [],
            }
        ],
    )


def test_a_tracker_is_named_with_what_its_headers_are_read_as(inspect: Any, tmp_path: Path) -> None:
    (tmp_path / "pipeline 2025-06-30.csv").write_text(
        "Manufacturer Name,Current Stage,Categori\nLutron,6,Lighting\n"
    )
    code, printed = inspect("pipeline 2025-06-30.csv")
    assert code == 0
    assert "1 rows, tracker pipeline" in printed
    assert '"Manufacturer Name" is read as "Manufacturer"' in printed
    assert '"Categori" is kept as text' in printed
    assert 'If it is "Category", write that in its place, or' in printed


def test_a_workbook_is_shown_sheet_by_sheet(inspect: Any, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "q3.xlsx")) as book:
        book.add_worksheet("Orders").write_row("B3", ["Partner", "Units"])
        book.get_worksheet_by_name("Orders").write_row("B4", ["Lutron", 3])
        book.add_worksheet("Old").hide()
    code, printed = inspect("q3.xlsx")
    assert code == 0
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert "Orders visible B3:C4 2 3" in lines
    assert "Old hidden - 0 0" in lines
    assert 'table on "Orders", header in row 3, 1 rows, no tracker\'s' in lines


def test_every_file_is_answered_even_if_one_is_bad_and_one_missing(
    inspect: Any, tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text("Town,People\nGoleta,33000\n")
    (tmp_path / "bad.csv").write_text("Goleta,33000\nHyannis,14000\n")
    code, printed = inspect("bad.csv", "nowhere.csv", "good.csv", "--json")
    assert code == 3
    assert [(a["file"], a["accepted"]) for a in answers(printed)] == [
        ("bad.csv", False),
        ("nowhere.csv", False),
        ("good.csv", True),
    ]
    assert [p["code"] for a in answers(printed) for p in a["problems"]] == [
        "no-header",
        "no-such-file",
    ]


def test_a_file_of_which_nothing_can_be_imported_ends_with_one(
    inspect: Any, tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_text("Goleta,33000\nHyannis,14000\n")
    assert inspect("bad.csv") == (
        1,
        "\nbad.csv  cannot be imported\n"
        "  text in utf-8, fields separated by commas\n"
        "  error line 1: expected a row that names the columns, found what may already be values: "
        '"Goleta | 33000". Write a name for each column into a row above the values, and import '
        "the file again.\n",
    )


def test_a_path_without_a_file_ends_with_two(inspect: Any) -> None:
    assert inspect("nowhere.csv") == (
        2,
        'error expected a file to read, found "nowhere.csv", which is not there. Check the path.\n',
    )
    assert inspect(".") == (
        2,
        'error expected a file to read, found ".", which is a folder. Check the path.\n',
    )


def test_a_limit_can_be_set(inspect: Any, tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_text("Town,People\nGoleta,33000\n")
    code, printed = inspect("towns.csv", "--limit", "columns=1", "--json")
    assert (code, answers(printed)[0]["problems"][0]["code"]) == (1, "too-many-columns")


@pytest.mark.parametrize("setting", ["rows=5", "seconds", "seconds=soon", "seconds=0"])
def test_a_limit_that_does_not_exist_is_a_wrong_call(inspect: Any, setting: str) -> None:
    code, printed = inspect("towns.csv", "--limit", setting)
    assert code == 2
    assert " ".join(printed.split()) == (
        "error --limit: expected a limit and a whole number above zero, as seconds=120, found "
        f'"{setting}". The limits are file_bytes, zip_members, inflated_bytes, inflation_ratio, '
        "inflation_free_bytes, used_cells, cell_characters, columns, memory_bytes, seconds."
    )


@pytest.mark.parametrize(
    ("name", "accepted", "rows", "codes"),
    [
        ("csv-spectrum/quotes_and_newlines.csv", True, 2, []),
        ("pollock/file_field_delimiter_0x2C_0x20.csv", True, 83, []),
        ("pollock/file_header_multirow_2.csv", True, 83, []),
        ("pollock/row_more_sep_row15_col5.csv", True, 82, ["ragged-row"]),
        ("duckdb/header_bug.csv", True, 3, []),
        ("duckdb/mixed_new_line.csv", False, 0, ["no-header"]),
        ("frictionless/blank-headers.csv", True, 2, ["column-without-header"]),
    ],
)
def test_files_from_the_world_are_read_right_or_refused(
    inspect: Any, name: str, accepted: bool, rows: int, codes: list[str]
) -> None:
    _, printed = inspect(str(EXPORTS / "world" / name), "--json")
    (answer,) = answers(printed)
    assert answer["accepted"] is accepted
    assert sum(table["rows"] for table in answer["tables"]) == rows
    assert [problem["code"] for problem in answer["problems"]] == codes


def test_the_rows_that_are_passed_over_are_listed_with_the_reason(
    inspect: Any, tmp_path: Path
) -> None:
    (tmp_path / "pipeline.csv").write_text(
        "Manufacturer,Current Stage,Notes\nOstra,6,\nTotal,1,\n\n* as of May\n"
    )
    code, output = inspect("pipeline.csv")
    assert code == 0
    assert "passed over as a row of totals: line 3 (Total)" in output
    assert "passed over as a note: line 5 (* as of May)" in output
