"""Words by which people mark what is not a row of a table: totals, notes, as-of dates."""

import re
from collections.abc import Iterable

from partner_analytics.grammar import normalize
from partner_analytics.importers.doubts.error_values import is_error_value

# What heads a row of totals by itself; spreadsheets in each language write one of them.
TOTALS = tuple(
    """
    Total|Totals|Subtotal|Subtotals|Sub-total|Sub total|Grand total|Grand totals|Overall total
    Running total|Total records|Record count|Sum|Sums|Count|Average|Averages|Avg|Mean|Median
    Overall average|Grand average|Total sum|Sum total
    Summe|Zwischensumme|Gesamt|Gesamtsumme|Gesamtergebnis|Teilergebnis|Ergebnis|Endsumme|Insgesamt
    Anzahl|Durchschnitt|Mittelwert
    Total général|Total general|Total generale|Sous-total|Sous total|Somme|Moyenne|Médiane|Totaux
    Total geral|Suma|Suma total|Subtotales|Totales|Promedio|Soma|Média|Totais
    Totale|Totali|Totale generale|Totale complessivo|Totale parziale|Subtotale|Somma
    Totaal|Subtotaal|Eindtotaal|Algemeen totaal|Gemiddelde
    Razem|Ogółem|Łącznie|Suma częściowa|Suma końcowa|Średnia
    Итого|Итог|Всего|Общий итог|Промежуточный итог|Сумма|Среднее
    Разом|Усього|Підсумок
    Totalt|Delsumma|Totalsumma|Medelvärde|Genomsnitt
    I alt|Subtotal i alt|Hovedtotal|Gennemsnit|Sum total|Totalsum|Delsum|Gjennomsnitt
    Yhteensä|Välisumma|Loppusumma|Keskiarvo
    Celkem|Celkom|Celkový součet|Mezisoučet|Součet|Průměr|Súčet|Medzisúčet|Priemer
    Összesen|Összeg|Végösszeg|Részösszeg|Átlag
    Toplam|Genel toplam|Ara toplam|Ortalama
    Σύνολο|Γενικό σύνολο|Skupaj|Ukupno|Общо|Viso|Kopā|Kokku
    合計|総計|小計|集計|平均|合计|总计|小计|汇总|平均值|總計|小計|合計|합계|총합계|소계|평균|요약
    Ø|∑|Σ
    """.strip()
    .replace("\n", "|")
    .split("|")
)

# Words that head a group's totals with its name: "Europe Total", "Portfolio average".
_BEHIND = (
    "total|totals|subtotal|subtotals|sub total|grand total|average|averages|avg|gesamt|gesamtsumme|"
    "zwischensumme|ergebnis|teilergebnis|durchschnitt|mittelwert|totaal|subtotaal|gemiddelde|"
    "totale|subtotale|totales|promedio|sous total|razem|итог|итого|всего|totalt|totalsumma|"
    "i alt|yhteensä|keskiarvo|celkem|celkom|součet|průměr|összesen|összeg|átlag|toplam|"
    "toplamı|ortalama|ortalaması|合計|小計|合计|小计|总计|합계|소계|요약"
)
_BEFORE = (
    "subtotal|sub total|grand total|total for|total of|totals for|sum of|sum for|average of|"
    "average for|avg of|mean of|mean for|median of|sous total|zwischensumme|teilergebnis|"
    "gesamtsumme|summe für|subtotaal|"
    "totaal van|subtotale|totale per|subtotal de|total de|total du|total pour|suma de|media de|"
    "promedio de|suma częściowa|итого по|всего по|delsumma|mezisoučet|ø"
)
# These head names of companies as well: what they stand before or behind must be proved.
_IN_NAMES = (
    "total|totals|sum|summe|gesamt|average|mean|median|overall|totale|totaal|suma|summa|razem"
)
_GROUP = re.compile(rf"(?P<first>.*\S) (?:{_BEHIND})|(?:{_BEFORE}) (?P<last>\S.*)")
_MAY_BE_GROUP = re.compile(
    rf"(?:{_IN_NAMES}) (?P<last>\S.*)|media|som|overall|summa|schnitt|result|results"
    r"|(?P<first>.*\S) (?:sum|summe|mean|median|suma|summa|somme)"
)

# Beginnings of lines below a table that explain it. A word alone is none: partners are called
# "Legend Audio" and "Noteworthy".
_NOTE = re.compile(
    r"[*†‡©]|\(c\)"
    r"|(notes?|sources?|legend|footnotes?|disclaimer|confidential|copyright|report name)\s*[:.]"
    r"|copyright\s+(©|\(c\)|[0-9]{4})|confidential\W*$|end of report\b"
    r"|(generated|exported|printed|prepared|last updated)\s+(on|by|at|from)\b"
    r"|\(?(continued|cont['’.]?d?\.?|fortsetzung|suite|continua)\)?\s*(…|\.\.\.)?$"
    r"|(page|seite|página|pagina)\s+[0-9]+(\s*(of|von|de|di|sur|/)\s*[0-9]+)?$",
    re.IGNORECASE,
)

