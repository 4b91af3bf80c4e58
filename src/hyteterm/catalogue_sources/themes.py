"""From the classes and terms of other catalogues to our themes: tables."""

from collections.abc import Iterable
from typing import Final

from hyteterm.domain.vocabulary import Theme

_T = Theme

CLASS_THEMES: Final[tuple[tuple[str, str, tuple[Theme, ...]], ...]] = (
    # PTV service classes (ptvserclass2): code, Finnish name, themes.  A class without a row of
    # its own takes those of the class above it (P27.3 → P27).
    ("P1", "Asuminen", (_T.EVERYDAY_LIFE,)),
    ("P3.1", "Parisuhde", (_T.RELATIONSHIPS,)),
    ("P3.2", "Lapsen saaminen", (_T.RELATIONSHIPS,)),
    ("P3.5", "Perheasioiden sovittelu ja perheoikeus", (_T.RELATIONSHIPS,)),
    ("P3.6", "Lapsiperheiden sosiaalipalvelut", (_T.EVERYDAY_LIFE, _T.RELATIONSHIPS)),
    ("P3.7", "Kasvatus- ja perheneuvonta", (_T.RELATIONSHIPS,)),
    ("P3.8", "Lastensuojelu", (_T.RELATIONSHIPS, _T.SAFETY)),
    ("P3.9", "Elatusapu", (_T.EVERYDAY_LIFE,)),
    ("P4", "Sosiaalipalvelut", (_T.EVERYDAY_LIFE,)),
    ("P4.1", "Asumispalvelut", (_T.EVERYDAY_LIFE,)),
    ("P4.2", "Vanhusten palvelut", (_T.EVERYDAY_LIFE,)),
    ("P4.3", "Kotihoito ja kotipalvelut", (_T.EVERYDAY_LIFE,)),
    ("P4.4", "Vammaisten muut kuin asumis- ja kotipalvelut", (_T.EVERYDAY_LIFE,)),
    ("P4.5", "Henkilökohtaisen avustajan palvelut", (_T.EVERYDAY_LIFE,)),
    ("P4.6", "Perhehoito", (_T.EVERYDAY_LIFE,)),
    ("P4.7", "Kehitysvammahuolto", (_T.EVERYDAY_LIFE,)),
    ("P4.8", "Työllistyjän tukeminen", (_T.WORK_LEARNING,)),
    ("P4.9", "Koulu- ja opiskelijahuollon sosiaalipalvelut", (_T.WORK_LEARNING, _T.MIND)),
    ("P4.10", "Toimeentulotuki", (_T.EVERYDAY_LIFE,)),
    ("P4.11", "Kotouttaminen", (_T.EVERYDAY_LIFE, _T.WORK_LEARNING)),
    ("P4.12", "Sosiaalipalvelujen vertais- ja vapaaehtoistoiminta", (_T.RELATIONSHIPS,)),
    ("P4.13", "Sosiaalipalvelujen neuvonta- ja ohjauspalvelut", (_T.EVERYDAY_LIFE,)),
    ("P4.14", "Sosiaalipalvelujen oheis- ja tukipalvelut", (_T.EVERYDAY_LIFE,)),
    ("P5", "Terveydenhuolto, sairaanhoito ja ravitsemus", (_T.HEALTH,)),
    ("P5.1", "Perusterveydenhuolto", (_T.HEALTH,)),
    ("P5.2", "Neuvolapalvelut", (_T.HEALTH, _T.RELATIONSHIPS)),
    ("P5.3", "Rokotukset", (_T.HEALTH,)),
    ("P5.4", "Röntgen, laboratorio ja muut tutkimuspalvelut", (_T.HEALTH,)),
    ("P5.5", "Ensiapu ja päivystys", (_T.HEALTH,)),
    ("P5.6", "Erikoissairaanhoito", (_T.HEALTH,)),
    ("P5.7", "Päihde- ja mielenterveyspalvelut", (_T.MIND, _T.SUBSTANCES)),
    ("P5.8", "Terveystarkastukset", (_T.HEALTH,)),
    ("P5.9", "Koulu- ja opiskelijaterveydenhuolto", (_T.HEALTH,)),
    ("P5.10", "Suun ja hampaiden terveydenhuolto", (_T.HEALTH,)),
    ("P5.11", "Oma- ja itsehoito", (_T.HEALTH,)),
    ("P5.12", "Työterveyshuolto", (_T.HEALTH, _T.WORK_LEARNING)),
    ("P5.13", "Kuntoutus", (_T.HEALTH,)),
    ("P5.14", "Kotisairaanhoito ja omaishoito", (_T.EVERYDAY_LIFE, _T.HEALTH)),
    ("P5.15", "Lääkkeet ja apteekit", (_T.HEALTH,)),
    ("P5.16", "Terveyden vertais- ja vapaaehtoistoiminta", (_T.HEALTH, _T.RELATIONSHIPS)),
    ("P5.17", "Terveyden ja hyvinvoinnin neuvonta- ja ohjauspalvelut", (_T.HEALTH,)),
    ("P5.18", "Hyvinvointipalvelujen tukipalvelut", (_T.HEALTH,)),
    ("P5.19", "Potilaan oikeudet", (_T.HEALTH,)),
    ("P5.20", "Ravinto", (_T.NUTRITION,)),
    ("P5.21", "Elintarviketurvallisuus", ()),
    ("P6", "Koulutus", (_T.WORK_LEARNING,)),
    ("P6.10", "Aikuis- ja täydennyskoulutus", (_T.WORK_LEARNING,)),
    ("P6.3", "Aamu- ja iltapäiväkerhotoiminta", (_T.RELATIONSHIPS,)),
    ("P6.4", "Ammatinvalinta ja opintojen ohjaus", (_T.WORK_LEARNING,)),
    ("P6.11", "Yrityskoulutus", ()),
    ("P6.12", "Yrittäjäkoulutus", ()),
    ("P6.15", "Tiede ja tutkimus", ()),
    ("P7.4", "Oikeusapu", (_T.EVERYDAY_LIFE,)),
    ("P7.5", "Rikosten ilmoittaminen", (_T.SAFETY,)),
    ("P7.11", "Edunvalvonta", (_T.EVERYDAY_LIFE,)),
    ("P8.4", "Kansalaisjärjestöjen toiminta", (_T.RELATIONSHIPS,)),
    ("P10", "Työ ja työttömyys", (_T.WORK_LEARNING,)),
    ("P10.1", "Työnhaku ja työpaikat", (_T.WORK_LEARNING,)),
    ("P10.4", "Työkyky ja ammatillinen kuntoutus", (_T.WORK_LEARNING, _T.HEALTH)),
    ("P10.6", "Työttömän tuet ja etuudet", (_T.WORK_LEARNING, _T.EVERYDAY_LIFE)),
    ("P10.7", "Tuettu työllistyminen", (_T.WORK_LEARNING,)),
    ("P10.8", "Työttömien järjestöt ja vertaistuki", (_T.WORK_LEARNING, _T.RELATIONSHIPS)),
    ("P13", "Eläkkeet", (_T.EVERYDAY_LIFE,)),
    ("P15.1", "Henkilön talous- ja velkaneuvonta", (_T.EVERYDAY_LIFE,)),
    ("P19.3", "Hätänumerot ja onnettomuustilanteet", (_T.SAFETY,)),
    ("P22.2", "Maahanmuuttajan työskentely ja opiskelu", (_T.WORK_LEARNING,)),
    ("P22.3", "Kielikurssit", (_T.WORK_LEARNING,)),
    ("P25", "Kulttuuri", (_T.CULTURE,)),
    ("P25.1", "Kirjastot", (_T.CULTURE,)),
    ("P25.2", "Taiteet", (_T.CULTURE,)),
    ("P25.3", "Museot", (_T.CULTURE,)),
    ("P25.5", "Vapaa-ajan palvelut", (_T.CULTURE, _T.RELATIONSHIPS)),
    ("P25.6", "Uskonnot ja elämänkatsomukset", (_T.RELATIONSHIPS,)),
    ("P25.7", "Vapaa sivistystyö ja taidekasvatus", (_T.CULTURE, _T.WORK_LEARNING)),
    ("P27", "Liikunta ja ulkoilu", (_T.EXERCISE,)),
    ("P27.1", "Liikunta ja urheilu", (_T.EXERCISE,)),
    ("P27.2", "Retkeily", (_T.NATURE, _T.EXERCISE)),
    ("P27.3", "Veneily", (_T.NATURE,)),
    ("P27.4", "Metsästys", (_T.NATURE,)),
    ("P27.5", "Kalastus", (_T.NATURE,)),
    ("P28", "Nuorisopalvelut", (_T.RELATIONSHIPS,)),
    ("P28.3", "Nuorten työpajatoiminta", (_T.WORK_LEARNING,)),
    (
        "P28.5",
        "Ohjaamot sekä muut nuorten tieto-, neuvonta- ja ohjauspalvelut",
        (_T.WORK_LEARNING, _T.EVERYDAY_LIFE),
    ),
)

