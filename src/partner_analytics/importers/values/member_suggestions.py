"""Which member of a vocabulary a text that names none may have been meant for."""

import re

from rapidfuzz import fuzz, process

from partner_analytics.grammar import normalize
from partner_analytics.trackers import Choice

# From this likeness on (of 100) a member is suggested; nothing is ever read by it.
SIMILAR = 75
_DIGITS = re.compile("[0-9]+")


def suggest_member(text: str, choice: Choice) -> str | None:
    """The spelling of a member that a text is closest to, if any is close.

    Numbers must be the same: "Tier 9" is no misspelt "Tier 1".

    >>> stage = Choice("stage", {"Initial Outreach": ("Outreach",), "Stage 6": ()})
    >>> suggest_member("Inital outreach", stage), suggest_member("Stage 9", stage)
    ('Initial Outreach', None)
    """
    shown = dict(zip(choice.members, choice.labels, strict=True))
    spelled = {
        normalize(spelling): spelling
        for member, spellings in choice.members.items()
        for spelling in (shown[member], *spellings)
        if _DIGITS.findall(spelling) == _DIGITS.findall(text)
    }
    scorer = fuzz.ratio
    best = process.extractOne(normalize(text), list(spelled), scorer=scorer, score_cutoff=SIMILAR)
    return spelled[best[0]] if best else None
