"""What was understood of a quick-entry line."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from hyteterm.domain.birth import Birth
from hyteterm.domain.client import ContactWay
from hyteterm.domain.quick_entry.context import Context, FoundService
from hyteterm.domain.referral import Urgency
from hyteterm.domain.referral_types import kind_of


class Field(StrEnum):
    """A field that a piece of the line fills; the values are the form's field ids."""

    TYPE = "type"
    SERVICE = "service"
    NAME = "name"
    GUARDIAN = "guardian_name"
    PHONE = "phone"
    EMAIL = "email"
    IDENTITY_CODE = "identity_code"
    BIRTH = "born"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    URGENCY = "urgency"
    CONTACT_WAY = "contact_way"
    CONTACT_TIME = "contact_time"
    NON_DISCLOSURE = "non_disclosure"
    SAFE_CONTACT = "safe_contact"
    REASON = "reason"
    LEFT_OUT = "left_out"
    """Recognised and on purpose not taken: addresses, next of kin, labels, filling words."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the line, ``text[start:end]``, and the field it went to."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class Option:
    """One way to read an ambiguous piece."""

    text: str
    """What the person chooses: a name, a code or words of the line, never a sentence."""
    fills: tuple[tuple[str, Any], ...]
    """Attributes of `Understood` and their values after this choice."""


@dataclass(frozen=True, slots=True, repr=False)
class Ambiguity:
    """A field with more than one reading; the options are numbered from 1, at most 9."""

    field: Field
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Understood:
    """The line as a referral's fields, with the place of each in the line.

    Nothing typed is lost: every character that is not a blank or punctuation lies in
    exactly one of `pieces`.
    """

    text: str
    type: str = ""
    """Code of a referral type; from the service when the line names none."""
    municipality: str = ""
    """Three-digit code; typed, else the service's, else the terminal's own (`assumed`)."""
    service: FoundService | None = None
    name: str = ""
    """Given names first, in capitals where names have them."""
    guardian: str = ""
    """Who stands after “huoltaja”."""
    phone: str = ""
    """International form."""
    email: str = ""
    identity_code: str = ""
    """Only to be kept where the type takes it (`ReferralKind.takes_identity_code`)."""
    birth: Birth | None = None
    language: str = ""
    interpreter: str = ""
    """Language to interpret."""
    interpreter_needed: bool = False
    urgency: Urgency = Urgency.ROUTINE
    contact_way: ContactWay | None = None
    contact_time: str = ""
    """When to reach the client, in the words of the line."""
    non_disclosure: bool = False
    reason: str = ""
    pieces: tuple[Piece, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()
    missing: tuple[Field, ...] = ()
    """What is still to be asked, in the form's order."""
    assumed: frozenset[Field] = field(default_factory=frozenset)
    """Fields that nobody typed: the terminal's municipality, the usual language."""
    corrected: frozenset[Field] = field(default_factory=frozenset)
    """Fields understood in spite of a typing mistake: worth a look."""

    def spans(self, of: Field) -> tuple[tuple[int, int], ...]:
        """(start, end) of every piece of a field, in the order of the line."""
        return tuple((piece.start, piece.end) for piece in self.pieces if piece.field is of)

    def words_of(self, of: Field) -> tuple[str, ...]:
        """The text of every piece of a field, in the order of the line."""
        return tuple(self.text[start:end] for start, end in self.spans(of))

    @property
    def unknown(self) -> tuple[str, ...]:
        """What was not understood; the last one may still be being typed."""
        return self.words_of(Field.UNKNOWN)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was recognised and left out: an address, next of kin, a filling word."""
        return self.words_of(Field.LEFT_OUT)

    def __repr__(self) -> str:
        """Without anything of the client: it may end in an error report."""
        return f"Understood(type={self.type!r}, missing={[str(one) for one in self.missing]})"


def choose(understood: Understood, number: int, option: int, context: Context) -> Understood:
    """The result after one option of one ambiguity, both counted from 0, was chosen.

    Raises `IndexError` when there is no such ambiguity or option.
    """
    chosen = understood.ambiguous[number].options[option]
    rest = understood.ambiguous[:number] + understood.ambiguous[number + 1 :]
    return finished(replace(understood, ambiguous=rest, **dict(chosen.fills)), context)


_NEEDED_WITHOUT_TYPE = ("name", "phone", "born", "municipality", "reason")
_ORDER = tuple(Field)
_FIELDS = frozenset(field.value for field in Field)
"""A type may need fields of the form that the line does not have."""
_SERVED = frozenset({"fi", "sv"})
"""Languages in which a client is served by law: “tulkki” beside them names no language."""


def finished(understood: Understood, context: Context) -> Understood:
    """The result with what follows from other fields, and with what is missing."""
    assumed = set(understood.assumed)
    service = understood.service
    kind_code = understood.type or (service.referral_type if service else "")
    municipality = understood.municipality
    if not municipality and service is not None and service.municipality:
        municipality = service.municipality
    if not municipality and context.home_municipality and not understood.non_disclosure:
        # Under turvakielto nobody guesses where the client lives.
        municipality = context.home_municipality
        assumed.add(Field.MUNICIPALITY)
    language = understood.language or understood.interpreter
    interpreter = understood.interpreter
    if understood.interpreter_needed and not interpreter and language not in _SERVED:
        interpreter = language
    if not language:
        language = context.language
        assumed.add(Field.LANGUAGE)
    done = replace(
        understood,
        type=kind_code,
        municipality=municipality,
        language=language,
        interpreter=interpreter,
        assumed=frozenset(assumed),
    )
    return replace(done, missing=_missing(done, context))


def _missing(understood: Understood, context: Context) -> tuple[Field, ...]:
    kind = kind_of(understood.type, context.types)
    wanted = (*kind.required, *kind.asked) if kind else _NEEDED_WITHOUT_TYPE
    needed = {Field(one) for one in wanted if one in _FIELDS}
    needed.add(Field.TYPE)
    here = {
        Field.TYPE: understood.type,
        Field.SERVICE: understood.service,
        Field.NAME: understood.name,
        Field.PHONE: understood.phone or understood.email,
        Field.EMAIL: understood.email,
        Field.IDENTITY_CODE: understood.identity_code,
        Field.BIRTH: understood.birth,
        Field.MUNICIPALITY: understood.municipality,
        Field.REASON: understood.reason,
        Field.CONTACT_TIME: understood.contact_time,
    }
    wanting = {one for one in needed if not here.get(one)}
    if understood.interpreter_needed and not understood.interpreter:
        wanting.add(Field.INTERPRETER)
    if understood.contact_way is None and understood.spans(Field.CONTACT_WAY):
        wanting.add(Field.CONTACT_WAY)
    if understood.non_disclosure and (kind is None or kind.carries_client):
        wanting -= {Field.MUNICIPALITY, Field.PHONE}
        wanting.add(Field.SAFE_CONTACT)
    return tuple(one for one in _ORDER if one in wanting)
