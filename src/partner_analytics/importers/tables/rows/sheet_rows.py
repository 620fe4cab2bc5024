"""A sheet row by row: for the few rows that need a look."""

from bisect import bisect_left
from collections.abc import Iterator

from partner_analytics.addresses import range_corners
from partner_analytics.importers.files.line_runs import LineRuns
from partner_analytics.importers.files.located_cells import Sheet


class Grid:
    """Rows of a sheet one at a time, with what is merged down over them."""

    def __init__(self, sheet: Sheet) -> None:
        self.lines = LineRuns.of(part.to_numpy() for part in sheet.cells["line"].chunks)
        self._columns = [sheet.cells[name] for name in sheet.cells.column_names[1:]]
        self._merged = [range_corners(cells) for cells in sheet.merged]

    def __len__(self) -> int:
        return len(self.lines)

    def line(self, position: int) -> int:
        """The sheet row (line of a text file) of the row at a position."""
        return self.lines[position]

    def row(self, position: int, first: int = 1, last: int | None = None) -> dict[int, str]:
        """The texts of a row by sheet column, of the columns from `first` to `last`."""
        columns = self._columns[first - 1 : last]
        texts = ((at, column[position].as_py()) for at, column in enumerate(columns, first))
        return {at: text for at, text in texts if text is not None and text.strip()}

    def row_with_merged(self, position: int) -> dict[int, str]:
        """The texts of a row, those merged down over it included."""
        row, line = self.row(position), self.line(position)
        for top, left, bottom, _ in self._merged:
            if top < line <= bottom and left not in row:
                text = self.text(top, left)
                if text is not None:
                    row[left] = text
        return dict(sorted(row.items()))

    def text(self, line: int, column: int) -> str | None:
        """The text at a sheet row and column, NULL where there is none."""
        position = self.position(line)
        if position is None or column > len(self._columns):
            return None
        text: str | None = self._columns[column - 1][position].as_py()
        return text

    def position(self, line: int) -> int | None:
        """Where the row of that sheet row is, if it holds anything."""
        return self.lines.position(line)

    def merged_below(self, line: int) -> int:
        """The last sheet row over which a cell of this row is merged down."""
        return max((b for top, _, b, _ in self._merged if top == line), default=line)

    def is_merged_across(self, line: int) -> bool:
        """Whether a cell of this row is merged over several columns, as titles are."""
        return any(
            top <= line <= bottom and right > left for top, left, bottom, right in self._merged
        )

    def blocks_up(self, start: int, stop: int) -> Iterator[range]:
        """Runs of rows without a gap between them, from the one that ends before `stop` upward."""
        while stop > start:
            before = bisect_left(self.lines.run_starts, stop) - 1
            first = max(start, int(self.lines.run_starts[before]))
            yield range(first, stop)
            stop = first
