"""The translation catalogues are complete, and their placeholders agree."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "hyteterm"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
LANGUAGES = ("sv", "en")
PLACEHOLDER = re.compile(r"\{(\w*)\}")


def extracted() -> set[str]:
    """Every message id of the program (of a plural, its singular)."""
    found: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        found.add(message if isinstance(message, str) else message[0])
    return found - {""}


def catalogue(language: str) -> Catalog:
    path = SOURCE / "locales" / language / "LC_MESSAGES" / "hyteterm.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def texts(message: Message) -> tuple[list[str], list[str]]:
    """(ids, translations) of a message, plural or not."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return ids, strings


def entries(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    done = {texts(m)[0][0] for m in entries(language) if all(texts(m)[1]) and not m.fuzzy}
    assert sorted(extracted() - done) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    wrong = []
    for message in entries(language):
        ids, strings = texts(message)
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        wrong += [ids[0] for text in strings if text and set(PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_left_over(language: str) -> None:
    known = extracted()
    assert [texts(m)[0][0] for m in entries(language) if texts(m)[0][0] not in known] == []
