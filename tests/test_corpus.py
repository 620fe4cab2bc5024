"""Messy files of the world: each is read right or refused with a reason, never anything between.

`tests/exports/world/expected.csv` states what is right (README.md there). With `make prove` the
files of a folder CORPUS=... are tried as well, which has such a table and a folder `files`.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from partner_analytics.importers.exports.inspection import Inspection, inspect_file
from partner_analytics.problems import Severity
from tests.conftest import Dose

WORLD = Path(__file__).parent / "exports" / "world"

pytestmark = pytest.mark.proof


@dataclass(frozen=True)
class Case:
    """A file and the line of expected.csv that says what is right."""

    path: Path
    right: Mapping[str, str]

    @property
    def is_text(self) -> bool:
        return self.right["kind"] == "csv"


def cases_of(folder: Path) -> Iterator[Case]:
    files = folder / "files" if (folder / "files").is_dir() else folder
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as table:
        for right in csv.DictReader(table):
            yield Case(files / right["file"], right)


OWN = list(cases_of(WORLD))


def others() -> Iterator[Case]:
    """The files of the folder the environment names."""
    if folder := os.environ.get("CORPUS"):
        yield from cases_of(Path(folder))


def what_is_wrong(case: Case) -> str | None:
    """What an inspection says of a file that is not right; None for right or rightly refused."""
    seen = inspect_file(case.path)
    if seen.accepted:
        return _wrongly_read(case, seen)
    errors = [problem for problem in seen.problems if problem.severity is Severity.ERROR]
    if not errors or not all(problem.remedy for problem in errors):
        return "refused without a reason or a remedy"
    has_header = not case.is_text or case.right["header"] != "0"
    if case.right["class"] == "A" and has_header:
        return f"refused: {errors[0]}"
    return None


def _wrongly_read(case: Case, seen: Inspection) -> str | None:
    right, kind = case.right, case.right["class"]
    if kind == "R":
        return "read, though nothing of it is to be trusted"
    if not case.is_text:
        sizes = {name: size for name, size in map(_size, right["rows"].split("; ")) if size}
        found = {one.name: f"{one.rows}x{one.columns}" for one in seen.sheets if one.rows}
        return None if found == sizes else f"read as {found}"
    rows = sum(table.rows for table in seen.tables)
    columns = max((len(table.columns) for table in seen.tables), default=0)
    if (rows, columns) != (int(right["rows"] or 0), int(right["cols"] or 0)):
        return f"read as {rows} rows x {columns} columns"
    if kind == "Q":
        is_told = any(p.line or p.cell for p in seen.problems if p.severity is Severity.ERROR)
        return None if is_told else "bad rows without a word"
    if case in OWN and right["encoding"]:
        texts = Counter(text for table in seen.tables for row in table.cells() for text in row)
        return None if texts == _texts(case) else "read with other texts"
    return None


def _size(sheet: str) -> tuple[str, str]:
    name, _, size = sheet.rpartition("=")
    return name, "" if size == "0x0" else size


def _texts(case: Case) -> Counter[str]:
    """The texts below the header, as Python's csv module splits them."""
    lines = StringIO(case.path.read_bytes().decode(case.right["encoding"]), newline="")
    for _ in range(int(case.right["skip_lines"])):
        lines.readline()
    rows = list(csv.reader(lines, delimiter=case.right["delimiter"]))
    filled = [row for row in rows if len(row) == int(case.right["cols"])]
    return Counter(text for row in filled[1:] for text in row)


def wrong_ones(cases: Iterable[Case]) -> dict[str, str]:
    found = ((case.right["file"], what_is_wrong(case)) for case in cases)
    return {file: wrong for file, wrong in found if wrong}


def test_every_file_of_our_own_is_read_right_or_refused() -> None:
    assert wrong_ones(OWN) == {}


def test_every_file_of_a_corpus_is_read_right_or_refused(dose: Dose) -> None:
    wrong = wrong_ones([*others()] if dose(0, 1) else [])
    # A file that might have been read may be refused with a reason; none is misread.
    assert {file: said for file, said in wrong.items() if not said.startswith("refused: ")} == {}
