"""Three-valued logic: true, false and empty (``None``)."""

from collections.abc import Callable
from typing import Final

Truth = bool | None


def both(left: Truth, right: Truth) -> Truth:
    """``and``: false wins over empty."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: Truth, right: Truth) -> Truth:
    """``or``: true wins over empty."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def exclusive(left: Truth, right: Truth) -> Truth:
    """``xor``: empty when a side is empty."""
    return None if left is None or right is None else left != right


def implies(left: Truth, right: Truth) -> Truth:
    """``implies``: the same as ``not left or right``."""
    return either(negated(left), right)


def negated(value: Truth) -> Truth:
    """``not()``."""
    return None if value is None else not value


LOGIC: Final[dict[str, Callable[[Truth, Truth], Truth]]] = {
    "and": both,
    "or": either,
    "xor": exclusive,
    "implies": implies,
}
"""Operator → truth function."""

DECIDED_BY: Final[dict[str, bool]] = {"and": False, "or": True}
"""The left operand that makes the right one needless."""
