"""A field that finds resources while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from explorer.search import Hit
from ui import icons, theme
from ui.parts.text import plain_tip, sized

Index = QModelIndex | QPersistentModelIndex
HIT = Qt.ItemDataRole.UserRole
DEBOUNCE_MS = 80
MOST_ROWS = 10
_SIDE = 10


class _Hits(QAbstractListModel):
    """What was found; one line says so where that is nothing."""

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
            return f"Nothing found for “{self.query}”" if role == Qt.ItemDataRole.DisplayRole else None
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


class _HitDelegate(QStyledItemDelegate):
    """Label and class on one line, and below it what matched where that is not the name."""

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
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if hit is not None and (chosen or option.state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.press if chosen else now.hover)
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
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class SearchField(QLineEdit):
    """Finds with ``find`` as one types and hands the id of what is chosen to ``choose``.

    The list of hits lies over the window as a child of it, so that it can never take the keyboard away from the field.
    """

    def __init__(self, find: Callable[[str], list[Hit]], choose: Callable[[int], None]) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName("Search")
        self.setPlaceholderText("Find a name, IRI or text (Ctrl+F)")
        self.setToolTip(
            plain_tip("Find a name, IRI or text (Ctrl+F). Up and Down walk through what was found, Enter goes there.")
        )
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        self._find, self._choose = find, choose
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(DEBOUNCE_MS)
        self.timer.timeout.connect(self._look)
        self.textEdited.connect(self._edited)
        self.hits = _Hits()
        self.popup = QListView(self)
        self.popup.setObjectName("searchHits")
        self.popup.setAccessibleName("What was found")
        self.popup.setProperty("look", "sheet")
        self.popup.setModel(self.hits)
        self.popup.setItemDelegate(_HitDelegate(self.popup))
        self.popup.setFrameShape(QFrame.Shape.NoFrame)
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setMouseTracking(True)
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.popup.clicked.connect(self._take)
        self.popup.setVisible(False)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.placeholderText()) + 76, hint.height())

    def _edited(self, text: str) -> None:
        if text.strip():
            self.timer.start()
        else:
            self.timer.stop()
            self.close_popup()

    def _look(self) -> None:
        query = self.text().strip()
        if not query or not self.hasFocus():
            return
        self.hits.put(query, self._find(query))
        if self.hits.hits:
            self.popup.setCurrentIndex(self.hits.index(0))
        self._open()

    def _open(self) -> None:
        window = self.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
            window.installEventFilter(self)
        rows = range(min(self.hits.rowCount(), MOST_ROWS))
        height = sum(self.popup.sizeHintForRow(row) for row in rows) + 10
        corner = self.mapTo(window, QPoint(0, self.height() + 3))
        width = min(max(self.width(), 340), window.width() - 8)
        left = max(4, min(corner.x(), window.width() - width - 4))
        self.popup.setGeometry(left, corner.y(), width, min(height, max(60, window.height() - corner.y() - 8)))
        self.popup.setVisible(True)
        self.popup.raise_()

    def close_popup(self) -> None:
        """Put the list of hits away."""
        self.popup.setVisible(False)

    def _take(self, index: Index) -> None:
        hit: Hit | None = index.data(HIT)
        if hit is not None:
            self.close_popup()
            self.selectAll()
            self._choose(hit.node)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if own or (event.key() == Qt.Key.Key_Escape and (self.popup.isVisible() or self.text())):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape and self.popup.isVisible():
            self.close_popup()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        if not self.popup.isVisible():
            self._look()
            return
        row = self.popup.currentIndex().row() + step
        self.popup.setCurrentIndex(self.hits.index(min(max(row, 0), self.hits.rowCount() - 1)))

    def _enter(self) -> None:
        # Who types fast and presses Enter means what is typed, not what was found for its beginning.
        if self.timer.isActive() or not self.popup.isVisible():
            self.timer.stop()
            self._look()
        if self.popup.isVisible():
            self._take(self.popup.currentIndex())

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.timer.stop()
        self.close_popup()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_popup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.popup.isVisible():
            self._open()
        return super().eventFilter(watched, event)
