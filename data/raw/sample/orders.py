"""Order lines: bought until a quarter's volume is reached, written as purchasing exports them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import StringIO
from itertools import count
from pathlib import Path
from random import Random

from sample.partners import (
    AUDIO,
    CLIMATE,
    EMERGING,
    LIGHTING,
    NETWORK,
    PARTNERS,
    QUARTER_ENDS,
    QUARTERS,
    SECURITY,
    Partner,
)

# Kind of product, and between which list prices (USD) its articles lie.
CATALOG = {
    LIGHTING: (("DIM", 39, 95), ("KEY", 99, 210), ("SEN", 29, 65), ("LMP", 25, 79)),
    CLIMATE: (("THM", 129, 229), ("SEN", 29, 69), ("VLV", 79, 159), ("HUB", 89, 159)),
    SECURITY: (("LCK", 129, 249), ("CON", 19, 49), ("PNL", 190, 390), ("CAM", 89, 199)),
    AUDIO: (("SPK", 129, 379), ("AMP", 349, 649), ("CBL", 19, 59), ("MNT", 29, 79)),
    NETWORK: (("APT", 89, 199), ("SWI", 79, 289), ("GWY", 129, 249), ("SFP", 19, 49)),
    EMERGING: (("SEN", 49, 99), ("HUB", 89, 179)),
}
ARTICLES_A_KIND = 4
# The names purchasing knows partners by.
PURCHASING_NAMES = {
    "Lutron Electronics": "Lutron",
    "Ubiquiti Networks": "Ubiquiti",
    "Philips Hue (Signify)": "Signify",
    "Honeywell Home (Resideo)": "Resideo",
    "Yale/August (ASSA ABLOY)": "ASSA ABLOY",
    "Control4/Snap AV": "Snap AV",
    "Ruckus Networks (CommScope)": "Ruckus",
}
RETURNED = 0.006
LINES_AN_ORDER = (1, 7)
# The worked example of commitment attainment: Sonos stands at exactly this on June 30.
EXACT_YTD_CENTS = {("Sonos", "2025-Q2"): 150_000_00}
# Room for the closing line: more than the dearest line before it may overshoot.
CLOSING_LINE_CENTS = 4_500_00


# Article number, list price in cents, and how its discount differs from the partner's.
Article = tuple[str, int, float]


@dataclass(frozen=True)
class Line:
    """One order line; prices per unit in cents."""

    partner: str
    ordered_on: date
    order_id: str
    number: int
    sku: str
    units: int
    list_cents: int
    net_cents: int
    currency: str = "USD"

    @property
    def net(self) -> int:
        """Net value in cents."""
        return self.units * self.net_cents

    @property
    def list(self) -> int:
        """List value in cents."""
        return self.units * self.list_cents


def order_lines() -> dict[str, list[Line]]:
    """All right lines by quarter, in the order of their dates."""
    lines: dict[str, list[Line]] = {quarter: [] for quarter in QUARTERS}
    for partner in PARTNERS:
        if partner.discount is None:
            continue
        bought = 0
        for quarter in QUARTERS:
            exact = EXACT_YTD_CENTS.get((partner.name, quarter))
            fresh = list(_bought(partner, quarter, exact - bought if exact else None))
            bought += sum(line.net for line in fresh)
            lines[quarter].extend(fresh)
    return {
        quarter: sorted(found, key=lambda line: (line.ordered_on, line.order_id, line.number))
        for quarter, found in lines.items()
    }


def _bought(partner: Partner, quarter: str, exact: int | None) -> Iterator[Line]:
    """Lines until the quarter's volume is reached, the last one closing an exact volume."""
    place = QUARTERS.index(quarter)
    goal = round(partner.net[place] * 1000_00) if exact is None else exact - CLOSING_LINE_CENTS
    if goal <= 0:
        return
    random = Random(f"orders/{partner.name}/{quarter}")
    articles, days = _articles(partner), _business_days(partner, quarter)
    first, last = partner.discount or (0, 0)
    level = (first + (last - first) * place / 3) / 100
    reached = 0
    for order in count(1):
        day = random.choice(days)
        order_id = f"PO-{quarter[2:4]}{place + 1}-{_prefix(partner)}{order:04d}"
        for number in range(1, random.randint(*LINES_AN_ORDER) + 1):
            article = random.choice(articles)
            line = Line(partner.name, day, order_id, number, *_drawn(random, article, level))
            reached += line.net
            yield line
            if reached >= goal:
                if exact is not None:
                    yield _closing(line, exact - reached, level)
                return


