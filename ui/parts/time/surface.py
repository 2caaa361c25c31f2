"""Timeline surface: one widget with the places of everything, the period in sight, and the painting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollBar, QWidget

from explorer.panels.time.chronicle import Chronicle
from explorer.panels.time.timeline import INSET, Band, Chart, Room, cover_shown, draw_up
from explorer.views.view import Range
from graph.arrays.ticks import Unit, context, unit_for
from ui.look import theme
from ui.parts.text import sized
from ui.parts.time import paint

HISTOGRAM, RULER, EDGE = 46, 20, 12
SHORTEST = 1 / 1440
"""Shortest period across the width, in days: a minute."""


class TimeSurface(QWidget):
    """Shows a :class:`Chronicle`: above, the whole range; below, the lanes of the period in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.dated: Chronicle | None = None
        self.shown: NDArray[np.bool_] = np.empty(0, bool)
        self.selected: NDArray[np.bool_] = np.empty(0, bool)
        self.kept: Range | None = None
        self.name_of: Callable[[int], str] = str
        self.sight: Range = (0.0, 1.0)
        self.forced: dict[int, bool] = {}
        self._without: frozenset[int] = frozenset()
        self.hovered = -1
        self.words: tuple[str, str] = ("", "")
        self._chart: Chart | None = None
        self._bars: NDArray[np.float64] = np.empty(0)
        self._cover: NDArray[np.int64] | None = None
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.valueChanged.connect(lambda: self.update())
        self.setMinimumHeight(HISTOGRAM + RULER + 40)

    # Showing

    @property
    def is_held(self) -> bool:
        """True while the user holds the date range, which then stays as it is."""
        return False

    def put(
        self, dated: Chronicle, shown: NDArray[np.bool_], kept: Range | None, name_of: Callable[[int], str],
        is_playing: bool = False,
    ) -> None:  # fmt: skip
        """Show resources, with ``shown`` (k,) true for those on the canvas, and the date range; the sight stays.

        The lanes stay too while the user drags the range or it plays, so that nothing jumps.
        """
        if self.dated is None or self.dated.whole != dated.whole:
            self.sight = dated.core
            self.forced.clear()
        if dated is not self.dated:
            self.selected = np.zeros(len(dated), bool)
            self._chart = None
        self.dated, self.shown, self.name_of = dated, shown, name_of
        self._bars, self._cover = dated.histogram(shown), None
        if not self.is_held:
            self.kept = kept
            if not is_playing:
                self.close_up()
        self.update()

    def close_up(self) -> None:
        """Let lanes that the date range has emptied take no room."""
        if self.dated is not None:
            self._leave_out(self.dated.emptied(self.shown))

    def open_up(self) -> None:
        """Let all lanes take room, since any may fill."""
        self._leave_out(frozenset())

    def _leave_out(self, lanes: frozenset[int]) -> None:
        if lanes != self._without:
            self._without, self._chart = lanes, None
            self.update()

    def choose(self, selected: NDArray[np.bool_]) -> None:
        """Mark the selected resources (k,); scroll to a single one."""
        new = not np.array_equal(selected, self.selected)
        self.selected = selected
        if new and np.count_nonzero(selected) == 1:
            self._scroll_to(int(np.flatnonzero(selected)[0]))
        self.update()

    def _scroll_to(self, item: int) -> None:
        """Scroll just enough to show the row, or the closed lane, of a resource."""
        assert self.dated is not None
        band = next((band for band in self.chart.bands if band.lane == self.dated.lane[item]), None)
        if band is None:
            return
        at = np.flatnonzero(band.rows == item)
        row = self.chart.row_height
        top = band.top + INSET + float(band.row[at[0]]) * row if len(at) else band.top
        value, page = self.bar.value(), self.frame.lanes.height()
        self.bar.setValue(round(max(min(value, top - INSET), top + row + INSET - page)))

    @property
    def frame(self) -> paint.Frame:
        """The places of all parts."""
        gutter = min(190.0, max(self.width() * 0.16, 140.0))
        left, width = gutter, max(self.width() - gutter - EDGE, 20.0)
        top = 4.0 + HISTOGRAM + RULER
        return paint.Frame(
            QRectF(0, 0, gutter, self.height()),
            QRectF(left, 4.0, width, HISTOGRAM),
            QRectF(left, 4.0 + HISTOGRAM, width, RULER),
            QRectF(left, top, width, max(self.height() - top, 1.0)),
        )

    @property
    def chart(self) -> Chart:
        """The present lanes."""
        assert self.dated is not None
        if self._chart is None:
            box, metrics = self.frame.lanes, QFontMetricsF(self._small)
            row = float(round(metrics.height() + 4))
            room = Room(box.width(), box.height(), row, row + 2 * INSET)
            self._chart = draw_up(
                self.dated, self.sight, room, self.name_of, metrics.horizontalAdvance, self.forced, self._without
            )
            self._cover = None
            over = max(0, round(self._chart.height - box.height()))
            self.bar.setRange(0, over)
            self.bar.setPageStep(round(box.height()))
            self.bar.setSingleStep(round(row))
            self.bar.setVisible(over > 0)
        return self._chart

    @property
    def _small(self) -> QFont:
        return sized(self.font(), 0.92)

    def whole_x(self, instant: float) -> float:
        """The pixel of an instant on the histogram."""
        assert self.dated is not None
        (low, high), box = self.dated.whole, self.frame.histogram
        return box.left() + (instant - low) / (high - low) * box.width()

    def sight_x(self, instant: float) -> float:
        """The pixel of an instant on the ruler and in the lanes."""
        (low, high), box = self.sight, self.frame.lanes
        return box.left() + (instant - low) / (high - low) * box.width()

    def scale_of(self, box: QRectF) -> Range:
        """The period that a part of the widget covers: everything on the histogram, else the period in sight."""
        assert self.dated is not None
        return self.dated.whole if box == self.frame.histogram else self.sight

    def instant(self, x: float, box: QRectF) -> float:
        """The instant at a pixel of the histogram, or of the ruler and the lanes."""
        low, high = self.scale_of(box)
        return low + (x - box.left()) / box.width() * (high - low)

    @property
    def unit(self) -> Unit:
        """The unit that ends snap to in the present sight: the finest that the mouse can hit."""
        return unit_for(self.sight[1] - self.sight[0], self.frame.lanes.width() / 4)

    def look(self, low: float, high: float) -> None:
        """Show a period, within the whole range."""
        if self.dated is None:
            return
        first, last = self.dated.whole
        span = min(max(high - low, SHORTEST), last - first)
        low = min(max((low + high - span) / 2, first), last - span)
        self.sight = (first, last) if span >= last - first else (low, low + span)
        self._chart = None
        self.update()

    def look_at_all(self) -> None:
        """Show the whole range."""
        if self.dated is not None:
            self.look(*self.dated.whole)

    def zoom(self, factor: float, around: float) -> None:
        """Show a period ``factor`` times as long, with one instant staying in place."""
        low, high = self.sight
        self.look(around - (around - low) * factor, around + (high - around) * factor)

    # Painting

    def sizeHint(self) -> QSize:
        return QSize(600, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._chart = None
        top = round(self.frame.lanes.top())
        wide = self.bar.sizeHint().width()
        self.bar.setGeometry(self.width() - wide, top, wide, self.height() - top)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._chart = None

    def paintEvent(self, _event: object) -> None:
        if self.dated is None or not len(self.dated):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, self.dated)

    def _paint(self, painter: QPainter, dated: Chronicle) -> None:
        frame, chart, now = self.frame, self.chart, theme.tones()
        font = self._small
        if self._cover is None:
            self._cover = cover_shown(dated, chart, self.shown)
        scrolled = float(self.bar.value())
        look = paint.Look(self.shown, self._bars, self._cover, self.selected, self.hovered, scrolled)
        below = frame.ruler.united(frame.lanes)
        if self.kept is not None:
            paint.paint_left_out(painter, self.kept, self.whole_x, frame.histogram, now.hover)
            paint.paint_left_out(painter, self.kept, self.sight_x, below, now.hover)
        paint.paint_histogram(painter, dated, look, self.sight, frame.histogram)
        paint.paint_ruler(painter, chart, self.font(), frame.ruler)
        labels = paint.Labels(self.name_of, font, QFontMetricsF(font))
        paint.paint_lanes(painter, dated, chart, look, labels, frame)
        self._paint_gutter(painter, frame, chart)
        if self.kept is not None:
            paint.paint_ends(painter, self.kept, self.whole_x, frame.histogram, grips=True)
            paint.paint_ends(painter, self.kept, self.sight_x, below, grips=False)
        painter.setPen(QPen(now.line, 1))
        painter.drawLine(QPointF(0, frame.ruler.bottom()), QPointF(self.width(), frame.ruler.bottom()))
        if self.hasFocus():
            painter.setPen(QPen(now.link, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 0.5, -1.5, -0.5), 4, 4)

    def _paint_gutter(self, painter: QPainter, frame: paint.Frame, chart: Chart) -> None:
        """The words beside the histogram, and beside the ruler its context or the numbers to either side."""
        now = theme.tones()
        painter.setFont(sized(self.font(), 0.88))
        metrics = painter.fontMetrics()
        for line, (text, tone) in enumerate(zip(self.words, (now.ink, now.quiet))):
            box = QRectF(10, frame.histogram.top() + 5 + line * 18, frame.gutter.width() - 16, 18)
            painter.setPen(tone)
            painter.drawText(box, paint.LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width())))
        where = context(*self.sight, chart.width / 62)
        beside = " · ".join(
            words
            for words, count in ((f"{chart.earlier:,} before", chart.earlier), (f"{chart.later:,} after", chart.later))
            if count
        )
        text = where or beside
        painter.setPen(now.ink if where else now.quiet)
        ruler = QRectF(10, frame.ruler.top(), frame.gutter.width() - 20, RULER)
        painter.drawText(ruler, paint.LEFT, text)

    def fold(self, lane: int, is_open: bool) -> None:
        """Open or close a lane, regardless of the room it takes."""
        self.forced[lane] = is_open
        self._chart = None
        self.update()

    def item_at(self, place: QPointF) -> int:
        """Index in the chronicle of the resource at a place, -1 for empty space."""
        box = self.frame.lanes
        if self.dated is None or not box.contains(place):
            return -1
        return self.chart.hit(place.x() - box.left(), place.y() - box.top() + self.bar.value())

    def band_at(self, place: QPointF) -> Band | None:
        """The lane at a place, its name included."""
        box = self.frame.lanes
        if self.dated is None or place.y() <= box.top():
            return None
        return self.chart.band_at(place.y() - box.top() + self.bar.value())

    def under(self, lane: int, x: float) -> NDArray[np.intp]:
        """Indices in the chronicle of the resources within some pixels of a place in a lane."""
        assert self.dated is not None
        low, high = (self.instant(x + by, self.frame.lanes) for by in (-2, 2))
        return np.flatnonzero(self.dated.touching(low, high) & (self.dated.lane == lane))
