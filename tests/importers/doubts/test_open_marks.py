"""Three digits behind a point, where semicolons separate the fields."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from partner_analytics.importers import ReadRows, Source, column_settings, read_values
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.file_reading import read_trusted_file
from partner_analytics.problems import Severity
from partner_analytics.trackers import TRACKERS

Seen = Callable[..., ReadRows]
HEADER = ("Manufacturer", "Annual Commitment", "YTD Volume")
ROWS = (HEADER, ("Halvard", "2.400", "800"), ("Ostra", "1.250", "75"))


@pytest.fixture
def seen(tmp_path: Path) -> Seen:
    """Read rows of commercial terms whose fields a sign separates."""

    def reading(rows: tuple[tuple[str, ...], ...], mark: str, source: Source) -> ReadRows:
        path = tmp_path / "commercial 2025-03-31.csv"
        path.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")
        (table,) = export_of(read_trusted_file(path)).tables
        tracker = TRACKERS["commercial"]
        settings = column_settings(table, tracker, source, path.name)
        (batch,) = table.batches()
        return read_values(
            table,
            batch,
            tracker=tracker,
            source=source,
            file=path.name,
            column_sources=settings.of_column,
        )

    return reading


def commitments(read: ReadRows) -> list[float | None]:
    values = read.values["annual_commitment_usd"]
    return [None if pd.isna(value) else float(value) for value in values]


def test_a_number_that_may_be_a_thousand_times_as_much_is_no_value(seen: Seen) -> None:
    read = seen(ROWS, ";", Source())
    assert commitments(read) == [None, None]
    told = [(p.code, p.severity, p.line, p.found[:7]) for p in read.problems]
    assert told == [
        ("ambiguous-number", Severity.ERROR, 2, '"2.400"'),
        ("ambiguous-number", Severity.ERROR, 3, '"1.250"'),
    ]


def test_what_the_remedy_names_settles_it(seen: Seen) -> None:
    assert "--decimal-mark ," in seen(ROWS, ";", Source()).problems[0].remedy
    assert commitments(seen(ROWS, ";", Source(decimal_mark=","))) == [2400, 1250]
    assert commitments(seen(ROWS, ";", Source(decimal_mark="."))) == [2.4, 1.25]


def test_another_number_of_the_column_proves_it(seen: Seen) -> None:
    rows = (*ROWS, ("Kestrel", "1.250.000", "1"))
    assert commitments(seen(rows, ";", Source())) == [2400, 1250, 1_250_000]


def test_between_commas_a_point_is_read_and_told(seen: Seen) -> None:
    read = seen(ROWS, ",", Source())
    assert commitments(read) == [2.4, 1.25]
    assert [(p.code, p.severity) for p in read.problems] == [
        ("ambiguous-decimal-mark", Severity.WARNING)
    ]


def test_a_comma_may_be_that_of_decimals_there(seen: Seen) -> None:
    rows = (HEADER, ("Halvard", "2,400", "800,00"), ("Ostra", "1,250", "75,50"))
    read = seen(rows, ";", Source())
    assert commitments(read) == [None, None]
    assert [p.line for p in read.problems if p.code == "ambiguous-number"] == [2, 3]
    assert commitments(seen(rows, ";", Source(decimal_mark=","))) == [2.4, 1.25]


def test_so_may_the_comma_of_a_count(tmp_path: Path) -> None:
    path = tmp_path / "orders 2025-Q1.csv"
    path.write_text(
        "Manufacturer;Order Date;Order ID;Line;SKU;Units;List Price;Net Price\n"
        "Halvard;2025-02-01;H-1;1;A1;1,000;100,00;80,00\n",
        encoding="utf-8",
    )
    (table,) = export_of(read_trusted_file(path)).tables
    (batch,) = table.batches()
    orders = TRACKERS["orders"]
    read = read_values(table, batch, tracker=orders, source=Source(), file=path.name)
    assert ("ambiguous-number", 2) in [(p.code, p.line) for p in read.problems]
