"""The columns of a county's own CSV list and what may stand in them: tables and parsers."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from hyteterm.catalogue_sources.reading import UnusableRecord
from hyteterm.catalogue_sources.texts import clean_line
from hyteterm.domain.municipality import find_municipality
from hyteterm.domain.service import ServiceEvent
from hyteterm.domain.vocabulary import (
    LOW_THRESHOLD_LABELS,
    PROVIDER_TYPE_LABELS,
    REFERRAL_TYPE_LABELS,
    TARGET_GROUP_LABELS,
    THEME_LABELS,
    PriceKind,
)

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    # Column → other headings that are understood for it.
    "tunniste": ("id",),
    "nimi": ("nimi_fi", "name", "name_fi", "palvelu"),
    "nimi_sv": ("name_sv",),
    "nimi_en": ("name_en",),
    "tiivistelmä": ("tiivistelmä_fi", "summary", "summary_fi"),
    "tiivistelmä_sv": ("summary_sv",),
    "tiivistelmä_en": ("summary_en",),
    "kuvaus": ("kuvaus_fi", "description", "description_fi"),
    "kuvaus_sv": ("description_sv",),
    "kuvaus_en": ("description_en",),
    "ohje": ("näin_pääset_mukaan", "instructions"),
    "kunnat": ("kunta", "municipalities", "municipality"),
    "teemat": ("teema", "themes", "theme"),
    "kohderyhmät": ("kohderyhmä", "target_groups", "target_group"),
    "toteuttaja": ("järjestäjä", "provider"),
    "toteuttajan_tyyppi": ("provider_type",),
    "maksuton": ("free",),
    "hinta": ("price",),
    "puhelin": ("puhelinnumero", "phone"),
    "sähköposti": ("email",),
    "verkkosivu": ("www", "web", "url"),
    "osoite": ("address",),
    "aukiolo": ("aukioloajat", "hours"),
    "kenelle": ("edellytykset", "eligibility"),
    "esteettömyys": ("accessibility",),
    "matala_kynnys": ("matalan_kynnyksen_käytännöt", "low_threshold"),
    "lähetetyyppi": ("lähete", "referral_type"),
    "kielet": ("languages",),
    "avainsanat": ("keywords",),
    "ajat": ("ajankohdat", "events"),
    "päivitetty": ("muokattu", "modified"),
    "poistettu": ("deleted",),
}

REQUIRED: Final = ("tunniste", "nimi", "kunnat")

_NATIONWIDE: Final = frozenset(
    {"koko maa", "koko suomi", "suomi", "valtakunnallinen", "hela landet"}
)
_YES: Final = frozenset({"kyllä", "k", "x", "1", "true", "tosi", "ja", "yes"})
_NO: Final = frozenset({"ei", "e", "0", "false", "epätosi", "nej", "no", ""})

_LIST = re.compile(r"[|;,\n]+")
_DATE_ISO = r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
_DATE_FI = r"(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
_CLOCK = r"(?P<{0}h>\d{{1,2}})(?:[.:](?P<{0}m>\d{{2}}))?"
_TIME = re.compile(
    rf"(?:{_DATE_ISO}|{_DATE_FI})"
    rf"(?:[T ]+(?:klo\s*)?{_CLOCK.format('s')}(?:\s*[-–]\s*{_CLOCK.format('e')})?)?"
)
_TIME_LIST = re.compile(r"[|\n]+|,\s+|;")


def heading(text: str) -> str:
    """The column that a heading means, or empty."""
    return _HEADINGS.get(_folded(text), "")


def _folded(text: str) -> str:
    folded = re.sub(r"[\s\-_]+", "_", clean_line(text).lower()).strip("_")
    return folded.translate(str.maketrans("äöå", "aoa"))


_HEADINGS: Final = {
    _folded(name): column for column, others in COLUMNS.items() for name in (column, *others)
}


def items(cell: str) -> list[str]:
    """Elements of a cell, separated by ``|``, a comma, a semicolon or a new line."""
    return [found for part in _LIST.split(cell) if (found := clean_line(part))]


def yes_or_no(cell: str, column: str) -> bool | None:
    """Kyllä/ei; None when empty.  Raises `UnusableRecord`."""
    text = clean_line(cell).lower()
    if not text:
        return None
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise UnusableRecord("bad-field", column)


def price_kind(cell: str, price: str) -> PriceKind:
    """From the column “maksuton”; a price alone means that something is charged."""
    free = yes_or_no(cell, "maksuton")
    if free is None:
        return PriceKind.CHARGED if re.search(r"[1-9]", price) else PriceKind.UNKNOWN
    return PriceKind.FREE if free else PriceKind.CHARGED


def municipalities(cell: str) -> tuple[tuple[str, ...], bool]:
    """(codes, whole country) from names or codes.  Raises `UnusableRecord`."""
    codes: set[str] = set()
    for name in items(cell):
        if name.lower() in _NATIONWIDE:
            return (), True
        row = find_municipality(name)
        if row is None:
            raise UnusableRecord("unknown-municipality", "kunnat")
        codes.add(row.code)
    if not codes:
        raise UnusableRecord("unknown-municipality", "kunnat")
    return tuple(sorted(codes)), False


def codes(cell: str, column: str, reason: str) -> tuple[str, ...]:
    """Codes from their labels or codes, in the order of the column's vocabulary.

    Raises `UnusableRecord` with ``reason``.
    """
    labels = _VOCABULARIES[column]
    by_name = {label.lower(): code for code, label in labels.items()} | {
        code: code for code in labels
    }
    rest = clean_line(cell).lower()
    found: set[str] = set()
    # Labels hold commas (“arki, talous ja asuminen”), so they go before the splitting.
    for label in by_name:
        if "," in label and label in rest:
            rest = rest.replace(label, "|")
            found.add(by_name[label])
    for name in items(rest):
        if name not in by_name:
            raise UnusableRecord(reason, column)
        found.add(by_name[name])
    return tuple(code for code in labels if code in found)


_VOCABULARIES: Final[dict[str, dict[str, str]]] = {
    "teemat": {code.value: label for code, label in THEME_LABELS.items()},
    "kohderyhmät": {code.value: label for code, label in TARGET_GROUP_LABELS.items()},
    "matala_kynnys": {code.value: label for code, label in LOW_THRESHOLD_LABELS.items()},
    "toteuttajan_tyyppi": {code.value: label for code, label in PROVIDER_TYPE_LABELS.items()},
}
"""Column → code → label that people write."""


def referral_type(cell: str) -> str:
    """A built-in referral type by label or code, or a county's own code as it stands."""
    text = clean_line(cell).lower()
    for code, label in REFERRAL_TYPE_LABELS.items():
        if text in (code.value, label.lower()):
            return code.value
    return re.sub(r"[^a-z0-9åäö-]+", "-", text).strip("-")[:60]


