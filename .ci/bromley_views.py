"""Compute the positions in the named views of the Bromley graph and write resources/bromley/views.json.

The view of the figure in the README is written to docs/money.view.ttl.

Run with the project's Python after a change of the graph: python .ci/bromley_views.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from explorer.document import Document, NamedView
from explorer.files.first_views import BASE, showing
from explorer.files.opening import open_document
from explorer.files.view_files import write_view
from explorer.pictures.scene.arranging import arrange_scene, taken_over
from explorer.pictures.scene.staging import stage
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.layout import Guide
from graph.model.projection import Projection
from graph.work.progress import finish
from ui.app import quiet_application
from ui.look.fonts import measure

ROOT = Path(__file__).resolve().parents[1]
TARGET, VIEW_FILE = ROOT / "resources" / "bromley" / "views.json", ROOT / "docs" / "money.view.ttl"

FOUND = {
    "kinds": ["finding"],
    "names": """ofsted report-2016 section-help section-looked-after section-leadership childrens-services council
        foster-care adoption-services safeguarding police living-in-care-council foster-carers
        care-leavers looked-after-children children-missing homeless-16-17 children-in-placements
        children-adopted children-not-returning children-vulnerable children-neglected supervising-social-workers
        moved-three-times teenagers-at-risk monitoring-visit follow-up-visits carers-positive
        carers-undervalued""",
}
ANSWERS = {
    "kinds": [],
    "names": """ofsted council dfe childrens-services carr fortune sulke spokeswoman secretary-of-state inspectors
        lead-member-2016 chief-executive-2016 interim-director-2016 improvement-board service-improvement-team
        post-secretary-of-state post-leader post-cabinet-member post-commissioner post-spokeswoman post-lead-member
        post-chief-executive post-interim-director key-partners council-members council-officers council-leadership
        partners-2018 external-support external-support-team commissioner-appointment recommendations-due board-set-up
        team-set-up council-meeting question-budget extra-money budget safeguarding looked-after-children care-leavers
        children-requiring-adoption foster-carers supervising-social-workers agency-staff""",
}
COURSE = {
    "kinds": ["event", "statistic"],
    "names": """ofsted dfe council carr fortune sulke report-2016 question-budget childrens-services extra-money""",
}
VIEWS = [
    (
        "What the inspectors found",
        "All findings of 2016 and of later visits, by section of the report, with the people concerned.",
        FOUND, "forceatlas2", ["attributed to"], 1.0, 9,
    ),
    (
        "Who answers for what",
        "The holders of posts, who appointed them, and the responsibilities of each body.",
        ANSWERS, "forceatlas2", [], 1.15, 4,
    ),
    (
        "From 2016 to 2018",
        "Inspection, response, money and visits in order of time.",
        COURSE, "timeline", [], 1.15, 3,
    ),
]  # fmt: skip

BY_2018 = "What had changed by 2018"
BY_2018_SENTENCE = "The report of 2016, beside what was said of it since, and what was asked and answered in 2018."
BY_2018_COLUMNS = (
    ("Found in 2016", -130, ((60, -235, "rating-overall"), (-45, -95, "failures-serious"),
                             (50, 45, "corporate-failure"), (0, 215, "report-2016"))),
    ("Updated by 2018", 150, ((265, -310, "claim-better-rating"), (265, -210, "claim-improved"),
                              (265, -55, "follow-up-praise"), (265, 65, "follow-up-visits"),
                              (265, 165, "teenagers-work-praised"), (265, 285, "monitoring-visit"))),
    ("Asked in 2018", 400, ((500, -210, "question-budget"), (500, -60, "extra-money"))),
    ("Answered in 2018", 610, ((720, -310, "answer-cash"), (720, -245, "answer-looked-at"),
                               (720, -180, "answer-visits"), (720, -115, "answer-agency-staff"),
                               (720, -50, "answer-gangs"), (720, 15, "answer-focus"), (720, 80, "answer-advice"),
                               (720, 145, "answer-changing"), (720, 210, "answer-structure"),
                               (720, 275, "answer-management"), (720, 340, "answer-accepted"))),
)  # fmt: skip
"""The columns of the view that was arranged by hand: title, left edge, and x, y and name of each resource."""


def by_2018() -> dict[str, Any]:
    """The entry of the view that was arranged by hand."""
    return {
        "title": BY_2018,
        "sentence": BY_2018_SENTENCE,
        "layout": "multipartite",
        "seed": 3,
        "without": [],
        "guides": [["x", float(left), title, -350.0, 380.0] for title, left, _ in BY_2018_COLUMNS],
        "places": {name: [float(x), float(y)] for _, _, rows in BY_2018_COLUMNS for x, y, name in rows},
    }


MONEY = ("Money", "The money after the report of 2016, the question about it, and the answers.")
MONEY_ROWS = (
    ("By whom, and for what", -52, ((0, 0, "budget"), (250, 0, "council"), (500, 0, "childrens-services"),
                                    (740, 0, "report-2016"))),
    ("How much", 75, ((60, 150, "original-budget"), (370, 150, "extra-money"))),
    ("Asked on 16 July 2018", 225, ((210, 290, "question-budget"),)),
    ("Answered that evening", 360, ((60, 430, "answer-cash"), (500, 430, "answer-management"))),
    ("By whom, and about what", 500, ((210, 570, "fortune"), (640, 570, "spending"))),
)  # fmt: skip
"""The rows of the view of the README: title, upper edge, and x, y and name of each resource."""
_MEMBER_OF = "http://www.w3.org/ns/org#memberOf"


def money(document: Document) -> NamedView:
    """The view of the README, which tells who said what about money; it has no button in the window."""
    p = document.projection
    xy = np.full((p.node_count, 2), np.nan, np.float32)
    for x, y, name in (row for _, _, rows in MONEY_ROWS for row in rows):
        xy[p.node_of[BASE + name]] = x, y
    view = View(
        hidden_predicates=frozenset(i for i, info in enumerate(p.predicates) if info.iri == _MEMBER_OF),
        positions=Positions(xy),
        layout="multipartite",
        guides=tuple(Guide("y", float(top), title, float(top), float(top)) for title, top, _ in MONEY_ROWS),
    )
    shown = frozenset(np.flatnonzero(np.isfinite(xy[:, 0])).tolist())
    return NamedView(*MONEY, showing(p, view, shown))


def wanted(projection: Projection, choice: dict[str, Any]) -> frozenset[int]:
    """Ids of the nodes that a view shows."""
    named = {projection.node_of[BASE + name] for name in choice["names"].split()}
    return frozenset(named | {n for n in range(projection.node_count) if projection.kind(n) in choice["kinds"]})


def main() -> None:
    quiet_application()
    document = finish(open_document(["resources/bromley/graph.ttl"]))
    projection = document.projection
    out = []
    for title, sentence, choice, layout, without, aspect, seed in VIEWS:
        hidden = frozenset(i for i, p in enumerate(projection.predicates) if p.label in without)
        view = showing(projection, View(seed=seed, hidden_predicates=hidden), wanted(projection, choice))
        visible = see(projection, view)
        scene = stage(projection, view, visible)
        arranged = finish(arrange_scene(projection, view, scene, measure, layout=layout, aspect=aspect))
        view = taken_over(view, arranged, projection.node_count)
        xy = view.positions.of(projection.node_count)
        out.append(
            {
                "title": title,
                "sentence": sentence,
                "layout": layout,
                "seed": view.seed,
                "without": [projection.predicates[i].iri for i in sorted(hidden)],
                "guides": [
                    [g.axis, round(g.at, 1), g.text, round(g.start, 1), round(g.end, 1)]
                    + ([g.first, g.last] if g.axis == "t" else [])
                    for g in view.guides
                ],
                "places": {
                    projection.iris[n].removeprefix(BASE): [round(float(v), 1) for v in xy[n]]
                    for n in visible.nodes.tolist()
                },
            }
        )
    out.append(by_2018())
    TARGET.write_text(json.dumps(out, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    VIEW_FILE.write_bytes(write_view(money(document), document, ".ttl"))
    print(f"{TARGET.name}: " + ", ".join(f"{len(entry['places'])} places" for entry in out))


if __name__ == "__main__":
    main()
