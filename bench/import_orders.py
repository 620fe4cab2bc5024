"""Import of order lines, side by side: this package, bare DuckDB, plain pandas and Pandera.

Each way runs in a process of its own, in turn, on the same generated file; the table it prints
has seconds, peak memory and the ratio to the bare load. `make bench`, or with other sizes:
`python bench/import_orders.py --lines 10000000 --rounds 1`.
"""

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partner_analytics.intake import Reading

# Unlike enough that none is suggested to be another one.
PARTNERS = [
    "Acorn", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ironwood", "Juniper",
    "Katsura", "Larch", "Maple", "Nutmeg", "Oak", "Pine", "Quince", "Rowan", "Spruce", "Teak",
    "Upas", "Viburnum", "Willow", "Xylosma", "Yew", "Zelkova", "Osier",
]  # fmt: skip
HEADER = [
    "Manufacturer", "Order Date", "Order ID", "Line", "SKU", "Units", "List Price", "Net Price",
    "Currency",
]  # fmt: skip


def write_orders(path: Path, lines: int) -> None:
    """Write an order-line export; the same seed, the same bytes."""
    seed = random.Random(20250630)
    skus = [(f"SKU-{n:05d}", seed.randrange(1500, 250_000) / 100) for n in range(8_000)]
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        for number in range(lines):
            sku, price = skus[seed.randrange(len(skus))]
            writer.writerow(
                [
                    PARTNERS[number % len(PARTNERS)],
                    date(2025, 4, 1) + timedelta(days=number % 91),
                    f"PO-{number // 4:07d}",
                    number % 4 + 1,
                    sku,
                    seed.randrange(1, 40),
                    f"{price:.2f}",
                    f"{price * (100 - seed.randrange(15, 42)) / 100:.2f}",
                    "USD",
                ]
            )


def load_bare(orders: Path, folder: Path) -> None:
    """DuckDB alone: sniffed types, no check, no provenance."""
    import duckdb

    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute("CREATE TABLE orders AS SELECT * FROM read_csv(?)", [str(orders)])


def load_plain(orders: Path, folder: Path) -> None:
    """What an analyst would write: pandas reads, Pandera checks the same rules, DuckDB keeps."""
    import duckdb
    import pandas as pd
    import pandera.pandas as pandera

    schema = pandera.DataFrameSchema(
        {
            "Manufacturer": pandera.Column(str),
            "Order Date": pandera.Column("datetime64[us]"),
            "Order ID": pandera.Column(str),
            "Line": pandera.Column(int, pandera.Check.ge(0)),
            "SKU": pandera.Column(str, nullable=True),
            "Units": pandera.Column(float),
            "List Price": pandera.Column(float, pandera.Check.ge(0)),
            "Net Price": pandera.Column(float, pandera.Check.ge(0)),
            "Currency": pandera.Column(str, nullable=True),
        },
        checks=pandera.Check(lambda rows: rows["Net Price"] <= rows["List Price"]),
        unique=["Manufacturer", "Order ID", "Line"],
        coerce=True,
    )
    rows = pd.read_csv(orders, dtype="str")
    rows["Order Date"] = pd.to_datetime(rows["Order Date"], format="%Y-%m-%d")
    checked = schema.validate(rows, lazy=True)
    checked["list_usd"] = (checked["Units"] * checked["List Price"]).round(2)
    checked["net_usd"] = (checked["Units"] * checked["Net Price"]).round(2)
    with duckdb.connect(str(folder / "plain.duckdb")) as connection:
        connection.register("checked", checked)
        connection.execute("CREATE TABLE orders AS SELECT * FROM checked")


def load_history(orders: Path, folder: Path) -> None:
    """Run this package as far as the history: located text, values, validation, provenance."""
    from datetime import UTC, datetime

    from partner_analytics.importers import read_export
    from partner_analytics.intake.exports.reading_options import settle
    from partner_analytics.intake.loading.export_loading import load_export
    from partner_analytics.program import load_program
    from partner_analytics.warehouse import publishing

    reading = settle(orders, _reading(), "")
    export = read_export(orders, limits=_reading().limits, settled=reading.settled)
    with publishing(folder / "history.duckdb") as publication:
        problems = load_export(
            publication,
            export,
            import_id=1,
            imported_at=datetime(2025, 7, 1, tzinfo=UTC).replace(tzinfo=None),
            source_path=str(orders),
            reading=reading,
            program=load_program(),
        )
    if problems or export.tables[0].rows_read < 1:
        raise SystemExit(f"{len(problems)} problems")


def load_whole(orders: Path, folder: Path) -> None:
    """Run a whole import: the same, then what is known now, rules, metrics, publication."""
    from partner_analytics import import_exports

    pipeline = folder / "pipeline 2025-06-30.csv"
    with pipeline.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["Manufacturer", "Category", "Tier", "Current Stage"])
        writer.writerows([partner, "Lighting Control", "Tier 2", "6"] for partner in PARTNERS)
    report = import_exports(
        [orders, pipeline], warehouse=folder / "ours.duckdb", reading=_reading()
    )
    read = sum(table.rows_read for file in report.files for table in file.tables)
    loaded = sum(table.rows_loaded for file in report.files for table in file.tables)
    if read != loaded or report.problems:
        raise SystemExit(f"{read} rows read, {loaded} loaded, {len(report.problems)} problems")


def _reading() -> "Reading":
    """Lift the limits that guard against files as large as these."""
    from partner_analytics.importers import Limits
    from partner_analytics.intake import Reading

    return Reading(limits=Limits(file_bytes=2_000_000_000, seconds=600))


WAYS = {
    "bare duckdb": load_bare,
    "pandas + pandera + duckdb": load_plain,
    "this package, to the history": load_history,
    "this package, whole import": load_whole,
}


def run_one(way: str, orders: Path) -> None:
    """Run one way in this process and print its seconds and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        WAYS[way](orders, Path(folder))
        seconds = time.perf_counter() - started
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
    print(f"{seconds:.3f} {peak:.0f}")


def compare(lines: int, rounds: int) -> None:
    """Run all ways in turn, several rounds, and print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        orders = Path(folder) / "orders 2025-06-30.csv"
        write_orders(orders, lines)
        taken: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way in WAYS:
                command = [sys.executable, __file__, "--way", way, "--orders", str(orders)]
                answer = subprocess.run(command, capture_output=True, text=True, check=True)
                seconds, peak = answer.stdout.split()
                taken[way].append((float(seconds), float(peak)))
        size = orders.stat().st_size / 1e6
    print(f"{lines:,} order lines, {size:.0f} MB, median of {rounds} rounds in turn\n")
    print("| way | seconds | peak MB | of bare |\n| --- | ---: | ---: | ---: |")
    bare = median(seconds for seconds, _ in taken["bare duckdb"])
    for way, runs in taken.items():
        seconds, peak = median(s for s, _ in runs), max(p for _, p in runs)
        print(f"| {way} | {seconds:.2f} | {peak:.0f} | {seconds / bare:.1f} |")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--orders", type=Path)
    given = parser.parse_args()
    if given.way:
        run_one(given.way, given.orders)
    else:
        compare(given.lines, given.rounds)


if __name__ == "__main__":
    main()
