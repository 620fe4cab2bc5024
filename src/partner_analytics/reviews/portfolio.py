"""What the batch itself must know of a snapshot: which partners, their tiers, scores and bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from partner_analytics import wording
from partner_analytics.errors import InvalidCall
from partner_analytics.grammar import partner_key
from partner_analytics.warehouse import Warehouse, open_warehouse


@dataclass(frozen=True)
class PartnerLine:
    """One partner of a quarter, as the index lists it."""

    partner_id: str
    partner: str
    tier: str
    tier_name: str
    tier_rank: int
    health_score: float | None = None
    band: str | None = None
    trend: str | None = None
    change_points: float | None = None
    null_reason: str | None = None


@dataclass(frozen=True)
class Portfolio:
    """A quarter's partners in one snapshot."""

    quarter: str
    snapshot_id: str
    as_of: date | None
    bands: tuple[str, ...]  # from the lowest up
    partners: tuple[PartnerLine, ...]
    program: str  # whose rules the warehouse was built with

    def named(self, names: Sequence[str]) -> tuple[PartnerLine, ...]:
        """The partners of those ids or names. Raises InvalidCall for one that is not there."""
        lines = {line.partner_id: line for line in self.partners}
        ids = {partner_key(line.partner): line.partner_id for line in self.partners}
        chosen = [name if name in lines else ids.get(partner_key(name), name) for name in names]
        for name in chosen:
            if name not in lines:
                raise InvalidCall(
                    expected=f"a partner of {self.quarter}",
                    found=f'"{name}"',
                    remedy="`partner-analytics metric current_partners` lists them.",
                )
        return tuple(lines[name] for name in dict.fromkeys(chosen))


def read_portfolio(warehouse: Path, quarter: str) -> Portfolio:
    """Read a quarter's partners from a warehouse file.

    Raises InvalidCall for a quarter without a snapshot.
    """
    with open_warehouse(warehouse) as opened:
        quarters = opened.quarters()
        if quarter not in quarters:
            raise InvalidCall(
                expected=f"a quarter with a snapshot ({', '.join(quarters) or 'there is none'})",
                found=quarter,
                remedy="Import the quarter's exports first.",
            )
        bands = opened.table("rules.health_bands")
        as_of = opened.imports(quarter)["as_of"].max()
        return Portfolio(
            quarter=quarter,
            snapshot_id=opened.snapshot_id,
            program=str(opened.table("landing.builds")["program"].iloc[-1]),
            as_of=None if wording.is_missing(as_of) else as_of.date(),
            bands=tuple(bands[bands["quarter"] == quarter].sort_values("band_rank")["band"]),
            partners=_lines(_partners(opened, quarter)),
        )


def _partners(opened: Warehouse, quarter: str) -> pd.DataFrame:
    current = opened.metric("current_partners", quarter=quarter)
    scores = opened.metric("health_score", quarter=quarter)
    trends = opened.metric("health_trend", quarter=quarter)
    tiers = opened.table("rules.tiers")
    return (
        current[["partner_id", "partner", "tier"]]
        .merge(tiers[["tier", "tier_name", "tier_rank"]], on="tier", how="left")
        .merge(
            scores[["partner_id", "health_score", "band", "null_reason"]],
            on="partner_id",
            how="left",
        )
        .merge(trends[["partner_id", "trend", "change_points"]], on="partner_id", how="left")
        .sort_values(["tier_rank", "partner"], na_position="last")
    )


def _lines(frame: pd.DataFrame) -> tuple[PartnerLine, ...]:
    return tuple(
        PartnerLine(
            partner_id=str(row["partner_id"]),
            partner=str(row["partner"]),
            tier=_known(row["tier"]) or "untiered",
            tier_name=_known(row["tier_name"]) or wording.tier("untiered"),
            tier_rank=99 if wording.is_missing(row["tier_rank"]) else int(row["tier_rank"]),
            health_score=_known(row["health_score"]),
            band=_known(row["band"]),
            trend=_known(row["trend"]),
            change_points=_known(row["change_points"]),
            null_reason=_known(row["null_reason"]),
        )
        for row in frame.to_dict("records")
    )


def _known(value: Any) -> Any:
    return None if wording.is_missing(value) else value
