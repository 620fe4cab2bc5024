import pandas as pd
import pytest

from partner_analytics.importers.doubts.error_values import ERRORS, SIGNS, is_error_value
from tests.importers.values.test_cell_values import COMMERCIAL, PIPELINE, only, read


def test_every_listed_error_is_one():
    assert [error for error in ERRORS if not is_error_value(f" {error} ")] == []


def test_an_error_in_small_letters_is_one_too():
    assert all(is_error_value(text) for text in ("#nv", "#n/a", "#div/0!"))


def test_every_listed_error_holds_a_sign_that_is_looked_for():
    assert pd.Series(sorted(ERRORS)).str.contains(SIGNS).all()


@pytest.mark.parametrize("error", ["#NV", "#¡REF!", "#ЗНАЧ!", "#HODNOTA!", "Loading...", "#VIGA!"])
def test_a_partner_is_never_an_error_value(error: str) -> None:
    found = read(PIPELINE, ["Lutron", "4", "Kim", None], [error, "4", "Kim", None], sheet=None)
    assert found.values["partner"].tolist() == ["Lutron"]
    assert (only(found).code, only(found).row) == ("error-cell", 2 + 1)


@pytest.mark.parametrize("error", ["#WERT!", "#VALEUR!", "Err:522", "#ERROR!"])
def test_an_amount_that_is_an_error_value_is_null_and_told(error: str) -> None:
    found = read(COMMERCIAL, ["Lutron", "35%", error], sheet=None)
    assert pd.isna(found.values["ytd_volume_usd"].iloc[0])
    assert only(found).code == "error-cell"


@pytest.mark.parametrize("name", ["#hashtag!", "Loading Dock Audio", "#1 Sound", "Err: 5th Ave"])
def test_a_name_that_is_only_like_an_error_stays(name: str) -> None:
    assert read(PIPELINE, [name, "4", "Kim", None]).values["partner"].tolist() == [name]
