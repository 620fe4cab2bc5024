"""Keys that differ only in case, blanks or leading zeros: both rows count, and it is told."""

from pathlib import Path

from partner_analytics.intake import import_exports
from partner_analytics.warehouse import open_warehouse

HEADER = "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price\n"


def order(partner: str, order_id: str) -> str:
    return f"{partner},2025-02-03,{order_id},1,1,100,80\n"


def test_a_text_key_written_in_two_ways_is_told_with_both_places(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    (tmp_path / "pipeline 2025-03-31.csv").write_text(
        "Manufacturer,Current Stage\nRowan,6\nAsh,6\n"
    )
    first = [order("Rowan", "R 7"), order("Rowan", "0012"), order("Rowan", "V-1.05")]
    (tmp_path / "orders 2025-02-28.csv").write_text(HEADER + "".join(first))
    later = [order("Rowan", "r7"), order("Rowan", "12"), order("Rowan", "V-1.5")]
    (tmp_path / "orders 2025-03-31.csv").write_text(HEADER + "".join([*later, order("Ash", "012")]))
    import_exports([tmp_path], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert len(opened.table("orders")) == 7
        told = opened.problems()[["code", "severity", "file", "line", "found"]]
    assert told.to_numpy().tolist() == [
        [
            "similar-key",
            "warning",
            "orders 2025-03-31.csv",
            2,
            '"r7" beside "R 7" in orders 2025-02-28.csv, line 2',
        ],
        [
            "similar-key",
            "warning",
            "orders 2025-03-31.csv",
            3,
            '"12" beside "0012" in orders 2025-02-28.csv, line 3',
        ],
    ]
