"""Hands: what pointer and keyboard do on the canvas, as selections and commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from explorer.panels.cards import spoken
from explorer.state.session import Session
from explorer.views.groups import is_group
from explorer.views.places import places_of
from ui.canvas.canvas import Canvas
from ui.tasks.tools import Tools
from ui.window.menus import ActionSet

if TYPE_CHECKING:
    from ui.tasks.expanding import Expander
    from ui.tasks.notes import NoteKeeper


class CanvasHands:
    """Listens to a canvas and its context menus. ``expander`` and ``notes`` give tasks that are made when needed."""

    def __init__(
        self,
        canvas: Canvas,
        tools: Tools,
        actions: ActionSet,
        expander: Callable[[], Expander],
        notes: Callable[[], NoteKeeper],
    ) -> None:
        self._canvas, self._tools, self._actions, self._expander = canvas, tools, actions, expander
        self._drag = 0
        session = tools.session
        canvas.describe = self._spoken
        canvas.picked.connect(lambda node, add: session.select([node], add=add))
        canvas.edge_picked.connect(lambda edge: session.select_edge(edge, bundle=True))
        canvas.emptied.connect(lambda: session.select([]))
        canvas.lassoed.connect(self._lasso)
        canvas.dragged.connect(self._drag_node)
        canvas.opened.connect(self._expand)
        canvas.menu_asked.connect(self._show_menu)
        canvas.note_picked.connect(lambda name: notes().go_to(name))
        canvas.note_opened.connect(lambda name: notes().edit(name))
        canvas.note_dragged.connect(lambda *drag: notes().drag(*drag))
        canvas.note_menu_asked.connect(lambda name, at: notes().show_menu(name, at))

    @property
    def _session(self) -> Session:
        return self._tools.session

    def _spoken(self, drawn: int) -> str:
        session = self._session
        return spoken(session.projection, session.visible, session.title_of(drawn), drawn)

    def _lasso(self, nodes: list[int], add: bool) -> None:
        self._session.select([*self._session.selection, *nodes] if add else nodes)

    def _expand(self, node: int) -> None:
        self._session.select([node])
        self._expander().expand(node)

    def _drag_node(self, node: int, x: float, y: float, final: bool) -> None:
        session = self._session
        moved = session.selection if node in session.selection else (node,)
        ids = np.array(moved, np.int32)
        xy = places_of(session.view, ids, session.projection.node_count)
        delta = np.array([x, y], np.float32) - xy[moved.index(node)]
        self._canvas.finish_animation()
        self._tools.commands.move(ids, xy + delta, merge=f"drag {self._drag}", by_hand=True)
        if final:
            self._drag += 1
            session.select(moved)

    def _show_menu(self, node: int, edge: int, at: QPoint) -> None:
        session = self._session
        if node >= 0 and node not in session.selection:
            session.select([node])
        elif edge >= 0:
            session.select_edge(edge, bundle=True)
            node = session.selection[0] if session.selection else node  # the line stands for a resource
        self._tools.ask.menu(lambda menu: self._fill_menu(menu, node, edge, at), at)

    def _fill_menu(self, menu: QMenu, node: int, edge: int, at: QPoint) -> None:
        if node < 0 and edge < 0:
            spot = self._canvas.mapFromGlobal(at)
            self._actions.fill_context(menu, "View", self._canvas.camera.to_scene(spot.x(), spot.y()))
            return
        many = node >= 0 and len(self._session.selection) > 1
        single = "Group" if is_group(node) else "Resource" if node >= 0 else "Edge"
        self._actions.fill_context(menu, "Selection" if many else single)
        if not many and single == "Resource":
            kinds = QMenu("Expand by relationship", menu)
            self._expander().fill_menu(kinds, node)
            menu.insertMenu(self._actions.by_id["node.collapse"], kinds)
