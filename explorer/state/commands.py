"""Commands: what a user can do with the view. Each commits one new view, with a title for the history."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.scene.scene import leaves_of
from explorer.state.grouping import Grouping
from explorer.views.collapsing import collapsed, unfocused
from explorer.views.expanding import (
    Offer,
    expanded,
    expansion_of,
    focused,
    hidden_around,
    leading,
    waiting,
    with_hidden_around,
)
from explorer.views.groups import BRANCH, CLASS, is_group
from explorer.views.hiding.filters import alone_but_for, hidden_by_hand
from explorer.views.newcomers import in_rows
from explorer.views.nodes import Nodes
from explorer.views.places import pinned_of, placed, places_of, with_pins
from explorer.views.revealing import revealed
from explorer.views.view import Direction, View
from explorer.views.visible import see
from graph.arrays.types import Ids

if TYPE_CHECKING:
    from explorer.pictures.scene.arranging import Arranged
    from explorer.state.grading import Grading
    from explorer.state.noting import Noting
    from explorer.state.restyling import Restyling
    from graph.model.projection import Projection
    from graph.rdf.naming import Naming


_COUNTED = 50_000
"""Largest number of drawn relationships of which leaves are counted before somebody asks to hide them."""


class Commands(Grouping):
    """Changes the view of a session on behalf of the user."""

    @cached_property
    def style(self) -> Restyling:
        """The commands for style rules."""
        from explorer.state.restyling import Restyling

        return Restyling(self.session)

    @cached_property
    def notes(self) -> Noting:
        """The commands for notes."""
        from explorer.state.noting import Noting

        return Noting(self.session)

    @cached_property
    def grading(self) -> Grading:
        """The commands for grades."""
        from explorer.state.grading import Grading

        return Grading(self.session)

    def _label(self, nodes: Iterable[int]) -> str:
        selected = list(nodes)
        if len(selected) == 1:
            return f"“{self.session.title_of(selected[0])}”"
        return f"{len(selected):,} resources"

    # Resources

    def hide(self, nodes: Iterable[int]) -> None:
        """Hide resources."""
        gone = list(nodes)
        selected = self._members(gone)
        if selected:
            title = f"Hide {self._label(gone)}"
            self.session.commit(hidden_by_hand(self.view, selected), title)
            self.session.select(n for n in self.session.selection if n not in gone)

    def hide_others(self, nodes: Iterable[int], title: str = "") -> None:
        """Hide every shown resource except the given ones."""
        kept = list(nodes)
        selected = self._members(kept)
        if selected:
            visible = self.session.visible
            others = Nodes(visible.nodes) - selected
            if visible.folds is not None:  # the lines between them stay
                inside = visible.folds.joined(selected.mask(len(visible.slot)))
                others = others - Nodes(visible.folds.nodes[inside])
            self.session.enter(alone_but_for(self.view, others), title or f"Hide all but {self._label(kept)}")

    def hide_leaves(self) -> None:
        """Hide nodes with at most one neighbour."""
        gone = self._members(leaves_of(self.session.scene).tolist())
        if gone:
            self.session.commit(hidden_by_hand(self.view, gone), "Hide leaves")

    def leaf_words(self) -> str:
        """The leaves on the canvas in words: “34 leaves”; uncounted where counting would make every change slower."""
        if len(self.session.scene.source) > _COUNTED:
            return "leaves"
        count = len(leaves_of(self.session.scene))
        return f"{count:,} lea{'f' if count == 1 else 'ves'}" if count else "leaves"

    def invert(self) -> None:
        """Select the drawn nodes that are not selected, and unselect the others."""
        drawn, session = self.session.visible.drawn, self.session
        session.select(drawn[~np.isin(drawn, session.selection)].tolist())

    def focus(self, nodes: Iterable[int], hops: int = 1) -> None:
        """Show only the neighbourhood of some resources. The same resources again, or no resources, leave the focus."""
        asked = list(nodes)
        selected = self._members(asked)
        if selected and selected != self.view.focus:
            view = focused(self.session.projection, self.view, selected, hops)
            self.session.commit(view, f"Focus on {self._label(asked)}")
        elif self.view.focus:
            self.session.commit(unfocused(self.view), "Leave the focus")

    def hidden_around(self) -> Ids:
        """The resources within the steps of the focus that something else hides."""
        return hidden_around(self.session.projection, self.view, self.session.visible, self.view.hops)[0]

    def show_around(self) -> None:
        """Show everything within the steps of the focus, whatever hides it."""
        view = with_hidden_around(self.session.projection, self.view, self.view.hops)
        self.session.commit(view, f"Show all around {self._label(self.view.focus)}")

    def set_direction(self, direction: Direction) -> None:
        """Follow relationships from the focus in both directions, only outwards, or only inwards."""
        words = {"both": "both directions", "out": "outward only", "in": "inward only"}
        if self.view.focus:
            self.session.commit(
                self.view._replace(direction=direction), f"Relationships: {words[direction]}", "direction"
            )

    # Expand and collapse, group and ungroup

    def expand(
        self, drawn: int, nodes: NDArray[np.int32] | None = None, offer: Offer | None = None, *, group: str = ""
    ) -> int:
        """Show the neighbours of a resource or the members of a group, whatever hides them: all, or ``nodes``, or those
        by one kind of relationship, as one group if it has a title. Return their number. Other nodes do not move.
        """
        session = self.session
        if nodes is None:
            nodes = waiting(session.projection, session.visible, drawn, offer)
        if not len(nodes):
            return 0
        title = f"Expand {self._label([drawn])}"
        edges = leading(session.projection, session.visible, drawn, nodes, offer)
        view = expanded(self.view, session.visible, drawn, nodes, edges, group=group)
        session.commit(view, title, around=self.place_of(drawn) if view.positions == self.view.positions else None)
        return len(nodes)

    def open_branch(self, drawn: int) -> int:
        """Draw the top of a branch with the branches below it. Return the number of nodes, 0 if it has one level."""
        from explorer.views.branches import opened_branch  # late: few pictures have branches

        session, before = self.session, len(self.session.visible.drawn)
        found = opened_branch(session.projection, self.view, session.visible, drawn)
        if found is None:
            return 0
        session.commit(found[0], f"Expand {self._label([drawn])}")
        session.select([found[1]] if found[1] >= 0 else [])
        return len(session.visible.drawn) - before + 1

    def place_of(self, drawn: int) -> tuple[float, float] | None:
        """The position of a drawn node, None if it has no place."""
        xy = places_of(self.view, np.array([drawn]), self.session.projection.node_count)[0]
        return None if np.isnan(xy).any() else (float(xy[0]), float(xy[1]))

    def collapse(self, drawn: int) -> None:
        """Undo the last expansion of a drawn node, or else the expansion that added it."""
        step = expansion_of(self.view, self.session.visible, drawn)
        if step is not None:
            self.session.commit(collapsed(self.view, step), f"Collapse {self._label([step.centre])}")
            self.session.select([step.centre] if is_group(step.centre) else [drawn])

    def follow_edge(self, end: int) -> None:
        """Select the subject (0) or the object (1) of the selected statement."""
        projection, edge = self.session.projection, self.session.selected_edge
        if edge >= 0:
            self.reveal(int((projection.subject, projection.object)[end][edge]))

    def hide_kind(self) -> None:
        """Hide all statements with the predicate of the selected one."""
        edge = self.session.selected_edge
        if edge >= 0:
            predicate = int(self.session.projection.predicate[edge])
            self.toggle("predicates", predicate, f"“{self.session.projection.predicates[predicate].label}”")

    def set_hops(self, hops: int) -> None:
        """Set how many steps around the focus are shown."""
        if self.view.focus:
            self.session.commit(
                self.view._replace(hops=max(0, hops)), f"Within {hops} step{'' if hops == 1 else 's'}", "hops"
            )

    def reveal(self, node: int) -> None:
        """Show a resource, whatever hides it, and select it. The rest of a hidden class stays hidden."""
        self.reveal_all(np.array([node], np.int32))

    def reveal_all(self, nodes: NDArray[np.int32], edges: NDArray[np.int32] | None = None) -> None:
        """Show resources and statements, whatever hides them, and select the resources; one step of history."""
        session = self.session
        view = revealed(session.projection, self.view, session.visible, nodes, edges)
        around = None
        if len(nodes) == 1 and len(view.positions) and is_group(inside := session.visible.drawn_for(int(nodes[0]))):
            around = self.place_of(inside)
        session.commit(view, f"Show {self._label(nodes.tolist())}", around=around)
        session.select(nodes.tolist())

    def show_only(self, nodes: NDArray[np.int32], edges: NDArray[np.int32], title: str) -> None:
        """Show only some resources and statements, whatever hides them; one step of history."""
        session = self.session
        view = revealed(session.projection, self.view, session.visible, nodes, edges)
        others = Nodes(see(session.projection, view).nodes) - Nodes(nodes)
        session.enter(alone_but_for(view, others), title)

    def select_neighbours(self) -> None:
        """Add the drawn neighbours of the selected nodes to the selection."""
        session, scene = self.session, self.session.scene
        selected = np.isin(scene.ids, session.selection)
        near = selected | np.isin(scene.ids, session.visible.line_ends(session.selection))
        near[scene.target[selected[scene.source]]] = True
        near[scene.source[selected[scene.target]]] = True
        session.select([*session.selection, *scene.ids[near & ~selected].tolist()])

    # Positions

    def pin(self, nodes: Iterable[int]) -> None:
        """Pin drawn nodes where they are, or unpin them if all of them are pinned."""
        ids = np.array(list(nodes), np.int32)
        if len(ids):
            pinned = bool(pinned_of(self.view, ids, self.session.projection.node_count).all())
            title = f"{'Unpin' if pinned else 'Pin'} {self._label(ids.tolist())}"
            self.session.commit(with_pins(self.view, ids, not pinned), title)

    def move(
        self, nodes: NDArray[np.int32], xy: NDArray[np.floating], *, merge: str = "", by_hand: bool = False
    ) -> None:
        """Move drawn nodes and pin them there; ``by_hand`` for a drag, which needs no animation."""
        view = placed(self.view, nodes, xy, self.session.projection.node_count)
        title = f"Move {self._label(nodes.tolist())}"
        self.session.commit(with_pins(view, nodes, True), title, merge, by_hand=by_hand)

    def take_over(self, arranged: Arranged, asked: View, title: str, *, joins: bool = False) -> None:
        """Take over the positions of a layout. The first layout of a new graph makes no step of history.

        ``asked`` is the view that the layout began with: nodes moved or pinned since then stay where they are. A layout
        that ``joins`` belongs to the step that made this view, unless something changed since then.
        """
        from explorer.pictures.scene.arranging import taken_over  # late: the first picture needs no layout

        view = taken_over(self.view, arranged.but_moved(asked, self.view), self.session.projection.node_count)
        if self.session.is_placed and not (joins and self.view is asked):
            self.session.commit(view, title)
        else:
            self.session.amend(view)

    def place_in_rows(self) -> None:
        """Place a new graph in plain rows after its first layout failed or was stopped."""
        session = self.session
        if not session.is_placed:
            session.amend(in_rows(session.projection, session.view, session.visible))

    def look(self, view: View, title: str) -> None:
        """Go to a named view. Without positions or a layout of its own it keeps these. Notes and measures stay."""
        now = self.view
        own = {measured.key for measured in view.measures}
        view = view._replace(measures=(*(m for m in now.measures if m.key not in own), *view.measures))
        usual, like = View(), (view.layout, view.settings)
        if not len(view.positions) and like in ((usual.layout, usual.settings), (now.layout, now.settings)):
            view = view._replace(positions=now.positions, pinned=now.pinned, guides=now.guides, layout=now.layout)
            view = view._replace(settings=now.settings)
        self.session.commit(self._named(view, now.naming)._replace(notes=now.notes, graded=now.graded), title)

    def name_by(self, naming: Naming, named: Projection | None = None) -> None:
        """Name everything by other languages or predicates, or by IRIs; ``named`` is the projection under these names,
        if it is there already.
        """
        if named is not None:
            self.session.have_named(named)
        ways = "IRIs" if naming.as_iris else ", ".join(naming.languages) or "any language"
        self.session.commit(self._named(self.view, naming), f"Names: {ways}")

    def _named(self, view: View, naming: Naming) -> View:
        """A view of this source under these names, with the titles of its groups."""
        if view.naming != naming and any(group.kind in (BRANCH, CLASS) for group in view.groups):
            from explorer.views.branches import retitled  # late: few sessions need it

            named = self.session.named
            view = view._replace(groups=retitled(view.groups, named(view.naming), named(naming)))
        return view._replace(naming=naming)
