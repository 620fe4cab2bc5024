"""An export read in batches gives what it gives when it is read at once."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from partner_analytics.importers import (
    Export,
    ReadRows,
    TextMemory,
    column_settings,
    read_export,
    read_values,
)
from partner_analytics.importers.files.cell_streams import REPEATING, map_cells, write_cells
from partner_analytics.importers.files.source_settings import WORTH_SCANNING, Source
from partner_analytics.trackers import TRACKERS

HEADER = "Manufacturer,Order Date,Order ID,Line,SKU,Units,List Price,Net Price,Currency\n"
ROWS = 9_000


def line(at: int) -> str:
    """An order line; a few of them have something to tell."""
    partner = {2_500: "Cas√©ta", 4_100: "Tëst  Ltd", 7_777: "Cas√©ta"}.get(at, f"Maker {at % 7}")
    units = {5_000: "3 or 4", 8_500: "a few"}.get(at, str(at % 9 + 1))
    price = {3_333: "400.000", 6_000: "€12"}.get(at, f"{at % 50 + 10}.00")
    sku = {1_200: " SKU-1", 1_300: "#REF!"}.get(at, f"SKU-{at % 90}")
    day = date(2025, 4, 1) + timedelta(days=at % 80) if at != 8_000 else "2105-01-01"
    return f"{partner},{day},PO-{at // 3:05d},{at % 3 + 1},{sku},{units},{price},8.50,USD\n"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    file = tmp_path_factory.mktemp("orders") / "orders 2025-06-30.csv"
    file.write_text(HEADER + "".join(map(line, range(ROWS))), encoding="utf-8")
    assert file.stat().st_size > WORTH_SCANNING
    return read_export(file)


def read(export: Export, batch_rows: int, memory: TextMemory | None) -> Iterator[ReadRows]:
    (table,) = export.tables
    for batch in table.batches(batch_rows):
        yield read_values(
            table,
            batch,
            tracker=TRACKERS[table.tracker],
            source=Source(),
            file=export.file,
            as_of=export.as_of,
            memory=memory,
        )


@pytest.mark.parametrize("has_memory", [True, False])
@pytest.mark.parametrize("batch_rows", [700, 2_500])
def test_batches_give_what_all_rows_at_once_give(
    export: Export, batch_rows: int, has_memory: bool
) -> None:
    (whole,) = read(export, ROWS, None)
    parts = list(read(export, batch_rows, TextMemory() if has_memory else None))
    values = pd.concat([part.values for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(values, whole.values)
    aside = pd.concat([part.set_aside for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(aside, whole.set_aside)
    told = {(p.code, p.line, p.found) for part in parts for p in part.problems}
    assert told == {(p.code, p.line, p.found) for p in whole.problems}
    # Line 1 is the header: row 0 stands in line 2.
    assert {line for _, line, _ in told} == {1_302, 3_335, 5_002, 6_002, 8_002, 8_502}


def test_a_repair_is_told_at_the_first_row_of_its_batch_that_holds_it(export: Export) -> None:
    (whole,) = read(export, ROWS, None)
    assert {(r.original, r.row, r.cells) for r in whole.repairs} == {
        ("Cas√©ta", 2_502, 2),
        ("Tëst  Ltd", 4_102, 1),
        (" SKU-1", 1_202, 1),
    }
    parts = list(read(export, 1_000, TextMemory()))
    assert [[(r.original, r.row) for r in part.repairs] for part in parts if part.repairs] == [
        [(" SKU-1", 1_202)],
        [("Cas√©ta", 2_502)],
        [("Tëst  Ltd", 4_102)],
        [("Cas√©ta", 7_779)],
    ]
    noted = [(note.code, note.line) for part in parts for note in part.notes]
    assert noted == [("repaired-text", 2_502), ("repaired-text", 7_779)]


def test_dates_are_settled_over_batches_that_share_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"{1 + at // 3_000:02d}/{1 + at // 100 % 28:02d}/2025" for at in range(9_000)]
    lines = [f"Acme,{day},PO-{at},1,SKU,1,10,8,USD\n" for at, day in enumerate(days)]
    file = tmp_path / "orders 2025-06-30.csv"
    file.write_text(HEADER + "".join(lines))
    (table,) = read_export(file).tables
    # The package has a function of the module's name.
    module = sys.modules["partner_analytics.importers.values.column_settings"]
    for rows in (1_000, 9_000):
        monkeypatch.setattr(module, "BATCH_ROWS", rows)
        settings = column_settings(table, TRACKERS["orders"], Source(), file.name)
        assert settings.of_column["ordered_on"].day_first is False
        (note,) = settings.notes
        assert (note.code, note.line) == ("ambiguous-date", 102)
        assert note.found == '"01/02/2025" and 3,799 more'


def test_a_column_of_numbers_may_be_empty(tmp_path: Path) -> None:
    file = tmp_path / "orders 2025-06-30.csv"
    file.write_text(
        HEADER + "".join(f"Acme,2025-04-01,PO-{at},1,,,10,8,USD\n" for at in range(200))
    )
    export = read_export(file)
    (found,) = read(export, ROWS, None)
    assert found.values.empty
    assert set(found.set_aside["code"]) == {"missing-value"}


def test_a_text_keeps_its_number_from_batch_to_batch(tmp_path: Path) -> None:
    texts = [["a", "b", None], ["c", "a"], ["b", "c"]]
    batches = [
        pa.RecordBatch.from_arrays(
            [pa.array(range(len(part)), pa.int64()), pa.array(part, pa.string())], ["line", "c1"]
        )
        for part in texts
    ]
    write_cells(tmp_path / "cells.arrow", batches, 1, {"c1"})
    column = map_cells(tmp_path / "cells.arrow").table["c1"]
    assert column.type == REPEATING
    assert column.cast(pa.string()).to_pylist() == ["a", "b", None, "c", "a", "b", "c"]
    assert [chunk.dictionary.to_pylist() for chunk in column.chunks] == [
        ["a", "b"],
        ["a", "b", "c"],
        ["a", "b", "c"],
    ]


def test_texts_that_turn_out_not_to_repeat_do_not_pile_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partner_analytics.importers.files.cell_streams._MOST_KNOWN", 3)
    parts = [[f"{at}-{n}" for n in range(2)] for at in range(5)]
    batches = [
        pa.RecordBatch.from_arrays(
            [pa.array([1, 2], pa.int64()), pa.array(part, pa.string())], ["line", "c1"]
        )
        for part in parts
    ]
    write_cells(tmp_path / "cells.arrow", batches, 1, {"c1"})
    column = map_cells(tmp_path / "cells.arrow").table["c1"]
    assert column.cast(pa.string()).to_pylist() == [text for part in parts for text in part]
    assert max(len(chunk.dictionary) for chunk in column.chunks) == 4
