"""What currencies and powers of ten are called: codes, signs and words, in the languages met."""

import re

# ISO 4217, the codes in use in 2025.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    BOV CHE CHW CLF COU MXV USN UYI UYW VED XDR XSU XUA
"""
CURRENCIES = frozenset(_CODES.split())
# Signs and names that are one currency's alone.
SIGNS = {
    **dict.fromkeys(("us$", "u.s.$", "usd$", "us-$"), "USD"),
    **dict.fromkeys(("ca$", "c$", "can$", "cad$"), "CAD"),
    **dict.fromkeys(("a$", "au$", "aud$"), "AUD"),
    **dict.fromkeys(("nz$", "nzd$"), "NZD"),
    **dict.fromkeys(("hk$", "hkd$"), "HKD"),
    **dict.fromkeys(("s$", "sg$"), "SGD"),
    **dict.fromkeys(("nt$", "nt"), "TWD"),
    **dict.fromkeys(("mx$", "mex$"), "MXN"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("sfr", "sfr."), "CHF"),
    **dict.fromkeys(("zł", "zl"), "PLN"),
    **dict.fromkeys(("kč", "kčs"), "CZK"),
    **dict.fromkeys(("元", "rmb", "人民币", "人民币元"), "CNY"),
    **dict.fromkeys(("円", "日本円", "日元"), "JPY"),
    **{
        "美元": "USD",
        "米ドル": "USD",
        "欧元": "EUR",
        "ユーロ": "EUR",
        "英镑": "GBP",
        "港元": "HKD",
    },
    **dict.fromkeys(("₽", "руб", "руб."), "RUB"),
    **{"£": "GBP", "₹": "INR", "r$": "BRL", "ft": "HUF", "₩": "KRW", "₪": "ILS", "฿": "THB"},
    **{"₺": "TRY", "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP", "₡": "CRC", "₲": "PYG"},
    **{"₵": "GHS", "₸": "KZT", "₾": "GEL", "₼": "AZN", "₮": "MNT", "₭": "LAK", "៛": "KHR"},
    **{"৳": "BDT", "֏": "AMD", "rp": "IDR", "rm": "MYR"},
}
# Signs of several currencies: the program's where it is one of them, else the first, if a person
# who writes the sign alone nearly always means that one.
_DOLLARS = """
    USD AUD CAD HKD MXN NZD SGD TWD ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD JMD KYD LRD
    NAD SBD SRD TTD UYU XCD
"""
DOLLARS = frozenset(_DOLLARS.split())
SHARED_SIGNS = {
    **dict.fromkeys(("$", "ドル"), DOLLARS),
    "¥": frozenset(("CNY", "JPY")),
    "￥": frozenset(("CNY", "JPY")),
    **dict.fromkeys(("kr", "kr."), frozenset(("DKK", "ISK", "NOK", "SEK"))),
}
USUAL = {"$": "USD", "ドル": "USD"}

# Powers of ten, by word.
SCALES = {
    **dict.fromkeys(("k", "tsd", "thousand", "thousands", "tausend", "milliers", "millier"), 3),
    **dict.fromkeys(("hundred", "hundreds"), 2),
    **dict.fromkeys(("miles", "mila", "migliaia", "milhares", "duizend", "duizenden"), 3),
    **dict.fromkeys(
        (
            "tusen",
            "tusind",
            "tusinde",
            "tusental",
            "tys",
            "tisíc",
            "tis",
            "тыс",
            "тысяч",
            "тысячах",
        ),
        3,
    ),
    **dict.fromkeys(("千", "천", "仟"), 3),
    **dict.fromkeys(("m", "mm", "mn", "mln", "mio", "million", "millions", "millionen"), 6),
    **dict.fromkeys(("millones", "milioni", "milhões", "miljoen", "miljoner", "млн", "百万"), 6),
    **dict.fromkeys(("b", "bn", "billion", "billions", "md", "mrd", "mld", "mlrd", "млрд"), 9),
    **dict.fromkeys(("milliard", "milliards", "milliarde", "milliarden", "miliardi"), 9),
    **{"tn": 12, "trillion": 12, "trillions": 12},
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 5),
    **dict.fromkeys(("crore", "crores"), 7),
    **dict.fromkeys(("万", "萬", "만"), 4),
    **dict.fromkeys(("億", "亿", "억"), 8),
}
# What currencies are called; "dollars" alone are the program's, or the United States'.
NAMED = {
    **dict.fromkeys(("yen",), "JPY"),
    **dict.fromkeys(("yuan", "renminbi"), "CNY"),
    **dict.fromkeys(("franken",), "CHF"),
    **dict.fromkeys(("zloty", "złoty", "złotych"), "PLN"),
}
DOLLAR_WORDS = frozenset(
    ("dollar", "dollars", "dollari", "dólares", "dolares", "dólar", "долларов")
)
_ADJECTIVES = {
    "dollar": "us:USD u.s.:USD american:USD canadian:CAD australian:AUD singapore:SGD taiwan:TWD",
    "pound": "british:GBP egyptian:EGP",
    "franc": "swiss:CHF",
    "rupee": "indian:INR pakistani:PKR",
    "peso": "mexican:MXN chilean:CLP colombian:COP philippine:PHP",
    "yen": "japanese:JPY",
    "real": "brazilian:BRL",
}
# Names of two words, as patterns.
DESCRIBED = {
    re.compile(r"\bpounds?\s+sterling\b", re.IGNORECASE): "GBP",
    re.compile(r"\bnew zealand dollars?\b", re.IGNORECASE): "NZD",
    re.compile(r"\bhong kong dollars?\b", re.IGNORECASE): "HKD",
    **{
        re.compile(rf"\b{re.escape(adjective)}\s+{noun}s?\b", re.IGNORECASE): code
        for noun, kinds in _ADJECTIVES.items()
        for adjective, _, code in (kind.partition(":") for kind in kinds.split())
    },
}
