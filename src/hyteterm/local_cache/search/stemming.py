"""Snowball stems, with only the stemmers of our three languages loaded.

``import snowballstemmer`` runs the modules of thirty languages, which costs two megabytes
and most of a first search.  They are taken one by one from the same folder instead.
"""

import sys
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

from hyteterm.local_cache.search.folding import fold

FINNISH_STEM: Final = "\x10"
SWEDISH_STEM: Final = "\x11"
ENGLISH_STEM: Final = "\x12"
STEM_MARKS: Final = {"fi": FINNISH_STEM, "sv": SWEDISH_STEM, "en": ENGLISH_STEM}
"""Stems have names of their own among the terms of the index."""
STEMS_KEPT: Final = 500

_ALGORITHMS: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}
_PACKAGE: Final = f"{__name__}.snowball"


@cache
def _stemmer(language: str) -> Any:
    name = _ALGORITHMS[language]
    if _PACKAGE not in sys.modules:
        found = find_spec("snowballstemmer")
        if found is None or found.submodule_search_locations is None:
            raise ImportError("snowballstemmer")
        package = ModuleType(_PACKAGE)
        package.__path__ = found.submodule_search_locations
        sys.modules[_PACKAGE] = package
    module = import_module(f"{_PACKAGE}.{name}_stemmer")
    return getattr(module, f"{name.capitalize()}Stemmer")()


@lru_cache(maxsize=STEMS_KEPT)
def stem(word: str, language: str) -> str:
    """The marked Snowball stem of a folded word."""
    return STEM_MARKS[language] + fold(_stemmer(language).stemWord(word))
