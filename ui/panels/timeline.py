"""Timeline panel: when things happened or were said, as a histogram and lanes, with a date range that can play."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from explorer.panels.time.chronicle import Chronicle, Chronicles
from explorer.panels.time.dating import date_lines
from explorer.panels.time.playing import Play
from explorer.state.commands import Commands
from explorer.views.time_axis import BY, other_clock
from explorer.views.view import Clock, Range, View
from explorer.views.visible import Visible
from graph.arrays.calendar_words import write_stretch
from graph.arrays.ticks import write_unit
from graph.model.projection import Projection
from ui.look import icons
from ui.parts.text import Line, link_button, plain_tip, quiet_button
from ui.parts.time.chart import Hands, TimeChart
from ui.parts.time.known import KnownSlider

SPEEDS = (1, 2, 4, 8)
_CLOCKS: dict[Clock, tuple[str, str]] = {
    "happened": ("Happened", "Date by when it happened"),
    "said": (
        "Said",
        "Date by when it was said: by the claim, by what it is part of, or by the texts that say it",
    ),
}
_EMPTY = {
    "happened": "No shown resource has a date. Dates are values that the data declare as a day, a month, "
    "a year or a time. Show more, or open a source with dates.",
    "said": "The shown part does not say when anything was said: its documents, claims and passages have no dates. "
    "Date by when it happened instead.",
}


class TimelinePanel(QWidget):
    """Shows a view along time. A dragged range filters by date; a whole play is one step of history."""

    def __init__(
        self,
        commands: Commands,
        go_to: Callable[[int], None],
        set_clock: Callable[[Clock], object],
        lay_out: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline")
        self._commands, self._chronicles, self._set_clock = commands, Chronicles(), set_clock
        self._dated: Chronicle | None = None
        self._view = View()
        self._projection: Projection | None = None
        self._runs, self._step = 0, -1
        self._play: Play | None = None
        self.chart = TimeChart(
            Hands(self._keep, self._pick, go_to, self.play, self.step, self._tell, lambda: self._view.clock)
        )
        self.chart.setAccessibleName("Timeline")
        self.setFocusProxy(self.chart)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._tick)
        self.canvas = link_button("", "Lay out the picture along time by the dates of this panel")
        self.canvas.clicked.connect(lambda: lay_out())
        self._make_bar()
        self._arrange()

    def _make_bar(self) -> None:
        self.back = quiet_button("skip-back", "One step back", "Move the date range one step back (, on the timeline)")
        self.go = quiet_button("play", "Play", "Play or pause (Space on the timeline)")
        self.forth = quiet_button(
            "skip-forward", "One step forward", "Move the date range one step forward (. on the timeline)"
        )
        self.back.clicked.connect(lambda: self.step(-1))
        self.go.clicked.connect(lambda: self.play())
        self.forth.clicked.connect(lambda: self.step(1))
        self.way = QComboBox()
        self.way.addItems(("Moving", "Growing"))
        self.way.setAccessibleName("Playback mode")
        self.way.setToolTip(plain_tip("A window that moves through time, or everything up to a moving date"))
        self.speed = QComboBox()
        self.speed.addItems([f"{n} a second" for n in SPEEDS])
        self.speed.setCurrentIndex(1)
        self.speed.setAccessibleName("Playback speed")
        self.way.currentIndexChanged.connect(lambda: self._set_out_anew())
        self.speed.currentIndexChanged.connect(lambda: self.timer.setInterval(self._pause_ms))
        self.clocks: dict[Clock, QToolButton] = {}
        self._clock = QButtonGroup(self)
        for clock, (title, tip) in _CLOCKS.items():
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setProperty("look", "tab")
            button.setAccessibleName(f"{title}: {tip}")
            button.setToolTip(plain_tip(tip))
            button.clicked.connect(lambda _checked=False, clock=clock: self._set_clock(clock))
            self._clock.addButton(button)
            self.clocks[clock] = button
        self.all = link_button("reset", "Reset the date range (double-click, or Backspace)")
        self.all.clicked.connect(lambda: self.chart.clear())
        # Keep its space: a bar that grows during a drag would push the chart away from the pointer.
        policy = self.all.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.all.setSizePolicy(policy)
        self.undated = QCheckBox()
        self.undated.clicked.connect(lambda on: self._commands.filter_dates(self._view.dates, on))
        self.known = KnownSlider(lambda day, merge: self._commands.know_by(day, merge=merge))
        self.out = quiet_button("arrows-out-line-horizontal", "Whole range", "Show the whole range (0)")
        self.out.clicked.connect(lambda: self.chart.look_at_all())

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 3, 10, 1)
        bar.setSpacing(4)
        for widget in (self.back, self.go, self.forth, self.way, self.speed):
            bar.addWidget(widget)
        bar.addSpacing(10)
        bar.addWidget(self.all)
        bar.addStretch(1)
        bar.addWidget(self.canvas)
        bar.addSpacing(10)
        bar.addWidget(self.known)
        bar.addSpacing(10)
        bar.addWidget(self.undated)
        bar.addSpacing(10)
        for button in self.clocks.values():
            bar.addWidget(button)
        bar.addWidget(self.out)
        self.empty = Line("", "quiet", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(40, 0, 40, 0)
        below = QWidget()
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(bar)
        outer.addWidget(below, 1)

    # Showing

    def put(self, projection: Projection, view: View, visible: Visible) -> None:
        """Show the dated resources of a view, without giving a command."""
        dated = self._chronicles.of(projection, view, visible)
        playing = self._play.frame(self._step) if self._play is not None and self.is_playing else view.dates
        if projection is not self._projection or view.clock != self._view.clock or view.dates != playing:
            self.pause()
        self._projection, self._view, self._dated = projection, view, dated
        shown = visible.node_cause[dated.nodes] == 0
        self.chart.put(dated, shown, view.dates, projection.labels.__getitem__, self.is_playing)
        self._stack.setCurrentIndex(0 if len(dated) else 1)
        self.empty.write(_EMPTY[view.clock])
        self.clocks[view.clock].setChecked(True)
        drawn = other_clock(view)
        self.canvas.setVisible(drawn is not None)
        self.canvas.setText(f"picture: when it {BY[drawn]}" if drawn is not None else "")
        count = len(dated.undated)
        self.undated.setText(f"{count:,} undated")
        self.undated.setToolTip(plain_tip("Also keep resources without a date"))
        self.undated.setVisible(count > 0)
        self.undated.setChecked(view.undated)
        for button in (self.back, self.go, self.forth, self.out):
            button.setEnabled(len(dated) > 0)
        self.all.setVisible(view.dates is not None)
        self.known.put(projection, view)
        self.chart.words = _summary(dated, view, int(np.count_nonzero(shown)))
        self.chart.setAccessibleDescription(", ".join(self.chart.words))

    def show_selected(self, visible: Visible, selection: Sequence[int]) -> None:
        """Mark the selected resources, including those in a selected group."""
        if self._dated is not None:
            nodes = self._dated.nodes
            place = visible.slot[nodes]
            standing = visible.drawn[place] if len(visible.drawn) else place
            ids = np.array(selection, np.int64)
            self.chart.choose(np.isin(nodes, ids) | (np.isin(standing, ids) & (place >= 0)))

    def _tell(self, node: int) -> str:
        assert self._projection is not None
        lines = date_lines(self._projection, node, self._view.clock)
        return "\n".join((self._projection.labels[node], *lines))

    # Gestures

    def _keep(self, kept: Range | None, gesture: str) -> None:
        self.pause()
        self._commands.filter_dates(kept, self._view.undated, f"dates {gesture}")

    def _pick(self, nodes: list[int], add: bool) -> None:
        session = self._commands.session
        drawn = [session.visible.drawn_for(node) for node in nodes]
        session.select(dict.fromkeys(node if there < 0 else there for node, there in zip(nodes, drawn)), add=add)

    # Playing

    @property
    def is_playing(self) -> bool:
        """True while the timeline plays."""
        return self.timer.isActive()

    @property
    def _pause_ms(self) -> int:
        return 1000 // SPEEDS[self.speed.currentIndex()]

    def play(self) -> None:
        """Play from the present range, or from the beginning if it is at the end; or pause."""
        if self.is_playing:
            self.pause()
            return
        if self._dated is None or not len(self._dated):
            return
        self._set_out()
        assert self._play is not None
        if self._step >= self._last_step:
            self._step = -1
        self.timer.start(self._pause_ms)
        self.chart.open_up()
        self._show_playing()
        self._tick()

    def pause(self) -> None:
        """Stop at the present window."""
        self.timer.stop()
        self.chart.close_up()
        self._show_playing()

    def step(self, steps: int) -> None:
        """Pause, and move the window by steps."""
        self.pause()
        if self._dated is None or not len(self._dated):
            return
        if self._play is None or self._play.frame(max(self._step, 0)) != self._view.dates:
            self._set_out()
        self._go_to(self._step + steps)

    def _set_out(self) -> None:
        """Start a new run over everything, with a window as wide as the present range; a run is one step of history."""
        assert self._dated is not None
        if self._play is None or self._play.frame(max(self._step, 0)) != self._view.dates:
            self._play = Play.over(self._dated.whole, self._view.dates, self.way.currentIndex() == 1)
            self._step = self._play.step_of(self._view.dates) - (self._view.dates is not None)
        self._runs += 1

    def _set_out_anew(self) -> None:
        self._play, self._step = None, -1
        if self.is_playing:
            self._set_out()

    @property
    def _last_step(self) -> int:
        assert self._play is not None
        return max(self._play.steps - self._play.size, 0)

    def _tick(self) -> None:
        self._go_to(self._step + 1)
        if self._play is None or self._step >= self._last_step:
            self.pause()

    def _go_to(self, step: int) -> None:
        assert self._play is not None
        self._step = min(max(step, 0), self._last_step)
        self._commands.filter_dates(self._play.frame(self._step), self._view.undated, f"play {self._runs}")

    def _show_playing(self) -> None:
        self.go.setIcon(icons.icon("pause" if self.is_playing else "play"))
        self.go.setAccessibleName("Pause" if self.is_playing else "Play")

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self.pause()


def _summary(dated: Chronicle, view: View, shown: int) -> tuple[str, str]:
    """The date range, and how many resources in it are shown."""
    if not len(dated):
        return "", ""
    if view.dates is None:
        return f"{len(dated):,} with a date", f"each bar is {write_unit(dated.unit)}"
    return write_stretch(*view.dates), f"{shown:,} of {len(dated):,} with a date"
