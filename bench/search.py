"""How good and how fast the search is.

    PYTHONPATH=src python bench/search.py --services FILE --judgements FILE [--json] [--compare]

Quality: nDCG@10, Recall@5, MRR@10 and the share of empty answers, over all queries and by
category, each query in its own municipality.  Speed: every beginning of every query, the
top 50 with facets, at the file's size and at ``--large`` services (made by varying the
file's).  ``--compare`` adds plain FTS5, FTS5 with trigrams and tantivy in the same run;
``--only-quality`` leaves the speed out.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PAGE = 1_000
Ranker = Callable[[str, str], list[str]]
"""(words, municipality) → source ids, best first."""


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=Path, required=True)
    parser.add_argument("--judgements", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--only-quality", action="store_true")
    parser.add_argument("--split", help="only the queries of this split (“dev”, “held”)")
    parser.add_argument("--worst", type=int, default=0, help="print so many weak answers")
    parser.add_argument("--large", type=int, default=50_000, help="0: leave it out")
    parser.add_argument("--speed-of", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--build", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    queries = json.loads(chosen.judgements.read_text(encoding="utf-8"))
    if chosen.build is not None:
        print(json.dumps(build(chosen.services, chosen.speed_of, chosen.build)))
        return
    if chosen.speed_of:
        print(json.dumps(speed(chosen.speed_of, queries)))
        return
    if chosen.split:
        queries = [query for query in queries if query.get("split") == chosen.split]
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "catalogue.db")
        report["build"] = _child(chosen, "--speed-of", str(path), "--build", "0")
        from hyteterm.domain.service_hit import ServiceQuery
        from hyteterm.local_cache.catalogue import Catalogue
        from hyteterm.local_cache.search import SearchIndex

        with Catalogue(path) as catalogue:
            index = SearchIndex(catalogue.connection)

            def ours(words: str, municipality: str) -> list[str]:
                asked = ServiceQuery(words=words, municipality=municipality, limit=10)
                return [hit.source_id for hit in index.search(asked).hits]

            report["quality"] = quality(queries, ours, chosen.worst)
            if any("split" in query for query in queries):
                for split in ("dev", "held"):
                    some = [query for query in queries if query.get("split") == split]
                    if some and len(some) < len(queries):
                        report[f"quality, {split}"] = quality(some, ours, 0)
        if chosen.compare:
            for name, ranker in others(chosen.services):
                report[f"quality, {name}"] = quality(queries, ranker, 0)
        if not chosen.only_quality:
            report["speed"] = _child(chosen, "--speed-of", str(path))
            if chosen.large:
                large = Path(folder, "large.db")
                size = str(chosen.large)
                report["build, large"] = _child(chosen, "--speed-of", str(large), "--build", size)
                report["speed, large"] = _child(chosen, "--speed-of", str(large))
    print(json.dumps(report, ensure_ascii=False, indent=1) if chosen.json else _table(report))


def _child(chosen: argparse.Namespace, *more: str) -> dict[str, Any]:
    """The same program in a process of its own, so that memory is its own."""
    command = [sys.executable, __file__, "--services", str(chosen.services)]
    command += ["--judgements", str(chosen.judgements), *more]
    found: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, capture_output=True).stdout
    )
    return found


# --- Quality -----------------------------------------------------------------


def quality(queries: list[dict[str, Any]], ranker: Ranker, worst: int) -> dict[str, Any]:
    """Mean measures over all queries and by category."""
    by_category: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    weak: list[tuple[float, str]] = []
    for query in queries:
        found = ranker(query["query"], query["municipality"])
        measures = measure(found, query["relevant"])
        by_category["all"].append(measures)
        by_category[query["category"]].append(measures)
        weak.append((measures[0], f"{query['category']}: {query['query']}"))
    for score, text in sorted(weak)[:worst]:
        print(f"{score:.2f} {text}", file=sys.stderr)
    names = ("ndcg@10", "recall@5", "mrr@10", "empty")
    return {
        category: {
            "queries": len(rows),
            **{
                name: round(sum(row[place] for row in rows) / len(rows), 3)
                for place, name in enumerate(names)
            },
        }
        for category, rows in by_category.items()
    }


def measure(found: list[str], relevant: dict[str, int]) -> tuple[float, float, float, float]:
    """nDCG@10 with gain 2^grade − 1, Recall@5, reciprocal rank in ten, emptiness."""
    gains = [2 ** relevant.get(item, 0) - 1 for item in found[:10]]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:10]
    best = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(ideal))
    gained = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))
    wanted = min(5, len(relevant)) or 1
    recall = sum(1 for item in found[:5] if item in relevant) / wanted
    first = next((1 / (rank + 1) for rank, gain in enumerate(gains) if gain), 0.0)
    return gained / best if best else 0.0, recall, first, float(not found)


# --- Speed -------------------------------------------------------------------


def services_of(path: Path, size: int) -> Iterator[Any]:
    """The services of a PTV file; with ``size``, so many, made by varying them."""
    from hyteterm.catalogue_sources import ptv
    from hyteterm.domain.service import Service

    services = [item for item in ptv.read(str(path)) if isinstance(item, Service)]
    if not size:
        yield from services
        return
    rng = random.Random(5)
    vocabulary = sorted(
        {word for each in services for text in each.descriptions.values() for word in text.split()}
    )
    places = [f"{code:03}" for code in range(1, 309)]
    for number in range(size):
        origin = services[number % len(services)]
        more = " ".join(rng.choices(vocabulary, k=12)) + ".\n"
        made_up = "".join(rng.choices("aeioukstlnrmpvh", k=8))
        changes: dict[str, Any] = {
            "id": f"{number:08x}-0000-4000-8000-000000000000",
            "source_id": str(number),
            "names": {code: f"{name} {made_up}" for code, name in origin.names.items()},
            "descriptions": {code: more + text for code, text in origin.descriptions.items()},
        }
        if origin.municipalities or number >= len(services):
            changes["municipalities"] = (rng.choice(places),)
            changes["nationwide"] = False
        yield origin.model_copy(update=changes)


def build(services: Path, path: Path, size: int) -> dict[str, Any]:
    """Fill a catalogue and tell what the index alone cost."""
    from hyteterm.local_cache.catalogue import Catalogue
    from hyteterm.local_cache.search import writer

    spent = 0.0
    apply = writer.apply

    def timed(*arguments: Any) -> None:
        nonlocal spent
        start = time.perf_counter()
        apply(*arguments)
        spent += time.perf_counter() - start

    def timed_settle(connection: Any) -> None:
        nonlocal spent
        start = time.perf_counter()
        writer.settle(connection)
        spent += time.perf_counter() - start

    writer.apply = timed
    count = 0
    start = time.perf_counter()
    with Catalogue(path) as catalogue:
        page: list[Any] = []
        for service in services_of(services, size):
            page.append(service)
            count += 1
            if len(page) == PAGE:
                catalogue.store(page)
                page = []
        catalogue.store(page)
        if size:
            catalogue.connection.execute("BEGIN IMMEDIATE")
            timed_settle(catalogue.connection)
            catalogue.connection.execute("COMMIT")
        whole = time.perf_counter() - start
        index_bytes = catalogue.connection.execute(
            "SELECT sum(length(postings) + length(term)) FROM search_postings"
        ).fetchone()[0]
    return {
        "services": count,
        "index seconds": round(spent, 2),
        "import seconds": round(whole, 2),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "postings MB": round(index_bytes / 1e6, 1),
        "file MB": round(path.stat().st_size / 1e6, 1),
    }


def speed(path: Path, queries: list[dict[str, Any]]) -> dict[str, Any]:
    """Milliseconds a key, in a process that has just started, and what it keeps in memory."""
    from hyteterm.domain.service_hit import ServiceQuery
    from hyteterm.local_cache import sqlite
    from hyteterm.local_cache.catalogue_schema import APPLICATION_ID

    connection = sqlite.connect(path, application_id=APPLICATION_ID)
    before = _resident()
    start = time.perf_counter()
    from hyteterm.local_cache.search import SearchIndex

    imported = time.perf_counter()
    index = SearchIndex(connection)
    index.search(ServiceQuery(words="uni", municipality=queries[0]["municipality"]))
    ready = time.perf_counter()
    times: list[float] = []
    for query in queries:
        words = query["query"]
        for length in range(1, len(words) + 1):
            asked = ServiceQuery(words=words[:length], municipality=query["municipality"])
            at = time.perf_counter()
            index.search(asked)
            times.append(time.perf_counter() - at)
    anywhere: list[float] = []
    for query in queries[::4]:
        at = time.perf_counter()
        index.search(ServiceQuery(words=query["query"]))
        anywhere.append(time.perf_counter() - at)
    return {
        "keys": len(times),
        "imports ms": round((imported - start) * 1e3, 1),
        "ready ms": round((ready - imported) * 1e3, 1),
        **_milliseconds("", times),
        **_milliseconds("anywhere ", anywhere),
        "resident MB": round(_resident() - before, 1),
    }


def _milliseconds(name: str, times: list[float]) -> dict[str, float]:
    times = sorted(times)
    return {
        f"{name}{label}": round(times[min(len(times) - 1, int(len(times) * share))] * 1e3, 2)
        for label, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    }


def _resident() -> float:
    status = Path("/proc/self/statm")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6


# --- Others ------------------------------------------------------------------


def others(path: Path) -> Iterator[tuple[str, Ranker]]:
    """What one gets without an engine of one's own."""
    services = list(services_of(path, 0))
    texts = [
        " \n ".join(
            [
                *service.names.values(),
                *service.summaries.values(),
                *service.descriptions.values(),
                *(word for some in service.keywords.values() for word in some),
            ]
        )
        for service in services
    ]
    yield "fts5", _fts(services, texts, "unicode61 remove_diacritics 2", _fts_words)
    yield "trigram", _fts(services, texts, "trigram remove_diacritics 1", _fts_grams)
    try:
        yield "tantivy", _tantivy(services, texts)
    except ImportError:
        print("tantivy is not installed", file=sys.stderr)


