"""Details panel: everything known about the selected resource, relationship, or several resources."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from explorer.messages import with_keys
from explorer.panels.cards import shown_of
from explorer.panels.details import Details, Relationship, RelationshipGroup
from explorer.panels.facts import Fact
from explorer.panels.selection import InnerRelationship, SelectionSummary
from explorer.state.commands import Commands
from graph.rdf.labels import shortened
from ui.parts.flow import Flow
from ui.parts.links.linked_prose import LinkedProse
from ui.parts.links.row_list import RowList
from ui.parts.links.rows import Group, Row
from ui.parts.prose import Prose
from ui.parts.section import Section
from ui.parts.text import Line, copy_text, link_button, plain_tip, quiet_button, sized

if TYPE_CHECKING:
    from explorer.panels.reading.pages import Lit

Value = Details | SelectionSummary | None
_SIDE = 10
_MOST_FACTS = 16
_LONG = 700
_LINK = 36
"""Characters of a name in a way down."""


class DetailsPanel(QScrollArea):
    """Shows a :class:`Details` or a :class:`SelectionSummary`; its lines lead to other resources.

    It calls ``follow(node)`` for a resource selected here. The widgets ``below`` go under everything: the evidence
    first. ``pointed`` comes with the resource and the relationship of the line under the pointer, -1 for none;
    ``grading`` when the user asks to grade what is shown.
    """

    pointed = Signal(int, int)
    grading = Signal()

    def __init__(self, commands: Commands, follow: Callable[[int], None], *below: QWidget) -> None:
        super().__init__()
        self.setObjectName("details")
        self.setAccessibleName("Details")
        self._commands, self._follow, self._below = commands, follow, below
        self._value: Value = None
        self._is_told = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 8, 0, 12)
        self._column.setSpacing(4)
        self._head: QWidget = QWidget()
        self._coming: tuple[QWidget, bool] | None = None
        self._column.addWidget(self._head)
        self.members = RowList("Selected resources", follow)
        self.member_section = Section("Selected", self.members)
        self.relationships = RowList("Relationships", self._lead, self._show_evidence)
        self.relationship_section = Section("Relationships", self.relationships)
        self.members.pointed.connect(lambda row: self.pointed.emit(row.key if row else -1, -1))
        self.relationships.pointed.connect(lambda row: self.pointed.emit(-1, row.badge_key if row else -1))
        self._column.addWidget(self.member_section)
        self._column.addWidget(self.relationship_section)
        for widget in below:
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.put(None)

    def put(self, value: Value) -> None:
        """Show another value, or instructions if nothing is selected."""
        self.begin(value)
        self.complete()

    def begin(self, value: Value) -> None:
        """The first half of :meth:`put`: make the widgets that the second half shows."""
        if value == self._value and self._is_told:
            return
        self._is_told = True
        self._coming = _empty() if value is None else self._heading(value), _subject(value) == _subject(self._value)
        self._value = value

    def complete(self) -> None:
        """The second half of :meth:`put`: show the widgets."""
        if self._coming is None:
            return
        (head, same), value, self._coming = self._coming, self._value, None
        at = self.verticalScrollBar().value()
        self._replace_head(head)
        self._show_relationships(value, fold=not same)
        for widget in self._below:
            widget.setVisible(isinstance(value, Details))
        self.verticalScrollBar().setValue(at if same else 0)

    def show_lit(self, lit: Lit) -> None:
        """Let the lines of some resources and relationships stand out."""
        self.members.light(lambda row: row.key in lit.nodes)
        self.relationships.light(lambda row: row.badge_key in lit.edges)

    def _replace_head(self, head: QWidget) -> None:
        self._column.replaceWidget(self._head, head)
        self._head.hide()
        self._head.deleteLater()
        self._head = head
        head.setVisible(True)

    def _show_relationships(self, value: Value, *, fold: bool) -> None:
        members: list[Group] = []
        groups: list[Group] = []
        title = "Relationships"
        if isinstance(value, SelectionSummary):
            members, groups = _member_groups(value), _inner_groups(value)
            self.member_section.entitle("Members" if value.title else "Selected")
            count = shown_of(value.relationships_shown, value.relationship_total)
            title = f"Relationships between them  {count}" if members else f"Relationships  {count}"
        elif isinstance(value, Details):
            groups = [_relationship_group(group) for group in value.relationships] or _end_groups(value)
            if value.ends:
                title = "Ends"
            else:
                shown, total = (sum(each) for each in zip((0, 0), *((g.shown, g.total) for g in value.relationships)))
                title = f"Relationships  {shown_of(shown, total)}"
        self.relationship_section.entitle(title)
        self.member_section.setVisible(bool(members))
        self.relationship_section.setVisible(bool(groups))
        self.members.put(members, fold=fold)
        self.relationships.put(groups, fold=fold)

    def _lead(self, key: int) -> None:
        if isinstance(self._value, SelectionSummary):
            self._commands.session.select_edge(key)
        else:
            self._follow(key)

    def _show_evidence(self, edge: int) -> None:
        self._commands.session.select_edge(edge)

    def _heading(self, value: Details | SelectionSummary) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(_SIDE, 0, _SIDE, 2)
        column.setSpacing(5)
        if isinstance(value, SelectionSummary):
            column.setContentsMargins(0, 0, 0, 2)
            title = _title(value.title or f"{value.total:,} resources selected")
            title.setViewportMargins(_SIDE, 0, 0, 0)
            column.addWidget(title)
            classes = RowList("Selected by class", lambda _: None)
            classes.put(
                [Group("", tuple(Row(-1, c.label, f"{c.resources:,}", swatch=c.swatch) for c in value.classes))]
            )
            classes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column.addWidget(classes)
            return head
        column.addWidget(_title(value.title))
        for way in value.above:
            column.addWidget(self._way_down(way))
        column.addWidget(self._chips(value))
        if value.although:
            column.addWidget(Line(value.although, "quiet", wrap=True))
        if value.iri:
            column.addWidget(_address(value))
        if value.summary:
            column.addWidget(_summary(value.summary))
        if value.facts:
            column.addWidget(_facts(value.facts, self._follow))
        return head

    def _chips(self, value: Details) -> QWidget:
        flow = Flow()
        for label in value.classes or ("No class",):
            chip = QLabel(label)
            chip.setTextFormat(Qt.TextFormat.PlainText)
            chip.setProperty("look", "chip")
            chip.setFont(sized(self.font(), 0.88))
            chip.setFixedHeight(QFontMetrics(chip.font()).height() + 6)
            flow.add(chip)
        count = len(value.evidence)
        if count and self._below:
            words = f"{count:,} passage{'s' if count > 1 else ''}"
            flow.add(self._small_link(words, "Go to the evidence", self.to_evidence))
        if value.is_gradable:
            flow.add(
                self._small_link("Grade…", with_keys("Say how reliable and how credible it is (J)"), self.grading.emit)
            )
        return flow

    def _small_link(self, words: str, tip: str, follow: Callable[[], None]) -> QWidget:
        link = link_button(words, tip)
        link.setFont(sized(self.font(), 0.88))
        link.setFixedHeight(QFontMetrics(link.font()).height() + 6)
        link.clicked.connect(lambda: follow())
        return link

    def _way_down(self, way: tuple[tuple[int, str], ...]) -> QWidget:
        """The resources above this one, from the top, each as a link."""
        flow = Flow()
        for node, label in way:
            follow = partial(self._follow, node)
            flow.add(self._small_link(shortened(label, _LINK), f"Go to {label}, above this", follow))
            sign = Line("›", "quiet")
            sign.setFont(sized(self.font(), 0.88))
            flow.add(sign)
        return flow

    def to_evidence(self) -> None:
        """Scroll to the evidence."""
        if self._below:
            self.verticalScrollBar().setValue(self._below[0].y())


def _subject(value: Value) -> object:
    if isinstance(value, Details):
        return value.node, value.edge
    return tuple(member.node for member in value.members) if value is not None else None


def _title(text: str) -> Prose:
    title = Prose(text, "Name", leading=100)
    title.setFont(sized(title.font(), 1.25, QFont.Weight.DemiBold))
    return title


def _address(value: Details) -> QWidget:
    """The IRI, shown and copied on request."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    iri = Line(value.iri, "quiet")
    iri.setFont(sized(iri.font(), 0.92))
    iri.setVisible(False)
    show = link_button("show the IRI", value.iri)
    show.setFont(sized(show.font(), 0.92))
    copy = quiet_button("copy", "Copy the IRI", f"Copy {value.iri}")
    copy.setFixedHeight(copy.sizeHint().height() - 6)
    copy.clicked.connect(lambda: copy_text(value.iri))

    def unfold() -> None:
        show.setVisible(False)
        iri.setVisible(True)

    show.clicked.connect(unfold)
    line.addWidget(show, 0)
    line.addWidget(iri, 1)
    line.addWidget(copy, 0)
    line.addStretch(0)
    return holder


