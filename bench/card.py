"""How well and how fast the questionnaire engine runs forms that others wrote.

    python bench/card.py [FOLDER]

FOLDER holds questionnaires (``**/*.json``) and under ``scores/`` responses with expected values.
Prints the share of values that agree, how many forms open, and milliseconds a key (an answer, all
that is calculated from it, and the lines of the screen).  Exits 1 where a target is missed.
"""

import gc
import json
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from hyteterm.domain.questionnaire import (
    ItemType,
    Level,
    Questionnaire,
    Session,
    UnreadableQuestionnaire,
    read_all,
    scores,
    summary,
    support,
)

AGREEMENT = 0.97
MILLISECONDS = 50.0
LARGEST = 821
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)

TYPED: dict[ItemType, Any] = {
    ItemType.BOOLEAN: True,
    ItemType.STRING: "sana",
    ItemType.TEXT: "sana",
    ItemType.CHOICE: "sana",
    ItemType.OPEN_CHOICE: "sana",
    ItemType.INTEGER: "3",
    ItemType.DECIMAL: "3,5",
    ItemType.DATE: "1.2.2001",
    ItemType.DATETIME: "1.2.2026 8.30",
    ItemType.TIME: "8.30",
    ItemType.QUANTITY: "70",
    ItemType.URL: "https://esimerkki.fi",
}


def close(mine: Any, expected: Any) -> bool:
    """Equal, numbers to nine digits."""
    numbers = [
        isinstance(each, int | float) and not isinstance(each, bool) for each in (mine, expected)
    ]
    if all(numbers):
        return math.isclose(mine, expected, rel_tol=1e-9)
    return bool(mine == expected)


def agreement(folder: Path) -> tuple[int, int, int]:
    """Values expected, values that agree, values that are the same to the last digit."""
    expected = close_ones = exact = 0
    for path in sorted((folder / "scores").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        form = read_all(json.loads((folder / data["questionnaire"]).read_text("utf-8")))[0]
        for case in data["cases"]:
            found = scores(form, case["response"], NOW)
            for link_id, values in case["expected"].items():
                if not isinstance(values, list):
                    continue
                mine = found.values.get(link_id)
                expected += 1
                exact += mine == values
                agrees = (
                    mine is not None and len(mine) == len(values) and all(map(close, mine, values))
                )
                close_ones += agrees
                if not agrees:
                    print(f"  differs: {path.name} {case['case']} {link_id}")
    return expected, close_ones, exact


def fill(form: Questionnaire, seed: int = 7) -> tuple[Session, list[float]]:
    """Answers every question that is asked; the seconds of processor time that each key took, so that other programs do not count."""
    session, chance, seconds = Session(form, now=NOW), random.Random(seed), []
    rows = {row.path: row for row in session.visible("fi")}
    path = session.next_unanswered()
    while path is not None:
        row = rows[path]
        value = chance.choice(row.options).answer if row.options else TYPED[row.kind]
        started = time.thread_time()
        session.set(path, value)
        lines = session.visible("fi")
        seconds.append(time.thread_time() - started)
        rows = {row.path: row for row in lines}
        path = session.next_unanswered(path)
    return session, seconds


def forms(folder: Path) -> Iterator[tuple[str, Any]]:
    """Name and JSON of each questionnaire file."""
    for path in sorted(folder.glob("**/*.json")):
        if path.parent.name != "scores" and not path.name.startswith("QR__"):
            yield path.name, json.loads(path.read_text("utf-8"))


def large_form(size: int = LARGEST) -> Questionnaire:
    """Questions with weights in groups; sums over each group, over all, and conditions."""
    ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
    options = [
        {
            "valueCoding": {"system": "urn:x", "code": str(n), "display": f"Vastaus {n}"},
            "extension": [{"url": ordinal, "valueDecimal": n}],
        }
        for n in range(5)
    ]
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"

    def calculated(link_id: str, expression: str) -> dict[str, Any]:
        formula = {"language": "text/fhirpath", "expression": expression}
        extension = [{"url": sdc, "valueExpression": formula}]
        return {"linkId": link_id, "type": "decimal", "readOnly": True, "extension": extension}

    groups = []
    for number in range(size // 20):
        questions: list[dict[str, Any]] = [
            {
                "linkId": f"g{number}.q{n}",
                "type": "choice",
                "text": "Kysymys",
                "answerOption": options,
            }
            for n in range(18)
        ]
        questions[9]["enableWhen"] = [
            {"question": f"g{number}.q0", "operator": "exists", "answerBoolean": True}
        ]
        total = (
            f"%resource.item.descendants().where(linkId.startsWith('g{number}.q'))"
            f".answer.valueCoding.extension.where(url='{ordinal}').valueDecimal.sum()"
        )
        groups.append(
            {
                "linkId": f"g{number}",
                "type": "group",
                "text": "Ryhmä",
                "item": [*questions, calculated(f"g{number}.sum", total)],
            }
        )
    everything = "%resource.descendants().where(linkId.endsWith('.sum')).answer.value.sum()"
    data = {"resourceType": "Questionnaire", "item": [*groups, calculated("sum", everything)]}
    return read_all(data)[0]


def milliseconds(seconds: list[float]) -> str:
    """Median, 99th percentile, worst."""
    ordered = sorted(each * 1000 for each in seconds)
    middle, late = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return f"p50 {middle:.2f} ms, p99 {late:.2f} ms, max {ordered[-1]:.2f} ms"


def main(folder: Path) -> int:
    """Runs all; 0 when every target is met."""
    expected, agreeing, exact = agreement(folder)
    share = agreeing / expected if expected else 0.0
    print(f"scores: {agreeing} of {expected} agree ({share:.2%}), {exact} to the last digit")

    refused: Counter[str] = Counter()
    levels: Counter[Level] = Counter()
    opened, keys = 0, list[float]()
    for name, data in forms(folder):
        try:
            found = read_all(data)
        except UnreadableQuestionnaire as reason:
            refused[str(reason)] += 1
            print(f"  refused: {name}: {reason}")
            continue
        for form in found:
            opened += 1
            levels.update(summary(support(form)))
            session, seconds = fill(form)
            keys += seconds
            assert Session(form, session.draft(), NOW).response() == session.response(), name
            gc.collect()
    print(f"forms: {opened} opened and filled, {refused.total()} refused {dict(refused)}")
    print("features: " + ", ".join(f"{level} {count}" for level, count in levels.items()))
    print(f"keys of {opened} forms ({len(keys)}): {milliseconds(keys)}")

    form = large_form()
    _, large = fill(form)
    print(f"keys of a form of {sum(1 for _ in form.walk())} items: {milliseconds(large)}")
    worst = max([*keys, *large]) * 1000
    return 0 if share >= AGREEMENT and worst <= MILLISECONDS else 1


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "shared" / "data" / "questionnaires"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
