"""Paths panel: options of a path search, the paths found, and saved results."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QStandardItemModel
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from explorer.messages import with_keys
from explorer.panels.paths.cards import Search, Segment
from explorer.panels.paths.findings import Finding
from explorer.panels.paths.search import MOST_ENDS, Question, Route
from explorer.panels.search import Hit
from graph.analysis.paths import MOST_STEPS
from graph.named import NamedTuple
from ui.parts.chooser import Chooser
from ui.parts.end_fields import EndFields
from ui.parts.flow import Flow
from ui.parts.path_list import RouteList
from ui.parts.text import Line, copy_text, link_button, plain_tip, sized

_KINDS = {
    "shortest": ("Shortest paths", "All paths with the fewest steps"),
    "all": ("All paths", "Every path up to that many steps that visits no resource twice"),
    "best": (
        "Best paths",
        "Paths through hubs, or through resources of a generic class only, come last",
    ),
    "supported": (
        "Best supported paths",
        "Paths go by their weakest link: its origins, passages, then grade; of equal ones the shorter comes first",
    ),
}
_KIND_NAMES = tuple(_KINDS)
_NO_EVIDENCE = "Not available: this source records no evidence, so no path is better supported than another"
_EMPTY = "Name two resources above, or select two or more and press Shift+P: the paths between them are listed here."
_STOPPED = "The search did not finish. Change the options, or select resources and press Shift+P, to search again."
_NONE_SAVED = "No result saved yet. “Save result” saves the paths, or the fact that there are none, with date and data."


class PathMoves(NamedTuple):
    """The calls of the panel.

    take        search between the selected resources
    find        find resources by words, for the ends
    put_end     take a resource as first (0) or last (1)
    ask         search with another question
    select      select a resource or a step
    highlight   highlight a path (None: no path)
    show_only   show only some paths
    cite        the text of some paths with footnotes
    save        save the result
    remove      remove a saved result
    repeat      search again as for a saved result
    is_shown    True if a resource or step is on the canvas
    """

    take: Callable[[], None]
    find: Callable[[str], list[Hit]]
    put_end: Callable[[int, int], None]
    ask: Callable[[Question], None]
    select: Callable[[Segment], None]
    highlight: Callable[[Route | None], None]
    show_only: Callable[[tuple[Route, ...]], None]
    cite: Callable[[tuple[Route, ...]], str]
    save: Callable[[], None]
    remove: Callable[[Finding], None]
    repeat: Callable[[Finding], None]
    is_shown: Callable[[Segment], bool]


class _Options(Flow):
    """The options of a search; calls ``ask`` when the user changes one."""

    def __init__(self, ask: Callable[[Question], None]) -> None:
        super().__init__()
        self._ask, self._search = ask, Search((), (), Question(), ())
        self.kind = QComboBox()
        for i, (title, tip) in enumerate(_KINDS.values()):
            self.kind.addItem(title)
            self.kind.setItemData(i, plain_tip(tip), Qt.ItemDataRole.ToolTipRole)
        self.kind.setAccessibleName("Kind of paths")
        self.kind.activated.connect(lambda at: self._change(kind=_KIND_NAMES[at]))
        self.best = _spin("Number of paths", 1, 50, "", " paths")
        self.best.valueChanged.connect(lambda value: self._change(best=value))
        self.origins = _spin("Least number of origins of each relationship", 0, 99, "at least ", " origins each")
        self.origins.setSpecialValueText("with or without evidence")
        self.origins.setToolTip(plain_tip("Leave out relationships that fewer origins support"))
        self.origins.valueChanged.connect(lambda value: self._change(min_origins=value))
        self.grade = QComboBox()
        self.grade.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.grade.setAccessibleName("Least grade of each relationship")
        self.grade.setToolTip(plain_tip("Leave out relationships that are graded worse, or not graded"))
        self.grade.activated.connect(lambda _: self._change(min_grade=self.grade.currentData()))
        self.hops = _spin("Most steps of a path", 1, MOST_STEPS, "up to ", " steps")
        self.hops.valueChanged.connect(lambda value: self._change(hops=value))
        self.scope = QComboBox()
        self.scope.addItems(("In the entire source", "In the shown part"))
        self.scope.setAccessibleName("Part to search")
        self.scope.activated.connect(lambda at: self._change(whole=at == 0))
        self.directed = QCheckBox("Along their direction")
        self.directed.setToolTip(plain_tip("Follow relationships only from subject to object, from either end"))
        self.directed.clicked.connect(lambda on: self._change(directed=on))
        self.kinds = QToolButton()
        self.kinds.setProperty("look", "quiet")
        self.kinds.setAccessibleName("Relationships to follow")
        self.kinds.setToolTip("Choose the relationships to follow")
        self.kinds.clicked.connect(self._open)
        self._chooser: Chooser | None = None
        for widget in (
            self.kind,
            self.best,
            self.hops,
            self.scope,
            self.kinds,
            self.directed,
            self.origins,
            self.grade,
        ):
            self.add(widget)

    def put(self, search: Search) -> None:
        self._search, question = search, search.question
        self._offer_supported(search.has_evidence)
        self.kind.setCurrentIndex(_KIND_NAMES.index(question.kind))
        self.kind.setToolTip(plain_tip(_KINDS[question.kind][1]))
        self.best.setVisible(question.kind in ("best", "supported"))
        self.origins.setVisible(search.has_evidence)
        self.origins.setValue(question.min_origins)
        self.origins.setSuffix(" origin each" if question.min_origins == 1 else " origins each")
        self._offer_grades(search.grades, question.min_grade)
        self.best.setValue(question.best)
        self.hops.setValue(question.hops)
        self.scope.setItemText(0, "In the loaded part" if search.is_partial else "In the entire source")
        self.scope.setCurrentIndex(0 if question.whole else 1)
        self.directed.setChecked(question.directed)
        followed = sum(not choice.hidden for choice in search.kinds)
        every = followed == len(search.kinds)
        self.kinds.setText("All relationships ▾" if every else f"{followed:,} of {len(search.kinds):,} relationships ▾")
        if self._chooser is not None:
            self._chooser.list.put(search.kinds)
        self.flow()

    def _offer_supported(self, has_evidence: bool) -> None:
        """Let paths be sorted by evidence, unless the data have none."""
        at, model = _KIND_NAMES.index("supported"), self.kind.model()
        assert isinstance(model, QStandardItemModel)
        model.item(at).setEnabled(has_evidence)
        tip = _KINDS["supported"][1] if has_evidence else _NO_EVIDENCE
        self.kind.setItemData(at, plain_tip(tip), Qt.ItemDataRole.ToolTipRole)

    def _offer_grades(self, signs: Sequence[str], least: str) -> None:
        """Offer least grades, hidden where nothing is graded."""
        signs = ("", *signs, *({least} - {"", *signs}))
        if signs != tuple(self.grade.itemData(i) for i in range(self.grade.count())):
            self.grade.clear()
            for sign in signs:
                self.grade.addItem(f"graded {sign} or better" if sign else "of any grade", sign)
        self.grade.setCurrentIndex(signs.index(least))
        self.grade.setVisible(len(signs) > 1)

    def _change(self, **changes: object) -> None:
        question = self._search.question._replace(**changes)  # type: ignore[arg-type]
        # Ignore the changes that :meth:`put` itself makes.
        if question != self._search.question:
            self._ask(question)

    def _open(self) -> None:
        if self._chooser is None:
            self._chooser = Chooser(self, "relationships", self._toggle, self._only)
        self._chooser.list.put(self._search.kinds)
        self._chooser.open_at(self.kinds.mapToGlobal(QPoint(self.kinds.width(), -4)))

    def _toggle(self, kind: int) -> None:
        self._follow({choice.item for choice in self._search.kinds if not choice.hidden} ^ {kind})

    def _only(self, kind: int) -> None:
        now = {choice.item for choice in self._search.kinds if not choice.hidden}
        self._follow({choice.item for choice in self._search.kinds} if now == {kind} else {kind})

    def _follow(self, kinds: set[int]) -> None:
        every = len(kinds) == len(self._search.kinds)
        self._change(predicates=None if every else frozenset(kinds))


def _spin(name: str, low: int, high: int, before: str, after: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setPrefix(before)
    spin.setSuffix(after)
    spin.setAccessibleName(name)
    return spin


class _Card(QFrame):
    """One saved result."""

    def __init__(self, finding: Finding, moves: PathMoves) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(f"{finding.title}: {finding.sentence}")
        title = Line(finding.title)
        title.setFont(sized(self.font(), 1.0, QFont.Weight.DemiBold))
        data = ", ".join(digest[:12] for digest in finding.hashes) or "not a file"
        origin = Line(f"{finding.when[:10]} {finding.when[11:16]} UTC · {finding.source} · SHA-256 {data}", "quiet")
        origin.setToolTip(plain_tip("\n".join(finding.hashes)))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        column.addWidget(title)
        column.addWidget(Line(f"{finding.sentence}. {finding.asked}", wrap=True))
        for path in finding.paths[:3]:
            column.addWidget(Line(path.sentence, "quiet"))
        if len(finding.paths) > 3:
            column.addWidget(Line(f"and {len(finding.paths) - 3:,} more", "quiet"))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(origin, 1)
        for text, tip, act in (
            (
                "Copy",
                "Copy it, with the date and the SHA-256 of the data",
                lambda: copy_text(finding.text),
            ),
            ("Search again", "Repeat the search in the open data", lambda: moves.repeat(finding)),
            ("Remove", "Remove it from this list", lambda: moves.remove(finding)),
        ):
            button = link_button(text, tip)
            button.setAccessibleName(f"{text}: {finding.title}")
            button.clicked.connect(lambda _checked=False, act=act: act())
            foot.addWidget(button)
        column.addLayout(foot)


class PathsPanel(QWidget):
    """Shows a :class:`Search` and the saved findings."""

    def __init__(self, moves: PathMoves) -> None:
        super().__init__()
        self.setObjectName("paths")
        self.setAccessibleName("Paths")
        self._moves = moves
        self._search = Search((), (), Question(), ())
        self._findings: tuple[Finding, ...] | None = None
        self.tabs = QButtonGroup(self)
        self.between = Line("", "quiet")
        self.take = link_button("", "Find the paths between the selected resources (Shift+P)")
        self.take.clicked.connect(lambda: moves.take())
        self.ends = EndFields(moves.find, moves.put_end)
        self.options = _Options(moves.ask)
        self.list = RouteList("Paths", moves.select, moves.highlight)
        self.list.is_shown = moves.is_shown
        self.list.selectionModel().selectionChanged.connect(lambda: self._offer())
        self.only = link_button("Show only these", with_keys("Hide everything else; Ctrl+Z undoes it"))
        self.only.clicked.connect(lambda: moves.show_only(self._meant()))
        self.copy = link_button("Copy", "Copy the paths as sentences")
        self.copy.clicked.connect(lambda: copy_text("\n".join(route.sentence for route in self._meant())))
        self.cite = link_button(
            "Copy with footnotes", "Copy them numbered, with a footnote for what each step rests on"
        )
        self.cite.clicked.connect(lambda: copy_text(moves.cite(self._meant())))
        self.save = link_button("Save result", "Save the paths, or the fact that there are none, with date and data")
        self.save.clicked.connect(lambda: moves.save())
        self.empty = Line(_EMPTY, "quiet", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.empty.setContentsMargins(10, 8, 10, 0)
        self._found = QStackedWidget()
        self._found.addWidget(self.empty)
        self._found.addWidget(self.list)
        self._cards = QVBoxLayout()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._search_page())
        self._stack.addWidget(self._kept_page())
        self._arrange()

    def show_found(self) -> None:
        """Turn to the page with what was found."""
        self.tabs.button(0).setChecked(True)
        self._turn(0)

    def read(self) -> None:
        """Give the list of paths the keyboard, unless the user has moved elsewhere."""
        focus = self.window().focusWidget()
        if self.list.isVisible() and (focus is None or self.isAncestorOf(focus) or focus is self):
            self.list.setFocus()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 3, 8, 2)
        bar.setSpacing(4)
        for i, title in enumerate(("Found", "Saved")):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setChecked(i == 0)
            button.setProperty("look", "tab")
            self.tabs.addButton(button, i)
            bar.addWidget(button)
        self.tabs.idClicked.connect(self._turn)
        bar.addSpacing(6)
        bar.addWidget(self.between, 1)
        for link in (self.take, self.only, self.copy, self.cite, self.save):
            bar.addSpacing(6)
            bar.addWidget(link)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(bar)
        outer.addWidget(self._stack, 1)

    def _search_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        room = QVBoxLayout()
        room.setContentsMargins(10, 0, 8, 3)
        column.addWidget(self.ends)
        room.addWidget(self.options)
        column.addLayout(room)
        column.addWidget(self._found, 1)
        return page

    def _kept_page(self) -> QWidget:
        inside, area = QWidget(), QScrollArea()
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(10, 2, 10, 8)
        self._cards.setSpacing(6)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return area

    def put(self, search: Search, findings: tuple[Finding, ...]) -> None:
        """Show the options, the paths found, and the saved results."""
        before, self._search = self._search, search
        self.options.put(search)
        self.ends.put(search.typed)
        fresh = 1 < len(search.selected) <= MOST_ENDS and search.selected != search.ends
        self.take.setText(f"Between the {len(search.selected)} selected" if fresh else "")
        self.take.setVisible(fresh)
        if search.stretches is not before.stretches:
            self.list.put(search.stretches)
        self.list.viewport().update()
        listed = bool(search.stretches) and not search.is_searching
        self._found.setCurrentIndex(1 if listed else 0)
        self.empty.write(
            "Searching for paths… Esc stops." if search.is_searching else _STOPPED if search.ends else _EMPTY
        )
        self._offer()
        if findings != self._findings:
            self._put_findings(findings)

    def _turn(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        self._offer()

    def _meant(self) -> tuple[Route, ...]:
        """The selected paths, or all if none is selected."""
        return self.list.selected or self._search.routes

    def _offer(self) -> None:
        self.between.write(_between(self._search) if self._stack.currentIndex() == 0 else "")
        selected, listed = len(self.list.selected), len(self._search.routes)
        self.only.setText("Show only this" if (selected or listed) == 1 else f"Show only these {selected or listed}")
        for button, useful in (
            (self.only, bool(listed)), (self.copy, bool(listed)),
            (self.cite, bool(listed) and self._search.has_evidence), (self.save, bool(self._search.stretches)),
        ):  # fmt: skip
            button.setVisible(useful and self._stack.currentIndex() == 0)

    def _put_findings(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self.tabs.button(1).setText(f"Saved  {len(findings):,}" if findings else "Saved")
        while (item := self._cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for finding in reversed(findings):
            self._cards.addWidget(_Card(finding, self._moves))
        if not findings:
            self._cards.addWidget(Line(_NONE_SAVED, "quiet", wrap=True))
        self._cards.addStretch(1)

    def focusInEvent(self, _event: object) -> None:
        (self.list if self._found.currentIndex() == 1 else self.options.kind).setFocus()


def _between(search: Search) -> str:
    names = search.ends
    if not names:
        return ""
    return f"Between {', '.join(names[:-1])} and {names[-1]}"
