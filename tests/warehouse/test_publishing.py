"""A state is published whole or not at all."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from partner_analytics.errors import PartnerAnalyticsError, WarehouseUnavailable
from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse import locked, open_warehouse, publishing, rehearsing
from tests.warehouse.conftest import add_pipeline_export, derive, publish_into

Publish = Callable[[date, dict[str, str]], Path]
Q1, Q2 = date(2025, 3, 31), date(2025, 6, 30)


def test_a_publication_is_one_file_without_a_log_beside_it(publish: Publish) -> None:
    file = publish(Q1, {"Lutron": "Active Partnership"})
    assert {path.name for path in file.parent.iterdir()} == {"warehouse.duckdb"}


def test_an_error_while_building_leaves_the_published_state(publish: Publish) -> None:
    file = publish(Q1, {"Lutron": "Active Partnership"})
    with pytest.raises(ZeroDivisionError), publishing(file) as publication:
        add_pipeline_export(publication, Q2, {"Lutron": "Active Partnership"})
        raise ZeroDivisionError
    with open_warehouse(file) as warehouse:
        assert warehouse.quarters() == ["2025-Q1"]
    assert {path.name for path in file.parent.iterdir()} == {"warehouse.duckdb"}


def _build_and_be_killed(file: Path) -> None:
    with publishing(file) as publication:
        add_pipeline_export(publication, Q2, {"Lutron": "Active Partnership"})
        derive(publication)
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_import_leaves_the_old_state_and_the_next_one_sweeps(publish: Publish) -> None:
    file = publish(Q1, {"Lutron": "Active Partnership"})
    killed = multiprocessing.get_context("fork").Process(target=_build_and_be_killed, args=(file,))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    with open_warehouse(file) as warehouse:
        assert warehouse.quarters() == ["2025-Q1"]
    publish(Q2, {"Lutron": "Active Partnership"})
    assert {path.name for path in file.parent.iterdir()} == {"warehouse.duckdb"}


def test_an_open_reader_neither_blocks_a_publication_nor_sees_it(publish: Publish) -> None:
    file = publish(Q1, {"Lutron": "Active Partnership"})
    with open_warehouse(file) as reader:
        publish(Q2, {"Lutron": "Active Partnership"})
        assert reader.quarters() == ["2025-Q1"]
    with open_warehouse(file) as reader:
        assert reader.quarters() == ["2025-Q1", "2025-Q2"]


def test_a_second_import_is_refused_while_one_is_under_way(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    with locked(file), pytest.raises(WarehouseUnavailable) as refusal, locked(file):
        pass
    assert str(refusal.value) == (
        f"{file}: expected no other import under way, found one by process {os.getpid()}. "
        "Wait for it to end, then import again; nothing was changed."
    )


def test_no_state_is_built_on_a_damaged_one(publish: Publish) -> None:
    file = publish(Q1, {"Lutron": "Active Partnership"})
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 300_000] = bytes(300_000)
    file.write_bytes(content)
    for building in (publishing, rehearsing):
        with pytest.raises(WarehouseUnavailable, match="a damaged one"), building(file):
            pass
    assert file.read_bytes() == content
    assert {path.name for path in file.parent.iterdir()} == {file.name}


@pytest.mark.parametrize("name", ["history", "curated", "rules.2025"])
def test_a_warehouse_may_be_named_like_a_schema_of_it(name: str, tmp_path: Path) -> None:
    publish = publish_into(tmp_path / f"{name}.duckdb")
    publish(Q1, {"Lutron": "Active Partnership"})
    with rehearsing(publish(Q2, {"Lutron": "Active Partnership"})) as publication:
        assert publication.next_import_id() == 3


def test_rows_that_are_unaccounted_for_stop_the_publication(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    with pytest.raises(PartnerAnalyticsError, match="every row read"), publishing(file) as lost:
        add_pipeline_export(lost, Q1, {"Lutron": "Active Partnership", "Ecobee": "Outreach"})
        lost._connection.execute("DELETE FROM history.pipeline WHERE partner = 'Ecobee'")
        derive(lost)
    assert not file.exists()


def test_every_table_and_column_is_commented(publish: Publish) -> None:
    file = publish(Q1, {"Lutron": "Active Partnership"})
    with open_warehouse(file) as warehouse:
        bare = warehouse.sql(
            "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
            "WHERE NOT internal AND comment IS NULL AND table_name != 'set_aside'"
        )
        assert bare.to_dict("records") == []
        assert len(warehouse.table("curated.pipeline").columns) == len(
            TRACKERS["pipeline"].columns
        ) + len(["partner_id", "as_of", "quarter", "_import_id", "_table", "_sheet", "_row"])
