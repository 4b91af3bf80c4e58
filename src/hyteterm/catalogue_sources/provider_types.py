"""Who runs a service, told from the name of the organisation."""

import re
from functools import lru_cache
from typing import Final

from hyteterm.domain.municipality import find_municipality, municipality_code
from hyteterm.domain.vocabulary import ProviderType

_P = ProviderType

_PATTERNS: Final[tuple[tuple[str, ProviderType], ...]] = (
    # The first that fits decides, so what is most telling stands first.
    (r"\b(?:oy|oyj|ab|ky|tmi|osk|osuuskunta)\b", _P.COMPANY),
    (r"seurakun|församling|\bparish\b|kirkko\b|kyrka\b|diakonialait", _P.PARISH),
    (r"\b(?:kela|fpa|te-toimisto|te-palvelut|kansaneläkelaitos|folkpensionsanstalten)\b", _P.STATE),
    (
        r"\b(?:oikeusaputoimisto|digi- ja väestötietovirasto|maahanmuuttovirasto|poliisi)\b",
        _P.STATE,
    ),
    (r"\w*(?:virasto|ministeriö|verket|ely-keskus|elinvoimakeskus)\b|\bthl\b|\bvaltion", _P.STATE),
    (r"kansallinen pohjakuvaus", _P.STATE),
    (
        r"hyvinvointialue|hyvinvointikuntayhtymä|välfärdsområde|wellbeing services county|"
        r"\b(?:päijät-sote|kymenlaakson hyvinvointi|eksote|kainuun sote|soite|siun sote|"
        r"keusote|luvn|varha|pirha|pohde|husin?|hus)\b|sairaanhoitopiiri",
        _P.COUNTY,
    ),
    (r"\b(?:ry|rf|rp|r\.y|r\.f|rs|sr)\b\.?|\byhdistys|yhdistyk|förening|\bassociation\b", _P.NGO),
    (
        r"\bspr\b|punainen risti|röda korset|red cross|martat|marttaliitto|\bmartha|\bmll\b|"
        r"mannerheimin lastensuojelu|settlement|setlement|pelastusarmeija|frälsningsarmén|"
        r"\w*liitto\b|\w*liiton\b|\w+förbund|säätiö|stiftelse|foundation|klubitalo|\bkerho\b|"
        r"\b\w*seura\b|toimintakeskus|folkhälsan|finfami|\ba-kilta|potilasjärjestö|järjestö",
        _P.NGO,
    ),
    (
        r"kaupunki\b|kaupungin\b|\bkunta\b|\bkunnan\b|\bstad\b|\bstads\b|kommun\b|kommuns\b|"
        r"\bcity\b|municipality|kansalaisopisto|työväenopisto|kirjasto|uimahalli|kuntayhtymä|"
        r"samkommun|medborgarinstitut|opisto\b|koulutuskeskus|nuorisopalvelut|museo\b",
        _P.MUNICIPALITY,
    ),
)

_COMPILED: Final = tuple((re.compile(pattern), kind) for pattern, kind in _PATTERNS)

_OWNER = re.compile(r"(?i)(?P<name>.+?)[ ,]+(?:kaupunki|kunta|stad|kommun)\s*$")


@lru_cache(maxsize=4096)
def provider_type(name: str, hint: str = "") -> ProviderType:
    """The type of an organisation, by its name; ``hint`` is what the source says of its kind."""
    for text in (hint, name):
        folded = text.lower()
        for pattern, kind in _COMPILED:
            if pattern.search(folded):
                return kind
    if name and find_municipality(name):
        return ProviderType.MUNICIPALITY
    return ProviderType.OTHER


def municipality_of(name: str) -> str:
    """Code of the municipality that this organisation is (“Kouvolan kaupunki”); else empty."""
    found = _OWNER.fullmatch(name.strip())
    if found is None or municipality_code(found["name"]):
        return ""
    owner = find_municipality(found["name"])
    return owner.code if owner else ""
