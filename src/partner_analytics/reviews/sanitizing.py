"""Making what cells put out safe to publish: scripts, forms and outside addresses never pass.

A partner's name may reach an output through code that does not escape it (pandas' Styler, an
f-string in Markdown). So the whole rendered body goes through bleach; what it does not allow
comes out as visible text. `<style>` blocks (great_tables, pandas) are read as CSS, kept to
harmless properties and scoped to their own output: great_tables' have rules for every table row
of the page. Tables of one look share one copy.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from tinycss2.ast import Node

_WORD = re.compile(r"\S+")
_TAGS = frozenset(
    _WORD.findall("""
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp section small span strong sub summary
    sup table tbody td tfoot th thead time tr u ul var
    svg g path line polyline polygon rect circle ellipse text tspan title desc
    """)
)
_ATTRIBUTES = frozenset(
    _WORD.findall("""
    abbr class colspan datetime dir headers height href id lang open role rowspan scope span start
    style title valign width
    cx cy d dominant-baseline dx dy fill fill-opacity font-family font-size font-weight opacity
    points preserveAspectRatio r rx ry shape-rendering stroke stroke-dasharray stroke-linecap
    stroke-linejoin stroke-opacity stroke-width text-anchor transform vector-effect viewBox x x1 x2
    y y1 y2
    """)
)
_REFERENCES = ("headers", "aria-labelledby", "aria-describedby")

# In the page itself, or to a file beside it; never to a host, a scheme or a folder further up.
_LINK = re.compile(r"#[\w.-]+|(?:\.\./)?(?:[a-z0-9_-]+/)?[a-z0-9_-]+\.html(?:#[\w.-]+)?")

_STYLE_BLOCK = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_FIRST_ID = re.compile(r'<div id="([\w-]+)"')
_PROPERTY = re.compile(
    r"(?:-webkit-|-moz-)?(?:background-color|border(?:-[a-z]+)*|box-sizing|break-[a-z]+"
    r"|caption-side|color|display|empty-cells|fill(?:-opacity)?|float|font(?:-[a-z]+)*|gap|height"
    r"|justify-content|align-[a-z]+|flex(?:-[a-z]+)*|letter-spacing|line-height"
    r"|list-style-type|margin(?:-[a-z]+)?|max-(?:height|width)|min-(?:height|width)|opacity"
    r"|osx-font-smoothing|overflow(?:-[a-z]+)?|padding(?:-[a-z]+)?|page-break-[a-z]+"
    r"|stroke(?:-[a-z]+)*|table-layout|text-[a-z]+(?:-[a-z]+)*|vertical-align|white-space|width"
    r"|word-break)"
)
_CSS_FUNCTIONS = frozenset(["rgb", "rgba", "hsl", "hsla", "calc", "min", "max"])
_OUTPUT_ID = re.compile(r"output-\d+")


def take_styles(markup: str) -> tuple[str, str]:
    """Split an output's HTML from its `<style>` blocks: (HTML without them, their CSS).

    The output's own id is left out of the CSS: it is scoped anew, by `scoped_styles`.

    >>> take_styles('<div id="x"><style>#x td, b {color: red}</style>1</div>')
    ('<div id="x">1</div>', 'td, b {color: red}')
    """
    css = "".join(_STYLE_BLOCK.findall(markup))
    first_id = _FIRST_ID.search(markup)
    if first_id:
        css = css.replace(f"#{first_id[1]} ", "")
    return _STYLE_BLOCK.sub("", markup), css


def scoped_styles(css: str, scope: str) -> str:
    """The CSS rules that only look, each selector below `scope`.

    >>> scoped_styles("td, b {color: red; background: url(//a)} @import '//b';", ".look-1")
    '.look-1 td,.look-1 b{color: red}'
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_scoped_rule(rule, scope) for rule in rules if rule.type == "qualified-rule")


def clean(markup: str) -> str:
    """HTML with only the tags, attributes, links and CSS a review needs; the rest as text.

    Ids inside an element whose id is `output-N` get it as a prefix, so that two tables of one
    page may both have a column "partner".

    >>> clean("<b onclick='x()'>Lutron</b><script>alert(1)</script>")
    '<b>Lutron</b>&lt;script&gt;alert(1)&lt;/script&gt;'
    """
    cleaner = Cleaner(
        tags=_TAGS,
        attributes=_allows,
        protocols=frozenset({"https"}),  # lets relative links pass; _LINK refuses https itself
        css_sanitizer=_Declarations(),
        filters=[_ScopedIds],
    )
    return str(cleaner.clean(markup))


def _allows(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and _LINK.fullmatch(value) is not None
    if "url(" in value.lower() and name != "style":
        return False
    return name in _ATTRIBUTES or re.fullmatch(r"aria-[a-z]+", name) is not None


class _Declarations:
    """What bleach asks to clean a style attribute."""

    def sanitize_css(self, style: str) -> str:
        return _declarations(tinycss2.parse_blocks_contents(style))


def _declarations(nodes: Iterable[Node]) -> str:
    kept = [
        f"{node.lower_name}: {tinycss2.serialize(node.value).strip()}"
        + (" !important" if node.important else "")
        for node in nodes
        if node.type == "declaration"
        and _PROPERTY.fullmatch(node.lower_name)
        and _is_harmless(node.value)
    ]
    return "; ".join(text for text in kept if "<" not in text)


def _is_harmless(value: Iterable[Node]) -> bool:
    """Whether a CSS value can only look, not load: no url, no function but colors and sums."""
    for node in value:
        if node.type in ("url", "error", "{} block", "[] block"):
            return False
        if node.type == "function" and (
            node.lower_name not in _CSS_FUNCTIONS or not _is_harmless(node.arguments)
        ):
            return False
    return True


def _scoped_rule(rule: Node, scope: str) -> str:
    body = _declarations(tinycss2.parse_blocks_contents(rule.content))
    selectors = [
        f"{scope} {tinycss2.serialize(part).strip()}" for part in _split_at_commas(rule.prelude)
    ]
    text = f"{','.join(selectors)}{{{body}}}"
    # "<" could only come from a rule that means to end the page's <style>.
    return text if body and "<" not in text else ""


def _split_at_commas(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    part: list[Node] = []
    for node in nodes:
        if node.type == "literal" and node.value == ",":
            yield part
            part = []
        else:
            part.append(node)
    yield part


class _ScopedIds(Filter):  # type: ignore[misc]
    """Prefixes ids, and what refers to them, with the id of the output they stand in."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        scope = ""
        for token in super().__iter__():
            data = token.get("data")
            if token["type"] in ("StartTag", "EmptyTag") and isinstance(data, dict):
                own = data.get((None, "id"), "")
                if token["name"] == "div" and _OUTPUT_ID.fullmatch(own):
                    scope = own
                elif token["name"] == "section" and data.get((None, "class")) == "story":
                    scope = ""
                elif scope:
                    _prefix(data, scope)
            yield token


def _prefix(attributes: dict[tuple[str | None, str], str], scope: str) -> None:
    for key, value in attributes.items():
        if key[1] == "id":
            attributes[key] = f"{scope}-{value}"
        elif key[1] in _REFERENCES:
            attributes[key] = " ".join(f"{scope}-{name}" for name in value.split())
