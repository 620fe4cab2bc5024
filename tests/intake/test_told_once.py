"""What an import tells: each fault under one code, its consequences with it, rows of the sheet."""

import json
from pathlib import Path

import pytest

from partner_analytics.intake import BuildReport, import_exports
from partner_analytics.problems.causes import Cause, causes
from partner_analytics.trackers import lost_by
from partner_analytics.warehouse import open_warehouse

VOLUMES = "Manufacturer,YTD Volume\n"


def imported(folder: Path, **files: str) -> BuildReport:
    for name, text in files.items():
        (folder / f"{name} 2025-06-30.csv").write_text(text)
    return import_exports([folder], warehouse=folder / "warehouse.duckdb")


def told(report: BuildReport) -> list[Cause]:
    return causes(report.problems, lost_by)


@pytest.fixture
def with_misspelt_stage(tmp_path: Path) -> BuildReport:
    return imported(
        tmp_path,
        pipeline="Manufacturer,Current Stage\nHalvard,Activ Partnrship\nOstra,6\n",
        commercial=VOLUMES + "Ostra,400\nHalvard,900\n",
        meetings="Manufacturer,Date,Participants\nHalvard,2025-05-06,Dana\n",
    )


def test_a_partner_whose_row_was_set_aside_is_unknown_as_its_consequence(
    with_misspelt_stage: BuildReport,
) -> None:
    (cause,) = told(with_misspelt_stage)
    assert cause.first.column == "stage"
    assert sorted(problem.file[:8] for problem in cause.consequences) == ["commerci", "meetings"]


def test_each_problem_can_be_asked_for_with_what_it_follows_from(
    with_misspelt_stage: BuildReport,
) -> None:
    with open_warehouse(with_misspelt_stage.warehouse) as opened:
        problems = opened.problems()
    unknown = problems[problems["code"] == "unknown-partner"]
    assert set(unknown["consequence_of"]) == {"pipeline 2025-06-30.csv||2"}
    assert unknown["remedy"].str.contains("pipeline 2025-06-30.csv, line 2").all()


def test_without_a_register_all_unknown_partners_are_one_cause(tmp_path: Path) -> None:
    report = imported(
        tmp_path,
        commercial=VOLUMES + "Ostra,400\nHalvard,900\n",
        meetings="Manufacturer,Date,Participants\nHalvard,2025-05-06,Dana\n",
    )
    (cause,) = told(report)
    assert len(cause.problems) == 3
    assert "No pipeline and no target register is loaded" in str(cause)


def test_a_rejected_register_is_the_cause_of_its_unknown_partners(tmp_path: Path) -> None:
    report = imported(
        tmp_path,
        pipeline="Manufacturer,Tier,Owner,Category\nHalvard,Tier 1,Dana,Audio\n",
        commercial=VOLUMES + "Halvard,900\n",
    )
    (cause,) = [cause for cause in told(report) if cause.consequences]
    assert cause.first.code == "missing-column"
    assert [problem.code for problem in cause.consequences] == ["unknown-partner"]
    assert "was rejected; mend it first." in cause.consequences[0].remedy


def test_a_rejected_file_that_is_only_named_like_a_register_may_be_the_cause(
    tmp_path: Path,
) -> None:
    report = imported(
        tmp_path,
        pipeline="\x00\x00\x00nothing anybody can read",
        commercial=VOLUMES + "Halvard,900\n",
    )
    (unknown,) = [one for one in report.problems if one.code == "unknown-partner"]
    assert "was rejected; by its name it may enter partners: look there." in unknown.remedy


def test_a_repeated_key_names_partner_and_both_rows_under_one_code(tmp_path: Path) -> None:
    report = imported(
        tmp_path,
        pipeline="Manufacturer,Current Stage\nHalvard,6\nOstra,6\nHalvard,5\nOSTRA,2\n",
    )
    assert sorted((problem.code, problem.found) for problem in report.problems) == [
        ("duplicate-key", '"Halvard" in line 4 again after line 2, with another Current Stage'),
        ("duplicate-key", '"OSTRA" in line 5 again after line 3 ("Ostra")'),
    ]


def test_a_repeated_key_stays_told_when_the_next_import_judges_anew(tmp_path: Path) -> None:
    imported(tmp_path, pipeline="Manufacturer,Current Stage\nHalvard,6\nHalvard,5\n")
    report = imported(tmp_path, commercial=VOLUMES + "Halvard,900\n")
    with open_warehouse(report.warehouse) as opened:
        assert opened.problems()["code"].to_list() == ["duplicate-key"]


def test_rows_of_a_wide_sheet_count_once_and_add_up(tmp_path: Path) -> None:
    report = imported(
        tmp_path,
        pipeline="Manufacturer,Current Stage\nHalvard,6\nOstra,6\n",
        evaluations="Manufacturer,Commercial,Technical,Relationship\n"
        "Halvard,4,3,5\nOstra,4,,\nNobody,2,2,2\n,,,\nTotal,8,3,5\n",
    )
    (table,) = [t for file in report.files for t in file.tables if t.tracker == "evaluations"]
    assert (table.rows_read, table.rows_loaded, table.rows_set_aside) == (5, 2, 1)
    assert (table.rows_blank, table.rows_total, table.rows_repeated_header) == (1, 1, 0)


def test_a_report_is_plain_data(with_misspelt_stage: BuildReport) -> None:
    (cause,) = told(with_misspelt_stage)
    said = json.loads(json.dumps(cause.as_data()))
    assert (said["count"], len(said["consequences"])) == (1, 2)
    assert said["places"] == ['pipeline 2025-06-30.csv, line 2 "Current Stage"']
