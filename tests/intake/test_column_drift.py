"""What changed from one export of a source to the next."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from partner_analytics.intake import import_exports
from partner_analytics.intake.column_drift import drift_problems, source_of
from partner_analytics.problems import Problem
from partner_analytics.warehouse import open_warehouse

FIRST, SECOND = "raw/tracker 2025-Q1.xlsx", "raw/tracker 2025-Q2.xlsx"
Column = tuple[str | None, str]
PARTNER, TIER = ("partner", "Manufacturer"), ("tier", "Tier")


def columns(
    path: str, *mapped: Column, tracker: str = "pipeline", variant: str | None = None
) -> pd.DataFrame:
    """The columns of one export, as the warehouse lists them; its quarter is the import."""
    quarter = int(path.partition("-Q")[2][0])
    rows = [
        {
            "import_id": quarter,
            "file": path.rpartition("/")[2],
            "source_path": path,
            "as_of": pd.Timestamp(2025, 3 * quarter, 28),
            "sheet": "Pipeline",
            "tracker": tracker,
            "variant": variant,
            "header_row": 3,
            "column_name": name,
            "header": header,
            "cell_column": "ABCDEF"[at],
        }
        for at, (name, header) in enumerate(mapped)
    ]
    return pd.DataFrame(rows)


def drift(*exports: pd.DataFrame) -> list[Problem]:
    return [problem for _, problem in drift_problems(pd.concat(exports, ignore_index=True))]


def told(*exports: pd.DataFrame) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.header) for problem in drift(*exports)]


def test_the_same_columns_in_another_order_and_spelling_are_no_drift():
    second = columns(SECOND, ("tier", "Partner Tier"), ("partner", "Vendor"))
    assert told(columns(FIRST, PARTNER, TIER), second) == []


def test_a_column_that_is_gone_is_told_with_the_export_that_had_it():
    (problem,) = drift(columns(FIRST, PARTNER, TIER), columns(SECOND, PARTNER))
    assert str(problem) == (
        'tracker 2025-Q2.xlsx, sheet "Pipeline" "Tier": expected the column "Tier", which the '
        "export of 2025-03-28 (tracker 2025-Q1.xlsx) had, found no such column. Nothing to do if "
        "it is no longer kept; its values are empty from here on. If it has another header now, "
        'write "..." = "Tier" under [layouts.headers] in layouts.toml.'
    )


def test_a_renamed_column_is_suggested_and_nothing_more():
    first = columns(FIRST, PARTNER, ("last_activity_on", "Last Activity"))
    (gone,) = drift(first, columns(SECOND, PARTNER, (None, "Last activities")))
    assert gone.remedy.endswith(
        'If "Last activities" is the same column, write "Last activities" = "Last Activity" under '
        "[layouts.headers] in layouts.toml."
    )


def test_a_new_column_that_is_read_is_told_with_the_export_before():
    (new,) = drift(columns(FIRST, PARTNER), columns(SECOND, PARTNER, ("partner_status", "Status")))
    assert str(new) == (
        'tracker 2025-Q2.xlsx, sheet "Pipeline", cell B3 "Status": expected the columns of the '
        'export of 2025-03-28 (tracker 2025-Q1.xlsx), found "Status", which is new since. It was '
        "read as partner_status. Nothing to do if that is right."
    )


def test_a_new_header_nobody_knows_is_told_as_that_alone():
    assert told(columns(FIRST, PARTNER), columns(SECOND, PARTNER, (None, "Mood"))) == []


def test_a_new_column_with_the_template_s_own_header_is_not_told():
    second = columns(SECOND, PARTNER, TIER, ("partner_status", "Status"))
    assert told(columns(FIRST, PARTNER), second) == [("column-new", "Status")]


def test_a_header_that_feeds_two_columns_is_told_once():
    stage = (("stage", "Current Stage"), ("stage_number", "Current Stage"))
    assert told(columns(FIRST, PARTNER, *stage), columns(SECOND, PARTNER)) == [
        ("column-gone", "Current Stage")
    ]


def test_a_rating_that_is_gone_from_a_wide_sheet_is_told():
    def wide(path: str, members: Sequence[str]) -> list[pd.DataFrame]:
        return [
            columns(
                path,
                PARTNER,
                ("rating", member),
                ("dimension", member),
                tracker="evaluations",
                variant=member,
            )
            for member in members
        ]

    both, one = wide(FIRST, ["Technical", "Strategic"]), wide(SECOND, ["Technical"])
    assert told(*both, *one) == [("column-gone", "Strategic")]


def test_a_wide_sheet_after_a_long_one_lacks_nothing():
    long = columns(
        FIRST,
        PARTNER,
        ("rating", "Rating (1-5)"),
        ("dimension", "Evaluation Dimension"),
        tracker="evaluations",
    )
    wide = columns(
        SECOND,
        PARTNER,
        ("rating", "Technical"),
        ("dimension", "Technical"),
        tracker="evaluations",
        variant="technical",
    )
    assert told(long, wide) == []


def test_exports_of_two_sources_are_not_compared():
    assert told(columns(FIRST, PARTNER, TIER), columns("raw/Acme 2025-Q2.xlsx", PARTNER)) == []


def test_an_export_of_the_same_day_is_not_the_one_before():
    second = columns(SECOND, PARTNER).assign(as_of=pd.Timestamp(2025, 3, 28))
    assert told(columns(FIRST, PARTNER, TIER), second) == []


@pytest.mark.parametrize(
    "other", ["raw/Tracker 2025-06-30 (2).xlsx", "raw/tracker_Q2 2025.xlsx", "raw/TRACKER.xlsx"]
)
def test_a_source_is_its_path_without_dates_and_figures(other: str):
    assert source_of(FIRST) == source_of(other)


def test_an_import_compares_its_exports_by_their_days_and_passes_over_ignored_columns(
    tmp_path: Path,
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    row = "Lutron,Active Partnership,"
    for day, header, cell in (
        ("2025-06-30", "Manufacturer,Current Stage,Region", "North"),
        ("2025-03-31", "Manufacturer,Current Stage,Tier,Internal", "Tier 1,x"),
    ):
        (exports / f"pipeline {day}.csv").write_text(f"{header}\n{row}{cell}\n")
    (exports / "layouts.toml").write_text('[[layouts]]\nfiles = "*"\nignore = "Internal"\n')
    import_exports([exports], warehouse=tmp_path / "warehouse.duckdb")
    with open_warehouse(tmp_path / "warehouse.duckdb") as warehouse:
        problems = warehouse.problems()
    assert sorted(zip(problems["code"], problems["header"], strict=True)) == [
        ("column-gone", "Tier"),
        ("unmapped-column", "Region"),
    ]
    assert set(problems["file"]) == {"pipeline 2025-06-30.csv"}
