"""The search tables of ``catalogue.db``."""

from functools import cache
from pathlib import Path
from typing import Final

from hyteterm.local_cache.sqlite import Connection

TABLES: Final = (
    # Small facts: generation, next document number, segments, sets of live documents.
    "CREATE TABLE search_meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    # What a result row shows; a document number is never used twice.
    """
    CREATE TABLE search_rows (
        doc INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        source_id TEXT NOT NULL,
        name_fi TEXT NOT NULL, name_sv TEXT NOT NULL, name_en TEXT NOT NULL,
        summary_fi TEXT NOT NULL, summary_sv TEXT NOT NULL, summary_en TEXT NOT NULL,
        provider TEXT NOT NULL,
        municipalities TEXT NOT NULL,
        free INTEGER,
        referral_type TEXT NOT NULL,
        modified TEXT NOT NULL,
        signature INTEGER NOT NULL
    )
    """,
    # Services with the same text: one stands for all where no municipality is chosen.
    """
    CREATE TABLE search_families (
        signature INTEGER PRIMARY KEY, doc INTEGER NOT NULL, copies INTEGER NOT NULL
    )
    """,
    "CREATE INDEX search_rows_signature ON search_rows (signature)",
    # Term → documents, in segments that are merged as they grow.
    """
    CREATE TABLE search_postings (
        segment INTEGER NOT NULL, term TEXT NOT NULL, postings BLOB NOT NULL,
        PRIMARY KEY (segment, term)
    ) WITHOUT ROWID
    """,
    # Sentences that stand in very many different descriptions.
    "CREATE TABLE search_boilerplate (sentence INTEGER PRIMARY KEY)",
    # The compiled need dictionary and glossary, by the hash of their files.
    "CREATE TABLE search_meanings (hash TEXT PRIMARY KEY, compiled BLOB NOT NULL)",
)


_EMPTY: Final = (
    "DELETE FROM search_meta",
    "DELETE FROM search_rows",
    "DELETE FROM search_families",
    "DELETE FROM search_postings",
    "DELETE FROM search_boilerplate",
)
LEXICON: Final = Path(__file__).with_name("data") / "finnish.lexicon"
"""With another lexicon other terms are written."""
FORMAT: Final = 1
"""Counted on when what the tables hold is written in another way: then all is written anew."""


def create_tables(connection: Connection) -> None:
    """Create the tables; a migration step of the catalogue, inside its transaction."""
    for statement in TABLES:
        connection.execute(statement)


def is_current(connection: Connection) -> bool:
    """Whether this program, with its lexicon, wrote what is in the tables."""
    return read_meta(connection, "format") == _format() or not read_number(connection, "next_doc")


def mark_current(connection: Connection) -> None:
    """Note that this program, with its lexicon, wrote what is in the tables."""
    write_meta(connection, "format", _format())


@cache
def _format() -> bytes:
    return f"{FORMAT} {LEXICON.stat().st_size}".encode()


def empty_tables(connection: Connection) -> None:
    """Forget every document, so that all can be written anew; readers notice."""
    generation = read_number(connection, "generation")
    for statement in _EMPTY:
        connection.execute(statement)
    write_meta(connection, "generation", generation + 1)


def read_meta(connection: Connection, key: str) -> bytes | None:
    """The value under ``key``, or None."""
    row = connection.execute("SELECT value FROM search_meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else bytes(row[0])


def read_number(connection: Connection, key: str) -> int:
    """The number under ``key``; 0 when there is none."""
    value = read_meta(connection, key)
    return int(value) if value else 0


def write_meta(connection: Connection, key: str, value: bytes | int) -> None:
    """Set the value under ``key``."""
    data = str(value).encode() if isinstance(value, int) else value
    connection.execute("INSERT OR REPLACE INTO search_meta VALUES (?, ?)", (key, data))
