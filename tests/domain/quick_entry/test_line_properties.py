"""What holds for every line: no exception, no loss, no order, no mix-up of numbers."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyteterm.domain.quick_entry import Context, Field, Understood, choose, parse, parse_header
from hyteterm.domain.quick_entry.words import SEPARATORS

SERVICES = [
    ("1", "Arkeen Voimaa -ryhmä, Kouvola", "286", "group"),
    ("2", "Arkeen Voimaa -ryhmä, Kotka", "285", "group"),
    ("3", "Juttukahvila", "286", "ngo"),
]


def find_service(text: str) -> list[tuple[str, str, str, str]]:
    return [row for row in SERVICES if row[1].casefold().startswith(text.casefold())]


CONTEXT = Context(date(2026, 11, 20), "286", find_service)
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"

FRAGMENTS = [
    "liikunta",
    "kult",
    "kouvolaan",
    "Lahti",
    "salo",
    "matti",
    "virtanen",
    "Virtanen,",
    "von",
    "anna-liisa",
    "0401234567",
    "040",
    "+358",
    "(0)40",
    "123",
    "4567",
    "s58",
    "s.",
    "1958",
    "67v",
    "12.3.1958",
    "010158-900E",
    "010158",
    "58",
    "kiire",
    "ei",
    "pian",
    "soita",
    "älä",
    "tekstiviesti",
    "klo",
    "9-11",
    "arkisin",
    "ip",
    "tulkki",
    "arabia",
    "ruotsi",
    "på",
    "svenska",
    "a@b.fi",
    "turvakielto",
    "arkeen",
    "voimaa",
    "juttuk",
    "Nimi:",
    "Hetu",
    "Puh.",
    "Kotikunta:",
    "Osoite:",
    "Kauppakatu",
    "3",
    "45100",
    ";",
    "/",
    "-",
    ".",
    ":",
    "::",
    "(",
    ")",
    "Tulkki:",
    "Sukunimi",
    "Etunimi",
    "Turvakielto:",
    "ikä",
    "İ",
    "ß",
    "ﬁ",
    "😀",
    "ǅ",
    "²³",
    "①",
    "\u200b",
]
GAPS = [" ", " ", " ", "", ", ", "\n", "\t", "  ", "\r\n", ";", " | "]
lines = st.one_of(
    st.text(max_size=80),
    st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(GAPS)), max_size=14).map(
        lambda parts: "".join(word + gap for word, gap in parts)
    ),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=10).map(" ".join),
)


def nothing_is_lost(found: Understood) -> None:
    covered = [0] * len(found.text)
    for piece in found.pieces:
        assert 0 <= piece.start < piece.end <= len(found.text)
        for place in range(piece.start, piece.end):
            covered[place] += 1
    assert max(covered, default=0) <= 1
    for letter, times in zip(found.text, covered, strict=True):
        assert times == 1 or letter in SEPARATORS or letter.isspace()
    starts = [piece.start for piece in found.pieces]
    assert starts == sorted(starts)


@settings(max_examples=400, deadline=None)
@given(lines)
def test_any_line_is_read_and_nothing_typed_is_lost(line: str) -> None:
    nothing_is_lost(parse(line, CONTEXT))


@settings(max_examples=200, deadline=None)
@given(lines)
def test_any_pasted_header_is_read_and_nothing_of_it_is_lost(text: str) -> None:
    nothing_is_lost(parse_header(text, CONTEXT))


@settings(max_examples=200, deadline=None)
@given(lines)
def test_every_choice_of_every_ambiguity_can_be_made(line: str) -> None:
    found = parse(line, CONTEXT)
    for number, ambiguity in enumerate(found.ambiguous):
        assert 2 <= len(ambiguity.options) <= 9
        for option in range(len(ambiguity.options)):
            chosen = choose(found, number, option, CONTEXT)
            assert len(chosen.ambiguous) == len(found.ambiguous) - 1
            assert chosen.pieces == found.pieces


@settings(max_examples=200, deadline=None)
@given(lines, st.text(max_size=30))
def test_everything_after_the_first_semicolon_is_the_reason(line: str, reason: str) -> None:
    before = " ".join(line.replace(";", " ").split())
    found = parse(f"{before};{reason}", CONTEXT)
    assert found.reason == " ".join(reason.split())
    assert all(end <= len(before) for start, end in found.spans(Field.NAME))


def test_every_beginning_of_every_example_is_read_while_it_is_typed() -> None:
    text = Path(__file__).with_name("examples.tsv").read_text(encoding="utf-8")
    for row in text.splitlines():
        line = row.split("\t")[0].replace("\\n", "\n").replace("\\t", "\t")
        for length in range(0, len(line), 3):
            nothing_is_lost(parse(line[:length], CONTEXT))


PARTS = {
    "type": ["liikunta", "kulttuurilähete", "liikuntaneuvontaan", "unettomuus", "nikotiini"],
    "place": ["kouvolaan", "Kotka", "lahteen", "Fredrikshamn", "kajaanista"],
    "name": ["Matti Virtanen", "virtanen matti", "anna-liisa korhonen", "Carl af Forselles"],
    "phone": ["0401234567", "040-123 4567", "+358 50 123 4567", "05 123 4567"],
    "born": ["s58", "s. 1958", "12.3.1958", "67 v", "010158-900E", "67-vuotias"],
    "language": ["ruotsiksi", "venäjänkielinen", "på svenska"],
    "urgency": ["kiireellinen", "pian", "ei kiire"],
    "contact": ["soita iltapäivällä", "tekstiviesti", "soittaa itse"],
    "email": ["matti@example.fi"],
}


@st.composite
def shuffled_parts(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    kinds = draw(st.lists(st.sampled_from(sorted(PARTS)), unique=True, min_size=2))
    parts = [draw(st.sampled_from(PARTS[kind])) for kind in kinds]
    return parts, draw(st.permutations(parts))


def fields(found: Understood) -> tuple[object, ...]:
    birth = found.birth
    return (
        found.type,
        found.municipality,
        found.name,
        found.phone,
        found.email,
        found.identity_code,
        (birth.year, birth.day) if birth else None,
        found.language,
        found.urgency,
        found.contact_way,
        found.contact_time,
        found.reason,
        found.unknown,
        found.missing,
        found.ambiguous,
    )


@settings(max_examples=300, deadline=None)
@given(shuffled_parts(), st.sampled_from([" ", ", "]))
def test_the_order_of_unambiguous_parts_does_not_matter(
    parts: tuple[list[str], list[str]], gap: str
) -> None:
    first, second = (parse(gap.join(some) + "; syy", CONTEXT) for some in parts)
    assert fields(first) == fields(second)
    assert first.unknown == ()


@st.composite
def identity_codes(draw: st.DrawFn) -> tuple[str, date]:
    day = draw(st.dates(date(1910, 1, 1), date(2026, 11, 1)))
    sign = draw(st.sampled_from("-YXWVU" if day.year < 2000 else "ABCDEF"))
    number = draw(st.integers(900, 999))
    digits = day.strftime("%d%m%y")
    return f"{digits}{sign}{number}{CHECK[int(f'{digits}{number}') % 31]}", day


@settings(max_examples=200, deadline=None)
@given(identity_codes(), st.booleans())
def test_an_identity_code_is_never_a_phone_number(code: tuple[str, date], small: bool) -> None:
    written, day = code
    typed = written.lower() if small else written
    found = parse(f"matti virtanen {typed} liikunta", CONTEXT)
    assert (found.identity_code, found.phone) == (written, "")
    assert found.birth is not None
    assert found.birth.day == day


@settings(max_examples=200, deadline=None)
@given(identity_codes(), st.sampled_from(CHECK))
def test_a_wrong_identity_code_is_shown_and_taken_as_nothing(
    code: tuple[str, date], check: str
) -> None:
    right, _ = code
    wrong = right[:-1] + check
    found = parse(f"matti virtanen {wrong}", CONTEXT)
    if wrong == right:
        assert found.identity_code == right
    else:
        assert (found.identity_code, found.phone, found.birth) == ("", "", None)
        assert found.unknown == (wrong,)


@settings(max_examples=200, deadline=None)
@given(identity_codes(), st.data())
def test_a_code_being_typed_is_neither_a_phone_number_nor_a_date(
    code: tuple[str, date], data: st.DataObject
) -> None:
    written, _ = code
    beginning = written[: data.draw(st.integers(7, 10))]
    found = parse(f"matti virtanen {beginning}", CONTEXT)
    assert (found.phone, found.birth) == ("", None)


WRITINGS = [
    "{0}{1}{2}{3}",
    "{0} {1}{2}{3}",
    "{0}-{1}{2}{3}",
    "{0} {1} {2}{3}",
    "{0}-{1} {2}{3}",
    "{0} {1}{2} {3}",
    "{0} {1} {2} {3}",
    "+358 {0:.0}{4} {1} {2}{3}",
    "+358{4}{1}{2}{3}",
    "+358 (0){4} {1}{2}{3}",
    "00358 {4} {1}{2}{3}",
    "puh. {0} {1}{2}{3}",
    "({0}) {1} {2}{3}",
    "{0}.{1}.{2}{3}",
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["040", "041", "044", "045", "046", "050"]),
    st.integers(0, 9_999_999),
    st.sampled_from(WRITINGS),
    st.sampled_from(["", " s58", " 1958", " 67 v", ", kouvola", " 9-11", " 12.3.1958"]),
)
def test_a_phone_number_is_read_in_every_usual_writing(
    prefix: str, number: int, writing: str, after: str
) -> None:
    digits = f"{number:07d}"
    typed = writing.format(prefix, digits[:3], digits[3:5], digits[5:], prefix[1:])
    found = parse(f"matti virtanen {typed}{after}", CONTEXT)
    assert found.phone == f"+358{prefix[1:]}{digits}"
    assert found.unknown == ()


@pytest.mark.parametrize("length", [2_000, 20_000])
def test_a_long_paste_is_read_too(length: int) -> None:
    line = ("liikunta kouvola matti virtanen 0401234567 polvi " * length)[:length]
    nothing_is_lost(parse(line, CONTEXT))
