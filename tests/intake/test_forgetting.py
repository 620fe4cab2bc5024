"""An import taken back no longer counts, and is not taken in again unasked."""

from pathlib import Path

import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.intake import forget_export, import_exports
from partner_analytics.warehouse import open_warehouse

HEADER = "Manufacturer,Tier,Current Stage,Owner\n"
FIRST = HEADER + "Orrin Audio,Tier 1,Outreach,Dana\n"
SECOND = (
    HEADER + "Orrin Audio,Tier 1,Active Partnership,Quentin Hush\nPelham,Tier 9,Soon,Ann Aside\n"
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "exports" / "pipeline 2025-03-31.csv"
    file.parent.mkdir()
    return file


@pytest.fixture
def warehouse(export: Path, tmp_path: Path) -> Path:
    """Two versions of one export were imported."""
    file = tmp_path / "w" / "w.duckdb"
    for text in (FIRST, SECOND):
        export.write_text(text)
        import_exports([export], warehouse=file)
    return file


def owners(warehouse: Path) -> list[str]:
    with open_warehouse(warehouse) as opened:
        return list(opened.table("curated.pipeline")["owner"])


def statuses(warehouse: Path) -> list[str]:
    with open_warehouse(warehouse) as opened:
        return list(opened.table("landing.imports").sort_values("import_id")["status"])


def test_what_a_forgotten_import_superseded_counts_again(export: Path, warehouse: Path) -> None:
    forgotten = forget_export(str(export), warehouse=warehouse)
    assert [one.import_id for one in forgotten.count_again] == [1]
    assert (owners(warehouse), statuses(warehouse)) == (["Dana"], ["loaded", "forgotten"])


def test_the_history_keeps_the_rows_of_a_forgotten_import(export: Path, warehouse: Path) -> None:
    forget_export(export.name, warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert "Quentin Hush" in set(opened.table("history.pipeline")["owner"])


def test_a_forgotten_file_is_not_taken_in_again_from_its_folder(
    export: Path, warehouse: Path
) -> None:
    forget_export("2", warehouse=warehouse)
    report = import_exports([export.parent], warehouse=warehouse)
    assert ([file.status for file in report.files], report.exit_code) == (["forgotten"], 0)
    assert owners(warehouse) == ["Dana"]


def test_a_forgotten_file_is_taken_in_again_when_it_is_named(export: Path, warehouse: Path) -> None:
    forget_export("2", warehouse=warehouse)
    import_exports([export], warehouse=warehouse)
    assert (owners(warehouse), statuses(warehouse)) == (
        ["Quentin Hush"],
        ["superseded", "forgotten", "loaded"],
    )


def test_a_forgotten_file_is_taken_in_again_once_it_is_changed(
    export: Path, warehouse: Path
) -> None:
    forget_export("2", warehouse=warehouse)
    export.write_text(SECOND.replace("Quentin", "Quirin"))
    import_exports([export.parent], warehouse=warehouse)
    assert owners(warehouse) == ["Quirin Hush"]


def test_a_version_forgotten_from_the_middle_leaves_the_latest(
    export: Path, warehouse: Path
) -> None:
    export.write_text(FIRST.replace("Dana", "Third"))
    import_exports([export], warehouse=warehouse)
    forget_export("2", warehouse=warehouse)
    assert (owners(warehouse), statuses(warehouse)) == (
        ["Third"],
        ["superseded", "forgotten", "loaded"],
    )
    forget_export("3", warehouse=warehouse)
    assert owners(warehouse) == ["Dana"]


def test_without_any_export_left_the_warehouse_is_empty_and_whole(
    export: Path, warehouse: Path
) -> None:
    for number in ("2", "1"):
        forget_export(number, warehouse=warehouse)
    assert owners(warehouse) == []


def test_of_an_erased_import_no_byte_is_left(export: Path, warehouse: Path) -> None:
    names = (b"Quentin Hush", b"Ann Aside", b"Tier 9", b"Pelham")
    assert any(name in warehouse.read_bytes() for name in names)
    forget_export(export.name, warehouse=warehouse, erase=True)
    left = b"".join(file.read_bytes() for file in warehouse.parent.rglob("*") if file.is_file())
    assert [name for name in names if name in left] == []
    assert (owners(warehouse), statuses(warehouse)) == (["Dana"], ["loaded", "erased"])


def test_of_an_erased_import_no_name_is_left_that_nothing_else_has(
    export: Path, warehouse: Path
) -> None:
    later = export.parent / "pipeline 2025-06-30.csv"
    later.write_text(
        HEADER + "Orrin Audio,Tier 1,Outreach,Zeno\nOrrin Audios,Tier 1,Outreach,Zeno\n"
    )
    meetings = export.parent / "meetings 2025-06-30.csv"
    meetings.write_text("Manufacturer,Meeting Date\nOrrin Audio,soon\n")
    import_exports([later, meetings], warehouse=warehouse)
    names = (b"orrin audios", b"Orrin Audios", b"orrin-audios", b"Zeno")
    assert any(name in warehouse.read_bytes() for name in names)
    forget_export(later.name, warehouse=warehouse, erase=True)
    assert [name for name in names if name in warehouse.read_bytes()] == []
    with open_warehouse(warehouse) as opened:
        assert "orrin audio" in set(opened.table("landing.partner_ids")["name_key"])


def test_a_name_that_stands_in_another_export_too_keeps_its_id(
    export: Path, warehouse: Path
) -> None:
    later = export.parent / "pipeline 2025-06-30.csv"
    later.write_text(FIRST)
    import_exports([later], warehouse=warehouse)
    for number in ("1", "2"):
        forget_export(number, warehouse=warehouse, erase=True)
    with open_warehouse(warehouse) as opened:
        assert list(opened.table("landing.partner_ids")["name_key"]) == ["orrin audio"]


def test_a_problem_names_the_owner_whom_the_pipelines_that_count_name(
    export: Path, warehouse: Path
) -> None:
    meetings = export.parent / "meetings 2025-06-30.csv"
    meetings.write_text("Manufacturer,Meeting Date\nOrrin Audio,soon\n")
    import_exports([meetings], warehouse=warehouse)

    def owners_told() -> set[str]:
        with open_warehouse(warehouse) as opened:
            problems = opened.table("landing.problems").query("column_name == 'met_on'")
            return set(problems["owner"])

    assert owners_told() == {"Quentin Hush"}
    forget_export("2", warehouse=warehouse)
    assert owners_told() == {"Dana"}


def test_erasing_keeps_the_other_exports_rows_and_files(export: Path, warehouse: Path) -> None:
    forget_export("1", warehouse=warehouse, erase=True)
    assert owners(warehouse) == ["Quentin Hush"]
    (kept,) = warehouse.with_suffix(".exports").iterdir()
    assert kept.read_text() == SECOND


def test_what_was_forgotten_can_be_erased_by_its_number(export: Path, warehouse: Path) -> None:
    forget_export("2", warehouse=warehouse)
    with pytest.raises(InvalidCall, match=r"import 1: .*, loaded, .*; import 2: .*, forgotten"):
        forget_export(export.name, warehouse=warehouse, erase=True)
    forget_export("2", warehouse=warehouse, erase=True)
    assert b"Quentin Hush" not in warehouse.read_bytes()


def test_an_erased_file_left_by_a_crash_is_removed_by_the_next_import(
    export: Path, warehouse: Path
) -> None:
    forget_export("2", warehouse=warehouse, erase=True)
    (kept,) = warehouse.with_suffix(".exports").iterdir()
    with open_warehouse(warehouse) as opened:
        erased = opened.table("landing.imports").query("status == 'erased'")["sha256"].iloc[0]
    kept.with_name(f"{erased}.csv").write_text(SECOND)
    import_exports([export.parent], warehouse=warehouse)
    assert list(kept.parent.iterdir()) == [kept]


def test_a_name_that_several_exports_have_is_listed(export: Path, warehouse: Path) -> None:
    namesake = export.parent / "again" / export.name
    namesake.parent.mkdir()
    namesake.write_text(FIRST.replace("Dana", "Namesake"))
    import_exports([namesake], warehouse=warehouse)
    with pytest.raises(InvalidCall, match=r"import 2: .* import 3: .*\. Give its number"):
        forget_export(export.name, warehouse=warehouse)


def test_a_name_that_was_never_imported_is_a_wrong_call(warehouse: Path) -> None:
    with pytest.raises(InvalidCall, match=r'found "targets\.csv"'):
        forget_export("targets.csv", warehouse=warehouse)


def test_what_is_forgotten_already_is_a_wrong_call(export: Path, warehouse: Path) -> None:
    for number in ("2", "1"):
        forget_export(number, warehouse=warehouse)
    with pytest.raises(InvalidCall, match="which is forgotten already"):
        forget_export(export.name, warehouse=warehouse)
