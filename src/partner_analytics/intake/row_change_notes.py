"""What a build changed about rows that were there before, in sentences."""

from collections.abc import Iterable, Iterator

from partner_analytics.intake.partners.partner_problems import UNKNOWN_PARTNER
from partner_analytics.warehouse import GIVES_WAY, RowChange
from partner_analytics.warehouse.checks import CONFLICTING_ROWS, REPEATED_KEYS

# Of a code: what rows did that count now, and why rows no longer count.
_SAID = {
    UNKNOWN_PARTNER: ("waited for their partner", "their partner is unknown now"),
    REPEATED_KEYS.code: (
        "repeated another row's key",
        "another row of their export has the same key, as when two partners became one",
    ),
    CONFLICTING_ROWS.code: (
        "contradicted another export's",
        "another export of the same day states their key otherwise",
    ),
    GIVES_WAY: (
        "gave way to another export's",
        "another export has a row of the same key, as when two partners became one",
    ),
}


def sentences(changes: Iterable[RowChange]) -> Iterator[str]:
    """A sentence on each change, as "6 rows that waited for their partner were loaded"."""
    for change in changes:
        before, why = _SAID.get(change.code, (f"were kept out ({change.code})", change.code))
        rows = "1 row" if change.rows == 1 else f"{change.rows:,} rows"
        if change.count_now:
            yield f"{rows} that {before} {'was' if change.rows == 1 else 'were'} loaded"
        else:
            yield f"{rows} {'is' if change.rows == 1 else 'are'} now kept out: {why}"