def _drawn(random: Random, article: Article, level: float) -> tuple[str, int, int, int]:
    """Article number, units, list and net price in cents of one line."""
    sku, price, offset = article
    units = random.choices((1, 2, 3, 4, 6), (52, 28, 8, 8, 4))[0]
    off = level + offset + random.triangular(-0.03, 0.03, 0)
    return sku, -1 if random.random() < RETURNED else units, price, round(price * (1 - off))


def _closing(line: Line, rest: int, level: float) -> Line:
    """One more line of the order, at exactly that net value."""
    sku = f"{line.sku[:3]}-PRJ-900"
    list_cents = round(rest / (1 - level))
    number = line.number + 1
    return replace(line, number=number, sku=sku, units=1, list_cents=list_cents, net_cents=rest)


def _articles(partner: Partner) -> list[Article]:
    """What the partner sells."""
    random = Random(f"articles/{partner.name}")
    return [
        (
            f"{_prefix(partner)}-{kind}-{number * 10 + 100}",
            random.randint(low, high) * 100 - random.choice((0, 1, 5, 50)),
            random.choice((-0.03, -0.01, 0.0, 0.01, 0.03)),
        )
        for kind, low, high in CATALOG[partner.category]
        for number in range(1, ARTICLES_A_KIND + 1)
    ]


def _prefix(partner: Partner) -> str:
    return "".join(letter for letter in partner.name.upper() if letter.isalpha())[:3]


def _business_days(partner: Partner, quarter: str) -> list[date]:
    """The days on which orders were possible: weekdays from the activation of the agreement."""
    end = QUARTER_ENDS[quarter]
    start = date(end.year, end.month - 2, 1)
    activated = [date.fromisoformat(day) for number, day in partner.stages if number == 5]
    start = max(start, *activated) if activated else start
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return [day for day in days if day.weekday() < 5]


@dataclass(frozen=True)
class Layout:
    """How one quarter's file is written."""

    headers: tuple[str, ...]
    day: str
    marked: bool = False
    line_end: str = "\n"


def _headers(units: str = "Units") -> tuple[str, ...]:
    usual = f"Manufacturer,Order Date,Order ID,Line,SKU,{units},List Price,Net Price,Currency"
    return tuple(usual.split(","))


LAYOUTS = {
    "2025-Q1": Layout(_headers(), "%Y-%m-%d"),
    "2025-Q2": Layout(
        (
            *("Vendor", "Order Date", "PO Number", "Line No", "Product Code"),
            *("Qty", "MSRP", "Unit Net Price", "Currency"),
        ),
        "%Y-%m-%d",
        line_end="\r\n",
    ),
    "2025-Q3": Layout(_headers("Quantity"), "%d-%b-%Y", marked=True),
    "2025-Q4": Layout(_headers(), "%Y-%m-%d"),
}


def written(line: Line, layout: Layout) -> list[str]:
    """The cells of a line."""
    return [
        PURCHASING_NAMES.get(line.partner, line.partner),
        line.ordered_on.strftime(layout.day),
        line.order_id,
        str(line.number),
        line.sku,
        str(line.units),
        f"{line.list_cents / 100:.2f}",
        f"{line.net_cents / 100:.2f}",
        line.currency,
    ]


def write_orders(path: Path, rows: list[list[str]], layout: Layout) -> None:
    """One CSV file, quoted where need be."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator=layout.line_end)
    writer.writerow(layout.headers)
    writer.writerows(rows)
    encoding = "utf-8-sig" if layout.marked else "utf-8"
    path.write_bytes(text.getvalue().encode(encoding))
