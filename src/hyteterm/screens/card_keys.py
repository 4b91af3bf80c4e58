"""The keys of a conversation, as they are told: below, beside the themes, and under F1."""

from __future__ import annotations

from enum import Enum

from hyteterm.translation import gettext as _
from hyteterm.workspace.card_body import CardBody

Keys = list[tuple[str, str]]
"""(key, what it does)."""


class Place(Enum):
    """Where the cursor stands."""

    TOPICS = "topics"
    CLIENT = "client"
    THEME = "theme"
    CHOICE = "choice"
    TEXT = "text"


def keys_below(place: Place) -> Keys:
    """The bottom line, most important first."""
    rest = [(_("Väli"), _("tauko")), ("!", _("hätänumerot"))]
    typing = [("Ctrl+O", _("tauko")), ("Ctrl+T", _("hätänumerot"))]
    match place:
        case Place.TOPICS:
            return [("a–l", _("aihe")), ("Enter", _("jatka")), ("Tab", _("asiakas")), *rest]
        case Place.CLIENT:
            return [("Enter", _("seuraava")), ("Esc", _("aiheisiin")), *typing]
        case Place.THEME:
            first = [("0–9 x", _("vastaus")), ("Enter", _("ohita")), ("Tab", _("lisää"))]
            return [*first, ("F10", _("loppu")), *rest]
        case Place.CHOICE:
            return [("k e o", _("vastaus")), ("Tab", _("lisää")), ("Esc", _("kysymykseen")), *rest]
        case Place.TEXT:
            return [("Enter", _("seuraava")), ("Esc", _("kysymykseen")), *typing]


def keys_beside(place: Place, body: CardBody) -> Keys:
    """What does not fit on the bottom line; letters are not among it where they are text."""
    hears = _("olemme kahden: näytä kaikki") if body.others_hear else _("muut kuulevat: piilota")
    if place in (Place.TOPICS, Place.CLIENT):
        letters = [("y", hears)] if place is Place.TOPICS else []
        return [*letters, ("F8", _("asiakkaan kieli"))]
    away = _("turvallisuus esiin") if body.safety_hidden else _("turvallisuus piiloon")
    letters = [("Ctrl+G", away)] if place is Place.TEXT else [("y", hears), ("v", away)]
    return [
        *letters,
        ("↓↑", _("seuraava, edellinen")),
        ("F8", _("asiakkaan kieli")),
        ("F4", _("lähete")),
        ("Ctrl+Y", _("kirjausteksti")),
    ]


def help_for_themes() -> Keys:
    """The keys of the topics and the themes in words."""
    return [
        (_("a–l"), _("keskustelun aihe, enintään kolme; Enter jatkaa")),
        ("0–9, x", _("vastaus asteikolla, x on 10; seuraava aihe aukeaa")),
        ("k, e, m", _("toivooko asiakas tukea: kyllä, ei, myöhemmin")),
        ("Tab", _("aiheen muut kysymykset: kirjoittaminen on vapaaehtoista")),
        ("↓, ↑", _("seuraava ja edellinen aihe; vastauksen voi korjata")),
        *_help_everywhere(),
        ("F8", _("asiakkaan kieli; oma kielesi näkyy alla")),
        ("l", _("aiheen laskuri, jos alue on ottanut laskurit käyttöön")),
        ("F10", _("yhteenveto: mitä ehdotetaan ja mitä sovitaan")),
        ("Ctrl+Y", _("kirjausteksti potilasjärjestelmään, kopioidaan")),
    ]


def help_at_end() -> Keys:
    """The keys of the summary in words."""
    return [
        ("k, e, m", _("toivooko asiakas tukea: kyllä, ei, myöhemmin")),
        ("Ins, Ctrl+K", _("asiakas ohjattiin tähän: palvelu koriin ja kirjaukseen")),
        ("F4", _("lähete valittuun palveluun, asiakas ja syy valmiina")),
        ("Enter", _("avaa palvelun tai palvelupolun")),
        ("p", _("esite palveluista, joihin asiakas ohjattiin")),
        ("Tab", _("mitä sovittiin, milloin palataan, lupa tallentaa vastaukset alueelle")),
        ("i", _("mini-intervention kirjaus")),
        ("a", _("asiakkuuden segmentti")),
        *_help_everywhere(),
        ("Ctrl+Y", _("kirjausteksti potilasjärjestelmään, kopioidaan")),
        ("F10", _("valmis: kortti tallentuu")),
        ("Esc", _("takaisin keskusteluun")),
    ]


def _help_everywhere() -> Keys:
    return [
        ("y", _("muut kuulevat: mieli, päihteet ja turvallisuus piiloon; uudelleen esiin")),
        ("v, Ctrl+G", _("turvallisuus piiloon heti; esiin se kysytään uudelleen")),
        (_("Väli, Ctrl+O"), _("tauko: mitään ei näy, mikä tahansa näppäin jatkaa")),
        ("!, Ctrl+T", _("hätänumerot ja alueen ohje")),
    ]