def _helsinki(local: datetime) -> datetime:
    return local.replace(tzinfo=ZoneInfo("Europe/Helsinki"))


def _moments(text: str, reason: str) -> tuple[datetime, datetime | None, bool]:
    """(start, end, whether a clock time was given), in Finnish time."""
    found = _TIME.fullmatch(clean_line(text))
    if found is None:
        raise UnusableRecord(reason)
    part = found.groupdict()
    try:
        day = datetime(
            int(part["y"] or part["y2"]), int(part["m"] or part["m2"]), int(part["d"] or part["d2"])
        )
        if part["sh"] is None:
            return _helsinki(day), None, False
        start = day.replace(hour=int(part["sh"]), minute=int(part["sm"] or 0))
        if part["eh"] is None:
            return _helsinki(start), None, True
        end = day.replace(hour=int(part["eh"]), minute=int(part["em"] or 0))
    except (ValueError, OverflowError):
        raise UnusableRecord(reason) from None
    return _helsinki(start), _helsinki(end) if end > start else None, True


def times(cell: str) -> tuple[ServiceEvent, ...]:
    """“2.12.2026 klo 10–12 | 2026-12-09 10:00–12:00” as times.  Raises `UnusableRecord`."""
    found: list[ServiceEvent] = []
    for part in filter(None, map(str.strip, _TIME_LIST.split(cell))):
        start, end, has_clock = _moments(part, "bad-time")
        if not has_clock:
            raise UnusableRecord("bad-time", "ajat")
        found.append(ServiceEvent(starts=start, ends=end))
    return tuple(sorted(found, key=lambda event: event.starts))


def changed(cell: str) -> datetime | None:
    """The day of the last change, “21.11.2026” or ISO.  Raises `UnusableRecord`."""
    if not clean_line(cell):
        return None
    return _moments(cell, "bad-date")[0].astimezone(UTC)


def language_list(cell: str) -> Iterable[str]:
    """Language codes of a cell: “fi, sv”.  Raises `UnusableRecord`."""
    for text in items(cell):
        code = text.lower()
        if not re.fullmatch(r"[a-z]{2,3}", code):
            raise UnusableRecord("bad-field", "kielet")
        yield code
