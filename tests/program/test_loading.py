from collections.abc import Callable
from pathlib import Path

import pytest

from partner_analytics.errors import InvalidCall, InvalidProgram
from partner_analytics.program import load_program

Refused = Callable[..., str]
WEIGHTS = "mine.toml, health.weights valid from 2025-01-01"
BANDS = "mine.toml, health.bands valid from 2025-01-01"


def test_s000_11_weights_that_sum_to_105_are_refused(refused: Refused) -> None:
    assert refused(("operational = 10", "operational = 15")) == (
        f"{WEIGHTS}: expected weights that sum to 100, found 105. "
        "Correct the weights of this entry."
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "lower = 70, upper = 90",
            "lower = 75, upper = 90",
            'band "Healthy" to start at 70, where "Attention" ends, found 75: a gap. '
            "Correct one of the edges; bands are listed from the lowest up.",
        ),
        (
            "lower = 70, upper = 90",
            "lower = 65, upper = 90",
            'band "Healthy" to start at 70, where "Attention" ends, found 65: an overlap. '
            "Correct one of the edges; bands are listed from the lowest up.",
        ),
        (
            "lower = 0, upper = 50",
            "lower = 10, upper = 50",
            'band "At risk" to start at 0, found 10: a gap. '
            "Correct one of the edges; bands are listed from the lowest up.",
        ),
        (
            "lower = 90, upper = 100",
            "lower = 90, upper = 99.5",
            'the last band, "Expansion", to end at 100, found 99.5. Correct its upper edge.',
        ),
        (
            "lower = 50, upper = 70",
            "lower = 50, upper = 50",
            'band "Attention" to end above 50, where it starts, found 50. '
            "Correct one of its edges.",
        ),
    ],
)
def test_d_02_bands_leave_no_gap_and_do_not_overlap(
    refused: Refused, old: str, new: str, told: str
) -> None:
    assert refused((old, new)) == f"{BANDS}: expected {told}"


def test_a_misspelled_key_is_told_once_with_what_it_may_mean(refused: Refused) -> None:
    assert refused(("technical = 25", "tecnical = 25")) == (
        f"{WEIGHTS}: expected only keys that programs have, found the key tecnical. "
        "Did you mean technical?"
    )


def test_two_entries_of_one_date_are_refused(refused: Refused) -> None:
    again = (
        '[[discounts.bands]]\nvalid_from = 2025-01-01\nsource = "me"\n'
        'tiers = { "manufacturer:1" = "1-2%" }\n\n[[discounts.bands]]'
    )
    assert refused(("[[discounts.bands]]", again)) == (
        "mine.toml, discounts.bands: expected one entry a date, found 2 valid from 2025-01-01. "
        "Give the later one the date from which it holds, or delete it."
    )


