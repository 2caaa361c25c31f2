"""Starting Qt: with a window, or without one for drawing images."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.files.opening import BROMLEY, empty_document, open_document
from explorer.settings import load_settings
from graph.errors import CaseboardError
from graph.work.progress import finish
from ui.work.window_first import ask_often

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Variables of which a Linux desktop sets at least one."""


def quiet_application() -> QGuiApplication:
    """An application that needs no display, for fonts and images; the present one where there is one already."""
    present = QGuiApplication.instance()
    if isinstance(present, QGuiApplication):
        return present
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["caseboard"])


def run_window(sources: Sequence[str], *, debug: bool = False) -> int:
    """Open the window on files, or on the Bromley graph, and stay until it is closed.

    Files are read while the window is there already; the bundled graph is small enough to come with the first picture.
    """
    from ui.window.window import Window

    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _DISPLAYS):
        print(
            "caseboard: There is no display here to open a window on; use caseboard render or export.", file=sys.stderr
        )
        return 2
    # One style on every system. Asking for it later makes Python classes of all that styles can do, which takes long.
    app = QApplication.instance() or QApplication(["caseboard", "-style", "fusion"])
    assert isinstance(app, QApplication)
    ask_often()
    app.setApplicationName("caseboard")
    app.setApplicationDisplayName("Caseboard")
    app.setDesktopFileName("caseboard")
    files = [source for source in sources if source != BROMLEY]
    try:
        first = empty_document("Opening…") if files else finish(open_document([BROMLEY]))
        window = Window(first, load_settings())
    except CaseboardError as error:
        print(f"caseboard: {error}", file=sys.stderr)
        return 2
    if not debug:
        sys.excepthook = lambda _kind, error, _trace: window.warn(
            error if isinstance(error, Exception) else Exception(str(error))
        )
    window.begin()
    window.show()
    if files:
        window.desk.open_paths(files)
    return app.exec()
