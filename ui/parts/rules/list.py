"""Rule list: style rules to order, switch and remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QDropEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem

from explorer.views.rules import Rules
from graph.named import NamedTuple
from ui.look import theme
from ui.parts.rules.samples import SIZE, rule_icon
from ui.parts.text import plain_tip

_KEYS = "Space switches it on or off, Alt+Up and Alt+Down move it, Enter edits it, Del removes it."


class RuleMoves(NamedTuple):
    """The calls of the list, by index of a rule: switch, move (from, to), edit and remove it."""

    switch: Callable[[int], None]
    move: Callable[[int, int], None]
    edit: Callable[[int], None]
    remove: Callable[[int], None]


class RuleList(QListWidget):
    """Rules, with the winning one at the bottom. Calls its moves and changes nothing itself."""

    def __init__(self, moves: RuleMoves) -> None:
        super().__init__()
        self._moves = moves
        self._shown: object = None
        self.setAccessibleName("Style rules")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(SIZE)
        self.setWordWrap(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self.itemChanged.connect(self._ticked)
        self.itemActivated.connect(lambda item: self._moves.edit(self.row(item)))

    def put(self, rules: Rules, sentences: Sequence[str]) -> None:
        """Show these rules; the current line stays."""
        state = rules, tuple(sentences), theme.current().name
        if state == self._shown:
            return
        self._shown = state
        now, palette = theme.tones(), self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, now.press)
        palette.setColor(QPalette.ColorRole.HighlightedText, now.ink)
        self.setPalette(palette)
        at = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for i, (rule, sentence) in enumerate(zip(rules, sentences)):
            item = QListWidgetItem(rule_icon(rule), sentence)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if rule.on else Qt.CheckState.Unchecked)
            item.setToolTip(plain_tip(f"{sentence}. {_KEYS}"))
            state_word = "on" if rule.on else "off"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Rule {i + 1} of {len(rules)}: {sentence}, {state_word}")
            if not rule.on:
                item.setForeground(theme.tones().quiet)
            self.addItem(item)
        if rules:
            self.setCurrentRow(max(0, min(at, len(rules) - 1)))
        self.blockSignals(False)
        self._fit()

    def _fit(self) -> None:
        """Set the height to that of all lines."""
        self.doItemsLayout()
        last = self.visualItemRect(self.item(self.count() - 1)).bottom() if self.count() else 0
        self.setFixedHeight(last + self.verticalOffset() + 4)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        QTimer.singleShot(0, self, self._fit)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 20)

    def _ticked(self, item: QListWidgetItem) -> None:
        self._moves.switch(self.row(item))

    def dropEvent(self, event: QDropEvent) -> None:
        at, target = self.currentRow(), self.indexAt(event.position().toPoint())
        to = target.row() if target.isValid() else self.count()
        if self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem:
            to += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        # The list must not be refilled during a drop.
        QTimer.singleShot(0, self, lambda: self._move(at, to - 1 if to > at else to))

    def _move(self, at: int, to: int) -> None:
        if 0 <= to < self.count() and to != at:
            self.setCurrentRow(to)
            self._moves.move(at, to)

    def event(self, event: QEvent) -> bool:
        # Otherwise the window's shortcuts would take these keys.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        keys = (
            Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down,
        )  # fmt: skip
        return event.key() in keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentRow()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if at >= 0 and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(at, at + step)
        elif at >= 0 and event.key() == Qt.Key.Key_Delete:
            self._moves.remove(at)
        elif at >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._moves.edit(at)
        else:
            super().keyPressEvent(event)
