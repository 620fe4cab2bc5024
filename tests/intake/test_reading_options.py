"""What people settle beside their exports: a change there means reading again."""

from datetime import date
from pathlib import Path

import pytest

from partner_analytics.importers import Source
from partner_analytics.intake import BuildReport, Reading, import_exports
from partner_analytics.intake.exports.reading_options import notes_on_corrections
from partner_analytics.warehouse import Warehouse, open_warehouse

CORRECTIONS = "file,sheet,cell,found,use,reason,who\n"
DAY_FIRST = '[[layouts]]\nfiles = "pipeline*"\nday_first = true\n'


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    header = "Manufacturer,Current Stage,Last Activity,Owner\n"
    (folder / "pipeline 2025-03-31.csv").write_text(
        f"{header}Lutron,Active Partnership,03/02/2025,Dana\nSonos,Outrech,2025-03-01,Eve\n"
    )
    return folder


def imported(exports: Path, **given: object) -> BuildReport:
    return import_exports([exports], warehouse=_file(exports), reading=Reading(Source(**given)))


def opened(exports: Path) -> Warehouse:
    return open_warehouse(_file(exports))


def _file(exports: Path) -> Path:
    return exports.parent / "warehouse.duckdb"


def last_activity(exports: Path) -> date | None:
    with opened(exports) as warehouse:
        rows = warehouse.table("pipeline").set_index("partner")["last_activity_on"]
    return None if rows.isna()["Lutron"] else rows["Lutron"].date()


def statuses(report: BuildReport) -> list[str]:
    return [file.status for file in report.files]


def test_a_layout_that_is_written_changed_or_deleted_reads_its_files_again(exports: Path) -> None:
    imported(exports)
    assert last_activity(exports) is None
    layouts = exports / "layouts.toml"
    layouts.write_text(DAY_FIRST)
    assert statuses(imported(exports)) == ["loaded"]
    assert last_activity(exports) == date(2025, 2, 3)
    assert statuses(imported(exports)) == ["known"]
    layouts.write_text(DAY_FIRST.replace("true", "false"))
    imported(exports)
    assert last_activity(exports) == date(2025, 3, 2)
    layouts.unlink()
    imported(exports)
    assert last_activity(exports) is None
    with opened(exports) as warehouse:
        ledger = warehouse.imports()
    assert ledger["status"].tolist() == ["superseded"] * 3 + ["loaded"]
    assert ledger["settings"].tolist()[1] == '{"layouts": [{"day_first": true}]}'


def test_a_day_given_for_a_file_does_not_hold_for_its_copy_of_another_day(exports: Path) -> None:
    original = exports / "pipeline 2025-03-31.csv"
    import_exports([original], warehouse=_file(exports), reading=Reading(as_of=date(2025, 3, 30)))
    (exports / "pipeline 2025-06-30.csv").write_bytes(original.read_bytes())
    assert sorted(statuses(imported(exports))) == ["known", "loaded"]
    with opened(exports) as warehouse:
        assert [day.date() for day in warehouse.imports()["as_of"]] == [
            date(2025, 3, 30),
            date(2025, 6, 30),
        ]


def test_a_layout_of_other_files_reads_nothing_again(exports: Path) -> None:
    imported(exports)
    (exports / "layouts.toml").write_text('[[layouts]]\nfiles = "orders*"\nday_first = true\n')
    assert not imported(exports).published


def test_an_option_is_remembered_until_a_layout_or_another_option_says_otherwise(
    exports: Path,
) -> None:
    imported(exports, day_first=True)
    imported(exports, percent="points")
    with opened(exports) as warehouse:
        assert warehouse.imports()["settings"].tolist()[-1] == (
            '{"day_first": true, "percent": "points"}'
        )
    assert not imported(exports).published
    (exports / "layouts.toml").write_text(DAY_FIRST.replace("true", "false"))
    imported(exports)
    assert last_activity(exports) == date(2025, 3, 2)
    imported(exports, day_first=True)
    assert last_activity(exports) == date(2025, 2, 3)


def test_a_correction_is_applied_listed_and_led_back_to(exports: Path) -> None:
    imported(exports)
    with opened(exports) as warehouse:
        assert warehouse.table("pipeline")["partner"].tolist() == ["Lutron"]
    corrections = exports / "corrections.csv"
    line = "pipeline 2025-03-31.csv,,B3,Outrech,Outreach,misspelt,Eve\n"
    corrections.write_text(CORRECTIONS + line)
    imported(exports)
    with opened(exports) as warehouse:
        assert warehouse.table("pipeline")["partner"].tolist() == ["Lutron", "Sonos"]
        (row,) = warehouse.corrections().to_dict("records")
        cells = warehouse.cells("pipeline", partner="Sonos").set_index("column_name")
    assert [row[name] for name in ("file", "cell", "found", "use", "reason", "who", "status")] == [
        *("pipeline 2025-03-31.csv", "B3", "Outrech", "Outreach", "misspelt", "Eve", "applied")
    ]
    assert (row["tracker"], row["partner"]) == ("pipeline", "Sonos")
    told = ["cell", "text", "original", "reason", "who"]
    assert cells.loc["stage", told].tolist() == [
        *("line 3", "Outreach", "Outrech", "misspelt", "Eve")
    ]
    assert cells.loc["partner", told[2:]].isna().all()


def test_a_correction_that_is_withdrawn_takes_itself_back(exports: Path) -> None:
    corrections = exports / "corrections.csv"
    corrections.write_text(
        f"{CORRECTIONS}pipeline 2025-03-31.csv,,B3,Outrech,Outreach,misspelt,Eve\n"
    )
    imported(exports)
    corrections.write_text(CORRECTIONS)
    imported(exports)
    with opened(exports) as warehouse:
        assert warehouse.table("pipeline")["partner"].tolist() == ["Lutron"]
        assert warehouse.corrections().empty
        assert len(warehouse.table("landing.corrections")) == 1


