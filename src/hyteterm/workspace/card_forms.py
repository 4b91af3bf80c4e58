"""Questionnaires on this terminal: our own card, and the forms that the county has loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hyteterm.domain.message import N_
from hyteterm.domain.questionnaire import (
    REFUSAL_TEXTS,
    Questionnaire,
    UnreadableQuestionnaire,
    read,
    read_all,
)

if TYPE_CHECKING:
    from hyteterm.local_cache.home import Home

OWN_CARD: Final = "hyvinvointikortti"
FOLDER: Final = "cards"
"""Folder in the home where the county puts its forms, one FHIR JSON file each."""
LARGEST_FILE: Final = 32 * 1024 * 1024
"""Bytes; a larger file is no form."""

NO_FILE: Final = N_("Tiedostoa ei ole tai sitä ei voi lukea.")
NOT_JSON: Final = N_("Tiedosto ei ole JSON-muotoa. Lomakkeen on oltava FHIR-kysely JSON-muodossa.")
TOO_LARGE: Final = N_("Tiedosto on liian suuri lomakkeeksi.")


class UnreadableFile(Exception):
    """A file that is no form; ``message`` is a message id, ``where`` the place in the file."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where


@dataclass(frozen=True, slots=True)
class Form:
    """A form of this terminal, opened or refused."""

    name: str
    """`OWN_CARD`, or the file's name without its ending."""
    path: Path | None = None
    """None: it ships with the program."""
    questionnaire: Questionnaire | None = None
    refusal: str = ""
    """Why it cannot be opened, as a message id."""
    where: str = ""

    def title(self, language: str) -> str:
        """The form's own title; the file's name when it has none."""
        title = self.questionnaire.title.in_language(language) if self.questionnaire else ""
        return title or self.name


@cache
def own_card() -> Questionnaire:
    """The wellbeing card that ships (``cards/hyvinvointikortti.json``)."""
    source = files("hyteterm").joinpath(FOLDER, f"{OWN_CARD}.json")
    return read(json.loads(source.read_text(encoding="utf-8")))


def read_json(path: Path) -> Any:
    """The JSON document in a file.  Raises `UnreadableFile`."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(TOO_LARGE)
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise UnreadableFile(NO_FILE) from None
    except UnicodeDecodeError:
        raise UnreadableFile(NOT_JSON) from None
    try:
        return json.loads(text)
    except ValueError as error:
        where = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableFile(NOT_JSON, where) from None
    except RecursionError:
        raise UnreadableFile(NOT_JSON) from None


def read_forms(path: Path) -> tuple[Questionnaire, ...]:
    """The questionnaires in a file, at least one.  Raises `UnreadableFile`."""
    document = read_json(path)
    try:
        return read_all(document)
    except UnreadableQuestionnaire as error:
        raise UnreadableFile(REFUSAL_TEXTS[error.reason], error.where) from None


def read_form(path: Path) -> Questionnaire:
    """The questionnaire in a file, the first one of a bundle.  Raises `UnreadableFile`."""
    return read_forms(path)[0]


def county_forms(home: Home) -> list[Form]:
    """The county's forms, by file name; those that cannot be opened with the reason."""
    folder = home.path / FOLDER
    return [_county_form(path, *_stamp(path)) for path in sorted(folder.glob("*.json"))]


def _stamp(path: Path) -> tuple[int, int]:
    """Time of change and size: a file that keeps both is not read again."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)
def _county_form(path: Path, _changed: int, _size: int) -> Form:
    # A file of the county's may not take the place of the card that ships.
    name = path.name if path.stem == OWN_CARD else path.stem
    try:
        return Form(name, path, read_form(path))
    except UnreadableFile as error:
        return Form(name, path, refusal=error.message, where=error.where)


def forms(home: Home) -> list[Form]:
    """Our own card, then the county's forms."""
    return [Form(OWN_CARD, questionnaire=own_card()), *county_forms(home)]
