"""Aliases of aliases: each leads to the partner at the end, however many there are."""

from pathlib import Path

import pytest

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.intake.exports.export_folders import Alias, all_aliases, read_aliases


def chain(length: int) -> list[Alias]:
    return [Alias(f"Name {at}", f"Name {at + 1}") for at in range(length)]


def test_a_long_chain_ends_at_its_partner() -> None:
    ends = all_aliases({"a": [*reversed(chain(30_000)), Alias("Name 30000", "Alder")]})
    assert {alias.partner for alias in ends} == {"Alder"}


def test_an_alias_that_equals_its_partner_leads_nowhere_else() -> None:
    assert all_aliases({"a": [Alias("ALDER", "Alder"), Alias("Aldr", "ALDER")]}) == [
        Alias("ALDER", "Alder"),
        Alias("Aldr", "Alder"),
    ]


def test_a_long_circle_is_told_by_its_first_names_and_its_last() -> None:
    with pytest.raises(PartnerAnalyticsError) as caught:
        all_aliases({"a": [*chain(3_000), Alias("Name 3000", "Name 0")]})
    assert caught.value.found == (
        "Name 0 -> Name 1 -> Name 2 -> Name 3 -> (2,996 more) -> Name 3000 -> Name 0"
    )


def test_a_folder_that_is_named_like_the_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "partner_aliases.csv").mkdir()
    with pytest.raises(
        PartnerAnalyticsError,
        match="expected a file that people keep beside their exports, found a fo",
    ):
        read_aliases([tmp_path])
