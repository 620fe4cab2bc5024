"""Of too many problems of a kind one stands for the rest, and every row stays accounted for."""

from pathlib import Path

import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.importers import ExportTable
from partner_analytics.intake import confirm, import_exports, reject
from partner_analytics.problems import Problem
from partner_analytics.warehouse import open_warehouse

PIPELINE = "Manufacturer,Current Stage\nAcme,6\n"
ORDERS = "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price\n"


@pytest.fixture(autouse=True)
def two_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "problems",
        "warehouse.checks.found_rows",
        "warehouse.checks.repeated_keys",
        "warehouse.checks.unknown_partners",
        "intake.loading.problem_log",
        "intake.partners.partner_problems",
    ):
        monkeypatch.setattr(f"partner_analytics.{module}.MOST_TOLD", 2)


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "pipeline 2025-06-30.csv").write_text(PIPELINE)
    return folder


def told(exports: Path, *lines: str) -> tuple[list[tuple[int | None, str]], list[int]]:
    """Import order lines: what is told (line and what was found), and the rows set aside."""
    (exports / "orders 2025-06-30.csv").write_text(ORDERS + "".join(f"{one}\n" for one in lines))
    file = exports / "warehouse.duckdb"
    report = import_exports([exports], warehouse=file)
    problems: list[Problem] = [one for file in report.files for one in file.problems]
    with open_warehouse(file) as warehouse:
        aside = warehouse.set_aside()
        assert len(aside) + len(warehouse.table("orders")) == len(lines)
    return [(one.line, one.found) for one in problems], sorted(aside["row"])


def untold(exports: Path) -> list[int]:
    """The rows of the cells that are not told one by one."""
    with open_warehouse(exports / "warehouse.duckdb") as warehouse:
        return sorted(set(warehouse.table("landing.untold_cells")["row"]))


def line(at: int, partner: str = "Acme", order: str | None = None, net: str = "8") -> str:
    return f"{partner},2025-04-01,{order or f'PO-{at}'},1,1,10,{net}"


def test_few_unknown_names_are_told_row_by_row(exports: Path) -> None:
    problems, aside = told(exports, line(0), line(1, "Crestron"), line(2, "Crestron"))
    assert problems == [(3, '"Crestron"'), (4, '"Crestron"')]
    assert aside == [3, 4]


def test_unknown_names_of_too_many_rows_are_told_once_each(exports: Path) -> None:
    partners = ["Crestron", "Acme", "Crestron", "Zigbee", "Crestron"]
    problems, aside = told(exports, *(line(at, name) for at, name in enumerate(partners)))
    assert problems == [(2, '"Crestron" (3 rows, the last in line 6)'), (5, '"Zigbee"')]
    assert aside == [2, 4, 5, 6]
    with open_warehouse(exports / "warehouse.duckdb") as warehouse:
        suggested = warehouse.table("partner_suggestions").set_index("name")
    assert suggested["waiting_rows"].to_dict() == {"Crestron": 3, "Zigbee": 1}


def test_of_too_many_unknown_names_one_stands_for_the_rest(exports: Path) -> None:
    names = ["Crestron", "Zigbee", "Quartz", "Hue"]
    problems, aside = told(exports, *(line(at, name) for at, name in enumerate(names)))
    assert problems == [
        (2, '"Crestron"'),
        (3, '"Zigbee"'),
        (3, '"Zigbee" (and 2 more names, the last in line 5)'),
    ]
    assert aside == [2, 3, 4, 5]


