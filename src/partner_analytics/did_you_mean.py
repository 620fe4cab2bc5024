"""What to say when a name is not known: the ones it is like, and those there are."""

import difflib
from collections.abc import Mapping, Sequence

_MOST_LISTED = 40
_MOST_OFFERED = 3
_LEAST_ALIKE = 0.6
_NEARLY = 0.1


def did_you_mean(found: str, known: Sequence[str], *, listing: str = "There are") -> str:
    """The closest of the known names, and the names there are unless they are too many.

    >>> did_you_mean("helth_score", ["health_score", "health_trend"])
    'Did you mean "health_score"? There are: health_score, health_trend.'
    >>> did_you_mean("budget", ["health_score"])
    'There are: health_score.'
    >>> did_you_mean("Lutron", ["Lutron Electronics", "Sonos"])
    'Did you mean "Lutron Electronics"? There are: Lutron Electronics, Sonos.'
    >>> did_you_mean("budget", [])
    'There is none.'
    """
    if not known:
        return "There is none."
    names = _near(found.casefold(), {name.casefold(): name for name in reversed(known)})
    said = [f"Did you mean {' or '.join(_in_quotes(name) for name in names)}?"] if names else []
    if len(known) <= _MOST_LISTED:
        said.append(f"{listing}: {', '.join(known)}.")
    elif not names:
        rest = len(known) - _MOST_LISTED
        said.append(f"{listing}: {', '.join(known[:_MOST_LISTED])} and {rest} more.")
    return " ".join(said)


def _near(key: str, names: Mapping[str, str]) -> list[str]:
    """The names a key is most like, or else those it is a part of."""
    near = difflib.get_close_matches(key, names, n=_MOST_OFFERED, cutoff=_LEAST_ALIKE)
    # Two names of nearly one likeness are both offered; a much less likely one is no help.
    alike = {one: difflib.SequenceMatcher(None, one, key).ratio() for one in near}
    near = [one for one in near if alike[one] > max(alike.values()) - _NEARLY]
    within = [one for one in names if key and key in one][:_MOST_OFFERED]
    return [names[one] for one in near or within]


def _in_quotes(name: str) -> str:
    return f'"{name}"'
