"""A build changes nothing that does not follow from what is new: no table waits for the next."""

from pathlib import Path

import pytest

from partner_analytics.intake import import_exports
from partner_analytics.warehouse import open_warehouse

PIPELINE = "Manufacturer,Current Stage,Owner\nAlder,6,Dana\nBirch,5,Omar\n"
# Weights that miss 100% are judged only once the evaluations are curated.
RATINGS = (
    "Manufacturer,Evaluation Dimension,Weight,Rating (1-5)\n"
    "Alder,Technical,50%,4\nAlder,Commercial,70%,5\nAldr,Technical,20%,4\nBirch,Technical,20%,7\n"
)
COMMERCIAL = "Manufacturer,Base Discount,YTD Volume,Savings\nBirch,35%,one,two\n"
# What says that there was one build more.
BUILDS = "landing.builds"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "pipeline 2025-03-31.csv").write_text(PIPELINE)
    (folder / "ratings 2025-03-31.csv").write_text(RATINGS)
    (folder / "commercial 2025-03-31.csv").write_text(COMMERCIAL)
    return folder


def tables(warehouse: Path) -> dict[str, list[str]]:
    """Every row of every table and view, as text."""
    with open_warehouse(warehouse) as opened:
        listed = opened.sql(
            "SELECT table_schema || '.' || table_name AS path FROM information_schema.tables "
            "WHERE table_schema IN ('landing', 'history', 'rules', 'curated', 'metrics')"
        )
        return {
            path: sorted(map(str, opened.table(path).to_dict("records")))
            for path in listed["path"]
            if path != BUILDS
        }


def test_a_build_with_nothing_new_gives_the_same_tables(exports: Path) -> None:
    warehouse = exports.parent / "warehouse.duckdb"
    aliases = exports / "partner_aliases.csv"
    aliases.write_text("alias,partner\n")
    import_exports([exports], warehouse=warehouse)
    before = tables(warehouse)
    for lines in ("alias,partner\nNobody,Birch\n", "alias,partner\n"):
        aliases.write_text(lines)
        assert import_exports([exports], warehouse=warehouse).published
    after = tables(warehouse)
    assert [name for name in before if before[name] != after[name]] == []


def test_a_typed_weight_that_is_not_the_programs_is_no_unreadable_cell(exports: Path) -> None:
    warehouse = exports.parent / "warehouse.duckdb"
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert "typed-weight" in opened.table("landing.problems")["code"].to_list()
        cells = opened.table("unreadable_cells").sort_values("column_name")
        assert cells[["tracker", "column_name"]].to_numpy().tolist() == [
            ["evaluations", "rating"],
            ["commercial", "typed_savings_usd"],
            ["commercial", "ytd_volume_usd"],
        ]
