"""Texts that exist in several languages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

LocalizedText = dict[str, str]
"""Language code (``fi``, ``sv``, ``en``, ``se``, …) → text."""


class Language(StrEnum):
    """Languages of the user interface."""

    FINNISH = "fi"
    SWEDISH = "sv"
    ENGLISH = "en"


FALLBACK: Final = ("fi", "sv", "en")


def localized(text: Mapping[str, str], language: str = "fi") -> str:
    """The text in ``language``, else Finnish, Swedish, English, any other, else ``""``."""
    if found := text.get(language):
        return found
    for code in FALLBACK:
        if found := text.get(code):
            return found
    return next((value for value in text.values() if value), "")
