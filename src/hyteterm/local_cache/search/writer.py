"""Writes the search tables in the transaction that changes the records."""

import json
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from hyteterm.domain.service import Service
from hyteterm.local_cache.search import bitmaps, segments, stop_words
from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.boilerplate import Boilerplate
from hyteterm.local_cache.search.fields import (
    AMOUNT,
    CLASS_OF,
    MOST,
    PART_SHARE,
    Field,
    row,
    sets,
    texts,
)
from hyteterm.local_cache.search.folding import sentences, words
from hyteterm.local_cache.search.schema import mark_current, read_meta, read_number, write_meta
from hyteterm.local_cache.sqlite import Connection

ROWS_AT_ONCE: Final = 500
POSTINGS_AT_ONCE: Final = 16_000_000
"""Postings gathered in memory before a segment is written: about 100 MB."""
SENTENCES_KEPT: Final = 12_000
WORDS_KEPT: Final = 20_000
PAGE: Final = 1_000
"""An import comes in pages of so many; a smaller one is its last, or a small change."""
BULK: Final = 200
"""From so many services on, an import is likely to go on: the lexicon stays unpacked."""
SPARE_NUMBERS: Final = 5_000
"""Document numbers are dealt anew when two in three, and this many, are unused."""

_INSERT_ROW: Final = "INSERT INTO search_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def apply(connection: Connection, changed: Iterable[Service], removed: Iterable[str]) -> None:
    """Bring the index to the new state; ``removed`` are service ids.

    To be called inside the caller's transaction: nothing is committed here.
    """
    writer = _Writer(connection)
    for service_id in removed:
        writer.remove(service_id)
    services = iter(changed)
    while page := list(islice(services, PAGE)):
        writer.add(page)
    writer.finish()


@lru_cache(maxsize=1)
def _analyser() -> Analyser:
    return Analyser(kept=WORDS_KEPT)


def settle(connection: Connection) -> None:
    """Make the index fast to read after an import; inside the caller's transaction."""
    number = read_number(connection, "next_segment")
    live = _read_bitmap(connection, "live")
    if segments.settle(connection, _dead(connection, live), number):
        _announce(connection, number)


def _dead(connection: Connection, live: int) -> int:
    """The documents that are no more, or have a newer number."""
    return ((1 << read_number(connection, "next_doc")) - 1) & ~live


def _announce(connection: Connection, next_segment: int) -> None:
    """Count the generation on, so that readers look again."""
    highest = max(segments.segments(connection), default=0)
    write_meta(connection, "next_segment", max(highest + 1, next_segment))
    write_meta(connection, "generation", read_number(connection, "generation") + 1)


