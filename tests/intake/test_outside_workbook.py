"""A workbook nobody here designed: other titles, sheet order and headers, two bad cells.

tests/exports/Vendor programme (Dana).xlsx was typed by hand; its numbers are those of the worked
examples, so that the metrics can be checked from the far end.
"""

from pathlib import Path

import pytest

from partner_analytics.intake import BuildReport, import_exports
from partner_analytics.problems import Severity
from partner_analytics.warehouse import Warehouse, open_warehouse

EXPORT = Path(__file__).parent.parent / "exports" / "Vendor programme (Dana).xlsx"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    file = tmp_path_factory.mktemp("outside") / "warehouse.duckdb"
    return import_exports([EXPORT], warehouse=file)


@pytest.fixture(scope="module")
def warehouse(imported: BuildReport) -> Warehouse:
    return open_warehouse(imported.warehouse)


def test_its_three_tables_are_found_and_every_row_is_accounted_for(imported: BuildReport) -> None:
    (file,) = imported.files
    assert file.as_of == "2025-06-30"
    assert {table.tracker: (table.sheet, table.rows_set_aside) for table in file.tables} == {
        "pipeline": ("Where we are", 0),
        "evaluations": ("Ratings H1", 0),
        "commercial": ("Terms", 0),
    }
    for table in file.tables:
        assert table.rows_read == table.rows_loaded + table.rows_set_aside + table.rows_recognized


def test_both_bad_cells_are_named_by_address(imported: BuildReport) -> None:
    errors = [p for p in imported.problems if p.severity is Severity.ERROR]
    assert [(p.sheet, p.cell, p.code) for p in errors] == [
        ("Ratings H1", "D8", "unreadable-rating"),
        ("Terms", "E7", "unreadable-percent"),
    ]
    assert str(errors[0]).startswith(
        'Vendor programme (Dana).xlsx, sheet "Ratings H1", cell D8 "Commercial": expected '
    )
    assert 'found "4/5"' in str(errors[0])
    assert 'found "about a quarter"' in str(errors[1])


def test_headers_nobody_knows_are_reported_and_kept_as_text(
    imported: BuildReport, warehouse: Warehouse
) -> None:
    unmapped = [p for p in imported.problems if p.code == "unmapped-column"]
    assert {(p.sheet, p.header) for p in unmapped} == {
        ("Terms", "Terms"),
        ("Where we are", "Region"),
    }
    kept = warehouse.table("landing.pipeline")["_other"].tolist()
    assert '{"Region": "North"}' in kept


def test_its_ratings_reach_the_health_score(warehouse: Warehouse) -> None:
    scores = warehouse.health_score(quarter="2025-Q2").set_index("partner_id")["health_score"]
    assert scores.to_dict() == {
        "brightline-controls": 75.0,  # 4,3,5,4,2: S000-11
        "harbor-audio": 70.0,  # 3,3,5,3,4: G-04
        "kestrel-networks": 100.0,  # the unreadable rating counts as missing, not as zero
    }


def test_its_terms_reach_commitment_and_savings(warehouse: Warehouse) -> None:
    commitment = warehouse.commitment_attainment(partner="Brightline Controls").iloc[0]
    # $150,000 of $400,000, of which 208 of 365 days are due: active since June 7 (D-79).
    assert round(commitment["attainment_pct"], 6) == round(150 / (400 * 208 / 365), 6)
    savings = warehouse.savings(partner="Harbor Audio").iloc[0]
    assert (savings["basis"], savings["saved_usd"]) == ("negotiated", 35_000)


def test_its_days_in_stage_are_computed_beside_the_typed_ones(warehouse: Warehouse) -> None:
    row = warehouse.pipeline_progress(partner="Brightline Controls").iloc[0]
    assert (row["days_in_stage"], row["typed_days_in_stage"]) == (23, 30)  # S000-2
    assert (row["discrepancy_days"], row["overdue_days"], row["stale_days"]) == (-7, 4, 32)


def test_a_figure_leads_back_to_its_cells(warehouse: Warehouse) -> None:
    cells = warehouse.cells("commercial", partner="Brightline Controls", quarter="2025-Q2")
    found = {row.column_name: (row.sheet, row.cell, row.text) for row in cells.itertuples()}
    assert found["ytd_volume_usd"] == ("Terms", "C5", "$150000")
    assert found["base_discount_pct"] == ("Terms", "E5", "32%")
    rated = warehouse.cells("evaluations", partner="Brightline Controls", dimension="technical")
    assert rated.set_index("column_name").loc["rating", ["sheet", "cell", "text"]].tolist() == [
        "Ratings H1",
        "E6",
        "3",
    ]


def test_the_same_bytes_again_change_nothing(imported: BuildReport) -> None:
    before = imported.warehouse.read_bytes()
    again = import_exports([EXPORT], warehouse=imported.warehouse)
    assert not again.published
    assert [file.status for file in again.files] == ["known"]
    assert imported.warehouse.read_bytes() == before
