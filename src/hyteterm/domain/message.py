"""Marks message ids in modules that must not translate themselves."""


def N_(message: str) -> str:
    """``message`` unchanged; the extraction of translations finds it here."""
    return message
