"""Practices that lower the threshold to join, recognised in a description: cautious patterns.

A sentence that denies (“tilat eivät ole esteettömät”) tells nothing, unless the pattern
itself holds the denial (“ajanvarausta ei tarvita”).
"""

import re
from collections.abc import Iterable
from typing import Final

from hyteterm.domain.vocabulary import LowThreshold

_L = LowThreshold

_PLAIN: Final[tuple[tuple[str, LowThreshold], ...]] = (
    # Believed only in a sentence without a denial.
    (r"esteettöm(?:ät|iss[äa]|iin)\b.{0,30}\b(?:tila|tilat|tiloissa|sisäänkäyn)", _L.ACCESSIBLE_PREMISES),
    (r"\b(?:tila|tilat|sisäänkäynti|rakennus|sali|halli)\b.{0,40}\besteet(?:ön|tömät)\b", _L.ACCESSIBLE_PREMISES),
    (r"esteetön (?:tila|kulku|sisäänkäynti|pääsy)", _L.ACCESSIBLE_PREMISES),
    (r"\btillgänglig(?:a)? lokal|lokal\w*.{0,25}\btillgänglig", _L.ACCESSIBLE_PREMISES),
    (r"wheelchair accessible|accessible premises|step-free", _L.ACCESSIBLE_PREMISES),
    (r"\b(?:avustaja|saattaja|tukihenkilö)\b.{0,40}\b(?:maksutta|ilmaiseksi|veloituksetta)\b", _L.COMPANION_CARD),
    (r"\bassistent.{0,30}\b(?:gratis|avgiftsfritt)\b", _L.COMPANION_CARD),
    (r"(?:maksu\w+|ilmai\w+) (?:kokeilu|tutustumis)|(?:kokeilu|tutustumis)k[äe]\w+.{0,20}(?:maksut|ilmai)", _L.FREE_TRIAL),
    (r"(?:maksuttom|ilmais)\w+ (?:\w+ )?(?:pääsy)?lip(?:pu|ut|puja|uja)\b|kaikukortti|kaiku-kortti", _L.FREE_TICKETS),
    (r"\b(?:järjestetään|järjestämme|tarjoamme|sisältyy|sisältää|mukana)\b.{0,40}\bkuljetu(?:s|ksen|kset)\b", _L.TRANSPORT),
    (r"\bkuljetus (?:järjestetään|järjestyy|sisältyy|kuuluu)|maksut\w+ kuljetu", _L.TRANSPORT),
    (r"\b(?:skjuts|transport) ordnas\b", _L.TRANSPORT),
    (r"\b(?:vapaaehtoinen|vertainen|kaveri|saattaja|vertaistukija)\b.{0,40}\b(?:saattaa|hakee kotoa|lähtee mukaan|tulee mukaan)\b", _L.PEER_ESCORT),
    (r"\bnimettömä(?:sti|nä)\b|\bnimettömyy\w+ säilyy|\bnimetöntä\b|\banonymt\b|\banonymously\b", _L.ANONYMOUS),
    (r"\betänä\b|\betäyhtey\w+|\betäosallistu|\betäryhmä|\bpå distans\b|\bremotely\b|\bonline meeting", _L.REMOTE),
    (r"\bväline(?:et|itä)\b.{0,30}\b(?:lain|käyttöösi|talon puolesta)|\b(?:sauvoja|välineitä|varusteita) (?:voi lainata|saa lainaksi|lainataan)", _L.EQUIPMENT_LOAN),
    (r"\b(?:avoin|avoimet) ovet\b|\bwalk-in\b|\bdrop-in\b", _L.NO_BOOKING),
)  # fmt: skip

_DENYING: Final[tuple[tuple[str, LowThreshold], ...]] = (
    # The denial is the practice.
    (r"\bilman (?:ajanvarausta|ilmoittautumista|ennakkoilmoittautumista)\b", _L.NO_BOOKING),
    (r"\b(?:ajanvarausta|ilmoittautumista|ennakkoilmoittautumista) ei (?:tarvita|vaadita|tarvitse)", _L.NO_BOOKING),
    (r"\bei (?:tarvitse|edellytä|vaadi|tarvita) (?:ajanvarausta|ilmoittautumista|varata aikaa|ennakkoilmoittautumista)", _L.NO_BOOKING),
    (r"\butan tidsbeställning\b|\bwithout (?:an )?appointment\b|\bno (?:booking|appointment) (?:is )?(?:needed|required)", _L.NO_BOOKING),
    (r"\bei tarvitse kertoa nimeä|\bnimeä ei (?:kysytä|tarvitse)", _L.ANONYMOUS),
)  # fmt: skip

_DENIAL = re.compile(r"\b(?:ei|eivät|eikä|emme|en|inte|ej|not|no|cannot|valitettavasti)\b")
_SENTENCE = re.compile(r"[.!?\n;]+\s*")

_PLAIN_COMPILED: Final = tuple((re.compile(pattern), kind) for pattern, kind in _PLAIN)
_DENYING_COMPILED: Final = tuple((re.compile(pattern), kind) for pattern, kind in _DENYING)
_ORDER: Final = {practice: place for place, practice in enumerate(LowThreshold)}

_HINT = re.compile(
    r"esteet|lokal|accessib|step-free|avustaj|saattaj|tukihenk|assistent|kokeilu|tutustumis|"
    r"lippu|liput|lippuj|lipuj|kaiku|kuljetu|skjuts|transport|vapaaeht|vertai|kaveri|nimet|nimeä|"
    r"anonym|etän|etäyh|etäos|etäry|distans|remote|online|välinei|väline|sauvoja|varustei|avoin|"
    r"avoimet|walk-in|drop-in|varau|varata|ilmoittautu|tidsbest|appointment|booking"
)
"""Words one of which every pattern needs; most sentences have none and are passed quickly."""


def low_threshold_of(texts: Iterable[str]) -> tuple[LowThreshold, ...]:
    """Practices that the texts promise, in LowThreshold's order."""
    found: set[LowThreshold] = set()
    for text in texts:
        for sentence in _SENTENCE.split(text.lower()):
            if not _HINT.search(sentence):
                continue
            found.update(kind for pattern, kind in _DENYING_COMPILED if pattern.search(sentence))
            if not _DENIAL.search(sentence):
                found.update(kind for pattern, kind in _PLAIN_COMPILED if pattern.search(sentence))
    return tuple(sorted(found, key=_ORDER.__getitem__))
