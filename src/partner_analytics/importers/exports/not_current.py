"""Words by which people mark figures that are not those of now: drafts, plans, last year's."""

import re
from functools import cache

from partner_analytics.grammar import normalize

_WORDS = """
old|older|outdated|obsolete|deprecated|superseded|previous|prior|former|historic|historical|history
draft|example|sample|template|dummy|demo|test|testing|mock|mockup|do not use|not used|unused|ignore
plan|planned|planning|scenario|forecast|projection|projected|budget|budgeted|target plan|what if
outlook|simulation|backup|bak|copy|archive|archived|archiv|last year|prior year|previous year
last quarter|prior quarter|previous quarter|last month|py|pq
cancelled|canceled|cancelled orders|returns|returned|quotes|quotations|test data|storniert|angebote
alt|alte|veraltet|entwurf|beispiel|vorlage|muster|nicht verwenden|nicht benutzen|szenario|prognose
sicherung|kopie|vorjahr|vorquartal|planung|planzahlen|hochrechnung
ancien|ancienne|brouillon|exemple|modèle|ne pas utiliser|scénario|prévision|prévisions|prévisionnel
sauvegarde|copie|archives|année précédente|n-1|essai
antiguo|antigua|anterior|borrador|ejemplo|plantilla|no usar|escenario|pronóstico|previsión
presupuesto|copia|prueba|año anterior|año pasado|respaldo
vecchio|vecchia|precedente|bozza|esempio|modello|non usare|previsione|previsioni|prova|archivio
anno precedente|piano
oud|oude|concept|voorbeeld|sjabloon|niet gebruiken|begroting|archief|vorig jaar
rascunho|exemplo|modelo|não usar|previsão|orçamento|cópia|teste|arquivo|ano anterior|plano
stary|szkic|przykład|szablon|nie używać|budżet|prognoza|kopia|archiwum
gammal|utkast|exempel|mall|gammel|eksempel|skabelon|kladde|budsjett|budgetti|kopio|vanha
старый|черновик|пример|шаблон|не использовать|план|прогноз|бюджет|копия|архив|прошлый год
"""
_SIGNS = "旧 舊 草稿 下書き 見本 サンプル テンプレート 予算 計画 予測 前年"
_SIGNS += (
    " 示例 模板 预算 计划 预测 去年 备份 副本 コピー バックアップ 초안 예산 계획 전년 템플릿 복사본"
)
_PHRASES = tuple(
    sorted(
        {normalize(word) for word in _WORDS.replace("\n", "|").split("|") if word.strip()},
        key=len,
        reverse=True,
    )
)
# What Excel adds to the name of a sheet that was copied.
_COPIED = re.compile(r"\S\s*\(\d+\)\s*$")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _PHRASES))})(?!\w)")


def kind_in(name: str, *, is_all: bool = False) -> str | None:
    """The word in a sheet's name or a caption that says so, None where there is none.

    With `is_all` a text that says anything else as well is none.

    >>> [kind_in(name) for name in ("Commercial_OLD", "Terms (2)", "Nicht verwenden!", "Planar")]
    ['old', '(2)', 'nicht verwenden', None]
    >>> kind_in("Partner plan", is_all=True), kind_in("Budget", is_all=True)
    (None, 'budget')
    """
    text = normalize(name.replace("_", " "))
    if match := _words().search(text):
        return match[0] if not is_all or not _words().sub("", text).strip() else None
    if is_all:
        return None
    sign = next((sign for sign in _SIGNS.split() if sign in name), None)
    copied = _COPIED.search(name)
    return sign or (copied[0][1:].strip() if copied else None)


def without_kinds(text: str) -> str:
    """A text without such words, normalized.

    >>> without_kinds("Plan 2026, Vorjahr")
    '2026'
    """
    return " ".join(_words().sub(" ", normalize(text)).split())