def test_s001_22_budget_lines_sum_to_the_total(refused: Refused) -> None:
    # 450 + 100 + 200 + 150 + 75 = 975 as stated; 560 + 150 + 300 + 250 + 125 = 1,385, not 1,375.
    assert refused(('"Personnel" = "$450K-550K"', '"Personnel" = "$450K-560K"')) == (
        "mine.toml, budget valid from 2025-01-01: expected lines that sum to the total, "
        "$975K-1.375M, found 975,000 to 1,385,000. Correct a line or the total."
    )


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            ('base = "30-35%"', 'base = "about a third"'),
            'discounts.terms valid from 2025-01-01, tiers."manufacturer:1".base: '
            'expected a range of percents, found "about a third". Write it like 30-35%.',
        ),
        (
            ('base = "30-35%"', "base = 0.3"),
            'discounts.terms valid from 2025-01-01, tiers."manufacturer:1".base: '
            "expected a text, found 0.3. Write it in quotes.",
        ),
        (
            ('discount_achieved_pct = "30%+"', 'discount_achieved_pct = "lots"'),
            "portfolio_targets.commercial valid from 2025-01-01, targets.discount_achieved_pct: "
            'expected a target, found "lots". Write it like 20+, 30%+, 5-7 or 99.9%+.',
        ),
        (
            ('discount_achieved_pct = "30%+"', 'discount_achieved_pct = "30+"'),
            "portfolio_targets.commercial valid from 2025-01-01: expected a percent for "
            'discount_achieved_pct, found "30+". '
            "Targets in percent, and only those, have names that end in _pct.",
        ),
        (
            ('claim = "2.0-2.5x"', 'claim = "2.0-2.5"'),
            "returns valid from 2025-01-01, claim: "
            'expected a range of multiples, found "2.0-2.5". Write it like 2.0-2.5x.',
        ),
        (
            ('"Personnel" = "$450K-550K"', '"Personnel" = "€450K-550K"'),
            "budget valid from 2025-01-01, lines.Personnel: expected a range of amounts in the "
            'program\'s currency, found "€450K-550K". Write it like $450K-550K.',
        ),
        (
            ('coverage_floor = "60%"', 'coverage_floor = "0.6"'),
            "health.rules valid from 2025-01-01, coverage_floor: "
            'expected a percent from 0% to 100%, found "0.6". Write it like 60%.',
        ),
        (
            ('rating_scale = "times_20"', 'rating_scale = "x20"'),
            "health.rules valid from 2025-01-01, rating_scale: "
            'expected one of "times_20" or "min_max", found "x20". Write one of them.',
        ),
        (
            ("commercial = 30", "commercial = 30.0"),
            "health.weights valid from 2025-01-01, commercial: "
            "expected a whole number, found 30.0. Write it without quotes and decimals.",
        ),
        (
            ("valid_from = 2025-01-01", 'valid_from = "2025-01-01"'),
            "health.weights number 1, valid_from: "
            'expected a date, found "2025-01-01". Write it like 2025-01-01, without quotes.',
        ),
        (
            ("threshold = -5", 'threshold = "-5"'),
            "decisions.declining valid from 2025-01-01, threshold: "
            'expected a number, found "-5". Write it without quotes.',
        ),
        (
            ("threshold = -5", "threshold = nan"),
            "decisions.declining valid from 2025-01-01, threshold: "
            "expected a number, found nan. Write it in digits.",
        ),
        (
            ("[[decisions.declining]]", "[[decisions.falling]]"),
            'decisions.falling: expected one of "at risk", "declining", "behind commitment", '
            '"discount below band", "overdue step" or "not rated", found "falling". '
            "Write one of them.",
        ),
        (
            ('source = "S000 L139-145"', ""),
            "health.weights valid from 2025-01-01: expected the key source, found none. Add it.",
        ),
        (
            ('"manufacturer:3" = "15-25%"', '"manufacturer:4" = "15-25%"'),
            'discounts.bands valid from 2025-01-01, tiers."manufacturer:4": expected a tier of '
            "this program (manufacturer:1, manufacturer:2, manufacturer:3), "
            'found "manufacturer:4". Correct it, or add the tier to [[tiers]].',
        ),
        (
            ("is_default = false", "is_default = true"),
            "tier_targets: expected one set with is_default = true on 2025-01-01, "
            "found year1 and steady_state. "
            "Set is_default = true in one of the sets, false in the others.",
        ),
        (
            ("reliability_pct", "healthy_partners_pct"),
            "portfolio_targets: expected healthy_partners_pct in one group of targets, "
            "found it in technical and in relationship. Delete one of the two.",
        ),
        (
            ("[[pipeline]]", "[pipeline]"),
            "pipeline: expected entries, found a table. "
            "Write each below a line of its name in double brackets, [[name]].",
        ),
        (
            ('time_zone = "UTC"', 'time_zone = "Mars"'),
            'time_zone: expected a time zone, found "Mars". '
            'Write its name in the tz database, like "America/New_York".',
        ),
    ],
)
def test_a_mistake_is_told_with_file_entry_and_next_step(
    refused: Refused, edit: tuple[str, str], told: str
) -> None:
    assert refused(edit) == f"mine.toml, {told}"


def test_all_mistakes_of_a_file_are_told_at_once(refused: Refused) -> None:
    message = refused(
        ("technical = 25", "technical = 25\ncolor = 3"),
        ("operational = 10", "operational = 15"),
        ("lower = 70, upper = 90", "lower = 75, upper = 90"),
        ('growth = "2-3%"', 'growth = "some"'),
    )
    assert message == (
        "mine.toml: expected a program without mistakes, found 4. Correct each of them:\n"
        f"- {WEIGHTS}: expected only keys that programs have, found the key color. "
        "Delete it, or check where it belongs.\n"
        f'- {BANDS}: expected band "Healthy" to start at 70, where "Attention" ends, '
        "found 75: a gap. Correct one of the edges; bands are listed from the lowest up.\n"
        '- mine.toml, discounts.terms valid from 2025-01-01, tiers."manufacturer:2".growth: '
        'expected a range of percents, found "some". Write it like 30-35%.\n'
        f"- {WEIGHTS}: expected weights that sum to 100, found 105. "
        "Correct the weights of this entry."
    )


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\nversion =\n')
    with pytest.raises(InvalidProgram) as caught:
        load_program(path)
    assert str(caught.value) == (
        'mine.toml, line 2: expected TOML, found "version =" (invalid value). '
        "Texts stand in quotes, dates and numbers do not, and each key stands once."
    )


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidProgram) as caught:
        load_program(str(path))
    assert str(caught.value) == (
        "mine.toml: expected a text in UTF-8, found other bytes. Save the file as UTF-8."
    )


def test_an_unknown_program_is_a_wrong_call() -> None:
    with pytest.raises(InvalidCall) as caught:
        load_program("acme")
    assert str(caught.value) == (
        "acme: expected a program: homeaiq, or the path of a TOML file, found no file that can "
        "be read (No such file or directory). Check the spelling of the name or path."
    )


def test_an_empty_file_lacks_every_section(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("")
    with pytest.raises(InvalidProgram, match="expected the key health, found none"):
        load_program(path)


def test_a_program_in_another_currency_is_refused(refused: Refused) -> None:
    told = refused(('currency = "USD"', 'currency = "EUR"'))  # and every amount in $
    assert (
        'mine.toml, currency: expected "USD", the one currency programs can be kept in so far, '
        'found "EUR". Convert the amounts; lines in other currencies load and are in no sum.'
    ) in told
