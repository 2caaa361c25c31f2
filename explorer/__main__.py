"""Entry point of ``caseboard`` and ``python -m explorer``. The one module here that may import the window."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from graph.errors import CaseboardError

if TYPE_CHECKING:
    from explorer.files.opening import OpenOptions

_THREADS = "OPENBLAS_NUM_THREADS"
_DOCUMENTATION = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
"""Modules of NumPy that put documentation into its compiled functions."""


def _start_qt() -> None:
    """Start Qt without a display, unless that is done."""
    try:
        from ui.app import quiet_application
    except ImportError as error:
        raise _explained(error) from error
    quiet_application()


def _explained(error: ImportError) -> Exception:
    """One sentence where Qt cannot be imported because the system lacks a library; else the error itself."""
    from ui.qt_libraries import install, missing, needed

    lacking = missing(needed()) if sys.platform.startswith("linux") and "PySide6" in str(error.path) else {}
    return CaseboardError(install(lacking)) if lacking else error


def _measure(text: str, size: float, bold: bool) -> tuple[float, float]:
    _start_qt()
    from ui.look.fonts import measure

    return measure(text, size, bold)


def _encode(display: object, suffix: str, scale: float, title: str) -> bytes:
    _start_qt()
    from explorer.pictures.drawing.display import Display
    from ui.canvas.images import encode

    assert isinstance(display, Display)
    return encode(display, suffix, scale=scale, title=title)


def _import_numpy() -> None:
    """Import NumPy without its threads for large matrices, which a window does not have: they begin by waiting for
    work as busily as they can, on the cores that the start needs.
    """
    if "numpy" in sys.modules:
        return
    wanted = os.environ.get(_THREADS)
    os.environ.setdefault(_THREADS, "1")
    # Nor with the documentation of its functions, which takes 4 ms, and which nobody reads in a window.
    sys.modules.update((name, ModuleType(name)) for name in _DOCUMENTATION)
    import_module("numpy")

    for name in _DOCUMENTATION:
        del sys.modules[name]
    if wanted is None:
        del os.environ[_THREADS]  # processes that lay out may use all cores


def _import_qt() -> None:
    """Import Qt, then put the import of before back. That of PySide reads the source of every module that is imported
    after it, to see whether it wants other names for the functions of Qt. No module here does.
    """
    import_module("PySide6.QtCore")
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _open_window(sources: Sequence[str], debug: bool, options: OpenOptions | None = None) -> int:
    try:
        _import_qt()
        from ui.app import run_window
    except ImportError as error:
        raise _explained(error) from error
    return run_window(sources, options, debug=debug)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    # Imports and data stay in memory. Python's usual rate of garbage collection over them takes a tenth of the
    # start, and more while reading millions of triples.
    gc.set_threshold(100_000, 50, 50)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words:
        from explorer.command_line.cli import run
        from explorer.command_line.run import Toolkit

        return run(words, Toolkit(_measure, _encode, _open_window))
    _import_numpy()
    # Without arguments there is nothing to parse, and importing the parser takes another tenth of the start.
    try:
        return _open_window((), False)
    except CaseboardError as error:
        print(f"caseboard: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
