"""Numbers that stand for texts: order and article numbers, as their number format shows them."""

import re
from functools import lru_cache

# Longer whole numbers have lost digits: spreadsheets keep fifteen.
EXACT_DIGITS = 15
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<bare>.)', re.DOTALL
)
# What may stand between digits without quotes, as in 000-0000 and (000) 000 0000.
_BARE_LITERALS = frozenset("-() /+:")
_HOLDERS = frozenset("0#?")
_COLOR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+", re.IGNORECASE)
_LOCALE = re.compile(r"\$-[0-9A-Za-z-]+")
# The letters in front of a number, as in "PO-"0000: no unit or currency of an amount.
_PREFIX = re.compile(r"[^\W\d_][\w .]*?[-_/#.: ]*|#", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]+(\.0*)?")

Parts = tuple[str, ...]


@lru_cache(maxsize=4096)
def digit_pattern(code: str) -> Parts | None:
    """The parts of a format that shows a number as one of an order or article; None for others.

    Each part is "0" or "#" (a digit) or a text that stands there.

    >>> digit_pattern("00000"), digit_pattern("000-00")
    (('0', '0', '0', '0', '0'), ('0', '0', '0', '-', '0', '0'))
    >>> digit_pattern('"PO-"000')
    ('PO-', '0', '0', '0')
    >>> [digit_pattern(code) for code in ("0", "#,##0", "0.00", "00%", "yyyy", '0 "days"')]
    [None, None, None, None, None, None]
    """
    parts = _parts(code.partition(";")[0] if '"' not in code else _first_section(code))
    if parts is None:
        return None
    holders = [at for at, part in enumerate(parts) if part in _HOLDERS]
    if not holders:
        return None
    zeros = sum(parts[at] == "0" for at in holders)
    prefix, behind = "".join(parts[: holders[0]]), "".join(parts[holders[-1] + 1 :])
    is_prefixed = _PREFIX.fullmatch(prefix) is not None
    between = {part for part in parts[holders[0] : holders[-1]] if part not in _HOLDERS}
    # # ##0 groups thousands.
    if between == {" "} and zeros < len(holders):
        return None
    if behind.strip(" )") or (prefix.strip(" (+") and not is_prefixed):
        return None
    return parts if zeros > 1 or (between and zeros) else None


def shown_by(pattern: Parts, written: str) -> str | None:
    """A whole number as the format shows it; None for other numbers.

    >>> shown_by(("0", "0", "0", "-", "0", "0"), "4217"), shown_by(("PO-", "0", "0"), "123")
    ('042-17', 'PO-123')
    >>> shown_by(("0", "0"), "1.5")
    """
    if not _WHOLE.fullmatch(written):
        return None
    digits = written.partition(".")[0].lstrip("0")
    if len(digits) > EXACT_DIGITS:
        return None
    holders = [at for at, part in enumerate(pattern) if part in _HOLDERS]
    shown = list(pattern)
    for at in reversed(holders):
        more = digits if at == holders[0] else digits[-1:]
        digits = "" if at == holders[0] else digits[:-1]
        shown[at] = more or ("0" if pattern[at] == "0" else "")
    return "".join(shown).strip()


def with_lost_digits(number: str) -> str:
    """A whole number too long for a spreadsheet as one shows it: its last digits are no longer so.

    >>> with_lost_digits("1234567890123450"), with_lost_digits("123456789012345")
    ('1.23456789012345E+15', '123456789012345')
    """
    digits = number.lstrip("-")
    if len(digits) <= EXACT_DIGITS or not digits.isdecimal() or len(digits) > 40:
        return number
    sign = "-" if number.startswith("-") else ""
    fraction = digits[1:].rstrip("0")
    return f"{sign}{digits[0]}{'.' if fraction else ''}{fraction}E+{len(digits) - 1}"


def _first_section(code: str) -> str:
    for token in _TOKEN.finditer(code):
        if token["bare"] == ";":
            return code[: token.start()]
    return code


def _parts(section: str) -> Parts | None:
    """The digits and texts of a section; None where it says more than that."""
    parts: list[str] = []
    for token in _TOKEN.finditer(section):
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if literal is not None:
            parts.append(literal)
        elif token["bracket"] is not None:
            if not (_COLOR.fullmatch(token["bracket"]) or _LOCALE.fullmatch(token["bracket"])):
                return None
        elif token["bare"] is not None:
            if token["bare"] not in _HOLDERS | _BARE_LITERALS:
                return None
            parts.append(token["bare"])
    return tuple(part for part in parts if part)
