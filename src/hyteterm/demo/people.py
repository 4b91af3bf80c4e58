"""The invented people and units of the demo.

Nobody here exists.  Phone numbers are ones that nobody has, and identity codes carry
individual numbers 900–999, which the population register keeps for tests.
"""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Final

from hyteterm.domain.localized import LocalizedText


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit that sends or receives referrals."""

    id: str
    names: LocalizedText
    organisation: str
    """Key of ``providers.json``."""
    municipality: str
    phone: str
    services: tuple[str, ...] = ()
    """Source ids of the demo services whose referrals arrive here; none for a sender."""


@dataclass(frozen=True, slots=True)
class DemoProfessional:
    """The professional who is signed in when the demo opens."""

    id: str
    name: str
    role: str
    """Short Finnish title as it stands before the name (“sh” = nurse)."""
    unit: str
    phone: str


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client of the demo."""

    name: str
    personal_identity_code: str
    birth_date: date
    phone: str
    municipality: str
    language: str
    interpreter: bool = False


SENDER_UNIT: Final = DemoUnit(
    id="kouvola-paaterveysasema",
    names={
        "fi": "Kouvola, pääterveysasema",
        "sv": "Kouvola, huvudhälsostationen",
        "en": "Kouvola Main Health Centre",
    },
    organisation="hva-kymenlaakso",
    municipality="286",
    phone="+358 5 000 0100",
)

RECEIVER_UNITS: Final = (
    DemoUnit(
        id="kouvola-liikuntaneuvonta",
        names={
            "fi": "Kouvolan liikuntaneuvonta",
            "sv": "Motionsrådgivningen i Kouvola",
            "en": "Exercise counselling in Kouvola",
        },
        organisation="kunta-286",
        municipality="286",
        phone="+358 5 000 0110",
        services=("kouvola-liikuntaneuvonta", "kouvola-starttiryhma"),
    ),
    DemoUnit(
        id="kouvola-kulttuurineuvonta",
        names={
            "fi": "Kouvolan kulttuurineuvonta",
            "sv": "Kulturrådgivningen i Kouvola",
            "en": "Cultural counselling in Kouvola",
        },
        organisation="kunta-286",
        municipality="286",
        phone="+358 5 000 0120",
        services=("kouvola-kulttuurineuvonta",),
    ),
    DemoUnit(
        id="spr-kouvola-ystavavalitys",
        names={
            "fi": "SPR Kouvola, ystävävälitys",
            "sv": "FRK Kouvola, vänförmedlingen",
            "en": "Finnish Red Cross Kouvola, friend service",
        },
        organisation="spr-kouvola",
        municipality="286",
        phone="+358 5 000 0130",
        services=("kouvola-ystavatoiminta",),
    ),
)

PROFESSIONAL: Final = DemoProfessional(
    id="demo-sh-a-demo",
    name="A. Demo",
    role="sh",
    unit=SENDER_UNIT.id,
    phone="+358 5 000 0101",
)

CLIENTS: Final = (
    DemoClient(
        name="Matti Mallikas",
        personal_identity_code="140358-912U",
        birth_date=date(1958, 3, 14),
        phone="+358 5 000 0201",
        municipality="286",
        language="fi",
    ),
    DemoClient(
        name="Elma Esimerkki",
        personal_identity_code="020741-927D",
        birth_date=date(1941, 7, 2),
        phone="+358 5 000 0202",
        municipality="286",
        language="fi",
    ),
    DemoClient(
        name="Natalia Näyte",
        personal_identity_code="230985-9345",
        birth_date=date(1985, 9, 23),
        phone="+358 5 000 0203",
        municipality="286",
        language="ru",
        interpreter=True,
    ),
    DemoClient(
        name="Joni Koehenkilö",
        personal_identity_code="110604A941A",
        birth_date=date(2004, 6, 11),
        phone="+358 5 000 0204",
        municipality="285",
        language="fi",
    ),
    DemoClient(
        name="Birgitta Provström",
        personal_identity_code="051172-956H",
        birth_date=date(1972, 11, 5),
        phone="+358 5 000 0205",
        municipality="624",
        language="sv",
    ),
)


def demo_policies() -> dict[str, Any]:
    """What the demo's county has decided (see docs/wellbeing-card.md)."""
    found: dict[str, Any] = json.loads(
        files("hyteterm.demo").joinpath("county.json").read_text(encoding="utf-8")
    )
    return found
