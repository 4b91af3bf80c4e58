"""Finnish phone numbers: reading every usual writing, showing the Finnish way."""

import re
from typing import Final

_NOISE: Final = re.compile(r"[\s\-–—./()\u00a0]+")
_PREFIXES: Final = re.compile(r"04\d|050|01[3-9]|0800|0[235689]|0")
"""Mobile, old regional, freephone and area prefixes (numbering plan of Traficom)."""


class InvalidPhoneNumber(ValueError):
    """Not a phone number; the text never carries the number itself."""


def normalise(text: str) -> str:
    """``text`` in international form (``+358401234567``; short numbers as they are).

    Raises `InvalidPhoneNumber`.
    """
    number = _NOISE.sub("", text.strip().replace("(0)", ""))
    if number.startswith("00"):
        number = "+" + number[2:]
    if number.startswith("+"):
        digits = number[1:]
        if digits.startswith("3580"):
            digits = "358" + digits[4:]
        if not digits.isdecimal() or not 7 <= len(digits) <= 15:
            raise InvalidPhoneNumber("international")
        return "+" + digits
    if not number.isdecimal():
        raise InvalidPhoneNumber("characters")
    if number.startswith("1") and 3 <= len(number) <= 6:
        return number
    if number.startswith("0") and 6 <= len(number) <= 12:
        return "+358" + number[1:]
    raise InvalidPhoneNumber("length")


def shown(number: str) -> str:
    """A normalised number as a Finn writes it: ``040 123 4567``, ``05 000 0000``.

    A number that its source has grouped keeps its groups; a short or foreign one stays as it is.
    """
    if number.startswith("+358 "):
        return f"0{number[5:]}"
    if not number.startswith("+358"):
        return number
    national = "0" + number[4:]
    prefix = match[0] if (match := _PREFIXES.match(national)) else ""
    return " ".join([prefix, *_grouped(national[len(prefix) :])])


def _grouped(digits: str) -> list[str]:
    groups = []
    while len(digits) > 4:
        size = 4 if len(digits) == 8 else 3
        groups.append(digits[:size])
        digits = digits[size:]
    return [*groups, digits]
