"""The same exports give the same ids and figures, in whichever order and however many at a time."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from partner_analytics.intake import import_exports
from partner_analytics.warehouse import open_warehouse
from tests.conftest import Dose

ROOT = Path(__file__).parent.parent
# Names with one slug, that differ in accents, case or blanks, or have no letters at all.
NAMES = (
    "Oak/Elm",
    "Oak & Elm",
    "Fiancé",
    "Fiance",
    "ROWAN  Audio",
    "Rowan Audio",
    "Ash",
    "🎧",
    "Con",
)
DAYS = ("2025-03-31", "2025-06-30")


def state_of(warehouse: Path) -> dict[str, str]:
    """Every curated table and metric as text, but for where its rows came from."""
    with open_warehouse(warehouse) as opened:
        tables = opened.tables()
        return {
            f"{schema}.{name}": opened.sql(
                f"SELECT * EXCLUDE ({', '.join(own)}) FROM {schema}.{name} ORDER BY ALL"
                if (own := [c for c in opened.table(f"{schema}.{name}").columns if c[0] == "_"])
                else f"SELECT * FROM {schema}.{name} ORDER BY ALL"
            ).to_csv(index=False)
            for schema, name in zip(tables["schema"], tables["name"], strict=True)
            if schema in ("curated", "metrics")
        }


def invented_project(folder: Path, random: Random) -> list[Path]:
    """Exports of two days, some of which state the same rows again, or otherwise."""
    made = {}
    for day in DAYS:
        rows = [f"{name},{random.randint(1, 6)}" for name in random.sample(NAMES, 6)]
        made[f"pipeline {day}.csv"] = ["Manufacturer,Current Stage", *rows]
    lines = [
        f"{random.choice(NAMES)},2025-0{random.randint(1, 6)}-1{number % 9},R-{number % 7},1,"
        f"{random.randint(1, 9)},50,{random.choice(('33.33', '41.07'))}"
        for number in range(21)
    ]
    for name, day in (("east", DAYS[0]), ("west", DAYS[0]), ("all", DAYS[1])):
        header = "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price"
        made[f"orders {name} {day}.csv"] = [header, *random.sample(lines, 14)]
    made["partner_aliases.csv"] = ["alias,partner", "Ash,Ash Group", "Fiance,Fiancé"]
    for file, texts in made.items():
        (folder / file).write_text("\n".join(texts) + "\n", "utf-8")
    return [folder / file for file in made if file != "partner_aliases.csv"]


def states_in_order(folder: Path, exports: Sequence[Path]) -> list[dict[str, str]]:
    """The state after importing exports in that order, one by one and at once."""
    import_exports(exports, warehouse=folder / "at once.duckdb")
    for export in exports:
        import_exports([export], warehouse=folder / "one by one.duckdb")
    return [state_of(folder / f"{name}.duckdb") for name in ("at once", "one by one")]


@pytest.mark.proof
def test_an_invented_project_is_the_same_in_every_order(tmp_path: Path, dose: Dose) -> None:
    for seed in range(dose(1, 20)):
        random = Random(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        exports = invented_project(folder, random)
        import_exports(exports, warehouse=folder / "w.duckdb")
        right = state_of(folder / "w.duckdb")
        random.shuffle(exports)
        for state in states_in_order(folder, exports):
            assert_same(state, right)


@pytest.mark.proof
def test_the_sample_is_the_same_in_every_order(
    tmp_path: Path, sample_warehouse: Path, dose: Dose
) -> None:
    right = state_of(sample_warehouse)
    exports = [f for f in (ROOT / "data" / "raw").iterdir() if f.suffix in (".csv", ".xlsx")]
    exports = sorted(f for f in exports if f.name != "partner_aliases.csv")
    for seed in range(dose(0, 4)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        Random(seed).shuffle(exports)
        for state in states_in_order(folder, exports):
            assert_same(state, right)


def assert_same(state: dict[str, str], right: dict[str, str]) -> None:
    """Compare table by table: of two long texts pytest would show all."""
    assert state.keys() == right.keys()
    for table, text in right.items():
        assert state[table] == text, table
