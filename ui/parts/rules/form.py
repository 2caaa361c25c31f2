"""Rule form: makes or changes a style rule."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from explorer.panels.rule_proposals import Proposer, Subject
from explorer.pictures.look.sentences import CHANNEL_TITLES, RuleWords
from explorer.pictures.look.templates import TemplateError
from explorer.views.rules import CHANNELS, NODES, SCALED, Categories, Fixed, Rule, Scale, Where
from graph.errors import CaseboardError
from graph.model.column import TEXT
from ui.parts.rules.looks import CategoryEditor, Editor, Ends, FixedEditor, LabelEditor, ScaleEditor
from ui.parts.text import Line

_ALL = Where()
_ONE = ""
"""Stands for “one for all” in place of the key of a column."""
_MOST_CLASSES = 100
_FIXED_WORDS = {
    "colour": "One colour", "size": "One size", "shape": "One shape", "icon": "One icon", "label": "A template",
    "width": "One width",
}  # fmt: skip


class FormError(CaseboardError):
    """A missing part of the form; the text names it in one sentence."""


class RuleForm(QWidget):
    """Fields for the channel, the condition, the data to follow, and the look.

    ``done`` gets the rule and the index of the rule that it replaces, -1 for a new one.
    """

    def __init__(self, done: Callable[[Rule, int], None]) -> None:
        super().__init__()
        self._done, self._at, self._on = done, -1, True
        self._proposer: Proposer | None = None
        self._words: RuleWords | None = None
        self._known: object = None
        self._offered: tuple[Subject, ...] = ()
        self._editor: Editor | None = None
        self.what, self.of, self.by = QComboBox(), QComboBox(), QComboBox()
        for target, channels in CHANNELS.items():
            for channel in channels:
                self.what.addItem(CHANNEL_TITLES[target, channel], f"{target} {channel}")
        for box, name in ((self.what, "Property to change"), (self.of, "Applies to"), (self.by, "Data to follow")):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.value = QComboBox()
        self.value.setAccessibleName("Value to match")
        self.ends = Ends()
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self.problem = Line("", "wrong", wrap=True)
        self.problem.setVisible(False)
        self.heading: Callable[[str], None] = lambda _text: None
        self.add, self.cancel = QPushButton("Add rule"), QPushButton("Cancel")
        self._arrange()
        self.what.activated.connect(lambda _i: self._start())
        self.of.activated.connect(lambda _i: self._of_changed())
        self.by.activated.connect(lambda _i: self._by_changed())
        self.add.clicked.connect(self._finish)
        self.cancel.clicked.connect(self.reset)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for word, widget in (
            ("Change", self.what),
            ("Of", self.of),
            ("", self.value),
            ("", self.ends),
            ("By", self.by),
        ):
            form.addRow(Line(word, "quiet", elide=False), widget)
        self._form = form
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10, 0, 10, 4)
        outer.setSpacing(5)
        outer.addLayout(form)
        outer.addLayout(self._place)
        outer.addWidget(self.problem)
        outer.addLayout(buttons)

    # Choices on offer

    @property
    def target(self) -> str:
        """Nodes or edges: the target of the rule."""
        return str(self.what.currentData()).partition(" ")[0]

    @property
    def channel(self) -> str:
        """The channel to change."""
        return str(self.what.currentData()).partition(" ")[2]

    def offer(self, proposer: Proposer, words: RuleWords, count: int) -> None:
        """Offer the choices of the present data. A rule being edited stays, as long as ``count`` rules include it."""
        first = self._proposer is None
        self._proposer, self._words = proposer, words
        if self._at >= count:
            self.reset()
        elif first or self._at < 0:
            self._start(keep=not first)

    def edit(self, at: int, rule: Rule) -> None:
        """Show the rule at an index, to change it."""
        self._at, self._on = at, rule.on
        self._select(self.what, f"{rule.target} {rule.channel}")
        self._start(rule)
        self.what.setFocus()

    def reset(self) -> None:
        """Prepare the form for a new rule."""
        self._at, self._on = -1, True
        if self._proposer is not None:
            self._start()

    def _start(self, rule: Rule | None = None, *, keep: bool = False) -> None:
        """Fill the boxes for the channel: from a rule, as they were, or with the likeliest choices."""
        of: Where | None = rule.where if rule is not None else self.of.currentData() if keep else None
        by = self.by.currentData() if keep else None
        self._fill_of()
        self._fill_by()
        if of is not None:
            self._select_of(of)
        self._select(self.by, (_ONE if isinstance(rule.look, Fixed) else rule.look.key) if rule else by)
        self.add.setText("Save" if self._at >= 0 else "Add rule")
        self.heading("Change the rule" if self._at >= 0 else "New rule")
        self.cancel.setVisible(self._at >= 0)
        if not (keep and self._editor is not None):
            self._of_changed(rule)
        self._say("")

    def _fill_of(self) -> None:
        assert self._proposer is not None and self._words is not None
        self.of.clear()
        self.of.addItem("All resources" if self.target == NODES else "All relationships", _ALL)
        kind = "class" if self.target == NODES else "predicate"
        for iri in self._proposer.values(kind, self.target)[:_MOST_CLASSES]:
            self.of.addItem(self._words.value(kind, iri), Where(kind, iri))
        for subject in self._subjects():
            if subject.key != kind:
                self.of.addItem(f"Where {subject.title} …", Where(subject.key))

    def _subjects(self) -> tuple[Subject, ...]:
        assert self._proposer is not None
        if self._known != (self._proposer, self.target):
            self._known, self._offered = (self._proposer, self.target), self._proposer.subjects(self.target)
        return self._offered

    def _fill_by(self) -> None:
        self.by.clear()
        channel = self.channel
        self.by.addItem(_FIXED_WORDS[channel], _ONE)
        if channel == "label":
            return
        for subject in self._subjects():
            by_number = channel in SCALED and subject.has_numbers
            if by_number or (channel not in ("size", "width") and subject.has_categories):
                self.by.addItem(subject.title, subject.key)

    def _select(self, box: QComboBox, data: object) -> None:
        """Select an entry by its data; the first one stays if there is no such entry."""
        for i in range(box.count()):
            if box.itemData(i) == data:
                box.setCurrentIndex(i)
                return

    def _select_of(self, where: Where) -> None:
        """Select a condition: the same one, else its column, with fields for a value or a range."""
        entries = [self.of.itemData(i) for i in range(self.of.count())]
        if where not in entries:
            by_column = Where(where.key)
            where = by_column if by_column in entries else where
        if where not in entries and self._words is not None:
            self.of.addItem(self._words.where(where, self.target), where)
            entries.append(where)
        self.of.setCurrentIndex(entries.index(where))

    # The present choice

    def _of_changed(self, rule: Rule | None = None) -> None:
        """Show the field for the value or the range that a condition needs."""
        assert self._proposer is not None and self._words is not None
        where: Where = self.of.currentData()
        subject = next((s for s in self._subjects() if s.key == where.key), None)
        asks = bool(where.key) and where.value is None and subject is not None
        by_range = asks and subject is not None and subject.has_numbers
        self._form.setRowVisible(self.ends, by_range)
        self._form.setRowVisible(self.value, asks and not by_range)
        if by_range and subject is not None:
            given = rule.where if rule is not None else where
            self.ends.put(self._words, subject, self.target, given.low, given.high)
        elif asks:
            self.value.clear()
            for value in self._proposer.values(where.key, self.target)[:_MOST_CLASSES]:
                self.value.addItem(self._words.value(where.key, value), value)
            if rule is not None and rule.where.value is not None:
                self._select_value(rule.where.value)
        self._by_changed(rule)

    def _select_value(self, value: str) -> None:
        if self.value.findData(value) < 0:
            self.value.addItem(value, value)
        self.value.setCurrentIndex(self.value.findData(value))

    def where(self) -> Where:
        """The condition in the form."""
        where: Where = self.of.currentData()
        if not self.value.isHidden():
            return Where(where.key, str(self.value.currentData() or ""))
        if not self.ends.isHidden():
            low, high = self.ends.read()
            return Where(where.key, None, low, high)
        return where

    def _by_changed(self, rule: Rule | None = None) -> None:
        """Offer suitable looks, filled in from the shown data."""
        assert self._proposer is not None and self._words is not None
        key, channel, target = str(self.by.currentData()), self.channel, self.target
        made = rule
        if made is None and key:
            try:
                made = self._proposer.by(channel, key, target, self.where())
            except CaseboardError as error:
                self._say(str(error))
        look = made.look if made is not None else None
        if channel == "label":
            columns = self._words.titles(target)
            self._put(LabelEditor(columns, str(look.value) if isinstance(look, Fixed) else ""))
        elif isinstance(look, Scale):
            subject = next((s for s in self._subjects() if s.key == look.key), Subject(look.key, "", TEXT, True, False))
            self._put(ScaleEditor(channel, look, self._words, subject, target))
        elif isinstance(look, Categories):
            self._put(CategoryEditor(channel, look, self._words))
        elif key:
            self._put(None)
            self._say("No shown resource has a value there. Choose other data to follow.")
            return
        else:
            now = self._proposer.present(channel, target, self.where())
            self._put(FixedEditor(channel, look.value if isinstance(look, Fixed) else now or None))
        self._say("")

    def _put(self, editor: Editor | None) -> None:
        if self._editor is not None:
            self._place.removeWidget(self._editor)
            self._editor.setParent(None)
            self._editor.deleteLater()
        self._editor = editor
        if editor is not None:
            self._place.addWidget(editor)

    def rule(self) -> Rule:
        """The rule in the form. Raises FormError, with one sentence, if something is missing."""
        if self._editor is None:
            raise FormError("Choose the data that the rule follows.")
        return Rule(self.channel, self._editor.read(), self.where(), self.target, self._on)

    def _finish(self) -> None:
        try:
            rule = self.rule()
        except (CaseboardError, TemplateError) as error:
            self._say(str(error))
            return
        at = self._at
        self.reset()
        self._done(rule, at)

    def _say(self, text: str) -> None:
        self.problem.write(text)
        self.problem.setVisible(bool(text))
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
