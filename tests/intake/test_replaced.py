"""Exports that state the same rows again: each row counts once, the later export's wins."""

from datetime import date
from pathlib import Path

import pytest

from partner_analytics.intake import import_exports
from partner_analytics.warehouse import open_warehouse

HEADER = "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price\n"
APRIL = "Lutron,2025-04-02,PO-1,1,10,100,70\n"
MAY = "Lutron,2025-05-05,PO-2,1,2,50,40\n"
MAY_CORRECTED = "Lutron,2025-05-05,PO-2,1,2,50,45\n"
JUNE = "Lutron,2025-06-09,PO-3,1,1,20,15\n"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    (tmp_path / "pipeline 2025-04-30.csv").write_text("Manufacturer,Current Stage\nLutron,6\n")
    return tmp_path


def net_of(warehouse: Path) -> float:
    with open_warehouse(warehouse) as opened:
        return float(opened.table("orders")["net_usd"].sum())


def test_rows_in_two_files_never_count_twice(exports: Path) -> None:
    (exports / "orders 2025-05-31.csv").write_text(HEADER + APRIL + MAY)
    (exports / "orders 2025-05-31 copy.csv").write_text(HEADER + MAY + APRIL)
    warehouse = exports / "warehouse.duckdb"
    report = import_exports([exports], warehouse=warehouse)
    assert net_of(warehouse) == 10 * 70 + 2 * 40
    (again,) = [file for file in report.files if file.rows_again]
    assert (again.rows_again, again.rows_changed) == (2, 0)


def test_a_later_export_corrects_an_earlier_one_and_says_how_many_rows(exports: Path) -> None:
    (exports / "orders 2025-05-31.csv").write_text(HEADER + APRIL + MAY)
    warehouse = exports / "warehouse.duckdb"
    import_exports([exports], warehouse=warehouse)
    (exports / "orders 2025-06-30.csv").write_text(HEADER + APRIL + MAY_CORRECTED + JUNE)
    (june,) = [
        file
        for file in import_exports([exports], warehouse=warehouse).files
        if file.status == "loaded"
    ]
    assert (june.rows_again, june.rows_changed) == (2, 1)
    assert net_of(warehouse) == 10 * 70 + 2 * 45 + 15
    with open_warehouse(warehouse) as opened:
        replaced = opened.table("landing.replaced").sort_values("row")
        assert replaced[["row", "by_row", "is_same"]].to_numpy().tolist() == [
            [2, 2, True],
            [3, 3, False],
        ]
        # The history keeps both, each with its import.
        prices = opened.table("history.orders").query("order_id == 'PO-2'")
        assert prices[["net_price", "_row"]].to_numpy().tolist() == [[40, 3], [45, 3]]


def test_an_older_export_that_comes_late_replaces_nothing(exports: Path) -> None:
    (exports / "orders 2025-06-30.csv").write_text(HEADER + APRIL + MAY_CORRECTED)
    warehouse = exports / "warehouse.duckdb"
    import_exports([exports], warehouse=warehouse)
    (exports / "orders 2025-05-31.csv").write_text(HEADER + APRIL + MAY)
    import_exports([exports], warehouse=warehouse)
    assert net_of(warehouse) == 10 * 70 + 2 * 45
    with open_warehouse(warehouse) as opened:
        assert opened.as_of == date(2025, 6, 30)
        files = opened.imports().set_index("import_id")["file"]
        late = opened.table("landing.replaced")["import_id"].unique().tolist()
        assert [files[number] for number in late] == ["orders 2025-05-31.csv"]
