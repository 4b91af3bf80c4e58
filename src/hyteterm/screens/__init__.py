"""Textual screens: one a file, its style sheet beside it; no SQL, HTTP or rules."""
