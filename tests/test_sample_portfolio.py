"""The sample portfolio end to end: its worked numbers, its mistakes, its reviews."""

import csv
import inspect
import re
import shutil
from decimal import Decimal
from pathlib import Path

import nbformat
import papermill
import pytest

from partner_analytics import metrics
from partner_analytics.intake import import_exports
from partner_analytics.reviews import Batch, render_quarter
from partner_analytics.warehouse import Warehouse, connection, open_warehouse

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"


@pytest.fixture(scope="module")
def warehouse(sample_warehouse: Path) -> Warehouse:
    return open_warehouse(sample_warehouse)


@pytest.fixture(scope="module")
def reviews(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """The portfolio review and all partner reviews are one batch; here two partners of it."""
    output = tmp_path_factory.mktemp("reviews")
    given = {"warehouse": sample_warehouse, "output": output, "notebooks": NOTEBOOKS}
    return render_quarter("2025-Q4", partners=["Lutron Electronics", "Petalume"], **given)


def _bought_of(
    partner: str, quarter: str, name: str, units: str, price: str, *, first: str
) -> Decimal:
    """What an order file of 2025 says was bought of a partner from a day on, line by line."""
    file = ROOT / "data" / "raw" / f"orders-2025-Q{quarter}.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return sum(
            (
                Decimal(line[units]) * Decimal(line[price])
                for line in csv.DictReader(lines)
                if line[name] == partner and line["Order Date"] >= first
            ),
            Decimal(0),
        )


def test_s001_3_six_nine_twelve_against_both_target_sets(warehouse: Warehouse) -> None:
    rows = warehouse.tier_distribution(quarter="2025-Q4").set_index(["target_set", "tier"])
    assert rows.loc["year1", "partners"].tolist() == [6, 9, 12]
    assert rows.loc["year1", "status"].tolist() == ["in range"] * 3
    assert rows.loc["steady_state", "short"].tolist() == [0, 3, 18]


