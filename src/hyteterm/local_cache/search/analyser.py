"""From a word to the index terms it stands for.

A term is a folded string.  Finnish surface forms, lemmas and compound parts share one
namespace, which prefixes and typos search too; stems have their own (`stemming.STEM_MARKS`).
"""

from functools import lru_cache
from typing import Final, NamedTuple

from hyteterm.local_cache.search import stop_words
from hyteterm.local_cache.search.folding import hyphen_parts, words
from hyteterm.local_cache.search.lexicon import Lexicon, Reading, finnish
from hyteterm.local_cache.search.stemming import stem

MIN_PART: Final = 3
"""Shortest part when an unknown word is split."""
MIN_SPLIT: Final = 7
MAX_PARTS: Final = 4
WORDS_KEPT: Final = 1_000


class Analysis(NamedTuple):
    """The terms of one word."""

    whole: tuple[str, ...]
    """Surface and lemmas: the word itself."""
    parts: tuple[str, ...]
    """Compound parts, tails and roots: what the word is about."""
    compounds: tuple[tuple[str, ...], ...] = ()
    """The lemmas of the parts that together make the word, for each reading of a compound."""
    stems: tuple[str, ...] = ()
    """Marked stems, see `stemming.STEM_MARKS`."""
    known: bool = True
    """The lexicon knows the form, or all of its parts."""
    lemmas: tuple[str, ...] = ()
    """Of the readings; the form itself may be one of them (“syöpä”, not only of “syödä”)."""


class Analyser:
    """Analyses words with one lexicon; results are kept, so a second look is free."""

    def __init__(self, lexicon: Lexicon | None = None, kept: int = WORDS_KEPT) -> None:
        """``kept`` analyses stay in memory, half a kilobyte each."""
        self.lexicon = lexicon or finnish()
        self.finnish = lru_cache(maxsize=kept)(self._finnish)
        self.foreign = lru_cache(maxsize=kept)(self._foreign)

    def word(self, word: str, language: str) -> Analysis:
        """The analysis of a folded word of a text in ``language``."""
        if language in ("sv", "en"):
            return self.foreign(word, language)
        return self.finnish(word)

    def content(self, text: str, language: str = "fi") -> list[Analysis]:
        """Analyses of the words of ``text`` that are not stop words."""
        return [self.word(word, language) for word in words(text) if word not in stop_words.ALL]

    def _foreign(self, word: str, language: str) -> Analysis:
        pieces = hyphen_parts(word)
        stems = [stem(piece, language) for piece in pieces]
        joined = "".join(pieces)
        if len(pieces) > 1:
            stems.append(stem(joined, language))
        return Analysis((joined,), tuple(pieces) if len(pieces) > 1 else (), (), tuple(stems))

    def _finnish(self, word: str) -> Analysis:
        pieces = hyphen_parts(word)
        if len(pieces) > 1:
            return self._hyphenated(word, pieces)
        readings = self.lexicon.readings(word)
        known = bool(readings)
        if not readings:
            readings = self.split(word)
        lemmas = tuple(dict.fromkeys(reading.lemma for reading in readings))
        whole = dict.fromkeys((word, *lemmas))
        if not readings:
            return Analysis(tuple(whole), (), (), (stem(word, "fi"),), known=False)
        parts: dict[str, None] = {}
        compounds: list[tuple[str, ...]] = []
        for reading in readings:
            joined = [self._part_lemma(part) for part in reading.parts]
            if len(joined) > 1:
                compounds.append(tuple(joined))
                parts.update(dict.fromkeys(reading.parts))
                parts.update(dict.fromkeys(joined))
                for cut in range(1, len(joined) - 1):
                    parts["".join(reading.parts[cut:])] = None
                    parts["".join(reading.parts[: cut + 1])] = None
                parts.update(
                    (other.root, None)
                    for other in self.lexicon.readings(joined[-1])
                    if other.root and not reading.root
                )
            if reading.root:
                parts[reading.root] = None
        for term in whole:
            parts.pop(term, None)
        stems = () if known else (stem(word, "fi"),)
        return Analysis(tuple(whole), tuple(parts), tuple(compounds), stems, known, lemmas)

    def _hyphenated(self, word: str, pieces: list[str]) -> Analysis:
        analyses = [self.finnish(piece) for piece in pieces]
        joined = "".join(pieces)
        whole = dict.fromkeys([joined])
        for lemma in analyses[-1].whole:
            whole["".join(pieces[:-1]) + lemma] = None
        parts: dict[str, None] = {}
        for analysis in analyses:
            parts.update(dict.fromkeys(analysis.whole + analysis.parts))
        lemmas = tuple(analysis.whole[-1] for analysis in analyses)
        stems = tuple(term for analysis in analyses for term in analysis.stems)
        return Analysis(tuple(whole), tuple(parts), (lemmas,), stems)

    def _part_lemma(self, part: str) -> str:
        readings = self.lexicon.readings(part)
        if not readings and part.endswith("is"):
            readings = self.lexicon.readings(part[:-1] + "nen")
        if not readings or any(reading.lemma == part for reading in readings):
            return part
        return readings[0].lemma

    def split(self, word: str) -> tuple[Reading, ...]:
        """An unknown word as known words put together, fewest parts first; empty when it is not.

        The last part may be inflected; the others stand as they do in compounds.
        """
        if len(word) < MIN_SPLIT:
            return ()
        found = self._cut(word, MAX_PARTS)
        return (found,) if found else ()

    def _is_compound_form(self, head: str) -> bool:
        """“kohtaamis” of “kohtaaminen”, “nais” of “nainen”."""
        return head.endswith("is") and head[:-1] + "nen" in self.lexicon

    def _cut(self, word: str, parts_left: int) -> Reading | None:
        best: Reading | None = None
        for at in range(len(word) - MIN_PART, MIN_PART - 1, -1):
            head = word[:at]
            if head not in self.lexicon and not self._is_compound_form(head):
                continue
            rest = word[at:]
            readings = self.lexicon.readings(rest)
            if readings:
                tail = readings[0]
                found = Reading((head, *tail.parts), tail.root)
            elif parts_left > 2 and len(rest) >= 2 * MIN_PART:
                deeper = self._cut(rest, parts_left - 1)
                if deeper is None:
                    continue
                found = Reading((head, *deeper.parts), deeper.root)
            else:
                continue
            if best is None or len(found.parts) < len(best.parts):
                best = found
            if len(best.parts) == 2:
                return best
        return best
