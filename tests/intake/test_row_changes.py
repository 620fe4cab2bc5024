"""An import tells what it changed about rows that were there before."""

from pathlib import Path

import pytest

from partner_analytics.intake import import_exports

PIPELINE = "Manufacturer,Tier,Current Stage\n"
MEETINGS = "Manufacturer,Meeting Date,Participants\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pipeline 2025-03-31.csv").write_text(
        PIPELINE + "Orrin Audio,Tier 1,Active Partnership\nPelham,Tier 1,Outreach\n"
    )
    return tmp_path


def notes(folder: Path) -> tuple[str, ...]:
    return import_exports([folder], warehouse=folder / "w" / "w.duckdb").notes


def test_rows_that_waited_for_a_partner_are_told_when_they_load(folder: Path) -> None:
    rows = "Orin,2025-03-01,all\nOrin,2025-03-02,all\nPelham,2025-03-03,all\n"
    (folder / "meetings 2025-03-31.csv").write_text(MEETINGS + rows)
    assert notes(folder) == ()
    (folder / "partner_aliases.csv").write_text("alias,partner\nOrin,Orrin Audio\n")
    assert notes(folder) == ("2 rows that waited for their partner were loaded",)


def test_rows_whose_alias_is_withdrawn_are_told(folder: Path) -> None:
    (folder / "partner_aliases.csv").write_text("alias,partner\nOrin,Orrin Audio\n")
    (folder / "meetings 2025-03-31.csv").write_text(MEETINGS + "Orin,2025-03-01,all\n")
    notes(folder)
    (folder / "partner_aliases.csv").write_text("alias,partner\n")
    assert notes(folder) == ("1 row is now kept out: their partner is unknown now",)


def test_a_second_import_that_changes_nothing_says_nothing(folder: Path) -> None:
    notes(folder)
    (folder / "pipeline 2025-06-30.csv").write_text(PIPELINE + "Quill,Tier 1,Outreach\n")
    assert notes(folder) == ()


def test_problems_that_an_alias_brings_about_are_told_with_their_rows(folder: Path) -> None:
    header = "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price\n"
    (folder / "orders 2025-03-31.csv").write_text(
        f"{header}Orrin Audio,2025-02-03,7001,1,2,50,40\nPelham,2025-02-04,7001,1,3,50,45\n"
    )
    first = import_exports([folder], warehouse=folder / "w" / "w.duckdb")
    assert "duplicate-key" not in {problem.code for problem in first.problems}
    (folder / "partner_aliases.csv").write_text("alias,partner\nPelham,Orrin Audio\n")
    second = import_exports([folder], warehouse=folder / "w" / "w.duckdb")
    told = [(one.code, one.file, one.line) for one in second.problems]
    assert ("duplicate-key", "orders 2025-03-31.csv", 3) in told
    assert not import_exports([folder], warehouse=folder / "w" / "w.duckdb").problems
