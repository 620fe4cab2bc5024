"""The index of a quarter's reviews: the portfolio's, then every partner's, by tier."""

from itertools import groupby
from typing import Any

from partner_analytics import wording
from partner_analytics.reviews.ledger import Failure, Ledger, Record
from partner_analytics.reviews.portfolio import PartnerLine, Portfolio
from partner_analytics.reviews.publishing import PORTFOLIO, file_name


def index_content(portfolio: Portfolio, ledger: Ledger) -> dict[str, Any]:
    """What the index page shows."""
    portfolio_review = ledger.reviews.get(PORTFOLIO)
    return {
        "portfolio_file": portfolio_review.file if portfolio_review else None,
        "notices": _notices(portfolio, ledger),
        "bands": _bands(portfolio),
        "tiers": [
            {
                "name": tier_name,
                "partners": [_line(line, portfolio, ledger) for line in lines],
            }
            for tier_name, lines in groupby(portfolio.partners, key=lambda line: line.tier_name)
        ],
    }


def _notices(portfolio: Portfolio, ledger: Ledger) -> list[str]:
    notices = []
    if ledger.failed:
        count = wording.plural(len(ledger.failed), "review")
        notices.append(f"{count} could not be rendered; run.json says why.")
    old = [r for r in ledger.reviews.values() if r.snapshot_id != portfolio.snapshot_id]
    if old:
        reviews = wording.plural(len(old), "review is", "reviews are")
        notices.append(f"{reviews} from an earlier snapshot than this index.")
    return notices


def _bands(portfolio: Portfolio) -> list[dict[str, Any]]:
    counted = [(band, sum(p.band == band for p in portfolio.partners)) for band in portfolio.bands]
    unscored = sum(p.band is None for p in portfolio.partners)
    return [
        {"name": name, "partners": partners}
        for name, partners in [*reversed(counted), ("Not scored", unscored)]
    ]


def _line(line: PartnerLine, portfolio: Portfolio, ledger: Ledger) -> dict[str, Any]:
    name = file_name(line.partner_id)
    record, failure = ledger.reviews.get(name), ledger.failed.get(name)
    return {
        "partner": line.partner,
        "file": record.file if record else None,
        "remark": _remark(record, failure, portfolio.snapshot_id),
        "score": wording.score(line.health_score),
        "width": None if line.health_score is None else round(line.health_score, 1),
        "band": line.band,
        "band_rank": portfolio.bands.index(line.band) + 1 if line.band in portfolio.bands else 0,
        "null_reason": line.null_reason,
        "trend": _trend(line),
    }


def _remark(record: Record | None, failure: Failure | None, snapshot_id: str) -> str:
    if record is None:
        return "not rendered" if failure is None else "could not be rendered"
    if record.snapshot_id != snapshot_id:
        why = "could not be rendered anew; " if failure else ""
        return f"{why}from snapshot {record.snapshot_id}"
    return "could not be rendered anew" if failure else ""


def _trend(line: PartnerLine) -> str:
    if line.trend is None:
        return wording.MISSING
    changed = "" if line.change_points is None else f" ({wording.change(line.change_points)})"
    return f"{wording.status(line.trend)}{changed}"
