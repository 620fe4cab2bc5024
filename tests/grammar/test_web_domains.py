import pytest

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import domains_in, read_web


@pytest.mark.parametrize(
    "text",
    [
        "lutron.com",
        "LUTRON.COM",
        "www.lutron.com",
        "https://www.lutron.com/en-US/pro?x=1",
        "http://lutron.com:8080/",
        "kim.lee+pro@lutron.com",
        "mailto:kim@lutron.com",
        "Kim Lee <kim@lutron.com>",
        "kim@lutron.com; dana@lutron.com",
    ],
)
def test_spellings_of_a_domain(text: str) -> None:
    assert domains_in(text) == {"lutron.com"}
    assert read_web(text) == text


def test_a_domain_in_another_alphabet_is_one() -> None:
    assert domains_in("https://пример.рф/") == {"пример.рф"}


def test_where_anybody_has_an_address_it_says_nothing() -> None:
    assert read_web("kim@gmail.com") == "kim@gmail.com"
    assert domains_in("kim@gmail.com, linkedin.com/in/kim") == frozenset()


@pytest.mark.parametrize("text", ["", "-", "n/a"])
def test_known_blanks_are_no_address(text: str) -> None:
    assert read_web(text) is None


@pytest.mark.parametrize("text", ["Kim", "kim@", "@lutron", "lutron", "3.5", "192.168.0.1"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_web(text)
    assert str(caught.value) == (
        f'expected an e-mail or web address, found "{text}". '
        "Write it like kim@lutron.com or lutron.com."
    )
