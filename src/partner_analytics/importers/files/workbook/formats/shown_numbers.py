"""The text of a number in a cell: what its number format says it is, and every digit it has."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from partner_analytics.importers.files.workbook.formats.format_sections import NumberFormat, Section
from partner_analytics.importers.files.workbook.formats.number_formats import means_zero
from partner_analytics.importers.files.workbook.formats.serial_days import (
    duration_text,
    moment_text,
)

_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,6}[1-9])?")
# Fifteen digits (with a sign or a point) always are the fewest that mean a number.
_SURE_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Notation:
    """How a workbook counts days, and the decimal mark of its source's texts.

    Numbers are written with the mark that texts of the same source have: with another one, the
    number 1.234 would later be read as one thousand two hundred and thirty-four.
    """

    from_1904: bool = False
    decimal_mark: str = "."


def text_of_number(written: str, shown: NumberFormat, notation: Notation) -> str:
    """Write a number as its format means it, exactly.

    >>> from partner_analytics.importers.files.workbook.formats.number_formats import number_format
    >>> text_of_number("0.07", number_format("0%"), Notation())
    '7%'
    >>> text_of_number("-1200.50", number_format('"$"#,##0.00'), Notation())
    '-$1200.5'
    >>> text_of_number("1.234", number_format("0.0"), Notation(decimal_mark=","))
    '1,234'
    >>> text_of_number("1500000", number_format('0.0,,"M"'), Notation())
    '1.5M'
    >>> text_of_number("0.35", number_format('[=0]"-";0%'), Notation())
    '35%'
    >>> text_of_number("45748", number_format("d mmm yyyy"), Notation())
    '2025-04-01'
    """
    is_plain = len(written) <= _SURE_LENGTH and _PLAIN.fullmatch(written)
    number = written if is_plain else shortest(written)
    if shown.is_bare:
        return _marked(number, notation)
    section = shown.only or shown.section_of(Decimal(number))
    if section.kind == "duration":
        return duration_text(number)
    if section.kind == "moment":
        return moment_text(number, notation.from_1904) or _marked(number, notation)
    return _with_literals(number, section, notation)


def lacking(number: Decimal, section: Section) -> Literal["", "number", "sign", "digits"]:
    """What a person does not see of a number: all of it, its sign, or all digits but zeros.

    >>> from partner_analytics.importers.files.workbook.formats.number_formats import number_format
    >>> [lacking(Decimal(n), number_format('0;0').section_of(Decimal(n))) for n in ("5", "-5")]
    ['', 'sign']
    >>> lacking(Decimal("1.2"), number_format('$0.0,,"M"').only)
    'digits'
    """
    if not section.has_digits:
        return "number"
    if section.thousands and number:
        least = Decimal("0.5").scaleb(3 * section.thousands - section.decimals)
        if abs(number) < least:
            return "digits"
    return "sign" if section.hides_sign and number < 0 else ""


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


def _with_literals(number: str, section: Section, notation: Notation) -> str:
    """The number with what its format writes around it, the minus first."""
    if not section.has_digits:
        # A dash or a word for zero; anything else in a number's place hides it.
        if number == "0" and means_zero(section.literal):
            return "0"
        return f'{_marked(number, notation)} ("{section.literal}")'
    if section.kind == "percent":
        number = _fixed(Decimal(number).scaleb(2))
    elif section.says_so or not section.is_clear:
        number = _fixed(Decimal(number).scaleb(-3 * section.thousands))
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    before, after = section.before.lstrip().replace("  ", " "), section.after.rstrip()
    return f"{sign}{before}{_marked(digits, notation)}{after}"


def _marked(number: str, notation: Notation) -> str:
    return number if notation.decimal_mark == "." else number.replace(".", notation.decimal_mark)
