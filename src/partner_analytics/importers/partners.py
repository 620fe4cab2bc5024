"""Partner names: what makes two of them the same, and which known one a new one may mean."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from partner_analytics.values import partner_key

# From this likeness on (of 100) a name is suggested; nothing is ever merged by it.
SIMILAR = 80
# A name that holds all words of the other is a little less alike than one with the same letters.
_PART_OF_NAME = 0.95
_SHORTEST_BEGINNING = 5


def partner_slug(name: str) -> str:
    """A readable identifier.

    >>> partner_slug("Lutron Electronics Co., Inc.")
    'lutron-electronics-co-inc'
    >>> partner_slug("Caséta & Söhne")
    'caseta-sohne'
    """
    letters = unicodedata.normalize("NFKD", partner_key(name))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def suggest_partners(name: str, known: Sequence[str], limit: int = 2) -> list[tuple[str, float]]:
    """The known names a name may be another spelling of, with their likeness, best first.

    Legal forms ("Co., Inc.") and the order of words do not count. Likeness is from 0 to 100.

    >>> suggest_partners("LUTRON ELECTRONICS CO., INC.", ["Lutron Electronics", "Sonos"])
    [('Lutron Electronics', 100.0)]
    >>> suggest_partners("Sony", ["Sonos", "Lutron"])
    []
    """
    bare = {candidate: _bare(candidate) for candidate in known}
    found = process.extract(
        _bare(name), bare, scorer=_likeness, limit=limit, score_cutoff=SIMILAR, processor=None
    )
    return [(candidate, round(score, 1)) for _, score, candidate in found]


def _bare(name: str) -> str:
    """The name without its legal forms and punctuation."""
    from cleanco import basename

    # One at a time: "Co., Inc." is two.
    while (shorter := basename(name)) and shorter != name:
        name = shorter
    return re.sub(r"[\W_]+", " ", partner_key(name)).strip() or partner_key(name)


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    likeness = max(
        fuzz.ratio(one, other),
        fuzz.token_sort_ratio(one, other),
        fuzz.token_set_ratio(one, other) * _PART_OF_NAME,
        100 * _PART_OF_NAME if _begins(one.replace(" ", ""), other.replace(" ", "")) else 0,
    )
    return likeness if score_cutoff is None or likeness >= score_cutoff else 0.0


def _begins(one: str, other: str) -> bool:
    """Whether one name begins the other: "Control 4" is perhaps "Control4/Snap AV"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_BEGINNING and long.startswith(short)
