"""Typed figures against computed ones: what is told, and what is let be."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from partner_analytics.intake import BuildReport, import_exports

PIPELINE = ["Manufacturer", "Tier", "Current Stage", "Days in Stage", "Stage Entered", "Owner"]


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def write(folder: Path, name: str, *rows: list[str]) -> None:
    with (folder / name).open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(rows)


def typed_differs(folder: Path) -> list[str]:
    report: BuildReport = import_exports([folder], warehouse=folder.parent / "w.duckdb")
    return [str(problem) for problem in report.problems if problem.code == "typed-differs"]


def test_s000_2_days_in_stage_off_by_more_than_a_day_are_told(exports: Path) -> None:
    write(
        exports,
        "pipeline 2025-03-24.csv",
        PIPELINE,
        # From March 1 to March 24 there are 23 days; one day off is tolerated.
        ["Lutron", "Tier 1", "6", "30", "2025-03-01", "Dana"],
        ["Ecobee", "Tier 1", "6", "24", "2025-03-01", "Dana"],
        ["Sonos", "Tier 1", "6", "", "2025-03-01", "Dana"],
    )
    assert typed_differs(exports) == [
        'pipeline 2025-03-24.csv, line 2 "Days in Stage": expected the computed 23 (entered '
        "2025-03-01, as of 2025-03-24), found 30. Write the computed days, or mend the date on "
        "which the stage was entered. Reviews use what is computed."
    ]


def write_commercial(folder: Path, *savings: str) -> None:
    names = ("Lutron", "Ecobee", "Sonos")[: len(savings)]
    write(
        folder,
        "pipeline 2025-03-31.csv",
        PIPELINE,
        *([name, "Tier 1", "6", "", "", "Dana"] for name in names),
    )
    write(
        folder,
        "commercial 2025-03-31.csv",
        ["Manufacturer", "Base Discount (%)", "YTD Volume", "Savings vs. Retail"],
        *([name, "35%", "$65,000", saved] for name, saved in zip(names, savings, strict=True)),
    )


def test_s000_6_a_discount_taken_of_the_net_volume_is_told(exports: Path) -> None:
    # 65,000 at 35% off list was 100,000 at list: 35,000 are saved. 22,750 is 35% of 65,000.
    write_commercial(exports, "$22,750", "$35,000", "$35K")
    assert typed_differs(exports) == [
        'commercial 2025-03-31.csv, line 2 "Savings vs. Retail": expected the computed $35,000 '
        "(net volume $65,000 at 35.0% off list), found $22,750. Write the computed savings, or "
        "mend what they follow from. Reviews use what is computed."
    ]


def test_other_savings_are_told_without_order_lines_too(exports: Path) -> None:
    write_commercial(exports, "$28,000", "$35,000")
    (told,) = typed_differs(exports)
    assert "line 2" in told
    assert "expected the computed $35,000 (net volume $65,000 at 35.0% off list)" in told


def test_savings_may_differ_by_half_a_unit_of_their_last_digit(exports: Path) -> None:
    # 35,000 are computed: "$35K" is as near as it is typed, "$35,400" says more, "$0.04M" less.
    write_commercial(exports, "$35K", "$35,400", "$0.04M")
    (told,) = typed_differs(exports)
    assert "line 3" in told


def test_savings_are_held_against_the_order_lines_once_there_are_some(exports: Path) -> None:
    write_commercial(exports, "$28,000", "$35,000")
    header = ["Manufacturer", "Order Date", "Order Number", "Line", "SKU", "Units"]
    write(
        exports,
        "orders 2025-03-31.csv",
        [*header, "List Price", "Net Price", "Currency"],
        ["Lutron", "2025-03-01", "PO-1", "1", "A", "1000", "93", "65", "USD"],
    )
    # Lutron: 1,000 at 93 list and 65 net saves 28,000, as typed. Ecobee: as agreed, 35,000.
    assert typed_differs(exports) == []


def write_scorecard(folder: Path, score: str, *ratings: tuple[str, Sequence[str]]) -> None:
    write(folder, "pipeline 2025-03-31.csv", PIPELINE, ["Lutron", "Tier 1", "6", "", "", "Dana"])
    dimensions = ("Commercial", "Technical", "Relationship", "Strategic", "Operational")
    write(
        folder,
        "evaluations 2025-03-31.csv",
        ["Manufacturer", "Rater", *dimensions],
        *(["Lutron", rater, *rated] for rater, rated in ratings),
    )
    write(
        folder,
        "scorecards 2025-03-31.csv",
        ["Manufacturer", "Overall Health Score", "Trend"],
        ["Lutron", score, "New"],
    )


def test_s000_11_a_plain_mean_of_the_dimensions_is_told(exports: Path) -> None:
    # Weights 30/25/20/15/10: (4*30 + 3*25 + 5*20 + 4*15 + 2*10) / 5 = 75; the plain mean is 72.
    write_scorecard(exports, "72", ("Dana", "43542"))
    assert typed_differs(exports) == [
        'scorecards 2025-03-31.csv, line 2 "Overall Health Score": expected the computed 75.0 '
        "(the ratings of 2025-Q1 by the program's weights), found 72.0. Write the computed "
        "score, or mend the ratings. Reviews use what is computed."
    ]


# The score of these ratings with the weights 30/25/20/15/10; Healthy begins at 70.
RATED_69 = "33542"


def test_a_score_typed_with_another_decimal_is_told(exports: Path) -> None:
    write_scorecard(exports, "69.4", ("Dana", RATED_69))
    (told,) = typed_differs(exports)
    assert "expected the computed 69.0 (" in told
    assert "found 69.4" in told


def test_a_score_that_agrees_as_exactly_as_it_was_typed_is_let_be(exports: Path) -> None:
    # Not rated in one dimension: (4*30 + 3*25 + 4*20 + 3*15) / 90 * 20 = 71.11.
    write_scorecard(exports, "71.1", ("Dana", "4343"))
    assert typed_differs(exports) == []


def test_where_raters_disagree_a_score_of_another_band_is_told(exports: Path) -> None:
    # The technical rating in the middle is 3: (4*30 + 3*25 + 4*20 + 3*15 + 2*10) / 5 = 68.
    raters = [("Dana", "43432"), ("Elena", "43432"), ("Tom", "44432")]
    write_scorecard(exports, "70", *raters)
    (told,) = typed_differs(exports)
    assert "expected the computed 68.0, which is Attention (" in told
    assert "found 70.0, which is Healthy" in told


def test_where_raters_disagree_neither_score_is_wrong(exports: Path) -> None:
    write_scorecard(exports, "75", ("Dana", "43542"), ("Elena", "33542"))
    assert typed_differs(exports) == []