class _Writer:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._live = _read_bitmap(connection, "live")
        self._next_doc = read_number(connection, "next_doc")
        self._next_segment = read_number(connection, "next_segment")
        self._was_empty = not self._live
        self._fresh: set[str] = set()
        self._rows: list[tuple[object, ...]] = []
        self._postings: dict[str, array[int]] = {}
        self._gathered = 0
        self._docs = 0
        self._families: dict[int, None] = {}
        self._boilerplate = Boilerplate(connection)
        self._analyser = _analyser()
        self._analyser.lexicon.keep_all_blocks()
        self._terms = lru_cache(maxsize=SENTENCES_KEPT)(self._sentence_terms)
        self._added_docs: set[int] = set()

    def remove(self, service_id: str) -> None:
        """Drop a service from the index; unknown ids are no error."""
        if service_id in self._fresh:
            self._write_rows()
        found = self._connection.execute(
            "SELECT doc, signature FROM search_rows WHERE id = ?", (service_id,)
        ).fetchone()
        if found is None:
            return
        doc, signature = found
        self._connection.execute("DELETE FROM search_rows WHERE doc = ?", (doc,))
        self._added_docs.discard(doc)
        self._live &= ~(1 << doc)
        self._families[signature] = None

    def add(self, services: Sequence[Service]) -> None:
        """Index services, each in place of the one with its id."""
        self._boilerplate.learn(services)
        for service in services:
            self._add(service)

    def _add(self, service: Service) -> None:
        if not self._was_empty or service.id in self._fresh:
            self.remove(service.id)
        doc = self._next_doc
        self._next_doc += 1
        shown = row(service)
        self._rows.append((doc, *shown))
        if len(self._rows) >= ROWS_AT_ONCE:
            self._write_rows()
        self._fresh.add(service.id)
        self._added_docs.add(doc)
        self._families[shown.signature] = None
        self._post(doc, service)
        if self._gathered > POSTINGS_AT_ONCE:
            self._write_segment()

    def finish(self) -> None:
        """Write what is gathered, merge, and announce the new generation."""
        self._write_rows()
        self._live |= bitmaps.bitmap_of(self._added_docs)
        self._write_segment()
        self._write_families()
        connection = self._connection
        self._boilerplate.store()
        mark_current(connection)
        write_meta(connection, "next_doc", self._next_doc)
        write_meta(connection, "live", bitmaps.pack_bitmap(self._live))
        if 0 < len(self._fresh) < PAGE:
            segments.settle(connection, _dead(connection, self._live), self._next_segment)
        else:
            segments.merge_grown(connection, _dead(connection, self._live), self._next_segment)
        if self._next_doc > 3 * self._live.bit_count() + SPARE_NUMBERS:
            self._renumber()
        _announce(connection, self._next_segment)
        if len(self._fresh) < BULK:
            self._analyser.lexicon.release_blocks()

    def _post(self, doc: int, service: Service) -> None:
        scores: dict[str, int] = {}
        for field, language, text in texts(service):
            whole, part = AMOUNT[field], int(AMOUNT[field] * PART_SHARE)
            if field is Field.NAME:
                length = len(words(text))
                whole = int(whole / (0.7 + 0.1 * length))
                part = int(whole * PART_SHARE)
            for sentence in sentences(text):
                gain, part_gain = whole, part
                if field is Field.DESCRIPTION and sentence in self._boilerplate:
                    gain, part_gain = AMOUNT[Field.BOILERPLATE], 1
                wholes, parts = self._terms(sentence, language)
                for term in wholes:
                    scores[term] = scores.get(term, 0) + gain
                for term in parts:
                    scores[term] = scores.get(term, 0) + part_gain
        shifted = doc << bitmaps.CLASS_BITS
        postings = self._postings
        for term, score in scores.items():
            entry = shifted | CLASS_OF[score if score < MOST else MOST]
            found = postings.get(term)
            if found is None:
                postings[term] = array("I", (entry,))
            else:
                found.append(entry)
        for name in sets(service):
            postings.setdefault(segments.SET_MARK + name, array("I")).append(shifted | 1)
        self._gathered += len(scores)
        self._docs += 1

    def _sentence_terms(
        self, sentence: str, language: str
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        wholes: list[str] = []
        parts: list[str] = []
        for word in words(sentence):
            if word in stop_words.ALL:
                continue
            analysis = self._analyser.word(word, language)
            wholes += analysis.whole
            wholes += analysis.stems
            parts += analysis.parts
        return tuple(wholes), tuple(parts)

    def _write_rows(self) -> None:
        self._connection.executemany(_INSERT_ROW, self._rows)
        self._rows.clear()

    def _write_segment(self) -> None:
        if not self._postings:
            return
        postings = self._postings
        terms = sorted(postings)
        vocabulary = [term for term in terms if term >= segments.FIRST_WORD]
        segments.write_segment(
            self._connection,
            self._next_segment,
            vocabulary,
            ((term, bitmaps.pack_entries(postings.pop(term))) for term in terms),
            passing=self._docs == PAGE,
        )
        known = segments.segments(self._connection)
        known[self._next_segment] = self._docs
        segments.write_segments(self._connection, known)
        self._next_segment += 1
        self._gathered = self._docs = 0

    def _write_families(self) -> None:
        """Choose a standing-for-all document of every family that changed."""
        connection = self._connection
        if self._was_empty:
            connection.execute("DELETE FROM search_families")
            connection.execute(
                "INSERT INTO search_families SELECT signature, min(doc), count(*)"
                " FROM search_rows GROUP BY signature"
            )
            self._write_representatives()
            return
        wanted = (json.dumps(list(self._families)),)
        before = connection.execute(
            "SELECT doc FROM search_families WHERE signature IN (SELECT value FROM json_each(?))",
            wanted,
        ).fetchall()
        connection.execute(
            "DELETE FROM search_families WHERE signature IN (SELECT value FROM json_each(?))",
            wanted,
        )
        after = connection.execute(
            "INSERT INTO search_families SELECT signature, min(doc), count(*) FROM search_rows"
            " WHERE signature IN (SELECT value FROM json_each(?)) GROUP BY signature"
            " RETURNING doc",
            wanted,
        ).fetchall()
        representatives = _read_bitmap(connection, "representatives") & self._live
        representatives &= ~bitmaps.bitmap_of([doc for (doc,) in before])
        representatives |= bitmaps.bitmap_of([doc for (doc,) in after])
        write_meta(connection, "representatives", bitmaps.pack_bitmap(representatives))

    def _write_representatives(self) -> None:
        rows = self._connection.execute("SELECT doc FROM search_families")
        firsts = bitmaps.bitmap_of([doc for (doc,) in rows])
        write_meta(self._connection, "representatives", bitmaps.pack_bitmap(firsts))

    def _renumber(self) -> None:
        """Deal document numbers anew, so that bitmaps stay as short as the catalogue."""
        connection = self._connection
        renumbered = [0] * self._next_doc
        moved: list[tuple[int, int]] = []
        for new, old in enumerate(bitmaps.documents(self._live)):
            renumbered[old] = new
            moved.append((new, old))
        known = segments.segments(connection)
        target = max(known, default=0) + 1
        segments.merge_segments(
            connection, list(known), target, _dead(connection, self._live), renumbered
        )
        segments.write_segments(connection, {target: len(moved)})
        connection.executemany("UPDATE search_rows SET doc = ? WHERE doc = ?", moved)
        connection.execute(
            "UPDATE search_families SET doc = (SELECT min(r.doc) FROM search_rows AS r"
            " WHERE r.signature = search_families.signature)"
        )
        self._live = (1 << len(moved)) - 1
        self._next_doc = len(moved)
        self._write_representatives()
        write_meta(connection, "next_doc", self._next_doc)
        self._next_segment = target + 1
        write_meta(connection, "live", bitmaps.pack_bitmap(self._live))


def _read_bitmap(connection: Connection, key: str) -> int:
    blob = read_meta(connection, key)
    return bitmaps.unpack_bitmap(blob) if blob else 0
