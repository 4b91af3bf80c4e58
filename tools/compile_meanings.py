"""Compiles the need dictionary and the glossary that ship with the program.

    PYTHONPATH=src python tools/compile_meanings.py

Run it when a file under ``local_cache/search/meanings`` or the lexicon has changed: the
program takes the compiled file only when it was made of the very same texts, and
otherwise compiles them itself, once, which takes a second or two.
"""

import sys

from hyteterm.local_cache.search import meanings
from hyteterm.local_cache.search.analyser import Analyser


def main() -> None:
    """Entry point."""
    sources = meanings.files()
    blocks = meanings.blocks_of(sources)
    compiled = meanings.compile_blocks(blocks, Analyser())
    meanings.SHIPPED.write_bytes(meanings.content_hash(sources).encode() + b"\n" + compiled)
    expressions = sum(len(block.expressions) for block in blocks)
    sys.stderr.write(f"{len(blocks)} blocks, {expressions} expressions, {len(compiled):,} bytes\n")


if __name__ == "__main__":
    main()
