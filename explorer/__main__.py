"""The door: ``caseboard`` and ``python -m explorer``. The one module here that may reach up to the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def _measure(text: str, size: float, bold: bool) -> tuple[float, float]:
    from ui.app import quiet_application
    from ui.look.fonts import measure

    quiet_application()
    return measure(text, size, bold)


def _encode(display: object, suffix: str, scale: float, title: str) -> bytes:
    from explorer.pictures.drawing.display import Display
    from ui.app import quiet_application
    from ui.canvas.images import encode

    assert isinstance(display, Display)
    quiet_application()
    return encode(display, suffix, scale=scale, title=title)


def _open_window(sources: Sequence[str], debug: bool) -> int:
    from ui.app import run_window

    return run_window(sources, debug=debug)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    # What is imported and read is there to stay: looking through it for garbage as often as Python does takes a tenth
    # of the start, and more while millions of triples are read.
    gc.set_threshold(100_000, 50, 50)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        # Nothing to be understood, and understanding takes a tenth of the start too.
        return _open_window((), False)
    from explorer.command_line.cli import Doors, run

    return run(words, Doors(_measure, _encode, _open_window))


if __name__ == "__main__":
    sys.exit(main())
