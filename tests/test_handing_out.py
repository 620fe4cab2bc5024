"""What the command line hands out: rows in files that no spreadsheet runs, queries that end."""

import csv
import errno
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from xlsxwriter.exceptions import FileCreateError

from partner_analytics.cli.output.console import SafeConsole, shown
from partner_analytics.cli.output.frame_files import as_text, write_frame
from partner_analytics.errors import NotWritten
from partner_analytics.intake import import_exports
from partner_analytics.unwritten import written_whole
from partner_analytics.warehouse import open_warehouse
from tests.test_cli import run

NAMES = ["=SUM(A1)", "+44 20", "-minus", "@home", "\ttab", "＝wide", " =blank", "Plain & Co"]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("named")
    (folder / "pipeline 2025-06-30.csv").write_text(
        "Manufacturer,Current Stage\n=2*3,6\n@corner,6\n360,6\nMaple\u202eLoud,6\n"
    )
    import_exports([folder], warehouse=folder / "w.duckdb")
    return str(folder / "w.duckdb")


def rows_of_texts() -> pd.DataFrame:
    numbers = [-1.5 * n for n in range(len(NAMES))]
    return pd.DataFrame({"name": NAMES, "=change": numbers, "of": pd.Timestamp("2025-06-30")})


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_no_cell_starts_a_formula_but_numbers_stay(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "rows"
    write_frame(rows_of_texts(), file, ending=ending)
    if ending == ".csv":
        with file.open(newline="") as lines:
            cells = [cell for row in csv.reader(lines) for cell in row]
        assert "-1.5" in cells
    else:
        with file.open("rb") as opened:
            sheet = openpyxl.load_workbook(opened).active
            assert sheet is not None
            values = [cell.value for row in sheet.iter_rows() for cell in row]
        assert -1.5 in values
        cells = [value for value in values if isinstance(value, str)]
    texts = [cell for cell in cells if cell.strip().lstrip("-").replace(".", "")[:1].isdigit() < 1]
    assert [text for text in texts if text.lstrip()[:1] in tuple("=+-@＝")] == []
    assert "'=SUM(A1)" in cells
    assert "Plain & Co" in cells


def test_json_and_parquet_are_exact(tmp_path: Path) -> None:
    rows = rows_of_texts()
    write_frame(rows, tmp_path / "rows", ending=".parquet")
    assert pd.read_parquet(tmp_path / "rows")["name"].tolist() == NAMES
    written = pd.read_json(io.StringIO(as_text(rows, as_json=True)), lines=True)
    assert written["name"].tolist() == NAMES


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028"])
def test_a_terminal_is_shown_control_and_direction_signs_by_their_numbers(sign: str) -> None:
    written = io.StringIO()
    SafeConsole(file=written, force_terminal=True, width=80).print(f"ab{sign}cd", markup=False)
    assert sign not in written.getvalue().replace("\x1b[0m", "")
    assert shown(f"ab{sign}cd") == f"ab{shown(sign)}cd" != f"ab{sign}cd"


def test_metric_prints_no_formula(
    warehouse: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "metric", "current_partners", "--warehouse", warehouse) == 0
    printed = capsys.readouterr().out
    assert ",'=2*3," in printed
    assert ",'@corner," in printed


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_metric_writes_a_file_of_the_kind_its_name_ends_in(
    warehouse: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new" / f"rows.{ending}"
    words = ("metric", "current_partners", "--quarter", "latest", "-o", str(file))
    assert run(monkeypatch, *words, "--warehouse", warehouse) == 0
    starts = {"csv": b"partner_id", "xlsx": b"PK", "parquet": b"PAR1", "json": b"{"}
    assert file.read_bytes().startswith(starts[ending])
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("metric", "curent_partners"), 'Did you mean "current_partners"?'),
        (("metric", "current_partners", "--quarter", "2031-Q4"), "There are: 2025-Q2."),
        (("metric", "current_partners", "--quarter", "spring"), "There are: 2025-Q2."),
        (("metric", "current_partners", "--partner", "@cornr"), 'Did you mean "@corner"?'),
        (("metric", "current_partners", "-o", "rows.pdf"), 'Name it "rows.csv".'),
        (("review", "2031-Q4"), "There are: 2025-Q2."),
        (("review", "spring"), "There are: 2025-Q2."),
        (("sql", "SELECT nothing FROM nowhere"), "nowhere does not exist"),
        (("sql", "DROP TABLE curated.pipeline"), "expected one SELECT statement"),
        (("sql", "SELECT 1", "--memory", "lots"), "expected an amount of memory"),
    ],
)
def test_a_call_that_is_wrong_ends_with_2_and_says_what_there_is(
    words: tuple[str, ...],
    said: str,
    warehouse: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *words, "--warehouse", warehouse) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_sql_prints_the_rows_of_a_query(
    warehouse: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "SELECT partner FROM curated.partners WHERE partner LIKE '=%'"
    assert run(monkeypatch, "sql", query, "--warehouse", warehouse) == 0
    assert capsys.readouterr().out == "partner\n'=2*3\n"


def test_sql_reads_a_query_from_its_input_and_writes_a_file(
    warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 42 AS n"))
    file = tmp_path / "rows.json"
    assert run(monkeypatch, "sql", "-", "-o", str(file), "--warehouse", warehouse) == 0
    assert file.read_text() == '{"n":42}\n'


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM range(10000000000) a, range(10000000000) b",
        # One expression, which DuckDB itself does not interrupt.
        "SELECT regexp_replace(repeat('ab', 100000000), '(a|b)*?c', 'x') AS t",
    ],
)
def test_a_query_is_ended_at_its_limit(
    query: str,
    warehouse: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, "sql", query, "--seconds", "0.3", "--warehouse", warehouse) == 1
    assert "expected a query that ends within 0.3 seconds" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told_in_a_line(
    warehouse: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "note").write_text("a file where a folder should be")
    place = str(tmp_path / "note" / "x")
    exports = str(Path(warehouse).parent / "pipeline 2025-06-30.csv")
    for words in (
        ("metric", "current_partners", "-o", f"{place}.csv", "--warehouse", warehouse),
        ("sql", "SELECT 1", "-o", f"{place}.csv", "--warehouse", warehouse),
        ("lint", exports, "-o", f"{place}.xlsx", "--warehouse", warehouse),
        ("review", "latest", "--output", place, "--warehouse", warehouse),
        ("template", "pipeline", "-o", f"{place}.xlsx"),
    ):
        assert run(monkeypatch, *words) == 1, words
        told = capsys.readouterr().err.splitlines()[-1]
        assert place in told, words
        assert f"a file in its way, {tmp_path / 'note'}" in told, words


