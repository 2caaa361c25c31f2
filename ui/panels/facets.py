"""Filters panel: classes, relationships, sources, graphs, support, dates, amounts, degrees, and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from explorer.panels.facet_values import Choice
from explorer.panels.facets import Facets
from explorer.state.commands import Commands
from explorer.views.hiding.facets import FACETS, FacetName
from explorer.views.hiding.support import SUPPORT, SupportName
from explorer.views.view import Range
from ui.parts.choices import row_height
from ui.parts.facets.column_facets import ColumnFacets, FacetMoves
from ui.parts.facets.facet_lines import FacetLines
from ui.parts.facets.found_choices import FIRST_ROWS
from ui.parts.ranges import RangeFacet, Read, Write, read_amount, read_date, write_amount, write_date
from ui.parts.section import Section
from ui.parts.text import Line, menu_text

_EDGES = 6
_SIDE = 10
"""Pixels beside words, as in the lines of the lists."""
_FEWEST_ROWS = 3
_BESIDE_ROWS = 3
"""Height of the search field and the link of a long list, in lines."""


class FacetsPanel(QScrollArea):
    """Shows :class:`Facets` and turns clicks into commands.

    Sections that the user did not fold or unfold are open as long as all heads fit into the panel; ``folds`` remembers
    those that the user did.
    """

    def __init__(self, commands: Commands, moves: FacetMoves, folds: dict[str, str]) -> None:
        super().__init__()
        self._folds, self._document = folds, commands.session.document
        self._fitted: object = None
        self.setObjectName("facets")
        self.setAccessibleName("Facets")
        self._commands = commands
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 0, _EDGES - 4)
        self._column.setSpacing(2)
        self.lines: dict[FacetName, FacetLines] = {}
        self.sections: dict[str, Section] = {}
        self._support: dict[str, list[SupportName]] = {}
        self._add_lines("classes")
        self._add_lines("predicates")
        self._add_lines("inference")
        self.dates = self._add_range(
            "dates", "Dates", commands.filter_dates, read_date, write_date, "Also show undated resources"
        )
        self._add_support("relationships", "Relationships by evidence", of_edges=True)
        self._add_support("resources", "Resources by evidence", of_edges=False)
        self._add_lines("documents")
        self._add_lines("graphs")
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
        self.columns = ColumnFacets(commands, moves, folds)
        self._column.addWidget(self.columns)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def _add_lines(self, facet: FacetName) -> None:
        commands = self._commands
        more = self._offer_for_class if facet == "classes" else None
        lines = FacetLines(FACETS[facet].title, facet, commands, more)
        section = Section(
            FACETS[facet].title, lines, link="show all", link_tip=f"Show all {FACETS[facet].title.lower()} again"
        )
        section.link.clicked.connect(lambda: commands.show_all(facet))
        self.lines[facet] = lines
        self._add_section(facet, section)

    def _add_support(self, key: str, title: str, *, of_edges: bool) -> None:
        """One section for all counts of evidence of relationships, or of resources."""
        commands, parts = self._commands, list[QWidget]()
        names = [name for name, row in SUPPORT.items() if row.of_edges == of_edges]
        for name in names:
            self.lines[name] = FacetLines(SUPPORT[name].title, name, commands, None)
            caption = Line(SUPPORT[name].caption, "quiet")
            caption.setContentsMargins(_SIDE, 2, _SIDE, 0)
            parts += (caption, self.lines[name])
        body = _Stack(parts)
        section = Section(title, body, link="show all", link_tip=f"Show all {title.lower()} again")
        section.link.clicked.connect(lambda: commands.show_all(*names))
        self._support[key] = names
        self._add_section(key, section)

    def _add_section(self, key: str, section: Section) -> None:
        self.sections[key] = section
        section.remember(self._folds, key)
        section.setVisible(False)
        self._column.addWidget(section)

    def _offer_for_class(self, menu: QMenu, choice: Choice) -> None:
        """Offer to fold or unfold a class, and to give it another colour by a style rule."""
        commands, label = self._commands, menu_text(choice.label)
        if choice.item in commands.view.folded_classes:
            menu.addAction(f"Unfold {label}").triggered.connect(lambda: commands.unfold((choice.item,)))
        elif commands.can_fold(choice.item):
            fold = menu.addAction(f"Fold {label} into relationships")
            fold.triggered.connect(lambda: commands.fold(choice.item))
        menu.addAction(f"Colour of {menu_text(choice.label)}…").triggered.connect(lambda: self._ask_colour(choice))

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
        self._add_section(key, Section(title, facet))
        return facet

    def put(self, facets: Facets) -> None:
        """Show new counts; lists keep their current line, and list all as long as the document stays open."""
        self._follow_document()
        for facet, lines in self.lines.items():
            lines.put(facets.choices.get(facet, ()))
        for key, section in self.sections.items():
            names: Sequence[FacetName] = self._support.get(key) or [name for name in FACETS if name == key]
            choices = [choice for name in names for choice in facets.choices.get(name, ())]
            section.setVisible(bool(choices))
            section.link.setVisible(any(choice.hidden for choice in choices))
        self.sections["dates"].entitle("Dates when it was said" if facets.clock == "said" else "Dates")
        self.sections["amounts"].entitle(facets.amounts_title)
        for key, ranged, span in (
            ("dates", self.dates, facets.dates),
            ("amounts", self.amounts, facets.amounts),
            ("degrees", self.degrees, facets.degrees),
        ):
            self.sections[key].setVisible(span is not None)
            if span is not None:
                ranged.put(span)
        self.columns.put(facets.columns)
        self._fit()

    def _follow_document(self) -> None:
        document, before = self._commands.session.document, self._document
        self._document = document
        if not document.continues(before):
            self._fitted = None
            self.columns.put(())
            for lines in self.lines.values():
                lines.list_all(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten the lists and fold sections until all heads fit, once for each height and set of sections."""
        sections = {**self.sections, **{key: part.section for key, part in self.columns.parts.items()}}
        there = {key: section for key, section in sections.items() if not section.isHidden()}
        fitted = self.height(), list(there)
        if fitted == self._fitted:
            return
        self._fitted = fitted
        heads = sum(section.head_height + self._column.spacing() for section in there.values())
        room = self.height() - heads - self.columns.foot_height - _EDGES
        first = min(max(room // (3 * row_height(self)) - _BESIDE_ROWS, _FEWEST_ROWS), FIRST_ROWS)
        lists: dict[str, FacetLines] = dict(self.lines.items())
        lists |= {key: part.lines for key, part in self.columns.parts.items() if part.lines is not None}
        for lines in lists.values():
            lines.show_first(first)
        for key, section in there.items():
            listed = lists.get(key)
            needed = 0 if listed is not None and listed.lists_all else section.body.sizeHint().height()
            fold = self._folds.get(key)
            is_open = needed <= room if fold is None else fold == "open"
            room -= needed if is_open else 0
            section.heading.setChecked(is_open)


class _Stack(QWidget):
    """Widgets one below the other. Its height follows theirs at once, where a layout would wait for the next event."""

    def __init__(self, parts: Sequence[QWidget]) -> None:
        super().__init__()
        self._parts = parts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in parts:
            column.addWidget(part)

    def sizeHint(self) -> QSize:
        hints = [part.sizeHint() for part in self._parts]
        return QSize(max(hint.width() for hint in hints), sum(hint.height() for hint in hints))
