"""Partner names: what makes two of them the same, and which known one a new one may mean."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from partner_analytics.grammar import latin_twin, partner_key

# From this likeness on (of 100) a name is suggested; nothing is ever merged by it.
SIMILAR = 80
# A name that holds all words of the other is a little less alike than one with the same letters.
_PART_OF_NAME = 0.95
_SHORTEST_BEGINNING = 5


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


def why_alike(name: str, other: str) -> str:
    """What two names have in common that makes one suggest the other.

    >>> why_alike("LUTRON ELECTRONICS CO., INC.", "Lutron Electronics")
    'same name but for legal form and punctuation'
    >>> why_alike("Lutron", "Lutron Electronics"), why_alike("Crestorn", "Crestron")
    ('one name is a part of the other', 'close spelling')
    >>> why_alike("Sonоs", "Sonos"), why_alike("Caséta", "Caseta")
    ('same name but for letters that look alike', 'same name but for accents')
    """
    one, two = (_bare(each) for each in (name, other))
    if one == two:
        if _without_accents(partner_key(name)) == _without_accents(partner_key(other)):
            return "same name but for accents"
        is_twin = latin_twin(name) != unicodedata.normalize("NFKC", name)
        is_twin = is_twin or latin_twin(other) != unicodedata.normalize("NFKC", other)
        form = "letters that look alike" if is_twin else "legal form and punctuation"
        return f"same name but for {form}"
    words = set(one.split()), set(two.split())
    is_part = words[0] <= words[1] or words[1] <= words[0]
    if is_part or _begins(one.replace(" ", ""), two.replace(" ", "")):
        return "one name is a part of the other"
    return "close spelling"


def likeness(name: str, other: str) -> float:
    """How alike two names are, from 0 to 100; legal forms and the order of words do not count.

    >>> likeness("LUTRON ELECTRONICS CO., INC.", "Lutron Electronics")
    100.0
    """
    return round(_likeness(_bare(name), _bare(other)), 1)


@lru_cache(maxsize=10_000)
def _bare(name: str) -> str:
    """The name without its legal forms, punctuation and accents, its letters as they look."""
    from cleanco import basename

    name = _without_accents(latin_twin(name))
    # One at a time: "Co., Inc." is two.
    while (shorter := basename(name)) and shorter != name:
        name = shorter
    return re.sub(r"[\W_]+", " ", partner_key(name)).strip() or partner_key(name)


def _without_accents(name: str) -> str:
    """Letters alone, composed again: only marks that are no letter of their own are left out."""
    letters = unicodedata.normalize("NFD", name)
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", plain)


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
