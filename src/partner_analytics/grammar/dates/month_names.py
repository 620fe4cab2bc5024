"""The names of months, as dates are written in the languages whose names do not contradict.

Slavic names stay out: Croatian "listopad" is October and Polish "listopad" November.
"""

import unicodedata

_NAMES = (
    "january jan januar jänner jaenner januari janvier janv enero ene gennaio gen janeiro",
    "february feb februar februari feber février févr fév febrero febbraio fevereiro fev",
    "march mar märz maerz mrz maart mrt mars marts marzo março",
    "april apr avril avr abril abr aprile",
    "may mai mei maj mayo maio maggio mag",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug augustus augusti août agosto ago",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


_NUMBERS = {
    _plain(name): number for number, names in enumerate(_NAMES, start=1) for name in names.split()
}


def month_number(name: str) -> int | None:
    """The number of a month by its name or abbreviation, in any case, with or without accents.

    >>> [month_number(name) for name in ("Jan", "MÄRZ", "fevrier", "agosto", "dez", "monday")]
    [1, 3, 2, 8, 12, None]
    """
    return _NUMBERS.get(_plain(name))
