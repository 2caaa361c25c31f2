"""The table of support on docs/evidence.md: up to date, and in twenty-two rows what a reader finds in the two texts."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from explorer.document import Document
from graph.model.origins import edge_origins, origins, source_title

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "sources"

IN_2016, IN_2018 = "Text of 2016 on the inspection", "Text of 2018 on what followed"
REPORT, FORTUNE, SULKE = "Ofsted report of 2016", "Peter Fortune", "Frankie Sulke"
SERVICES, COUNCIL = "Bromley children’s services", "Bromley Council"
SPOKESWOMAN, RETURNING = "Spokeswoman (not named)", "Inspectors who came back"
MEETING = "Full council meeting, 16 July 2018"

READ = (
    # The 2016 text quotes the report, and the 2018 text the same words of it: two texts, one origin.
    (
        "Corporate failure",
        "about",
        COUNCIL,
        {IN_2016: "failure by the local authority", IN_2018: "by the local authority"},
        {REPORT},
    ),
    (
        "Corporate failure",
        "leaves people as",
        "Children in neglect and abuse",
        {IN_2016: "too many children in neglectful", IN_2018: "too many children in neglectful"},
        {REPORT},
    ),
    (
        "Inadequate in all areas",
        "about",
        SERVICES,
        {IN_2016: "“inadequate” in all areas", IN_2018: "“inadequate” in all areas"},
        {REPORT},
    ),
    (
        "Inadequate in all areas",
        "about",
        "Children’s safeguarding",
        {IN_2016: "services and safeguarding", IN_2018: "services and safeguarding"},
        {REPORT},
    ),
    (
        "Widespread and serious failures",
        "leaves people as",
        "Children left vulnerable",
        {IN_2016: "leave children vulnerable", IN_2018: "leave children vulnerable"},
        {REPORT},
    ),
    # What the 2016 text alone passes on of the report.
    ("Inadequate in all areas", "part of", REPORT, {IN_2016: "an inadequate score for each section"}, {REPORT}),
    (
        "8 per cent moved more than three times",
        "figure for",
        "Children in foster placements",
        {IN_2016: "only 8 per cent of children"},
        {REPORT},
    ),
    ("Foster carers spoken to", "subgroup of", "Foster carers", {IN_2016: "Foster carers spoken to"}, {REPORT}),
    # Of the report as such both texts speak in their own voice.
    (
        REPORT,
        "attributed to",
        "Ofsted",
        {IN_2016: "Later on in the report", IN_2018: "heavily critical 2016 Ofsted report"},
        {IN_2016, IN_2018},
    ),
    # What a text says in its own voice.
    ("Stephen Carr", "member of", COUNCIL, {IN_2016: "Council Leader Cllr Stephen Carr"}, {IN_2016}),
    ("Commissioner appointed by the DfE", "held by", SULKE, {IN_2016: "DfE appointed Commissioner"}, {IN_2016}),
    (COUNCIL, "looks after", "Children looked after", {IN_2016: "looking after 281 children"}, {IN_2016}),
    (
        "Cabinet member, children and families",
        "held by",
        FORTUNE,
        {IN_2018: "cabinet member for children and families"},
        {IN_2018},
    ),
    ("Text of 2018: service rapidly improved", "about", SERVICES, {IN_2018: "has rapidly improved"}, {IN_2018}),
    # Figures that the text has from Ofsted.
    ("Under-18s in Bromley", "subgroup of", "Children", {IN_2016: "According to Ofsted statistics"}, {"Ofsted"}),
    # What somebody says, or asks, or was heard to praise.
    (
        "Ofsted inspection of 2016",
        "used",
        "Single inspection framework",
        {IN_2016: "new single inspection framework"},
        {"Stephen Carr"},
    ),
    (
        "Council officers",
        "member of",
        "Service improvement team",
        {IN_2016: "officer service improvement team"},
        {SPOKESWOMAN},
    ),
    (
        "Sulke: will make recommendations",
        "about",
        "Recommendations of the commissioner",
        {IN_2016: "making my recommendations"},
        {SULKE},
    ),
    (
        "Fortune: management, not money",
        "cites as evidence",
        REPORT,
        {IN_2018: "findings in the original report"},
        {FORTUNE},
    ),
    ("Was the original budget cut too thin?", "addressed to", FORTUNE, {IN_2018: "cut too thin"}, {MEETING}),
    (
        "Consistent praise in follow-up visits",
        "about",
        SERVICES,
        {IN_2018: "consistently praising the department"},
        {RETURNING},
    ),
)
"""Statements with the words that say them by text, and the origins of these, as read in the texts."""
TWICE = ("Text of 2018: damning, heavily critical", "about", REPORT)
"""The 2018 text says it twice: “a damning report”, “a heavily critical 2016 Ofsted report”."""


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evidence", ROOT / ".ci" / "evidence.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _edge(document: Document, start: str, words: str, end: str) -> int:
    p = document.projection
    (edge,) = (
        e
        for e in range(p.edge_count)
        if (p.labels[p.subject[e]], p.edge_words(e), p.labels[p.object[e]]) == (start, words, end)
    )
    return edge


def test_the_page_has_every_statement_of_bromley_with_its_three_counts(bromley: Document) -> None:
    script = _script()
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    written = page.split(script.BEGIN)[1].split(script.END)[0]
    assert written == script.table(bromley.projection), "docs/evidence.md is out of date: run .ci/evidence.py --write"
    assert written.count("\n") - 2 == int(bromley.projection.edge_coverable.sum())


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row[0]} {row[1]}")
def test_statements_rest_on_what_a_reader_finds_in_the_texts(bromley: Document, row) -> None:
    start, words, end, found, expected = row
    p, edge = bromley.projection, _edge(bromley, start, words, end)
    passages = [p.passages[i] for i in p.edge_evidence[edge].tolist()]
    assert sorted(passage.title for passage in passages) == sorted(found)
    counts = int(p.edge_support[edge]), int(p.edge_documents[edge]), int(edge_origins(p)[edge])
    assert counts == (len(found), len(found), len(expected))
    each = origins(p)
    assert {source_title(p, each.iris[i]) for i in each.of_edges[edge].tolist()} == expected
    if not TEXTS.exists():
        pytest.skip("the texts of Bromley are not at hand")
    texts = {hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text("utf-8") for path in TEXTS.glob("*.txt")}
    for passage in passages:
        assert found[passage.title] in texts[passage.sha256][passage.start : passage.end]


def test_a_text_that_says_it_twice_has_two_passages_and_is_one_origin(bromley: Document) -> None:
    p, edge = bromley.projection, _edge(bromley, *TWICE)
    assert (int(p.edge_support[edge]), int(p.edge_documents[edge]), int(edge_origins(p)[edge])) == (2, 1, 1)
    each = origins(p)
    assert [source_title(p, each.iris[i]) for i in each.of_edges[edge].tolist()] == [IN_2018]
