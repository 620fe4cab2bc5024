"""Number formats: what a person sees of a number in a cell, as a closed grammar.

A format has up to four sections; which of them shows a number its sign or the sections' own
conditions say. A section is made of digit placeholders, literals (quoted, escaped, and those
that need no quotes), brackets (colors, conditions, locales with a currency), spacing and, for
days, letters. What is none of these, or shows another number than the stored one, is not clear:
then the cell's text says what is shown, and nothing reads a number from it.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from partner_analytics.importers.files.workbook.formats.format_sections import (
    PLAIN,
    Condition,
    Kind,
    NumberFormat,
    Section,
    is_notable,
)
from partner_analytics.importers.files.workbook.formats.locale_currencies import currency_in
from partner_analytics.importers.files.workbook.formats.words_of_days import belongs_to_days

GENERAL = "General"

# The formats a workbook uses by number without spelling them out. 5-8, 42 and 44 name a currency:
# which one depends on the reader's computer, so the number stays plain.
_DATE, _TIME = "yyyy-mm-dd", "h:mm:ss"
BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17), _DATE),
    **dict.fromkeys((18, 19, 20, 21), _TIME),
    22: "yyyy-mm-dd h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), _DATE),
    **dict.fromkeys((*range(32, 36), 55, 56), _TIME),
}
_MOST_SECTIONS = 4
_THOUSAND = 3  # as a power of ten

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general|standard)|(?P<exponent>e[+-](?=[0#?]))|(?P<half>am/pm|a/p)"
    r"|(?P<bare>.)",
    re.DOTALL | re.IGNORECASE,
)
_SECTION_END = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|(?P<end>;)|.', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)")
# A fraction of a fixed whole, as in "# ?/8", is one like "# ?/?".
_OF_EIGHTHS = re.compile(r"([0#?]\s*/\s*)[1-9][0-9]*")
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
# What brackets may say that changes nothing: colors, locales and shapes of digits, empty ones.
_HARMLESS = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]+|\$?-[^\]]*|dbnum[0-9]"
    r"|natnum[0-9]+[^\]]*|eng|hijri|",
    re.IGNORECASE,
)
_PLACEHOLDERS = frozenset("0#?")
# Letters days and times are made of; b, e, g and a are those of other calendars.
_DAY_LETTERS = frozenset("ymdhsYMDHS")
_CALENDAR_LETTERS = frozenset("begaBEGA")
# What people have a zero shown as, beside dashes and its currency.
_ZERO_WORDS = frozenset(
    ("none", "nil", "zero", "null", "nought", "0", "kein", "keine", "nichts", "zéro", "cero", "nul")
)
_BARE = frozenset("$-+/():!^&'~{}<>= %€£¥¢¤,.")
_ONLY_DIGITS = re.compile(r"[#0]*0(?:\.0+)?")
# Commas written between the digits of lakhs and crores: the last group alone is of three.
_GROUPED = re.compile(r"[0#?]{1,3}(?:,[0#?]{2,3})*,[0#?]{3}(?:\.[0#?]+)?")
_OWN_SIGN = re.compile(r"[-−–(]|(?:minus|neg(?:ative|\.)?)\b\s*", re.IGNORECASE)
_COLOR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]+", re.IGNORECASE
)
_SIGNED = re.compile(r"[-−–(]")


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Understand a format code.

    >>> number_format("0.0%").only.kind, number_format("[$-409]d-mmm-yy").only.kind
    ('percent', 'moment')
    >>> number_format("[$EUR] #,##0").only.before, number_format("[$$-1009]#,##0").only.before
    ('EUR ', 'CAD ')
    >>> number_format('0.0,,"M"').only.thousands, number_format('0.0,,"M"').only.after
    (2, 'M')
    >>> number_format('"1"000').only.is_clear, number_format('0" kr"').only.is_clear
    (False, True)
    >>> [number_format('[>=1]0"%";0%').section_of(Decimal(n)).kind for n in ("35", "0.35")]
    ['plain', 'percent']
    >>> number_format('0;(0);"-"').section_of(Decimal(0)).after
    '-'
    """
    written = _sections_of(code or GENERAL)
    sections = [_section(text) for text in written]
    if len(sections) > _MOST_SECTIONS:
        sections = [replace(section, is_clear=False) for section in sections[:_MOST_SECTIONS]]
    numeric = [section for section in sections if section.kind != "text"]
    if not numeric:  # "@" shows a number as it is
        return NumberFormat(code, tuple(sections), PLAIN, is_bare=True)
    if not any(section.condition for section in numeric) and len(numeric) > 1:
        numeric[1:] = [_of_negatives(numeric[1]), *numeric[2:3]]
    numeric = [_without_other_sign(section, at, numeric) for at, section in enumerate(numeric)]
    texts = [section for section in sections if section.kind == "text"]
    only = numeric[0] if len(numeric) == 1 and not numeric[0].condition else None
    return NumberFormat(
        code,
        (*numeric, *texts),
        only,
        is_bare=only is not None
        and only.kind == "plain"
        and not (only.literal or is_notable(only)),
        is_notable=any(map(is_notable, numeric)),
        decimals=numeric[0].decimals if _ONLY_DIGITS.fullmatch(code) else None,
    )


