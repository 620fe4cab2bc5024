"""What a figure lacks, in words: an empty text where it lacks nothing."""

from typing import Any

import pandas as pd

from partner_analytics import wording


def state(now: Any) -> str:
    """Of what day the partners' state is, if of an earlier quarter, and how many are gone.

    Takes a row of `portfolio_summary`.
    """
    carried, gone = now.get("carried_partners"), now.get("gone_partners")
    said = []
    if _some(carried):
        said.append(
            f"no pipeline shows this quarter: the state of {wording.plural(carried, 'partner')} is"
            f" that of {wording.day(now['oldest_state_as_of'])}"
        )
    if _some(gone):
        said.append(
            f"{wording.plural(gone, 'partner')} of the pipeline before"
            f" {'is' if gone == 1 else 'are'} missing from this quarter's"
        )
    return "; ".join(said)


def prices(lines: Any, figure: str) -> str:
    """How many order lines without a price in the program's currency a figure lacks."""
    if not _some(lines):
        return ""
    told = wording.plural(lines, "order line has", "order lines have")
    return f"{told} no amount in the program's currency and {_is(lines)} not in {figure}"


def commitments(without: Any) -> str:
    """How many commitments the sums of commitments lack."""
    if not _some(without):
        return ""
    told = wording.plural(without, "commitment")
    return f"{told} without a volume to hold against {_is(without)} not counted"


def savings(partial: Any, without: Any) -> str:
    """How many partners the sum of savings shows in part or not at all."""
    said = []
    if _some(partial):
        said.append(f"only a part of what {wording.plural(partial, 'partner')} saved")
    if _some(without):
        said.append(f"nothing of {wording.plural(without, 'partner')}")
    return f"the sum of savings holds {' and '.join(said)}" if said else ""


def of_headline(now: Any) -> str:
    """All that the headline figures lack. Takes a row of `portfolio_summary`."""
    saved = savings(now.get("partial_savings_partners"), now.get("partners_without_saving"))
    parts = (
        state(now),
        prices(now.get("unpriced_lines"), "the discount"),
        saved,
        commitments(now.get("commitments_without_attainment")),
    )
    return ". ".join(f"{part[:1].upper()}{part[1:]}" for part in parts if part)


def age(row: Any) -> str:
    """The day and age of a state that is of an earlier quarter. Takes a row of `states`."""
    quarters = row.get("state_age_quarters")
    if not _some(quarters):
        return ""
    return f"as of {wording.day(row['as_of'])}, {wording.plural(quarters, 'quarter')} old"


def unpriced(frame: pd.DataFrame) -> Any:
    """The order lines without an amount that the rows count."""
    return frame["unpriced_lines"].sum() if "unpriced_lines" in frame else 0


def _some(count: Any) -> bool:
    return not wording.is_missing(count) and bool(count > 0)


def _is(count: Any) -> str:
    return "is" if count == 1 else "are"
