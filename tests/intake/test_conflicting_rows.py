"""Rows of one key and day that two exports state differently: both are set aside and told."""

from pathlib import Path

import pytest

from partner_analytics.intake import import_exports
from partner_analytics.warehouse import open_warehouse

HEADER = "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price\n"
LINE = "Rowan,2025-05-05,R-1,1,2,50,{}\n"
OTHER = "Rowan,2025-05-06,R-2,1,1,10,9\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pipeline 2025-04-30.csv").write_text("Manufacturer,Current Stage\nRowan,6\n")
    return tmp_path


def test_the_key_comes_back_once_one_of_the_exports_is_mended(folder: Path) -> None:
    warehouse = folder / "w.duckdb"
    (folder / "orders 2025-05-31.csv").write_text(HEADER + LINE.format(40) + OTHER)
    import_exports([folder], warehouse=warehouse)
    (folder / "orders east 2025-05-31.csv").write_text(HEADER + LINE.format(45))
    import_exports([folder], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("orders")["order_id"].tolist() == ["R-2"]
        told = opened.problems().set_index("file")["found"].to_dict()
    assert "orders 2025-05-31.csv, line 2" in told["orders east 2025-05-31.csv"]
    assert '"40.0000" here, "45.0000" there' in told["orders 2025-05-31.csv"]
    (folder / "orders east 2025-05-31.csv").write_text(HEADER + LINE.format(40))
    import_exports([folder], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert sorted(opened.table("orders")["order_id"]) == ["R-1", "R-2"]
        assert opened.problems().empty


def test_an_order_line_set_aside_leaves_what_an_earlier_day_says_of_it(folder: Path) -> None:
    warehouse = folder / "w.duckdb"
    (folder / "orders 2025-05-31.csv").write_text(HEADER + LINE.format(40))
    (folder / "orders 2025-06-30.csv").write_text(HEADER + LINE.format(41))
    (folder / "orders west 2025-06-30.csv").write_text(HEADER + LINE.format(42))
    import_exports([folder], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("orders")["net_price"].tolist() == [40]
        remedy = opened.problems()["remedy"].tolist()
    assert len(remedy) == 2
    assert "an export of an earlier day says of it counts meanwhile" in remedy[0]
