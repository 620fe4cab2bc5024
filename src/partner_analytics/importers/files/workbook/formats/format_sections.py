"""What a number format shows: its sections, and which of them shows a number."""

from dataclasses import dataclass, replace
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Literal

Kind = Literal["plain", "percent", "moment", "duration", "text"]
_COMPARISONS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}


@dataclass(frozen=True, slots=True)
class Condition:
    """Which numbers a section is for, as `[>=1]` says."""

    sign: str
    limit: Decimal

    def holds(self, number: Decimal) -> bool:
        """Whether the section is for this number."""
        return bool(_COMPARISONS[self.sign](number, self.limit))


@dataclass(frozen=True, slots=True)
class Section:
    """One section: the kind of value, and the texts around it.

    `thousands` counts the commas that each show a thousandth, `says_so` where a word beside the
    number says the same ("M" of two). `is_clear` where the number a person sees is the stored one,
    or follows from it. `decimals` are those it shows; `hides_sign` where it shows negative numbers
    without their sign (a color, `is_colored`, is one). It shows at least `padded_to` whole digits.
    """

    kind: Kind
    before: str = ""
    after: str = ""
    thousands: int = 0
    says_so: bool = False
    has_digits: bool = True
    is_clear: bool = True
    condition: Condition | None = None
    decimals: int = 0
    is_colored: bool = False
    hides_sign: bool = False
    padded_to: int = 0

    @property
    def literal(self) -> str:
        """All the texts around the number."""
        return f"{self.before}{self.after}".strip()


PLAIN = Section("plain")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format code and its sections; `only` is set where one section shows every number.

    `is_bare` where that shows a plain number with nothing beside it; `is_notable` where some
    number is shown with a word beside it, as another number, or not at all. `decimals` are those a
    format of nothing but digits shows, None for others.
    """

    code: str
    sections: tuple[Section, ...]
    only: Section | None = None
    is_bare: bool = False
    is_notable: bool = False
    decimals: int | None = None

    @property
    def adds_to_texts(self) -> bool:
        """Whether a text is shown with something beside it: "12" as "12k"."""
        return any(one.kind == "text" and not one.is_clear for one in self.sections)

    def section_of(self, number: Decimal) -> Section:
        """The section that shows a number: by the sections' conditions, else by its sign."""
        if self.only is not None:
            return self.only
        numeric = [section for section in self.sections if section.kind != "text"]
        if any(section.condition for section in numeric):
            return _by_condition(numeric, number)
        if len(numeric) > 1 and number < 0:
            return numeric[1]
        return numeric[2] if len(numeric) > 2 and number == 0 else numeric[0]


def is_notable(section: Section) -> bool:
    """Whether a section shows a word beside the number, another number, or none."""
    if section.kind not in ("plain", "percent"):
        return section.kind == "moment" and not section.is_clear
    is_hidden = not section.has_digits and section.literal != "-"
    is_said = section.has_digits and bool(section.literal.strip("%"))
    is_said = is_said or section.hides_sign
    return is_said or is_hidden or section.thousands > 0 or not section.is_clear


def _by_condition(sections: list[Section], number: Decimal) -> Section:
    """The section whose condition holds; those without one take what the others leave.

    Where two of these are left, programs differ in which of them is for negative numbers.
    """
    for section in sections:
        if section.condition and section.condition.holds(number):
            return section
    left = [section for section in sections if not section.condition]
    if not left:
        return Section("plain", has_digits=False, is_clear=False)  # shown as #####
    if len({(one.kind, one.literal, one.thousands) for one in left}) > 1:
        return replace(left[-1], is_clear=False)
    return left[0]
