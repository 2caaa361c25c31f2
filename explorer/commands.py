"""What a user may do with the view: each command commits one new view, with words for the history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arranging import Arranged, taken_over
from explorer.newcomers import in_rows
from explorer.nodes import Nodes
from explorer.session import Session
from explorer.view import Range, View
from explorer.visible import Cause, neighbourhood

FACETS = {
    "classes": "hidden_classes",
    "predicates": "hidden_predicates",
    "documents": "hidden_documents",
    "graphs": "hidden_graphs",
    "support": "hidden_support",
}
"""Facets of things one can tick, and the set in the view that holds what is not ticked."""

_UNDO_OF_CAUSE: dict[Cause, dict[str, Any]] = {
    Cause.CLASS: {"hidden_classes": frozenset()},
    Cause.PREDICATE: {"hidden_predicates": frozenset()},
    Cause.SOURCE: {"hidden_documents": frozenset(), "hidden_graphs": frozenset()},
    Cause.SUPPORT: {"hidden_support": frozenset()},
    Cause.DATE: {"dates": None, "undated": True},
    Cause.AMOUNT: {"amounts": None},
    Cause.DEGREE: {"degrees": None},
    Cause.HAND: {"hidden_nodes": Nodes()},
    Cause.FOCUS: {"focus": Nodes()},
}


class Commands:
    """The user's moves on a session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def view(self) -> View:
        """The present view."""
        return self.session.view

    def _label(self, nodes: Iterable[int]) -> str:
        chosen = list(nodes)
        if len(chosen) == 1:
            return f"“{self.session.projection.labels[chosen[0]]}”"
        return f"{len(chosen):,} resources"

    # Facets

    def toggle(self, facet: str, item: int, label: str) -> None:
        """Hide or show one line of a facet."""
        name = FACETS[facet]
        hidden = item in getattr(self.view, name)
        self.session.commit(self.view.toggled(name, item), f"{'Show' if hidden else 'Hide'} {label}")

    def only(self, facet: str, item: int, label: str, every: Iterable[int]) -> None:
        """Show one line of a facet alone, or all again where it already stands alone."""
        name = FACETS[facet]
        rest = frozenset(every) - {item}
        alone = getattr(self.view, name) == rest
        self.session.commit(
            self.view.but(**{name: frozenset() if alone else rest}), f"Show all {facet}" if alone else f"Only {label}"
        )

    def show_all(self, facet: str) -> None:
        """Tick every line of a facet."""
        self.session.commit(self.view.but(**{FACETS[facet]: frozenset()}), f"Show all {facet}")

    def keep_dates(self, dates: Range | None, undated: bool) -> None:
        """Keep what touches a stretch of time, in days since 1970; dragging makes one step."""
        self.session.commit(self.view.but(dates=dates, undated=undated), "Filter by date", "dates")

    def keep_amounts(self, amounts: Range | None) -> None:
        """Keep sums within a range."""
        self.session.commit(self.view.but(amounts=amounts), "Filter by amount", "amounts")

    def keep_degrees(self, degrees: Range | None) -> None:
        """Keep resources with a number of ties within a range."""
        self.session.commit(self.view.but(degrees=degrees), "Filter by number of ties", "degrees")

    def release(self, cause: Cause) -> None:
        """Bring back what one cause holds back."""
        changes = _UNDO_OF_CAUSE.get(cause)
        if changes:
            self.session.commit(self.view.but(**changes), "Bring back what was hidden")

    def show_everything(self) -> None:
        """Drop every filter, keep positions."""
        self.session.commit(self.view.without_filters(), "Show everything")

    # Resources

    def hide(self, nodes: Iterable[int]) -> None:
        """Take resources off the canvas."""
        chosen = Nodes(nodes)
        if chosen:
            self.session.commit(
                self.view.but(hidden_nodes=self.view.hidden_nodes | chosen), f"Hide {self._label(chosen)}"
            )
            self.session.select(n for n in self.session.selection if n not in chosen)

    def hide_others(self, nodes: Iterable[int]) -> None:
        """Keep only the given resources of those that are shown."""
        chosen = Nodes(nodes)
        if chosen:
            others = Nodes(self.session.visible.nodes) - chosen
            self.session.commit(
                self.view.but(hidden_nodes=self.view.hidden_nodes | others), f"Hide all but {self._label(chosen)}"
            )

    def solo(self, nodes: Iterable[int], hops: int = 1) -> None:
        """Show only the neighbourhood of some resources; again on the same ones shows all."""
        chosen = Nodes(nodes)
        if chosen and chosen != self.view.focus:
            self.session.commit(self.view.but(focus=chosen, hops=hops), f"Solo {self._label(chosen)}")
        elif self.view.focus:
            self.session.commit(self.view.but(focus=Nodes()), "Leave the focus")

    def follow_edge(self, end: int) -> None:
        """Select the subject (0) or the object (1) of the chosen statement."""
        projection, edge = self.session.projection, self.session.selected_edge
        if edge >= 0:
            self.reveal(int((projection.subject, projection.object)[end][edge]))

    def hide_kind(self) -> None:
        """Hide all statements with the predicate of the chosen one."""
        edge = self.session.selected_edge
        if edge >= 0:
            predicate = int(self.session.projection.predicate[edge])
            self.toggle("predicates", predicate, f"“{self.session.projection.predicates[predicate].label}”")

    def set_hops(self, hops: int) -> None:
        """Widen or narrow the neighbourhood that is shown."""
        if self.view.focus:
            self.session.commit(self.view.but(hops=max(0, hops)), f"Within {hops} ties", "hops")

    def reveal(self, node: int) -> None:
        """Select a resource, and lift whatever hides it; of a hidden class only this one comes back."""
        session = self.session
        view = session.view
        while (cause := Cause(int(session.visible.node_cause[node]))) != Cause.SHOWN:
            if cause == Cause.HAND:
                view = view.but(hidden_nodes=view.hidden_nodes - {node})
            elif cause == Cause.CLASS:
                main = int(session.projection.node_class[node])
                others = Nodes.where(session.projection.node_class == main)
                view = view.but(
                    hidden_classes=view.hidden_classes - {main},
                    hidden_nodes=view.hidden_nodes | (others - {node}),
                )
            elif cause == Cause.FOCUS:
                view = view.but(focus=view.focus | {node})
            else:
                view = view.but(**_UNDO_OF_CAUSE[cause])
            session.commit(view, f"Bring back {self._label([node])}", f"reveal {node}")
            view = session.view
        session.select([node])

    def select_neighbours(self) -> None:
        """Add what is drawn one tie away to the selection."""
        session = self.session
        shown = session.visible.node_cause == 0
        edges = session.visible.edge_cause == 0
        inside = neighbourhood(session.projection, Nodes(session.selection), 1, shown, edges)
        session.select([*session.selection, *np.flatnonzero(inside & shown).tolist()])

    # Positions

    def pin(self, nodes: Iterable[int]) -> None:
        """Fix resources where they are, or let them go where all of them were fixed."""
        chosen = Nodes(nodes)
        if not chosen:
            return
        held = chosen <= self.view.pinned
        pinned = self.view.pinned - chosen if held else self.view.pinned | chosen
        self.session.commit(self.view.but(pinned=pinned), f"{'Unpin' if held else 'Pin'} {self._label(chosen)}")

    def move(self, nodes: NDArray[np.int32], xy: NDArray[np.floating], *, merge: str = "") -> None:
        """Put resources elsewhere and pin them there."""
        view, count = self.view, self.session.projection.node_count
        moved = view.but(positions=view.positions.moved(nodes, xy, count), pinned=view.pinned | Nodes(nodes))
        self.session.commit(moved, f"Move {self._label(nodes.tolist())}", merge)

    def take_over(self, arranged: Arranged, asked: View, title: str) -> None:
        """Put resources where a layout wants them; the first layout of a fresh graph is no step of history.

        ``asked`` is the view that the layout began with: what was moved or pinned since then stays where it is.
        """
        view = taken_over(self.view, arranged.but_moved(asked, self.view), self.session.projection.node_count)
        if self.session.is_placed:
            self.session.commit(view, title)
        else:
            self.session.amend(view)

    def place_in_rows(self) -> None:
        """Put a fresh graph in plain rows, where its first layout did not come to an end."""
        session = self.session
        if not session.is_placed:
            session.amend(in_rows(session.projection, session.view, session.visible))

    def look(self, view: View, title: str) -> None:
        """Go to a named view."""
        self.session.commit(view, title)
