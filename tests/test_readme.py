"""What the README shows is what happens."""

import io
import re
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from partner_analytics.importers import read_export, settled_for
from partner_analytics.importers.kept.layout_files import read_layouts
from partner_analytics.problems import Problem
from partner_analytics.warehouse import open_warehouse

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w*)\n(.*?)```(?:\s*```\n(.*?)```)?", re.DOTALL)


def python_blocks() -> list[tuple[str, str | None]]:
    """Each Python block with the output that stands right below it, if any."""
    return [(code, shown) for kind, code, shown in BLOCK.findall(README) if kind == "python"]


def test_the_python_examples_run_and_print_what_is_shown(
    sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "curated").mkdir(parents=True)
    shutil.copyfile(sample_warehouse, tmp_path / "data" / "curated" / "partner_analytics.duckdb")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = python_blocks()
    assert len(blocks) == 3
    for code, shown in blocks:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(code, names)
        if shown:
            assert printed.getvalue().split() == shown.split()


def test_the_problems_shown_are_those_of_the_sample(sample_warehouse: Path) -> None:
    shown = re.search(r"partner-analytics import data/raw\n(.*?)```", README, re.DOTALL)
    assert shown
    stated = re.findall(r"^error (.*?)(?=^error|^\.\.\.)", shown[1], re.DOTALL | re.MULTILINE)
    with open_warehouse(sample_warehouse) as warehouse:
        rows = warehouse.problems().to_dict("records")
    wanted = ("code", "severity", "file", "found", "expected", "remedy", "sheet", "cell", "header")
    told = {" ".join(str(Problem(**{name: row[name] for name in wanted})).split()) for row in rows}
    assert len(stated) == 3
    assert {" ".join(text.split()) for text in stated} <= told


def block(kind: str) -> str:
    (found,) = [code for of, code, _ in BLOCK.findall(README) if of == kind]
    return found


def test_the_layouts_shown_are_layouts(tmp_path: Path) -> None:
    file = tmp_path / "layouts.toml"
    file.write_text(block("toml"), encoding="utf-8")
    (layout,) = read_layouts(file).entries
    assert layout.settings["line_amounts"]
    assert layout.headers == {"Menge": "Units"}


def test_the_corrections_shown_are_those_of_cells_of_the_sample(tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(block("csv"), encoding="utf-8")
    applied = []
    for name in ("HomeAIQ partner tracker 2025-Q3.xlsx", "orders-2025-Q3.csv"):
        export = Path(shutil.copy(Path(__file__).parent.parent / "data" / "raw" / name, tmp_path))
        outcomes = read_export(export, settled=settled_for(export)).corrections
        applied += [outcome.is_applied for outcome in outcomes]
    assert applied == [True, True]


def test_the_linted_file_has_the_problems_shown(sample_warehouse: Path) -> None:
    shown = re.search(r"lint \"data/raw/(.*?)\"\n(.*?)```", README, re.DOTALL)
    assert shown
    with open_warehouse(sample_warehouse) as warehouse:
        problems = warehouse.problems().query(f"file == '{shown[1]}'")
    owners = problems["owner"].fillna("(no owner)")
    counts = problems.groupby([owners, "severity"]).size()
    rows = re.findall(r"^  (\S.*?) +(\d+) +(\d+)$", shown[2], re.MULTILINE)
    assert {(owner, "error"): int(errors) for owner, errors, _ in rows if errors != "0"} | {
        (owner, "warning"): int(warnings) for owner, _, warnings in rows
    } == counts.to_dict()
    assert ": 1 error, 8 warnings\n" in shown[2]


def test_every_command_of_the_readme_exists() -> None:
    from partner_analytics.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    known |= {group.name for group in app.registered_groups}
    named = set(re.findall(r"partner-analytics (\w+)", README))
    assert named <= known
    assert known <= named
