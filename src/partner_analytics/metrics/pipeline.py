"""Where each partnership stands, for how long, and what is overdue."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.rules import (
    count_where,
    days_between,
    later_of,
    number,
    overdue_days,
    whole,
)


@metric(
    grain=("partner_id", "as_of"),
    columns={
        "quarter": "fiscal quarter of the as-of date",
        "is_latest_in_quarter": "whether this is the partner's last snapshot of the quarter",
        "stage": "pipeline stage",
        "stage_number": "pipeline stage as its place in the order, 1-6",
        "owner": "who is accountable",
        "next_step": "what happens next",
        "entered_on": "date on which the current stage was entered",
        "entry_basis": "where that date comes from: typed date, or first snapshot of the stage",
        "days_in_stage": "days from entering the stage to the as-of date",
        "typed_days_in_stage": "days in stage as typed by hand",
        "discrepancy_days": "computed less typed days in stage",
        "is_discrepant": "whether they differ by more than is tolerated",
        "target_on": "date by which the next step is due",
        "overdue_days": "days the next step is overdue; 0 if it is due later",
        "last_activity_on": "date of the last activity: the latest of the next three",
        "pipeline_activity_on": "date of the last activity as the pipeline states it",
        "last_meeting_on": "date of the last meeting held by the as-of date",
        "last_contact_on": "date any contact was last spoken to, by the as-of date",
        "activity_source": "which of them is the latest: pipeline, meeting or contact",
        "pipeline_behind_days": "days the pipeline's own date lies behind the latest; 0 if none",
        "stale_days": "days since the last activity",
        "null_reason": "why there are no days in stage",
    },
)
def pipeline_progress(
    pipeline: Frame, meetings: Frame, contacts: Frame, pipeline_rules: Frame
) -> Frame:
    """Days in stage recomputed, overdue next steps and staleness, at each snapshot.

    Source:  pipeline, all snapshots; meetings, contacts ("Last Contact"); S000-2, D-70, D-83.
    NULL:    days_in_stage, where no entry date is typed and no earlier snapshot shows another
             stage; overdue_days without a target date, stale_days without an activity,
             pipeline_behind_days unless the pipeline states one.
    """
    last_of_quarter = nw.col("as_of").max().over("partner_id", "quarter")
    tolerated = pipeline_rules.select("quarter", "tolerance_days")
    discrepancy = nw.col("discrepancy_days")
    return (
        _with_entry(pipeline)
        .join(_activity(pipeline, meetings, contacts), on=["partner_id", "as_of"])
        .join(tolerated, on="quarter", how="left")
        .with_columns(
            is_latest_in_quarter=nw.col("as_of") == last_of_quarter,
            _days=days_between("entered_on", "as_of"),
            overdue_days=overdue_days("target_on", "as_of"),
        )
        .with_columns(days_in_stage=nw.when(nw.col("_days") >= 0).then(nw.col("_days")))
        .with_columns(discrepancy_days=nw.col("days_in_stage") - nw.col("typed_days_in_stage"))
        .with_columns(
            is_discrepant=nw.when(~discrepancy.is_null()).then(
                discrepancy.abs() > nw.col("tolerance_days")
            ),
            null_reason=nw.when(nw.col("entered_on").is_null())
            .then(nw.lit("entry unknown"))
            .when(nw.col("_days") < 0)
            .then(nw.lit("entered after the as-of date")),
        )
    )


def _activity(pipeline: Frame, meetings: Frame, contacts: Frame) -> Frame:
    """The last activity at each snapshot, and where each tracker sees it."""
    key = ["partner_id", "as_of"]
    spoken_on = contacts.select("partner_id", day="last_contact_on")
    stated, latest = nw.col("pipeline_activity_on"), nw.col("last_activity_on")
    return (
        pipeline.select(*key, pipeline_activity_on="last_activity_on")
        .join(
            _last_by(pipeline, meetings.select("partner_id", day="met_on"), "last_meeting_on"),
            on=key,
            how="left",
        )
        .join(_last_by(pipeline, spoken_on, "last_contact_on"), on=key, how="left")
        .with_columns(elsewhere_on=later_of("last_meeting_on", "last_contact_on"))
        .with_columns(last_activity_on=later_of("pipeline_activity_on", "elsewhere_on"))
        .with_columns(
            activity_source=nw.when(latest == stated)
            .then(nw.lit("pipeline"))
            .when(latest == nw.col("last_meeting_on"))
            .then(nw.lit("meeting"))
            .when(~latest.is_null())
            .then(nw.lit("contact")),
            pipeline_behind_days=days_between("pipeline_activity_on", "last_activity_on"),
            stale_days=days_between("last_activity_on", "as_of"),
        )
        .drop("elsewhere_on")
    )


def _last_by(pipeline: Frame, activities: Frame, into: str) -> Frame:
    """The last of the activities by each snapshot's day."""
    return (
        pipeline.select("partner_id", "as_of")
        .join(activities, on="partner_id")
        .filter(nw.col("day") <= nw.col("as_of"))
        .group_by("partner_id", "as_of")
        .agg(nw.col("day").max().alias(into))
    )


def _with_entry(pipeline: Frame) -> Frame:
    """The snapshots with entered_on and entry_basis.

    Snapshots of a partner in one stage after the other form stretches; the first stretch says
    nothing about when it began.
    """
    before = number("stage_number").shift(1).over("partner_id", order_by="as_of")
    has_moved = ~nw.col("_before").is_null() & (nw.col("_before") != nw.col("stage_number"))
    stretch = nw.col("_moved").cum_sum().over("partner_id", order_by="as_of")
    first_seen = nw.col("as_of").min().over("partner_id", "_stretch")
    is_typed, is_seen = ~nw.col("stage_entered_on").is_null(), nw.col("_stretch") > 0
    return (
        pipeline.drop("last_activity_on")
        .with_columns(_before=before)
        .with_columns(_moved=count_where(has_moved))
        .with_columns(_stretch=whole(stretch))
        .with_columns(_first_seen=first_seen)
        .with_columns(
            entered_on=nw.when(is_typed)
            .then(nw.col("stage_entered_on"))
            .when(is_seen)
            .then(nw.col("_first_seen")),
            entry_basis=nw.when(is_typed)
            .then(nw.lit("typed date"))
            .when(is_seen)
            .then(nw.lit("first snapshot")),
        )
    )
