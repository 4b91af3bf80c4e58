"""The functions of FHIRPath, a module for each chapter of the specification."""

from . import (
    aggregates,
    collections,
    conversion,
    dates,
    existence,
    mathematics,
    supplements,
    text,
    tree,
)

__all__ = [
    "aggregates",
    "collections",
    "conversion",
    "dates",
    "existence",
    "mathematics",
    "supplements",
    "text",
    "tree",
]
