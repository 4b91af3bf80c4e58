"""Opening hours of PTV in words: “ke 8–16, pe 8–14”."""

from collections.abc import Iterable
from typing import Final

from hyteterm.catalogue_sources.ptv_models import OpeningHour, ServiceHour
from hyteterm.catalogue_sources.texts import joined, localized_text
from hyteterm.domain.localized import LocalizedText

_DAYS: Final[dict[str, dict[str, str]]] = {
    "Monday": {"fi": "ma", "sv": "mån", "en": "Mon"},
    "Tuesday": {"fi": "ti", "sv": "tis", "en": "Tue"},
    "Wednesday": {"fi": "ke", "sv": "ons", "en": "Wed"},
    "Thursday": {"fi": "to", "sv": "tors", "en": "Thu"},
    "Friday": {"fi": "pe", "sv": "fre", "en": "Fri"},
    "Saturday": {"fi": "la", "sv": "lör", "en": "Sat"},
    "Sunday": {"fi": "su", "sv": "sön", "en": "Sun"},
}
_WEEK: Final = tuple(_DAYS)

_ALWAYS: Final = {"fi": "aina auki", "sv": "alltid öppet", "en": "always open"}
_CLOSED: Final = {"fi": "suljettu", "sv": "stängt", "en": "closed"}
_BOOKING: Final = {"fi": "ajanvarauksella", "sv": "enligt överenskommelse", "en": "by appointment"}


def _clock(time: str) -> str:
    """“08:00:00” → “8”, “08:30:00” → “8.30”."""
    hours, _, rest = time.partition(":")
    minutes = rest[:2]
    if not hours.isdigit():
        return ""
    return f"{int(hours)}.{minutes}" if minutes not in ("", "00") else str(int(hours))


def _grouped(hours: Iterable[OpeningHour]) -> list[tuple[str, str, str]]:
    """(first day, last day, “8–16”), days that follow each other with the same hours as one."""
    groups: list[tuple[str, str, str]] = []
    for hour in hours:
        times = "–".join(filter(None, (_clock(hour.opens), _clock(hour.closes))))
        if hour.dayFrom not in _DAYS:
            continue
        last = hour.dayTo if hour.dayTo in _DAYS else hour.dayFrom
        if groups:
            first, previous, same = groups[-1]
            follows = _WEEK.index(previous) + 1 == _WEEK.index(hour.dayFrom)
            if same == times and follows:
                groups[-1] = (first, last, times)
                continue
        groups.append((hour.dayFrom, last, times))
    return groups


def _in_words(hour: ServiceHour) -> LocalizedText:
    if hour.isClosed:
        return dict(_CLOSED)
    if hour.isAlwaysOpen:
        return dict(_ALWAYS)
    groups = _grouped(hour.openingHour)
    if not groups:
        return dict(_BOOKING) if hour.isReservation else {}
    return {
        language: ", ".join(
            f"{_days(first, last, language)} {times}".strip() for first, last, times in groups
        )
        for language in ("fi", "sv", "en")
    }


def _days(first: str, last: str, language: str) -> str:
    start, end = _DAYS[first][language], _DAYS[last][language]
    return start if first == last else f"{start}–{end}"


def hours_in_words(hours: Iterable[ServiceHour]) -> LocalizedText:
    """All the hours of a channel; what the source says of them goes before the times."""
    lines: list[LocalizedText] = []
    for hour in hours:
        words = _in_words(hour)
        notes = localized_text(
            ((text.language, text.value) for text in hour.additionalInformation), line=True
        )
        lines.append(
            {
                language: ": ".join(filter(None, (notes.get(language), words.get(language))))
                for language in {*words, *notes}
            }
        )
    return joined(lines, "; ")
