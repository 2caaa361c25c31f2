"""Check panel: everything that a check found, each line a way to its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain

from PySide6.QtWidgets import QPushButton

from graph.analysis.findings import LOOK, WRONG, Finding
from graph.checking.report import Report
from graph.named import NamedTuple
from ui.parts.links.list_panel import ListPanel
from ui.parts.links.rows import Group, LazyRows, Row
from ui.parts.text import link_button

_EMPTY = "“Check” compares figures, dates, names and judgements with the passages, and judges the data by its shapes."
_NO_TEXTS = "No folder of texts is attached, so that no words were compared."
_NAMES = {
    "evidence": "evidence", "figures": "figure", "dates": "date", "names": "name", "words": "words",
    "judgements": "judgement", "ranges": "passage", "claims": "claim", "origins": "origin", "shapes": "shape",
    "values": "value", "texts": "text",
}  # fmt: skip
"""The kind of a finding in one word, behind its sentence."""


class CheckMoves(NamedTuple):
    """The calls of the panel.

    check    check the open document
    by       ask for a file of shapes to judge it by, and check
    go_to    bring the place of a finding into sight
    attach   ask for a folder of texts
    """

    check: Callable[[], None]
    by: Callable[[], None]
    go_to: Callable[[Finding], None]
    attach: Callable[[], None]


class ChecksPanel(ListPanel):
    """Lists the findings of the last check of the open document."""

    def __init__(self, moves: CheckMoves) -> None:
        self._listed: tuple[Finding, ...] = ()
        self.check = QPushButton("Check")
        self.check.setToolTip("Check the open data, and compare it with the attached texts")
        self.check.clicked.connect(lambda: moves.check())
        self.attach = link_button("Attach a folder…", "Name the folder with the texts that evidence points into")
        self.attach.clicked.connect(lambda: moves.attach())
        self.by = link_button("By shapes of a file…", "Judge the data by the SHACL shapes of another file")
        self.by.clicked.connect(lambda: moves.by())
        super().__init__(
            "checks", "Check", self.check, (self.attach, self.by), "Findings",
            lambda place: moves.go_to(self._listed[place]),
        )  # fmt: skip
        self.put(None)

    def put(self, report: Report | None) -> None:
        """Show a report, or that there is none yet."""
        self.attach.setVisible(report is not None and report.comparison is None)
        groups = [] if report is None else _groups(report)
        self.told.write(_EMPTY if report is None else _told(report, is_clean=not groups))
        self._listed = tuple(chain.from_iterable(findings for _, findings in groups))
        place, shown = 0, []
        for title, findings in groups:
            shown.append(Group(title, LazyRows(findings, partial(_row, place))))
            place += len(findings)
        self.list.put(shown, fold=False)


def _groups(report: Report) -> list[tuple[str, tuple[Finding, ...]]]:
    """Headings with their findings, the gravest first; those without findings are left out."""
    coverage = report.coverage
    groups = [
        ("Wrong", tuple(f for f in report.findings if f.severity == WRONG)),
        ("Violations", coverage.violations),
        ("Look here", tuple(f for f in report.findings if f.severity == LOOK)),
        *((f"{kind[:1].upper()}{kind[1:]}", findings) for kind, findings in report.said.items()),
        ("Resources without evidence", coverage.without),
        ("Relationships without evidence", coverage.statements_without),
    ]
    return [(title, findings) for title, findings in groups if findings]


def _row(first: int, i: int, finding: Finding) -> Row:
    """The line of finding ``i`` of a group whose first has the number ``first`` among all."""
    place = first + i
    leads = finding.node >= 0 or finding.edge >= 0 or finding.passage >= 0
    return Row(place if leads else -1, finding.sentence, _NAMES.get(finding.kind, finding.kind), finding.sentence)


def _told(report: Report, *, is_clean: bool) -> str:
    """The result in a line: the evidence, the texts, and whether anything is wrong."""
    coverage, comparison = report.coverage, report.comparison
    parts = [
        f"{coverage.with_evidence:,} of {coverage.resources:,} resources and {coverage.statements_with_evidence:,} of "
        f"{coverage.statements:,} relationships that need evidence have it; concepts, texts and links to them need "
        "none."
    ]
    if coverage.support.told:
        parts.append(coverage.support.told)
    if comparison is None:
        parts.append(_NO_TEXTS)
    elif comparison.missing or comparison.changed:
        parts.append(f"{comparison.missing:,} texts are missing, {comparison.changed:,} have changed.")
    if is_clean:
        parts.append("Nothing is wrong.")
    return " ".join(parts)
