"""The text of a number in a cell: what its number format says it is, and every digit it has."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

GENERAL = "General"

# The formats a workbook uses by number without spelling them out. 5-8, 37-44 are left out where
# they name a currency: which one depends on the reader's computer, so the number stays plain.
_DATE, _TIME = "yyyy-mm-dd", "h:mm:ss"
BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17), _DATE),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), _TIME),
    22: "yyyy-mm-dd h:mm",
    46: "[h]:mm:ss",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), _DATE),
    **dict.fromkeys((*range(32, 36), 55, 56), _TIME),
}
_SYMBOLS = frozenset("$€£¥")
_CODES = re.compile(
    "AED|ARS|AUD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|MYR|NOK|"
    "NZD|PHP|PLN|RON|SAR|SEK|SGD|THB|TRY|TWD|USD|VND|ZAR"
)
# Words a format writes behind the number and without which it would be read as something else.
_UNITS = re.compile(
    "%|k|mm?|bn?|mn|thousand|million|billion|d|days?|h|hrs?|hours?|w|weeks?|months?|years?|"
    "min|minutes?",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<bare>.)', re.DOTALL
)
_SECTION_END = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]|(?P<end>;)|.', re.DOTALL)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,6}[1-9])?")
# Fifteen digits (with a sign or a point) always are the fewest that mean a number.
_SURE_LENGTH = 16
_DAY = 86_400_000  # milliseconds: as fine as spreadsheets keep time
_FIRST_MARCH_1900 = 61
_LAST_SERIAL = 2_958_466
_BEFORE_1904 = 1_462


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a format code makes of a number."""

    kind: Literal["plain", "percent", "moment", "duration"]
    currency: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a workbook counts days, and the decimal mark of its source's texts.

    Numbers are written with the mark that texts of the same source have: with another one, the
    number 1.234 would later be read as one thousand two hundred and thirty-four.
    """

    from_1904: bool = False
    decimal_mark: str = "."


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Understand a format code; only its first section counts, as for a positive number.

    >>> number_format("0.0%").kind, number_format('_("$"* #,##0.00_)').currency
    ('percent', '$')
    >>> number_format("[$EUR] #,##0").currency, number_format("[$-409]d-mmm-yy").kind
    ('EUR', 'moment')
    >>> number_format('"$"0.0"M"').suffix, number_format('"$"0.0,,"M"').suffix
    ('M', '')
    """
    bare, literals, brackets = _split(_first_section(code))
    currency = next((_currency(text) for text in [*brackets, *literals] if _currency(text)), "")
    bare_currency = next((sign for sign in bare if sign in _SYMBOLS), "")
    bare = re.sub("general", "", bare, flags=re.IGNORECASE)
    if any(re.fullmatch("h+|m+|s+", text.lower()) for text in brackets):
        return NumberFormat("duration")
    if re.search(r"[ymdhsYMDHS]", re.sub(r"[eE][+-]", "", bare)):
        return NumberFormat("moment")
    if "%" in bare:
        return NumberFormat("percent")
    suffix = "" if _SCALED.search(bare) else _suffix(literals)
    return NumberFormat("plain", currency or bare_currency, suffix)


def text_of_number(written: str, shown: NumberFormat, notation: Notation) -> str:
    """Write a number as its format means it, exactly.

    >>> text_of_number("0.07", number_format("0%"), Notation())
    '7%'
    >>> text_of_number("-1200.50", number_format('"$"#,##0.00'), Notation())
    '-$1200.5'
    >>> text_of_number("1.234", number_format("0.0"), Notation(decimal_mark=","))
    '1,234'
    >>> text_of_number("45748", number_format("d mmm yyyy"), Notation())
    '2025-04-01'
    >>> text_of_number("1.5", number_format("[h]:mm"), Notation())
    '36:00:00'
    """
    is_plain = len(written) <= _SURE_LENGTH and _PLAIN.fullmatch(written)
    number = written if is_plain else shortest(written)
    if shown.kind == "duration":
        return _duration(number)
    if shown.kind == "moment":
        moment = _moment(number, notation.from_1904)
        if moment != number:
            return moment
    elif shown.kind == "percent":
        number = f"{_fixed(Decimal(number) * 100)}%"
    elif shown.currency or shown.suffix:
        number = _with_signs(number, shown)
    return number if notation.decimal_mark == "." else number.replace(".", notation.decimal_mark)


def shortest(written: str) -> str:
    """Write a number with the fewest digits that still mean it.

    >>> [shortest(text) for text in ("0.34999999999999998", "1200.0", "1E-2", "1e20", "-0")]
    ['0.35', '1200', '0.01', '100000000000000000000', '0']
    """
    value = float(written)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"not a number: {written}")
    return _fixed(Decimal(repr(value)))


def _fixed(number: Decimal) -> str:
    text = f"{number:f}" if abs(number.adjusted()) < 40 else str(number)
    if "." in text and "E" not in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _with_signs(number: str, shown: NumberFormat) -> str:
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    space = "" if shown.currency in _SYMBOLS or not shown.currency else " "
    tail = shown.suffix if len(shown.suffix) < 3 else f" {shown.suffix}"
    return f"{sign}{shown.currency}{space}{digits}{tail}"


def _duration(number: str) -> str:
    value = Decimal(number)
    return ("-" if value < 0 else "") + _clock(_milliseconds(abs(value)))


def _milliseconds(days: Decimal) -> int:
    return int((days * _DAY).to_integral_value())


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03d}" if rest else ""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def _moment(number: str, from_1904: bool) -> str:
    """Write a serial number as date, time or both; one that is no day stays a number."""
    value = Decimal(number)
    days, rest = divmod(_milliseconds(value), _DAY)
    if value < 0 or days >= _LAST_SERIAL - (_BEFORE_1904 if from_1904 else 0):
        return number
    clock = _clock(rest)
    if days == 0 and not from_1904:
        return clock if rest else "1900-01-00"
    day = _day(days, from_1904)
    return f"{day} {clock}" if rest else day


def _day(days: int, from_1904: bool) -> str:
    """Name the day of a serial number; 60 is the 29 February 1900 that never was."""
    if from_1904:
        return str(date(1904, 1, 1) + timedelta(days=days))
    if days == _FIRST_MARCH_1900 - 1:
        return "1900-02-29"
    start = date(1899, 12, 30 if days >= _FIRST_MARCH_1900 else 31)
    return str(start + timedelta(days=days))


def _first_section(code: str) -> str:
    for match in _SECTION_END.finditer(code):
        if match["end"]:
            return code[: match.start()]
    return code


def _split(section: str) -> tuple[str, list[str], list[str]]:
    """Split a format into its bare characters, its literal texts and its brackets."""
    bare, literals, brackets = "", [], []
    for token in _TOKEN.finditer(section):
        if token["quoted"] is not None:
            literals.append(token["quoted"])
        elif token["escaped"] is not None:
            literals.append(token["escaped"])
        elif token["bracket"] is not None:
            brackets.append(token["bracket"])
        elif token["bare"] is not None:
            bare += token["bare"]
    return bare, literals, brackets


def _currency(text: str) -> str:
    """Return the sign or code of a literal text or a bracket such as `$EUR-407`, or nothing."""
    if text.startswith("$") and len(text) > 1:
        return text[1:].rpartition("-")[0].strip() if "-" in text else text[1:].strip()
    name = text.strip()
    return name if name in _SYMBOLS or _CODES.fullmatch(name) else ""


def _suffix(literals: list[str]) -> str:
    text = "".join(text for text in literals if not _currency(text)).strip(" ()")
    return text if _UNITS.fullmatch(text) else ""
