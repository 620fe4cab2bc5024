"""Values that a later export states otherwise: both are told, each with its cell."""

from pathlib import Path

import pandas as pd
import pytest

from partner_analytics.intake import BuildReport, import_exports
from partner_analytics.warehouse import open_warehouse

RATINGS = "Manufacturer,Quarter,Evaluation Dimension,Rating (1-5),Comments\n"
ORDERS = "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price\n"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    (tmp_path / "pipeline 2025-03-31.csv").write_text(
        "Manufacturer,Current Stage,Tier\nHalvard,6,Tier 1\n"
    )
    return tmp_path


def imported(exports: Path) -> BuildReport:
    return import_exports([exports], warehouse=exports / "warehouse.duckdb")


def restated(exports: Path) -> pd.DataFrame:
    with open_warehouse(exports / "warehouse.duckdb") as opened:
        return opened.table("landing.restated")


def test_a_rating_restated_later_is_listed_with_both_values_and_both_cells(exports: Path) -> None:
    (exports / "ratings 2025-03-31.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,3,\n")
    (exports / "ratings 2025-06-30.csv").write_text(
        RATINGS + "Halvard,2025-Q2,Technical,3,\nHalvard,2025-Q1,Technical,5,\n"
    )
    imported(exports)
    (row,) = restated(exports).to_dict("records")
    assert (row["tracker"], row["quarter"], row["column_name"]) == (
        "evaluations",
        "2025-Q1",
        "rating",
    )
    assert (row["earlier_value"], row["earlier_file"], row["earlier_cell"]) == (
        "3",
        "ratings 2025-03-31.csv",
        "line 2",
    )
    assert (row["later_value"], row["later_file"], row["later_cell"]) == (
        "5",
        "ratings 2025-06-30.csv",
        "line 3",
    )


def test_a_rating_restated_later_is_a_warning_at_the_later_cell(exports: Path) -> None:
    (exports / "ratings 2025-03-31.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,3,\n")
    (exports / "ratings 2025-06-30.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,5,\n")
    (problem,) = imported(exports).problems
    assert (problem.code, str(problem.severity), problem.line) == ("restated-value", "warning", 2)
    assert problem.found == '"5"'
    assert '"3"' in problem.expected
    assert "ratings 2025-03-31.csv, line 2" in problem.expected


def test_a_rating_stated_again_alike_is_not_restated(exports: Path) -> None:
    for day in ("2025-03-31", "2025-06-30"):
        (exports / f"ratings {day}.csv").write_text(RATINGS + "Halvard,Q1 2025,Technical,3,\n")
    imported(exports)
    assert restated(exports).empty


def test_another_comment_is_listed_and_no_warning(exports: Path) -> None:
    (exports / "ratings 2025-03-31.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,3,ok\n")
    (exports / "ratings 2025-06-30.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,3,good\n")
    assert not imported(exports).problems
    assert restated(exports)["column_name"].to_list() == ["comments"]


def test_a_column_the_later_export_lacks_restates_nothing(exports: Path) -> None:
    (exports / "ratings 2025-03-31.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,3,ok\n")
    (exports / "ratings 2025-06-30.csv").write_text(
        "Manufacturer,Quarter,Evaluation Dimension,Rating (1-5)\nHalvard,2025-Q1,Technical,3\n"
    )
    imported(exports)
    assert restated(exports).empty


def test_a_tier_of_a_later_day_of_the_quarter_is_listed_as_such(exports: Path) -> None:
    (exports / "partners 2025-03-10.csv").write_text(
        "Manufacturer,Current Stage,Tier\nHalvard,6,Tier 2\n"
    )
    report = imported(exports)
    assert restated(exports)[["kind", "earlier_value", "later_value"]].to_numpy().tolist() == [
        ["later day", "Tier 2", "Tier 1"]
    ]
    assert not report.problems


def test_a_tier_of_another_quarter_is_not_restated(exports: Path) -> None:
    (exports / "partners 2025-06-30.csv").write_text(
        "Manufacturer,Current Stage,Tier\nHalvard,6,Tier 2\n"
    )
    imported(exports)
    assert restated(exports).empty


def test_an_order_line_corrected_later_is_listed_value_by_value(exports: Path) -> None:
    (exports / "orders 2025-03-31.csv").write_text(ORDERS + "Halvard,2025-02-01,P-1,1,4,90,80\n")
    (exports / "orders 2025-06-30.csv").write_text(ORDERS + "Halvard,2025-02-01,P-1,1,5,90,75\n")
    imported(exports)
    found = restated(exports)
    assert set(found["kind"]) == {"event"}
    assert found.set_index("column_name")["later_value"].to_dict() == {
        "units": "5",
        "net_price": "75",
    }


def test_an_import_says_how_many_values_it_restates(exports: Path) -> None:
    (exports / "ratings 2025-03-31.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,3,\n")
    (exports / "ratings 2025-06-30.csv").write_text(RATINGS + "Halvard,2025-Q1,Technical,5,\n")
    said = {file.file: file.values_restated for file in imported(exports).files}
    assert said["ratings 2025-06-30.csv"] == {"evaluations": 1}
    assert said["ratings 2025-03-31.csv"] == {}
