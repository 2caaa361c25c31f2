"""Filters panel: classes, relationships, sources, graphs, support, dates, amounts, degrees, and columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from explorer.panels.facet_values import Choice
from explorer.panels.facets import Facets
from explorer.state.commands import Commands
from explorer.views.filters import FACETS, FacetName
from explorer.views.view import Range
from ui.parts.facets.column_facets import ColumnFacets, FacetMoves
from ui.parts.facets.found_choices import FoundChoices
from ui.parts.ranges import RangeFacet, Read, Write, read_amount, read_date, write_amount, write_date
from ui.parts.section import Section
from ui.parts.text import menu_text


class FacetsPanel(QScrollArea):
    """Shows :class:`Facets` and turns clicks into commands."""

    def __init__(self, commands: Commands, moves: FacetMoves) -> None:
        super().__init__()
        self.setObjectName("facets")
        self.setAccessibleName("Facets")
        self._commands = commands
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 0, 12)
        self._column.setSpacing(2)
        self.lines: dict[FacetName, FoundChoices] = {}
        self.sections: dict[str, Section] = {}
        for facet in FACETS:
            self._add_lines(facet)
        self.lines["classes"].list.offer = self._offer_colour
        self.dates = self._add_range(
            "dates", "Dates", commands.filter_dates, read_date, write_date, "Also show undated resources"
        )
        self.amounts = self._add_range(
            "amounts", "Amounts", lambda kept, _: commands.filter_amounts(kept), read_amount, write_amount
        )
        self.degrees = self._add_range(
            "degrees",
            "Number of relationships",
            lambda kept, _: commands.filter_degrees(kept),
            read_amount,
            write_amount,
        )
        self.columns = ColumnFacets(commands, moves)
        self._column.addWidget(self.columns)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def _add_lines(self, facet: FacetName) -> None:
        commands = self._commands

        def toggle(choice: Choice) -> None:
            commands.toggle(facet, choice.item, choice.label)

        def only(choice: Choice) -> None:
            every = [c.item for c in self.lines[facet].list.source.choices]
            commands.only(facet, choice.item, choice.label, every)

        lines = FoundChoices(FACETS[facet].title, toggle, only)
        section = Section(
            FACETS[facet].title, lines, link="show all", link_tip=f"Show all {FACETS[facet].title.lower()} again"
        )
        section.link.clicked.connect(lambda: commands.show_all(facet))
        self.lines[facet], self.sections[facet] = lines, section
        section.setVisible(False)
        self._column.addWidget(section)

    def _offer_colour(self, choice: Choice, at: QPoint) -> None:
        """Offer to give a class another colour, by a style rule."""
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.addAction(f"Colour of {menu_text(choice.label)}…").triggered.connect(lambda: self._ask_colour(choice))
        menu.exec(at)
        menu.deleteLater()

    def _ask_colour(self, choice: Choice) -> None:
        from ui.parts.rules.looks import ask_colour

        commands = self._commands
        classes = commands.session.projection.classes
        selected = ask_colour(self, choice.swatch.colour if choice.swatch is not None else "")
        if selected:
            commands.style.colour_class(classes[choice.item].iri if choice.item >= 0 else "", selected)

    def _add_range(
        self,
        key: str,
        title: str,
        keep: Callable[[Range | None, bool], None],
        read: Read,
        write: Write,
        without: str = "",
    ) -> RangeFacet:
        facet = RangeFacet(title, keep, read, write, without=without)
        section = Section(title, facet)
        section.setVisible(False)
        self.sections[key] = section
        self._column.addWidget(section)
        return facet

    def put(self, facets: Facets) -> None:
        """Show new counts; lists keep their scroll position and current line."""
        for facet, choices in facets.choices.items():
            section = self.sections[facet]
            section.setVisible(bool(choices))
            section.link.setVisible(any(choice.hidden for choice in choices))
            self.lines[facet].put(choices)
        self.sections["dates"].heading.setText("Dates when it was said" if facets.clock == "said" else "Dates")
        for key, ranged, span in (
            ("dates", self.dates, facets.dates),
            ("amounts", self.amounts, facets.amounts),
            ("degrees", self.degrees, facets.degrees),
        ):
            self.sections[key].setVisible(span is not None)
            if span is not None:
                ranged.put(span)
        self.columns.put(facets.columns)
