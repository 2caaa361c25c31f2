"""Compare panel: everything in which another file differs from the open source, each line a way to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from explorer.panels.comparison import KINDS, ComparedLine
from graph.named import NamedTuple
from ui.parts.links.row_list import RowList
from ui.parts.links.rows import Group, Row
from ui.parts.text import Line, link_button, plain_tip

_SIDE = 10
_EMPTY = (
    "“Compare with…” reads another file, such as an earlier version, and lists in what it differs from the open one."
)


class ComparisonMoves(NamedTuple):
    """The calls of the panel.

    compare  ask for a file and compare the open source with it
    go_to    bring the place of a line into sight
    mark     let everything that differs stand out on the canvas, or no longer
    save     write the patch
    """

    compare: Callable[[], None]
    go_to: Callable[[int], None]
    mark: Callable[[bool], None]
    save: Callable[[], None]


class ComparisonPanel(QWidget):
    """Lists the difference from the open source to another file."""

    def __init__(self, moves: ComparisonMoves) -> None:
        super().__init__()
        self.setObjectName("comparison")
        self.setAccessibleName("Compare")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self.compare = QPushButton("Compare with…")
        self.compare.setToolTip("Compare the open data with another file")
        self.compare.clicked.connect(lambda: moves.compare())
        self.told = Line("", "quiet", wrap=True)
        self.mark = QCheckBox("Mark on the canvas")
        self.mark.setToolTip(plain_tip("Fade everything on the canvas that both have"))
        self.mark.clicked.connect(lambda on: moves.mark(on))
        self.save = link_button("Save the patch…", "Save the difference as an RDF patch or a SPARQL Update")
        self.save.clicked.connect(lambda: moves.save())
        top.addWidget(self.compare)
        top.addWidget(self.told, 1)
        top.addWidget(self.mark)
        top.addWidget(self.save)
        column.addLayout(top)
        self.list = RowList("Differences", moves.go_to)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.list)
        column.addWidget(area, 1)
        self.setFocusProxy(self.compare)
        self.put("", (), (), ())

    def put(
        self, name: str, lines: Sequence[ComparedLine], places: Sequence[tuple[int, int]], sentences: Sequence[str]
    ) -> None:
        """Show the comparison with a file of this name, or without a name that there is none yet."""
        self.told.write(f"{name}: {' '.join(sentences)}" if name else _EMPTY)
        self.mark.setChecked(False)
        for widget in (self.mark, self.save):
            widget.setVisible(bool(lines))
        rows = [
            (line.kind, Row(at if max(place) >= 0 else -1, line.words, tip=line.words))
            for at, (line, place) in enumerate(zip(lines, places))
        ]
        groups = [Group(title, tuple(row for kind, row in rows if kind == wanted)) for wanted, title in KINDS.items()]
        self.list.put([group for group in groups if group.rows], fold=False)
