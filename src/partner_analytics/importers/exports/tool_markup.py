"""Names as people write them, out of what tools wrap around them: links, quotes."""

from dataclasses import dataclass

import pandas as pd

from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.exports.export_tools import unwrapped
from partner_analytics.trackers import Column, Reads, Tracker

_NAMES = frozenset((Reads.PARTNER, Reads.TEXT, Reads.CHOICE, Reads.RANK))


@dataclass(frozen=True, slots=True)
class PlainNames:
    """Cells of a column of which only the name is read: how many, the first row and its texts."""

    column: Column
    count: int
    at: int
    original: str
    name: str


def with_plain_names(
    batch: pd.DataFrame, table: ExportTable, tracker: Tracker
) -> tuple[pd.DataFrame, list[PlainNames]]:
    """A batch of texts, its names without what the tool of the export wraps around them."""
    tool = table.layout.tool
    if tool is None or tool.wrapped is None:
        return batch, []
    told: dict[str, PlainNames] = {}
    columns: dict[str, pd.Series] = {}
    for column in tracker.read_columns:
        if column.name not in batch or column.reads not in _NAMES:
            continue
        texts = batch[column.name].astype("str")
        names = unwrapped(texts.dropna().unique(), tool)
        if not names:
            continue
        columns[column.name] = texts.map(names).fillna(texts).astype("str")
        rows = texts.isin(list(names))
        first = int(rows.to_numpy().argmax())
        original = str(texts.iloc[first])
        told.setdefault(
            column.header,
            PlainNames(column, int(rows.sum()), first, original.strip(), names[original]),
        )
    return batch.assign(**columns), list(told.values())
