"""Sheets on their way from the child process: Arrow streams, written in batches and mapped.

A column whose texts repeat is written as numbers of its distinct texts: they are then told apart
once, and read, searched and stored as such. Each batch goes on with the texts of the one before.
"""

import mmap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from partner_analytics.addresses import address
from partner_analytics.errors import Place, UnreadableFile

REPEATING = pa.dictionary(pa.int32(), pa.string())
_MOST_KNOWN = 50_000


def batch_of(
    lines: Sequence[int], rows: Sequence[Sequence[str | None]], width: int
) -> pa.RecordBatch:
    """Make a batch of located cells from rows of at most `width` cells.

    Empty texts become null, and rows of nothing else are left out.
    """
    used = [(line, row) for line, row in zip(lines, rows, strict=True) if any(row)]
    columns: list[pa.Array] = [pa.array([line for line, _ in used], pa.int64())]
    columns += [
        pa.array([(row[at] or None) if at < len(row) else None for _, row in used], pa.string())
        for at in range(width)
    ]
    return pa.RecordBatch.from_arrays(columns, names=column_names(width))


def column_names(width: int) -> list[str]:
    """Name the columns of a sheet's cells.

    >>> column_names(2)
    ['line', 'c1', 'c2']
    """
    return ["line", *(f"c{at}" for at in range(1, width + 1))]


def widened(batch: pa.RecordBatch, width: int) -> pa.RecordBatch:
    """Give a batch the empty columns it lacks."""
    missing = width + 1 - batch.num_columns
    if missing == 0:
        return batch
    empty = pa.nulls(batch.num_rows, pa.string())
    return pa.RecordBatch.from_arrays([*batch.columns, *[empty] * missing], column_names(width))


def write_cells(
    path: Path, batches: Iterable[pa.RecordBatch], width: int, repeating: Collection[str] = ()
) -> None:
    """Write a sheet of `width` columns, those named in `repeating` by their distinct texts."""
    texts = [
        (name, REPEATING if name in repeating else pa.string()) for name in column_names(width)[1:]
    ]
    schema = pa.schema([("line", pa.int64()), *texts])
    coders = {name: _Coder() for name in repeating}
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
        for batch in batches:
            columns = [
                coders[name].coded(column) if name in coders else column
                for name, column in zip(schema.names, batch.columns, strict=True)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


class _Coder:
    """Numbers the distinct texts of a column; while these are few, a text keeps its number."""

    def __init__(self) -> None:
        self._known: pa.Array | None = None

    def coded(self, column: pa.Array) -> pa.DictionaryArray:
        """The column by the numbers of its texts."""
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        if self._known is not None:
            none_yet = pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), self._known)
            coded = pa.chunked_array([none_yet, coded]).unify_dictionaries().chunk(1)
        # Texts that turn out not to repeat must not pile up.
        self._known = coded.dictionary if len(coded.dictionary) <= _MOST_KNOWN else None
        return coded


@dataclass(frozen=True, eq=False)
class MappedCells:
    """A written sheet, mapped: its pages are read as they are needed."""

    table: pa.Table
    pages: mmap.mmap

    def release(self) -> None:
        """Give back the memory of the pages read so far; they are read again when needed."""
        if hasattr(mmap, "MADV_DONTNEED"):  # POSIX's; elsewhere the system decides
            self.pages.madvise(mmap.MADV_DONTNEED)


def map_cells(path: Path) -> MappedCells:
    """Map a written sheet; the file may be removed from its folder afterwards."""
    with path.open("rb") as file:
        pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return MappedCells(pa.ipc.open_stream(pa.py_buffer(pages)).read_all(), pages)


def short_cells(
    batches: Iterable[pa.RecordBatch], most: int, *, file: str, sheet: str | None
) -> Iterator[pa.RecordBatch]:
    """Pass batches on; raise UnreadableFile at the first cell of more than `most` characters."""
    for batch in batches:
        if any(_texts(column).nbytes > most for column in batch.columns[1:]):
            _refuse_long_cell(batch, most, file, sheet)
        yield batch


def _texts(column: pa.Array) -> pa.Array:
    """The distinct texts of a repeating column, else all of its texts."""
    return column.dictionary if pa.types.is_dictionary(column.type) else column


def _refuse_long_cell(batch: pa.RecordBatch, most: int, file: str, sheet: str | None) -> None:
    import pyarrow.compute as pc  # costs more than a small file, which has no long cells

    for at, column in enumerate(batch.columns[1:], start=1):
        longest = pc.max(pc.binary_length(_texts(column))).as_py() or 0
        if longest <= most:
            continue
        lengths = pc.utf8_length(column.cast(pa.string())).to_pylist()
        for row, length in enumerate(lengths):
            if (length or 0) > most:
                line = batch.column(0)[row].as_py()
                raise UnreadableFile(
                    "cell-too-long",
                    place=Place(file, line=line)
                    if sheet is None
                    else Place(file, sheet=sheet, cell=address(line, at)),
                    expected=f"cells of at most {most:,} characters",
                    found=f"a cell of {length:,}",
                    remedy="Shorten the cell (a quote that is never closed also swallows what "
                    "follows it), or raise the limit cell_characters.",
                )


def used_rows(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Leave out the rows that hold nothing."""
    columns = batch.columns[1:]
    if any(column.null_count == 0 for column in columns):
        return batch
    import pyarrow.compute as pc

    is_used = pa.array([False] * batch.num_rows, pa.bool_())
    for column in columns:
        is_used = pc.or_(is_used, pc.is_valid(column))
    return batch.filter(is_used)