_FREE_NAMES: Final[dict[str, tuple[Theme, ...]]] = {
    # Class names of older bodies and of regional catalogues that have no code.
    "arjen taidot": (_T.EVERYDAY_LIFE,),
    "kirjastot ja tietopalvelut": (_T.CULTURE,),
    "kotona asumisen tuki": (_T.EVERYDAY_LIFE,),
    "kotoutuminen": (_T.EVERYDAY_LIFE, _T.WORK_LEARNING),
    "kulttuuri ja luovuus": (_T.CULTURE,),
    "lapset ja perheet": (_T.RELATIONSHIPS,),
    "liikunta": (_T.EXERCISE,),
    "luonto": (_T.NATURE,),
    "mielen hyvinvointi": (_T.MIND,),
    "mielenterveys": (_T.MIND,),
    "muisti ja toimintakyky": (_T.HEALTH, _T.EVERYDAY_LIFE),
    "nuoret": (_T.RELATIONSHIPS,),
    "oikeudet": (_T.EVERYDAY_LIFE,),
    "omaishoito ja läheiset": (_T.RELATIONSHIPS, _T.EVERYDAY_LIFE),
    "osallisuus ja yhteisöt": (_T.RELATIONSHIPS,),
    "pitkäaikaissairaudet": (_T.HEALTH,),
    "päihteet ja riippuvuudet": (_T.SUBSTANCES,),
    "ravitsemus": (_T.NUTRITION,),
    "talous ja toimeentulo": (_T.EVERYDAY_LIFE,),
    "terveyden edistäminen": (_T.HEALTH,),
    "turvallisuus": (_T.SAFETY,),
    "työ ja toimeentulo": (_T.WORK_LEARNING, _T.EVERYDAY_LIFE),
    "työllistyjän taloudellinen tukeminen": (_T.WORK_LEARNING, _T.EVERYDAY_LIFE),
    "uni": (_T.SLEEP,),
    "vammaisuus": (_T.EVERYDAY_LIFE,),
    "lasten päivähoito": (_T.RELATIONSHIPS,),
    "varhaiskasvatus": (_T.RELATIONSHIPS,),
    "perusopetus": (_T.WORK_LEARNING,),
    "esiopetus": (_T.WORK_LEARNING,),
    "lukiokoulutus": (_T.WORK_LEARNING,),
    "oppisopimus": (_T.WORK_LEARNING,),
    "toisen asteen ammatillinen koulutus": (_T.WORK_LEARNING,),
    "opintojen tukeminen": (_T.WORK_LEARNING, _T.EVERYDAY_LIFE),
    "vuokra-asuminen": (_T.EVERYDAY_LIFE,),
    "omistusasuminen": (_T.EVERYDAY_LIFE,),
    "osaomistus- ja asumisoikeusasuminen": (_T.EVERYDAY_LIFE,),
    "asumisen tuet": (_T.EVERYDAY_LIFE,),
}