def test_a_file_that_could_not_be_written_leaves_the_one_there_was(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("as it was")
    with pytest.raises(NotWritten, match="expected room on the disk"):
        write_half_of(file)
    assert file.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [file]


def write_half_of(file: Path) -> None:
    with written_whole(file, option="--output") as unfinished:
        unfinished.write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_a_workbook_writer_found_no_room_for_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(NotWritten, match="expected room on the disk"),
        written_whole(tmp_path / "rows.xlsx", option="--output"),
    ):
        raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert list(tmp_path.iterdir()) == []


def test_who_may_read_a_file_stays_when_it_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.touch(mode=0o600)
    (tmp_path / "link.csv").symlink_to(file)
    with written_whole(tmp_path / "link.csv", option="--output") as unfinished:
        unfinished.write_text("new")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_folder_in_the_place_of_a_file_is_told_by_every_command(
    warehouse: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / "rows.csv"
    place.mkdir()
    for words in (("metric", "current_partners"), ("sql", "SELECT 1")):
        assert run(monkeypatch, *words, "-o", str(place), "--warehouse", warehouse) == 1
        assert f"{place}: expected the name of a file, found a folder" in capsys.readouterr().err


def test_a_lint_without_room_for_its_copy_of_the_warehouse_says_so(
    warehouse: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    export = str(Path(warehouse).parent / "pipeline 2025-06-30.csv")
    words = ("lint", export, "-o", str(tmp_path / "marked.xlsx"), "--warehouse", warehouse)

    def find_no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfile", find_no_room)
    assert run(monkeypatch, *words) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"error {tempfile.gettempdir()}: expected room on the disk for a copy of the warehouse, "
        "thrown away afterwards, found too little (No space left on device). Free some, or have "
        "TMPDIR name another folder."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"just a note\n"])
def test_every_command_says_that_a_file_is_no_warehouse(
    content: bytes,
    warehouse: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "other.duckdb"
    file.write_bytes(content)
    exports = str(Path(warehouse).parent / "pipeline 2025-06-30.csv")
    for words in (
        ("metric", "current_partners"),
        ("sql", "SELECT 1"),
        ("partners",),
        ("partners", "confirm", "a", "b"),
        ("review", "latest", "--output", str(tmp_path / "reviews")),
        ("lint", exports, "-o", str(tmp_path / "marked.xlsx")),
        ("import", exports),
    ):
        assert run(monkeypatch, *words, "--warehouse", str(file)) == 1, words
        told = capsys.readouterr().err.splitlines()[-1]
        assert told.startswith(f"error {file}: expected a warehouse file, found "), words
        assert file.read_bytes() == content


def test_a_partner_of_digits_and_a_quarter_as_people_type_it_are_understood(
    warehouse: str,
) -> None:
    with open_warehouse(warehouse) as opened:
        assert opened.partner_id(360) == opened.partner_id("360")
        assert opened.quarter("Q2 2025") == "2025-Q2"


@pytest.mark.parametrize("flag", ["--version", "-h"])
def test_version_and_help_end_with_0(
    flag: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, flag) == 0
    assert "partner-analytics" in capsys.readouterr().out


def test_a_quiet_import_says_nothing_where_nothing_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pipeline 2025-06-30.csv"
    file.write_text("Manufacturer,Current Stage\nMaple,6\n")
    words = ("import", str(file), "--quiet", "--warehouse", str(tmp_path / "w.duckdb"))
    assert run(monkeypatch, *words) == 0
    assert capsys.readouterr() == ("", "")
