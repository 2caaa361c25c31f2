"""Compare panel: everything in which one source differs from another, each line a way to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu, QPushButton

from explorer.files.comparing.lines import KINDS, ComparedLine
from graph.named import NamedTuple
from ui.parts.links.list_panel import ListPanel
from ui.parts.links.rows import Group, Row
from ui.parts.text import link_button

_EMPTY = (
    "Compare the open file with another one, such as an earlier version, or with itself as of another date. The canvas "
    "then shows in place in what they differ, and a list leads to each difference."
)


class ComparisonMoves(NamedTuple):
    """The calls of the panel.

    compare, now, days, views   compare the open source with a file, with its files as they are now, as of two dates, or
                                in two views
    go_to                       bring the place of a line into sight
    turn                        compare the other way round
    only                        show what differs alone
    save                        write the patch
    end                         end the comparison
    """

    compare: Callable[[], None]
    now: Callable[[], None]
    days: Callable[[], None]
    views: Callable[[], None]
    go_to: Callable[[int], None]
    turn: Callable[[], None]
    only: Callable[[], None]
    save: Callable[[], None]
    end: Callable[[], None]


class ComparisonPanel(ListPanel):
    """Lists the difference from one source to another."""

    def __init__(self, moves: ComparisonMoves) -> None:
        self.compare = QPushButton("Compare")
        self.compare.setToolTip("Compare the open data with another file, or with itself")
        menu = QMenu(self.compare)
        for words, move in (
            ("With a file…", moves.compare), ("With the file as it is now", moves.now),
            ("Two dates…", moves.days), ("Two views…", moves.views),
        ):  # fmt: skip
            menu.addAction(words).triggered.connect(lambda _=False, move=move: move())
        self.compare.setMenu(menu)
        self.turn = link_button(
            "Other way round", "Count as removed what was added, and the other way round; the patch then leads back"
        )
        self.only = link_button("Only what differs", "Hide what both have; Esc leads back")
        self.save = link_button("Save the patch…", "Save the difference as an RDF patch or a SPARQL Update")
        self.end = link_button("End", "End the comparison and show the view from which it started (Esc)")
        self._after = (self.turn, self.only, self.save, self.end)
        super().__init__("comparison", "Compare", self.compare, self._after, "Differences", moves.go_to)
        for button, move in zip(self._after, (moves.turn, moves.only, moves.save, moves.end)):
            button.clicked.connect(lambda _=False, move=move: move())
        self.put(("", ""), (), (), ())

    def put(
        self, names: tuple[str, str], lines: Sequence[ComparedLine], places: Sequence[tuple[int, int]],
        sentences: Sequence[str],
    ) -> None:  # fmt: skip
        """Show the comparison of two sources with these names, or without names that there is none."""
        is_one = any(names)
        self.told.write(f"{names[0]} → {names[1]}: {' '.join(sentences)}" if is_one else _EMPTY)
        for widget in self._after:
            widget.setVisible(is_one and (bool(lines) or widget is self.end))
        rows = [
            (line.kind, Row(at if max(place) >= 0 else -1, line.words, tip=line.words))
            for at, (line, place) in enumerate(zip(lines, places))
        ]
        groups = [
            Group(title, own)
            for wanted, title in KINDS.items()
            if (own := tuple(row for kind, row in rows if kind == wanted))
        ]
        self.list.put(groups, fold=False)
