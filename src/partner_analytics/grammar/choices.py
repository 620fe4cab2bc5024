"""Closed vocabularies: the member a text names."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from partner_analytics.grammar.texts.text import is_blank, normalize, unreadable

# Where a note starts, as in "Stage 4: Proposal", "1. Initial Contact" or "High (30-40%)".
_NOTE = re.compile(r"\s[-–—]\s|[:(]|(?<=[0-9])[.)]\s")


def read_choice(
    text: str, members: Mapping[str, Sequence[str]], *, labels: Sequence[str] = ()
) -> str | None:
    """Read a member of a vocabulary by its name or one of its spellings; a known blank is None.

    Case, punctuation and white space do not count. A note may follow after ":", "(" or " - ";
    one that names another member makes the text unreadable. `labels` are the members as messages
    list them, where their names are codes.

    >>> tiers = {"manufacturer:1": ("Tier 1", "Strategic"), "manufacturer:2": ("Tier 2",)}
    >>> read_choice("TIER 1 (strategic)", tiers)
    'manufacturer:1'
    >>> read_choice("Gold", tiers, labels=["Tier 1", "Tier 2"])
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected one of Tier 1, Tier 2, found "Gold". \
Write one of them.
    """
    spellings = _spellings(tuple((name, tuple(known)) for name, known in members.items()))
    member = spellings.get(normalize(text)) or _member_with_note(text, spellings)
    if member is None and not is_blank(text):
        listed = ", ".join(labels or members)
        raise unreadable(text, expected=f"one of {listed}", remedy="Write one of them.")
    return member


@lru_cache(maxsize=64)
def _spellings(members: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    """Member by folded spelling; a member's own name comes before spellings of others."""
    folded = {normalize(text): name for name, known in members for text in known}
    return folded | {normalize(name): name for name, _ in members}


def _member_with_note(text: str, spellings: Mapping[str, str]) -> str | None:
    head, *notes = (normalize(part) for part in _NOTE.split(text))
    member = spellings.get(head)
    # "4 - Initial Outreach" with stage 4 named otherwise: one of the two is wrong.
    named = {spellings[note] for note in notes if note in spellings}
    return member if named <= {member} else None
