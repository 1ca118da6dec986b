"""Numbers as people write them on cards and in lists, read as a telephone says them, so that whoever calls is found (F1).

``"Tel. +31 (0)20 123 45 67 ext. 12"``, ``"0031-20-1234567"`` and ``"020 1234567"`` of somebody in NL are one number. An
extension behind it is not: the telephone never says it.
"""

from __future__ import annotations

import re
import unicodedata

from .dial_numbers import canonical

_LABEL = re.compile(r"^\s*(?:[^\W\d_]{1,12}[.:]+\s*|[^\W\d_]{2,12}\s+)(?=[+(\d])")
"""``Tel.``, ``tel:``, ``Mobil``: what stands before the number it names."""
_EXTENSION = re.compile(
    r"\s*(?:;\s*ext\s*=|[,;/]?\s*(?:ext(?:ension)?|x|int(?:ern)?|toestel|tst|klapka|linka|linje|ankn(?:ytning)?"
    r"|durchwahl|dw|nebenstelle|nst)[.:]?|#)\s*\d{1,7}\s*$",
    re.IGNORECASE,
)
_TRUNK = re.compile(r"\(\s*0\s*\)")
"""``+31 (0)20``: dialled within the country only."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def read(text: str, country: str) -> str:
    """As `dial_numbers.canonical` writes it, ``country`` being where a national number is of. Empty: no number."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = "".join(
        one for one in plain if unicodedata.category(one) != "Cf"
    )  # marks of direction that come with a paste
    plain = _EXTENSION.sub("", _LABEL.sub("", plain))
    if _TRUNK.search(plain) is None:
        return canonical(plain, country)
    within, without = canonical(plain, country), canonical(_TRUNK.sub("", plain), country)
    return within if _valid(within) and not _valid(without) else without


def _valid(number: str) -> bool:
    import phonenumbers  # late, as in `dial_numbers`

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False
