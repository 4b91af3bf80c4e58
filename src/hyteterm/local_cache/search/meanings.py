"""The need dictionary and the glossary: plain files, compiled for fast matching.

A block of a ``needs_*.txt`` file is one need: a line ``= term ; term ^0.5`` with the
field's terms, then one expression a line; ``/`` joins alternatives of one word, ``#``
begins a comment.  ``glossary.tsv`` has a row a concept: Finnish, Swedish, English,
alternatives joined by ``|``.  A county's folder may hold more of both; there a line
``- expression`` takes an expression of ours away.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib import resources
from math import log
from pathlib import Path
from typing import Any, Final

from hyteterm.local_cache.search import bitmaps, stop_words
from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.folding import fold, words
from hyteterm.local_cache.search.segments import grams

VERSION: Final = "1"
"""Part of the hash: another number when the compiled form changes."""
SHIPPED: Final = "meanings.z"
WEAK_SHARE: Final = 0.35
STOP_SHARE: Final = 0.15
"""What a weak word and a stop word of an expression count, a content word counting 1."""
GLOSSARY_LANGUAGES: Final = ("fi", "sv", "en")


@dataclass(slots=True)
class Block:
    """One need: its terms with weights, and the expressions that mean it."""

    terms: list[tuple[str, float]]
    expressions: list[tuple[str, str]] = field(default_factory=list)
    """(language, text)."""
    plain: bool = False
    """Other words for the same thing (glossary), not a need that they point to."""


def parse_needs(text: str, language: str) -> tuple[list[Block], list[str]]:
    """The blocks of a needs file and the expressions it takes away.

    Raises `ValueError` with the line number when a line has no block or a weight is wrong.
    """
    blocks: list[Block] = []
    removed: list[str] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("- "):
            removed.append(line[2:].strip())
        elif line.startswith("="):
            try:
                blocks.append(Block([_term(part) for part in line[1:].split(";") if part.strip()]))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None
        elif not blocks:
            raise ValueError(f"line {number}: an expression before the first block")
        else:
            blocks[-1].expressions.append((language, line))
    return blocks, removed


def _term(text: str) -> tuple[str, float]:
    name, _, weight = text.partition("^")
    value = float(weight) if weight.strip() else 1.0
    if not 0 < value <= 1:
        raise ValueError(f"weight {value} is not between 0 and 1")
    return name.strip(), value


def parse_glossary(text: str) -> list[Block]:
    """A block for each row: Finnish terms, met by the words of every language."""
    blocks: list[Block] = []
    for line in text.splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 2 or cells[0].strip() == "fi":
            continue
        terms = [(name.strip(), 1.0) for name in cells[0].split("|") if name.strip()]
        block = Block(terms, plain=True)
        for language, cell in zip(GLOSSARY_LANGUAGES, cells, strict=False):
            if language != "fi" or len(terms) > 1:
                block.expressions += [
                    (language, name.strip()) for name in cell.split("|") if name.strip()
                ]
        blocks.append(block)
    return blocks


def files(county: Path | None = None) -> list[tuple[str, str]]:
    """(name, text) of our own files and then the county's."""
    ours = resources.files("hyteterm.local_cache.search") / "meanings"
    folders = [Path(str(ours))]
    if county is not None and county.is_dir():
        folders.append(county)
    return [
        (path.name, path.read_text(encoding="utf-8"))
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in (".txt", ".tsv")
    ]


def content_hash(sources: Iterable[tuple[str, str]]) -> str:
    """The same for the same files, compiled in the same way."""
    digest = blake2b(VERSION.encode(), digest_size=16)
    for name, text in sources:
        digest.update(f"\0{name}\0{text}".encode())
    return digest.hexdigest()


def blocks_of(sources: Iterable[tuple[str, str]]) -> list[Block]:
    """All blocks, with what a county took away left out."""
    blocks: list[Block] = []
    removed: set[str] = set()
    for name, text in sources:
        if name.endswith(".tsv"):
            blocks += parse_glossary(text)
            continue
        language = next((code for code in ("sv", "en") if f"_{code}" in name), "fi")
        try:
            found, gone = parse_needs(text, language)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
        blocks += found
        removed.update(fold(expression) for expression in gone)
    for block in blocks:
        block.expressions = [
            item for item in dict.fromkeys(block.expressions) if fold(item[1]) not in removed
        ]
    return blocks


