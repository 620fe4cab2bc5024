import pytest

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import read_choice

STAGES = {
    "Initial Outreach": ("2", "Stage 2"),
    "Proposal & Negotiation": ("4", "Stage 4", "Proposal and Negotiation"),
}
OPPORTUNITIES: dict[str, tuple[str, ...]] = {"High": (), "Very High": ()}
STATUSES = {"Current": ("Yes",), "Not applicable": ("n/a",), "Missing": ("None",)}
TRENDS = {"Improving": ("↑",), "Stable": ("=",), "Declining": ("↓",)}


@pytest.mark.parametrize(
    "text",
    [
        "Proposal & Negotiation",
        "  PROPOSAL  and negotiation ",
        "**Proposal & Negotiation**",
        "4",
        "4 - Proposal & Negotiation",
        "4. Proposal & Negotiation",
        "Stage 4: Proposal & Negotiation",
        "Stage 4 (draft sent)",
    ],
)
def test_spellings_of_a_member(text: str) -> None:
    assert read_choice(text, STAGES) == "Proposal & Negotiation"


def test_a_note_may_follow() -> None:
    assert read_choice("High (30-40% margin opportunity)", OPPORTUNITIES) == "High"
    assert read_choice("Very High", OPPORTUNITIES) == "Very High"


def test_a_note_that_names_another_member_is_refused() -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_choice("4 - Initial Outreach", STAGES)
    assert str(caught.value) == (
        "expected one of Initial Outreach, Proposal & Negotiation, "
        'found "4 - Initial Outreach". Write one of them.'
    )


def test_signs_tell_members_apart() -> None:
    assert [read_choice(text, TRENDS) for text in ("↑", "=", "↓")] == list(TRENDS)


def test_members_win_over_blanks() -> None:
    assert read_choice("n/a", STATUSES) == "Not applicable"
    assert read_choice("None", STATUSES) == "Missing"
    assert read_choice("n/a", STAGES) is None


@pytest.mark.parametrize(
    "text", ["?", "High-ish", "Highest", "almost High", "()", "High/Very High"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue):
        read_choice(text, OPPORTUNITIES)
