"""What makes two spellings of a partner's name the same."""

import unicodedata


def partner_key(name: str) -> str:
    r"""What an exact match compares: compatibility characters, case and white space folded.

    >>> partner_key("  LUTRON\u00a0Electronics ") == partner_key("Lutron Electronics")
    True
    >>> partner_key("Lutron") == partner_key("Lutron Electronics")
    False
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
