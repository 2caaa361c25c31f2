"""Starting Qt: with a window, or without one for drawing images."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.files.opening import AS_USUAL, BROMLEY, OPENING, OpenOptions, empty_document, open_document
from explorer.settings import load_settings
from graph.errors import CaseboardError
from graph.work.progress import finish
from ui.look.fonts import family
from ui.work.window_first import ask_often

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext

_DISPLAYS = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
"""Variables of which a Linux desktop sets at least one."""
_FRAMED_AFTER_MS = 250
"""Time in which a desktop has put a frame around a window."""
_WITHOUT_ONE = "caseboard render, export, info, path, query and check work without one"


def quiet_application() -> QGuiApplication:
    """An application that needs no display, for fonts and images; the present one where there is one already."""
    present = QGuiApplication.instance()
    if isinstance(present, QGuiApplication):
        return present
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["caseboard"])


def _window_application() -> QApplication:
    """An application with a display; where Qt cannot open one, one sentence and status 2 instead of Qt's abort."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        said.append(message)
        if kind == QtMsgType.QtFatalMsg:  # the last thing that Qt does before it aborts
            print(f"caseboard: {_cause()}", file=sys.stderr, flush=True)
            os._exit(2)

    qInstallMessageHandler(hear)
    # One style on every system. Asking for it later makes Python classes of all that styles can do, which takes long.
    app = QApplication(["caseboard", "-style", "fusion"])
    qInstallMessageHandler(None)
    if said:
        print(*said, sep="\n", file=sys.stderr)
    return app


def _find_fonts() -> None:
    """Have Qt find the fonts of the system and load ours, which takes 5 ms and does not hold Python's lock."""
    QFontMetrics(QFont()).height()
    family()


def _cause() -> str:
    """One sentence on why Qt finds no display."""
    from ui.qt_libraries import install, missing, needed

    lacking = missing(needed()) if sys.platform.startswith("linux") else {}
    return install(lacking) if lacking else no_display()


def no_display() -> str:
    """One sentence on why no window can be opened, by the variables that name a display, and on the way without."""
    name = next((name for name in _DISPLAYS if os.environ.get(name)), None)
    where = (
        "There is no display here to open a window on"
        if name is None
        else (f"No window can be opened on {name}={os.environ[name]}")
    )
    return f"{where}; {_WITHOUT_ONE}."


def run_window(sources: Sequence[str], options: OpenOptions | None = None, *, debug: bool = False) -> int:
    """Open the window on files, or on the Bromley graph, and stay until it is closed.

    ``options`` say how to open them. Files are read while the window is there already; the bundled graph is small
    enough to come with the first picture.
    """
    from ui.window.window import Window

    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _DISPLAYS):
        print(f"caseboard: {no_display()}", file=sys.stderr)
        return 2
    options = AS_USUAL if options is None else options
    app = _window_application()
    Thread(target=_find_fonts, daemon=True).start()
    ask_often()
    app.setApplicationName("caseboard")
    app.setApplicationDisplayName("Caseboard")
    app.setDesktopFileName("caseboard")
    files = [source for source in sources if source != BROMLEY]
    try:
        first = empty_document(OPENING) if files else finish(open_document([BROMLEY], **options._asdict()))
        window = Window(first, load_settings())
    except CaseboardError as error:
        print(f"caseboard: {error}", file=sys.stderr)
        return 2
    if not debug:
        sys.excepthook = lambda _kind, error, _trace: window.tools.messages.fail(
            error if isinstance(error, Exception) else Exception(str(error))
        )
    window.begin()
    window.show()
    QTimer.singleShot(_FRAMED_AFTER_MS, window, window.fit_screen)
    if files:
        window.tasks.files.open_paths(files, options)
    return app.exec()
