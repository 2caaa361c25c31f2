"""Lines of a facet: a model of choices, their painting, and a list that hides lines or shows only one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from explorer.panels.facet_values import Choice
from ui.look import icons, theme
from ui.parts.swatch import paint_swatch
from ui.parts.text import plain_tip, sized, tabular
from ui.parts.tips import BesideDelegate

Index = QModelIndex | QPersistentModelIndex
CHOICE = Qt.ItemDataRole.UserRole
MOST_ROWS = 12
_SIDE, _GAP, _EYE = 10, 7, 17


class ChoiceModel(QAbstractListModel):
    """Choices in the given order; new counts for the same lines update them in place."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self.choices: tuple[Choice, ...] = ()
        self._keys, self._most = keys, -1

    def put(self, choices: tuple[Choice, ...]) -> None:
        """Show these choices. Scroll position and current line stay if the lines are the same."""
        if choices == self.choices:
            return
        same = [c[:2] for c in choices] == [c[:2] for c in self.choices]
        if same:
            old, self.choices = self.choices, choices
            rows = [i for i, (a, b) in enumerate(zip(old[: self.rowCount()], choices)) if a != b]
            if rows:
                self.dataChanged.emit(self.index(rows[0]), self.index(rows[-1]))
            return
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self.choices) if self._most < 0 else min(self._most, len(self.choices))

    def show_first(self, most: int) -> None:
        """Have only the first lines, or all if ``most`` is -1."""
        before, self._most = self._most, most
        now, self._most = self.rowCount(), before
        have = self.rowCount()
        if now > have:
            self.beginInsertRows(QModelIndex(), have, now - 1)
            self._most = most
            self.endInsertRows()
        elif now < have:
            self.beginRemoveRows(QModelIndex(), now, have - 1)
            self._most = most
            self.endRemoveRows()
        self._most = most

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.label
        if role == CHOICE:
            return choice
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [choice.label, choice.tip, *([f"{choice.others_words}."] if choice.others else [])]
            return plain_tip("\n".join(lines)).replace("\n", "<br>") + plain_tip(self._keys)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = f"{choice.shown:,} of {choice.total:,} shown"
            if choice.hidden:
                state = f"hidden, {state}" if choice.shown else "hidden"
            return ", ".join(part for part in (choice.label, state, choice.others_words) if part)
        return None


def count_text(choice: Choice) -> tuple[str, str]:
    """The two parts of “shown / total”; the first is empty if all are shown."""
    return ("", f"{choice.total:,}") if choice.shown == choice.total else (f"{choice.shown:,}", f" / {choice.total:,}")


