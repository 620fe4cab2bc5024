"""Which trackers a warehouse has anything of: of the others nothing needs to be asked."""

from collections.abc import Iterable

import duckdb

from partner_analytics.trackers import TRACKERS, Tracker


def held_trackers(
    connection: duckdb.DuckDBPyConnection, among: Iterable[Tracker] = TRACKERS.values()
) -> list[Tracker]:
    """Those of which some import has a table, whether it counts or not, in their order.

    Where there is none it is the first: what is asked of it has the columns of an answer.
    """
    among = list(among)
    rows = connection.execute("SELECT DISTINCT tracker FROM landing.import_tables").fetchall()
    names = {name for (name,) in rows}
    return [tracker for tracker in among if tracker.name in names] or among[:1]
