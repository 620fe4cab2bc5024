"""A copy with computed metrics answers as the original does."""

from pathlib import Path

from pandas.testing import assert_frame_equal

from partner_analytics.warehouse import copy_with_computed_metrics, open_warehouse


def test_the_copy_answers_as_the_original(sample_warehouse: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy_with_computed_metrics(sample_warehouse, copy)
    with open_warehouse(sample_warehouse) as views, open_warehouse(copy) as tables:
        names = views.catalog()["metric"].unique()
        assert len(names) == 20
        for name in names:
            assert_frame_equal(views.metric(name), tables.metric(name))
            assert getattr(views, name).__doc__ == getattr(tables, name).__doc__
        views_left = tables.sql(
            "SELECT view_name FROM duckdb_views() WHERE schema_name = 'metrics'"
        )
        assert views_left.empty
