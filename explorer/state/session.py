"""Session, the one mutable object: the open document, its history of views, and the selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from enum import Flag, auto
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.document import Document, NamedView
from explorer.pictures.scene.staging import restaged, stage
from explorer.state.history import History, Kept
from explorer.views.camera import Camera
from explorer.views.groups import GROUPS_FROM, is_group
from explorer.views.newcomers import with_newcomers
from explorer.views.nodes import Nodes
from explorer.views.places import is_placed
from explorer.views.trail import Look, Trail
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.model.projection import Projection
from graph.rdf.naming import Naming
from graph.work.progress import finish

if TYPE_CHECKING:
    from explorer.panels.paths.findings import Finding


class Change(Flag):
    """The parts of a session that changed; each panel reads those that concern it."""

    DOCUMENT = auto()
    VIEW = auto()
    SELECTION = auto()
    NAMED_VIEWS = auto()
    FINDINGS = auto()
    BY_HAND = auto()
    """The pointer is moving something on the canvas, so that the picture follows it without motion of its own."""
    PAST = auto()
    """The view was there before: undo, redo or a jump leads to it."""
    ALL = DOCUMENT | VIEW | SELECTION | NAMED_VIEWS | FINDINGS


_NOTHING = Change(0)
_NAMINGS = 4
"""Number of past namings that are kept, so that undo need not name everything anew."""
Listener = Callable[[Change], None]


class Session:
    """Commits views and publishes each change once. Undo leaves the selection alone.

    ``view``, ``visible`` and ``scene`` match each other at any time. ``selection`` holds ids of drawn nodes, or of
    resources that are not drawn, in the order of selection; ``selected_edge`` is a statement or -1. Every change, with
    the calls of its listeners, happens within a context of ``during``.
    """

    def __init__(self, document: Document, during: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        self._during = during
        self._listeners: list[Listener] = []
        self._camera: Callable[[], Camera | None] = lambda: None
        self._load(document)

    def _load(self, document: Document) -> None:
        self.document = document
        view, self.visible, self.scene = document.first_look
        self.history = History.starting(view, kept=Kept(document.named_views), lineage=document.lineage)
        self._drawn_as = {document.lineage: document}
        self._filters = view.filters
        self.selection: tuple[int, ...] = ()
        self.selected_edge = -1
        self._is_bundle = False
        self.trail = Trail()
        self._under: dict[Naming, Projection] = {}

    def _see(self, view: View) -> Visible:
        """The visible part under a view; the present object if no filter changed."""
        return self.visible if view.filters == self._filters else see(self.projection, view)

    @property
    def projection(self) -> Projection:
        """The projection of the open document."""
        return self.document.projection

    @property
    def view(self) -> View:
        """The present view."""
        return self.history.view

    def title_of(self, drawn: int) -> str:
        """The name of a resource or a group."""
        group = self.view.group(drawn)
        return group.title if group is not None else self.projection.labels[drawn]

    def name_of(self, nodes: Nodes) -> str:
        """The name of a set of resources: that of the group that holds them, or “Ofsted and 2 more”."""
        drawn = self.visible.drawn_for_all(nodes.ids.tolist())
        if len(drawn) == 1 and (group := self.view.group(int(drawn[0]))) is not None and len(nodes) > 1:
            return group.title
        first = next(iter(nodes))
        return self.projection.labels[first] + (f" and {len(nodes) - 1:,} more" if len(nodes) > 1 else "")

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` after every change from now on."""
        self._listeners.append(listener)

    def seen_through(self, camera: Callable[[], Camera | None]) -> None:
        """Ask ``camera`` how the present view is seen, whenever another one takes its place."""
        self._camera = camera

    def _left(self) -> History:
        """The history as it is when the present view is left."""
        camera = self._camera()
        return self.history if camera is None else self.history.seen_through(camera)

    def _publish(self, change: Change) -> None:
        with self._during():
            for listener in tuple(self._listeners):
                listener(change)

    def open(self, document: Document) -> None:
        """Replace the present document."""
        self._load(document)
        self._publish(Change.ALL)

    def redraw(self, document: Document, view: View, title: str) -> None:
        """Draw the same source as another ``document``, in ``view``; one step of history. Ids have other meanings."""
        self._drawn_as[document.lineage] = document
        self._go(self._left().redrawn(view, title, Kept(document.named_views, self.findings), document.lineage))

    def _turn(self, history: History, how: Change) -> None:
        """Take a step of ``history`` that belongs to another document of the same source."""
        self._drawn_as[self.document.lineage] = self.document
        self.document = self._drawn_as[history.steps[history.at].lineage]
        self._under = {}
        self._tell(history.view)
        self.visible, self._filters = see(self.projection, history.view), history.view.filters
        self.selection, self.selected_edge, self._is_bundle = (), -1, False
        self.trail = Trail()
        self.history = self._placed(history, self.visible)
        self.scene = stage(self.projection, self.view, self.visible)
        self._publish(Change.ALL | how)

    @property
    def named_views(self) -> tuple[NamedView, ...]:
        """The named views, in order."""
        return self.history.kept.named_views

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The results of path searches that the user saved, oldest first."""
        return self.history.kept.findings

    def offer(self, named_views: tuple[NamedView, ...], title: str) -> None:
        """Replace the named views; one step of history."""
        if named_views != self.named_views:
            kept = self.history.kept._replace(named_views=named_views)
            self._go(self._left().committed(self.view, title, kept=kept))

    def save_findings(self, findings: tuple[Finding, ...], title: str) -> None:
        """Replace the findings; one step of history."""
        if findings != self.findings:
            kept = self.history.kept._replace(findings=findings)
            self._go(self._left().committed(self.view, title, kept=kept))

    def restore_findings(self, findings: tuple[Finding, ...]) -> None:
        """Have the findings of an exploration that was opened, without a step of history."""
        self._go(self.history.keeping(self.history.kept._replace(findings=findings)))

    def grow(self, document: Document) -> None:
        """Continue with a document that holds more of the same source and gives every id the same meaning.

        Views and their history stay. Added nodes go beside their neighbours, without a step of history.
        """
        self.document = document
        self._under = {}
        self._tell(self.view)
        self.visible = see(self.projection, self.view)
        self._filters = self.view.filters
        self.history = self._placed(self.history, self.visible)
        self.scene = stage(self.projection, self.view, self.visible)
        self._publish(Change.ALL)

    def have_named(self, projection: Projection) -> None:
        """Keep the present projection under other names, so that a view with these appears at once."""
        if projection.stated is self.projection.stated and projection.node_count == self.projection.node_count:
            self._under[projection.naming] = projection

    def named(self, naming: Naming) -> Projection:
        """The present projection under these names."""
        from graph.model.names.renaming import renamed  # late: few sessions need it

        if naming != self.projection.naming and naming not in self._under:
            self._under[naming] = finish(renamed(self.projection, naming))
        return self._under.get(naming, self.projection)

    def _tell(self, view: View) -> bool:
        """Have the names and the grades of a view; True if the present names were others."""
        is_renamed = self._rename(view.naming)
        if view.graded != self.projection.graded:
            from graph.model.grading.regrading import regraded  # late: few sessions need it

            self.document = replace(self.document, projection=regraded(self.projection, view.graded))
        return is_renamed

    def _rename(self, naming: Naming) -> bool:
        """Name everything by other wishes; True if the present names were others."""
        before = self.projection
        if naming == before.naming:
            return False
        made = self.named(naming)
        kept = {**self._under, before.naming: before}
        self._under = dict([pair for pair in kept.items() if pair[0] != naming][-_NAMINGS:])
        self.document = replace(self.document, projection=made)
        return True

    def commit(
        self, view: View, title: str, merge: str = "", *, around: tuple[float, float] | None = None,
        by_hand: bool = False,
    ) -> None:  # fmt: skip
        """Make ``view`` the present one. A view equal to the present one has no effect.

        Nodes drawn for the first time go beside their neighbours, or ``around`` a place (x, y).
        """
        if view == self.view:
            return
        self._go(self._left().committed(view, title, merge), Change.BY_HAND if by_hand else _NOTHING, around)

    def enter(self, view: View, title: str) -> None:
        """Make ``view``, which shows some resources alone, the present one."""
        if view != self.view:
            self._go(self._left().entered(view, title, frozenset(self.selection)))

    def leave(self) -> Camera | None:
        """Leave what is shown alone, and return the camera of the view before.

        Filters and places are as before. Notes, measures and style stay as they are.
        """
        outside, now = self.history.outside, self.view
        if outside is None:
            return None
        before = outside.step.view
        keys = {measured.key for measured in now.measures}
        view = before._replace(
            notes=now.notes,
            naming=now.naming,
            graded=now.graded,
            shows_notes=now.shows_notes,
            measures=(*(m for m in before.measures if m.key not in keys), *now.measures),
            rules=now.rules,
        )
        self._go(self._left().left(view, "Leave what was shown alone", outside))
        return outside.step.camera

    @property
    def is_as_entered(self) -> bool:
        """True if some resources are shown alone, and what is selected was selected before."""
        outside = self.history.outside
        return outside is not None and self.selected_edge < 0 and outside.selected.issuperset(self.selection)

    def amend(self, view: View) -> None:
        """Change the present view without a step of history, as for the first layout of an opened file."""
        self._go(self.history.amended(view))

    @property
    def is_placed(self) -> bool:
        """True if the drawn nodes have positions: all of them have one, or none before a layout gives it to them."""
        return is_placed(self.view, self.visible.drawn, self.projection.node_count)

    @property
    def is_on_focus(self) -> bool:
        """True if resources are selected and all of them are in the middle of the focus."""
        if not self.view.focus or not self.selection:
            return False
        return Nodes(self.visible.members_of_all(self.selection)) <= self.view.focus

    def undo(self) -> None:
        """Go back to the view before."""
        if self.history.undo_title:
            self._go(self._left().undone(), Change.PAST)

    def redo(self) -> None:
        """Go forward to the view that was undone."""
        if self.history.redo_title:
            self._go(self._left().redone(), Change.PAST)

    def jump(self, at: int) -> None:
        """Go to step ``at`` of the history."""
        if at != self.history.at:
            self._go(self._left().jumped(at), Change.PAST)

    def _placed(self, history: History, visible: Visible, around: tuple[float, float] | None = None) -> History:
        """``history`` with a place for every node that its present view draws, unless none has a place."""
        view = with_newcomers(self.projection, history.view, visible, around)
        return history if view is history.view else history.amended(view)

    def _go(
        self, history: History, how: Change = _NOTHING, around: tuple[float, float] | None = None
    ) -> None:  # fmt: skip
        if history is self.history:
            return
        if history.steps[history.at].lineage is not self.document.lineage:
            self._turn(history, how)
            return
        with self._during():
            is_renamed = self._tell(history.view)
            view, visible, kept = self.view, self._see(history.view), self.history.kept
            self.history = self._placed(history, visible, around)
            before, self.visible = self.visible, visible
            self._filters = history.view.filters
            if self.visible is before and not is_renamed:
                self.scene = restaged(self.scene, self.projection, view, self.view, self.visible)
            else:
                self.scene = stage(self.projection, self.view, self.visible)
            selected = self._still_there(self.selection, before)
            had, self.selected_edge = self.selected_edge, self._still_drawn(self.selected_edge, before)
            is_other = (
                (Change.VIEW, self.view is not view),
                (Change.SELECTION, selected != self.selection or had != self.selected_edge),
                (Change.NAMED_VIEWS, self.named_views != kept.named_views),
                (Change.FINDINGS, self.findings != kept.findings),
                (Change.DOCUMENT, is_renamed),
            )
            self.selection = selected
            self._leave_a_trail()
            self._publish(reduce(or_, (part for part, differs in is_other if differs), how))

    def _still_there(self, selected: tuple[int, ...], before: Visible | None = None) -> tuple[int, ...]:
        """The selected nodes, without groups that are gone, and without what was shown and no longer is."""
        kept = tuple(n for n in selected if not is_group(n) or self.view.group(n) is not None)
        if before is None or before is self.visible:
            return kept
        ids = np.array(kept, np.int64)
        gone = ids < GROUPS_FROM
        nodes = ids[gone]
        gone[gone] = (before.node_cause[nodes] == 0) & (self.visible.node_cause[nodes] != 0)
        return tuple(ids[~gone].tolist())

    def _still_drawn(self, edge: int, before: Visible) -> int:
        """The selected statement, or -1 where it was shown and no longer is."""
        is_gone = edge >= 0 and before.edge_cause[edge] == 0 and self.visible.edge_cause[edge] != 0
        return -1 if is_gone else edge

    def _leave_a_trail(self) -> None:
        """Add the present look to the trail."""
        view, selected = self.view, self.selection
        if self.selected_edge >= 0:
            ends = (self.projection.subject, self.projection.object)
            title = " — ".join(self.title_of(int(column[self.selected_edge])) for column in ends)
        elif selected:
            title = self.title_of(selected[0]) if len(selected) == 1 else f"{len(selected):,} resources"
        else:
            title = "Whole view"
        if view.focus:
            around = self.name_of(view.focus)
            title = f"Around {around}" if title in ("Whole view", around) else f"{title}, around {around}"
        look = Look(title, selected, self.selected_edge, view.focus, view.hops, view.direction)
        self.trail = self.trail.looked(look)

    def look_back(self, at: int) -> None:
        """Go to another look of the trail: restore its focus and its selection."""
        from explorer.views.collapsing import unfocused  # late: the first picture has no trail
        from explorer.views.expanding import focused

        trail = self.trail.moved(at)
        look, view = trail.now, unfocused(self.view)
        if look.focus:
            view = focused(self.projection, view, look.focus, look.hops)
        self.commit(view._replace(hops=look.hops, direction=look.direction), f"Back to “{look.title}”")
        self._choose(self._still_there(look.selection), look.edge)
        self.trail = trail
        self._publish(Change.SELECTION)

    def select(self, nodes: Iterable[int], *, add: bool = False) -> None:
        """Select nodes. With ``add``, toggle them in the present selection."""
        selected = dict.fromkeys(nodes)
        if add:
            before = dict.fromkeys(self.selection)
            selected = dict.fromkeys(
                [*(n for n in before if n not in selected), *(n for n in selected if n not in before)]
            )
        self._choose(tuple(selected), -1)

    def select_edge(self, edge: int, *, bundle: bool = False) -> None:
        """Select one statement, or with ``bundle`` all statements that its drawn edge stands for.

        Of the line of a folded resource, the resource is selected.
        """
        folded = self.visible.folded_into(edge) if bundle else -1
        self._choose(*(((), edge, bundle) if folded < 0 else ((folded,), -1)))

    @property
    def selected_statements(self) -> NDArray[np.int32]:
        """The selected statements: one, all of a bundle, or an empty array."""
        if self.selected_edge < 0:
            return np.empty(0, np.int32)
        if self._is_bundle:
            return self.visible.statements_of(self.selected_edge)
        return np.array([self.selected_edge], np.int32)

    def _choose(self, nodes: tuple[int, ...], edge: int, bundle: bool = False) -> None:
        if (nodes, edge, bundle) == (self.selection, self.selected_edge, self._is_bundle):
            return
        self.selection, self.selected_edge, self._is_bundle = nodes, edge, bundle
        self._leave_a_trail()
        self._publish(Change.SELECTION)
