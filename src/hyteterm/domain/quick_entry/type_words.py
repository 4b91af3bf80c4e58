"""Words that mean a referral type: whole, inflected, abbreviated or mistyped."""

from bisect import bisect_left
from collections.abc import Iterable

from hyteterm.domain.quick_entry.mistakes import distance_of_beginning, forgiven
from hyteterm.domain.quick_entry.words import fold
from hyteterm.domain.referral_types import ReferralKind

SHORTEST_ABBREVIATION = 3


class TypeWords:
    """The words of some referral types, ready to be looked up."""

    def __init__(self, kinds: Iterable[ReferralKind]) -> None:
        self._words: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for kind in kinds:
            self._words.update((fold(word), kind.code) for word in kind.words)
            self._stems.update((fold(stem), kind.code) for stem in kind.stems)
        self._sorted = sorted({**self._words, **self._stems}.items())
        self._letters = [(stem, frozenset(stem), code) for stem, code in self._stems.items()]
        self._lengths = sorted({len(stem) for stem in self._stems}, reverse=True)

    def exact(self, word: str) -> str:
        """The type of a folded word that is or begins with one of its words; else ``""``."""
        if word in self._words:
            return self._words[word]
        for length in self._lengths:
            code = self._stems.get(word[:length]) if length <= len(word) else None
            if code:
                return code
        return ""

    def abbreviated(self, word: str) -> tuple[str, ...]:
        """The types of which a folded word begins a word; one when the prefix is unique."""
        if len(word) < SHORTEST_ABBREVIATION:
            return ()
        codes: list[str] = []
        for known, code in self._sorted[bisect_left(self._sorted, (word, "")) :]:
            if not known.startswith(word):
                break
            if code not in codes:
                codes.append(code)
        return tuple(codes)

    def mistyped(self, word: str) -> str:
        """The type whose stem a folded word begins with but for typing mistakes; else ``""``."""
        best: dict[str, int] = {}
        most_of_word, letters, beginning = forgiven(word), frozenset(word), set(word[:2])
        for stem, others, code in self._letters:
            most = min(forgiven(stem), most_of_word)
            if not most or len(word) < len(stem) - most or len(others - letters) > most:
                continue
            if beginning.isdisjoint(stem[:2]):
                continue
            edits = distance_of_beginning(word, stem, most)
            if edits <= most:
                best[code] = min(edits, best.get(code, edits))
        least = min(best.values(), default=0)
        codes = [code for code, edits in best.items() if edits == least]
        return codes[0] if len(codes) == 1 else ""
