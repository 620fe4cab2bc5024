"""The rows of a table as frames of texts, streamed straight from the sheet."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.addresses import column_letter
from partner_analytics.importers.files.line_runs import LineRuns
from partner_analytics.importers.tables.rows.notable_rows import is_empty

BATCH_ROWS = 100_000
_TEXT = pd.StringDtype(na_value=np.nan)  # what pandas calls "str"


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A text that stands in the first of several rows (positions) and belongs to all of them."""

    column: int
    first: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class RowTexts:
    """Where the texts of a table's rows are; `release` is that of their sheet.

    `columns` gives the sheet column of each tracker column, `fixed` the text of those that one
    cell gives for all rows, `others` the headers of sheet columns that are only kept. The rows
    are those from `first` to before `stop` without `left_out`, and without those whose cell in
    the sheet column `unless_empty` is empty.
    """

    cells: pa.Table
    lines: LineRuns
    first: int
    stop: int
    left_out: Sequence[int]
    columns: Mapping[str, int]
    fixed: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)
    merged: tuple[MergedCell, ...] = ()
    unless_empty: int | None = None
    release: Callable[[], None] = field(default=lambda: None, repr=False)

    def frames(self, batch_rows: int = BATCH_ROWS) -> Iterator[pd.DataFrame]:
        """Stream text frames: the tracker's columns, `_row`, `_other` (others as JSON, if any).

        A column in which few texts come again and again is categorical, of the same categories
        from batch to batch where its distinct texts are the same.
        """
        known: dict[str, _Categories] = {}
        for texts in self.tables(batch_rows):
            yield _as_frame(texts, known)

    def tables(self, batch_rows: int = BATCH_ROWS) -> Iterator[pa.Table]:
        """Stream the same as Arrow tables."""
        left_out = np.asarray(self.left_out, dtype=np.int64)
        for start in range(self.first, self.stop, batch_rows):
            stop = min(start + batch_rows, self.stop)
            keep = np.ones(stop - start, dtype=bool)
            keep[left_out[(left_out >= start) & (left_out < stop)] - start] = False
            if self.unless_empty is not None:
                keep &= self._is_filled(self.unless_empty, start, stop)
            if keep.any():
                yield self._table(start, stop, None if keep.all() else pa.array(keep))
                self.release()

    def empty_count(self) -> int:
        """Rows passed over because their cell in `unless_empty` is empty."""
        if self.unless_empty is None:
            return 0
        filled = self._is_filled(self.unless_empty, self.first, self.stop)
        filled[np.asarray(self.left_out, dtype=np.int64) - self.first] = True
        return int((~filled).sum())

    def row(self, line: int) -> dict[str, str] | None:
        """The texts of the row at a sheet row; None if it is no row of the table."""
        at = self.lines.position(line)
        if at is None or not self.first <= at < self.stop or at in self.left_out:
            return None
        texts = {
            name: self._texts(column, at, at + 1)[0].as_py()
            for name, column in self.columns.items()
        }
        return {name: text for name, text in {**texts, **self.fixed}.items() if text is not None}

    def _table(self, start: int, stop: int, keep: pa.Array | None) -> pa.Table:
        rows = stop - start if keep is None else int(keep.sum().as_py())
        texts = {name: self._texts(at, start, stop) for name, at in self.columns.items()}
        fixed = {name: pa.array([text] * rows, pa.string()) for name, text in self.fixed.items()}
        line = self.cells["line"].slice(start, stop - start)
        others = {at: self._texts(at, start, stop) for at in self.others}
        if keep is not None:
            texts = {name: column.filter(keep) for name, column in texts.items()}
            others = {at: column.filter(keep) for at, column in others.items()}
            line = line.filter(keep)
        told = {"_other": _as_json(others, self.others)} if others else {}
        return pa.table({**texts, **fixed, "_row": line, **told}).unify_dictionaries()

    def _texts(self, column: int, start: int, stop: int) -> pa.ChunkedArray:
        texts = self.cells[f"c{column}"].slice(start, stop - start)
        over = [m for m in self.merged if m.column == column and m.first < stop and m.stop > start]
        if not over:
            return texts
        filled = texts.to_pylist()
        for cell in over:
            for at in range(max(cell.first, start), min(cell.stop, stop)):
                filled[at - start] = cell.text
        return pa.chunked_array([pa.array(filled, pa.string())])

    def _is_filled(self, column: int, start: int, stop: int) -> Any:
        texts = self._texts(column, start, stop).combine_chunks().dictionary_encode()
        filled = [not is_empty(text) for text in texts.dictionary.to_pylist()]
        return np.array([*filled, False])[texts.indices.fill_null(len(filled)).to_numpy()]


@dataclass(frozen=True, slots=True)
class _Categories:
    """The distinct texts of a coded column, in Arrow and as the categories of pandas."""

    texts: pa.Array
    dtype: pd.CategoricalDtype

    @classmethod
    def of(cls, texts: pa.Array) -> "_Categories":
        index = pd.Index(pd.Series(texts, dtype=_TEXT), copy=False)
        return cls(texts, pd.CategoricalDtype(index))


def _as_frame(texts: pa.Table, known: dict[str, _Categories]) -> pd.DataFrame:
    """A table of texts in pandas, the texts staying Arrow's; `known` are categories met before."""
    columns: dict[str, Any] = {}
    for name, column in zip(texts.column_names, texts.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            columns[name] = _coded(name, column.combine_chunks(), known)
        else:
            columns[name] = column.to_pandas(types_mapper={pa.string(): _TEXT}.get)
    return pd.DataFrame(columns, copy=False)


def _coded(name: str, column: pa.Array, known: dict[str, _Categories]) -> pd.Categorical:
    if name not in known or not known[name].texts.equals(column.dictionary):
        known[name] = _Categories.of(column.dictionary)
    codes = column.indices.fill_null(-1).to_numpy()
    return pd.Categorical.from_codes(codes, dtype=known[name].dtype, validate=False)


def other_keys(headers: Mapping[int, str]) -> dict[int, str]:
    """By what name the cells of each column are kept; those of one header by their letters, too.

    >>> other_keys({3: "Note", 4: "", 5: "Tag", 6: "Tag"})
    {3: 'Note', 4: 'D', 5: 'Tag [E]', 6: 'Tag [F]'}
    """
    names = list(headers.values())
    keys = {}
    for at, header in headers.items():
        letter = column_letter(at)
        keys[at] = (
            (header or letter) if names.count(header) == 1 else f"{header} [{letter}]"
        ).strip()
    return keys


def _as_json(
    columns: Mapping[int, pa.ChunkedArray], headers: Mapping[int, str]
) -> pa.Array | pa.ChunkedArray:
    """One JSON object a row of the cells that are not empty; NULL where all are."""
    keys = other_keys(headers)
    parts = []
    for at, texts in columns.items():
        key = keys[at]
        coded = texts.combine_chunks().dictionary_encode()
        shown = [
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(text, ensure_ascii=False)}"
            for text in coded.dictionary.to_pylist()
        ]
        parts.append(pa.array(shown, pa.string()).take(coded.indices))
    joined = parts[0]
    for part in parts[1:]:
        # null_handling="skip" loses rows of a single column: NULL and text are joined by hand.
        joined = pc.coalesce(pc.binary_join_element_wise(joined, part, ", "), joined, part)
    return pc.binary_join_element_wise("{", joined, "}", "")
