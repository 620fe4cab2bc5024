"""The data dictionary, from the trackers' declarations."""

import pandas as pd

from partner_analytics.trackers.declaration import TRACKERS, Column, Tracker


def dictionary() -> pd.DataFrame:
    """Every column of every tracker, one row each, in the order of the templates.

    >>> from partner_analytics.trackers import dictionary
    >>> list(dictionary().columns)[:6]
    ['tracker', 'column', 'header', 'spellings', 'reads', 'forms']
    """
    return pd.DataFrame(
        [_entry(tracker, column) for tracker in TRACKERS.values() for column in tracker.columns]
    )


def _entry(tracker: Tracker, column: Column) -> dict[str, object]:
    return {
        "tracker": tracker.name,
        "column": column.name,
        "header": column.header,
        "spellings": ", ".join(column.spellings),
        "reads": column.reads.label,
        "forms": ", ".join(column.choice.labels) if column.choice else column.reads.forms,
        "storage": column.reads.storage,
        "unit": column.unit,
        "is_key": column.name in tracker.key,
        "is_required": column.required,
        "is_extra": column.extra,
        "description": column.description,
    }
