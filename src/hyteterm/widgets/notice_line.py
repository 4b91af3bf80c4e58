"""One line above the keys for what has just happened."""

from rich.text import Text
from textual.timer import Timer
from textual.widgets import Static


class NoticeLine(Static):
    """Shows a text for some seconds; a warning is marked in words' company by ⚠."""

    DEFAULT_CSS = """
    NoticeLine { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    NoticeLine.-warning { color: $warning; text-style: bold; }
    """

    _timer: Timer | None = None

    def show(self, text: str, *, warning: bool = False, seconds: float = 6) -> None:
        """Show ``text`` for ``seconds``."""
        self.set_class(warning, "-warning")
        self.update(Text(f"⚠ {text}" if warning else text), layout=False)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self.clear_notice)

    def clear_notice(self) -> None:
        """Show nothing."""
        self.update("", layout=False)
