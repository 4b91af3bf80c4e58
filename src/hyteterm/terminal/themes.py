"""Colour themes: sixteen colours are enough, and none is needed to understand."""

import os

from textual.theme import Theme

PLAIN = Theme(
    name="hyteterm",
    primary="#5fafff",
    secondary="#87d7af",
    accent="#ffd75f",
    warning="#ffaf00",
    error="#ff5f5f",
    success="#87d787",
    foreground="#e4e4e4",
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    dark=True,
)
LIGHT = Theme(
    name="hyteterm-light",
    primary="#005f87",
    secondary="#005f5f",
    accent="#875f00",
    warning="#875f00",
    error="#af0000",
    success="#005f00",
    foreground="#1c1c1c",
    background="#ffffff",
    surface="#f4f4f4",
    panel="#e4e4e4",
    dark=False,
)
MONOCHROME = Theme(
    name="hyteterm-monochrome",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    success="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
)
THEMES = (PLAIN, LIGHT, MONOCHROME)


def theme_for(environ: "os._Environ[str] | dict[str, str]" = os.environ) -> str:
    """The theme to start with: ``HYTETERM_THEME``, else monochrome under ``NO_COLOR``."""
    chosen = environ.get("HYTETERM_THEME", "")
    names = {theme.name: theme.name for theme in THEMES} | {
        "light": LIGHT.name,
        "dark": PLAIN.name,
        "monochrome": MONOCHROME.name,
    }
    if chosen in names:
        return names[chosen]
    return MONOCHROME.name if environ.get("NO_COLOR") else PLAIN.name
