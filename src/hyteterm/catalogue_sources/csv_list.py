"""A county's own list of services as CSV; the columns are in docs/catalogue-sources.md."""

import csv
import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from hyteterm.catalogue_sources import csv_columns as columns
from hyteterm.catalogue_sources.files import PROGRESS_EVERY, Newest, is_url, source_files
from hyteterm.catalogue_sources.lenient import record_id
from hyteterm.catalogue_sources.low_threshold import low_threshold_of
from hyteterm.catalogue_sources.provider_types import provider_type
from hyteterm.catalogue_sources.reading import (
    Item,
    Progress,
    Refused,
    SourceError,
    UnusableRecord,
)
from hyteterm.catalogue_sources.texts import (
    clean,
    clean_line,
    email_address,
    localized_text,
    phone,
    web_address,
)
from hyteterm.domain.localized import LocalizedText
from hyteterm.domain.service import (
    Channel,
    ChannelKind,
    Price,
    Provider,
    Service,
    Tombstone,
    service_id,
)
from hyteterm.domain.vocabulary import LowThreshold, ProviderType, TargetGroup, Theme

SOURCE: Final = "csv"

_Row = dict[str, str]
Code = TypeVar("Code", bound=StrEnum)


def read(
    source: str, *, since: str | None = None, progress: Progress | None = None
) -> Iterator[Item]:
    """Services of a CSV file, or of the CSV files of a folder; ``since`` is not used.

    UTF-8, or Latin-1 as older spreadsheets write it; separated by semicolons or commas.
    """
    if is_url(source):
        raise SourceError("bad-url")
    return _read(Path(source), progress)


def _read(source: Path, progress: Progress | None) -> Iterator[Item]:
    sheets = [(path.name, *_sheet(path)) for path in source_files(source, (".csv",))]
    rows = [
        (name, number, header, cells) for name, header, table in sheets for number, cells in table
    ]
    newest = Newest()
    for index, (_, _, header, cells) in enumerate(rows):
        row = _row(header, cells)
        newest.add(_key(row), _modified(row), index)
    several = len(sheets) > 1
    for index, (name, number, header, cells) in enumerate(rows):
        if progress is not None and index % PROGRESS_EVERY == 0:
            progress(index, len(rows))
        row = _row(header, cells)
        key = _key(row)
        try:
            if len(cells) != len(header):
                raise UnusableRecord("column-count")
            if not newest.is_newest(key, index):
                raise UnusableRecord("duplicate")
            yield _taken(row)
        except UnusableRecord as unusable:
            detail = " ".join(filter(None, (name if several else "", unusable.detail)))
            yield Refused(number, key[:200], unusable.reason, detail)
    if progress is not None:
        progress(len(rows), len(rows))


