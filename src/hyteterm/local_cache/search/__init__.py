"""Offline search over the catalogue: `SearchIndex`; `apply` and `settle` keep it true.

Each is loaded when it is first asked for: opening a catalogue needs little of it, reading
no models of the domain (pydantic), writing all.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hyteterm.local_cache.search.schema import create_tables, empty_tables, is_current
    from hyteterm.local_cache.search.searcher import SearchIndex
    from hyteterm.local_cache.search.writer import apply, settle

__all__ = ["SearchIndex", "apply", "create_tables", "empty_tables", "is_current", "settle"]

_WHERE: Final = {
    "SearchIndex": "searcher",
    "apply": "writer",
    "create_tables": "schema",
    "empty_tables": "schema",
    "is_current": "schema",
    "settle": "writer",
}


def __getattr__(name: str) -> object:
    module = _WHERE.get(name)
    if module is None:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{module}"), name)
