"""Numbers that stand for texts: order and article numbers, as their number format shows them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

# Longer whole numbers have lost digits: spreadsheets keep fifteen.
EXACT_DIGITS = 15
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<bare>.)', re.DOTALL
)
# What may stand between digits without quotes, as in 000-0000 and (000) 000 0000.
_BARE_LITERALS = frozenset("-() /+:")
_HOLDERS = frozenset("0#?")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARISONS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
# Colors, locales without a currency, and conditions change no sign of what is shown.
_HARMLESS = re.compile(
    rf"black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+|\$-[0-9A-Za-z-]+"
    rf"|{_CONDITION.pattern}",
    re.IGNORECASE,
)
# The letters in front of a number, as in "PO-"0000: no unit or currency of an amount.
_PREFIX = re.compile(r"[^\W\d_][\w .]*?[-_/#.: ]*|#", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]+(\.0*)?")

# The parts of a section, each a digit ("0" or "#") or a text that stands there.
Parts = tuple[tuple[bool, str], ...]


@dataclass(frozen=True, slots=True)
class DigitPattern:
    """A format that shows some numbers as those of orders or articles.

    `sections` are its sections for numbers, each with its condition ("", 0 if it has none) and its
    parts, None where it shows numbers otherwise.
    """

    sections: tuple[tuple[str, float, Parts | None], ...]

    def parts_for(self, number: int) -> Parts | None:
        """The parts of the section that shows a number of at least 0."""
        conditions = [(sign, limit) for sign, limit, _ in self.sections]
        if any(sign for sign, _ in conditions):
            holding = (
                at
                for at, (sign, limit) in enumerate(conditions)
                if not sign or _COMPARISONS[sign](number, limit)
            )
            at = next(holding, 0)
        else:
            at = 2 if number == 0 and len(conditions) > 2 else 0
        return self.sections[at][2]


@lru_cache(maxsize=4096)
def digit_pattern(code: str) -> DigitPattern | None:
    """How a format shows numbers of orders or articles; None for formats of other numbers.

    >>> digit_pattern('"PO-"00').sections
    (('', 0.0, ((False, 'PO-'), (True, '0'), (True, '0'))),)
    >>> [digit_pattern(code) for code in ("0", "#,##0", "0.00", "00%", "yyyy", '0 "days"')]
    [None, None, None, None, None, None]
    """
    sections = [(*_condition(section), _digits(section)) for section in _sections(code)]
    if all(parts is None for _, _, parts in sections):
        return None
    return DigitPattern(tuple(sections))


def shown_by(pattern: DigitPattern, written: str) -> str | None:
    """A whole number as the format shows it; None for other numbers.

    >>> shown_by(digit_pattern("000-00"), "4217"), shown_by(digit_pattern('"PO-"00'), "123")
    ('042-17', 'PO-123')
    >>> shown_by(digit_pattern('"#"000'), "7"), shown_by(digit_pattern("00"), "1.5")
    ('#007', None)
    >>> [shown_by(digit_pattern('[>99]"L"000;"S"00'), text) for text in ("100", "7")]
    ['L100', 'S07']
    """
    if not _WHOLE.fullmatch(written):
        return None
    digits = written.partition(".")[0].lstrip("0")
    parts = pattern.parts_for(int(digits or 0)) if len(digits) <= EXACT_DIGITS else None
    if parts is None:
        return None
    shown: list[str] = []
    left = sum(is_digit for is_digit, _ in parts)
    for is_digit, sign in reversed(parts):
        if not is_digit:
            shown.append(sign)
            continue
        left -= 1
        # The first digit stands for all there are more than the format has.
        here = digits[-1:] if left else digits
        digits = digits[: len(digits) - len(here)]
        shown.append(here or ("0" if sign == "0" else ""))
    return "".join(reversed(shown)).strip()


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


def _sections(code: str) -> list[str]:
    """The sections of a format that are for numbers: three at most."""
    sections, start = [], 0
    for token in _TOKEN.finditer(code):
        if token["bare"] == ";":
            sections.append(code[start : token.start()])
            start = token.end()
    return [*sections, code[start:]][:3]


def _condition(section: str) -> tuple[str, float]:
    """Which numbers a section is for, as [>99] says."""
    for token in _TOKEN.finditer(section):
        match = _CONDITION.fullmatch(token["bracket"] or "")
        if match:
            return match[1], float(match[2])
    return "", 0.0


def _digits(section: str) -> Parts | None:
    """The parts of a section that shows an identifier; None for others."""
    parts = _parts(section)
    if parts is None or not any(is_digit for is_digit, _ in parts):
        return None
    at = [place for place, (is_digit, _) in enumerate(parts) if is_digit]
    zeros = sum(parts[place][1] == "0" for place in at)
    prefix, between, behind = (
        "".join(sign for is_digit, sign in some if not is_digit)
        for some in (parts[: at[0]], parts[at[0] : at[-1]], parts[at[-1] :])
    )
    # # ##0 groups thousands, ##\\,##\\,##0 lakhs.
    if between and not between.strip(" ,") and zeros < len(at):
        return None
    if behind.strip(" )") or (prefix.strip(" (+") and not _PREFIX.fullmatch(prefix)):
        return None
    return parts if zeros > 1 or (between and zeros) else None


def _parts(section: str) -> Parts | None:
    """The digits and texts of a section; None where it says more than that."""
    parts: list[tuple[bool, str]] = []
    for token in _TOKEN.finditer(section):
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        bare, bracket = token["bare"], token["bracket"]
        if literal:
            parts.append((False, literal))
        elif bracket is not None and not _HARMLESS.fullmatch(bracket):
            return None
        elif bare is not None:
            if bare not in _HOLDERS | _BARE_LITERALS:
                return None
            parts.append((bare in _HOLDERS, bare))
    return tuple(parts)
