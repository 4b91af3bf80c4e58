"""Surface forms: case, Finnish and Swedish letters and hyphens made equal, text cut to words."""

import re
from typing import Final

_LETTERS: Final = str.maketrans(
    "äåáàâãöóòôõøéèêëíìîïúùûüýÿçñšśžźżčćđłðþ",
    "aaaaaaooooooeeeeiiiiuuuuyycnsszzzccdldt",
)
_SPELLINGS: Final = (("ß", "ss"), ("æ", "a"), ("œ", "o"), ("\u00ad", ""), ("\u0308", ""))
_WORD: Final = re.compile(r"[^\W_]+(?:[-‐‑–'’:][^\W_]+)*")
_CONTRACTION: Final = re.compile(r"(?<=n)['’](?=t\b)|['’](?:s|m|d|re|ve|ll)\b")
_SENTENCE: Final = re.compile(r"[\n\r]+|(?<=[.!?])\s+")
_JOINTS: Final = re.compile(r"[-‐‑–'’]")


def fold(text: str) -> str:
    """Lower case with ä, å → a and ö → o, so that a word typed without dots is the same."""
    text = text.lower()
    if text.isascii():
        return text
    for old, new in _SPELLINGS:
        if old in text:
            text = text.replace(old, new)
    return text.translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of ``text``, in order; hyphenated ones whole (“adhd-liitto”).

    An ending after a colon is dropped, and an English one after an apostrophe: “MLL:n” is
    “mll”, “men’s” is “men”; “can’t” is “cant”.
    """
    text = fold(text)
    if "'" in text or "’" in text:
        text = _CONTRACTION.sub("", text)
    found = _WORD.findall(text)
    if ":" in text:
        return [word.split(":", 1)[0] for word in found]
    return found


def sentences(text: str) -> list[str]:
    """``text`` cut at line ends and after full stops; blanks left out."""
    return [part for part in _SENTENCE.split(text) if part]


def hyphen_parts(word: str) -> list[str]:
    """“adhd-liitto” → ``["adhd", "liitto"]``; a word without a hyphen is its own only part."""
    return [part for part in _JOINTS.split(word) if part]
