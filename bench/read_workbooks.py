"""Reading workbooks: this package beside openpyxl, on the same files, in one run.

A sheet of 100,000 rows and a small tracker; each reading in a process of its own, in turn.
`python bench/read_workbooks.py --rounds 3`.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

HEADER = [
    "Manufacturer", "Order Date", "Order ID", "Line", "SKU", "Units", "List Price", "Net Price",
    "Discount (%)", "Notes",
]  # fmt: skip


def write_workbook(path: Path, rows: int) -> None:
    """Write a sheet with dates, money and percent formats, shared and own texts."""
    import xlsxwriter

    seed = random.Random(20250630)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Orders")
        day, money, percent = (
            workbook.add_format({"num_format": code})
            for code in ("yyyy-mm-dd", '"$"#,##0.00', "0.0%")
        )
        sheet.write_row(0, 0, HEADER)
        for row in range(1, rows + 1):
            discount = seed.randrange(150, 420) / 1000
            price = seed.randrange(1500, 250_000) / 100
            sheet.write_string(row, 0, f"Partner {row % 27:02d}")
            sheet.write_datetime(row, 1, date(2025, 4, 1) + timedelta(days=row % 91), day)
            sheet.write_string(row, 2, f"PO-{row // 4:07d}")
            sheet.write_number(row, 3, row % 4 + 1)
            sheet.write_string(row, 4, f"SKU-{seed.randrange(8000):05d}")
            sheet.write_number(row, 5, seed.randrange(1, 40))
            sheet.write_number(row, 6, price, money)
            sheet.write_number(row, 7, round(price * (1 - discount), 2), money)
            sheet.write_number(row, 8, discount, percent)
            sheet.write_string(row, 9, "to be checked" if row % 50 == 0 else "")


def read_with_openpyxl(path: Path) -> int:
    """Read every cell as openpyxl reads fastest: read-only, values with their formats."""
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    cells = 0
    for sheet in workbook:
        for row in sheet.iter_rows():
            cells += sum(1 for cell in row if cell.value is not None)
    return cells


def read_with_ours(path: Path) -> int:
    """Read every cell in the child process, checked against the second reader."""
    from partner_analytics.importers.files.file_reading import read_file

    (sheet,) = read_file(path).sheets
    columns = sheet.cells.columns[1:]
    return sum(len(column) - column.null_count for column in columns)


WAYS = {"openpyxl": read_with_openpyxl, "this package": read_with_ours}


def compare(rows: int, rounds: int) -> None:
    """Read one workbook in turn, several rounds, and print medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders 2025-06-30.xlsx"
        write_workbook(path, rows)
        taken: dict[str, list[float]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way in WAYS:
                command = [sys.executable, __file__, "--way", way, "--workbook", str(path)]
                answer = subprocess.run(command, capture_output=True, text=True, check=True)
                taken[way].append(float(answer.stdout))
    theirs, ours = (median(taken[way]) for way in WAYS)
    figures = f"{theirs:.2f} | {ours:.2f} | {ours / theirs:.2f} | {ours - theirs:+.2f}"
    print(f"| {rows:,} rows | {figures} |")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--workbook", type=Path)
    given = parser.parse_args()
    if given.way:
        started = time.perf_counter()
        if WAYS[given.way](given.workbook) < 1:
            raise SystemExit("no cell")
        print(time.perf_counter() - started)
        return
    print("| sheet | openpyxl, s | this package, s | ratio | difference, s |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for rows in (100_000, 60):
        compare(rows, given.rounds)


if __name__ == "__main__":
    main()
