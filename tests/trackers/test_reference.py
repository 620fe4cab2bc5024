"""The data dictionary."""

from partner_analytics.trackers import TRACKERS, dictionary


def test_the_dictionary_has_every_column_of_every_tracker_once() -> None:
    entries = dictionary()
    assert len(entries) == sum(len(tracker.columns) for tracker in TRACKERS.values())
    assert not entries.duplicated(["tracker", "column"]).any()


def test_the_dictionary_tells_what_a_column_is() -> None:
    entries = dictionary().set_index(["tracker", "column"])
    told = ["header", "storage", "unit", "is_required"]
    assert entries.loc[[("commercial", "base_discount_pct")], told].to_numpy().tolist() == [
        ["Base Discount (%)", "DECIMAL(12,8)", "fraction", False]
    ]
    assert entries.loc[[("pipeline", "tier")], "forms"].tolist() == ["Tier 1, Tier 2, Tier 3"]