def means_zero(literal: str) -> bool:
    """Whether a text in the place of a number says that it is zero; so does an empty one.

    >>> [means_zero(text) for text in ("-", "$ -", "- EUR", "None", "0.00 %", "", "€0")]
    [True, True, True, True, True, True, True]
    >>> [means_zero(text) for text in ("TBD", "n/a", "?", "open", "5", "none yet")]
    [False, False, False, False, False, False]
    """
    words = re.sub(r"[-–—−_]+", " ", literal).split()
    return all(
        word.strip("().%").casefold() in _ZERO_WORDS | {""}
        or re.fullmatch(r"[0.,%()]+", word)
        or _power_of(word.strip("0.,")) == 0
        for word in words
    )


def _of_negatives(section: Section) -> Section:
    """The second section: its minus or parentheses are the number's own sign."""
    before = section.before.lstrip()
    shown = _OWN_SIGN.match(before)
    before = before[shown.end() :] if shown else before
    after = section.after.strip()
    is_behind = after.endswith((")", "-"))
    if is_behind:
        after = after[:-1]
    shows_sign = bool(shown) or is_behind or before.endswith("(") or section.is_colored
    return replace(section, before=before.removesuffix("("), after=after, hides_sign=not shows_sign)


def _without_other_sign(section: Section, at: int, sections: list[Section]) -> Section:
    """A section; one that shows a positive number as a negative one is not clear."""
    if section.kind not in ("plain", "percent"):
        return section
    is_sign = bool(_SIGNED.match(section.before.strip()) or _SIGNED.search(section.before[-1:]))
    is_sign = is_sign or section.after.strip().endswith(("-", "−"))
    if not section.has_digits or not is_sign:
        return section
    below_zero = section.condition and section.condition.sign in ("<", "<=")
    if below_zero and section.condition and section.condition.limit <= 0:
        return _of_negatives(section)
    return section if at == 1 and len(sections) > 1 else replace(section, is_clear=False)


def _sections_of(code: str) -> list[str]:
    """The sections of a code, split where a semicolon is no literal.

    >>> _sections_of('0;"a;b"0;[=0]-')
    ['0', '"a;b"0', '[=0]-']
    """
    sections, start = [], 0
    for match in _SECTION_END.finditer(code):
        if match["end"]:
            sections.append(code[start : match.start()])
            start = match.end()
    return [*sections, code[start:]]


@dataclass(slots=True)
class _Parts:
    """The parts of a section as they are met."""

    texts: list[tuple[str, str]]  # what a part is, and its text
    condition: Condition | None = None
    is_duration: bool = False
    is_colored: bool = False
    is_known: bool = True


def _section(code: str) -> Section:
    parts = _parts(_OF_EIGHTHS.sub(r"\1?", code))
    kinds = [kind for kind, _ in parts.texts]
    if "text" in kinds:
        return Section("text", condition=parts.condition, is_clear=not _texts_between(parts))
    has_digits = "digit" in kinds or "general" in kinds
    letters = "".join(text for kind, text in parts.texts if kind == "letter")
    if parts.is_duration:
        return Section("duration", condition=parts.condition)
    if "half" in kinds or _are_days(letters, code, has_digits=has_digits):
        # Minutes and seconds alone leave out the hours: half a day shows as 00:00.
        is_clear = all(map(belongs_to_days, _texts_between(parts)))
        is_clear = is_clear and set(letters.casefold()) != {"m", "s"}
        return Section("moment", condition=parts.condition, is_clear=is_clear)
    return _number_section(parts, letters, has_digits=has_digits)


def _texts_between(parts: _Parts) -> list[str]:
    """The literals of a section, those that stand together as one."""
    joined = "".join(t if kind in ("literal", "currency") else "\0" for kind, t in parts.texts)
    return [text for text in joined.split("\0") if text.strip()]


def _are_days(letters: str, code: str, *, has_digits: bool) -> bool:
    """Whether letters are those of days and times: beside digits only fractions of seconds are."""
    if not letters or not set(letters) <= _DAY_LETTERS | _CALENDAR_LETTERS:
        return False
    return not has_digits or re.search(r"s\.?0", code, re.IGNORECASE) is not None