def _summary(text: str) -> QWidget:
    if len(text) <= _LONG:
        return Prose(text, "Summary")
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    start, whole = Prose(text[:_LONG].rstrip() + "…", "Summary"), Prose(text, "Summary")
    more = link_button("show more", "Show the whole text")
    whole.setVisible(False)

    def unfold() -> None:
        start.setVisible(False)
        more.setVisible(False)
        whole.setVisible(True)

    more.clicked.connect(unfold)
    for widget in (start, whole, more):
        column.addWidget(widget)
    return holder


def _facts(facts: tuple[Fact, ...], follow: Callable[[int], None]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 4, 0, 2)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 5)
    grid.setColumnStretch(1, 9)

    def add(shown: tuple[Fact, ...], first: int) -> None:
        for i, fact in enumerate(shown, first):
            name = Line(fact.name, "quiet", wrap=True)
            value = LinkedProse(fact.parts, fact.name, follow) if fact.parts else Prose(fact.value, fact.name)
            name.setToolTip(plain_tip(fact.tip))
            value.setToolTip(plain_tip(fact.tip))
            grid.addWidget(name, i, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, i, 1)

    add(facts[:_MOST_FACTS], 0)
    if len(facts) > _MOST_FACTS:
        more = link_button(f"show all {len(facts):,}")
        grid.addWidget(more, len(facts) + 1, 0, 1, 2)

        def unfold() -> None:
            more.setVisible(False)
            add(facts[_MOST_FACTS:], _MOST_FACTS)

        more.clicked.connect(unfold)
    return holder


