"""The ids of partners: made from the name alone, and never moved once given."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from partner_analytics.grammar import partner_key

_HASH_DIGITS = 6
# A file of that name can be made nowhere: with ending and a quarter before it, 255 bytes are few.
_LONGEST_SLUG_BYTES = 100
# What a name of signs only (an emoji, ".") is called.
_NAMELESS = "partner"
# Names of devices: no file of Windows can be called so, whatever its ending.
_RESERVED = re.compile(r"con|prn|aux|nul|conin|conout|clock|com\d|lpt\d")
# As if a hash stood at its end: a name may not be given the id of another one.
_LIKE_A_HASH = re.compile(r"(?:^|-)[0-9a-f]{6}(?:[0-9a-f]{6})*$")


def partner_slug(name: str) -> str:
    """The letters and digits of a name without accents, in words; "" where there are none.

    >>> partner_slug("Lutron Electronics Co., Inc.")
    'lutron-electronics-co-inc'
    >>> partner_slug("Caséta & Söhne")
    'caseta-sohne'
    """
    letters = unicodedata.normalize("NFKD", partner_key(name))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    # Composed again: a file system that composes names must find the same one.
    return unicodedata.normalize("NFC", re.sub(r"[\W_]+", "-", plain).strip("-"))


def partner_id(name: str, held: Iterable[str] = ()) -> str:
    """The id of a name: its slug, and a hash where the slug lost more than case or blanks.

    Names that differ in more than case and blanks get different ids; an id is a file name on any
    system. `held` are ids of other names: only where two hashes begin alike are more of their
    digits taken.

    >>> partner_id("Sonos"), partner_id("Snap AV"), partner_id("SNAP  AV")
    ('sonos', 'snap-av', 'snap-av')
    >>> partner_id("A+B"), partner_id("A & B"), partner_id("Con"), partner_id("🎧")
    ('a-b-300273', 'a-b-cbc644', 'con-1143da', 'partner-e015fa')
    """
    key, slug = partner_key(name), partner_slug(name)
    taken = set(held)
    if _is_whole(slug, key) and slug not in taken:
        return slug
    begin = _beginning(slug) or _NAMELESS
    mark = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    for digits in range(_HASH_DIGITS, len(mark), _HASH_DIGITS):
        if (made := f"{begin}-{mark[:digits]}") not in taken:
            return made
    return f"{begin}-{mark}"


def with_new_ids(given: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """The ids by name key: those given, and new ones for the `names` (by name key) without.

    >>> with_new_ids({"sonos": "sonos-audio"}, {"sonos": "Sonos", "ecobee": "ecobee"})
    {'sonos': 'sonos-audio', 'ecobee': 'ecobee'}
    """
    ids = dict(given)
    for key in sorted(names.keys() - ids.keys()):
        ids[key] = partner_id(names[key], ids.values())
    return ids


def _is_whole(slug: str, key: str) -> bool:
    """Whether the slug says all that the name does, and can be its id as it stands."""
    return (
        bool(slug)
        and slug.replace("-", " ") == key
        and slug == _beginning(slug)
        and slug.upper().casefold() == slug  # else two ids are one where case does not count
        and not _RESERVED.fullmatch(slug)
        and not _LIKE_A_HASH.search(slug)
    )


def _beginning(slug: str) -> str:
    """As much of a slug as fits into a file's name."""
    cut = slug.encode()[:_LONGEST_SLUG_BYTES].decode(errors="ignore")
    return cut.strip("-")