class ChoiceDelegate(BesideDelegate):
    """Paints a line: swatch, label, counts, and under the pointer “only” and the eye."""

    def __init__(self, parent: QWidget, model: ChoiceModel) -> None:
        super().__init__(parent)
        self._model = model
        self._room: tuple[tuple[Choice, ...], int, bool] = ((), -1, False)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, row_height(option.widget))

    def only_rect(self, row: QRect, widget: QWidget, choice: Choice) -> QRect:
        """The place of “only” in a row."""
        width = QFontMetrics(sized(widget.font(), 0.88)).horizontalAdvance("only") + 12
        right = self.eye_rect(row, widget, choice).left() - 5
        return QRect(right - width, row.top() + 3, width, row.height() - 6)

    def eye_rect(self, row: QRect, widget: QWidget, choice: Choice) -> QRect:
        """The place of the eye in a row, left of the counts."""
        counts = QFontMetrics(tabular(sized(widget.font(), 0.88))).horizontalAdvance("".join(count_text(choice)))
        left = _counts_end(row, widget) - counts - 6 - _EYE
        return QRect(left, row.center().y() - _EYE // 2 + 1, _EYE, _EYE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(CHOICE)
        view, row, now = option.widget, option.rect, theme.tones()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and view.hasFocus()
        near = hovered or focused
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if near:
            ground = QRectF(row).adjusted(4.5, 0.5, -4.5 if _is_whole(row, view) else -0.5, -0.5)
            painter.setPen(QPen(now.link, 1) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(now.hover)
            painter.drawRoundedRect(ground, 5, 5)
        left = row.left() + _SIDE
        if choice.swatch is not None:
            middle = QPointF(left + 8, row.center().y() + 0.5)
            paint_swatch(painter, middle, 5.6, choice.swatch, now.theme, hollow=choice.hidden)
            left += 16 + _GAP
        right = self._counts(painter, view, row, choice)
        if near or choice.hidden:
            icon = icons.icon("eye-slash" if choice.hidden else "eye", "quiet")
            spot = self.eye_rect(row, view, choice)
            icon.paint(painter, spot)
            right = spot.left()
        if near:
            right = self._only(painter, view, row, choice)
        painter.setFont(view.font())
        painter.setPen(now.faint if choice.hidden else now.quiet if not choice.shown else now.ink)
        space = QRect(left, row.top(), max(0, right - _GAP - left), row.height())
        text = QFontMetrics(view.font()).elidedText(choice.label, Qt.TextElideMode.ElideMiddle, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        if choice.others and self._have_room(row, view):
            self._others(painter, view, space, choice)
        painter.restore()

    def _others(self, painter: QPainter, view: QWidget, space: QRect, choice: Choice) -> None:
        """Say behind the label how many of the line are on other lines too; the pointer’s buttons may take the room."""
        used = QFontMetrics(view.font()).horizontalAdvance(choice.label) + _GAP
        font = sized(view.font(), 0.88)
        free = space.adjusted(used, 0, 0, 0)
        if QFontMetrics(font).horizontalAdvance(choice.others_in_short) <= free.width():
            painter.setFont(font)
            painter.setPen(theme.tones().quiet)
            painter.drawText(free, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, choice.others_in_short)

    def _have_room(self, row: QRect, view: QWidget) -> bool:
        """True if every line with others has room to say so: all lines of a list say it, or none do."""
        choices = self._model.choices
        if self._room[:2] != (choices, row.width()):
            names, small = QFontMetrics(view.font()), QFontMetrics(sized(view.font(), 0.88))
            counts = QFontMetrics(tabular(sized(view.font(), 0.88)))
            free = _counts_end(row, view) - row.left() - _SIDE

            def width(choice: Choice) -> int:
                words = names.horizontalAdvance(choice.label) + small.horizontalAdvance(choice.others_in_short)
                swatch = 16 + _GAP if choice.swatch is not None else 0
                return swatch + words + counts.horizontalAdvance("".join(count_text(choice))) + 2 * _GAP

            fits = all(width(choice) <= free for choice in choices if choice.others)
            self._room = choices, row.width(), fits
        return self._room[2]

    def _counts(self, painter: QPainter, view: QWidget, row: QRect, choice: Choice) -> int:
        """Paint the counts; returns their left edge."""
        now = theme.tones()
        font = tabular(sized(view.font(), 0.88))
        small = QFontMetrics(font)
        shown, total = count_text(choice)
        right = _counts_end(row, view)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine
        painter.setPen(now.quiet if not choice.hidden else now.faint)
        painter.drawText(QRect(row.left(), row.top(), right - row.left(), row.height()), flags, total)
        right -= small.horizontalAdvance(total)
        if shown:
            painter.setPen(now.ink if choice.shown else now.quiet)
            painter.drawText(QRect(row.left(), row.top(), right - row.left(), row.height()), flags, shown)
            right -= small.horizontalAdvance(shown)
        return right

    def _only(self, painter: QPainter, view: QWidget, row: QRect, choice: Choice) -> int:
        now, place = theme.tones(), self.only_rect(row, view, choice)
        painter.setPen(QPen(now.firm_line, 1))
        painter.setBrush(now.base)
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(sized(view.font(), 0.88))
        painter.setPen(now.link)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "only")
        return place.left()


def _counts_end(row: QRect, view: QWidget) -> int:
    """The right edge of the counts, the same with and without a scroll bar."""
    return row.right() - (_SIDE + 6 if _is_whole(row, view) else 5)


def _is_whole(row: QRect, view: QWidget) -> bool:
    """True if no scroll bar takes space beside the row."""
    return row.width() >= view.width() - 2


def row_height(widget: QWidget) -> int:
    """The height of a line in the system's font."""
    return QFontMetrics(widget.font()).height() + 10


class ChoiceList(QListView):
    """The lines of one facet. A click or Space calls ``toggle``; “only” or the key O calls ``only``."""

    scrolls = True
    """False in a panel that scrolls itself: the list is as high as its lines."""

    def __init__(self, name: str, toggle: Callable[[Choice], None], only: Callable[[Choice], None]) -> None:
        super().__init__()
        self._toggle, self._only = toggle, only
        self.offer: Callable[[Choice, QPoint], None] | None = None
        """Shows more actions for a line, at a place on the screen."""
        self.source = ChoiceModel("Space hides or shows it, O shows only this.")
        self.shown = QSortFilterProxyModel()
        self.shown.setDynamicSortFilter(False)  # new counts of ten thousand lines change no label
        self.shown.setSourceModel(self.source)
        self.shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self.shown)
        self.painted = ChoiceDelegate(self, self.source)
        self.setItemDelegate(self.painted)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.viewport().setAutoFillBackground(False)
        self._pressed = QPersistentModelIndex()
        self._most = -1

    def put(self, choices: tuple[Choice, ...]) -> None:
        """Show these choices."""
        current = self.currentIndex()
        item = current.data(CHOICE).item if current.isValid() else None
        self.source.put(choices)
        if item is not None and not self.currentIndex().isValid():
            row = next((i for i, c in enumerate(choices) if c.item == item), -1)
            if row >= 0:
                self.setCurrentIndex(self.shown.mapFromSource(self.source.index(row)))
        self.fit()

    def narrow(self, text: str) -> None:
        """Show only lines with ``text`` in their label."""
        if text:
            self.source.show_first(-1)
        self.shown.setFilterFixedString(text)
        if not text:
            self.source.show_first(self._most)
        self.fit()

    def show_first(self, most: int) -> None:
        """Show the first lines, or all if ``most`` is -1."""
        if most != self._most:
            self._most = most
            if not self.shown.filterRegularExpression().pattern():
                self.source.show_first(most)
                self.fit()

    def fit(self) -> None:
        """Set the height to that of the lines, up to a dozen where the list scrolls."""
        rows = self.shown.rowCount()
        height = row_height(self)
        self.verticalScrollBar().setSingleStep(height)
        is_whole = rows <= MOST_ROWS or not self.scrolls
        self.setFixedHeight(rows * height if is_whole else int((MOST_ROWS + 0.5) * height))

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.shown.rowCount():
            self.setCurrentIndex(self.shown.index(0, 0))

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's one-letter shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        keys = (Qt.Key.Key_Space, Qt.Key.Key_O, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        return event.key() in keys and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and self._own(event) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_O):
            act = self._toggle if event.key() == Qt.Key.Key_Space else self._only
            act(index.data(CHOICE))
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or self._pressed != index:
            return
        choice: Choice = index.data(CHOICE)
        on_only = self.painted.only_rect(self.visualRect(index), self, choice).contains(place)
        (self._only if on_only else self._toggle)(choice)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if self.offer is not None and index.isValid():
            place = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.offer(index.data(CHOICE), self.viewport().mapToGlobal(place))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "shown"):
            self.fit()
