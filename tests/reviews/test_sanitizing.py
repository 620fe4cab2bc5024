from html.parser import HTMLParser

import pytest

from partner_analytics.reviews.sanitizing import clean, scoped_styles, take_styles

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='https://evil.example'></iframe>",
    "<form action='https://evil.example'><input name=q></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='https://evil.example'>x</a>",
    "<object data='https://evil.example'></object>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<div style='background:url(https://evil.example)'>x</div>",
    "<link rel=stylesheet href='https://evil.example'>",
    "<base href='https://evil.example'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><image href='https://evil.example'/><use href='#x'/></svg>",
    "</div></main><script>alert(1)</script>",
    "<b onclick=alert(1) STYLE='position:fixed'>x</b>",
]


class Found(HTMLParser):
    """What a browser would find in a page: its elements, and everything that could act."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.acting: list[tuple[str, str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            text = value or ""
            self.attributes.append((name, text))
            if tag == "meta":  # the policy's hashes are base64, where "//" means nothing
                continue
            if name.startswith("on") or "javascript:" in text or "url(" in text or "//" in text:
                self.acting.append((tag, name, text))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_acts_comes_through(payload: str) -> None:
    found = Found(clean(payload))
    dangerous = {"script", "iframe", "form", "input", "meta", "object", "link", "base", "img"}
    assert dangerous.isdisjoint(found.tags)
    assert found.acting == []


def test_what_is_refused_stays_readable_as_text() -> None:
    assert clean("<b>A</b><img src=x>") == "<b>A</b>&lt;img src=x&gt;"


def test_links_within_the_page_and_to_the_files_beside_it_stay() -> None:
    links = '<a href="#output-1">a</a><a href="partners/lutron.html">b</a>'
    assert clean(links) == links


@pytest.mark.parametrize("target", ["//evil", "../../x.html", "/etc/x.html", "data:text/html,x"])
def test_other_links_lose_their_target(target: str) -> None:
    assert clean(f'<a href="{target}">x</a>') == "<a>x</a>"


def test_a_sparkline_stays() -> None:
    drawn = (
        '<svg viewBox="0 0 9 2" role="img"><polyline points="0,0 9,2" fill="none"></polyline></svg>'
    )
    assert clean(drawn) == drawn


def test_style_attributes_keep_what_only_looks() -> None:
    markup = '<p style="color: #FFFFFF; position: fixed; width: calc(1px + 1%)">x</p>'
    assert clean(markup) == '<p style="color: #FFFFFF; width: calc(1px + 1%)">x</p>'


def test_ids_of_two_outputs_do_not_meet() -> None:
    table = '<table><tr><th id="partner">a</th><td headers="partner">b</td></tr></table>'
    markup = f'<div id="output-1">{table}</div><div id="output-2">{table}</div>'
    cleaned = clean(markup)
    assert [f'id="output-{n}-partner"' in cleaned for n in (1, 2)] == [True, True]
    assert [f'headers="output-{n}-partner"' in cleaned for n in (1, 2)] == [True, True]


def test_a_style_block_is_kept_to_its_look() -> None:
    block = '<div id="abc"><style>#abc .gt_row, tr {color: red}</style><table>'
    markup, css = take_styles(block)
    assert markup == '<div id="abc"><table>'
    assert scoped_styles(css, ".look-3") == ".look-3 .gt_row,.look-3 tr{color: red}"


def test_two_tables_of_one_look_have_the_same_css() -> None:
    one = '<div id="a"><style>#a td {color: red}</style>'
    other = '<div id="b"><style>#b td {color: red}</style>'
    assert take_styles(one)[1] == take_styles(other)[1]


@pytest.mark.parametrize(
    "css",
    [
        "b {background: url(https://evil)}",
        "b {width: expression(alert(1))}",
        "b {content: 'x'}",
        "b {position: fixed}",
        "@import 'https://evil';",
        "b[x='\\3c/style>'] {color: red}",
        "b {font-family: '\\3c/style>'}",
        "@media print {b {color: red}}",
    ],
)
def test_css_that_loads_covers_or_breaks_out_is_dropped(css: str) -> None:
    assert scoped_styles(css, ".look-1") == ""
