"""Records of a text file, as they stand in it."""

from pathlib import Path

from partner_analytics.importers import raw_records


def test_a_record_goes_on_to_the_line_before_the_next(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(b'a,b\r\n1,"2\r\n3",4\r\n5,6\r\n7,8,9\r\n')
    broken = raw_records(file, "utf-8", [2, 5], [1, 4])
    assert list(broken) == [(2, '1,"2\n3",4'), (5, "7,8,9")]
