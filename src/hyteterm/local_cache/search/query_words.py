"""A typed word → the ways in which a text may say it, each with a weight."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hyteterm.local_cache.search import stop_words
from hyteterm.local_cache.search.analyser import Analyser, Analysis
from hyteterm.local_cache.search.bitmaps import Postings
from hyteterm.local_cache.search.folding import words
from hyteterm.local_cache.search.stemming import stem
from hyteterm.local_cache.search.term_ways import WHOLE, all_of

if TYPE_CHECKING:
    from hyteterm.local_cache.search.view import View

COMPOUND: Final = 0.85
"""All parts of a compound, apart from each other."""
PART: Final = 0.6
HEAD: Final = 0.35
"""The last part of a compound, which says less than those before it; a tail; a root."""
STEM: Final = 0.8
FOREIGN_STEM: Final = 0.95
PREFIX: Final = 0.7
STOP_PREFIX: Final = 0.3
TYPO: Final = (1.0, 0.8, 0.6, 0.4)
"""By the number of mistakes."""
BEGINNING: Final = 0.7
MIN_BEGINNING: Final = 4
MIN_PREFIX: Final = 2
TYPO_MARK: Final = "~"


@dataclass(slots=True)
class Alternative:
    """One way to meet a word: documents, how much it counts, and what was met."""

    postings: Postings
    weight: float
    met: str
    via: str = ""


@dataclass(slots=True)
class Word:
    """One word of the query."""

    typed: str
    analysis: Analysis
    typing: bool = False
    """The last word, perhaps unfinished."""
    stop: bool = False
    corrected: tuple[tuple[str, int], ...] = ()
    """Known words it may be a misspelling of, with their distances."""
    meant: tuple[Analysis, ...] = ()
    """Their analyses."""

    @property
    def weak(self) -> bool:
        """A word of nearly every need phrase."""
        return any(term in stop_words.WEAK for term in self.analysis.whole)


def parse(text: str, analyser: Analyser, *, typing: bool) -> list[Word]:
    """The words of a query; a lone last letter is left out while typing."""
    typed = words(text)
    unfinished = typing and bool(text) and not text[-1].isspace()
    if unfinished and typed and len(typed[-1]) == 1:
        typed.pop()
        unfinished = False
    found: list[Word] = []
    for place, word in enumerate(typed):
        analysis = analyser.finnish(word)
        last = unfinished and place == len(typed) - 1
        found.append(Word(word, analysis, typing=last, stop=_is_stop(word, analysis)))
    return found


def _is_stop(word: str, analysis: Analysis) -> bool:
    """A stop word, or a form of one and of nothing else."""
    lemmas = analysis.lemmas
    return word in stop_words.ALL or (
        analysis.known and bool(lemmas) and all(lemma in stop_words.ALL for lemma in lemmas)
    )


def alternatives(word: Word, view: "View") -> list[Alternative]:
    """The literal ways to meet ``word``, none of which may have documents."""
    found: list[Alternative] = []
    if word.stop:
        _add_prefix(found, word, view, STOP_PREFIX)
        return found
    _add_analysis(found, word.analysis, view, 1.0)
    if not word.analysis.known:
        for language in ("sv", "en"):
            _add(found, view.postings(stem(word.typed, language)), FOREIGN_STEM, word.typed)
    if word.typing:
        _add_prefix(found, word, view, PREFIX)
    for (_, edits), analysis in zip(word.corrected, word.meant, strict=True):
        _add_analysis(found, analysis, view, TYPO[min(edits, len(TYPO) - 1)], TYPO_MARK)
    return found


def beginning(word: Word, view: "View") -> list[Alternative]:
    """Words that begin as ``word`` does: the last resort for an unknown one."""
    typed = word.typed
    for length in range(len(typed) - 1, max(MIN_BEGINNING, len(typed) // 2) - 1, -1):
        postings = view.prefix(typed[:length])
        if postings:
            weight = BEGINNING * length / len(typed)
            return [Alternative(postings, weight, typed[:length] + "…", TYPO_MARK)]
    return []


def _add_prefix(found: list[Alternative], word: Word, view: "View", weight: float) -> None:
    if word.typing and len(word.typed) >= MIN_PREFIX:
        _add(found, view.prefix(word.typed), weight, word.typed + "…")


def _add_analysis(
    found: list[Alternative],
    analysis: Analysis,
    view: "View",
    factor: float,
    via: str = "",
) -> None:
    for term in analysis.lemmas if analysis.known and analysis.lemmas else analysis.whole:
        _add(found, view.postings(term), WHOLE * factor, term, via)
    for compound in analysis.compounds:
        together = all_of([view.postings(part) for part in compound])
        _add(found, together, COMPOUND * factor, " ".join(compound), via)
    telling = {part for compound in analysis.compounds for part in compound[:-1]}
    for term in analysis.parts:
        weight = PART if term in telling else HEAD
        _add(found, view.postings(term), weight * factor, term, via)
    for term in analysis.stems:
        _add(found, view.postings(term), STEM * factor, term[1:], via)


def _add(
    found: list[Alternative], postings: Postings, weight: float, met: str, via: str = ""
) -> None:
    if postings:
        found.append(Alternative(postings, weight, met, via))
