"""Exports are kept whole beside the warehouse before a state refers to them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.intake import BuildReport, import_exports

TEXT = "Manufacturer,Tier,Current Stage\nOrrin Audio,Tier 1,Active Partnership\n"
OTHER = TEXT.replace("Orrin Audio", "Pelham")

Import = Callable[[], BuildReport]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "exports" / "pipeline 2025-03-31.csv"
    file.parent.mkdir()
    file.write_text(TEXT)
    return file


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "w" / "w.duckdb"


def kept(warehouse: Path) -> list[str]:
    return sorted(file.read_text() for file in warehouse.with_suffix(".exports").iterdir())


def test_an_export_is_kept_before_the_state_that_refers_to_it(
    export: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    replace = Path.replace

    def noted(self: Path, target: Path) -> Path:
        names.append(target.suffix)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    import_exports([export], warehouse=warehouse)
    assert names == [".csv", ".duckdb"]


@pytest.mark.parametrize("damage", [os.unlink, lambda file: os.truncate(file, 9)])
def test_a_missing_or_cut_kept_export_is_mended_when_it_is_seen_again(
    export: Path, warehouse: Path, damage: Callable[[Path], None]
) -> None:
    import_exports([export], warehouse=warehouse)
    (file,) = warehouse.with_suffix(".exports").iterdir()
    damage(file)
    report = import_exports([export], warehouse=warehouse)
    assert report.notes == (
        "kept copies that were missing or damaged are mended: pipeline 2025-03-31.csv (import 1)",
    )
    assert kept(warehouse) == [TEXT]


def test_a_missing_kept_export_that_is_not_seen_again_is_told(
    export: Path, warehouse: Path
) -> None:
    import_exports([export], warehouse=warehouse)
    shutil.rmtree(warehouse.with_suffix(".exports"))
    export.write_text(OTHER)
    report = import_exports([export], warehouse=warehouse)
    assert report.notes[0].startswith(
        "kept copies are missing or damaged: pipeline 2025-03-31.csv (import 1). Import those"
    )
    assert kept(warehouse) == [OTHER]


def test_an_import_that_fails_keeps_nothing_new(
    export: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_exports([export], warehouse=warehouse)
    export.write_text(OTHER)
    monkeypatch.setattr(
        "partner_analytics.intake.next_state.derive", lambda *_: (_ for _ in ()).throw(MemoryError)
    )
    with pytest.raises(PartnerAnalyticsError, match="expected enough memory"):
        import_exports([export], warehouse=warehouse)
    assert kept(warehouse) == [TEXT]


def test_an_export_that_changes_while_it_is_read_is_refused(
    export: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*_: object) -> str:
        export.write_text(OTHER)
        return "unchanged"

    monkeypatch.setattr(
        "partner_analytics.intake.next_state.MadeWith.definitions", property(changed)
    )
    with pytest.raises(PartnerAnalyticsError, match="stays as it is while it is imported"):
        import_exports([export], warehouse=warehouse)
    assert not warehouse.exists()