_TERM_THEMES: Final[tuple[tuple[str, Theme], ...]] = (
    # Beginning of a word in an ontology term or keyword → theme, where the classes are too
    # broad to tell: PTV has no class for sleep, nicotine or violence.
    ("unettomuu", _T.SLEEP),
    ("unihäiriö", _T.SLEEP),
    ("uniapnea", _T.SLEEP),
    ("sömn", _T.SLEEP),
    ("insomnia", _T.SLEEP),
    ("sleep", _T.SLEEP),
    ("ravitsemu", _T.NUTRITION),
    ("ruokavalio", _T.NUTRITION),
    ("vajaaravitsemu", _T.NUTRITION),
    ("painonhallin", _T.NUTRITION),
    ("laihdut", _T.NUTRITION),
    ("nutrition", _T.NUTRITION),
    ("liikuntaneuvon", _T.EXERCISE),
    ("terveysliikun", _T.EXERCISE),
    ("erityisliikun", _T.EXERCISE),
    ("voimistelu", _T.EXERCISE),
    ("kuntosali", _T.EXERCISE),
    ("uinti", _T.EXERCISE),
    ("vesivoimistelu", _T.EXERCISE),
    ("tuolijumppa", _T.EXERCISE),
    ("kävely", _T.EXERCISE),
    ("sauvakävely", _T.EXERCISE),
    ("luontoliikun", _T.NATURE),
    ("retkeily", _T.NATURE),
    ("ulkoilu", _T.NATURE),
    ("yksinäisyy", _T.RELATIONSHIPS),
    ("ystävätoimin", _T.RELATIONSHIPS),
    ("yhteisöllisyy", _T.RELATIONSHIPS),
    ("kohtaamispai", _T.RELATIONSHIPS),
    ("parisuhde", _T.RELATIONSHIPS),
    ("masennus", _T.MIND),
    ("ahdistunei", _T.MIND),
    ("paniikkihäiriö", _T.MIND),
    ("mielenterve", _T.MIND),
    ("kriisiapu", _T.MIND),
    ("itsemurh", _T.MIND),
    ("stressinhallin", _T.MIND),
    ("tupako", _T.SUBSTANCES),
    ("nikotiini", _T.SUBSTANCES),
    ("alkoholi", _T.SUBSTANCES),
    ("huume", _T.SUBSTANCES),
    ("päihde", _T.SUBSTANCES),
    ("rahapeli", _T.SUBSTANCES),
    ("peliriippuvuu", _T.SUBSTANCES),
    ("lähisuhdeväkival", _T.SAFETY),
    ("perheväkival", _T.SAFETY),
    ("turvakoti", _T.SAFETY),
    ("rikoksen uhri", _T.SAFETY),
    ("velkaantu", _T.EVERYDAY_LIFE),
    ("talousneuvon", _T.EVERYDAY_LIFE),
    ("ruoka-apu", _T.EVERYDAY_LIFE),
    ("asunnottom", _T.EVERYDAY_LIFE),
    ("diabetes", _T.HEALTH),
    ("verenpain", _T.HEALTH),
    ("kulttuuri", _T.CULTURE),
    ("taideterapia", _T.CULTURE),
    ("kuorot", _T.CULTURE),
    ("musiikki", _T.CULTURE),
    ("käsityö", _T.CULTURE),
    ("työnhaku", _T.WORK_LEARNING),
    ("työkyky", _T.WORK_LEARNING),
    ("kuntouttava työtoimin", _T.WORK_LEARNING),
)

_BY_CODE: Final = {code: themes for code, _, themes in CLASS_THEMES}
_BY_NAME: Final = {
    **{name.lower(): themes for _, name, themes in CLASS_THEMES},
    **_FREE_NAMES,
}
_ORDER: Final = {theme: place for place, theme in enumerate(Theme)}


def class_themes(code: str, name: str) -> tuple[Theme, ...]:
    """Themes of one service class, by its code (its own row, else the row above) or its name."""
    while code:
        if code in _BY_CODE:
            return _BY_CODE[code]
        code = code.rpartition(".")[0]
    return _BY_NAME.get(name.strip().lower(), ())


def term_themes(term: str) -> set[Theme]:
    """Themes told by an ontology term or keyword."""
    padded = " " + term.lower()
    return {theme for start, theme in _TERM_THEMES if " " + start in padded}


def themes_of(classes: Iterable[tuple[str, str]], terms: Iterable[str] = ()) -> tuple[Theme, ...]:
    """Themes of a service from its classes, (code, name) each, and its terms; in Theme's order."""
    found: set[Theme] = set()
    for code, name in classes:
        found.update(class_themes(code, name))
    for term in terms:
        found.update(term_themes(term))
    return tuple(sorted(found, key=_ORDER.__getitem__))
