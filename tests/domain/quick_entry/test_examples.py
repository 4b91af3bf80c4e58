"""The written example lines: each says everything that is understood, and nothing else is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hyteterm.domain import phone_number
from hyteterm.domain.birth import Birth
from hyteterm.domain.municipality import municipality_name
from hyteterm.domain.quick_entry import Context, Field, Understood, parse
from hyteterm.domain.referral import Urgency

SERVICES = [
    ("arkeen-kouvola", "Arkeen Voimaa -ryhmä, Kouvola", "286", "group"),
    ("arkeen-kotka", "Arkeen Voimaa -ryhmä, Kotka", "285", "group"),
    ("ystava", "Ystävätoiminta iäkkäille", "286", "ngo"),
    ("juttu", "Juttukahvila", "286", "ngo"),
    ("olka", "OLKA-piste", "", "ngo"),
    ("finfami", "FinFami Kymi, läheisten tuki", "", "ngo"),
    ("finger", "FINGER-ryhmä", "", "lifestyle"),
    ("liikunta-kouvola", "Kouvolan liikuntaneuvonta", "286", "exercise"),
    ("tuolijumppa", "Tuolijumppa eläkeläisille", "286", "exercise"),
    ("irti", "Irti nikotiinista -ryhmä", "285", "nicotine"),
    ("omaiset", "Omaishoitajien vertaisryhmä", "286", "carer"),
    ("perhekahvila", "MLL:n perhekahvila", "286", "family-centre"),
]


def find_service(text: str) -> list[tuple[str, str, str, str]]:
    """Services whose name begins with the text."""
    return [row for row in SERVICES if row[1].casefold().startswith(text.casefold())]


CONTEXT = Context(date(2026, 11, 20), "286", find_service)


def examples() -> Iterator[tuple[str, str]]:
    text = Path(__file__).with_name("examples.tsv").read_text(encoding="utf-8")
    for row in text.splitlines():
        if row and not row.startswith("#"):
            line, expected = row.split("\t")
            yield line.replace("\\n", "\n").replace("\\t", "\t"), expected


def birth_text(birth: Birth | None) -> str:
    return "-" if birth is None else str(birth.day or birth.year)


def described(found: Understood) -> dict[str, str]:
    """Everything that the line itself said, in the words of the examples."""
    typed_place = "" if Field.MUNICIPALITY in found.assumed else found.municipality
    said = {
        "type": found.type,
        "service": found.service.id if found.service else "",
        "place": municipality_name(typed_place) if typed_place else "",
        "name": found.name,
        "guardian": found.guardian,
        "phone": found.phone,
        "email": found.email,
        "code": found.identity_code,
        "born": birth_text(found.birth) if found.birth or found.spans(Field.BIRTH) else "",
        "language": "" if Field.LANGUAGE in found.assumed else found.language,
        "interpreter": found.interpreter,
        "urgency": "" if found.urgency is Urgency.ROUTINE else found.urgency.value,
        "way": found.contact_way.value if found.contact_way else "",
        "time": found.contact_time,
        "turvakielto": "yes" if found.non_disclosure else "",
        "reason": found.reason,
        "unknown": " / ".join(found.unknown),
        "left": " / ".join(found.left_out),
        "ask": " | ".join(
            f"{one.field}: " + " ~ ".join(option.text for option in one.options)
            for one in found.ambiguous
        ),
        "missing": " ".join(found.missing) or "-",
    }
    return {key: value for key, value in said.items() if value}


@pytest.mark.parametrize(("line", "expected"), examples())
def test_an_example_line_is_understood_as_written(line: str, expected: str) -> None:
    wanted = dict(part.split("=", 1) for part in expected.split(" | "))
    if "phone" in wanted:
        wanted["phone"] = phone_number.normalise(wanted["phone"])
    found = described(parse(line, CONTEXT))
    if "missing" not in wanted:
        del found["missing"]
    assert found == wanted


def test_there_are_at_least_300_different_examples() -> None:
    assert len({line for line, _ in examples()}) >= 300
