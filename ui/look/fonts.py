"""Typeface of canvas and images. It is a dependency, so that a view looks the same on every machine."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QPointF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGlyphRun, QPainterPath, QRawFont, QTextLayout

from explorer.pictures.drawing.display import Letter

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
    # A ligature is one glyph for several letters; in a PDF it would be copied and found as none of them.
    for ligatures in ("liga", "clig"):
        out.setFeature(QFont.Tag(ligatures), 0)
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


_EM = 1000.0


def outlines(text: str, bold: bool) -> list[Letter] | None:
    """The outlines of a line of text, see :class:`Letter`; None if a typeface has pictures in place of outlines."""
    up, runs = glyphs(text, _EM, bold)
    out: list[Letter] = []
    for run in runs:
        typeface, indices = run.rawFont(), run.glyphIndexes()
        is_own = typeface.familyName() == family()
        paths = [_own_outline(i, bold) if is_own else _written(typeface.pathForGlyph(i)) for i in indices]
        if not any(paths) and not is_own:
            return None
        places = zip(paths, run.positions())
        out += [Letter(path, place.x() + up.x(), place.y() + up.y()) for path, place in places if path]
    return out


@lru_cache(maxsize=2000)
def _own_outline(index: int, bold: bool) -> str:
    return _written(_unpainted(bold, threading.get_ident()).pathForGlyph(index))


@lru_cache(maxsize=16)
def _unpainted(bold: bool, _thread: int) -> QRawFont:
    """The typeface once more: Qt leaves outlines shifted by the part of a pixel at which a glyph was last painted."""
    return QRawFont(str(file_of(bold)), _EM)


def _written(path: QPainterPath) -> str:
    """An outline as the data of an SVG path."""
    pieces = map(path.elementAt, range(path.elementCount()))
    # Many points lie on halves, which whole numbers would move.
    return "".join(f"{_VERBS[piece.type]}{piece.x:.1f} {piece.y:.1f}" for piece in pieces).replace(".0", "")


_VERBS = {
    QPainterPath.ElementType.MoveToElement: "M",
    QPainterPath.ElementType.LineToElement: "L",
    QPainterPath.ElementType.CurveToElement: "C",
    QPainterPath.ElementType.CurveToDataElement: " ",
}
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
