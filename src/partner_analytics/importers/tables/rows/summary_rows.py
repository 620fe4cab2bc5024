"""Rows that sum up the rows above them, told by their figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import OTHER_MARK, last_digit, normalize, read_money
from partner_analytics.importers.tables.rows.periods_in_labels import is_period
from partner_analytics.importers.tables.rows.row_labels import (
    group_of,
    is_amount,
    is_group_total,
    is_total,
)

# With fewer rows above it, a row's figures may be their sums by chance.
FEWEST_ROWS = 3
FEWEST_COLUMNS = 2
# Sums of rows without end would take long; who totals so many does it in a table of their own.
MOST_ROWS = 3_000
# Whole figures below these may be sums or means by chance, as ratings and counts are.
_TELLING_SUM, _TELLING_MEAN = 20, 100
_NOISE = Decimal("0.000001")

# What people call everything above in the label of its totals.
_OF_ALL = frozenset(
    """
    all above portfolio overall rows list page sheet year month quarter period report ytd
    partners vendors manufacturers suppliers accounts companies
    """.split()  # noqa: SIM905 (words)
)

Texts = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class SumsUp:
    """In how many columns a row's figures state sums or means of rows above, and in how many not.

    `telling` are those in which it can hardly be by chance.
    """

    sums: int = 0
    means: int = 0
    telling: int = 0
    other: int = 0

    @property
    def is_proof(self) -> bool:
        """Whether it must be a summary, whatever its name."""
        return self.telling >= FEWEST_COLUMNS or (self.sums >= FEWEST_COLUMNS and not self.other)

    @property
    def is_likely(self) -> bool:
        """Whether it is a summary if its name may be that of one."""
        agreeing = self.sums + self.means
        return agreeing >= self.other and (self.telling > 0 or agreeing >= FEWEST_COLUMNS)


@dataclass(slots=True)
class _Sums:
    """The figures of some rows by column: how many, their sum, and the smallest and largest."""

    rows: int = 0
    columns: dict[int, tuple[int, Decimal, Decimal, Decimal]] = field(default_factory=dict)

    def add(self, figures: Mapping[int, Decimal]) -> None:
        self.rows += 1
        for at, value in figures.items():
            count, total, low, high = self.columns.get(at, (0, Decimal(0), value, value))
            self.columns[at] = count + 1, total + value, min(low, value), max(high, value)

    def against(self, texts: Texts, figures: Mapping[int, Decimal]) -> SumsUp:
        found = [self._of_column(at, value, texts[at]) for at, value in figures.items()]
        return SumsUp(*(sum(column) for column in zip(*found, strict=True))) if found else SumsUp()

    def _of_column(self, at: int, value: Decimal, text: str) -> tuple[int, int, int, int]:
        """Whether a figure is a sum, a mean, telling, neither: 1 or 0 each."""
        count, total, low, high = self.columns.get(at, (0, Decimal(0), value, value))
        if value == 0 or count < 2:
            return 0, 0, 0, 0
        is_whole = value == value.to_integral_value()
        # What is typed may miss what it states by half a unit of its last digit.
        half = Decimal(str(last_digit(text, float(value)) / 2))
        slack = _NOISE + (0 if is_whole and abs(value) < _TELLING_MEAN else half)
        if abs(value - total) <= slack:
            return 1, 0, int(not is_whole or abs(value) >= _TELLING_SUM), 0
        # Where all rows above have one value, it is their mean as well as that of this row.
        if low != high and abs(value * count - total) <= slack * count:
            return 0, 1, int(not is_whole or abs(value) >= _TELLING_MEAN), 0
        return 0, 0, 0, 1


class RowsAbove:
    """The rows of a table passed so far, for telling what sums them up.

    Summed up may be all rows, those since the last summary, or those since a gap.
    """

    def __init__(self, mark: str = ".") -> None:
        self._mark = mark
        self._all, self._since, self._group = _Sums(), _Sums(), _Sums()
        self._texts: dict[int, set[str]] = {}
        self._headings: set[str] = set()

    def add(self, texts: Texts) -> None:
        """Pass a row of the table."""
        figures = self._figures(texts)
        for sums in (self._all, self._since, self._group):
            sums.add(figures)
        for at, text in texts.items():
            if at not in figures:
                self._texts.setdefault(at, set()).add(_folded(text))

    def add_summary(self) -> None:
        """Pass a row that sums others up: it is none of those the next one does."""
        self._since, self._group = _Sums(), _Sums()

    def add_gap(self) -> None:
        """Pass a gap: a group ends."""
        self._group = _Sums()

    def add_heading(self, text: str) -> None:
        """Pass a row that holds this text alone: it may name the rows below it."""
        self._headings.add(normalize(text))

    def has_group(self, name: str) -> bool:
        """Whether a name is that of rows above: what they say somewhere, or a heading among them.

        So are a period, and words for all of them.
        """
        if not name or name in self._headings or is_period(name) or name in _OF_ALL:
            return bool(name)
        return any(name == normalize(text) for texts in self._texts.values() for text in texts)

    def summed_up_by(self, texts: Texts) -> SumsUp:
        """How far a row states the sums or means of rows above it."""
        figures = self._figures(texts)
        found = [sums.against(texts, figures) for sums in (self._all, self._since, self._group)]
        return max(found, key=lambda one: (one.telling, one.sums + one.means, -one.other))

    def are_summed_up_by(self, texts: Texts) -> bool:
        """Whether a row can only be a summary: of a name no row above has, all else figures."""
        figures = self._figures(texts)
        names = self.names_in(texts)
        if len(names) > 1 or len(figures) < FEWEST_COLUMNS:
            return False
        if any(_folded(text) in self._texts.get(at, ()) for at, text in names.items()):
            return False
        return any(
            sums.rows >= FEWEST_ROWS and sums.against(texts, figures).is_proof
            for sums in (self._all, self._since, self._group)
        )

    def may_be_summed_up_by(self, texts: Texts) -> bool:
        """Whether a row says nothing but a name and what all or the last rows above add up to."""
        figures = self._figures(texts)
        if not figures or len(texts) - len(figures) > 1:
            return False
        return any(
            sums.rows >= FEWEST_ROWS
            and (found := sums.against(texts, figures)).telling
            and not (found.other or found.means)
            for sums in (self._all, self._since, self._group)
        )

    def sums_named(self, texts: Texts) -> bool:
        """Whether a row named like a summary is one: its figures say so, or its group is known.

        A company may be called "Subtotal Systems", and a group of the table no other name.
        """
        names = self.names_in(texts)
        labels = [text for text in names.values() if is_total(text) or group_of(text)]
        if len(labels) != 1:
            return False
        (label,) = labels
        others = {normalize(text) for text in names.values()} - {normalize(label)}
        group = group_of(label)
        if others - {group} and not (is_total(label) and all(map(self.has_group, others))):
            return False
        if is_total(label) and not others:
            return True
        is_known = is_group_total(label) and self.has_group(group)
        return is_known or self.summed_up_by(texts).is_likely

    def names_in(self, texts: Texts) -> dict[int, str]:
        """The texts of a row that are no figures, nor what all rows above say as well.

        What these say in every row (the quarter, the currency) names nothing.
        """
        figures = self._figures(texts)
        others = {at: text for at, text in texts.items() if at not in figures}
        return {at: text for at, text in others.items() if self._texts.get(at) != {_folded(text)}}

    def _figures(self, texts: Texts) -> dict[int, Decimal]:
        read = ((at, _figure(text, self._mark)) for at, text in texts.items())
        return {at: value for at, value in read if value is not None}


def _folded(text: str) -> str:
    return text.strip().casefold()


def _figure(text: str, mark: str) -> Decimal | None:
    """The number of a cell, without its currency or percent sign; None for other texts."""
    text = text.strip()
    if text.isdecimal() and len(text) < 16:
        return Decimal(text)
    if not is_amount(text):
        return None
    for one in (mark, OTHER_MARK[mark]):
        # What only the other mark makes a number its column will prove to be one.
        try:
            money = read_money(text.removesuffix("%").strip(), decimal_mark=one)
        except UnreadableValue:
            continue
        return None if money is None else money.amount
    return None


def named(texts: Texts, columns: Sequence[int]) -> str:
    """The name of a row, as a message shows it: its first text that is no figure."""
    for at in (*columns, *sorted(texts)):
        if at in texts and not is_amount(texts[at]):
            return " ".join(texts[at].split())
    return ""
