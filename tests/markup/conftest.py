"""A workbook as people keep it: formulas, formats, lists, a chart, a comment, a white header."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from partner_analytics.markup import Mark, annotate_workbook
from partner_analytics.origins import Origin
from partner_analytics.problems import Problem, Severity

ORIGIN = Origin("tracker 2025-Q1.xlsx", date(2025, 3, 31), ("a1",))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Sheets "Terms" and "Notes": B2 has a percent format, C2 a formula, D1 a comment."""
    path = tmp_path / "tracker 2025-Q1.xlsx"
    with xlsxwriter.Workbook(path) as book:
        terms = book.add_worksheet("Terms")
        header = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        yellow = book.add_format({"num_format": "0.0%", "bg_color": "#FFFF00", "italic": True})
        for column, text in enumerate(("Manufacturer", "Base", "Savings", "Region")):
            terms.write_string(0, column, text, header)
        terms.write_string(1, 0, "Lutron")
        terms.write_number(1, 1, 0.35, yellow)
        terms.write_formula(1, 2, "=B2*100", None, 35)
        terms.write_string(5, 0, "Ecobee")
        terms.write_comment(0, 3, "Dana: north or south?", {"author": "Dana"})
        terms.data_validation("D2:D9", {"validate": "list", "source": ["North", "South"]})
        terms.conditional_format("B2:B9", {"type": "cell", "criteria": ">", "value": 0.5})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Terms!$B$2:$B$6"})
        terms.insert_chart("F2", chart)
        terms.protect("secret")
        book.define_name("Base", "=Terms!$B$2")
        notes = book.add_worksheet("Notes")
        notes.write_string("A1", "nothing here")
        notes.hide()
    return path


def problem(found: str, **told: str | None) -> Problem:
    return Problem(
        code=told.pop("code", None) or "unreadable-percent",
        severity=Severity(told.pop("severity", None) or "error"),
        file="tracker 2025-Q1.xlsx",
        found=found,
        expected="a percent",
        remedy="Write it like 35%.",
        **told,  # type: ignore[arg-type]
    )


def mark(cell: str | None, found: str = '"x"', sheet: str = "Terms", **told: str | None) -> Mark:
    return Mark(problem(found, sheet=sheet, cell=cell, **told), sheet, cell)


@pytest.fixture
def annotated(workbook: Path, tmp_path: Path) -> Callable[..., Path]:
    def annotate(*marks: Mark, source: Path = workbook) -> Path:
        target = tmp_path / "annotated.xlsx"
        annotate_workbook(source, target, marks, ORIGIN)
        return target

    return annotate


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def rewritten(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> Path:
    """The workbook with its parts changed, and more of them."""
    contents = {name: change(name, content) for name, content in parts(path).items()}
    with zipfile.ZipFile(path, "w") as file:
        for name, content in (contents | more).items():
            file.writestr(name, content)
    return path
