"""Entry point: the splash first, then everything that is slow to import."""

import os
import sys
from typing import Final

_OPENS_SCREENS: Final[tuple[list[str], ...]] = ([], ["demo"])


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

        gc.disable()
        try:
            pass
        finally:
            gc.enable()
            gc.freeze()
    from hyteterm.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