def test_a_cell_of_the_sample_is_corrected_in_half_the_memory_there_is(
    sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(sample_warehouse.parent, tmp_path / "curated")
    tracker = "HomeAIQ partner tracker 2025-Q4.xlsx"
    shutil.copy(ROOT / "data" / "raw" / tracker, tmp_path)
    (tmp_path / "corrections.csv").write_text(
        "file,sheet,cell,found,use,reason,who\n"
        f"{tracker},Evaluations,E6,3,4,rated again after the December call,Dana Whitfield\n"
    )
    monkeypatch.setitem(connection._WRITER, "memory_limit", "80MB")
    file = tmp_path / "curated" / sample_warehouse.name
    assert import_exports([tmp_path / tracker], warehouse=file).published
    with open_warehouse(file) as corrected:
        row = corrected.health_score(partner="Lutron Electronics", quarter="2025-Q4").iloc[0]
        assert row["health_score"] == pytest.approx(95.0)  # 93.0, and a fifth of 10
        assert corrected.corrections()["status"].tolist() == ["applied"]


def test_s000_11_leviton_is_rated_75(warehouse: Warehouse) -> None:
    row = warehouse.health_score(partner="Leviton Manufacturing", quarter="2025-Q1").iloc[0]
    assert (row["health_score"], row["other_scale_score"]) == (75.0, 68.75)


def test_s000_12_the_trend_steps_are_there(warehouse: Warehouse) -> None:
    rows = warehouse.health_trend(quarter="2025-Q2").set_index("partner_id")
    steps = {
        "leviton-manufacturing": (-4.0, "Stable"),
        "philips-hue-signify-798e6d": (-6.0, "Declining"),
        "sonos": (5.0, "Improving"),
    }
    for partner, (change, trend) in steps.items():
        assert (rows.loc[partner, "change_points"], rows.loc[partner, "trend"]) == (change, trend)
    assert rows.loc["quillnet-systems", "trend"] == "New"


def test_g_05_aurenfield_is_scored_on_three_quarters_of_the_weights(warehouse: Warehouse) -> None:
    row = warehouse.health_score(partner="Aurenfield Lighting", quarter="2025-Q1").iloc[0]
    assert (row["health_score"], row["coverage_pct"]) == (80.0, 0.75)
    assert (row["lower_bound_score"], row["upper_bound_score"]) == (65.0, 85.0)


def test_d_79_commitment_pace_from_the_day_the_stage_was_entered(warehouse: Warehouse) -> None:
    # 400,000 x 360 / 365 are due of the year from January 6 on; 176 of its 360 days are over.
    counted = _bought_of("Sonos", "1", "Manufacturer", "Units", "Net Price", first="2025-01-06")
    counted += _bought_of("Sonos", "2", "Vendor", "Qty", "Unit Net Price", first="2025-04-01")
    row = warehouse.commitment_attainment(partner="Sonos", quarter="2025-Q2").iloc[0]
    assert row["due_commitment_usd"] == round(400_000 * 360 / 365, 2)
    assert row["counted_volume_usd"] == float(counted)
    assert row["pace_index"] == pytest.approx(146_840.60 / 394_520.55 / (176 / 360))
    assert row["status"] == "behind"


def test_s000_6_savings_are_measured_on_list(warehouse: Warehouse) -> None:
    savings = warehouse.savings(partner="Aurenfield Lighting", quarter="2025-Q1").iloc[0]
    assert (savings["saved_usd"], savings["typed_savings_usd"]) == (35_000, 22_750)


def test_d_07_the_four_readings_of_discount_achievement_disagree(warehouse: Warehouse) -> None:
    rows = warehouse.portfolio_discount(quarter="2025-Q4", window="trailing_4_quarters").iloc[0]
    assert rows["list_weighted_pct"] >= 0.30 > rows["simple_mean_pct"]
    assert rows["verdict_flips"]


def test_s001_23_the_source_s_claim_is_reproduced(warehouse: Warehouse) -> None:
    rows = warehouse.program_return(quarter="2025-Q4", benefits="all").set_index("corner")
    assert rows["return_multiple"].round(2).to_dict() == {
        "low/low": 2.05,
        "high/high": 2.36,
        "worst": 1.45,
        "best": 3.33,
        "mid": 2.23,
    }


def test_docstring_table_comment_and_catalog_agree(warehouse: Warehouse) -> None:
    comments = warehouse.sql(
        "SELECT table_name, comment FROM duckdb_tables() "
        "WHERE schema_name = 'metrics' AND table_name != 'catalog'"
    ).set_index("table_name")["comment"]
    columns = warehouse.sql(
        "SELECT table_name, column_name, comment FROM duckdb_columns() "
        "WHERE schema_name = 'metrics' AND table_name != 'catalog'"
    )
    catalog = warehouse.catalog()
    assert set(comments.index) == set(metrics.CATALOG) == set(catalog["metric"])
    for name, metric in metrics.CATALOG.items():
        assert comments[name] == metric.docstring == inspect.getdoc(getattr(metrics, name))
        rows = catalog[catalog["metric"] == name]
        assert set(rows["description"]) == {metric.description}
        told = dict(zip(rows["column_name"], rows["column_description"], strict=True))
        commented = columns[columns["table_name"] == name]
        assert told == dict(metric.columns)
        assert told == dict(zip(commented["column_name"], commented["comment"], strict=True))


def test_every_mistake_the_sample_lists_is_found_at_its_place(warehouse: Warehouse) -> None:
    listed = re.findall(
        r"^\| ([^|]+\.(?:xlsx|csv)) \| ([^|]*) \| (?:line )?(\w+) \|",
        (ROOT / "data" / "raw" / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(listed) == 23
    problems = warehouse.problems()
    found = {
        (row["file"], row["sheet"] if isinstance(row["sheet"], str) else "", str(place))
        for row in problems.to_dict("records")
        for place in (row["cell"], row["line"])
    }
    # One problem speaks for both EUR lines.
    told_together = {("orders-2025-Q2.csv", "", "8486")}
    assert {(file, sheet.strip(), place) for file, sheet, place in listed} - found == told_together


def test_the_figures_typed_wrong_are_found_at_these_cells_and_nowhere_else(
    warehouse: Warehouse,
) -> None:
    problems = warehouse.problems().query("code == 'typed-differs'")
    assert {
        (row.file[-12:-5], row.sheet, row.cell): (row.found, row.expected, row.severity)
        for row in problems.itertuples()
    } == {
        ("2025-Q1", "Pipeline", "I9"): (
            "30",
            "the computed 23 (entered 2025-03-08, as of 2025-03-31)",
            "warning",
        ),
        ("2025-Q1", "Commercial", "I8"): (
            "$22,750",
            "the computed $35,000 (net volume $65,000 at 35.0% off list)",
            "warning",
        ),
        ("2025-Q4", "Pipeline", "I13"): (
            "30",
            "the computed 359 (entered 2025-01-06, as of 2025-12-31)",
            "warning",
        ),
        # Five overall scores, the plain means of the dimensions.
        **{
            (quarter, sheet, cell): (
                found,
                f"the computed {computed} (the ratings of {quarter} by the program's weights)",
                "warning",
            )
            for quarter, sheet, cell, found, computed in (
                ("2025-Q1", "Scorecard", "G15", "72.0", "75.0"),
                ("2025-Q2", "Health Scorecard", "G5", "72.0", "71.0"),
                ("2025-Q3", "Scorecards", "G10", "68.0", "69.0"),
                ("2025-Q4", "Scorecard", "G16", "88.0", "86.0"),
                ("2025-Q4", "Scorecard", "G10", "72.0", "73.0"),
            )
        },
    }


def test_what_was_typed_wrong_stands_beside_what_was_computed(warehouse: Warehouse) -> None:
    pipeline = warehouse.pipeline_progress(is_discrepant=True)
    assert {(row.quarter, row.typed_days_in_stage) for row in pipeline.itertuples()} == {
        ("2025-Q1", 30),
        ("2025-Q4", 30),
    }


def test_a_review_holds_all_its_charts_and_nothing_from_elsewhere(reviews: Batch) -> None:
    assert reviews.failed == ()
    page = (reviews.index.parent / "partners" / "lutron-electronics.html").read_text("utf-8")
    assert page.count('class="chart"') == 5
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "health score" in page.lower()


def test_the_index_links_the_reviews_there_are(reviews: Batch) -> None:
    index = reviews.index.read_text("utf-8")
    linked = re.findall(r'href="(partners/[^"]+)"', index)
    assert linked == ["partners/lutron-electronics.html", "partners/petalume.html"]
    assert all((reviews.index.parent / path).is_file() for path in linked)


@pytest.mark.parametrize(
    "name", ["portfolio_review.ipynb", "partner_review.ipynb", "explore.ipynb", "sql.ipynb"]
)
def test_every_notebook_runs_by_plain_papermill(
    name: str, sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNER_ANALYTICS_WAREHOUSE", str(sample_warehouse))
    out = tmp_path / name
    papermill.execute_notebook(
        NOTEBOOKS / name, out, kernel_name="python3", cwd=str(tmp_path), progress_bar=False
    )
    cells = [c for c in nbformat.read(out, as_version=4).cells if c.cell_type == "code"]
    assert all(cell.execution_count for cell in cells if cell.source.strip())
