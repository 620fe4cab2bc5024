"""What an analyst can ask of an open warehouse, and what is refused."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from partner_analytics.errors import InvalidCall, WarehouseUnavailable
from partner_analytics.warehouse import open_warehouse
from tests.warehouse.conftest import publish_into

Q1, Q2 = date(2025, 3, 31), date(2025, 6, 30)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    publish = publish_into(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb")
    publish(Q1, {"Lutron": "Initial Outreach", "Ecobee": "Active Partnership"})
    return publish(Q2, {"Lutron": "Active Partnership", "Nobody": "Active Partnership"})


def test_a_metric_is_a_method_and_picks_rows_by_its_columns(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert warehouse.stage_count().to_dict("records") == [
            {"quarter": "2025-Q1", "partners": 2},
            {"quarter": "2025-Q2", "partners": 1},
        ]
        assert warehouse.stage_count(quarter="2025-Q2")["partners"].tolist() == [1]


def test_a_metric_method_completes_and_explains_itself(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert "stage_count" in dir(warehouse)
        assert warehouse.stage_count.__doc__ == "Partners in the pipeline.\n\nSource: pipeline."


def test_an_unknown_metric_names_those_there_are(file: Path) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall) as refusal:
        warehouse.metric("stages")
    assert str(refusal.value) == ('expected a metric, found "stages". There are: stage_count.')


def test_a_row_of_an_unknown_partner_is_set_aside_and_counted(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        counts = warehouse.imports("2025-Q2")
        assert counts[["rows_read", "rows_loaded", "rows_set_aside"]].to_numpy().tolist() == [
            [2, 1, 1]
        ]


def test_a_partner_is_found_by_id_name_and_alias(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert {warehouse.partner_id(name) for name in ("lutron", "Lutron", "LUTRON CO")} == {
            "lutron"
        }
        with pytest.raises(InvalidCall, match="Closest are: Lutron"):
            warehouse.partner_id("Lutrom")


def test_frames_have_the_dtypes_of_their_columns_whatever_the_data(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        nothing = warehouse.sql("SELECT 1 AS n, 'x' AS t, DATE '2025-01-01' AS d WHERE false")
        row = warehouse.sql("SELECT 1 AS n, 'x' AS t, DATE '2025-01-01' AS d")
    assert nothing.dtypes.to_dict() == row.dtypes.to_dict()
    assert [str(kind) for kind in row.dtypes] == ["Int32", "str", "datetime64[us]"]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM curated.pipeline",
        "SELECT 1; SELECT 2",
        "COPY curated.pipeline TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "EXPLAIN ANALYZE SELECT 1",
        "SET memory_limit = '1TB'",
    ],
)
def test_only_one_select_is_answered(file: Path, query: str) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall, match="one SELECT"):
        warehouse.sql(query)


@pytest.mark.parametrize(
    "query", ["SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM 'x.csv'"]
)
def test_other_files_are_out_of_reach(file: Path, query: str) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(duckdb.PermissionException):
        warehouse.sql(query)


def test_plain_duckdb_opens_the_file_and_finds_comments(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("FROM metrics.stage_count ORDER BY 1").fetchall() == [
            ("2025-Q1", 2),
            ("2025-Q2", 1),
        ]
        comments = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'stage_count'"
        ).fetchall()
        assert comments == [("quarter",), ("partners, count",)]


def test_a_missing_warehouse_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WarehouseUnavailable) as refusal:
        open_warehouse(tmp_path / "none.duckdb")
    assert str(refusal.value) == (
        f"{tmp_path}/none.duckdb: expected a warehouse file, found none. "
        "Run `partner-analytics import data/raw` first, or pass the path of yours."
    )


def test_a_warehouse_shows_itself(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert "quarters 2025-Q1, 2025-Q2, 2 partners" in warehouse._repr_html_()