# Labels of the cell that says which day an export shows.
AS_OF = (
    "As of",
    "As at",
    "As of date",
    "Status as of",
    "Data as of",
    "Status date",
    "Snapshot date",
    "Reporting date",
    "Report date",
    "Quarter ended",
    "Quarter ending",
    "Period ended",
    "Period ending",
    "Stand",
    "Stichtag",
)

_LONGEST = 60
_TOTALS = frozenset(normalize(label) for label in TOTALS if normalize(label)) | {"ø"}
_AS_OF = frozenset(normalize(label) for label in AS_OF)
_STROKES = re.compile(r"[-–—=_*+~:.|]+")
_SET_OFF = re.compile(r"\s*:\s*|\s+[-–—|/]\s+|\s+\(")
_COUNT_BEHIND = re.compile(r"\s*(\([^()]*\)|:?\s*[\d.,]+)?\s*:?\s*$")
_AMOUNT = re.compile(
    r"[^\w]*(?:[A-Z]{3}\s?)?[^\w]*\d[\d.,'’\s]*(?:k|m|mn|bn?|%|[A-Z]{3})?[^\w]*", re.IGNORECASE
)


def is_total(text: str) -> bool:
    """Whether a cell labels a row of totals.

    >>> [is_total(text) for text in ("Total", "GRAND TOTAL:", "Grand Totals (27 records)")]
    [True, True, True]
    >>> [is_total(text) for text in ("Total Home Systems", "Summerfield", "Sum of all parts")]
    [False, False, False]
    """
    return len(text) <= _LONGEST and _without_count(text) in _TOTALS


def is_group_total(text: str) -> bool:
    """Whether a cell names a group and says that its row sums it up.

    >>> [is_group_total(text) for text in ("Europe Total", "Subtotal: North", "Portfolio average")]
    [True, True, True]
    >>> [is_group_total(text) for text in ("TotalEnergies", "Total Wine", "Dim Sum", "Total")]
    [False, False, False, False]
    """
    return len(text) <= _LONGEST and _GROUP.fullmatch(_without_count(text)) is not None


def may_be_group_total(text: str) -> bool:
    """Whether a cell may name a group that its row sums up, or as well a company.

    >>> [may_be_group_total(text) for text in ("Total North", "Total Wine", "TotalEnergies")]
    [True, True, False]
    """
    return len(text) <= _LONGEST and _MAY_BE_GROUP.fullmatch(_without_count(text)) is not None


def is_marked_total(text: str) -> bool:
    """Whether a label of totals is set off from the name of its group, as in no company's name.

    >>> [is_marked_total(text) for text in ("Subtotal: North", "North - Total", "Total (EMEA)")]
    [True, True, True]
    >>> [is_marked_total(text) for text in ("Sub-Total Systems", "Total North", "Larch - North")]
    [False, False, False]
    """
    parts = _SET_OFF.split(text.strip(" )"), maxsplit=1) if len(text) <= _LONGEST else []
    return len(parts) > 1 and any(normalize(part) in _TOTALS for part in parts)


def group_of(text: str) -> str:
    """The name beside the words for totals in a label, normalized; "" if there is none.

    >>> group_of("Europe Total"), group_of("Total North"), group_of("Larch")
    ('europe', 'north', '')
    """
    bare = _without_count(text)
    match = _GROUP.fullmatch(bare) or _MAY_BE_GROUP.fullmatch(bare)
    return next((part for part in match.groupdict().values() if part), "") if match else ""


def _without_count(text: str) -> str:
    return normalize(_COUNT_BEHIND.sub("", text, count=1))


def is_rule(texts: Iterable[str]) -> bool:
    """Whether cells hold nothing but the strokes of a line drawn in letters.

    >>> is_rule(["-----", "====", ":--:"]), is_rule(["-", "5"]), is_rule([])
    (True, False, False)
    """
    cells = [text.strip() for text in texts]
    return bool(cells) and all(_STROKES.fullmatch(text) for text in cells)


def is_as_of(text: str) -> bool:
    """Whether a cell is the label of an as-of date.

    >>> [is_as_of(text) for text in ("As of:", "Status date", "As of March 31, 2025")]
    [True, True, False]
    """
    return normalize(text) in _AS_OF


def is_note(text: str) -> bool:
    """Whether a cell begins as a note below a table does.

    >>> [is_note(text) for text in ("* illustrative", "Note: draft", "(continued)", "Page 1 of 2")]
    [True, True, True, True]
    >>> [is_note(text) for text in ("Noteworthy Audio", "Legend Audio", "Page 1 Audio", "Suite 9")]
    [False, False, False, False]
    """
    return _NOTE.match(text.strip()) is not None


def is_amount(text: str) -> bool:
    """Whether a cell holds a number with at most a unit, as the cells beside "Total" do.

    >>> [is_amount(text) for text in ("27", "$1.2M", "(1,200)", "35%", "EUR 12.50", "#REF!")]
    [True, True, True, True, True, True]
    >>> [is_amount(text) for text in ("27 partners", "2025-03-31", "Tier 1")]
    [False, False, False]
    """
    text = text.strip()
    return _AMOUNT.fullmatch(text) is not None or is_error_value(text)
