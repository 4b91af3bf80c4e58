"""The leaflet's own words in its five versions, so that a leaflet's language is the client's.

They are no messages of the interface: the professional's language may be another one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hyteterm.domain.vocabulary import Theme


class LeafletVersion(StrEnum):
    """The languages of a leaflet; easy Finnish (selkokieli) is one of its own."""

    FINNISH = "fi"
    EASY_FINNISH = "fi-easy"
    SWEDISH = "sv"
    ENGLISH = "en"
    RUSSIAN = "ru"

    @property
    def language(self) -> str:
        """The language code, for texts of the catalogue and for screen readers."""
        return "fi" if self is LeafletVersion.EASY_FINNISH else str(self)


OWN_NAMES: Final[dict[LeafletVersion, str]] = {
    LeafletVersion.FINNISH: "suomi",
    LeafletVersion.EASY_FINNISH: "selkosuomi",
    LeafletVersion.SWEDISH: "svenska",
    LeafletVersion.ENGLISH: "English",
    LeafletVersion.RUSSIAN: "русский",
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """One version's sentences; ``{…}`` is what is put in."""

    title: str
    """Of the file: ``{names}``."""
    call: str
    """``{number}``"""
    hours: str
    """When the phone answers: ``{hours}``."""
    place: str
    """``{place}``"""
    next_time: str
    """``{weekday}``, ``{day}``, ``{clock}``"""
    email: str
    """``{address}``"""
    web: str
    """``{address}``"""
    free: str
    charged: str
    price: str
    """``{price}``"""
    about: str
    """``{themes}``"""
    for_whom: str
    """``{who}``"""
    no_contact: str
    made: str
    """``{day}``, ``{code}`` for feedback"""
    weekdays: tuple[str, ...]
    """Monday first."""


