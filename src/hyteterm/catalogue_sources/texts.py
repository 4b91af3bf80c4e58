"""Texts of outside records made fit for a screen: entities, markup, blanks, languages."""

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from hyteterm.domain.localized import LocalizedText

_BREAKS = re.compile(r"(?i)<\s*(?:br\s*/?|/\s*(?:p|li|div|h[1-6]|ul|ol))\s*>")
_TAGS = re.compile(
    r"(?i)<\s*/?\s*(?:p|br|b|i|u|em|strong|ul|ol|li|a|div|span|h[1-6]|img|small|sup|sub)\b[^<>]*>"
)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, direction marks and lone surrogates: they could rewrite the terminal's line."""
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_EMPTY_LINES = re.compile(r"\n{3,}")

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FRACTION = re.compile(r"(\.\d{6})\d+")

MAX_TEXT: Final = 20_000
"""Characters kept of one text; PTV's longest is 2,500."""


def clean(text: str) -> str:
    """Plain text: entities resolved (twice written ones too), markup gone, blanks single."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    text = _BLANKS.sub(" ", _INVISIBLE.sub("", text))
    lines = (line.strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()[:MAX_TEXT]


def clean_line(text: str) -> str:
    """The same on one line, for names and contact details."""
    return " ".join(clean(text).split())


def language_code(text: str | None) -> str:
    """“fi-FI” → “fi”; empty for what is no language code."""
    found = _LANGUAGE.fullmatch((text or "").strip().lower().replace("_", "-").split("-")[0])
    return found.group() if found else ""


def localized_text(pairs: Iterable[tuple[str, str]], *, line: bool = False) -> LocalizedText:
    """(language, text) pairs as one text by language; the first of a language wins."""
    texts: LocalizedText = {}
    for language, text in pairs:
        code = language_code(language)
        cleaned = clean_line(text) if line else clean(text)
        if code and cleaned:
            texts.setdefault(code, cleaned)
    return dict(sorted(texts.items()))


def joined(texts: Iterable[Mapping[str, str]], separator: str = "\n") -> LocalizedText:
    """Texts put together language by language; repeated ones once."""
    parts: dict[str, list[str]] = {}
    for text in texts:
        for language, value in text.items():
            kept = parts.setdefault(language, [])
            if value and value not in kept:
                kept.append(value)
    return {language: separator.join(kept) for language, kept in sorted(parts.items()) if kept}


def moment(text: str | None) -> datetime | None:
    """An ISO date and time; without a zone UTC is meant; None for anything else."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(_FRACTION.sub(r"\1", text.strip()))
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def phone(number: str, prefix: str = "") -> str:
    """A phone number in international form where that is possible: “040 123” → “+358 40 123”.

    Short and service numbers (112, 116117, 0800…, 0600…) stay as they are.
    """
    digits = clean_line(number).replace("(0)", "")
    prefix = clean_line(prefix)
    if digits.startswith("+") or not digits:
        return digits
    if digits.startswith("00"):
        return "+" + digits[2:].lstrip()
    if prefix.startswith("+"):
        return f"{prefix} {digits.lstrip('0') if digits.startswith('0') else digits}".strip()
    if digits.startswith("0") and len(digits) > 6 and not digits.startswith(_SERVICE_NUMBERS):
        return "+358 " + digits[1:].lstrip()
    return digits


_SERVICE_NUMBERS: Final = ("0800", "0600", "0700", "0203", "0202", "0201", "0200", "0100", "010")


def web_address(text: str) -> str:
    """A web address that a browser opens, or empty: no other schemes, no blanks."""
    address = clean_line(text)
    if not address or " " in address:
        return ""
    if address.lower().startswith(("http://", "https://")):
        return address
    if ":" in address.split("/")[0] or "." not in address:
        return ""
    return f"https://{address}"


def email_address(text: str) -> str:
    """An e-mail address, or empty for what is none."""
    address = clean_line(text).removeprefix("mailto:")
    name, _, host = address.partition("@")
    return address if name and "." in host and " " not in address else ""


_COMMON_WORDS: Final[dict[str, frozenset[str]]] = {
    "fi": frozenset({"ja", "on", "että", "tai", "sekä", "voi", "ovat", "jos", "myös", "kun", "ei"}),
    "sv": frozenset({"och", "är", "att", "för", "som", "inte", "eller", "med", "till", "på", "av"}),
    "en": frozenset({"the", "and", "of", "to", "for", "is", "are", "with", "you", "or", "by"}),
}
"""Language → words that stand in nearly every text of it."""


def language_of(text: str) -> str:
    """Finnish, Swedish or English by the text's common words; Finnish when they do not tell."""
    words = re.findall(r"\w+", text.lower())
    counts = {
        language: sum(word in common for word in words)
        for language, common in _COMMON_WORDS.items()
    }
    return max(counts, key=counts.__getitem__)
