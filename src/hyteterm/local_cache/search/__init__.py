"""Offline search over the catalogue: `SearchIndex`, and `apply` that keeps it true."""

from hyteterm.local_cache.search.schema import create_tables
from hyteterm.local_cache.search.searcher import SearchIndex

__all__ = ["SearchIndex", "apply", "create_tables"]


def __getattr__(name: str) -> object:
    # The writer needs the models of the domain (pydantic): loaded when something is written.
    if name == "apply":
        from hyteterm.local_cache.search.writer import apply

        return apply
    raise AttributeError(name)