def _sheet(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """(column of each place, [(row number as a spreadsheet shows it, cells)]).

    Raises `SourceError`: ``unreadable``, ``empty``, ``encoding``, ``not-csv``, ``header``,
    ``other-shape``.
    """
    text = _text(path)
    first = text.lstrip().partition("\n")[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise SourceError("not-csv", path.name) from None
    filled = [
        (number, row) for number, row in enumerate(table, 1) if any(cell.strip() for cell in row)
    ]
    header = [columns.heading(cell) for cell in filled[0][1]]
    if not any(header):
        raise SourceError("other-shape", path.name)
    for column in columns.REQUIRED:
        if column not in header:
            raise SourceError("header", column)
    return header, filled[1:]


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError:
        raise SourceError("unreadable", path.name) from None
    if not data.strip():
        raise SourceError("empty", path.name)
    if b"\x00" in data:
        raise SourceError("encoding", path.name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _row(header: list[str], cells: list[str]) -> _Row:
    row: _Row = {}
    for column, cell in zip(header, cells, strict=False):
        if column:
            row.setdefault(column, cell)
    return row


def _key(row: _Row) -> str:
    return clean_line(row.get("tunniste", "")).lower()[:200]


def _modified(row: _Row) -> str:
    try:
        found = columns.changed(row.get("päivitetty", ""))
    except UnusableRecord:
        return ""
    return found.isoformat() if found else ""


def _taken(row: _Row) -> Service | Tombstone:
    """Raises `UnusableRecord`."""
    source_id = record_id(row.get("tunniste", ""))
    if columns.yes_or_no(row.get("poistettu", ""), "poistettu"):
        return Tombstone(source=SOURCE, source_id=source_id)
    names = _texts(row, "nimi", line=True)
    if not names:
        raise UnusableRecord("no-name")
    summaries, descriptions = _texts(row, "tiivistelmä"), _texts(row, "kuvaus")
    instructions, access = _finnish(row, "ohje"), _finnish(row, "esteettömyys")
    municipalities, nationwide = columns.municipalities(row.get("kunnat", ""))
    price = _finnish(row, "hinta")
    told = low_threshold_of(
        text for each in (summaries, descriptions, instructions, access) for text in each.values()
    )
    practices = {*told, *_codes(row, "matala_kynnys", "bad-field", LowThreshold)}
    keywords = columns.items(row.get("avainsanat", ""))
    return Service(
        id=service_id(SOURCE, source_id),
        source=SOURCE,
        source_id=source_id,
        names=names,
        summaries=summaries,
        descriptions=descriptions,
        instructions=instructions,
        themes=_codes(row, "teemat", "unknown-theme", Theme),
        target_groups=_codes(row, "kohderyhmät", "unknown-target-group", TargetGroup),
        municipalities=municipalities,
        nationwide=nationwide,
        provider=_provider(row),
        price=Price(
            kind=columns.price_kind(row.get("maksuton", ""), row.get("hinta", "")), notes=price
        ),
        channels=_channels(row, municipalities),
        eligibility=_finnish(row, "kenelle"),
        accessibility=access,
        low_threshold=tuple(each for each in LowThreshold if each in practices),
        referral_type=columns.referral_type(row.get("lähetetyyppi", "")),
        events=columns.times(row.get("ajat", "")),
        languages=tuple(sorted(set(columns.language_list(row.get("kielet", ""))))),
        keywords={"fi": tuple(sorted(set(keywords)))} if keywords else {},
        modified=columns.changed(row.get("päivitetty", "")),
    )


def _codes(row: _Row, column: str, reason: str, kind: type[Code]) -> tuple[Code, ...]:
    return tuple(kind(code) for code in columns.codes(row.get(column, ""), column, reason))


def _texts(row: _Row, column: str, *, line: bool = False) -> LocalizedText:
    pairs = (
        ("fi", row.get(column, "")),
        ("sv", row.get(f"{column}_sv", "")),
        ("en", row.get(f"{column}_en", "")),
    )
    return localized_text(pairs, line=line)


def _finnish(row: _Row, column: str) -> LocalizedText:
    text = clean(row.get(column, ""))
    return {"fi": text} if text else {}


def _provider(row: _Row) -> Provider:
    name = clean_line(row.get("toteuttaja", ""))
    told = _codes(row, "toteuttajan_tyyppi", "bad-field", ProviderType)
    return Provider(
        names={"fi": name} if name else {}, type=told[0] if told else provider_type(name)
    )


def _channels(row: _Row, municipalities: tuple[str, ...]) -> tuple[Channel, ...]:
    hours = _finnish(row, "aukiolo")
    found = [
        Channel(kind=ChannelKind.PHONE, value=phone(number), hours=hours)
        for number in columns.items(row.get("puhelin", ""))
    ]
    if address := clean_line(row.get("osoite", "")):
        found.append(
            Channel(
                kind=ChannelKind.PLACE,
                address={"fi": address},
                municipality=municipalities[0] if len(municipalities) == 1 else "",
                hours=hours,
            )
        )
    for cell, kind, valid in (
        ("sähköposti", ChannelKind.EMAIL, email_address),
        ("verkkosivu", ChannelKind.WEB, web_address),
    ):
        for text in columns.items(row.get(cell, "")):
            value = valid(text)
            if not value:
                raise UnusableRecord("bad-field", cell)
            found.append(Channel(kind=kind, value=value))
    return tuple(found)