def test_of_too_many_repeated_keys_one_stands_for_the_rest(
    exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Within a batch repeated rows are found by the rows' schema, across batches by the warehouse.
    monkeypatch.setattr(ExportTable.batches, "__defaults__", (1,))
    lines = [line(at, order="PO-1") for at in range(5)]
    problems, aside = told(exports, *lines)
    assert problems == [
        (3, '"Acme" in line 3 again after line 2'),
        (4, '"Acme" in line 4 again after line 2'),
        (4, '"Acme" in line 4 again after line 2 (and 2 more behind it, the last in line 6)'),
    ]
    assert aside == [3, 4, 5, 6]


def test_of_too_many_broken_rules_one_stands_for_the_rest(exports: Path) -> None:
    problems, aside = told(exports, *(line(at, net="80") for at in range(6)))
    found = "Net Price 80, List Price 10"
    assert problems == [
        (2, found),
        (3, found),
        (4, f"{found} (and more like it, the last in line 7)"),
    ]
    assert aside == [2, 3, 4, 5, 6, 7]
    assert untold(exports) == [4, 5, 6, 7]


def test_of_too_many_unreadable_cells_one_stands_for_the_rest(
    exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExportTable.batches, "__defaults__", (5,))
    problems, aside = told(exports, *(line(at, net=f"cheap {at}") for at in range(12)))
    assert problems == [
        (2, '"cheap 0"'),
        (3, '"cheap 1"'),
        (4, '"cheap 2" (and more like it, the last in line 13)'),
    ]
    assert aside == list(range(2, 14))
    assert untold(exports) == list(range(4, 14))


def test_few_cells_are_all_told(exports: Path) -> None:
    problems, _ = told(exports, *(line(at, net="cheap") for at in range(2)))
    assert problems == [(2, '"cheap"'), (3, '"cheap"')]
    assert untold(exports) == []


def test_one_more_than_are_told_one_by_one_is_told_as_it_is(exports: Path) -> None:
    problems, _ = told(exports, *(line(at, net="cheap") for at in range(3)))
    assert problems == [(2, '"cheap"'), (3, '"cheap"'), (4, '"cheap"')]


def test_a_cell_that_is_not_told_is_unreadable_all_the_same(exports: Path) -> None:
    names = [f"Maker {at}" for at in range(6)]
    (exports / "pipeline 2025-06-30.csv").write_text(
        "Manufacturer,Current Stage\n" + "".join(f"{name},6\n" for name in names)
    )
    (exports / "commercial 2025-06-30.csv").write_text(
        "Manufacturer,Base Discount (%),Volume Incentive (%)\n"
        + "".join(f"{name},30%,see deal\n" for name in names)
    )
    file = exports / "warehouse.duckdb"
    import_exports([exports], warehouse=file)
    with open_warehouse(file) as warehouse:
        unreadable = warehouse.table("unreadable_cells")
        assert len(warehouse.problems()) < len(names)
    assert unreadable["partner_id"].nunique() == len(names)


def test_a_row_of_a_wide_sheet_is_one_row(exports: Path) -> None:
    header = "Manufacturer,Rater,Commercial,Technical\n"
    lines = [f"Zigbee {at % 2},Rater {at},5,4\n" for at in range(6)]
    (exports / "evaluations 2025-06-30.csv").write_text(header + "".join(lines))
    file = exports / "warehouse.duckdb"
    import_exports([exports], warehouse=file)
    with open_warehouse(file) as warehouse:
        problems = warehouse.problems()
        suggested = warehouse.table("partner_suggestions").set_index("name")
    found = problems.loc[problems["code"] == "unknown-partner", "found"].tolist()
    assert found == [
        '"Zigbee 0" (3 rows, the last in line 6)',
        '"Zigbee 1" (3 rows, the last in line 7)',
    ]
    assert suggested["waiting_rows"].to_dict() == {"Zigbee 0": 3, "Zigbee 1": 3}


def test_a_name_that_is_not_told_can_be_decided_on(exports: Path) -> None:
    names = ["Crestron", "Zigbee", "Quartz", "Quartz"]
    told(exports, *(line(at, name) for at, name in enumerate(names)))
    with open_warehouse(exports / "warehouse.duckdb") as warehouse:
        assert "Quartz" not in warehouse.table("partner_suggestions")["name"].tolist()
        assert reject(warehouse, "Quartz", "Acme", exports).line == "Quartz,Acme"
        assert confirm(warehouse, "Zigbee", "Acme", exports).waiting_rows == 1
        with pytest.raises(InvalidCall):
            reject(warehouse, "Nobody", "Acme", exports)