PHRASES: Final[dict[LeafletVersion, Phrases]] = {
    LeafletVersion.FINNISH: Phrases(
        title="Esite: {names}",
        call="Soita {number}",
        hours="Puhelin vastaa: {hours}",
        place="Paikka: {place}",
        next_time="Seuraava kerta: {weekday} {day} klo {clock}",
        email="Sähköposti: {address}",
        web="Verkossa: {address}",
        free="Maksuton.",
        charged="Maksullinen. Kysy hinta.",
        price="Hinta: {price}",
        about="Aihe: {themes}",
        for_whom="Kenelle: {who}",
        no_contact="Kysy yhteystiedot siltä, joka antoi tämän esitteen.",
        made="Esite on tehty {day}. Palautteen koodi: {code}",
        weekdays=("ma", "ti", "ke", "to", "pe", "la", "su"),
    ),
    LeafletVersion.EASY_FINNISH: Phrases(
        title="Esite selkosuomeksi: {names}",
        call="Soita tähän numeroon: {number}",
        hours="Voit soittaa: {hours}",
        place="Osoite: {place}",
        next_time="Seuraava kerta on {weekday} {day}. Kello on silloin {clock}.",
        email="Voit lähettää sähköpostia: {address}",
        web="Voit lukea lisää internetistä: {address}",
        free="Tämä ei maksa sinulle mitään.",
        charged="Tämä maksaa. Kysy hinta, kun soitat.",
        price="Tämä maksaa: {price}",
        about="Saat täältä apua. Aihe on: {themes}.",
        for_whom="Kuka voi tulla: {who}",
        no_contact="Kysy puhelinnumero. Kysy siltä, joka antoi sinulle tämän paperin.",
        made="Tämä paperi on tehty {day}. Voit antaa palautetta. Palautteen koodi on {code}",
        weekdays=(
            "maanantaina",
            "tiistaina",
            "keskiviikkona",
            "torstaina",
            "perjantaina",
            "lauantaina",
            "sunnuntaina",
        ),
    ),
    LeafletVersion.SWEDISH: Phrases(
        title="Broschyr: {names}",
        call="Ring {number}",
        hours="Telefontid: {hours}",
        place="Plats: {place}",
        next_time="Nästa gång: {weekday} {day} kl. {clock}",
        email="E-post: {address}",
        web="På webben: {address}",
        free="Avgiftsfritt.",
        charged="Avgiftsbelagt. Fråga om priset.",
        price="Pris: {price}",
        about="Ämne: {themes}",
        for_whom="För vem: {who}",
        no_contact="Fråga efter kontaktuppgifter av den som gav dig broschyren.",
        made="Broschyren är gjord {day}. Kod för respons: {code}",
        weekdays=("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    ),
    LeafletVersion.ENGLISH: Phrases(
        title="Leaflet: {names}",
        call="Call {number}",
        hours="Phone hours: {hours}",
        place="Place: {place}",
        next_time="Next time: {weekday} {day} at {clock}",
        email="E-mail: {address}",
        web="On the web: {address}",
        free="Free of charge.",
        charged="There is a fee. Ask for the price.",
        price="Price: {price}",
        about="About: {themes}",
        for_whom="For whom: {who}",
        no_contact="Ask the person who gave you this leaflet how to get in touch.",
        made="Leaflet made on {day}. Feedback code: {code}",
        weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    ),
    LeafletVersion.RUSSIAN: Phrases(
        title="Листовка: {names}",
        call="Позвоните: {number}",
        hours="Часы приёма звонков: {hours}",
        place="Адрес: {place}",
        next_time="Следующая встреча: {weekday} {day} в {clock}",
        email="Электронная почта: {address}",
        web="В интернете: {address}",
        free="Бесплатно.",
        charged="Платно. Спросите о цене.",
        price="Цена: {price}",
        about="Тема: {themes}",
        for_whom="Для кого: {who}",
        no_contact="Спросите контакты у того, кто дал вам эту листовку.",
        made="Листовка составлена {day}. Код для отзыва: {code}",
        weekdays=("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    ),
}

_FINNISH_THEMES: Final[dict[Theme, str]] = {
    Theme.EXERCISE: "liikunta",
    Theme.NUTRITION: "ruoka",
    Theme.SLEEP: "uni",
    Theme.MIND: "mieli",
    Theme.RELATIONSHIPS: "muut ihmiset ja seura",
    Theme.CULTURE: "kulttuuri",
    Theme.NATURE: "luonto",
    Theme.SUBSTANCES: "päihteet ja tupakka",
    Theme.EVERYDAY_LIFE: "arki, raha ja koti",
    Theme.WORK_LEARNING: "työ ja opiskelu",
    Theme.HEALTH: "terveys",
}
THEME_WORDS: Final[dict[LeafletVersion, dict[Theme, str]]] = {
    LeafletVersion.FINNISH: _FINNISH_THEMES,
    LeafletVersion.EASY_FINNISH: _FINNISH_THEMES,
    LeafletVersion.SWEDISH: {
        Theme.EXERCISE: "motion",
        Theme.NUTRITION: "mat",
        Theme.SLEEP: "sömn",
        Theme.MIND: "psykiskt välmående",
        Theme.RELATIONSHIPS: "relationer och gemenskap",
        Theme.CULTURE: "kultur",
        Theme.NATURE: "natur",
        Theme.SUBSTANCES: "rusmedel och nikotin",
        Theme.EVERYDAY_LIFE: "vardag, ekonomi och boende",
        Theme.WORK_LEARNING: "arbete och studier",
        Theme.HEALTH: "hälsa",
    },
    LeafletVersion.ENGLISH: {
        Theme.EXERCISE: "exercise",
        Theme.NUTRITION: "food",
        Theme.SLEEP: "sleep",
        Theme.MIND: "mental wellbeing",
        Theme.RELATIONSHIPS: "company and relationships",
        Theme.CULTURE: "culture",
        Theme.NATURE: "nature",
        Theme.SUBSTANCES: "alcohol, drugs and nicotine",
        Theme.EVERYDAY_LIFE: "everyday life, money and housing",
        Theme.WORK_LEARNING: "work and studies",
        Theme.HEALTH: "health",
    },
    LeafletVersion.RUSSIAN: {
        Theme.EXERCISE: "движение и спорт",
        Theme.NUTRITION: "питание",
        Theme.SLEEP: "сон",
        Theme.MIND: "душевное благополучие",
        Theme.RELATIONSHIPS: "общение и отношения",
        Theme.CULTURE: "культура",
        Theme.NATURE: "природа",
        Theme.SUBSTANCES: "алкоголь, наркотики и никотин",
        Theme.EVERYDAY_LIFE: "быт, деньги и жильё",
        Theme.WORK_LEARNING: "работа и учёба",
        Theme.HEALTH: "здоровье",
    },
}
"""Plain words for a service that has no text in the leaflet's language.

The safety theme has no words: it never stands on a leaflet.
"""

HOURS_IN_RUSSIAN: Final[dict[str, str]] = {
    "ma": "пн",
    "ti": "вт",
    "ke": "ср",
    "to": "чт",
    "pe": "пт",
    "la": "сб",
    "su": "вс",
    "klo": "с",
    "ja": "и",
}
"""Finnish words of opening hours that can be put into Russian one by one."""