def _number_section(parts: _Parts, letters: str, *, has_digits: bool) -> Section:
    """The section of a number: what stands before its first digit, and behind its last one."""
    at = [n for n, (kind, _) in enumerate(parts.texts) if kind in ("digit", "general")]
    first, last = (at[0], at[-1]) if at else (0, -1)
    inside = parts.texts[first : last + 1]
    before, after = _literal(parts.texts[:first]), _literal(parts.texts[last + 1 :])
    percents = sum(text == "%" for kind, text in parts.texts if kind == "bare")
    commas = _trailing_commas(parts.texts[first:])
    digits = "".join(text for kind, text in inside if kind in ("digit", "bare"))
    odd = [text for kind, text in inside if kind in ("literal", "currency", "letter")]
    if _GROUPED.fullmatch("".join(text for _, text in inside)):
        odd = [text for text in odd if text != ","]
    # Letters that need quotes and have none: what a program makes of them nobody can say.
    is_unsure = bool(set(letters) & _DAY_LETTERS) and set(letters) <= _DAY_LETTERS
    is_clear = (
        parts.is_known
        and percents <= 1
        and not any(text.strip() for text in odd)
        and not is_unsure
        and not (has_digits and re.search(r"[.,'’]$|[0-9]", before))
        and not (has_digits and re.match(r"\s*[.,'’]?\s*[0-9]", after))
        and not re.search(r"[0#?]\s*-+\s*[0#?]", digits)
    )
    if not has_digits:
        before, after = "", f"{before}{after}"
    literal = f"{before} {after}".strip(" -−–()+")
    says_so = False
    if commas and literal:
        power = _power_of(literal)
        says_so = power == _THOUSAND * commas
        is_clear = is_clear and (says_so or power == 0)
    kind: Kind = "percent" if percents else "plain"
    shape = re.search(r"\.[,]*([0#?]+)", digits)
    return Section(
        kind,
        before,
        after,
        commas,
        says_so,
        has_digits,
        is_clear,
        parts.condition,
        decimals=len(shape[1]) if shape else 0,
        is_colored=parts.is_colored,
        padded_to=digits.partition(".")[0].count("0"),
    )


def _power_of(literal: str) -> int | None:
    """The power of ten a literal states, 0 where it is a currency alone, None if it is neither."""
    # Costs more than most workbooks, whose formats have no commas at the end.
    from partner_analytics.grammar.money.units import money_unit

    unit = money_unit(literal)
    return None if unit is None else unit.power or 0


def _trailing_commas(texts: list[tuple[str, str]]) -> int:
    """The commas right behind the digits, of the whole part or at the end: each a thousandth.

    >>> _trailing_commas([("digit", "0"), ("bare", ","), ("bare", ",")])
    2
    """
    run = "".join(text if kind in ("digit", "bare") else " " for kind, text in texts)
    found = re.search(r"[0#?](,+)(?:\.[0#?]*)?(?![0#?,])", run)
    behind = re.search(r"[0#?](,+)(?![0#?,])", run)
    return max(len(match[1]) if match else 0 for match in (found, behind))


def _parts(code: str) -> _Parts:
    parts = _Parts([])
    for token in _TOKEN.finditer(code):
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if literal is not None:
            parts.texts.append(("literal", literal))
        elif token["bracket"] is not None:
            _add_bracket(parts, token["bracket"])
        elif token["general"] or token["half"]:
            parts.texts.append(("general" if token["general"] else "half", token[0]))
        elif token["bare"]:
            parts.texts.append((_kind_of(token["bare"]), token["bare"]))
    return parts


def _add_bracket(parts: _Parts, bracket: str) -> None:
    condition = _CONDITION.fullmatch(bracket.strip())
    if condition:
        parts.is_known = parts.is_known and parts.condition is None
        parts.condition = Condition(condition[1], Decimal(condition[2]))
    elif _ELAPSED.fullmatch(bracket):
        parts.is_duration = True
    elif _HARMLESS.fullmatch(bracket.strip()):
        parts.is_colored = parts.is_colored or bool(_COLOR.fullmatch(bracket.strip()))
    elif bracket.startswith("$"):
        parts.texts.append(("currency", currency_in(bracket)))
    else:
        parts.is_known = False


def _kind_of(sign: str) -> str:
    if sign in _PLACEHOLDERS:
        return "digit"
    if sign == "@":
        return "text"
    if sign.isascii() and sign.isalpha():
        return "letter"
    return "bare" if sign in _BARE else "literal"


def _literal(texts: list[tuple[str, str]]) -> str:
    """The text of the parts on one side of a number, without what only shapes its digits."""
    return "".join(text for kind, text in texts if not (kind == "bare" and text in ".,"))
