"""What an analyst can ask of an open warehouse, and what is refused."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from pandas.testing import assert_frame_equal

from partner_analytics.errors import InvalidCall, QueryStopped, WarehouseUnavailable
from partner_analytics.metrics.catalog import TAKEN_NAMES
from partner_analytics.warehouse import Warehouse, open_warehouse
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


def test_a_metric_is_what_its_definition_says(sample_warehouse: Path) -> None:
    with open_warehouse(sample_warehouse) as warehouse:
        names = warehouse.catalog()["metric"].unique()
        for name in names:
            order = f"FROM {{}}.{name} ORDER BY ALL"
            defined = warehouse.sql(order.format("definitions"))
            assert_frame_equal(warehouse.sql(order.format("metrics")), defined)


def test_a_definition_reads_no_other_definition(sample_warehouse: Path) -> None:
    with open_warehouse(sample_warehouse) as warehouse:
        texts = warehouse.sql("SELECT sql FROM duckdb_views() WHERE schema_name = 'definitions'")
    bodies = [text.partition(" AS ")[2] for text in texts["sql"]]
    assert len(bodies) == 20
    assert not [body for body in bodies if "definitions." in body]


def test_a_metric_method_completes_and_explains_itself(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert "stage_count" in dir(warehouse)
        assert warehouse.stage_count.__doc__ == "Partners in the pipeline.\n\nSource: pipeline."


def test_a_list_picks_the_rows_of_each_of_its_values(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert len(warehouse.stage_count(quarter=["2025-Q1", "Q2 2025"])) == 2
        assert len(warehouse.stage_count(quarter=[])) == 0
        assert len(warehouse.stage_count(partners=[1, 7])) == 1


def test_the_latest_quarter_is_that_of_the_newest_snapshot(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert warehouse.stage_count(quarter="latest")["quarter"].tolist() == ["2025-Q2"]
        assert warehouse.quarter("latest") == "2025-Q2"


@pytest.mark.parametrize("said", ["2025-Q4", "spring", ["2025-Q1", "2031-Q1"], 2025, None])
def test_a_quarter_nobody_knows_is_an_error_that_lists_those_there_are(
    file: Path, said: object
) -> None:
    with open_warehouse(file) as warehouse:
        with pytest.raises(InvalidCall, match="There are: 2025-Q1, 2025-Q2"):
            warehouse.stage_count(quarter=said)
        with pytest.raises(InvalidCall, match="There are: 2025-Q1, 2025-Q2"):
            warehouse.cells("pipeline", quarter=said)


def test_a_column_that_is_misspelt_is_told_with_the_one_it_is_like(file: Path) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall) as refusal:
        warehouse.stage_count(qarter="2025-Q1")
    assert str(refusal.value) == (
        "expected a column of metrics.stage_count, found qarter. "
        'Did you mean "quarter"? There are: quarter, partners.'
    )


def test_a_value_of_another_type_than_its_column_is_refused(file: Path) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall, match="'many'"):
        warehouse.stage_count(partners="many")


def test_a_partner_may_be_asked_for_by_a_number(file: Path) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall, match='found "360"'):
        warehouse.partner_id(360)


def test_a_misspelt_tracker_is_told_with_the_one_it_is_like(file: Path) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall, match='mean "pipeline"'):
        warehouse.cells("pipelines")


def test_a_query_that_does_not_end_is_interrupted_at_its_limit(file: Path) -> None:
    endless = "SELECT count(*) FROM range(10000000000) a, range(10000000000) b"
    with open_warehouse(file) as warehouse:
        with pytest.raises(QueryStopped, match=r"within 0\.2 seconds"):
            warehouse.sql(endless, seconds=0.2)
        assert len(warehouse.stage_count()) == 2


def test_a_query_that_takes_too_much_memory_is_told(file: Path) -> None:
    large = "SELECT list(r || repeat('x', 1000)) AS texts FROM range(1000000) t(r)"
    with (
        open_warehouse(file, memory="50MB") as warehouse,
        pytest.raises(QueryStopped, match="fits into its memory"),
    ):
        warehouse.sql(large)


def test_what_does_not_fit_into_memory_is_put_aside_and_taken_away(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_warehouse(file, memory="100MB") as warehouse:
        rows = warehouse.sql(
            "SELECT count(*) AS n FROM "
            "(SELECT r, repeat('x', 100) || r AS t FROM range(1000000) s(r) ORDER BY t)"
        )
    assert rows["n"].tolist() == [1000000]
    assert list(tmp_path.iterdir()) == []


def test_a_query_that_is_wrong_is_refused_in_the_words_of_the_database(file: Path) -> None:
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall, match="stage_counts"):
        warehouse.sql("SELECT * FROM metrics.stage_counts")


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
        with pytest.raises(InvalidCall, match='Did you mean "Lutron"'):
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
    with open_warehouse(file) as warehouse, pytest.raises(InvalidCall, match="disabled"):
        warehouse.sql(query)


def test_plain_duckdb_opens_the_file_and_finds_comments(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("FROM metrics.stage_count ORDER BY 1").fetchall() == [
            ("2025-Q1", 2),
            ("2025-Q2", 1),
        ]
        comments = connection.execute(
            "SELECT comment FROM duckdb_columns() "
            "WHERE schema_name = 'metrics' AND table_name = 'stage_count'"
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


def test_the_names_no_metric_may_have_are_the_warehouses_own() -> None:
    own = {name for name in dir(Warehouse) if not name.startswith("_")}
    assert own | {"path"} == TAKEN_NAMES
