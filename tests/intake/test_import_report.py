"""How an import ends: what counts as done."""

from pathlib import Path

import pytest

from partner_analytics.intake import BuildReport, FailOn, import_exports

HEADER = "Manufacturer,Tier,Current Stage\n"
GOOD = HEADER + "Orrin Audio,Tier 1,Active Partnership\n"
IN_PART = GOOD + "Pelham,Tier 1,No such stage\n"
ASIDE = HEADER + "Pelham,Tier 1,No such stage\nQuill,Tier 1,Nor this\n"
NO_TABLE = "Month,Rain\nMay,12\n"
WARNED = HEADER + "Orrin Audio,Tier 1,Active Partnership\nOrrin Audio Inc.,Tier 1,Outreach\n"


def imported(folder: Path, **texts: str) -> BuildReport:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name} 2025-03-31.csv").write_text(text)
    return import_exports([folder], warehouse=folder / "w.duckdb")


def test_an_export_of_which_every_row_is_set_aside_is_no_success(tmp_path: Path) -> None:
    assert imported(tmp_path, aside=ASIDE).exit_code == 1


def test_an_export_set_aside_whole_beside_a_loaded_one_is_done_in_part(tmp_path: Path) -> None:
    assert imported(tmp_path, aside=ASIDE, good=GOOD).exit_code == 3


def test_an_export_of_which_some_rows_load_is_done(tmp_path: Path) -> None:
    assert imported(tmp_path, part=IN_PART).exit_code == 0


def test_a_rejected_export_beside_known_ones_is_done_in_part(tmp_path: Path) -> None:
    imported(tmp_path, good=GOOD)
    assert imported(tmp_path, rain=NO_TABLE).exit_code == 3


def test_an_export_that_has_a_header_alone_is_done(tmp_path: Path) -> None:
    assert imported(tmp_path, header=HEADER, good=GOOD).exit_code == 0


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (GOOD, {"never": 0, "export": 0, "error": 0, "warning": 0}),
        (WARNED, {"never": 0, "export": 0, "error": 0, "warning": 3}),
        (IN_PART, {"never": 0, "export": 0, "error": 3, "warning": 3}),
        (ASIDE, {"never": 0, "export": 1, "error": 1, "warning": 1}),
    ],
)
def test_what_counts_as_failure_can_be_set(
    tmp_path: Path, text: str, codes: dict[str, int]
) -> None:
    report = imported(tmp_path, pipeline=text)
    assert {str(level): report.exit_code_on(level) for level in FailOn} == codes


def test_a_rejected_export_alone_publishes_nothing(tmp_path: Path) -> None:
    report = imported(tmp_path, rain=NO_TABLE)
    assert (report.published, report.exit_code) == (False, 1)
    assert not (tmp_path / "w.duckdb").exists()


def test_a_rejected_export_leaves_a_published_state_as_it_is(tmp_path: Path) -> None:
    imported(tmp_path, good=GOOD)
    before = (tmp_path / "w.duckdb").read_bytes()
    assert not imported(tmp_path, rain=NO_TABLE).published
    assert (tmp_path / "w.duckdb").read_bytes() == before