def _relationship_group(group: RelationshipGroup) -> Group:
    return Group(
        group.label, tuple(_relationship_row(relationship) for relationship in group.relationships), group.total
    )


def _relationship_row(relationship: Relationship) -> Row:
    keys = "Enter goes there" + (", Right shows the passages" if relationship.passages else "")
    mark = "" if relationship.shown else "relationship hidden" if relationship.present else "hidden"
    state = {
        "": "",
        "hidden": "Not on the canvas. ",
        "relationship hidden": "On the canvas, but this relationship is hidden. ",
    }[mark]
    return Row(
        relationship.node,
        relationship.label,
        relationship.class_label,
        f"{relationship.label}. {state}{keys}.",
        not relationship.shown,
        relationship.passages,
        relationship.edge,
        mark=", ".join(part for part in (relationship.differs, mark) if part),
    )


def _end_groups(value: Details) -> list[Group]:
    names = ("From", "To")
    return [Group(name, (Row(node, label),)) for name, node, label in zip(names, value.ends, value.end_labels)]


def _member_groups(value: SelectionSummary) -> list[Group]:
    rows = tuple(
        Row(m.node, m.label, m.class_label, m.label, not m.shown, mark="" if m.shown else "hidden")
        for m in value.members
    )
    return [Group("", rows, value.total)]


def _inner_groups(value: SelectionSummary) -> list[Group]:
    rows = tuple(
        Row(
            relationship.edge,
            relationship.subject,
            f"{relationship.label} → {relationship.object}",
            _sentence(relationship),
            not relationship.shown,
            relationship.passages,
            relationship.edge,
        )
        for relationship in value.relationships
    )
    return [Group("", rows, value.relationship_total)] if rows else []


def _sentence(relationship: InnerRelationship) -> str:
    return f"{relationship.subject} — {relationship.label} → {relationship.object}. Enter selects this relationship."


def _empty() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(18, 28, 18, 0)
    column.setSpacing(7)
    title = Line("Nothing selected", "ink")
    title.setFont(sized(title.font(), 1.1, QFont.Weight.DemiBold))
    column.addWidget(title)
    for text in (
        "Click a node or a line to see its details and its evidence.",
        with_keys("Ctrl+F finds a resource by name, IRI or text."),
        "The arrow keys move from neighbour to neighbour.",
        "Shift+click adds to the selection; Shift+drag selects an area.",
    ):
        column.addWidget(Line(text, "quiet", wrap=True))
    return holder
