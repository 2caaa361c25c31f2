"""Filtering: the commands that hide and show by class, kind, date, number and the like."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import numpy as np

from explorer.state.session import Session
from explorer.views.hiding.filters import FILTER_OF, Cause, without_filters
from explorer.views.hiding.refiltering import refiltered
from explorer.views.hiding.support import SUPPORT
from explorer.views.nodes import Nodes
from explorer.views.view import Clock, Range, View
from graph.rdf.values import write_day

if TYPE_CHECKING:
    from explorer.views.hiding.facets import Facet
    from explorer.views.measures import Measured


class Filtering:
    """Changes the filters of a session on behalf of the user."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def view(self) -> View:
        """The present view."""
        return self.session.view

    def _filter(self, view: View, title: str, merge: str = "", *, one_line: bool = False) -> None:
        """Commit a view in which a filter was changed: it hides again what was asked for in spite of it."""
        view = refiltered(self.session.projection, self.view, view, one_line=one_line)
        self.session.commit(view, title, merge)

    def toggle(self, facet: str, item: int, label: str) -> None:
        """Hide or show one line of a facet, by the name of the facet or the key of its column."""
        row = self._facet(facet)
        if row is not None:
            hidden = row.hidden(self.view)
            words = f"{'Show' if item in hidden else 'Hide'} {label}"
            self._filter(row.hiding(self.view, hidden ^ {item}), words, one_line=True)

    def only(self, facet: str, item: int, label: str, every: Iterable[int]) -> None:
        """Show only one line of a facet, or all lines if it is the only one shown.

        Only a kind of relationship, or of their support, also hides what that leaves unconnected. Only resources of one
        support shows all of these.
        """
        row = self._facet(facet)
        if row is None:
            return
        rest = self._rest(row, item, every)
        alone = row.hidden(self.view) == rest
        words = f"Show all {row.title.lower()}" if alone else f"Show only {label}"
        view = row.hiding(self.view, frozenset() if alone else rest)
        if row.of_edges or (facet in SUPPORT and not alone):
            view = view._replace(hides_unconnected=row.of_edges and not alone)
        self._filter(view, words)

    def is_only(self, facet: str, item: int, every: Iterable[int]) -> bool:
        """True if one line of a facet is the only one shown."""
        row = self._facet(facet)
        return row is not None and row.hidden(self.view) == self._rest(row, item, every)

    def _rest(self, row: Facet, item: int, every: Iterable[int]) -> frozenset[int]:
        """The lines that “only” one of them hides."""
        apart = frozenset() if item in row.apart else row.apart
        return frozenset(every) - {item} - apart | (row.hidden(self.view) & apart)

    def select_line(self, facet: str, item: int) -> None:
        """Select the shown resources of one line of a facet, or else the ends of its shown relationships."""
        row = self._facet(facet)
        if row is None:
            return
        projection, visible = self.session.projection, self.session.visible
        found = visible.nodes[row.nodes(projection, item)[visible.nodes]] if row.nodes else visible.nodes[:0]
        if row.edges is not None and not len(found):
            edges = visible.edges[row.edges(projection, item)[visible.edges]]
            found = np.union1d(projection.subject[edges], projection.object[edges])
        self.session.select(visible.drawn_for_all(found.tolist()).tolist())

    def show_all(self, *facets: str) -> None:
        """Tick every line of some facets."""
        view, title = self.view, ""
        for row in filter(None, map(self._facet, facets)):
            view = row.hiding(view, frozenset())
            view = view._replace(hides_unconnected=False) if row.of_edges else view
            title = title or f"Show all {row.title.lower()}"
        if title:
            self._filter(view, title)

    def hide_unconnected(self, wanted: bool) -> None:
        """Hide resources without a shown relationship to another one, or show them again."""
        title = f"{'Hide' if wanted else 'Show'} what is unconnected"
        self._filter(self.view._replace(hides_unconnected=wanted), title)

    def show_only_disputed(self, wanted: bool) -> None:
        """Show only what is disputed or updated, with what stands beside it, or all again."""
        title = "Show only what is disputed or updated" if wanted else "Show what is undisputed too"
        self._filter(self.view._replace(only_disputed=wanted), title)

    def take_values(self, predicate: int, is_single: bool) -> None:
        """Take a property to have one value, so that two contradict each other, or several."""
        from explorer.views.hiding.disputes import with_values

        label = self.session.projection.predicates[predicate].label
        words = f"Take “{label}” to have {'one value' if is_single else 'several values'}"
        self._filter(with_values(self.view, predicate, is_single), words)

    def only_one_text(self, facet: Literal["text_support", "node_texts"]) -> None:
        """Show only the relationships, or the resources, that rest on a single text, or all of them again."""
        what = "relationships" if facet == "text_support" else "resources"
        self.only(facet, 1, f"{what} that rest on one text", range(3))

    def _facet(self, name: str) -> Facet | None:
        from explorer.views.hiding.facets import facet_of  # late: the first picture needs no lines to tick

        return facet_of(self.session.projection, self.view, name)

    def add_facet(self, key: str, title: str) -> None:
        """Add a facet over a column to the filters."""
        if key not in self.view.facets:
            self.session.commit(self.view._replace(facets=(*self.view.facets, key)), f"Filter by {title}")

    def remove_facet(self, key: str, title: str) -> None:
        """Remove a facet over a column, and what it hides."""
        view = self.view.with_hidden_texts(key, frozenset()).with_range(key, None)
        view = view._replace(facets=tuple(other for other in view.facets if other != key))
        self._filter(view, f"Remove the filter by {title}")

    def filter_dates(self, dates: Range | None, undated: bool, merge: str = "dates") -> None:
        """Show only what touches a date range, in days since 1970. One drag, or one run of playing, makes one step."""
        title = "Play" if merge.startswith("play") else "Filter by date"
        self._filter(self.view._replace(dates=dates, undated=undated), title, merge)

    def set_clock(self, clock: Clock) -> None:
        """Go by the dates when it "happened", or when it was "said". The date range stays."""
        words = {"happened": "Dates: when it happened", "said": "Dates: when it was said"}
        self._filter(self.view._replace(clock=clock), words[clock], "clock")

    def know_by(self, day: float | None, from_start: bool | None = None, merge: str = "known") -> None:
        """Show only what texts up to a day say, in days since 1970 to its end; all for None.

        A text counts from the end of its period, or ``from_start`` of it; None leaves that as it is.
        """
        if day is None:
            self._filter(self.view._replace(known=None, known_from_start=False), "Show what was known later")
            return
        from_start = self.view.known_from_start if from_start is None else from_start
        view = self.view._replace(known=day, known_from_start=from_start)
        self._filter(view, f"As known on {write_day(day - 1)}", merge)

    def filter_amounts(self, amounts: Range | None) -> None:
        """Show only amounts within a range."""
        self._filter(self.view._replace(amounts=amounts), "Filter by amount", "amounts")

    def filter_degrees(self, degrees: Range | None) -> None:
        """Show only resources with a number of relationships within a range."""
        self._filter(self.view._replace(degrees=degrees), "Filter by number of relationships", "degrees")

    def filter_range(self, key: str, kept: Range | None, title: str) -> None:
        """Show only resources whose number in a column, or of a measure, lies in a range."""
        self._filter(self.view.with_range(key, kept), f"Filter by {title}", f"range {key}")

    def measure(self, measured: Measured) -> None:
        """Add the result of a measure to the view."""
        self.session.commit(self.view.with_measure(measured), f"Measure {measured.title}")

    def remove_measure(self, key: str, title: str) -> None:
        """Remove the result of a measure, with its filter."""
        measures = tuple(measured for measured in self.view.measures if measured.key != key)
        self._filter(self.view.with_range(key, None)._replace(measures=measures), f"Remove {title}")

    def release(self, cause: Cause) -> None:
        """Show what one cause hides."""
        row = FILTER_OF[cause]
        if row.dropped is not None:
            self._filter(row.dropped(self.view), f"Show what was hidden {row.words}")

    def hide_again(self, cause: Cause) -> None:
        """Hide again what is shown although one cause hides it."""
        visible, view = self.session.visible, self.view
        view = view._replace(
            shown_nodes=view.shown_nodes - Nodes.where(visible.node_although == cause),
            shown_edges=view.shown_edges - Nodes.where(visible.edge_although == cause),
        )
        self.session.commit(view, f"Hide again what is hidden {FILTER_OF[cause].words}")

    def reset_filters(self) -> None:
        """Reset every filter and leave the focus; positions stay."""
        self.session.commit(without_filters(self.view), "Reset filters")
