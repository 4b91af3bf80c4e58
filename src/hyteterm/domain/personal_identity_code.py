"""The Finnish personal identity code (henkilötunnus, “hetu”).

``ddmmyy`` + century sign + individual number + check character.  Century signs:
1800s ``+``; 1900s ``- Y X W V U``; 2000s ``A B C D E F``.  The check character is
``CHECK[int(ddmmyynnn) % 31]``.  Individual numbers 900–999 are for tests.
(Digital and Population Data Services Agency.)
"""

import re
from datetime import date
from typing import Final

_CENTURIES: Final = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
_CHECK: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SHAPE: Final = re.compile(r"(\d{2})(\d{2})(\d{2})([-+YXWVUABCDEF])(\d{3})([0-9A-Y])")


class InvalidIdentityCode(ValueError):
    """Not a personal identity code.  The text never carries the code itself."""


def normalise(text: str) -> str:
    """``text`` as a valid identity code in capitals.  Raises `InvalidIdentityCode`."""
    code = text.strip().upper().replace("−", "-").replace("–", "-")
    match = _SHAPE.fullmatch(code)
    if match is None:
        raise InvalidIdentityCode("shape")
    day, month, year, sign, individual, check = match.groups()
    try:
        date(_CENTURIES[sign] + int(year), int(month), int(day))
    except ValueError:
        raise InvalidIdentityCode("date") from None
    if int(individual) < 2:
        raise InvalidIdentityCode("individual number")
    if _CHECK[int(day + month + year + individual) % 31] != check:
        raise InvalidIdentityCode("check character")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` is a valid personal identity code."""
    try:
        normalise(text)
    except InvalidIdentityCode:
        return False
    return True


def birth_date(text: str) -> date:
    """The date of birth in an identity code.  Raises `InvalidIdentityCode`."""
    code = normalise(text)
    return date(_CENTURIES[code[6]] + int(code[4:6]), int(code[2:4]), int(code[:2]))


def is_test_code(text: str) -> bool:
    """Whether the individual number is one that no person has (900–999)."""
    return int(normalise(text)[7:10]) >= 900
