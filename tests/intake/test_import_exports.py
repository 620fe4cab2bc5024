"""Taking exports in: what loads, what is set aside, what a second run does."""

import csv
from datetime import date
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from partner_analytics.errors import InvalidCall, PartnerAnalyticsError
from partner_analytics.importers import ExportTable, Source
from partner_analytics.intake import Reading, import_exports
from partner_analytics.warehouse import open_warehouse


def write_csv(file: Path, *rows: list[str]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(rows)
    return file


def write_pipeline(folder: Path, day: str, *partners: str) -> Path:
    header = ["Manufacturer", "Tier", "Current Stage", "Owner"]
    rows = [[partner, "Tier 1", "Active Partnership", "Dana"] for partner in partners]
    return write_csv(folder / f"pipeline {day}.csv", header, *rows)


def write_meetings(folder: Path, day: str, *partners: str) -> Path:
    rows = [[partner, day, "all"] for partner in partners]
    header = ["Manufacturer", "Meeting Date", "Participants"]
    return write_csv(folder / f"meetings {day}.csv", header, *rows)


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "curated" / "warehouse.duckdb"


def test_g_09_spellings_are_suggested_and_never_merged(exports: Path, warehouse: Path) -> None:
    names = ("Lutron Electronics", "Lutron", "LUTRON ELECTRONICS CO., INC.")
    write_pipeline(exports, "2025-03-31", *names)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as before:
        assert len(before.partners()) == 3
        assert before.problems()["code"].tolist() == ["similar-partner", "similar-partner"]
    write_csv(
        exports / "partner_aliases.csv",
        ["alias", "partner"],
        ["Lutron", "Lutron Electronics"],
        ["LUTRON ELECTRONICS CO., INC.", "Lutron Electronics"],
    )
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as after:
        assert after.partners()["partner"].tolist() == ["Lutron Electronics"]
        assert {after.partner_id(name) for name in names} == {"lutron-electronics"}


def test_d_63_a_row_of_an_unknown_partner_loads_once_the_alias_is_confirmed(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "2025-03-31", "Lutron Electronics")
    write_meetings(exports, "2025-03-31", "Lutron Electroncs")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as before:
        assert before.table("meetings").empty
        assert before.set_aside()["code"].tolist() == ["unknown-partner"]
        (remedy,) = before.problems()["remedy"]
        assert remedy == (
            'It may be "Lutron Electronics": if so, add a line to partner_aliases.csv, or enter '
            "the partner in the pipeline; the row loads with the next import."
        )
    write_csv(
        exports / "partner_aliases.csv",
        ["alias", "partner"],
        ["Lutron Electroncs", "Lutron Electronics"],
    )
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as after:
        assert after.table("meetings")["partner_id"].tolist() == ["lutron-electronics"]
        assert after.set_aside().empty
        assert after.problems().empty
        assert after.imports()["rows_set_aside"].tolist() == [0, 0]


def test_g_11_the_same_bytes_under_another_name_are_known(exports: Path, warehouse: Path) -> None:
    first = write_pipeline(exports, "2025-03-31", "Lutron")
    import_exports([exports], warehouse=warehouse)
    copy = exports / "copy of pipeline.csv"
    copy.write_bytes(first.read_bytes())
    again = import_exports([exports], warehouse=warehouse)
    assert [file.status for file in again.files] == ["known", "known"]
    assert not again.published


def test_unchanged_bytes_of_a_later_day_are_that_day_s_snapshot(
    exports: Path, warehouse: Path
) -> None:
    first = write_pipeline(exports, "2025-03-31", "Lutron")
    (exports / "pipeline 2025-06-30.csv").write_bytes(first.read_bytes())
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.quarters() == ["2025-Q1", "2025-Q2"]
    assert not import_exports([exports], warehouse=warehouse).published


def test_a_later_export_of_the_same_day_replaces_and_history_keeps_both(
    exports: Path, warehouse: Path
) -> None:
    header = ["Manufacturer", "Current Stage"]
    write_csv(exports / "pipeline 2025-03-31.csv", header, ["Lutron", "2"])
    import_exports([exports], warehouse=warehouse)
    write_csv(exports / "pipeline 2025-03-31.csv", header, ["Lutron", "6"])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("pipeline")["stage_number"].tolist() == [6]
        assert opened.table("history.pipeline")["stage_number"].tolist() == [2, 6]


def test_a_rejected_file_does_not_keep_the_others_out_and_is_tried_again(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "2025-03-31", "Lutron")
    undated = write_csv(exports / "meetings.csv", ["Manufacturer", "Meeting Date"], ["Lutron", ""])
    report = import_exports([exports], warehouse=warehouse)
    assert {file.file: file.status for file in report.files} == {
        "pipeline 2025-03-31.csv": "loaded",
        "meetings.csv": "rejected",
    }
    assert report.exit_code == 3
    again = import_exports([exports], warehouse=warehouse)
    assert not again.published
    assert [file.file for file in again.rejected] == ["meetings.csv"]
    undated.rename(exports / "meetings 2025-03-31.csv")
    renamed = import_exports([exports], warehouse=warehouse)
    assert [file.file for file in renamed.files if file.status == "loaded"] == [
        "meetings 2025-03-31.csv"
    ]
    with open_warehouse(warehouse) as opened:
        assert opened.imports()["status"].tolist() == ["loaded", "loaded"]


def test_strict_publishes_nothing_and_names_the_first_error(exports: Path, warehouse: Path) -> None:
    header = ["Manufacturer", "Current Stage", "Target Date"]
    write_csv(exports / "pipeline 2025-03-31.csv", header, ["Lutron", "6", "soon"])
    with pytest.raises(PartnerAnalyticsError, match='found "soon"'):
        import_exports([exports], warehouse=warehouse, reading=Reading(strict=True))
    assert not warehouse.exists()


def test_a_line_with_a_field_too_many_is_set_aside_counted_and_kept(
    exports: Path, warehouse: Path
) -> None:
    header = ["Manufacturer", "Order Date", "Order ID", "Line", "Units", "List Price", "Net Price"]
    write_pipeline(exports, "2025-03-31", "Lutron")
    good = [["Lutron", "2025-03-01", f"PO-{n}", "1", "2", "10", "8"] for n in range(1, 21)]
    bad = ["Lutron", "2025-03-01", "PO-9", "1", "1", "000", "10", "8"]
    write_csv(exports / "orders 2025-03-31.csv", header, *good, bad)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        orders = opened.imports().set_index("file").loc["orders 2025-03-31.csv"]
        assert orders[["rows_read", "rows_loaded", "rows_set_aside"]].tolist() == [21, 20, 1]
        (aside,) = opened.set_aside().to_dict("records")
        assert (aside["code"], aside["row"], aside["tracker"]) == ("ragged-row", 22, "orders")
        assert "PO-9" in aside["cells"]


def test_d_66_typed_weights_that_miss_100_are_an_error_at_their_cell(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "2025-03-31", "Lutron")
    header = ["Manufacturer", "Evaluation Dimension", "Weight", "Rating (1-5)"]
    weights = {
        "Commercial Performance": "30%",
        "Technical Integration": "25%",
        "Relationship Quality": "20%",
        "Strategic Alignment": "15%",
        "Operational Execution": "15%",
    }
    rows = [["Lutron", dimension, weight, "4"] for dimension, weight in weights.items()]
    write_csv(exports / "evaluations 2025-03-31.csv", header, *rows)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        (problem,) = opened.problems().to_dict("records")
        assert (problem["code"], problem["severity"], problem["line"]) == (
            "typed-weight",
            "error",
            6,
        )
        assert problem["found"] == "15%; those of this sheet sum to 105%"
        assert opened.health_score()["health_score"].tolist() == [80.0]


def test_every_export_is_kept_under_its_hash(exports: Path, warehouse: Path) -> None:
    file = write_pipeline(exports, "2025-03-31", "Lutron")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        (sha256,) = opened.imports()["sha256"]
    assert (warehouse.with_suffix(".exports") / f"{sha256}.csv").read_bytes() == file.read_bytes()


def test_one_alias_for_two_partners_is_refused(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, "2025-03-31", "Lutron", "Leviton")
    write_csv(
        exports / "partner_aliases.csv", ["alias", "partner"], ["L", "Lutron"], ["L", "Leviton"]
    )
    with pytest.raises(PartnerAnalyticsError) as refusal:
        import_exports([exports], warehouse=warehouse)
    assert str(refusal.value) == (
        'partner_aliases.csv: expected "L" to stand for one partner, '
        'found "Leviton" and "Lutron". Delete one of the two lines.'
    )


def test_a_path_that_does_not_exist_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(InvalidCall, match="expected a file or folder of exports, found nothing"):
        import_exports([tmp_path / "nowhere"], warehouse=tmp_path / "w.duckdb")


def test_aliases_stay_confirmed_when_another_folder_is_imported(
    exports: Path, warehouse: Path
) -> None:
    first, second = exports / "first", exports / "second"
    first.mkdir()
    second.mkdir()
    write_pipeline(first, "2025-03-31", "Lutron")
    write_meetings(first, "2025-03-31", "Lutron Co")
    write_csv(first / "partner_aliases.csv", ["alias", "partner"], ["Lutron Co", "Lutron"])
    write_pipeline(second, "2025-06-30", "Lutron")
    import_exports([first], warehouse=warehouse)
    import_exports([second], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert len(opened.table("meetings")) == 1
    (first / "partner_aliases.csv").write_text("alias,partner\n")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("meetings").empty  # withdrawn where it was confirmed


def test_an_alias_of_an_alias_leads_to_the_partner(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, "2025-03-31", "A Corp", "B Corp", "C Corp")
    header = ["alias", "partner"]
    write_csv(exports / "partner_aliases.csv", header, ["A Corp", "B Corp"], ["B Corp", "C Corp"])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.partners()["partner"].tolist() == ["C Corp"]
    write_csv(exports / "partner_aliases.csv", header, ["A Corp", "B Corp"], ["B Corp", "A Corp"])
    with pytest.raises(PartnerAnalyticsError, match="aliases that end at a partner"):
        import_exports([exports], warehouse=warehouse)


def test_a_corrected_file_supersedes_its_earlier_version_with_rows_and_problems(
    exports: Path, warehouse: Path
) -> None:
    header = ["Manufacturer", "Current Stage", "Target Date"]
    file = exports / "pipeline 2025-06-30.csv"
    write_csv(file, header, ["Sonoss", "6", "soon"], ["Ecobee", "2", ""])
    import_exports([exports], warehouse=warehouse)
    write_csv(file, header, ["Sonos", "6", "2025-07-01"])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.partners()["partner"].tolist() == ["Sonos"]
        assert opened.problems().empty
        assert opened.imports()["status"].tolist() == ["superseded", "loaded"]
        assert len(opened.table("history.pipeline")) == 3


def test_a_file_is_read_again_with_the_settings_its_remedies_ask_for(
    exports: Path, warehouse: Path
) -> None:
    header = ["Manufacturer", "Current Stage", "Target Date"]
    write_csv(exports / "pipeline 2025-06-30.csv", header, ["Sonos", "6", "03/04/2025"])
    import_exports([exports], warehouse=warehouse)
    settled = Reading(source=Source(day_first=True))
    assert import_exports([exports], warehouse=warehouse, reading=settled).published
    with open_warehouse(warehouse) as opened:
        assert opened.table("pipeline")["target_on"].dt.date.tolist() == [date(2025, 4, 3)]
        # Told still, as a warning: the setting holds for all the dates of the file.
        told = opened.problems()[["code", "severity"]].to_numpy().tolist()
        assert told == [["ambiguous-date", "warning"]]
    # What was settled stays settled.
    assert not import_exports([exports], warehouse=warehouse).published


def test_exports_of_one_day_that_contradict_each_other_are_named(
    exports: Path, warehouse: Path
) -> None:
    header = ["Manufacturer", "Tier", "Current Stage"]
    write_csv(exports / "pipeline FINAL 2025-06-30.csv", header, ["Lutron", "Tier 1", "6"])
    write_csv(exports / "pipeline 2025-06-30.csv", header, ["Lutron", "Tier 3", "2"])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        told = opened.problems().set_index("file")
        assert set(told["code"]) == {"conflicting-rows"}
        assert told["found"]["pipeline 2025-06-30.csv"] == (
            'another row (Tier "manufacturer:3" here, "manufacturer:1" there; Current Stage '
            '"Initial Outreach" here, "Active Partnership" there; Current Stage "2" here, "6" '
            "there) in pipeline FINAL 2025-06-30.csv, line 2"
        )
        assert told["partner"].tolist() == ["Lutron", "Lutron"]
        assert opened.table("pipeline").empty
        assert opened.set_aside()["code"].tolist() == ["conflicting-rows"] * 2


def test_of_two_spellings_of_a_partner_on_one_sheet_the_first_row_counts(
    exports: Path, warehouse: Path
) -> None:
    header = ["Manufacturer", "Current Stage"]
    write_csv(exports / "pipeline 2025-06-30.csv", header, ["Sonos", "6"], ["SONOS", "2"])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("pipeline")["stage_number"].tolist() == [6]
        assert opened.imports()[["rows_loaded", "rows_set_aside"]].to_numpy().tolist() == [[1, 1]]
        assert opened.set_aside()["code"].tolist() == ["duplicate-key"]


def test_a_stated_quarter_and_a_blank_one_can_be_the_same(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, "2025-06-30", "Lutron")
    header = ["Manufacturer", "Quarter", "Evaluation Dimension", "Rating (1-5)"]
    rows = [["Lutron", "2025-Q2", "Commercial", "5"], ["Lutron", "", "Commercial", "1"]]
    write_csv(exports / "evaluations 2025-06-30.csv", header, *rows)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("evaluations")["rating"].tolist() == [5]
        assert opened.set_aside()["code"].tolist() == ["duplicate-key"]


def test_a_quarter_that_cannot_be_read_is_not_the_as_of_quarter(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "2025-06-30", "Lutron")
    header = ["Manufacturer", "Quarter", "Evaluation Dimension", "Rating (1-5)"]
    rows = [["Lutron", "Q5", "Commercial", "5"]]
    write_csv(exports / "evaluations 2025-06-30.csv", header, *rows)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("evaluations").empty
        assert opened.set_aside()["code"].tolist() == ["unreadable-quarter"]


def test_d_61_an_unreadable_volume_part_leaves_no_effective_discount(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "2025-06-30", "Lutron", "Ecobee")
    header = [
        "Manufacturer",
        "Partnership Tier",
        "Base Discount (%)",
        "Volume-Based Additional (%)",
    ]
    rows = [["Lutron", "Tier 1", "32%", "six"], ["Ecobee", "Tier 1", "32%", "-"]]
    write_csv(exports / "commercial 2025-06-30.csv", header, *rows)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        found = opened.effective_discount().set_index("partner_id")
        assert found["effective_pct"].isna().to_dict() == {"ecobee": False, "lutron": True}
        assert found.loc["lutron", "null_reason"] == "volume part unreadable"


def test_a_typed_quarter_before_the_first_export_has_its_rules(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "2025-06-30", "Lutron")
    header = ["Manufacturer", "Quarter", "Commercial", "Technical", "Relationship", "Strategic"]
    header += ["Operational"]
    rows = [["Lutron", q, *[r] * 5] for q, r in (("2025-Q1", "5"), ("2025-Q2", "3"))]
    write_csv(exports / "evaluations 2025-06-30.csv", header, *rows)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.health_score()["health_score"].tolist() == [100.0, 60.0]
        trend = opened.health_trend(quarter="2025Q2").iloc[0]
        assert (trend["change_points"], trend["trend"]) == (-40.0, "Declining")


def test_a_date_decades_from_the_export_is_not_loaded(exports: Path, warehouse: Path) -> None:
    header = ["Manufacturer", "Current Stage", "Last Activity"]
    write_csv(exports / "pipeline 2025-06-30.csv", header, ["Lutron", "6", "2052-06-01"])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("pipeline")["last_activity_on"].isna().all()
        assert opened.problems()["code"].tolist() == ["implausible-date"]


def test_d_70_a_time_with_an_offset_is_a_day_in_the_program_s_time_zone(
    exports: Path, warehouse: Path, tmp_path: Path
) -> None:
    header = ["Manufacturer", "Current Stage", "Last Activity"]
    row = ["Lutron", "6", "2025-06-01T02:00:00Z"]
    write_csv(exports / "pipeline 2025-06-30.csv", header, row)
    shipped = resources.files("partner_analytics").joinpath("program", "homeaiq.toml")
    own = tmp_path / "own.toml"
    text = shipped.read_text(encoding="utf-8")
    assert 'time_zone = "UTC"' in text
    own.write_text(text.replace('time_zone = "UTC"', 'time_zone = "America/New_York"'), "utf-8")
    import_exports([exports], warehouse=warehouse, program=str(own))
    with open_warehouse(warehouse) as opened:
        assert opened.table("pipeline")["last_activity_on"].dt.date.tolist() == [date(2025, 5, 31)]


def test_the_warehouse_keeps_its_program_until_told_otherwise(
    exports: Path, warehouse: Path, tmp_path: Path
) -> None:
    write_pipeline(exports, "2025-06-30", "Lutron")
    shipped = resources.files("partner_analytics").joinpath("program", "homeaiq.toml")
    own = tmp_path / "own.toml"
    text = shipped.read_text(encoding="utf-8").replace('name = "homeaiq"', 'name = "mine"', 1)
    own.write_text(text, encoding="utf-8")
    import_exports([exports], warehouse=warehouse, program=str(own))
    assert not import_exports([exports], warehouse=warehouse).published
    with open_warehouse(warehouse) as opened:
        assert opened.table("landing.builds")["program_source"].tolist() == [str(own)]
    changed = import_exports([exports], warehouse=warehouse, program="homeaiq")
    assert changed.notes == (f"The program homeaiq replaces {own}.",)


def test_a_new_state_is_seen_while_an_old_one_is_open(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, "2025-03-31", "Lutron")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as old:
        write_pipeline(exports, "2025-06-30", "Lutron", "Ecobee")
        import_exports([exports], warehouse=warehouse)
        assert old.quarters() == ["2025-Q1"]
        with open_warehouse(warehouse) as new:
            assert new.quarters() == ["2025-Q1", "2025-Q2"]
        assert not import_exports([exports], warehouse=warehouse).published


def test_a_folder_without_exports_is_a_wrong_call(exports: Path, warehouse: Path) -> None:
    with pytest.raises(InvalidCall, match="expected CSV or XLSX exports, found none"):
        import_exports([exports], warehouse=warehouse)


def test_g_13_repairs_are_entered_beside_the_original_and_counted(
    exports: Path, warehouse: Path
) -> None:
    header = ["Manufacturer", "Current Stage", "Notes"]
    rows = [["Cas√©ta", "6", "call\u00a0Kim"], ["Sonos ", "6", "call\u00a0Kim"]]
    write_csv(exports / "pipeline 2025-03-31.csv", header, *rows)
    (file,) = import_exports([exports], warehouse=warehouse).files
    # One name and the note of two rows; the blank behind "Sonos" was only trimmed.
    assert file.repaired_cells == 3
    with open_warehouse(warehouse) as opened:
        repairs = opened.table("landing.repairs").astype(object)
        found = repairs[["column_name", "row", "cells", "original", "repaired", "kind"]]
        assert found.sort_values(["column_name", "row"]).to_numpy().tolist() == [
            ["notes", 2, 2, "call\u00a0Kim", "call Kim", "spaces"],
            ["partner", 2, 1, "Cas√©ta", "Caséta", "mojibake"],
            ["partner", 3, 1, "Sonos ", "Sonos", "blanks at the ends"],
        ]
        assert opened.table("landing.pipeline")["partner"].tolist() == ["Cas√©ta", "Sonos "]
        assert opened.table("history.pipeline")["partner"].tolist() == ["Caséta", "Sonos"]
        assert opened.problems()["code"].tolist() == ["repaired-text"]


def test_a_text_met_in_several_batches_is_one_repair_and_one_problem(
    exports: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExportTable.batches, "__defaults__", (1,))
    write_pipeline(exports, "2025-03-31", "Lutron", "Sonos")
    file = write_meetings(exports, "2025-03-31", "Lutron", "Sonos")
    file.write_text(file.read_text(encoding="utf-8").replace("all", "Ren√©"), encoding="utf-8")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("landing.repairs")[["row", "cells"]].to_numpy().tolist() == [[2, 2]]
        assert opened.problems()[["code", "line"]].to_numpy().tolist() == [["repaired-text", 2]]


def test_a_repair_on_a_wide_sheet_is_entered_once(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, "2025-03-31", "Caséta")
    header = ["Manufacturer", "Commercial", "Technical", "Relationship"]
    write_csv(exports / "evaluations 2025-03-31.csv", header, ["Cas√©ta", "4", "4", "5"])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("landing.repairs")["cells"].tolist() == [1]
        assert set(opened.table("evaluations")["partner_id"]) == {opened.partner_id("Caséta")}


def test_plain_numbers_in_a_workbook_that_counts_from_1904_are_its_days(
    exports: Path, warehouse: Path
) -> None:
    options = {"date_1904": True}
    with xlsxwriter.Workbook(str(exports / "pipeline 2025-03-31.xlsx"), options) as book:
        sheet = book.add_worksheet("Pipeline")
        sheet.write_row(0, 0, ["Manufacturer", "Current Stage", "Target Date"])
        sheet.write_row(1, 0, ["Lutron", "4", 44286])  # 2025-04-01, counted from 1904-01-01
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert opened.table("pipeline")["target_on"].tolist() == [pd.Timestamp("2025-04-01")]
        (row,) = opened.problems().to_dict("records")
        assert (row["code"], row["severity"], row["cell"]) == ("serial-date", "warning", "C2")


def test_dates_of_a_column_settle_those_that_may_be_read_in_two_ways(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "2025-06-30", "Lutron")
    header = ["Manufacturer", "Meeting Date", "Participants"]
    rows = [["Lutron", "03/04/2025", "Kim"], ["Lutron", "31/03/2025", "Kim"]]
    write_csv(exports / "meetings 2025-06-30.csv", header, *rows)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        met_on = opened.table("meetings")["met_on"].tolist()
        assert met_on == [pd.Timestamp("2025-03-31"), pd.Timestamp("2025-04-03")]
        assert opened.problems()["code"].tolist() == ["ambiguous-date"]
