"""What may stand at a warehouse's path, and many who open it at once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import nbformat
import pytest
from nbclient import NotebookClient

from partner_analytics.errors import InvalidCall, WarehouseUnavailable
from partner_analytics.warehouse import locked, open_warehouse, publishing
from tests.conftest import Dose
from tests.warehouse.conftest import add_pipeline_export, derive, publish_into

Q1 = date(2025, 3, 31)
OPENINGS = """
import sys, time
import partner_analytics as pa
failed = []
for _ in range(int(sys.argv[2])):
    try:
        with pa.open_warehouse(sys.argv[1]) as warehouse:
            warehouse.table("pipeline")
    except Exception as error:
        failed.append(f"{type(error).__name__}: {error}")
print("\\n".join(failed))
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    return publish_into(folder / "warehouse.duckdb")(Q1, {"Lutron": "Initial Outreach"})


@pytest.fixture
def file(published: Path, tmp_path: Path) -> Path:
    """A whole warehouse, alone in its folder."""
    copy = tmp_path / "warehouse.duckdb"
    shutil.copyfile(published, copy)
    return copy


def said_of(file: Path) -> str:
    with pytest.raises(WarehouseUnavailable) as refusal, open_warehouse(file) as opened:
        for _, schema, name in opened.tables()[["schema", "name"]].itertuples():
            opened.table(f"{schema}.{name}")
    text = str(refusal.value)
    assert text.startswith(f"{file}: ")
    assert "\n" not in text
    return text.removeprefix(f"{file}: ")


@pytest.mark.proof
def test_no_reader_fails_because_of_another_or_of_a_publication(file: Path, dose: Dose) -> None:
    readers, openings, publications = dose(3, 6), dose(5, 50), dose(2, 5)
    command = [sys.executable, "-c", OPENINGS, str(file), str(openings)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(readers)]
    for number in range(publications):
        with locked(file), publishing(file) as publication:
            add_pipeline_export(publication, date(2025, 6, 1 + number), {"Lutron": "Outreach"})
            derive(publication)
    assert [one.communicate()[0].strip() for one in running] == [""] * readers
    assert [one.returncode for one in running] == [0] * readers
    assert {path.name for path in file.parent.iterdir()} == {file.name, f"{file.name}.lock"}


def test_a_warehouse_opens_in_a_notebook(file: Path) -> None:
    cell = nbformat.v4.new_code_cell(
        "import partner_analytics as pa\n"
        f"with pa.open_warehouse({str(file)!r}) as warehouse:\n"
        "    print(len(warehouse.catalog()))"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3").execute()
    assert cell.outputs[0].text == "2\n"


def test_a_reader_leaves_nothing_in_the_folder(file: Path) -> None:
    with open_warehouse(file) as opened:
        opened.table("pipeline")
        assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_reader_needs_no_right_to_write(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        with open_warehouse(file) as opened:
            assert len(opened.table("pipeline")) == 1
    finally:
        file.parent.chmod(0o755)


@pytest.mark.parametrize("name", ["what?", "it's", 'a "b"', "größe 1", "a*[b]", "x:y", "50% #1"])
def test_a_path_may_have_any_sign(name: str, published: Path, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    publish = publish_into(folder / f"{name}.duckdb")
    publish(Q1, {"Lutron": "Initial Outreach"})
    file = publish(date(2025, 6, 30), {"Lutron": "Initial Outreach"})
    with open_warehouse(file) as opened:
        assert opened.quarters() == ["2025-Q1", "2025-Q2"]
    assert [path.name for path in folder.iterdir()] == [file.name]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_tables_are_those_of_the_file_alone(file: Path) -> None:
    with open_warehouse(file) as opened:
        assert set(opened.sql("SELECT database_name FROM duckdb_tables()")["database_name"]) == {
            "warehouse"
        }
        assert set(opened.tables()["schema"]) == {
            *("landing", "history", "curated", "rules", "metrics", "definitions")
        }


def test_a_file_that_is_missing_is_not_made(tmp_path: Path) -> None:
    assert said_of(tmp_path / "none.duckdb").startswith("expected a warehouse file, found none. ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [os.fsdecode(b"caf\xe9.duckdb"), "Q1\nQ2.duckdb"])
def test_a_path_that_cannot_be_written_down_is_a_wrong_call(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidCall, match="expected a path in UTF-8") as refusal:
        open_warehouse(tmp_path / name)
    assert str(refusal.value).isprintable()


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert "found a folder" in said_of(tmp_path)


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    file.touch()
    assert said_of(file) == (
        "expected a warehouse file, found an empty file (0 bytes). "
        "Remove it and import the exports again."
    )


@pytest.mark.parametrize("content", [b"x", b"a note\n", b"SQLite format 3\0" * 300])
def test_a_file_that_is_no_database_is_told_and_left(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "w.duckdb"
    file.write_bytes(content)
    assert "found a file that is no DuckDB database" in said_of(file)
    assert file.read_bytes() == content


def test_a_database_of_something_else_is_told(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE invoices AS SELECT 1 AS id")
    assert "found a DuckDB file of something else" in said_of(file)


@pytest.mark.parametrize("part", [0.0001, 0.01, 0.3, 0.6, 0.9])
def test_a_file_cut_short_is_told(file: Path, part: float) -> None:
    (file.parent / "warehouse.exports").mkdir()
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    assert said_of(file) == (
        "expected a whole warehouse file, found a damaged one: a part of it is missing or was "
        "written over. Put a copy of it from a backup in its place, or move it away and import "
        "the exports again (it keeps copies of them in warehouse.exports)."
    )


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_a_file_written_over_in_the_middle_is_told(file: Path, part: float) -> None:
    content = bytearray(file.read_bytes())
    place = int(len(content) * part)
    content[place : place + 300_000] = os.urandom(min(300_000, len(content) - place))
    file.write_bytes(content)
    assert "found a damaged one" in said_of(file)


def change_builds(file: Path, statement: str) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "version"),
    [
        ("ALTER TABLE landing.builds DROP COLUMN format", "an earlier"),
        ("UPDATE landing.builds SET format = 1", "an earlier"),
        ("UPDATE landing.builds SET format = 1000", "a later"),
        ("UPDATE landing.builds SET layout = 'other'", "another"),
    ],
)
def test_a_warehouse_of_another_version_is_told(file: Path, statement: str, version: str) -> None:
    change_builds(file, statement)
    assert f"found one of {version} version" in said_of(file)


def test_who_holds_the_file_for_writing_is_told(file: Path) -> None:
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as holder:  # type: ignore[call-overload]
        assert holder.stdout.readline() == "held\n"
        text = said_of(file)
        holder.communicate("\n")
    assert f"(process {holder.pid}) holds for writing" in text
    with open_warehouse(file) as opened:
        assert opened.quarters() == ["2025-Q1"]


def test_a_writer_in_this_very_process_is_told(file: Path) -> None:
    with duckdb.connect(str(file)):
        assert "holds open with DuckDB itself" in said_of(file)


Publish = Callable[[date, dict[str, str]], Path]


def test_a_reader_opened_after_a_publication_sees_it_while_an_earlier_one_is_open(
    publish: Publish,
) -> None:
    file = publish(Q1, {"Lutron": "Active Partnership"})
    with open_warehouse(file) as before, open_warehouse(file) as beside:
        publish(date(2025, 6, 30), {"Lutron": "Active Partnership"})
        with open_warehouse(file) as after:
            assert after.quarters() == ["2025-Q1", "2025-Q2"]
        assert before.quarters() == beside.quarters() == ["2025-Q1"]
