"""Facets over columns in the filters panel: a section for each, and a list to add more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.panels.column_facets import FacetOffer
from explorer.panels.facet_values import Choice, ColumnFacet
from explorer.state.commands import Commands
from explorer.views.hiding.value_facets import is_of_edges
from explorer.views.rules import EDGES, NODES
from graph.named import NamedTuple
from graph.rdf.values import write_value
from ui.parts.chooser import Chooser
from ui.parts.facets.facet_lines import FacetLines
from ui.parts.flow import Flow
from ui.parts.ranges import RangeFacet, Write, read_amount, read_date, write_amount, write_date
from ui.parts.section import Section
from ui.parts.text import link_button


class FacetMoves(NamedTuple):
    """The calls of the list: to get the columns on offer, at once or later, and to ask for a path of relationships."""

    offers: Callable[[Callable[[tuple[FacetOffer, ...]], None]], None]
    ask_path: Callable[[], None]


def _writer(key: str) -> Write:
    """Writes the numbers of a column: years and identifiers without separators."""
    name = key.rstrip(">")
    return lambda value, is_end: write_value(value, name) if value.is_integer() else write_amount(value, is_end)


class _One(QWidget):
    """One facet: its lines or its range, and links."""

    def __init__(self, facet: ColumnFacet, commands: Commands) -> None:
        super().__init__()
        key, title = facet.key, facet.title
        target, what = (EDGES, "relationships") if is_of_edges(key) else (NODES, "resources")
        self.lines: FacetLines | None = None
        self.range: RangeFacet | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if facet.span is None:
            self.lines = FacetLines(title, key, commands)
            column.addWidget(self.lines)
        else:
            read, write = (read_date, write_date) if facet.is_date else (read_amount, _writer(key))
            self.range = RangeFacet(title, lambda kept, _: commands.filter_range(key, kept, title), read, write)
            column.addWidget(self.range)
        links = Flow()
        for text, tip, act in (
            ("Colour by it", f"Colour {what} by “{title}”", lambda: commands.style.by("colour", key, target)),
            ("Remove", f"Remove the filter by “{title}”", lambda: commands.remove_facet(key, title)),
        ):
            link = link_button(text, tip)
            link.setAccessibleName(f"{title}: {text.lower()}")
            link.clicked.connect(lambda _checked=False, act=act: act())
            links.add(link)
        around = QVBoxLayout()
        around.setContentsMargins(10, 2, 10, 2)
        around.addWidget(links)
        column.addLayout(around)
        self.section = Section(title, inside, link="show all", link_tip=f"Show all values of “{title}” again")
        self.section.link.clicked.connect(lambda: commands.show_all(key))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.section)

    def put(self, facet: ColumnFacet) -> None:
        """Show new counts."""
        if self.lines is not None:
            self.lines.put(facet.choices)
            self.section.link.setVisible(any(choice.hidden for choice in facet.choices))
        elif self.range is not None and facet.span is not None:
            self.range.put(facet.span)


class ColumnFacets(QWidget):
    """Shows the facets over columns of a view and turns clicks into commands."""

    def __init__(self, commands: Commands, moves: FacetMoves, folds: dict[str, str]) -> None:
        super().__init__()
        self._commands, self._moves, self._folds = commands, moves, folds
        self.parts: dict[str, _One] = {}
        self._chooser: Chooser | None = None
        self._offers: tuple[FacetOffer, ...] = ()
        self.more = link_button("More filters…", "Filter by another attribute, or by what a relationship leads to")
        self.more.clicked.connect(lambda: self._moves.offers(self._choose))
        self.path = link_button(
            "By relationship…", "Filter by what a relationship leads to, or two relationships in a row"
        )
        self.path.clicked.connect(lambda: self._moves.ask_path())
        links = Flow()
        links.add(self.more)
        links.add(self.path)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        foot = self._foot = QVBoxLayout()
        foot.setContentsMargins(10, 4, 10, 0)
        foot.addWidget(links)
        self._column.addLayout(foot)

    @property
    def foot_height(self) -> int:
        """The height of the links below the facets, in pixels."""
        return self._foot.sizeHint().height()

    def put(self, facets: tuple[ColumnFacet, ...]) -> None:
        """Show these facets, in their order."""
        wanted = {facet.key: (facet.title, facet.span is None) for facet in facets}
        for key in list(self.parts):
            part = self.parts[key]
            if key not in wanted or wanted[key] != (part.section.heading.text(), part.lines is not None):
                self._column.removeWidget(part)
                part.deleteLater()
                del self.parts[key]
        for at, facet in enumerate(facets):
            if facet.key not in self.parts:
                self.parts[facet.key] = _One(facet, self._commands)
                self.parts[facet.key].section.remember(self._folds, facet.key)
                self._column.insertWidget(at, self.parts[facet.key])
            self.parts[facet.key].put(facet)
        if self._chooser is not None and self._chooser.isVisible():
            self._moves.offers(self._list)

    def _choose(self, offers: tuple[FacetOffer, ...]) -> None:
        if self._chooser is None:
            self._chooser = Chooser(self, "filters", self._toggle, self._toggle)
        self._list(offers)
        self._chooser.open_at(self.more.mapToGlobal(QPoint(320, 0)))

    def _list(self, offers: tuple[FacetOffer, ...]) -> None:
        assert self._chooser is not None
        self._offers = offers
        self._chooser.list.put(
            tuple(
                Choice(i, offer.title, offer.about, offer.filled, offer.out_of, not offer.is_used)
                for i, offer in enumerate(offers)
            )
        )

    def _toggle(self, at: int) -> None:
        offer = self._offers[at]
        if not offer.is_used:
            self._folds[offer.key] = "open"
        change = self._commands.remove_facet if offer.is_used else self._commands.add_facet
        change(offer.key, offer.title)
