"""The need dictionary and the glossary: plain files, compiled for fast matching.

A block of a ``needs_*.txt`` file is one need: a line ``= term ; term ^0.5`` with the
field's terms, then one expression a line; ``/`` joins alternatives of one word, ``#``
begins a comment.  ``glossary.tsv`` has a row a concept: Finnish, Swedish, English,
alternatives joined by ``|``.  A county's folder may hold more of both; there a line
``- expression`` takes an expression of ours away.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from math import log
from pathlib import Path
from typing import Any, Final, NamedTuple

from hyteterm.local_cache.search import bitmaps, compiled_meanings, stop_words
from hyteterm.local_cache.search.analyser import Analyser
from hyteterm.local_cache.search.compiled_meanings import CompiledMeanings
from hyteterm.local_cache.search.folding import fold, words
from hyteterm.local_cache.search.segments import grams
from hyteterm.local_cache.search.stemming import stem

VERSION: Final = "8"
"""Part of the hash: another number when the compiled form changes."""
OURS: Final = Path(__file__).with_name("meanings")
SHIPPED: Final = Path(__file__).with_name("data") / "meanings.z"
WEAK_SHARE: Final = 0.35
"""What a weak word of an expression counts, any other counting 1."""
ALL_STOPS: Final = "!"
"""Marks an expression of stop words only (“ei ole ketään”): it counts whole or not at all."""
MOST_SLOTS: Final = 7
"""Words of an expression that are looked at."""
PERCENT: Final = 100
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


def files(folder: Path = OURS) -> list[tuple[str, str]]:
    """(name, text) of the files of a folder, in order; none where there is no folder."""
    return [
        (path.name, path.read_text(encoding="utf-8"))
        for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
        if path.suffix in (".txt", ".tsv")
    ]


def content_hash(sources: Iterable[tuple[str, str]]) -> str:
    """The same for the same files, compiled in the same way."""
    from hashlib import blake2b

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
    if analysis.known and analysis.lemmas:
        return list(analysis.lemmas)
    return [*analysis.whole, *analysis.stems]


def compile_blocks(blocks: Sequence[Block], analyser: Analyser) -> bytes:
    """The compiled form of some blocks, see `compiled_meanings`."""
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
                if not keys:
                    stops += slot[:1]
                    continue
                slots.append(keys)
                weak.append(any(key in stop_words.WEAK for key in keys))
            if not slots:
                slots = [[word] for word in stops]
                weak = [False] * len(slots)
                stops = [ALL_STOPS]
            if not slots:
                continue
            records.append((number, text, stops, weak))
            slots_of.append(slots)
            for key in {key for slot in slots for key in slot}:
                block_keys.setdefault(key, set()).add(number)
    rarity = {key: log(1 + len(blocks) / len(where)) for key, where in block_keys.items()}
    postings: dict[str, dict[int, list[str]]] = {}
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
            if at >= MOST_SLOTS:
                break
            percent = round(PERCENT * shares[at] / sum(shares))
            code = pack_slot(place, at, min(len(shares), MOST_SLOTS), percent)
            for key in slot:
                postings.setdefault(key, {}).setdefault(number, []).append(str(code))
    sizes = Counter(number for number, _, _, _ in records)
    first = [0, *accumulate(sizes[number] for number in range(len(blocks)))]
    return compiled_meanings.pack(
        [
            "\t".join(
                ["p" if block.plain else "n", str(first[number])]
                + [f"{name}^{value:g}^{_looked_up(name, analyser)}" for name, value in block.terms]
            )
            for number, block in enumerate(blocks)
        ],
        expressions,
        {
            key: " ".join(f"{number}:{','.join(where)}" for number, where in found.items())
            for key, found in postings.items()
        },
        _grams(sorted(postings)),
    )


def _looked_up(term: str, analyser: Analyser) -> str:
    """What a term is looked up by, see `needs.Term`."""
    analyses = analyser.content(term)
    words = "&".join(" ".join((*each.whole, *each.stems)) for each in analyses)
    if len(analyses) != 1:
        return words
    only = analyses[0]
    if not only.known:
        words += "".join(f" {stem(only.whole[0], language)}" for language in ("sv", "en"))
    return "^".join([words, *("&".join(compound) for compound in only.compounds)])


def pack_slot(expression: int, slot: int, slots: int, percent: int) -> int:
    """Where a word stands: expression, which of its words, of how many, and its share."""
    return expression << 13 | slot << 10 | slots << 7 | percent


def _slots(text: str) -> Iterator[list[str]]:
    for piece in fold(text).split():
        alternatives = [word for part in piece.split("/") for word in words(part)]
        if "/" in piece:
            yield alternatives
        else:
            yield from ([word] for word in alternatives)


def _grams(keys: Sequence[str]) -> dict[str, int]:
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key[0] > " ":
            for gram in grams(key):
                places.setdefault(gram, []).append(place)
    return {gram: bitmaps.bitmap_of(found) for gram, found in places.items()}


def load(connection: Any, county: Path | None, analyser: Analyser) -> CompiledMeanings:
    """The shipped dictionary, or with a county's files the stored one, else made and stored.

    One copy serves the whole process.  County files that cannot be read leave the shipped
    dictionary: `check` tells why.
    """
    try:
        own = files(county) if county is not None else []
        if own:
            return _with_county(connection, own, analyser)
    except (OSError, ValueError):
        pass
    return _shipped()


@cache
def _shipped() -> CompiledMeanings:
    return CompiledMeanings(SHIPPED.read_bytes().partition(b"\n")[2])


_counties: Final[dict[str, CompiledMeanings]] = {}
"""The last county dictionary of this process, by its hash."""


def _with_county(
    connection: Any, own: Sequence[tuple[str, str]], analyser: Analyser
) -> CompiledMeanings:
    with SHIPPED.open("rb") as shipped:
        shipped_hash = shipped.readline().strip().decode()
    wanted = content_hash([(shipped_hash, ""), *own])
    known = _counties.get(wanted)
    if known is not None:
        return known
    row = connection.execute(
        "SELECT compiled FROM search_meanings WHERE hash = ?", (wanted,)
    ).fetchone()
    compiled = row[0] if row else compile_blocks(blocks_of([*files(), *own]), analyser)
    if row is None:
        store(connection, wanted, compiled)
    _counties.clear()
    found = _counties[wanted] = CompiledMeanings(compiled)
    return found


class CheckedFile(NamedTuple):
    """What a county's file holds, or why it cannot be used."""

    name: str
    expressions: int
    removed: int
    fault: str
    """Line and reason, in English; empty: none."""


def check(folder: Path) -> list[CheckedFile]:
    """Each file of a county's folder, by name."""
    found: list[CheckedFile] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix not in (".txt", ".tsv"):
            continue
        try:
            text = path.read_text(encoding="utf-8")
            blocks, removed = (
                (parse_glossary(text), []) if path.suffix == ".tsv" else parse_needs(text, "fi")
            )
        except (OSError, ValueError) as error:
            found.append(CheckedFile(path.name, 0, 0, str(error)))
        else:
            count = sum(len(block.expressions) for block in blocks)
            found.append(CheckedFile(path.name, count, len(removed), ""))
    return found


def store(connection: Any, wanted: str, compiled: bytes) -> None:
    """Keep a compiled dictionary, in place of older ones; a read-only file keeps none."""
    from hyteterm.local_cache.sqlite import OperationalError

    if connection.in_transaction:
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM search_meanings")
        connection.execute("INSERT INTO search_meanings VALUES (?, ?)", (wanted, compiled))
        connection.execute("COMMIT")
    except OperationalError:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
