"""Words that stand within dates and times and change nothing about them."""

import re

_WORDS = frozenset(
    """
    de del of the at on le la à as den der dne am um vom kl klo dated date stand
    uhr o'clock clock h hrs hours min m s sec t z utc gmt cet cest
    w wk week kw cw q st nd rd th er d y year month day
    年 月 日 时 時 分 秒 년 월 일 시 분 초 г года ngày tháng năm
    mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
    mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag
    """.split()  # noqa: SIM905 (words)
)
# A question mark, a tilde or a digit would say something of the day.
_PUNCTUATION = re.compile(r"[\s.,:;/|·'’()\[\]_–—-]+")


def belongs_to_days(literal: str) -> bool:
    """Whether a text of a date's number format is punctuation, or a word dates are written with.

    >>> [belongs_to_days(text) for text in (". ", " de ", " Uhr", "T", "KW ", "年")]
    [True, True, True, True, True, True]
    >>> [belongs_to_days(text) for text in ("cancelled ", "?", " (tbc)", "~", "2024")]
    [False, False, False, False, False]
    """
    words = _PUNCTUATION.sub(" ", literal.casefold().replace("o'clock", "clock")).split()
    return all(word in _WORDS for word in words)
