"""What sentences are made of."""

import html
from typing import Any

import pandas as pd

from partner_analytics import wording


class Sentence(str):
    """A finding in words; a notebook shows it as a paragraph."""

    def _repr_html_(self) -> str:
        # Without these classes JupyterLab takes what stands between two dollar signs for TeX.
        return f'<p class="sentence tex2jax_ignore mathjax_ignore">{html.escape(self)}</p>'

    def __repr__(self) -> str:
        return str(self)


def joined(*parts: str) -> Sentence:
    """The parts as sentences, one after the other; an empty one is left out."""
    return Sentence(" ".join(f"{part[:1].upper()}{part[1:]}." for part in parts if part))


def judged(target: Any, status: Any) -> str:
    """A target and how it is met, in brackets."""
    if wording.is_missing(target):
        return ""
    said = "" if wording.is_missing(status) else f": {status}"
    return f" (target {wording.percent(target)} or more{said})"


def errors_and_warnings(problems: pd.DataFrame) -> str:
    """How many problems there are of each severity; a severity without any is not named.

    >>> errors_and_warnings(pd.DataFrame({"severity": ["error", "warning", "warning"]}))
    '1 error and 2 warnings'
    >>> errors_and_warnings(pd.DataFrame({"severity": ["warning"]}))
    '1 warning'
    """
    counts = problems["severity"].value_counts()
    told = [
        wording.plural(counts[severity], severity)
        for severity in ("error", "warning")
        if counts.get(severity, 0)
    ]
    return " and ".join(told)