def keys_of(word: str, language: str, analyser: Analyser) -> list[str]:
    """What an expression's word is met by: lemmas, or stems where they are not known."""
    analysis = analyser.word(word, language)
    if language != "fi":
        return [*analysis.whole, *analysis.stems]
    if analysis.known and len(analysis.whole) > 1:
        lemmas = list(analysis.whole[1:])
        return [word, *lemmas] if analyser.lexicon.readings(word) else lemmas
    return [*analysis.whole, *analysis.stems]


def compile_blocks(blocks: Sequence[Block], analyser: Analyser) -> bytes:
    """The compiled form of some blocks, see `needs.NeedDictionary`."""
    slots_of: list[list[list[str]]] = []
    records: list[tuple[int, str, list[str], list[bool]]] = []
    block_keys: dict[str, set[int]] = {}
    for number, block in enumerate(blocks):
        for language, text in block.expressions:
            slots: list[list[str]] = []
            stops: list[str] = []
            weak: list[bool] = []
            for slot in _slots(text):
                content = [word for word in slot if word not in stop_words.ALL]
                if not content:
                    stops += slot[:1]
                    continue
                keys = list(
                    dict.fromkeys(
                        key
                        for word in content
                        for key in keys_of(word, language, analyser)
                        if key not in stop_words.ALL
                    )
                )
                slots.append(keys)
                weak.append(any(key in stop_words.WEAK for key in keys))
            if not slots:
                slots = [[word] for word in stops]
                weak = [False] * len(slots)
                stops = []
            if not slots:
                continue
            records.append((number, text, stops, weak))
            slots_of.append(slots)
            for key in {key for slot in slots for key in slot}:
                block_keys.setdefault(key, set()).add(number)
    rarity = {key: log(1 + len(blocks) / len(where)) for key, where in block_keys.items()}
    postings: dict[str, list[str]] = {}
    expressions: list[str] = []
    for place, ((number, text, stops, weak), slots) in enumerate(
        zip(records, slots_of, strict=True)
    ):
        shares = [
            max(rarity[key] for key in slot) * (WEAK_SHARE if is_weak else 1.0)
            for slot, is_weak in zip(slots, weak, strict=True)
        ]
        weights = ",".join(f"{share:.2f}" for share in shares)
        expressions.append("\t".join([str(number), weights, " ".join(stops), text]))
        for at, slot in enumerate(slots):
            for key in slot:
                postings.setdefault(key, []).append(f"{place}.{at}")
    ordered = sorted(postings)
    compiled = {
        "blocks": [
            "\t".join(f"{name}^{weight:g}" for name, weight in block.terms) for block in blocks
        ],
        "plain": [number for number, block in enumerate(blocks) if block.plain],
        "expressions": expressions,
        "block_of": [number for number, _, _, _ in records],
        "keys": {key: " ".join(postings[key]) for key in ordered},
        "grams": _grams(ordered),
    }
    text = json.dumps(compiled, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 9)


def _slots(text: str) -> Iterator[list[str]]:
    for piece in fold(text).split():
        alternatives = [word for part in piece.split("/") for word in words(part)]
        if "/" in piece:
            yield alternatives
        else:
            yield from ([word] for word in alternatives)


def _grams(keys: Sequence[str]) -> dict[str, str]:
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key[0] > " ":
            for gram in grams(key):
                places.setdefault(gram, []).append(place)
    return {gram: f"{bitmaps.bitmap_of(found):x}" for gram, found in places.items()}


def load(connection: Any, county: Path | None, analyser: Analyser) -> dict[str, Any]:
    """The compiled dictionary: the shipped one, else the stored one, else made and stored."""
    sources = files(county)
    wanted = content_hash(sources)
    shipped = Path(str(resources.files("hyteterm.local_cache.search") / "data" / SHIPPED))
    if shipped.exists():
        data = shipped.read_bytes()
        name, _, compiled = data.partition(b"\n")
        if name.decode() == wanted:
            return _unpack(compiled)
    row = connection.execute(
        "SELECT compiled FROM search_meanings WHERE hash = ?", (wanted,)
    ).fetchone()
    if row is not None:
        return _unpack(row[0])
    compiled = compile_blocks(blocks_of(sources), analyser)
    store(connection, wanted, compiled)
    return _unpack(compiled)


def store(connection: Any, wanted: str, compiled: bytes) -> None:
    """Keep a compiled dictionary, in place of older ones; a read-only file keeps none."""
    from hyteterm.local_cache.sqlite import OperationalError

    if connection.in_transaction:
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
    except OperationalError:
        return
    connection.execute("DELETE FROM search_meanings")
    connection.execute("INSERT INTO search_meanings VALUES (?, ?)", (wanted, compiled))
    connection.execute("COMMIT")


def _unpack(compiled: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(compiled))
    return found
