"""Table panel: resources and relationships as two tables, of the canvas or of the whole source."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from explorer.files.exports import copy_table
from explorer.messages import with_keys
from explorer.panels.table_filter import QUICK, shown_column, shown_degree
from explorer.pictures.look.style import Swatch
from explorer.state.commands import Commands
from explorer.views.measures import Measured
from explorer.views.visible import Visible
from graph.arrays.types import Ids, Mask
from graph.model.column import Column
from graph.model.columns import edge_columns, node_column, node_columns
from graph.model.linked_columns import steps_of
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.work.progress import finish
from ui.parts.chooser import ColumnChooser
from ui.parts.table.bar import TableBar
from ui.parts.table.sheet import Sheet
from ui.parts.text import copy_text
from ui.work.jobs import Start

if TYPE_CHECKING:
    from explorer.panels.reading.pages import Lit

_USUAL = {
    "nodes": ("label", "class", "degree", "date", "amount", "passages", "texts"),
    "edges": ("subject", "predicate", "object", "passages", "texts", "graph"),
}
_NONE: Ids = np.empty(0, np.int32)
_WORDS = {"nodes": ("resource", "resources"), "edges": ("relationship", "relationships")}


class TableMoves(NamedTuple):
    """The calls of the panel.

    go_to          go to a resource
    go_to_edge     go to a relationship
    reveal         show resources and relationships on the canvas
    read_details   show the details of the selection
    fill_menu      fill the menu of a resource or relationship
    start          start a job
    export         export rows of columns
    say            show a message
    remembered     settings of the tables by name
    """

    go_to: Callable[[int], None]
    go_to_edge: Callable[[int], None]
    reveal: Callable[[Ids, Ids], None]
    read_details: Callable[[], None]
    fill_menu: Callable[[QMenu, str], None]
    start: Start
    export: Callable[[tuple[Column, ...], Ids], None]
    say: Callable[[str], None]
    remembered: dict[str, str]


class TablePanel(QWidget):
    """Shows resources and relationships as rows, and turns gestures into commands.

    ``pointed`` comes with the resource and the relationship of the row under the pointer, -1 for none.
    """

    pointed = Signal(int, int)

    def __init__(self, commands: Commands, moves: TableMoves) -> None:
        super().__init__()
        self.setObjectName("table")
        self.setAccessibleName("Table")
        self._commands, self._moves = commands, moves
        self._projection: Projection | None = None
        self._visible: Visible | None = None
        self._measures: tuple[Measured, ...] = ()
        self._facets: tuple[str, ...] = ()
        self._degree: Ids = _NONE
        self._selection: tuple[int, ...] = ()
        self._statements: Ids = _NONE
        self.sheets = {name: self._sheet(name) for name in ("nodes", "edges")}
        self._stack = QStackedWidget()
        for sheet in self.sheets.values():
            self._stack.addWidget(sheet.view)
        self._chooser: ColumnChooser | None = None
        self.bar = TableBar()
        self.bar.switched.connect(self._switch)
        self.bar.typed.connect(self._filter)
        self.bar.left.connect(lambda: self.sheet.view.setFocus())
        self.bar.whole.toggled.connect(lambda _on: self._fill())
        self.bar.reveal.clicked.connect(self.reveal)
        self.bar.columns.clicked.connect(self._choose_columns)
        self.bar.export.clicked.connect(self._export)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addWidget(self._stack, 1)

    def _sheet(self, name: str) -> Sheet:
        kept, moves = self._moves.remembered, self._moves

        def remember(text: str) -> None:
            kept[name] = text

        title = "Resources" if name == "nodes" else "Relationships"
        sheet = Sheet(title, _USUAL[name], moves.start, kept.get(name, ""), remember)
        view = sheet.view
        view.setObjectName(f"{name}Table")
        view.picked.connect(self._pick_nodes if name == "nodes" else self._pick_edges)
        at = (lambda row: self.pointed.emit(row, -1)) if name == "nodes" else (lambda row: self.pointed.emit(-1, row))
        view.pointed.connect(at)
        view.opened.connect(self._open)
        view.asked_details.connect(moves.read_details)
        view.copied.connect(self.copy)
        view.menu_asked.connect(self._show_menu)
        view.header.customContextMenuRequested.connect(self._show_header_menu)
        sheet.changed.connect(self._count)
        sheet.refused.connect(self._refused)
        return sheet

    @property
    def name(self) -> str:
        """The name of the table in front."""
        return ("nodes", "edges")[self._stack.currentIndex()]

    @property
    def sheet(self) -> Sheet:
        """The table in front."""
        return self.sheets[self.name]

    # Showing

    def put(
        self,
        projection: Projection,
        visible: Visible,
        measures: tuple[Measured, ...] = (),
        facets: tuple[str, ...] = (),
    ) -> None:
        """Show the rows of a view; measures come before the attributes, paths of two steps in ``facets`` last."""
        fresh = projection is not self._projection or list(map(id, measures)) != list(map(id, self._measures))
        fresh = fresh or facets != self._facets
        if not fresh and visible is self._visible:
            return
        if fresh:
            extra = [measured.column(projection.node_count) for measured in measures]
            paths = (node_column(projection, key) for key in facets if len(steps_of(key)) == 2)
            nodes = (*node_columns(projection, extra), *(path for path in paths if path is not None))
            self._columns = {"nodes": nodes, "edges": edge_columns(projection)}
            self._degree = projection.degree
        self._count_shown(projection, shown_degree(projection, visible))
        self._projection, self._visible, self._measures, self._facets = projection, visible, measures, facets
        self._fill()

    def _count_shown(self, projection: Projection, shown: Ids) -> None:
        """Let the column of relationships count those that are shown; its title says so where some are not."""
        if np.array_equal(shown, self._degree):
            return
        every = np.array_equal(shown, projection.degree)
        column = node_column(projection, "degree") if every else shown_column(projection, shown)
        assert column is not None
        self._degree = shown
        self._columns["nodes"] = tuple(column if old.key == "degree" else old for old in self._columns["nodes"])

    def show_looks(self, looks: Callable[[int], Swatch]) -> None:
        """Mark each resource as it looks in the picture."""
        view = self.sheets["nodes"].view
        view.grid.looks = looks
        view.viewport().update()

    def show_selected(self, selection: tuple[int, ...], statements: Ids) -> None:
        """Mark the selected resources (for a group, its members) or statements, and scroll to them."""
        self._selection, self._statements = selection, statements
        if self._projection is not None:
            self.sheet.view.mark(self._selected_nodes() if self.name == "nodes" else self._selected_edges())
            self._count()

    def show_lit(self, lit: Lit) -> None:
        """Let the rows of some resources and relationships stand out."""
        for name, rows in (("nodes", lit.nodes), ("edges", lit.edges)):
            view = self.sheets[name].view
            if view.grid.lit != rows:
                view.grid.lit = rows
                view.viewport().update()

    def _fill(self) -> None:
        """Fill the table in front."""
        if self._projection is None or self._visible is None:
            return
        cause = self._visible.node_cause if self.name == "nodes" else self._visible.edge_cause
        whole = self.bar.whole.isChecked()
        self.sheet.put(self._columns[self.name], len(cause), None if whole else cause == 0, cause != 0)

    def _selected_nodes(self) -> Mask:
        assert self._projection is not None and self._visible is not None
        mask = np.zeros(self._projection.node_count, bool)
        mask[self._visible.members_of_all(self._selection)] = True
        return mask

    def _selected_edges(self) -> Mask:
        """The selected relationships. Several selected in this table stay selected as long as their ends are."""
        assert self._projection is not None
        mask = np.zeros(self._projection.edge_count, bool)
        mask[self._statements] = True
        before = self.sheets["edges"].view.grid.selected
        if self._selection and len(before) == len(mask):
            ends = self._ends(np.flatnonzero(before))
            if np.array_equal(ends, np.unique(np.array(self._selection, np.int64))):
                return before
        return mask

    def _ends(self, edges: NDArray[np.integer]) -> Ids:
        """The resources at the ends of some relationships, each once."""
        assert self._projection is not None
        return np.unique(np.concatenate((self._projection.subject[edges], self._projection.object[edges])))

    def _count(self) -> None:
        """Show the number of rows, and of selected rows."""
        sheet, grid = self.sheet, self.sheet.view.grid
        rows, present = len(grid.rows), sheet.present
        total = sheet.count if present is None else int(np.count_nonzero(present))
        word = _WORDS[self.name][total != 1]
        said = f"{rows:,} of {total:,} {word}" if rows != total else f"{total:,} {word}"
        selected = int(np.count_nonzero(grid.selected[grid.rows]))
        self.bar.say(f"{said} · {selected:,} selected" if selected > 1 else said)
        self.bar.reveal.setVisible(bool(len(self._apart())))
        if rows == 0:
            elsewhere = f"The canvas shows no {word}. “Entire source” lists those of the source."
            none = elsewhere if sheet.count else f"There are no {word} to list."
            sheet.view.empty_text = "No row matches this filter." if total else none

    def _apart(self) -> Ids:
        """The selected rows that are not drawn by themselves: hidden, or in a group."""
        (_, selected), visible = self.sheet.taken(), self._visible
        if visible is None or not len(selected):
            return _NONE
        if self.name == "edges":
            return selected[~visible.has_own_edge(selected)]
        return selected[~visible.is_alone(selected)]

    # Asking

    def _switch(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.bar.write(self.sheet.asked.words)
        self._fill()
        self.show_selected(self._selection, self._statements)

    def _filter(self, words: str) -> None:
        if self._projection is not None:
            self.sheet.filter(words)

    def _refused(self, sentence: str) -> None:
        self.bar.show_refusal(sentence)

    def _choose_columns(self) -> None:
        if self._chooser is None:
            self._chooser = ColumnChooser(self, self._toggle, self._only)
        self._show_columns()
        corner = QPoint(self.bar.columns.width(), -4)
        self._chooser.open_at(self.bar.columns.mapToGlobal(corner))

    def _show_columns(self) -> None:
        if self._chooser is not None:
            sheet = self.sheet
            filled = tuple(column for column in sheet.columns if column.filled)
            self._chooser.put(filled, sheet.asked.shown, sheet.count)

    def _toggle(self, key: str) -> None:
        self.sheet.toggle(key)
        self._show_columns()

    def _only(self, key: str) -> None:
        first = self.sheet.columns[0].key
        self.sheet.choose((first, key) if key != first else (first,))
        self._show_columns()

    # Gestures

    def _pick_nodes(self, ids: Ids, toggles: bool) -> None:
        self._commands.session.select(ids.tolist(), add=toggles)

    def _pick_edges(self, ids: Ids, toggles: bool) -> None:
        session, view = self._commands.session, self.sheets["edges"].view
        selected = np.zeros(len(view.grid.selected), bool)
        selected[ids] = True
        if toggles:
            selected ^= view.grid.selected
        ids = np.flatnonzero(selected).astype(np.int32)
        view.mark(selected, scroll_to=False)
        if len(ids) == 1:
            session.select_edge(int(ids[0]))
        else:
            session.select(self._ends(ids).tolist())

    def _open(self, row: int) -> None:
        """Go to a row on the canvas, and show it if it is hidden."""
        (self._moves.go_to if self.name == "nodes" else self._moves.go_to_edge)(row)

    def reveal(self) -> None:
        """Show the selected rows on the canvas."""
        rows = self._apart()
        if len(rows):
            self._moves.reveal(*((rows, _NONE) if self.name == "nodes" else (_NONE, rows)))

    def copy(self) -> None:
        """Copy the selected rows, with their header."""
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
        grid = self.sheet.view.grid
        self._moves.export(grid.columns, grid.rows)

    def _show_menu(self, row: int, at: QPoint) -> None:
        menu = QMenu(self)
        if row >= 0:
            menu.addAction("Go there", lambda: self._open(row))
            if len(self._apart()):
                menu.addAction("Show on the canvas", self.reveal)
            menu.addSeparator()
            self._moves.fill_menu(menu, "Resource" if self.name == "nodes" else "Edge")
            menu.addSeparator()
            menu.addAction("Copy rows", self.copy)
        menu.addAction("Export the table…", self._export)
        menu.exec(at)
        menu.deleteLater()

    def _show_header_menu(self, at: QPoint) -> None:
        sheet = self.sheet
        header = sheet.view.header
        section = header.logicalIndexAt(at)
        if not 0 <= section < len(sheet.view.grid.columns):
            return
        column = sheet.view.grid.columns[section]
        menu = QMenu(self)
        menu.addAction("Sort ascending", lambda: sheet.sort(column.key, False))
        menu.addAction("Sort descending", lambda: sheet.sort(column.key, True))
        menu.addAction("As in the source", lambda: sheet.sort("", False)).setEnabled(bool(sheet.asked.sort))
        menu.addSeparator()
        menu.addAction("Filter by this column", lambda: self._filter_by(column))
        menu.addAction("Hide this column", lambda: sheet.toggle(column.key))
        menu.addAction("Columns…", self._choose_columns)
        menu.exec(header.mapToGlobal(at))
        menu.deleteLater()

    def _filter_by(self, column: Column) -> None:
        """Start a condition on a column in the filter field."""
        name = re.split(r'["<>=:]', column.title.casefold().replace(" ", ""))[0]
        sign = ":" if column.kind == "text" else ">="
        self.bar.field.setText(f"{self.bar.field.text().strip()} {name}{sign}".strip())
        self.bar.field.setFocus()

    def focusInEvent(self, event: object) -> None:
        self.sheet.view.setFocus()
