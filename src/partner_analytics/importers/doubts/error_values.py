"""What spreadsheets show in place of a value that could not be worked out, in their languages.

Excel writes an error in the language of its user when a sheet is saved as text, copied, or typed
over; the file of a workbook has it in English. Google Sheets and LibreOffice have some of their
own.
"""

import re

# By language: the classic errors (NULL, DIV/0, VALUE, REF, NAME, NUM, N/A), then newer ones.
_OF_EXCEL = {
    "English": "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! "
    "#FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! #PYTHON! #EXTERNAL! #TIMEOUT!",
    "German": "#WERT! #BEZUG! #ZAHL! #NV #ÜBERLAUF! #KALK! #FELD! #BLOCKIERT! #VERBINDEN! "
    "#UNBEKANNT! #DATEN_ABRUFEN #BESCHÄFTIGT!",
    "French": "#NUL! #VALEUR! #NOM? #NOMBRE! #PROPAGATION! #EPARS! #CALCUL! #CHAMP! #BLOQUE! "
    "#BLOQUÉ! #CONNEXION! #INCONNU! #OCCUPE! #CHARGEMENT_DONNEES #OBTENTION_DONNEES",
    "Spanish": "#¡NULO! #¡DIV/0! #¡VALOR! #¡REF! #¿NOMBRE? #¡NUM! #N/D #¡DESBORDAMIENTO! "
    "#¡CALC! #¡CAMPO! #¡BLOQUEADO! #¡CONECTAR! #¡DESCONOCIDO! #OBTENIENDO_DATOS",
    "Italian": "#NULLO! #VALORE! #RIF! #NOME? #NUM! #ESPANSIONE! #CALC! #CAMPO! #BLOCCATO! "
    "#CONNETTI! #SCONOSCIUTO! #ESTRAZIONE_DATI_IN_CORSO",
    "Portuguese": "#NULO! #VALOR! #NOME? #NÚM! #NUM! #DESPEJAR! #EXCEDER! #CAMPO! #BLOQUEADO! "
    "#CONECTAR! #DESCONHECIDO! #OBTENDO_DADOS #A_OBTER_DADOS",
    "Dutch": "#LEEG! #DEEL/0! #WAARDE! #VERW! #NAAM? #GETAL! #N/B #OVERLOOP! #BEREKENEN! #VELD! "
    "#GEBLOKKEERD! #VERBINDEN! #ONBEKEND! #GEGEVENS_OPHALEN",
    "Swedish": "#SKÄRNING! #DIVISION/0! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #SAKNAS! "
    "#EXPANSION! #BERÄKNA! #FÄLT! #BLOCKERAD! #HÄMTAR_DATA",
    "Danish": "#VÆRDI! #REFERENCE! #NAVN? #I/T #OVERLØB! #BEREGN! #FELT! #BLOKERET! #HENTER_DATA",
    "Norwegian": "#VERDI! #OVERFLYT! #FELT! #BLOKKERT! #HENTER_DATA",
    "Finnish": "#TYHJÄ! #JAKO/0! #ARVO! #VIITTAUS! #NIMI? #LUKU! #PUUTTUU! #NOUDETAAN_TIETOJA",
    "Czech": "#DĚLENÍ_NULOU! #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #NENÍ_K_DISPOZICI #PŘESAH!",
    "Slovak": "#NEPLATNÝ! #DELENIENULOU! #NÁZOV? #NEDOSTUPNÝ #PRESAH!",
    "Hungarian": "#NULLA! #ZÉRÓOSZTÓ! #ÉRTÉK! #HIV! #NÉV? #SZÁM! #HIÁNYZIK",
    "Polish": "#ZERO! #DZIEL/0! #ARG! #ADR! #NAZWA? #LICZBA! #N/D! #ROZLANIE! #OBL!",
    "Russian": "#ПУСТО! #ДЕЛ/0! #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ЧИСЛО! #Н/Д #ПЕРЕНОС! #ВЫЧИСЛ! #ПОЛЕ! "
    "#ЗАБЛОКИРОВАНО! #ПОДКЛЮЧИТЬ! #НЕИЗВЕСТНО! #ЗАГРУЗКА_ДАННЫХ #ПОЛУЧЕНИЕ_ДАННЫХ",
    "Ukrainian": "#ДІЛ/0! #ПОСИЛАННЯ! #ІМ'Я?",
    "Turkish": "#BOŞ! #SAYI/0! #DEĞER! #BAŞV! #AD? #SAYI! #YOK #TAŞMA! #HESAPLA! #ALAN! "
    "#VERİ_ALINIYOR",
    "Greek": "#ΚΕΝΟ! #ΔΙΑΙΡ/0! #ΤΙΜΗ! #ΑΝΑΦ! #ΟΝΟΜΑ? #ΑΡΙΘ! #Δ/Υ",
    "Slovene": "#DEL/0! #VREDN! #SKLIC! #IME? #ŠTEV! #N/V",
    "Japanese": "#スピル! #計算! #フィールド! #ブロック!",
    "Chinese": "#溢出! #溢位! #计算! #計算! #字段! #欄位! #名称? #名稱? #值!",
    "Korean": "#분산! #계산! #필드! #차단!",
}
# Sheets of Google say so while they load; exports taken too early keep it. LibreOffice numbers
# its errors. The rest is what data tools write for "not a number" and "not available".
_OF_OTHERS = (
    "#ERROR!",
    "#NA",
    "Loading...",
    "Wird geladen...",
    "Chargement...",
    "Cargando...",
    "Caricamento...",
    "Carregando...",
    "A carregar...",
    "Laden...",
    "Bezig met laden...",
    "Läser in...",
    "Indlæser...",
    "Laster inn...",
    "Ladataan...",
    "Načítání...",
    "Betöltés...",
    "Ładowanie...",
    "Wczytywanie...",
    "Загрузка...",
    "Завантаження...",
    "Yükleniyor...",
    "読み込んでいます...",
    "正在加载...",
    "載入中...",
    "로드 중...",
    "1.#IND",
    "1.#QNAN",
    "1.#INF",
    "-1.#IND",
    "-1.#QNAN",
    "-1.#INF",
)
ERRORS = frozenset(one for names in _OF_EXCEL.values() for one in names.split()) | frozenset(
    _OF_OTHERS
)
_FOLDED = frozenset(error.casefold() for error in ERRORS)
# "#N/A Requesting Data..." of market feeds; "Err:502" of LibreOffice.
_BEGINNING = re.compile(r"#N/A[ .]", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(err|error|fehler|erreur|errore|erro|fout|fel|fejl|feil|virhe|chyba|błąd|hiba|ошибка)"
    r"\s?:\s?5[0-9]{2}",
    re.IGNORECASE,
)
# An error in a language that is not listed: capitals between # and a ! or ?, like #WERT!
_SHAPE = re.compile(r"#[¡¿]?([^\W\d_][\w/'’.]{1,38})[!?]")
# Every error holds one of these, and few other texts do.
SIGNS = r"#|\.\.\.|…|:\s?5[0-9]"


def is_error_value(text: str) -> bool:
    """Whether a cell shows that a formula failed or had not been worked out yet.

    >>> [is_error_value(text) for text in ("#REF!", " #NV ", "#¡VALOR!", "#ИМЯ?", "Loading…")]
    [True, True, True, True, True]
    >>> [is_error_value(text) for text in ("#VIGA!", "Err:502", "#N/A Requesting Data...")]
    [True, True, True]
    >>> [is_error_value(text) for text in ("#1", "#hashtag!", "Loading dock...", "#", "NV")]
    [False, False, False, False, False]
    """
    text = text.strip().replace("…", "...")
    if text in ERRORS or text.casefold() in _FOLDED:
        return True
    if not text.startswith("#"):
        return _NUMBERED.fullmatch(text) is not None
    match = _SHAPE.fullmatch(text)
    is_shaped = match is not None and match[1] == match[1].upper()
    return is_shaped or _BEGINNING.match(text) is not None
