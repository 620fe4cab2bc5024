"""What all rules of a program share: entries that hold from a date on, and their checks."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from partner_analytics.program.rule_texts import Line, refusal

Whole = Annotated[int, Field(strict=True, ge=0)]
Positive = Annotated[int, Field(strict=True, ge=1)]
Flag = Annotated[bool, Field(strict=True)]
_TIER = re.compile(r"[a-z_]+:[1-9]")


class Rules(BaseModel):
    """What all parts of a program share: unknown keys are errors, nothing changes once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Rules):
    """A rule that holds from a date on, and who decided it."""

    valid_from: Annotated[date, Field(strict=True)]
    source: Line


AnyEntry = TypeVar("AnyEntry", bound=Entry)


def in_force(entries: Iterable[AnyEntry], day: date) -> AnyEntry | None:
    """The entry that holds on a day: the latest of those valid from then or before."""
    begun = [entry for entry in entries if entry.valid_from <= day]
    return max(begun, key=lambda entry: entry.valid_from, default=None)


AnyItem = TypeVar("AnyItem")


# Not `min_length`, which also complains of entries that are there but wrong.
def some(items: tuple[AnyItem, ...]) -> tuple[AnyItem, ...]:
    """A list that is not empty."""
    if not items:
        raise refusal(expected="at least one entry", found="none", remedy="Add one.")
    return items


def _distinct(entries: tuple[AnyEntry, ...]) -> tuple[AnyEntry, ...]:
    dates = [entry.valid_from for entry in entries]
    for day in sorted(set(dates)):
        if (times := dates.count(day)) > 1:
            raise refusal(
                expected="one entry a date",
                found=f"{times} valid from {day}",
                remedy="Give the later one the date from which it holds, or delete it.",
            )
    return tuple(sorted(entries, key=lambda entry: entry.valid_from))


def _tier_code(tier: str) -> str:
    if not _TIER.fullmatch(tier):
        raise refusal(
            expected="a tier's scheme and rank",
            found=f'"{tier}"',
            remedy="Write it like manufacturer:1.",
        )
    return tier


def _known_tier(tier: str, info: ValidationInfo) -> str:
    known = (info.context or {}).get("tiers")
    if known is not None and tier not in known:
        raise refusal(
            expected=f"a tier of this program ({', '.join(sorted(known))})",
            found=f'"{tier}"',
            remedy="Correct it, or add the tier to [[tiers]].",
        )
    return tier


Dated = Annotated[tuple[AnyEntry, ...], AfterValidator(some), AfterValidator(_distinct)]
TierCode = Annotated[Line, AfterValidator(_tier_code)]
KnownTier = Annotated[Line, AfterValidator(_known_tier)]
