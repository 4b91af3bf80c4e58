"""The quick-entry line: one typed line, in any order, becomes a referral.

`parse` reads the line, `parse_header` a client header pasted from a patient system,
`choose` settles what was ambiguous.  The grammar is in ``docs/quick-entry.md``.
"""

from hyteterm.domain.quick_entry.context import Context, FindService, FoundService
from hyteterm.domain.quick_entry.line import parse, parse_header
from hyteterm.domain.quick_entry.result import (
    Ambiguity,
    Field,
    Option,
    Piece,
    Understood,
    choose,
)

__all__ = [
    "Ambiguity",
    "Context",
    "Field",
    "FindService",
    "FoundService",
    "Option",
    "Piece",
    "Understood",
    "choose",
    "parse",
    "parse_header",
]
