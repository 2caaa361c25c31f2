"""Style panel: the style rules of resources and relationships, and a form for a new one."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.panels.rule_proposals import Proposer
from explorer.pictures.look.sentences import RuleWords
from explorer.state.restyling import Restyling
from explorer.views.rules import Rule, Rules
from graph.frozen import frozen
from ui.parts.flow import Flow
from ui.parts.rules.form import RuleForm
from ui.parts.rules.list import RuleList, RuleMoves
from ui.parts.section import Section
from ui.parts.text import Line, link_button

_EMPTY = (
    "No rules yet: resources are coloured by class and sized by relationships. Add a rule below, or start with one of "
    "these:"
)
_ORDER = "A rule overrides the rules above it."
_QUICK = (
    ("Colour by class", "colour", "class", "nodes"),
    ("Size by relationships", "size", "degree", "nodes"),
    ("Colour by date", "colour", "date", "nodes"),
    ("Size by amount", "size", "amount", "nodes"),
    ("Colour relationships by kind", "colour", "predicate", "edges"),
)


@frozen
class Styles:
    """The values of the panel: the rules of a view, their words, and proposals for more rules."""

    rules: Rules
    words: RuleWords
    proposer: Proposer


class StylePanel(QScrollArea):
    """Shows :class:`Styles` and turns clicks into changes of rules."""

    def __init__(self, moves: Restyling) -> None:
        super().__init__()
        self.setObjectName("style")
        self.setAccessibleName("Style")
        self._moves = moves
        self._styles: Styles | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.empty = Line(_EMPTY, "quiet", wrap=True)
        self.quick = Flow()
        self._links = {}
        for text, channel, key, target in _QUICK:
            link = link_button(text, f"Add the rule “{text}”")
            link.clicked.connect(lambda _c=False, ask=(channel, key, target): self._moves.by(*ask))
            self.quick.add(link)
            self._links[link] = key, target
        self.list = RuleList(RuleMoves(moves.switch, moves.move, self._edit, moves.remove))
        self.order = Line(_ORDER, "faint", wrap=True)
        self.clear = link_button("Remove all", "Remove all rules, so that everything is drawn by class")
        self.clear.clicked.connect(lambda: self._moves.clear())
        self.form = RuleForm(self._done)
        self.section = Section("New rule", self.form)
        self.form.heading = self.section.entitle
        self._arrange()

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 12)
        column.setSpacing(4)
        words = QVBoxLayout()
        words.setContentsMargins(10, 0, 10, 0)
        words.addWidget(self.empty)
        words.addWidget(self.quick)
        column.addLayout(words)
        lines = QVBoxLayout()
        lines.setContentsMargins(6, 0, 6, 0)
        lines.addWidget(self.list)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 4, 0)
        foot.addWidget(self.order, 1)
        foot.addWidget(self.clear)
        lines.addLayout(foot)
        column.addLayout(lines)
        column.addWidget(self.section)
        column.addStretch(1)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def put(self, styles: Styles) -> None:
        """Show these rules; the form keeps its content."""
        self._styles = styles
        rules = styles.rules
        self.list.put(rules, [styles.words.sentence(rule) for rule in rules])
        self.list.setVisible(bool(rules))
        self.order.setVisible(len(rules) > 1)
        self.clear.setVisible(len(rules) > 1)
        self.empty.setVisible(not rules)
        self.quick.setVisible(not rules)
        if not rules:
            offered = {(s.key, target) for target in ("nodes", "edges") for s in styles.proposer.subjects(target)}
            for link, asked in self._links.items():
                link.setVisible(asked in offered)
        self.form.offer(styles.proposer, styles.words, len(rules))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The samples need the colours of the new theme.
        styles: Styles | None = getattr(self, "_styles", None)
        if event.type() == QEvent.Type.StyleChange and styles is not None:
            self.put(styles)

    def _edit(self, at: int) -> None:
        if self._styles is not None and 0 <= at < len(self._styles.rules):
            self.section.heading.setChecked(True)
            self.form.edit(at, self._styles.rules[at])
            self.ensureWidgetVisible(self.form)

    def _done(self, rule: Rule, at: int) -> None:
        if 0 <= at < len(self._moves.rules):
            self._moves.change(at, rule)
        else:
            self._moves.add(rule)
        self.list.setFocus()

    def setFocus(self) -> None:  # type: ignore[override]
        """Give the keyboard to the list, or to the form if the list is empty."""
        if self.list.count():
            self.list.setFocus()
        else:
            self.form.what.setFocus()
