"""Search results, as a list over the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from explorer.panels.search import Hit
from ui.look import theme
from ui.parts.text import plain_tip, sized
from ui.parts.tips import BesideDelegate

Index = QModelIndex | QPersistentModelIndex
HIT = Qt.ItemDataRole.UserRole
MOST_ROWS = 10
_SIDE = 10


class Hits(QAbstractListModel):
    """Search results, or one line that says there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self.query = ""

    def put(self, query: str, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.query, self.hits = query, hits
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else max(1, len(self.hits))

    def flags(self, _index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if self.hits else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if not self.hits:
            return f"No results for “{self.query}”" if role == Qt.ItemDataRole.DisplayRole else None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.label
        if role == HIT:
            return hit
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(hit.label)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in hit[1:] if part)
        return None


class _HitDelegate(BesideDelegate):
    """Label and class on one line, and below it the matching text if that is not the name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hit: Hit | None = index.data(HIT)
        height = QFontMetrics(option.widget.font()).height()
        small = QFontMetrics(sized(option.widget.font(), 0.86)).height()
        return QSize(100, height + 10 + (small if hit is not None and hit.why else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, view, place = theme.tones(), option.widget, option.rect
        hit: Hit | None = index.data(HIT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if hit is not None and (selected or option.state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.press if selected else now.hover)
            painter.drawRoundedRect(QRectF(place).adjusted(4, 0.5, -4, -0.5), 5, 5)
        line = QRect(
            place.left() + _SIDE, place.top() + 5, place.width() - 2 * _SIDE, QFontMetrics(view.font()).height()
        )
        if hit is None:
            painter.setPen(now.quiet)
            self._words(painter, view, 1.0, line, index.data(), Qt.AlignmentFlag.AlignLeft)
        else:
            small = QFontMetrics(sized(view.font(), 0.86))
            width = min(small.horizontalAdvance(hit.class_label), line.width() // 3)
            painter.setPen(now.quiet)
            self._words(
                painter,
                view,
                0.86,
                line.adjusted(line.width() - width - 1, 0, 0, 0),
                hit.class_label,
                Qt.AlignmentFlag.AlignRight,
            )
            painter.setPen(now.ink)
            self._words(painter, view, 1.0, line.adjusted(0, 0, -width - 10, 0), hit.label, Qt.AlignmentFlag.AlignLeft)
            if hit.why:
                painter.setPen(now.quiet)
                below = QRect(line.left(), line.bottom() + 1, line.width(), small.height())
                self._words(painter, view, 0.86, below, hit.why, Qt.AlignmentFlag.AlignLeft)
        painter.restore()

    def _words(
        self, painter: QPainter, view: QWidget, size: float, room: QRect, text: str, side: Qt.AlignmentFlag
    ) -> None:
        font = sized(view.font(), size)
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, max(room.width(), 0))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class HitList(QListView):
    """Shows :class:`Hits`; the keyboard stays in the search field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hits = Hits()
        self.setObjectName("searchHits")
        self.setAccessibleName("Search results")
        self.setProperty("look", "sheet")
        self.setModel(self.hits)
        self.setItemDelegate(_HitDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVisible(False)

    def put(self, query: str, hits: list[Hit]) -> None:
        """Show the results of a query, with the first one selected."""
        self.hits.put(query, hits)
        if hits:
            self.setCurrentIndex(self.hits.index(0))

    def walk(self, step: int) -> None:
        """Select the next hit or the previous one; from the first back to the last, and on to the first."""
        self.setCurrentIndex(self.hits.index((self.currentIndex().row() + step) % self.hits.rowCount()))

    @property
    def all_line(self) -> QModelIndex:
        """The line for all resources, or the current one where there is none."""
        last = self.hits.hits[-1:]
        return self.hits.index(len(self.hits.hits) - 1) if last and last[0].is_for_all else self.currentIndex()

    @property
    def wanted_height(self) -> int:
        """The height in pixels of the hits shown without scrolling."""
        return sum(self.sizeHintForRow(row) for row in range(min(self.hits.rowCount(), MOST_ROWS))) + 10
