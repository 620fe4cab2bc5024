"""Internet domains: what an e-mail address or a web page says about whose it is."""

import re

from partner_analytics.grammar.texts.text import is_blank, tidy, unreadable

_DOMAIN = re.compile(
    r"(?:https?://)?(?:[^\s@/:]+@)?(?:www\.)?((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,})"
    r"(?::[0-9]+)?(?:[/?#]\S*)?\.?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;<>()|]+|mailto:", re.IGNORECASE)
# Addresses there are anybody's: they say nothing about a company.
_PROVIDERS = """
    aol.com facebook.com gmail.com gmx.de gmx.net googlemail.com hotmail.com icloud.com
    instagram.com linkedin.com live.com mail.com me.com msn.com outlook.com proton.me
    protonmail.com qq.com t-online.de twitter.com web.de x.com yahoo.com youtube.com 163.com
"""
_ANYBODYS = frozenset(_PROVIDERS.split())


def read_web(text: str) -> str | None:
    """Read e-mail or web addresses, as they stand; a known blank is None.

    >>> read_web(" kim@lutron.com ")
    'kim@lutron.com'
    >>> read_web("ask Kim")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected an e-mail or web address, found "ask Kim". \
Write it like kim@lutron.com or lutron.com.
    """
    if is_blank(text):
        return None
    if not _named(text):
        raise unreadable(
            text,
            expected="an e-mail or web address",
            remedy="Write it like kim@lutron.com or lutron.com.",
        )
    return text.strip()


def domains_in(text: str) -> frozenset[str]:
    """The domains e-mail and web addresses belong to, but for those where anybody has one.

    >>> sorted(domains_in("Kim <kim@Lutron.com>; https://www.sonos.com/pro, dana@gmail.com"))
    ['lutron.com', 'sonos.com']
    """
    return frozenset(_named(text) - _ANYBODYS)


def _named(text: str) -> set[str]:
    parts = (_DOMAIN.fullmatch(part) for part in _BETWEEN.split(tidy(text)) if len(part) < 300)
    return {match[1].lower() for match in parts if match}
