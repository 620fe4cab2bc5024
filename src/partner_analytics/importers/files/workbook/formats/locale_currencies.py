"""The currency a bracket of a number format names: `[$€-407]`, `[$$-en-US]`, `[$CHF-807]`."""

import re

# Where a sign is several countries', the locale beside it says whose it is. By Windows' number of
# the locale and by its region.
_REGIONS = {
    0x0409: "US", 0x1009: "CA", 0x0C0C: "CA", 0x0C09: "AU", 0x1409: "NZ", 0x0809: "GB",
    0x1809: "IE", 0x4009: "IN", 0x0439: "IN", 0x4809: "SG", 0x1004: "SG", 0x0C04: "HK",
    0x3C09: "HK", 0x0404: "TW", 0x0804: "CN", 0x0411: "JP", 0x0412: "KR", 0x041D: "SE",
    0x081D: "FI", 0x0414: "NO", 0x0814: "NO", 0x0406: "DK", 0x040F: "IS", 0x0415: "PL",
    0x0405: "CZ", 0x040E: "HU", 0x0419: "RU", 0x0422: "UA", 0x041F: "TR", 0x040D: "IL",
    0x041E: "TH", 0x042A: "VN", 0x0421: "ID", 0x043E: "MY", 0x0416: "BR", 0x080A: "MX",
    0x2C0A: "AR", 0x340A: "CL", 0x240A: "CO", 0x280A: "PE", 0x380A: "UY", 0x540A: "US",
    0x1C09: "ZA", 0x0436: "ZA", 0x3409: "PH", 0x0464: "PH", 0x2009: "JM", 0x2C09: "TT",
    0x2809: "BZ", 0x0807: "CH", 0x100C: "CH", 0x0810: "CH", 0x1407: "LI", 0x0418: "RO",
    0x0402: "BG", 0x0420: "PK", 0x0401: "SA", 0x3801: "AE", 0x0C01: "EG",
}  # fmt: skip
_CURRENCIES = {
    "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "GB": "GBP", "IE": "EUR", "IN": "INR",
    "SG": "SGD", "HK": "HKD", "TW": "TWD", "CN": "CNY", "JP": "JPY", "KR": "KRW", "SE": "SEK",
    "FI": "EUR", "NO": "NOK", "DK": "DKK", "IS": "ISK", "PL": "PLN", "CZ": "CZK", "HU": "HUF",
    "RU": "RUB", "UA": "UAH", "TR": "TRY", "IL": "ILS", "TH": "THB", "VN": "VND", "ID": "IDR",
    "MY": "MYR", "BR": "BRL", "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP", "PE": "PEN",
    "UY": "UYU", "ZA": "ZAR", "PH": "PHP", "JM": "JMD", "TT": "TTD", "BZ": "BZD", "CH": "CHF",
    "LI": "CHF", "RO": "RON", "BG": "BGN", "PK": "PKR", "SA": "SAR", "AE": "AED", "EG": "EGP",
}  # fmt: skip
# Signs of one currency only, whatever locale stands beside them.
_OWN = frozenset("€₹₩₪₺₫₴₦₽₱฿")
# Zeros that somebody wrote where a currency's sign belongs: no sign, whatever the locale.
_SCALES = frozenset(("k", "m", "mm", "mn", "mio", "mln", "tsd", "bn", "mrd"))
_CODE = re.compile("[A-Z]{3}")
_NAMED_REGION = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-(?P<region>[A-Za-z]{2})\b.*")


def currency_in(bracket: str) -> str:
    """The text a bracket shows, as a currency's code where its locale makes a sign clear.

    The sign alone stays where no locale is named, or one that is not known.

    >>> currency_in("$€-407"), currency_in("$€-x-euro2"), currency_in("$CHF-807")
    ('€', '€', 'CHF')
    >>> currency_in("$$-en-US"), currency_in("$$-409"), currency_in("$$-C09")
    ('$', '$', 'AUD ')
    >>> currency_in("$kr-41D"), currency_in("$kr."), currency_in("$TL-tr-TR")
    ('SEK ', 'kr.', 'TRY ')
    >>> currency_in("$k-409")
    'k'
    """
    sign, _, locale = bracket[1:].partition("-")
    if "-" in sign or not locale or sign.strip() in _OWN or _CODE.fullmatch(sign.strip()):
        return sign
    if sign.strip().rstrip(".").casefold() in _SCALES:
        return sign
    region = _region(locale)
    code = _CURRENCIES.get(region or "")
    if sign.strip() == "$" and (code == "USD" or locale.startswith("x-")):
        return sign
    if sign.strip() == "£" and code in (None, "GBP"):
        return sign
    if code:
        return f"{code} "
    # A sign of several currencies in an unknown country is none of them.
    return f"{sign}-{locale} " if sign.strip() in ("$", "¥", "￥") else sign


def _region(locale: str) -> str | None:
    named = _NAMED_REGION.fullmatch(locale.split(",")[0])
    if named:
        return named["region"].upper()
    try:
        return _REGIONS.get(int(locale.split(",")[0], 16) & 0xFFFF)
    except ValueError:
        return None