def test_a_copy_without_corrections_does_not_undo_those_of_the_original(exports: Path) -> None:
    (exports / "corrections.csv").write_text(
        f"{CORRECTIONS}pipeline 2025-03-31.csv,,B3,Outrech,Outreach,misspelt,Eve\n"
    )
    imported(exports)
    original = exports / "pipeline 2025-03-31.csv"
    (exports / "pipeline 2025-03-31 (copy).csv").write_bytes(original.read_bytes())
    assert statuses(imported(exports)) == ["known", "known"]


def test_a_correction_of_an_export_that_is_not_there_is_told(exports: Path) -> None:
    (exports / "corrections.csv").write_text(
        f"{CORRECTIONS}pipelin 2025-03-31.csv,,B3,Outrech,Outreach,misspelt,Eve\n"
    )
    note = (
        'corrections.csv, line 2: expected an export "pipelin 2025-03-31.csv" in exports or a '
        "folder in it, found none. Correct the name, or delete the line."
    )
    assert imported(exports).notes == (note,)
    assert imported(exports).notes == (note,)


def test_a_reading_that_is_rejected_leaves_the_loaded_one(exports: Path) -> None:
    imported(exports)
    (exports / "layouts.toml").write_text('[[layouts]]\nfiles = "*"\ntracker = "orders"\n')
    assert statuses(imported(exports)) == ["rejected"]
    with opened(exports) as warehouse:
        assert warehouse.table("pipeline")["partner"].tolist() == ["Lutron"]


def test_what_a_rejected_reading_said_of_corrections_goes_when_it_is_tried_again(
    exports: Path,
) -> None:
    line = "pipeline 2025-03-31.csv,,A9,Lutrn,Lutron,typed wrongly,Dana\n"
    (exports / "corrections.csv").write_text(CORRECTIONS + line)
    # Beside it one that loads: a rejected file alone publishes nothing.
    (exports / "pipeline 2024-12-31.csv").write_text("Manufacturer,Current Stage\nLutron,2\n")
    layouts = exports / "layouts.toml"
    layouts.write_text('[[layouts]]\nfiles = "*2025*"\ntracker = "orders"\n')
    assert statuses(imported(exports)) == ["loaded", "rejected"]
    with opened(exports) as warehouse:
        assert warehouse.table("landing.corrections")["import_id"].tolist() == [2]
    layouts.unlink()
    assert sorted(statuses(imported(exports))) == ["known", "loaded"]
    with opened(exports) as warehouse:
        entry = warehouse.imports()["import_id"].max()
        assert warehouse.table("landing.corrections")["import_id"].tolist() == [entry]
        assert set(warehouse.table("landing.corrections")["line"]) == {2}


def test_the_layouts_above_hold_for_a_file_named_by_itself(exports: Path) -> None:
    deeper = exports / "2025"
    deeper.mkdir()
    export = (exports / "pipeline 2025-03-31.csv").rename(deeper / "pipeline 2025-03-31.csv")
    (exports / "layouts.toml").write_text(DAY_FIRST)
    import_exports([export], warehouse=_file(exports))
    assert last_activity(exports) == date(2025, 2, 3)
    assert not imported(exports).published


def test_d_62_amounts_of_order_lines_are_taken_as_stated(exports: Path) -> None:
    (exports / "orders 2025-03-31.csv").write_text(
        "Manufacturer,Order Date,Order ID,Line,Units,List Amount,Net Amount\n"
        "Lutron,2025-01-02,PO-1,1,3,100.00,65.01\n"  # 21.67 a unit
        "Lutron,2025-01-02,PO-1,2,-2,-90,-60\n"  # taken back
        "Lutron,2025-01-02,PO-1,3,0,10,10\n"  # of nothing
        "Lutron,2025-01-02,PO-1,4,7,100,101\n"  # dearer than its list
    )
    (exports / "layouts.toml").write_text(
        '[[layouts]]\nfiles = "orders*"\ntracker = "orders"\nline_amounts = true\n'
        '[layouts.headers]\n"List Amount" = "List Price"\n"Net Amount" = "Net Price"\n'
    )
    imported(exports)
    with opened(exports) as warehouse:
        rows = warehouse.table("orders")[["units", "list_usd", "net_usd", "net_price"]]
        problems = warehouse.problems().query("tracker == 'orders'")
    assert rows.to_numpy().tolist() == [[3, 100, 65.01, 21.67], [-2, -90, -60, 30]]
    assert problems[["code", "line"]].to_numpy().tolist() == [
        ["amount-without-units", 4],
        ["net-above-list", 5],
    ]


def test_of_many_files_that_corrections_name_and_nobody_has_the_first_are_told(
    tmp_path: Path,
) -> None:
    export = tmp_path / "pipeline 2025-06-30.csv"
    export.touch()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "Kept.csv").touch()
    names = [*(f"gone {number}.csv" for number in range(20_000)), "kept.csv", "old/KEPT.csv"]
    lines = "".join(f"{name},,C2,x,y,typo,Dana\n" for name in names)
    (tmp_path / "corrections.csv").write_text("file,sheet,cell,found,use,reason,who\n" + lines)
    told = notes_on_corrections([export], [])
    assert len(told) == 6
    assert told[0].startswith('corrections.csv, line 2: expected an export "gone 0.csv" in ')
    assert told[-1] == "corrections.csv: the same for corrections of 19,995 more files"
