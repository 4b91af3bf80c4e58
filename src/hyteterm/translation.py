"""Translations of the interface: message ids are Finnish, Swedish and English are catalogues."""

import gettext as _gettext
from functools import cache
from pathlib import Path

from hyteterm.domain.localized import Language

_LOCALES = Path(__file__).parent / "locales"
_current = Language.FINNISH


@cache
def translations(language: str) -> _gettext.NullTranslations:
    """The catalogue of ``language``; Finnish, and a missing catalogue, give the ids themselves."""
    if language == Language.FINNISH:
        return _gettext.NullTranslations()
    return _gettext.translation("hyteterm", _LOCALES, [language], fallback=True)


def set_language(language: str) -> None:
    """Switch the interface's language from now on (``fi``, ``sv`` or ``en``)."""
    global _current
    _current = Language(language)


def current_language() -> Language:
    """The interface's language."""
    return _current


def gettext(message: str) -> str:
    """``message`` in the interface's language."""
    return translations(_current).gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that goes with ``count``, in the interface's language."""
    return translations(_current).ngettext(singular, plural, count)
