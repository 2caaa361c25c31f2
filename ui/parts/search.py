"""Search field: finds resources while the user types."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from explorer.messages import with_keys
from ui.look import icons
from ui.parts.text import add_clear_button, plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent

    from explorer.panels.search import Hit, Target
    from ui.parts.hits import HitList

DEBOUNCE_MS = 80
_AROUND = 52
"""Width of all in the field that is not text: icon, margins and frame."""
_TIP = (
    "Search names, IRIs, values and attached texts. "
    "Up and Down select a result, Enter goes there, Shift+Enter adds it to the selection, Ctrl+Enter shows all of them."
)


class SearchField(QLineEdit):
    """Searches with ``find`` as the user types, and passes the target of the selected hit to ``choose``.

    With Shift it goes to ``add``, and the keyboard stays in the field for the next one.

    The list of hits is a child of the window and lies over it, so that it never takes the keyboard from the field.
    An ``eager`` field also shows hits for an empty query.
    """

    def __init__(
        self,
        find: Callable[[str], list[Hit]],
        choose: Callable[[Target], None],
        *,
        add: Callable[[Target], None] | None = None,
        eager: bool = False,
    ) -> None:
        super().__init__()
        self._is_eager = eager
        self.setObjectName("search")
        self.setAccessibleName("Search")
        self._hints: tuple[str, ...] = ()
        self.hint(with_keys("Search (Ctrl+F)"), "Search")
        self.setToolTip(plain_tip(f"{_TIP} {with_keys('Ctrl+F puts the keyboard here.')}"))
        self.addAction(icons.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition).setText("Search")
        self._find, self._choose, self._add = find, choose, add
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(DEBOUNCE_MS)
        self.timer.timeout.connect(self._look)
        self.textEdited.connect(self._edited)
        self._is_made = False

    @cached_property
    def popup(self) -> HitList:
        """The list of hits, a child of the window; made for the first search."""
        from ui.parts.hits import HitList

        window = self.window()
        popup = HitList(window)
        popup.clicked.connect(self._take)
        window.installEventFilter(self)
        self._is_made = True
        return popup

    def hint(self, *hints: str) -> None:
        """Say what the empty field is for, in the first of these hints that fits, or else the last."""
        self._hints = hints
        self._fit_hint()

    def _fit_hint(self) -> None:
        room = self.width() - _AROUND
        fitting = (hint for hint in self._hints if self._wide(hint) <= room)
        self.setPlaceholderText(next(fitting, self._hints[-1]))

    def _wide(self, hint: str) -> int:
        return QFontMetrics(self.font()).horizontalAdvance(hint)

    def open(self) -> None:
        """Take the keyboard, with all text selected."""
        self.setFocus()
        self.selectAll()

    @property
    def _is_open(self) -> bool:
        return self._is_made and self.popup.isVisible()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self._wide(self._hints[0]) + 76, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_hint()

    def _edited(self, text: str) -> None:
        add_clear_button(self)  # not earlier: loading its icon takes long
        if text.strip() or self._is_eager:
            self.timer.start()
        else:
            self.timer.stop()
            self.close_popup()

    def look(self) -> None:
        """Search again for the words in the field, since there is more to find."""
        self.setFocus()
        self._look()

    def _look(self) -> None:
        query = self.text().strip()
        if not (query or self._is_eager) or not self.hasFocus():
            return
        self.popup.put(query, self._find(query))
        self._open()

    def _open(self) -> None:
        window, height = self.window(), self.popup.wanted_height
        corner = self.mapTo(window, QPoint(0, self.height() + 3))
        width = min(max(self.width(), 340), window.width() - 8)
        left = max(4, min(corner.x(), window.width() - width - 4))
        self.popup.setGeometry(left, corner.y(), width, min(height, max(60, window.height() - corner.y() - 8)))
        self.popup.setVisible(True)
        self.popup.raise_()

    def close_popup(self) -> None:
        """Close the list of hits."""
        if self._is_made:
            self.popup.setVisible(False)

    def _take(self, index: QModelIndex, add: bool = False) -> None:
        hit: Hit | None = index.data(Qt.ItemDataRole.UserRole)
        if hit is not None:
            self.close_popup()
            self.selectAll()
            (self._add if add and self._add is not None else self._choose)(hit.target)

    def _keep(self, event: QEvent) -> bool:
        """Keep the keys that the field uses itself from being shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if own or (event.key() == Qt.Key.Key_Escape and (self._is_open or self.text() or self._is_eager)):
                event.accept()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            held = event.modifiers()
            self._enter(
                bool(held & Qt.KeyboardModifier.ShiftModifier), bool(held & Qt.KeyboardModifier.ControlModifier)
            )
        elif key == Qt.Key.Key_Escape and self._is_open:
            self.close_popup()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        if self._is_open:
            self.popup.walk(step)
        else:
            self._look()

    def _enter(self, add: bool, every: bool) -> None:
        # After fast typing, Enter means the typed text, not the hits for its beginning.
        if self.timer.isActive() or not self._is_open:
            self.timer.stop()
            self._look()
        if self._is_open:
            self._take(self.popup.all_line if every else self.popup.currentIndex(), add)

    def focusInEvent(self, event: Any) -> None:
        # Not before, since the first event of any kind makes Python classes of all kinds of events.
        self.installEventFilter(self)
        super().focusInEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        self.removeEventFilter(self)
        super().focusOutEvent(event)
        self.timer.stop()
        self.close_popup()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_popup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self:
            return self._keep(event)
        if event.type() == QEvent.Type.Resize and self._is_open:
            self._open()
        return super().eventFilter(watched, event)
