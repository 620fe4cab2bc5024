"""The texts a program states its rules with: read by the grammar of values, kept as written."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import CURRENCIES, Target, read_percent, read_target


def refusal(*, expected: str, found: str, remedy: str) -> PydanticCustomError:
    """What a check raises; loading turns it into a sentence that names file and entry."""
    told = {"expected": expected, "found": found, "remedy": remedy}
    return PydanticCustomError("contradiction", "expected {expected}, found {found}", told)


def percent_of(text: str) -> Decimal:
    """The fraction a checked percent states.

    >>> percent_of("60%")
    Decimal('0.60')
    """
    value = read_percent(text, points=None)
    if value is None:
        raise ValueError(text)
    return value


def range_of(text: str) -> tuple[Decimal, Decimal]:
    """Low and high end a checked range states.

    >>> range_of("30-35%")
    (Decimal('0.30'), Decimal('0.35'))
    """
    low, high = target_of(text).low, target_of(text).high
    if low is None or high is None:
        raise ValueError(text)
    return low, high


def target_of(text: str) -> Target:
    """The target a checked statement states."""
    target = read_target(text)
    if target is None:
        raise ValueError(text)
    return target


def _percent(text: str) -> str:
    try:
        value = read_percent(text, points=None)
    except UnreadableValue:
        value = None
    if value is None or not 0 <= value <= 1:
        raise refusal(
            expected="a percent from 0% to 100%", found=f'"{text}"', remedy="Write it like 60%."
        )
    return text


def _statement(text: str) -> str:
    _target(text, "a target", "20+, 30%+, 5-7 or 99.9%+")
    return text


def _target(text: str, expected: str, example: str) -> Target:
    try:
        target = read_target(text)
    except UnreadableValue:
        target = None
    if target is None:
        raise refusal(expected=expected, found=f'"{text}"', remedy=f"Write it like {example}.")
    return target


def _range(unit: str | None, expected: str, example: str) -> Callable[[str, ValidationInfo], str]:
    """The check of a range in a unit; None means the program's currency, if that is known."""

    def check(text: str, info: ValidationInfo) -> str:
        target = _target(text, expected, example)
        wanted = (info.context or {}).get("currency") if unit is None else unit
        is_wanted = target.unit in CURRENCIES if wanted is None else target.unit == wanted
        if target.low is None or target.high is None or not is_wanted:
            raise refusal(expected=expected, found=f'"{text}"', remedy=f"Write it like {example}.")
        return text

    return check


Line = Annotated[str, StringConstraints(min_length=1, strict=True)]
Percent = Annotated[Line, AfterValidator(_percent)]
Statement = Annotated[Line, AfterValidator(_statement)]
PercentRange = Annotated[Line, AfterValidator(_range("percent", "a range of percents", "30-35%"))]
CountRange = Annotated[Line, AfterValidator(_range("", "a range of counts", "5-7"))]
MultipleRange = Annotated[Line, AfterValidator(_range("x", "a range of multiples", "2.0-2.5x"))]
MoneyRange = Annotated[
    Line,
    AfterValidator(_range(None, "a range of amounts in the program's currency", "$450K-550K")),
]


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        found = f'"{value}"' if isinstance(value, str) else str(value).lower()
        raise refusal(expected="a number", found=found, remedy="Write it without quotes.")
    # By way of its shortest text: 0.8 is eight tenths.
    number = Decimal(str(value))
    if not number.is_finite():
        raise refusal(expected="a number", found=str(value), remedy="Write it in digits.")
    return number


Number = Annotated[Decimal, BeforeValidator(_number)]
