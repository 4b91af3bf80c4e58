"""Entry point: the splash first, then everything that is slow to import."""

import os
import sys
from typing import Final

_OPENS_SCREENS: Final[tuple[list[str], ...]] = ([], ["demo"], ["demo", "--receiver"])


def main() -> None:
    """Run ``hyteterm`` with the process's arguments."""
    from hyteterm.terminal import splash

    if sys.argv[1:] in _OPENS_SCREENS and splash.fits():
        # Read by Textual when it is imported: at 60 a key waits 17 ms longer.
        os.environ.setdefault("TEXTUAL_FPS", "250")
        os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
        os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
        splash.show()
        import gc

        # What is imported stays: nothing is gained by looking for rubbish meanwhile.
        # `open_screens` enables it again.
        gc.disable()
        if not sys.argv[1:]:
            # Parsing no arguments needs no click, which takes 10 ms to import.
            sys.exit(_opened())
    from hyteterm.cli import main as command_line

    command_line()


def _opened() -> int:
    from hyteterm.terminal import splash

    try:
        from hyteterm.commands.screens import open_screens

        return open_screens()
    except KeyboardInterrupt:
        splash.leave()
        return 130


if __name__ == "__main__":
    main()
