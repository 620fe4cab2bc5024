"""A sheet without a known header: which tracker it may be, and the lines that would settle it."""

import tomllib
from pathlib import Path

from partner_analytics.importers import read_export, settled_for

HEADERS = "Opp | Supplier,Opp | Stage,Opp | Phase,Opp | Owner,Opp | Memo"


def remedy(file: Path) -> tuple[str, str]:
    (problem,) = [p for p in read_export(file).problems if p.code == "no-table-found"]
    return problem.expected, problem.remedy


def test_the_lines_that_are_suggested_load_the_sheet(tmp_path: Path) -> None:
    file = tmp_path / "opps 2025-06-30.csv"
    file.write_text(f"{HEADERS}\nOstra,6,late,Dana,\n")
    _, told = remedy(file)
    (tmp_path / "layouts.toml").write_text(told[told.index("[[layouts]]") :])
    (table,) = read_export(file, settled=settled_for(file)).tables
    assert (table.tracker, table.rows_read) == ("pipeline", 1)


def test_a_needed_header_nothing_is_like_is_named(tmp_path: Path) -> None:
    file = tmp_path / "opps 2025-06-30.csv"
    file.write_text("Opp | House,Opp | Stage,Opp | Owner\nOstra,6,Dana\n")
    expected, told = remedy(file)
    assert expected.endswith(
        'the nearest is the Pipeline tracker, of which "Manufacturer" is missing'
    )
    (layout,) = tomllib.loads(told[told.index("[[layouts]]") :])["layouts"]
    assert layout["headers"] == {
        "Opp | Stage": "Current Stage",
        "Opp | Owner": "Owner",
        "...": "Manufacturer",
    }


def test_a_sheet_that_is_no_tracker_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "towns 2025-06-30.csv"
    file.write_text("Town,People\nGoleta,33000\n")
    assert "layouts" not in remedy(file)[1]
