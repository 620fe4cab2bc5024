"""Wide sheets turned long: one column a member becomes one table a member."""

from dataclasses import dataclass

from partner_analytics.importers.tables.headers.header_matching import HeaderCell, HeaderMatch


@dataclass(frozen=True, slots=True)
class Variant:
    """One reading of a table: the header cell of each tracker column.

    Of a wide sheet there is one for each `member`: its column holds the values, and the header
    cell itself (`names`) says the member, so that every value keeps its cell.
    """

    columns: dict[str, HeaderCell]
    member: str | None = None
    names: dict[str, HeaderCell] | None = None


def variants(match: HeaderMatch) -> list[Variant]:
    """The readings of a table: one, or one a member column in sheet order."""
    wide = match.tracker.wide
    if not match.members or wide is None:
        return [Variant(dict(match.columns))]
    in_order = sorted(match.members.items(), key=lambda item: item[1].column)
    return [
        Variant({**match.columns, wide.values: cell}, member, {wide.names: cell})
        for member, cell in in_order
    ]
