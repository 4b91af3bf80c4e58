"""What a result row shows of a document, read many at once and kept."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from hyteterm.local_cache.sqlite import Connection

ROWS_KEPT: Final = 600
_NAME_AND_SUMMARY: Final = {
    "fi": """iif(name_fi <> '', name_fi, iif(name_sv <> '', name_sv, name_en)),
             iif(summary_fi <> '', summary_fi, iif(summary_sv <> '', summary_sv, summary_en))""",
    "sv": """iif(name_sv <> '', name_sv, iif(name_fi <> '', name_fi, name_en)),
             iif(summary_sv <> '', summary_sv, iif(summary_fi <> '', summary_fi, summary_en))""",
    "en": """iif(name_en <> '', name_en, iif(name_fi <> '', name_fi, name_sv)),
             iif(summary_en <> '', summary_en, iif(summary_fi <> '', summary_fi, summary_sv))""",
}
"""In the language asked for, else in the first that there is."""
_ROWS: Final = {
    language: f"""
        SELECT doc, signature, id, source_id, {shown}, provider, municipalities,
               free, referral_type, modified
        FROM search_rows WHERE doc IN (SELECT value FROM json_each(?))
    """  # noqa: S608 - no part of it comes from outside
    for language, shown in _NAME_AND_SUMMARY.items()
}
_COPIES: Final = """
    SELECT signature, copies - 1 FROM search_families
    WHERE signature IN (SELECT value FROM json_each(?))
"""

Row = tuple[Any, ...]
"""The columns of `_ROWS`: document, signature, id, source id, name, summary, provider,
municipalities (codes, with blanks between), free (0, 1, None), referral type, modified."""


class Rows:
    """Rows of one connection, in one language at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._language = ""
        self._rows: dict[int, Row] = {}

    def clear(self) -> None:
        """Forget what was read: the index has changed."""
        self._rows.clear()

    def of(self, docs: Sequence[int], language: str) -> dict[int, Row]:
        """The rows of some documents, and perhaps of others; ``language`` is fi, sv or en."""
        rows = self._rows
        if language != self._language or len(rows) > ROWS_KEPT:
            rows.clear()
            self._language = language
        missing = [doc for doc in docs if doc not in rows]
        if missing:
            statement = _ROWS.get(language, _ROWS["fi"])
            for row in self._connection.execute(statement, (json.dumps(missing),)):
                rows[row[0]] = row
        return rows

    def copies(self, signatures: Iterable[int]) -> dict[int, int]:
        """How many other services have the same text, by signature."""
        asked = json.dumps(list(signatures))
        return dict(self._connection.execute(_COPIES, (asked,)).fetchall())


@lru_cache(maxsize=ROWS_KEPT)
def codes(municipalities: str) -> tuple[str, ...]:
    """The municipalities of a row."""
    return tuple(municipalities.split())
