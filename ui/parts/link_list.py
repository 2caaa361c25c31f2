"""Link lists: groups of resources or relationships as lines to click, long groups folded, with arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from explorer.pictures.look.style import Swatch
from ui.look import icons, theme
from ui.parts.swatch import paint_swatch
from ui.parts.text import broken, plain_tip, sized, tabular

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
FOLD, STEP = 12, 1000
_SIDE, _GAP, _APART, _MOST_LINES = 10, 6, 9, 3
_NOTE = 0.87
"""The size of what stands behind the text of a line, as a share of the text's."""


class Row(NamedTuple):
    """One line: ``key`` is passed on when the user clicks it (-1: no link), ``badge`` counts passages.

    ``badge_key`` is passed on for a click on the badge. ``quiet`` lines are not on the canvas; ``mark`` says so.
    ``figure`` is a text at the right end, in place of a badge.
    """

    key: int
    text: str
    note: str = ""
    tip: str = ""
    quiet: bool = False
    badge: int = 0
    badge_key: int = -1
    swatch: Swatch | None = None
    mark: str = ""
    figure: str = ""


class Group(NamedTuple):
    """Lines under a heading ("" for none); ``total`` if there are more than the listed ones."""

    title: str
    rows: tuple[Row, ...]
    total: int = 0


class _Item(NamedTuple):
    kind: str
    text: str
    size: int
    group: int
    row: Row | None = None


