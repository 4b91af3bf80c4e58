"""Makes bench/judgements.json of bench/judgements_source.txt and a file of services.

    PYTHONPATH=src python bench/judgements.py SERVICES [--out bench/judgements.json]

A query is put in one municipality, and its kinds of service become the ids of that
municipality's and the nationwide services.  Half of the queries, by a hash of their
words, are for tuning (“dev”), the others only for measuring (“held”).
"""

import argparse
import json
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("judgements_source.txt")


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("services", type=Path)
    parser.add_argument(
        "--out", type=Path, default=SOURCE.with_suffix("").parent / "judgements.json"
    )
    chosen = parser.parse_args()
    services = json.loads(chosen.services.read_text(encoding="utf-8"))["itemList"]
    found = expand(SOURCE.read_text(encoding="utf-8"), services)
    lines = ",\n".join(json.dumps(query, ensure_ascii=False) for query in found)
    chosen.out.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    sys.stderr.write(f"{len(found)} queries\n")


def expand(source: str, services: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The judged queries; raises `ValueError` for a kind that no service is of."""
    kinds: dict[str, list[str]] = {}
    queries: list[tuple[str, str, str, dict[str, int]]] = []
    for line in source.splitlines():
        if line.startswith("@ "):
            key, *names = (cell.strip() for cell in line[2:].split("|"))
            kinds[key] = names
        elif line.strip() and not line.startswith("#"):
            head, words, answers = (cell.strip() for cell in line.split("|"))
            category, language = head.split()
            grades = {key: int(grade) for key, grade in (a.split("=") for a in answers.split())}
            queries.append((category, language, words, grades))
    places = sorted({code for service in services for code in _municipalities(service)})
    here: dict[str, list[tuple[str, str]]] = {code: [] for code in places}
    nationwide: list[tuple[str, str]] = []
    for service in services:
        item = (_name(service), service["id"])
        codes = _municipalities(service)
        for code in codes:
            here[code].append(item)
        if not codes:
            nationwide.append(item)
    found: list[dict[str, Any]] = []
    for number, (category, language, words, grades) in enumerate(queries):
        digest = blake2b(words.encode(), digest_size=8).digest()
        code = places[int.from_bytes(digest[:4], "big") % len(places)]
        relevant: dict[str, int] = {}
        for key, grade in grades.items():
            ids = [
                service_id
                for name, service_id in here[code] + nationwide
                if any(_is_named(name, kind) for kind in kinds[key])
            ]
            if not ids:
                raise ValueError(f"{words}: no service of the kind {key} in {code}")
            relevant.update(dict.fromkeys(ids, grade))
        found.append(
            {
                "id": number,
                "category": category,
                "language": language,
                "query": words,
                "municipality": code,
                "relevant": relevant,
                "split": "dev" if digest[4] & 1 else "held",
            }
        )
    return found


def _municipalities(service: dict[str, Any]) -> list[str]:
    if service["areaType"] != "LimitedType":
        return []
    return [place["code"] for area in service["areas"] for place in area["municipalities"]]


def _name(service: dict[str, Any]) -> str:
    names = {name["language"]: name["value"] for name in service["serviceNames"]}
    return str(names.get("fi") or next(iter(names.values())))


def _is_named(name: str, kind: str) -> bool:
    """The name itself, or followed by a place (“Uimahalli, Hamina”)."""
    rest = name[len(kind) :]
    return name.startswith(kind) and (not rest or not rest[0].isalnum())


if __name__ == "__main__":
    main()
