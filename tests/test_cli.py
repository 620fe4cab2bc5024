"""The command line: what it prints and how it ends."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from partner_analytics import cli
from partner_analytics.intake import import_exports


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the command in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["partner-analytics", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


class Terminal(io.StringIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


def write_pipeline(folder: Path) -> Path:
    file = folder / "pipeline 2025-06-30.csv"
    file.write_text(
        "Manufacturer,Tier,Current Stage,Days in Stage\n"
        "Lutron,Tier 1,6,12\nEcobee,Tier 9,Active Partnership,soon\n"
    )
    return file


def test_import_prints_counts_and_every_problem_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pipeline(tmp_path)
    assert run(monkeypatch, "import", str(tmp_path), "--warehouse", str(tmp_path / "w.duckdb")) == 0
    printed = capsys.readouterr().out
    assert "pipeline 2025-06-30.csv" in printed
    assert 'found "Tier 9"' in printed
    assert 'found "soon"' in printed
    assert "1 files loaded, 0 rejected, 0 known already." in printed


def test_an_empty_path_is_not_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "import", "") == 2
    assert capsys.readouterr().err == (
        "error expected a path, found an empty text. A variable that was to hold it may be unset.\n"
    )


def test_import_of_known_bytes_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pipeline(tmp_path)
    warehouse = str(tmp_path / "w.duckdb")
    run(monkeypatch, "import", str(tmp_path), "--warehouse", warehouse)
    capsys.readouterr()
    assert run(monkeypatch, "import", str(tmp_path), "--warehouse", warehouse, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["published"] is False
    assert [file["status"] for file in report["files"]] == ["known"]


def test_lint_says_who_has_what_to_mend_and_where_the_copy_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pipeline(tmp_path)
    monkeypatch.chdir(tmp_path)
    words = ("lint", "pipeline 2025-06-30.csv", "--warehouse", "none.duckdb")
    assert run(monkeypatch, *words) == 1
    printed = capsys.readouterr().out
    assert "pipeline 2025-06-30.csv, as of 2025-06-30: 2 errors, 0 warnings" in printed
    assert "Annotated copy: pipeline 2025-06-30 annotated.xlsx" in printed
    assert (tmp_path / "pipeline 2025-06-30 annotated.xlsx").is_file()
    assert not (tmp_path / "none.duckdb").exists()
    assert run(monkeypatch, *words) == 2
    assert "which is there already" in capsys.readouterr().err.replace("\n", " ")


def test_lint_reads_with_the_settings_of_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pipeline 2025-06-30.csv"
    file.write_text(
        "Manufacturer,Current Stage,Last Activity,Owner\nLutron,Active Partnership,45748,Dana\n"
    )
    words = ("lint", str(file), "--output", str(tmp_path / "copy.xlsx"), "--replace", "--json")
    assert run(monkeypatch, *words, "--warehouse", str(tmp_path / "none.duckdb")) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["column"], problem["found"]) == ("last_activity_on", '"45748"')
    settings = ("--date-system", "1900", "--warehouse", str(tmp_path / "none.duckdb"))
    assert run(monkeypatch, *words, *settings) == 0
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["severity"]) == ("serial-date", "warning")


def test_import_of_a_mended_file_says_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pipeline(tmp_path)
    words = ("import", str(tmp_path), "--warehouse", str(tmp_path / "w.duckdb"))
    run(monkeypatch, *words)
    file = tmp_path / "pipeline 2025-06-30.csv"
    file.write_text(file.read_text().replace("Tier 9", "Tier 1"))
    capsys.readouterr()
    run(monkeypatch, *words)
    printed = capsys.readouterr().out
    assert "since its earlier version: 1 problem gone, 1 still there, 0 new" in printed
    assert 'gone: pipeline 2025-06-30.csv, line 3 "Tier": found "Tier 9"' in printed


def test_an_unsaid_decimal_mark_is_warned_of_where_it_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "commercial 2025-06-30.csv").write_text(
        "Manufacturer;Partnership Tier;Annual Volume Commitment;YTD Volume\n"
        "Lutron;Tier 1;400.000;150.000\n"
    )
    words = ("import", str(tmp_path), "--warehouse", str(tmp_path / "w.duckdb"))
    run(monkeypatch, *words)
    assert "--decimal-mark" in capsys.readouterr().out
    run(monkeypatch, *words, "--decimal-mark", ",")
    assert "--decimal-mark" not in capsys.readouterr().out


def test_a_rejected_file_ends_with_one_and_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pipeline.csv").write_text("Manufacturer,Current Stage\nLutron,6\n")
    assert run(monkeypatch, "import", str(tmp_path), "--warehouse", str(tmp_path / "w.duckdb")) == 1
    assert "--as-of" in capsys.readouterr().out


def test_strict_keeps_everything_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pipeline(tmp_path)
    warehouse = tmp_path / "w.duckdb"
    words = ("import", str(tmp_path), "--warehouse", str(warehouse), "--strict")
    assert run(monkeypatch, *words) == 1
    assert "Nothing was imported." in capsys.readouterr().err.replace("\n", " ")
    assert not warehouse.exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("import", "nowhere"), "nowhere: expected a file or folder of exports, found nothing"),
        (("template", "pipelines"), 'expected a tracker, found "pipelines"'),
        (("import", ".", "--percent", "some"), '--percent: expected "points" or "fraction"'),
        (("import", ".", "--as-of", "June"), '--as-of: expected a day as 2025-06-30, found "June"'),
    ],
)
def test_a_wrong_call_ends_with_two_and_says_what_was_expected(
    words: tuple[str, ...],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *words) == 2
    assert message in capsys.readouterr().err


def test_a_missing_warehouse_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("review", "2025-Q1", "--warehouse", str(tmp_path / "none.duckdb"))
    assert run(monkeypatch, *words) == 1
    assert "Run `partner-analytics import data/raw` first" in capsys.readouterr().err


def test_template_writes_a_workbook_that_can_be_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pipeline 2025-06-30.xlsx"
    assert run(monkeypatch, "template", "pipeline", "--output", str(file)) == 0
    words = ("import", str(file), "--warehouse", str(tmp_path / "w.duckdb"))
    assert run(monkeypatch, *words) == 0


def test_metric_prints_csv(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("metric", "tier_distribution", "--quarter", "2025-Q4")
    assert run(monkeypatch, *words, "--warehouse", str(sample_warehouse)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("quarter,target_set,tier,")
    assert len(lines) == 1 + 2 * 3  # two target sets, three tiers


def partner_exports(folder: Path) -> str:
    """A pipeline of two Lutrons, taken in; returns the warehouse."""
    (folder / "pipeline 2025-06-30.csv").write_text(
        "Manufacturer,Current Stage\nLutron Electronics,6\nLutron,6\n"
    )
    (folder / "meetings 2025-06-30.csv").write_text(
        "Manufacturer,Meeting Date,Participants\nNobody,2025-06-30,all\n"
    )
    warehouse = str(folder / "w.duckdb")
    import_exports([folder], warehouse=warehouse)
    return warehouse


def test_partners_lists_confirms_and_rejects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--warehouse", partner_exports(tmp_path))
    assert run(monkeypatch, "partners", *options) == 0
    printed = capsys.readouterr().out
    assert '  "Lutron" (pipeline 2025-06-30.csv, line 3)\n' in printed
    assert '    "Lutron Electronics": one name is a part of the other, 95% alike\n' in printed
    assert '  "Nobody" (meetings 2025-06-30.csv, line 2, 1 row waits)\n' in printed
    assert "2 partners, 2 open questions.\n" in printed
    assert run(monkeypatch, "partners", "confirm", "Lutron", "Lutron Electronics", *options) == 0
    printed = capsys.readouterr().out
    assert "Wrote Lutron,Lutron Electronics into" in printed
    assert printed.endswith("It counts with the next import.\n")
    assert run(monkeypatch, "partners", "reject", "Nobody", "Lutron", *options) == 0
    assert run(monkeypatch, "partners", *options, "--json") == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [one["name"] for one in found["suggestions"]] == ["Nobody"]
    assert found["decided"] == 1


@pytest.mark.parametrize(
    "decision",
    [("confirm", "Lutron", "Lutron Electronics"), ("reject", "Nobody", "Lutron")],
    ids=["confirm", "reject"],
)
def test_partners_decides_in_the_warehouse_and_folder_named_before_the_decision(
    decision: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, folder = partner_exports(tmp_path), tmp_path / "names"
    folder.mkdir()
    before = ("--warehouse", warehouse, "--folder", str(folder))
    assert run(monkeypatch, "partners", *before, *decision) == 0
    (written,) = folder.iterdir()
    assert written.read_text().splitlines()[1] == ",".join(decision[1:])


def test_what_is_named_behind_a_decision_counts_before_what_is_named_in_front(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("confirm", "Lutron", "Lutron Electronics", "--warehouse", partner_exports(tmp_path))
    assert run(monkeypatch, "partners", "--warehouse", str(tmp_path / "none.duckdb"), *words) == 0


def test_partners_review_asks_about_the_warehouse_named_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("q\n"))
    options = ("--warehouse", partner_exports(tmp_path))
    assert run(monkeypatch, "partners", *options, "review") == 0
    assert '"Lutron Electronics": ' in capsys.readouterr().out


def test_partners_review_asks_about_each_suggestion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = partner_exports(tmp_path)
    monkeypatch.setattr(sys, "stdin", Terminal("perhaps\ny\n"))
    assert run(monkeypatch, "partners", "review", "--warehouse", warehouse) == 0
    aliases = (tmp_path / "partner_aliases.csv").read_text()
    assert aliases == "alias,partner\nLutron,Lutron Electronics\n"


def test_partners_review_needs_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(monkeypatch, "partners", "review", "--warehouse", str(tmp_path / "w")) == 2
    assert capsys.readouterr().err == (
        "error expected a terminal, to ask on, found none. Use partner-analytics partners confirm "
        "and reject instead.\n"
    )


def test_help_does_not_load_the_rooms() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "partner_analytics.cli", "--help"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert not [name for name in ("pandas", "duckdb", "papermill") if f" {name}\n" in loaded]
