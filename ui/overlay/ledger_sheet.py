"""Ledger sheet: each cause of hiding with its numbers, and the ways to show what it hides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.state.commands import Commands
from explorer.views.hiding.filters import FILTER_OF, Cause
from explorer.views.visible import LedgerLine, not_drawn
from ui.parts.text import Line, link_button, sized, tabular

_RIGHT = Qt.AlignmentFlag.AlignRight
_Words = tuple[str, ...]
_PARTS = ("edges", "attributes", "classes", "labels", "evidence", "schema")
_WORDS = {"edges": "relationships"}


class LedgerSheet(QFrame):
    """Each cause with the number of things that it hides, and the role of every triple.

    The sheet lies over the window as a child of it; Esc or a click elsewhere closes it.
    """

    def __init__(
        self, commands: Commands, chip: QWidget, reset: Callable[[], object], show_places: Callable[[], object],
        show_dates: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(chip)
        self._chip, self._reset, self._show_places, self._show_dates = chip, reset, show_places, show_dates
        self.setVisible(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("ledgerSheet")
        self.setProperty("look", "sheet")
        self.setAccessibleName("Hidden")
        self._commands = commands
        self._lines: tuple[LedgerLine, ...] = ()
        self._tally: Mapping[str, int] = {}
        self._left_out: tuple[str, ...] = ()
        self._missing: tuple[str, ...] = ()
        self._doubts: _Words = ()
        self._known: _Words = ()
        self._shown: object = None
        self._tells_roles = False
        self.buttons: dict[Cause, QWidget] = {}
        self.again: dict[Cause, QWidget] = {}
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(16, 13, 16, 12)
        self._inside = QWidget()
        self._outer.addWidget(self._inside)

    def put(
        self, lines: tuple[LedgerLine, ...], tally: Mapping[str, int], left_out: _Words, missing: _Words = (),
        doubts: _Words = (), known: _Words = (),
    ) -> None:  # fmt: skip
        """Show these lines; an open sheet stays open while they change, a closed one shows them once it opens."""
        self._lines, self._tally, self._left_out, self._missing = lines, tally, left_out, missing
        self._doubts, self._known = doubts, known
        if self.isVisible():
            self._write()

    def _write(self) -> None:
        """Fill the sheet, where it is out of date."""
        lines, tally, left_out = self._lines, self._tally, self._left_out
        state = (lines, dict(tally), left_out, self._missing, self._doubts, self._known)
        if state == self._shown:
            return
        self._shown = state
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        self._add_causes(column, lines, is_whole=not left_out and not not_drawn(tally))
        for part in self._known:
            column.addWidget(_note(f"{part}."))
        if self._missing:
            column.addWidget(_heading("The source is incomplete"))
            for part in self._missing:
                column.addWidget(_note(f"{part}."))
            places = link_button("show the places", "List the places of the files that were not read")
            places.clicked.connect(self._show_places)
            column.addWidget(places)
        for doubt in self._doubts:
            column.addWidget(_note(f"{doubt}: filters by date and the timeline leave them out."))
            dates = link_button("select them", "Show and select what has these dates; Details lists it")
            dates.clicked.connect(self.close_sheet)
            dates.clicked.connect(self._show_dates)
            column.addWidget(dates)
        for part in not_drawn(tally):
            column.addWidget(_note(f"{part}. View → Show the schema draws those that lines and words can express."))
        if left_out:
            column.addWidget(_note(f"Left out at this zoom: {', '.join(left_out)}. Zoom in to see more."))
        column.addSpacing(3)
        if self._tells_roles:
            column.addWidget(_heading("Roles of the triples"))
            column.addLayout(_tally(tally))
        else:
            more = link_button("All triples, by role", "Count relationships, attributes, names and the rest")
            more.clicked.connect(self._tell_roles)
            column.addWidget(more)
        self._outer.replaceWidget(self._inside, fresh)
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = fresh
        fresh.setVisible(True)
        if self.isVisible():
            self.place()

    def _add_causes(self, column: QVBoxLayout, lines: tuple[LedgerLine, ...], *, is_whole: bool) -> None:
        """Add the causes of hiding with their buttons; ``is_whole`` if nothing else is missing from the picture."""
        column.addWidget(_heading("Hidden" if lines else "Nothing is hidden" if is_whole else "No resource is hidden"))
        if lines:
            column.addLayout(self._causes(lines))
            for line in lines:
                if line.shown_nodes or line.shown_edges:
                    column.addLayout(self._although(line))
            everything = QPushButton("Reset filters")
            everything.setToolTip("Remove every filter; positions stay where there is room for the others")
            everything.clicked.connect(self._reset)
            foot = QHBoxLayout()
            foot.addWidget(everything)
            foot.addStretch(1)
            column.addLayout(foot)

    def _tell_roles(self) -> None:
        self._tells_roles, self._shown = True, None
        self._write()
        self.setFocus()

    def open(self) -> None:
        """Open above the chip, or below it where there is no room above."""
        self._write()
        window = self._chip.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.place()
        self.setVisible(True)
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def place(self) -> None:
        """Take the size of the content and a place beside the chip."""
        window = self._chip.window()
        self._outer.activate()
        size = self._outer.totalSizeHint().boundedTo(window.size() - QSize(8, 8))
        at = self._chip.mapTo(window, QPoint(0, -size.height() - 6))
        if at.y() < 4:
            below = self._chip.mapTo(window, QPoint(0, self._chip.height() + 6)).y()
            at.setY(max(4, min(below, window.height() - size.height() - 4)))
        at.setX(max(4, min(at.x(), window.width() - size.width() - 4)))
        self.setGeometry(QRect(at, size))

    def close_sheet(self) -> None:
        """Close the sheet."""
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.setVisible(False)
        self._chip.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        outside = (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and watched is not self._chip
            and watched is not self
            and not self.isAncestorOf(watched)
        )
        if outside and self.isVisible():
            self.close_sheet()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def _causes(self, lines: tuple[LedgerLine, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        self.buttons.clear()
        self.again.clear()
        for column, name in ((1, "resources"), (2, "relationships")):
            grid.addWidget(_number(name), 0, column, _RIGHT)
        for row, line in enumerate(lines, 1):
            grid.addWidget(_fixed(FILTER_OF[line.cause].words, "ink"), row, 0)
            grid.addWidget(_number(f"{line.nodes:,}" if line.nodes else "–"), row, 1, _RIGHT)
            grid.addWidget(_number(f"{line.edges:,}" if line.edges else "–"), row, 2, _RIGHT)
            if FILTER_OF[line.cause].dropped is None:
                grid.addWidget(_fixed("returns with its end", "quiet"), row, 3)
                continue
            back = link_button("show", f"Show what is hidden: {FILTER_OF[line.cause].words}")
            back.clicked.connect(lambda _=False, cause=line.cause: self._commands.release(cause))
            self.buttons[line.cause] = back
            grid.addWidget(back, row, 3)
        grid.setColumnStretch(0, 1)
        return grid

    def _although(self, line: LedgerLine) -> QHBoxLayout:
        """The number of things that somebody asked for although this cause hides them, and a way to hide them again."""
        words, row = FILTER_OF[line.cause].words, QHBoxLayout()
        row.addWidget(_fixed(f"shown although hidden {words}: {_amounts(line)}", "ink"))
        again = link_button("hide again", f"Hide again what is shown although hidden {words}")
        again.clicked.connect(lambda: self._commands.hide_again(line.cause))
        self.again[line.cause] = again
        row.addWidget(again)
        row.addStretch(1)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            self._chip.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        super().keyPressEvent(event)


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape


def _tally(tally: Mapping[str, int]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(2)
    grid.addWidget(_fixed("triples", "quiet"), 0, 0)
    grid.addWidget(_number(f"{sum(tally.values()):,}"), 0, 1, _RIGHT)
    for row, name in enumerate([*(n for n in _PARTS if n in tally), *(n for n in tally if n not in _PARTS)], 1):
        grid.addWidget(_fixed(_WORDS.get(name, name), "quiet"), row, 0)
        grid.addWidget(_number(f"{tally[name]:,}"), row, 1, _RIGHT)
    grid.setColumnStretch(2, 1)
    return grid


def _amounts(line: LedgerLine) -> str:
    """“14 resources, 15 relationships”, those of which there are any."""
    counts = (("resource", line.shown_nodes), ("relationship", line.shown_edges))
    return ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for word, count in counts if count)


def _fixed(text: str, tone: str) -> Line:
    return Line(text, tone, elide=False)


def _heading(text: str) -> Line:
    line = _fixed(text, "ink")
    line.setFont(sized(line.font(), 1.0, QFont.Weight.DemiBold))
    return line


def _number(text: str) -> Line:
    line = _fixed(text, "quiet")
    line.setFont(tabular(line.font()))
    return line


def _note(text: str) -> Line:
    line = Line(text, "quiet", wrap=True)
    line.setFont(sized(line.font(), 0.92))
    return line
