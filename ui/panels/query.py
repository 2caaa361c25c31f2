"""Query panel: ask the source in SPARQL and show the result on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSplitter, QToolButton, QVBoxLayout, QWidget

from explorer.document import Document
from explorer.files.exports import copy_table
from explorer.messages import with_keys
from explorer.panels.query_results import Result, Stored, lay_out
from explorer.panels.table_filter import QUICK
from explorer.pictures.look.style import Swatch
from explorer.views.visible import Visible
from graph.arrays.types import Ids
from graph.model.column import Column
from graph.named import NamedTuple
from graph.query.sparql import QueryError
from graph.work.progress import Job, finish
from ui.look import icons
from ui.parts.editor import Editor
from ui.parts.flow import under_bar
from ui.parts.table.sheet import Sheet
from ui.parts.text import Line, copy_text, link_button, menu_text, plain_tip, quiet_button
from ui.work.jobs import Start, Task

_NONE: Ids = np.empty(0, np.int32)
_FIRST = with_keys("Ctrl+Return runs the query. It only reads the open source; it changes and fetches no data.")
_NOTHING = "No results."


class QueryMoves(NamedTuple):
    """The calls of the panel.

    ask        make a job of a query
    start      start a job
    select     select shown resources and scroll to them
    go_to      go to a resource, even if it is hidden
    reveal     show resources, relationships, and resources by IRI that are not loaded yet
    export     export rows of columns
    say        show a message
    remember   store the query for the next run
    """

    ask: Callable[[str], Job[Result]]
    start: Start
    select: Callable[[Ids], None]
    go_to: Callable[[int], None]
    reveal: Callable[[Ids, Ids, list[str]], None]
    export: Callable[[tuple[Column, ...], Ids], None]
    say: Callable[[str], None]
    remember: Callable[[str], None]


class QueryPanel(QWidget):
    """An editor on the left, and the result of the last query on the right."""

    def __init__(self, moves: QueryMoves, stored: tuple[Stored, ...], text: str, seconds: float) -> None:
        super().__init__()
        self.setObjectName("query")
        self.setAccessibleName("Query")
        self._moves, self._stored = moves, stored
        self._document: Document | None = None
        self._visible: Visible | None = None
        self._looks: Callable[[int], Swatch] | None = None
        self._classes: frozenset[str] | None = None
        self._task: Task | None = None
        self.result: Result | None = None
        self.editor = Editor("SPARQL query")
        self.editor.setObjectName("queryEditor")
        self.editor.setPlainText(text or stored[0].text)
        self.editor.asked.connect(self.run)
        self.editor.stopped.connect(self.cancel)
        self.sheet = Sheet("Result of the query", (), moves.start, "", lambda _text: None)
        self._wire_view()
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._asking(seconds))
        parts.addWidget(self._found())
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(parts)
        self._say()

    def _wire_view(self) -> None:
        view = self.view = self.sheet.view
        view.setObjectName("queryResult")
        view.empty_text = _FIRST
        view.grid.marking, view.grid.telling = self._mark, self._tell
        view.picked.connect(self._pick)
        view.opened.connect(lambda _row: self._go())
        view.asked_details.connect(self._go)
        view.copied.connect(self.copy)
        view.menu_asked.connect(self._show_menu)

    def _asking(self, seconds: float) -> QWidget:
        self.picker = QToolButton()
        self.picker.setText("Stored queries")
        self.picker.setIcon(icons.icon("caret-down"))
        self.picker.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.picker.setProperty("look", "quiet")
        self.picker.setStyleSheet("QToolButton::menu-indicator { image: none; }")  # the text already has a caret
        self.picker.setToolTip("Queries that work with any source, and questions to the Bromley graph")
        self.picker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.picker)
        menu.setToolTipsVisible(True)
        subs: dict[str, QMenu] = {"": menu}
        for stored in self._stored:
            if stored.of not in subs:
                subs[stored.of] = menu.addMenu(f"About {stored.of.title()}")
                subs[stored.of].setToolTipsVisible(True)
            action = subs[stored.of].addAction(menu_text(stored.title), partial(self.take, stored))
            action.setToolTip(plain_tip(stored.remark))
        self.picker.setMenu(menu)
        self.prefixes = Line("", "quiet")
        self.prefixes.setObjectName("queryPrefixes")
        self.button = QPushButton("Run")
        self.button.setToolTip(
            plain_tip(with_keys(f"Ctrl+Return runs the query; it stops after {seconds:g} s, or with Esc"))
        )
        self.button.clicked.connect(lambda: self.cancel() if self.is_busy else self.run())
        return under_bar([self.picker, (self.prefixes, 1), self.button], self.editor)

    def _found(self) -> QWidget:
        self.note = Line("", "quiet")
        self.note.setObjectName("queryNote")
        self.select = link_button("Select", "Select the resources of the result that are on the canvas")
        self.select.clicked.connect(self._select)
        self.reveal = link_button("Show on the canvas", "Show these resources and relationships on the canvas")
        self.reveal.clicked.connect(self._reveal)
        self.export = quiet_button("export", "Export the result", "Write the result as CSV")
        self.export.clicked.connect(self._export)
        return under_bar([(self.note, 1), self.select, 8, self.reveal, 8, self.export], self.view)

    # Showing

    def put(self, document: Document, visible: Visible, looks: Callable[[int], Swatch]) -> None:
        """Show the part of the result that is drawn, as it ``looks`` there; another source clears the result."""
        before, self._document = self._document, document
        self._classes = frozenset(document.on_disk.summary.iris) if document.on_disk else None
        self._visible, self._looks = visible, looks
        if before is None or document.projection is not before.projection:
            names = [f"{prefix}:" for prefix in document.projection.prefixes.pairs]
            self.prefixes.write(f"Prefixes: {' '.join(names)}" if names else "")
            self.prefixes.setAccessibleName(f"Prefixes that need no declaration: {' '.join(names) or 'none'}")
            is_other = before is None or document.projection.inferred is not before.projection.inferred
            if before is not None and (is_other or document.source is not before.source):
                self.cancel()
                self._clear(_FIRST)
            elif self.result is not None:
                self._fill(lay_out(self.result.text, self.result.answer, document.projection))
        self.view.viewport().update()
        self._say()

    def _mark(self, row: int, column: Column) -> tuple[Swatch, bool] | None:
        """The mark of the class before a resource, hollow if it is not on the canvas."""
        node = self._node(row, column)
        if node < 0 or self.result is None or self._looks is None:
            return None
        return self._looks(node), not self._is_drawn(node)

    def _tell(self, row: int, column: Column) -> str:
        """The value as in the data, with a remark if it is not drawn."""
        (text,) = column.texts([row], raw=True)
        node = self._node(row, column)
        return f"{text} (not on the canvas)" if node >= 0 and not self._is_drawn(node) else text

    def _node(self, row: int, column: Column) -> int:
        if self.result is None or column not in self.result.columns:
            return -1
        return int(self.result.nodes[row, self.result.columns.index(column)])

    def _is_drawn(self, node: int) -> bool:
        """True if a resource is drawn by itself, neither hidden nor in a group; called for every cell in sight."""
        visible = self._visible
        return visible is not None and bool(visible.is_alone(np.array([node])).all())

    def _fill(self, result: Result) -> None:
        self.result = result
        self.sheet.put(result.columns, len(result), None, None)
        self.sheet.choose(tuple(column.key for column in result.columns))

    def _clear(self, words: str) -> None:
        self.result = None
        self.view.put((), _NONE, 0)
        self.view.empty_text = words
        self.view.viewport().update()
        self._say()

    def _say(self) -> None:
        """Show the number of results and the actions for them, or for the selected rows."""
        result = self.result
        nodes, edges, others = self._targets()
        selected = len(self._selected())
        said = result.sentence if result is not None else ""
        if result is not None and selected == 1 and len(nodes) == 1 and not self._is_drawn(int(nodes[0])):
            said = f"“{result.projection.labels[nodes[0]]}” is not on the canvas"
        elif selected:
            said += f" · {selected:,} selected"
        self.note.write(said)
        self.select.setVisible(self._visible is not None and bool((self._visible.node_cause[nodes] == 0).any()))
        self.reveal.setVisible(bool(len(self._apart(nodes, edges)) or others))
        self.reveal.setText("Show on the canvas" if selected else "Show all on the canvas")
        self.select.setText("Select" if selected else "Select all")
        self.export.setEnabled(result is not None)

    # Targets of actions

    def _selected(self) -> Ids:
        grid = self.view.grid
        return grid.rows[grid.selected[grid.rows]] if len(grid.selected) else _NONE

    def _targets(self) -> tuple[Ids, Ids, list[str]]:
        """The resources, relationships, and IRIs outside the projection in the cell, the selected rows, or all rows.

        For one row, only the resource in the cell counts, if there is one.
        """
        result = self.result
        if result is None or result.answer.kind == "truth":
            return _NONE, _NONE, []
        rows, column = self._selected(), -1
        if len(rows) == 1 and result.answer.kind == "table":
            column = self._column() if self._has_resource(int(rows[0]), self._column()) else -1
        meant = rows if len(rows) else self.view.grid.rows
        others: list[str] = []
        if self._classes is not None:  # the source is on disk; classes are not resources to load
            others = [iri for iri in result.elsewhere(meant, column) if iri not in self._classes]
        return result.resources(meant, column), result.edges(meant), others

    def _has_resource(self, row: int, column: int) -> bool:
        return self.result is not None and column >= 0 and bool(self.result.nodes[row, column] >= 0)

    def _column(self) -> int:
        """Index of the column with the keyboard, -1 without one."""
        index, grid = self.view.currentIndex(), self.view.grid
        if self.result is None or not index.isValid():
            return -1
        return self.result.columns.index(grid.columns[index.column()])

    def _apart(self, nodes: Ids, edges: Ids) -> Ids:
        """The resources and ends of these that are not drawn by themselves."""
        if self._visible is None:
            return _NONE
        return np.concatenate(
            (nodes[~self._visible.is_alone(nodes)], edges[~self._visible.has_own_edge(edges)])
        ).astype(np.int32)

    # Asking

    @property
    def is_busy(self) -> bool:
        """True while a query runs."""
        return self._task is not None

    def take(self, stored: Stored) -> None:
        """Put a stored query into the editor and run it; undo in the editor restores its text."""
        self.editor.write(stored.text)
        self.editor.setFocus()
        self.run()

    def run(self) -> None:
        """Run the query in the editor; a running query is cancelled."""
        self.cancel()
        self.editor.unmark()
        text = self.editor.toPlainText()
        self._moves.remember(text)
        try:
            job = self._moves.ask(text)
        except QueryError as error:
            self._failed(error)
            return
        self._clear("Running… Esc stops it.")
        task = self._moves.start(job, "Running the query", done=self._done, failed=self._failed)
        task.ended.connect(lambda: self._ended(task))
        self._now(task)

    def cancel(self) -> None:
        """Stop the running query."""
        if self._task is not None:
            self._task.cancel()
            self._clear("The query was stopped.")
            self._now(None)

    def _now(self, task: Task | None) -> None:
        self._task = task
        self.editor.is_busy = task is not None
        self.button.setText("Cancel" if task else "Run")

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._now(None)
            if task.is_cancelled:
                self._clear("The query was stopped.")

    def _done(self, result: Result) -> None:
        projection = self._document.projection if self._document else result.projection
        if result.projection is not projection:  # more was loaded meanwhile
            result = lay_out(result.text, result.answer, projection)
        self.view.empty_text = _NOTHING
        if result.answer.kind == "truth":
            self._clear("Yes." if result.answer.is_true else "No.")
            self.note.write(result.sentence)
            return
        if not result.columns:
            self._clear(f"{result.sentence}, without any variable.")
            return
        self._fill(result)
        self._say()

    def _failed(self, error: Exception) -> None:
        self._clear(str(error))
        self.view.setAccessibleDescription(str(error))
        self.note.write("")
        if isinstance(error, QueryError):
            self.editor.mark(error.line, error.column, error.length)

    # Gestures

    def _pick(self, ids: Ids, toggles: bool) -> None:
        selected = np.zeros(len(self.view.grid.selected), bool)
        selected[ids] = True
        if toggles:
            selected ^= self.view.grid.selected
        self.view.mark(selected, scroll_to=False)
        nodes, _, _ = self._targets()
        if np.count_nonzero(selected) == 1 and len(nodes) == 1 and self._is_drawn(int(nodes[0])):
            self._moves.select(nodes)
        self._say()

    def _go(self) -> None:
        """Go to the resource in the cell with the keyboard, and show it if it is hidden."""
        rows, column = self._selected(), self._column()
        if len(rows) == 1 and self.result is not None and self._has_resource(int(rows[0]), column):
            self._moves.go_to(int(self.result.nodes[rows[0], column]))
        elif self.reveal.isVisible():
            self._reveal()

    def _select(self) -> None:
        nodes, _, _ = self._targets()
        if self._visible is not None:
            self._moves.select(nodes[self._visible.node_cause[nodes] == 0])

    def _reveal(self) -> None:
        self._moves.reveal(*self._targets())

    def copy(self) -> None:
        """Copy the selected rows, with the names of the variables."""
        columns, rows = self.sheet.taken()
        if not len(rows):
            self._moves.say(with_keys("Select rows first; then Ctrl+C copies them."))
            return

        def done(text: str) -> None:
            copy_text(text)
            self._moves.say(f"{len(rows):,} {'rows are' if len(rows) > 1 else 'row is'} on the clipboard.")

        job = copy_table(columns, rows)
        if len(rows) <= QUICK // 10:
            done(finish(job))
        else:
            self._moves.start(job, "Copying rows", done=done, failed=lambda error: self._moves.say(str(error)))

    def _export(self) -> None:
        grid = self.view.grid
        self._moves.export(grid.columns, grid.rows)

    def _show_menu(self, row: int, at: QPoint) -> None:
        menu = QMenu(self)
        if row >= 0:
            if self._has_resource(row, self._column()):
                menu.addAction("Go there", self._go)
            for button in (self.select, self.reveal):
                if button.isVisible():
                    menu.addAction(button.text(), button.click)
            menu.addSeparator()
            menu.addAction("Copy rows", self.copy)
        menu.addAction("Export the result…", self._export).setEnabled(self.export.isEnabled())
        menu.exec(at)
        menu.deleteLater()

    def focusInEvent(self, event: object) -> None:
        self.editor.setFocus()
