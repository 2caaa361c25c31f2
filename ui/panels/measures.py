"""Measures panel: the meaning of each measure, the distribution of its values, its leaders, and a range filter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.panels.measure_cards import Gauge
from explorer.views.view import Range
from graph.named import NamedTuple
from ui.parts.flow import Flow
from ui.parts.links.row_list import RowList
from ui.parts.links.rows import Group, Row
from ui.parts.ranges import RangeFacet, read_amount, write_amount
from ui.parts.section import Section
from ui.parts.text import Line, link_button, plain_tip

_SIDE = 10
_SCOPES = ("Shown part", "Entire source")
_DIRECTED = "Directed"


class MeasureMoves(NamedTuple):
    """The calls of the panel.

    take       measure by name: along the direction of relationships or not, the whole source or the shown part
    keep       filter by a range of a measure
    go_to      go to a resource
    drive      style a channel by a measure
    drop       remove the result of a measure
    channels   the channels on offer: "size", "colour", and "groups" for a measure that numbers groups
    """

    take: Callable[[str, bool, bool], None]
    keep: Callable[[str, Range | None], None]
    go_to: Callable[[int], None]
    drive: Callable[[str, str], None]
    drop: Callable[[str], None]
    channels: tuple[str, ...]


class _Found(QWidget):
    """The result of a measure: distribution, leaders, and actions."""

    def __init__(self, gauge: Gauge, moves: MeasureMoves) -> None:
        super().__init__()
        name, title = gauge.name, gauge.title
        self.note = Line("", "quiet", wrap=True)
        self.alike = Line("", "ink", wrap=True)
        self.range = RangeFacet(title, lambda kept, _: moves.keep(name, kept), read_amount, write_amount)
        self.scale = Line("Logarithmic scale: most values are small.", "faint", wrap=True)
        self.stays = Line("", "quiet", wrap=True)
        self.top = RowList(f"{title}: top ten", moves.go_to)
        self.links = Flow()
        offers = (_COLOUR, _GROUPS) if gauge.is_grouping else (_SIZE, _COLOUR)
        for text, channel, tip in offers:
            if channel in moves.channels:
                self._link(text, f"{title}: {text}", tip, partial(moves.drive, name, channel))
        self._link("Remove", f"{title}: remove", "Remove its values and its filter", partial(moves.drop, name))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(_column(self.note, self.alike))
        outer.addWidget(self.range)
        outer.addLayout(_column(self.scale, self.stays))
        outer.addWidget(self.top)
        outer.addLayout(_column(self.links, above=2))

    def _link(self, text: str, name: str, tip: str, act: Callable[[], None]) -> None:
        button = link_button(text, tip)
        button.setAccessibleName(name)
        button.clicked.connect(lambda _checked=False: act())
        self.links.add(button)

    def put(self, gauge: Gauge, *, fresh: bool) -> None:
        _say(self.note, gauge.note)
        _say(self.alike, gauge.alike)
        span = gauge.span
        self.range.setVisible(span is not None)
        if span is not None:
            self.range.put(span)
        self.scale.setVisible(span is not None and span.curved)
        _say(self.stays, _left_in(gauge) if span is not None and span.kept is not None else "")
        rows = tuple(
            Row(
                line.node,
                line.label,
                line.note,
                line.tip or line.label,
                not line.shown,
                swatch=line.swatch,
                mark="" if line.shown else "hidden",
                figure=line.value,
            )
            for line in gauge.lines
        )
        self.top.setVisible(bool(rows))
        self.top.put([Group(gauge.heading, rows)] if rows else [], fold=fresh)


class _Body(QWidget):
    """The content under the heading of one measure; ``found`` is made with the first result."""

    def __init__(self, gauge: Gauge, moves: MeasureMoves) -> None:
        super().__init__()
        self._moves = moves
        self.sentence = Line("", "quiet", wrap=True)
        self.missing = Line("", "ink", wrap=True)
        self.directed = QCheckBox(_DIRECTED)
        self.directed.setToolTip(plain_tip("Follow relationships only from subject to object"))
        self.directed.setChecked(bool(gauge.directed))
        self.found: _Found | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(2)
        self._outer.addLayout(_column(self.sentence, self.directed, self.missing))

    def put(self, gauge: Gauge, whole: bool, *, fresh: bool) -> None:
        self.sentence.write(gauge.sentence)
        before = " ".join(part for part in (gauge.missing, gauge.forecasts[whole]) if part)
        _say(self.missing, "" if gauge.is_taken else before)
        self.directed.setVisible(gauge.directed is not None)
        if gauge.is_taken and self.found is None:
            self.found = _Found(gauge, self._moves)
            self._outer.addWidget(self.found)
        if self.found is not None:
            self.found.setVisible(gauge.is_taken)
            if gauge.is_taken:
                self.found.put(gauge, fresh=fresh)


def _column(*widgets: QWidget, above: int = 0) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(_SIDE, above, _SIDE, 2)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return column


class MeasuresPanel(QScrollArea):
    """Shows :class:`Gauge` values; a measure is taken on request."""

    def __init__(self, moves: MeasureMoves) -> None:
        super().__init__()
        self.setObjectName("measures")
        self.setAccessibleName("Measures")
        self._moves = moves
        self._gauges: tuple[Gauge, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scope = QComboBox()
        self.scope.addItems(_SCOPES)
        self.scope.setAccessibleName("Part to measure")
        self.scope.currentIndexChanged.connect(lambda: self.put(self._gauges))
        self.sections: dict[str, Section] = {}
        self.bodies: dict[str, _Body] = {}
        inside = self._inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 8, 0, 12)
        self._column.setSpacing(2)
        top = QHBoxLayout()
        top.setContentsMargins(_SIDE, 0, _SIDE, 2)
        top.addWidget(Line("Measure", "quiet", elide=False))
        top.addWidget(self.scope, 1)
        self._column.addLayout(top)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        # The panel scrolls only up and down, so a wide content would be cut off.
        wide = self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(wide, super().minimumSizeHint().height())

    @property
    def whole(self) -> bool:
        """True to measure the whole source, not only the shown part."""
        return self.scope.currentIndex() == 1

    def put(self, gauges: tuple[Gauge, ...]) -> None:
        """Show these gauges; one with a new result expands."""
        before = {gauge.name: gauge for gauge in self._gauges}
        self._gauges = gauges
        for gauge in gauges:
            if gauge.name not in self.sections:
                self._add(gauge)
            section, old = self.sections[gauge.name], before.get(gauge.name)
            fresh = gauge.is_taken and (old is None or old.lines != gauge.lines)
            section.entitle(gauge.title)
            section.link.setText("again" if gauge.is_taken else "measure")
            section.link.setEnabled(not gauge.missing)
            section.link.setVisible(True)
            if gauge != old or old.forecasts[0] != old.forecasts[1]:
                self.bodies[gauge.name].put(gauge, self.whole, fresh=fresh)
            if fresh and old is not None:
                section.heading.setChecked(True)

    def _add(self, gauge: Gauge) -> None:
        name = gauge.name
        body = _Body(gauge, self._moves)
        section = Section(gauge.title, body, link="measure", link_tip=f"Measure {gauge.title} now")
        section.link.setAccessibleName(f"Measure {gauge.title}")
        section.link.clicked.connect(lambda: self._moves.take(name, body.directed.isChecked(), self.whole))
        self.sections[name], self.bodies[name] = section, body
        self._column.insertWidget(self._column.count() - 1, section)


_SIZE = ("Size by it", "size", "Size resources by this measure, with a legend")
_COLOUR = ("Colour by it", "colour", "Colour resources by this measure, with a legend")
_GROUPS = ("Draw as groups", "groups", "Draw one node for each of them")


def _say(line: Line, text: str) -> None:
    line.write(text)
    line.setVisible(bool(text))


def _left_in(gauge: Gauge) -> str:
    if not gauge.stays:
        return ""
    if gauge.stays == 1:
        return "1 shown resource was not measured, and the range does not hide it."
    return f"{gauge.stays:,} shown resources were not measured, and the range does not hide them."