def _fts_words(words: str, joint: str) -> str:
    return f" {joint} ".join(f'"{word}"*' for word in words.replace('"', " ").split())


def _fts_grams(words: str, joint: str) -> str:
    text = words.replace('"', " ")
    grams = {text[at : at + 3] for at in range(len(text) - 2)}
    return " OR ".join(f'"{gram}"' for gram in sorted(grams))


def _fts(
    services: list[Any], texts: list[str], tokenizer: str, expression: Callable[[str, str], str]
) -> Ranker:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE t USING fts5(body, tokenize='{tokenizer}')")
    connection.executemany("INSERT INTO t(rowid, body) VALUES (?, ?)", enumerate(texts, 1))

    def rank(words: str, municipality: str) -> list[str]:
        found: list[str] = []
        for joint in ("AND", "OR"):
            rows = connection.execute(
                "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank", (expression(words, joint),)
            )
            for (number,) in rows:
                service = services[number - 1]
                here = service.nationwide or municipality in service.municipalities
                if here and service.source_id not in found:
                    found.append(service.source_id)
                if len(found) == 10:
                    return found
        return found

    return rank


def _tantivy(services: list[Any], texts: list[str]) -> Ranker:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("body", stored=False, tokenizer_name="fi_stem")
    schema.add_integer_field("number", stored=True)
    schema.add_text_field("place", tokenizer_name="raw")
    index = tantivy.Index(schema.build())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyzer = analyzer.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("finnish"))
    index.register_tokenizer("fi_stem", analyzer.build())
    writer = index.writer()
    for number, (service, text) in enumerate(zip(services, texts, strict=True)):
        places = ["all"] if service.nationwide else list(service.municipalities)
        writer.add_document(tantivy.Document(body=text, number=number, place=places))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(words: str, municipality: str) -> list[str]:
        plain = "".join(letter if letter.isalnum() else " " for letter in words)
        query, _ = index.parse_query_lenient(
            f"(place:{municipality} OR place:all) AND ({plain})",
            ["body"],
            fuzzy_fields={"body": (False, 1, True)},
        )
        hits = searcher.search(query, 10).hits
        return [services[searcher.doc(place)["number"][0]].source_id for _, place in hits]

    return rank


def _table(report: dict[str, Any]) -> str:
    lines: list[str] = []
    for title, section in report.items():
        lines.append(title)
        for name, value in section.items():
            if isinstance(value, dict):
                value = "  ".join(f"{key} {number}" for key, number in value.items())
            lines.append(f"  {name:14} {value}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