class RowModel(QAbstractListModel):
    """Groups as one flat list of headings, rows and “show all” lines."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: tuple[Group, ...] = ()
        self.items: list[_Item] = []
        self._unfolded: dict[str, int] = {}

    def put(self, groups: tuple[Group, ...], *, fold: bool) -> None:
        """Show these groups; ``fold`` folds all of them again."""
        if fold:
            self._unfolded.clear()
        elif groups == self.groups:
            return
        self.groups = groups
        self._lay_out()

    def unfold(self, group: int) -> None:
        """Show all lines of a group, or the next thousand."""
        title = self.groups[group].title
        self._unfolded[title] = self._unfolded.get(title, 0) + STEP
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        self.items = []
        for g, group in enumerate(self.groups):
            total = max(group.total, len(group.rows))
            if group.title:
                self.items.append(_Item("heading", group.title, total, g))
            # Folding one or two lines would only replace them with another line.
            most = self._unfolded.get(group.title, FOLD + 2)
            whole = len(group.rows) <= most
            rows = group.rows if whole else group.rows[: self._unfolded.get(group.title, FOLD)]
            self.items += [_Item("row", row.text, 0, g, row) for row in rows]
            if not whole:
                left = len(group.rows) - len(rows)
                every = left <= STEP and total == len(group.rows)
                offer = f"show all {total:,}" if every else f"show {min(STEP, left):,} more of {total:,}"
                self.items.append(_Item("more", offer, 0, g))
            elif total > len(group.rows):
                self.items.append(_Item("rest", f"and {total - len(group.rows):,} more", 0, g))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        item = self.items[index.row()]
        leads = item.kind == "more" or (item.row is not None and item.row.key >= 0)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if leads else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == ROW:
            return item
        if role == Qt.ItemDataRole.ToolTipRole and item.row is not None:
            return plain_tip(item.row.tip)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(item)
        return None


def _spoken(item: _Item) -> str:
    if item.row is None:
        return item.text
    row = item.row
    parts = [row.text, row.figure, row.note, row.mark]
    parts.append(f"{row.badge} passages" if row.badge > 1 else "1 passage" if row.badge else "")
    return ", ".join(part for part in parts if part)


class RowDelegate(QStyledItemDelegate):
    """Paints headings, lines and badges."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view, self._font = view, QFont()
        self._lines: dict[tuple[Row, int], list[str]] = {}
        self._measure(view.font())

    def _measure(self, font: QFont) -> None:
        self._font = font
        self._text, self._note = QFontMetrics(font), QFontMetrics(sized(font, _NOTE))
        self._figure = QFontMetrics(tabular(sized(font, 0.9)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: _Item = index.data(ROW)
        if item.row is None:
            return QSize(80, self._text.height() + (14 if item.kind == "heading" and item.group else 8))
        # No frame and no scroll bar take of the width.
        return QSize(80, self._text.height() * len(self.lines(item.row, self._view.width())) + 8)

    def _ends(self, row: Row, width: int) -> tuple[int, int]:
        """Where the words of a line begin and end, between its swatch and its badge or figure."""
        right = self.badge_rect(QRect(0, 0, width, 8), self._view, row).left() if row.badge else width - 1 - _SIDE
        right -= self._figure.horizontalAdvance(row.figure) if row.figure else 0
        return _SIDE + (14 + _GAP if row.swatch is not None else 0), right - _GAP

    def lines(self, row: Row, width: int) -> list[str]:
        """The text on as many lines as it needs, at most three; an empty last one where its mark needs a line too."""
        if self._font != self._view.font():
            self.renew()
        if (row, width) not in self._lines:
            left, right = self._ends(row, width)
            lines = broken(row.text, self._text, right - left, _MOST_LINES)
            beside = self._text.horizontalAdvance(lines[-1]) + self._marked(row)
            self._lines[row, width] = [*lines, ""] if row.mark and beside > right - left else lines
        return self._lines[row, width]

    def renew(self) -> None:
        """Forget where lines are broken, since other rows or another font are shown."""
        self._lines.clear()
        self._measure(self._view.font())

    def _marked(self, row: Row) -> int:
        """The room in pixels for the mark behind the text of a line."""
        return self._note.horizontalAdvance(f"({row.mark})") + 1 + _APART if row.mark else 0

    def badge_rect(self, place: QRect, widget: QWidget, row: Row) -> QRect:
        """The place of the count of passages in a line."""
        if not row.badge:
            return QRect(place.right() - _SIDE, place.top(), 0, place.height())
        small = QFontMetrics(sized(widget.font(), 0.85))
        width = small.horizontalAdvance(f"{row.badge:,}") + 26
        return QRect(place.right() - _SIDE - width + 4, place.top() + 2, width, place.height() - 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: _Item = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.kind == "heading":
            self._heading(painter, option.widget, option.rect, item)
        else:
            self._line(painter, option, item)
        painter.restore()

    def _heading(self, painter: QPainter, view: QWidget, place: QRect, item: _Item) -> None:
        now = theme.tones()
        font = sized(view.font(), 0.9)
        count = f"{item.size:,}" if item.size > 1 else ""
        metrics = QFontMetrics(font)
        width = place.width() - 2 * _SIDE - metrics.horizontalAdvance(count) - 8
        text = metrics.elidedText(item.text, Qt.TextElideMode.ElideRight, width)
        low = place.adjusted(_SIDE, 0, -_SIDE, -3)
        painter.setFont(font)
        painter.setPen(now.quiet)
        under = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(low, under | Qt.TextFlag.TextSingleLine, text)
        painter.setPen(now.faint)
        painter.setFont(tabular(font))
        low.setLeft(low.left() + metrics.horizontalAdvance(text) + 7)
        painter.drawText(low, under, count)

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, item: _Item) -> None:
        view, place, now = option.widget, option.rect, theme.tones()
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and view.hasFocus()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver) and enabled
        if focused or hovered:
            painter.setPen(QPen(now.link, 1) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(now.hover)
            painter.drawRoundedRect(QRectF(place).adjusted(4.5, 0.5, -4.5, -0.5), 5, 5)
        if item.row is None:
            painter.setPen(now.link if item.kind == "more" else now.quiet)
            self._words(painter, view.font(), place.adjusted(_SIDE, 0, -_SIDE, 0), item.text)
            return
        row = item.row
        if row.swatch is not None:
            middle = QPointF(place.left() + _SIDE + 7, place.center().y() + 0.5)
            paint_swatch(painter, middle, 5.4, row.swatch, now.theme, hollow=row.quiet)
        self._badge(painter, view, place, row, near=focused or hovered)
        (left, right), lines = self._ends(row, place.width()), self.lines(row, place.width())
        painter.setPen(now.quiet if row.quiet else now.ink)
        room = QRect(place.left() + left, place.top() + 4, right - left, self._text.height())
        for line in lines[:-1]:
            self._words(painter, view.font(), room, line)
            room.translate(0, room.height())
        used = self._words(painter, view.font(), room.adjusted(0, 0, -self._marked(row), 0), lines[-1])
        note = " ".join(part for part in (f"({row.mark})" if row.mark else "", row.note) if part)
        room.setLeft(room.left() + (used + _APART if lines[-1] else 0))
        if note and (row.mark or room.width() > 36):
            painter.setPen(now.faint if row.quiet else now.quiet)
            self._words(painter, sized(view.font(), _NOTE), room, note)

    def _words(self, painter: QPainter, font: QFont, room: QRect, text: str) -> int:
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        painter.setFont(font)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def _badge(self, painter: QPainter, view: QWidget, place: QRect, row: Row, *, near: bool) -> None:
        now, end = theme.tones(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if row.figure:
            painter.setFont(tabular(sized(view.font(), 0.9)))
            painter.setPen(now.quiet)
            painter.drawText(place.adjusted(0, 0, -_SIDE, 0), end, row.figure)
        elif row.badge:
            spot = self.badge_rect(place, view, row)
            if near:
                painter.setPen(QPen(now.firm_line, 1))
                painter.setBrush(now.base)
                painter.drawRoundedRect(QRectF(spot).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            sign = icons.icon("quotes", "link" if near else "faint")
            sign.paint(painter, spot.left() + 4, spot.center().y() - 6, 13, 13)
            painter.setPen(now.link if near else now.quiet)
            painter.setFont(tabular(sized(view.font(), 0.85)))
            painter.drawText(spot.adjusted(0, 0, -4, 0), end, f"{row.badge:,}")


class RowList(QListView):
    """Groups of lines at full height. A click or Enter calls ``choose``; the badge or Right calls ``on_badge``."""

    def __init__(self, name: str, choose: Callable[[int], None], on_badge: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self._choose, self._on_badge = choose, on_badge
        self.rows = RowModel()
        self.setModel(self.rows)
        self.painted = RowDelegate(self)
        self.setItemDelegate(self.painted)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self._pressed = QPersistentModelIndex()

    def put(self, groups: Sequence[Group], *, fold: bool = True) -> None:
        """Show these groups; ``fold=False`` keeps unfolded groups and the current line."""
        at = self.currentIndex().row()
        self.painted.renew()
        self.rows.put(tuple(groups), fold=fold)
        if not fold and 0 <= at < len(self.rows.items):
            self.setCurrentIndex(self.rows.index(at))
        self._fit()
        if self.hasFocus() and not self.currentIndex().isValid():
            self._to_first()

    def _fit(self) -> None:
        rows = range(len(self.rows.items))
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _to_first(self) -> None:
        for i in range(len(self.rows.items)):
            if self.rows.flags(self.rows.index(i)) != Qt.ItemFlag.NoItemFlags:
                self.setCurrentIndex(self.rows.index(i))
                return

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._to_first()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self.hasFocus() or not current.isValid():
            return
        spot = self.visualRect(current)
        widget: QWidget | None = self.parentWidget()
        while widget is not None:
            outer = widget.parentWidget()
            area = outer.parentWidget() if outer is not None else None
            if isinstance(area, QScrollArea):
                corner = self.mapTo(widget, spot.center())
                area.ensureVisible(corner.x(), corner.y(), 0, spot.height())
                return
            widget = outer

    def _act(self, item: _Item, *, badge: bool) -> None:
        if item.kind == "more":
            at = self.currentIndex().row()
            self.rows.unfold(item.group)
            self._fit()
            if at >= 0:
                self.setCurrentIndex(self.rows.index(at))
        elif item.row is not None and badge and item.row.badge and self._on_badge is not None:
            self._on_badge(item.row.badge_key)
        elif item.row is not None and item.row.key >= 0:
            self._choose(item.row.key)

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's one-letter and arrow shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in _CHOOSE:
            self._act(index.data(ROW), badge=False)
            return
        if index.isValid() and event.key() == Qt.Key.Key_Right:
            self._act(index.data(ROW), badge=True)
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
        item: _Item = index.data(ROW)
        spot = self.painted.badge_rect(self.visualRect(index), self, item.row) if item.row else QRect()
        self._act(item, badge=bool(item.row and item.row.badge and spot.contains(place)))


def _is_own(event: QKeyEvent) -> bool:
    return event.key() in _OWN and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_OWN = (*_CHOOSE, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
