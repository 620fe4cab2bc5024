"""The house: which room opens which library, how large a room may be, what each says of itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent / "src" / "partner_analytics"
# Of each library the rooms that may import it; a library that is not here is open to all.
DOORS = {
    "duckdb": ["warehouse"],
    "openpyxl": ["importers/files/workbook"],
    "python_calamine": ["importers/files/workbook"],
    "rapidfuzz": ["importers"],
    "cleanco": ["importers"],
    "ftfy": ["grammar"],
    "pandera": ["trackers"],
    "xlsxwriter": ["trackers/outputs", "markup", "cli/output"],
    "lxml": ["markup"],
    "papermill": ["reviews"],
    "nbconvert": ["reviews"],
    "great_tables": ["showing/tables"],
    "plotly": ["showing/charts", "reviews"],
    "narwhals": ["metrics"],
    "typer": ["cli"],
    "rich": ["cli"],
    "pydantic": ["program"],
}
MOST_FILES = 13
ROOMS = sorted(path.parent for path in SOURCES.rglob("__init__.py"))


def imported(path: Path) -> Iterator[str]:
    """The outside packages a module imports, wherever in it it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("library", DOORS)
def test_a_library_is_imported_in_its_rooms_only(library: str) -> None:
    users = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if library in imported(path)
    }
    assert users
    assert [user for user in users if not user.startswith(tuple(DOORS[library]))] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(SOURCES).as_posix())
def test_a_room_says_what_it_is_for_and_holds_few_files(room: Path) -> None:
    sentence = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert sentence
    files = [path for path in room.glob("*.py") if path.name != "__init__.py"]
    assert len(files) <= MOST_FILES


def test_what_reads_bytes_knows_no_tracker() -> None:
    modules = list((SOURCES / "importers" / "files").rglob("*.py"))
    knowing = [
        path.name
        for path in modules
        if "import partner_analytics.trackers" in (text := path.read_text(encoding="utf-8"))
        or "from partner_analytics.trackers" in text
    ]
    assert modules
    assert knowing == []
