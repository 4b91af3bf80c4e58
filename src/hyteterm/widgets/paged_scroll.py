"""A part of a screen that scrolls by pages and leaves the arrow keys to its screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll


class PagedScroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Textual's own takes ↓ and ↑ as soon as its content is higher than itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]
