"""Typeface of canvas and images. It is a dependency, so that a view looks the same on every machine."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QPointF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGlyphRun, QTextLayout

FAMILY = "Source Sans Pro"
FILES = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Semibold.ttf"}


def file_of(bold: bool) -> Path:
    """The font file for regular or bold text."""
    # Importing the package would list all of its files.
    spec = find_spec("font_source_sans_pro")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "files" / FILES[bold]


@cache
def family() -> str:
    """Load the typeface once and return its family name; needs a QGuiApplication."""
    # For a script that no typeface here has, Qt would print a line for each typeface that it tried.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    names = [
        name
        for bold in FILES
        for name in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file_of(bold))))
    ]
    return next((name for name in names if name == FAMILY), names[0] if names else "Sans Serif")


def font(size: float, bold: bool) -> QFont:
    """The canvas font at a size in pixels."""
    return _font(size, bold, threading.get_ident())


@lru_cache(maxsize=256)
def _font(size: float, bold: bool, _thread: int) -> QFont:
    # Qt caches glyphs by thread, and a font that changes threads looks them up again each time.
    out = QFont(family())
    out.setPixelSize(max(1, round(size)))
    out.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    out.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return out


class _Kept(threading.local):
    """Glyphs by text, size and weight, for one thread: Qt cannot draw them in another."""

    def __init__(self) -> None:
        self.runs: dict[tuple[str, float, bool], tuple[QPointF, list[QGlyphRun]]] = {}


_kept = _Kept()
_MOST_KEPT = 5000


def glyphs(text: str, size: float, bold: bool) -> tuple[QPointF, list[QGlyphRun]]:
    """The offset from the start of a baseline to the glyphs, and the glyphs of a line, which are slow to find."""
    found = _kept.runs.get((text, size, bold))
    if found is None:
        layout = QTextLayout(text, font(size, bold))
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        found = QPointF(0.0, -line.ascent()), layout.glyphRuns()
        if len(_kept.runs) >= _MOST_KEPT:
            _kept.runs.clear()
        _kept.runs[text, size, bold] = found
    return found


_REFERENCE = 64.0


@lru_cache(maxsize=16)
def _metrics(bold: bool, _thread: int) -> QFontMetricsF:
    return QFontMetricsF(font(_REFERENCE, bold))


@lru_cache(maxsize=100_000)
def _advance(text: str, bold: bool) -> float:
    return _metrics(bold, threading.get_ident()).horizontalAdvance(text)


def measure(text: str, size: float, bold: bool) -> tuple[float, float]:
    """Width and height in pixels of one line; widths scale with the size, so that screen and images agree."""
    return _advance(text, bold) * size / _REFERENCE, size * 1.22
