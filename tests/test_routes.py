"""Paths in words: sentences about the Bromley graph, saved findings, and ``caseboard path``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial

import networkx as nx
import numpy as np
import pytest

from explorer.__main__ import main
from explorer.document import Document, NamedView
from explorer.files.exploration import save_exploration
from explorer.files.opening import open_document
from explorer.panels.paths.cards import stretches
from explorer.panels.paths.findings import to_finding
from explorer.panels.paths.search import LISTED, MOST_ENDS, Answer, Question, find_routes, pairs_of
from explorer.pictures.look.style import SHAPES
from explorer.state.session import Session
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.paths import find_paths
from graph.errors import PathError
from graph.model.projection import Projection
from graph.rdf.grade import Grade
from graph.work.progress import finish

NOW = datetime(2018, 7, 16, 19, 30, tzinfo=UTC)
FIRST = (
    "Ofsted — involved in (1 passage) → Seven visits by Ofsted — subject of (1 passage) → "
    "Fortune: visitors looked at systems — author (1 passage) → Peter Fortune"
)


def ask(projection: Projection, *labels: str, view: View | None = None, **options: object) -> Answer:
    question = Question(**{"whole": view is None, **options})
    nodes = [projection.labels.index(label) for label in labels]
    visible = see(projection, view or View())
    return finish(find_routes(projection, visible, pairs_of(nodes, directed=question.directed), question))


def test_ofsted_and_the_cabinet_member_in_sentences(bromley: Document) -> None:
    projection = bromley.projection
    answer = ask(projection, "Ofsted", "Peter Fortune")
    (leg,) = answer.legs
    assert leg.sentence == "12 shortest paths of 3 steps over all relationships but those of values"
    assert leg.routes[0].sentence == FIRST
    graph = nx.Graph()
    graph.add_edges_from(zip(projection.subject.tolist(), projection.object.tolist(), strict=True))
    assert {r.nodes for r in leg.routes} == {tuple(p) for p in nx.all_shortest_paths(graph, leg.start, leg.end)}
    for route in leg.routes:
        for step in route.steps:
            for edge in step.statements:
                assert {int(projection.subject[edge]), int(projection.object[edge])} == {step.start, step.end}
            passages = {p for edge in step.statements for p in projection.edge_evidence[edge].tolist()}
            assert step.passages == len(passages)


def test_words_follow_the_direction_of_the_path(turtle) -> None:
    projection = turtle("""
    :knows rdfs:label "knows" . :a :knows :b . :b :knows :a . :c :knows :b . :b :likes :c . :likes rdfs:label "likes" .
    :d :knows :c . :a rdfs:label "A" . :b rdfs:label "B" . :c rdfs:label "C" . :d rdfs:label "D" .
    """)
    (route,) = ask(projection, "A", "D").legs[0].routes
    assert route.sentence == "A — knows and 1 more → B — likes and 1 more → C ← knows — D"
    assert [step.reads_back for step in route.steps] == [False, False, True]
    assert [len(step.statements) for step in route.steps] == [2, 2, 1]
    lines = stretches(projection, ask(projection, "A", "D"))[0].lines[0].segments
    assert [segment.text for segment in lines][-2:] == ["← knows —", "D"]
    assert {segment.passages for segment in lines} == {-1}
    forth, back = ask(projection, "A", "D", directed=True).legs
    assert (forth.found, back.found) == (0, 1)
    assert back.routes[0].sentence == "D — knows → C — knows → B — knows → A"


def test_resources_of_a_path_have_the_look_that_the_picture_gives_them(bromley: Document) -> None:
    session = Session(bromley)
    session.commit(bromley.named_views[0].view, "open")
    p, scene = session.projection, session.scene
    answer = ask(p, "Adoption takes too long", "Bromley Council")
    looks = {
        segment.node: segment.swatch
        for line in stretches(p, answer, session.view.rules, scene.swatch_of)[0].lines
        for segment in line.segments
        if segment.node >= 0
    }
    critical = p.labels.index("Adoption takes too long")
    assert looks[critical] is not None and looks[critical].colour == "#a82470", "by polarity, as drawn"
    for node, swatch in looks.items():
        place = scene.ids.tolist().index(node) if node in scene.ids else -1
        if place >= 0:
            assert swatch == (SHAPES[scene.shape[place]], scene.palette[scene.colour[place]])
    hidden = int(np.flatnonzero(session.visible.node_cause)[0])
    assert scene.swatch_of(hidden) is None


def test_an_inverse_label_is_used_if_there_is_one(bromley: Document) -> None:
    route = ask(bromley.projection, "Ofsted", "Peter Fortune").legs[0].routes[0]
    info = bromley.projection.predicates[bromley.projection.predicate[route.steps[0].statements[0]]]
    assert bromley.projection.subject[route.steps[0].statements[0]] != route.nodes[0]
    assert route.steps[0].words == info.inverse == "involved in"


def test_paths_follow_only_the_chosen_relationships_and_name_them(bromley: Document) -> None:
    projection = bromley.projection
    involves = next(i for i, info in enumerate(projection.predicates) if info.label == "involves")
    answer = ask(projection, "Ofsted", "Peter Fortune", predicates=frozenset([involves]), hops=6)
    assert answer.legs[0].sentence.endswith("over “involves”")
    assert {int(projection.predicate[e]) for r in answer.routes for e in r.statements} <= {involves}


def test_no_path_is_a_finding_with_date_and_hash(bromley: Document) -> None:
    projection, view = bromley.projection, bromley.first_view()
    answer = ask(projection, "Ofsted", "Peter Fortune", view=view)
    visible = see(projection, view)
    finding = to_finding(projection, answer, answer.legs[0], bromley.source, NOW)
    assert finding.sentence == "No path up to 4 steps over all relationships"
    assert finding.scope == "shown" and finding.found == 0 and finding.is_all
    assert f"{len(visible.nodes):,} resources and {len(visible.edges):,} relationships that were shown" in finding.asked
    assert finding.when == "2018-07-16T19:30:00Z"
    assert finding.hashes == tuple(bromley.source.hashes) and len(finding.hashes[0]) == 64
    assert finding == to_finding(projection, answer, answer.legs[0], bromley.source, NOW)
    assert hash(finding)
    assert all(part in finding.text for part in (finding.sentence, finding.when, *finding.hashes))


def test_saved_paths_hold_iris_of_triples_in_the_source(bromley: Document) -> None:
    projection = bromley.projection
    answer = ask(projection, "Ofsted", "Peter Fortune", kind="best", best=3)
    finding = to_finding(projection, answer, answer.legs[0], bromley.source, NOW)
    known = {
        (projection.iris[s], projection.predicates[p].iri, projection.iris[o])
        for s, p, o in zip(
            projection.subject.tolist(), projection.predicate.tolist(), projection.object.tolist(), strict=True
        )
    }
    assert len(finding.paths) == 3
    for path in finding.paths:
        assert path.resources[0] == finding.start and path.resources[-1] == finding.end
        assert len(path.statements) == len(path.resources) - 1
        assert {triple for step in path.statements for triple in step} <= known


def test_three_are_joined_by_a_tree_and_too_many_are_refused(bromley: Document) -> None:
    answer = ask(bromley.projection, "Ofsted", "Peter Fortune", "Department for Education")
    assert len(answer.legs) == 3 and answer.tree is not None
    assert answer.tree.sentence.startswith(f"{len(answer.tree.steps)} relationships join all 3 over ")
    assert nx.is_tree(nx.Graph([(step.start, step.end) for step in answer.tree.steps]))
    with pytest.raises(PathError, match=f"two to {MOST_ENDS}"):
        pairs_of([1], directed=False)
    with pytest.raises(PathError, match=f"two to {MOST_ENDS}"):
        pairs_of(range(MOST_ENDS + 1), directed=False)


def test_many_paths_are_counted_and_a_hundred_are_listed(turtle) -> None:
    ties = " ".join(f":a :p :m{i} . :m{i} :q :b ." for i in range(130))
    (leg,) = ask(turtle(ties), "a", "b", kind="all", hops=2).legs
    assert leg.found == 130 and leg.is_all and len(leg.routes) == LISTED
    assert leg.sentence == "130 paths up to 2 steps over all relationships; the first 100 are listed"


def test_an_incomplete_search_says_at_least(turtle, monkeypatch) -> None:
    projection = turtle(" ".join(f":a :p :m{i} . :m{i} :q :b ." for i in range(30)))
    monkeypatch.setattr("explorer.panels.paths.search.find_paths", partial(find_paths, most=7))
    answer = ask(projection, "a", "b", kind="all", hops=3)
    assert answer.legs[0].sentence == "At least 7 paths up to 3 steps over all relationships"
    assert not answer.legs[0].is_all


# The command line


@pytest.fixture
def run(capsys):
    def go(*arguments: object) -> tuple[int, str, str]:
        status = main([str(a) for a in arguments])
        out = capsys.readouterr()
        return status, out.out, out.err

    return go


def test_path_prints_sentences(run) -> None:
    status, out, err = run("path", "bromley", "Ofsted", "peter fortune")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert (
        lines[0] == "Ofsted and Peter Fortune: 12 shortest paths of 3 steps over all relationships but those of values."
    )
    assert lines[1].strip() == FIRST and len(lines) == 13


def test_path_as_json(run, bromley: Document) -> None:
    status, out, _ = run("path", "bromley", "Ofsted", "Peter Fortune", "--best", 2, "--json")
    report = json.loads(out)
    assert status == 0 and report["kind"] == "best" and report["found"] == 2 and report["complete"]
    assert report["hashes"] == list(bromley.source.hashes)
    assert report["paths"][0]["cost"] <= report["paths"][1]["cost"]
    assert report["paths"][0]["sentence"] == FIRST
    assert [step["passages"] for step in report["paths"][0]["steps"]] == [1, 1, 1]
    assert report["from"]["iri"] == report["paths"][0]["resources"][0]
    assert report["to"] == {"iri": report["paths"][0]["resources"][-1], "label": "Peter Fortune"}


HEARSAY = """@prefix : <https://e.org/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:p1 a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ oa:start 0 ; oa:end 1200 ] .
:p2 a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ oa:start 1300 ; oa:end 1310 ] .
:q1 a oa:SpecificResource ; oa:hasSource :letter .
:paper rdfs:label "Town paper" ; dcterms:issued "2016-06-27"^^<http://www.w3.org/2001/XMLSchema#date> .
:letter rdfs:label "Letter" .
:a :knows :d {| dcterms:source :p1 |} ; :meets :b {| dcterms:source :p1, :p2 |} .
:b :meets :d {| dcterms:source :p2, :p1 |} ; :hears :d {| dcterms:source :q1 |} .
:a :pays :c {| dcterms:source :p1, :q1 |} . :c :pays :e {| dcterms:source :p1, :q1 |} .
:e :pays :d {| dcterms:source :p2, :q1 |} . :a :sees :f . :f :sees :d {| dcterms:source :p1 |} .
"""


def test_paths_by_evidence_go_by_origins_then_passages_then_length(run, tmp_path) -> None:
    path = tmp_path / "hearsay.ttl"
    path.write_text(HEARSAY)
    report = json.loads(run("path", path, ":a", ":d", "--supported", 9, "--json")[1])
    found = ["".join(iri[-1] for iri in each["resources"]) for each in report["paths"]]
    assert found == ["aced", "abd", "ad", "afd"]
    assert [tuple(each["weakest"].values()) for each in report["paths"]] == [(2, 2), (1, 2), (1, 1), (0, 0)]
    for least, expected in ((0, "ad"), (1, "aced"), (2, "aced"), (3, "")):
        status, out, _ = run("path", path, ":a", ":d", "--min-origins", least, "--json")
        paths = json.loads(out)["paths"]
        assert "".join(iri[-1] for each in paths[:1] for iri in each["resources"]) == expected
        assert status == (0 if expected else 1)
        assert all(step["strongest"]["origins"] >= least for each in paths for step in each["steps"])
    out = run("path", path, ":a", ":d", "--min-origins", 2)[1].splitlines()
    assert out == [
        "a and d: 1 best supported path up to 4 steps over all relationships with at least 2 origins.",
        "  a — pays (2 origins, 2 passages) → c — pays (2 origins, 2 passages) → e — pays (2 origins, 2 passages) → d",
    ]


def test_disputed_steps_are_marked_in_paths_by_evidence(run, tmp_path) -> None:
    path = tmp_path / "disputed.ttl"
    path.write_text(
        HEARSAY
        + "@prefix cito: <http://purl.org/spar/cito/> . :claim rdfs:label 'claim' . :a :said :claim . :claim :of :z . "
        ":reply cito:disputes :claim . :reply :of :z . :a :hears :z . :other cito:isRefutedBy :reply ; :of :a ."
    )
    options = ("--supported", 9, "--hops", 3)
    report = json.loads(run("path", path, ":a", ":z", *options, "--json")[1])
    said = {
        (triple[0].rpartition("/")[2], triple[1].rpartition("/")[2]): step["disputed"]
        for each in report["paths"]
        for step in each["steps"]
        for triple in step["statements"]
    }
    assert {key for key, disputed in said.items() if disputed} == {
        ("claim", "of"), ("reply", "disputes"), ("other", "of"), ("other", "isRefutedBy"),
    }  # fmt: skip
    assert {("a", "hears"), ("a", "said"), ("reply", "of")} <= said.keys()
    assert "of (no passage), disputed → z" in run("path", path, ":a", ":z", *options)[1]
    assert "of, disputed [" in run("path", path, ":a", ":z", *options, "--cite")[1]


def test_cited_paths_are_numbered_with_a_footnote_for_each_step(run, tmp_path) -> None:
    path = tmp_path / "hearsay.ttl"
    path.write_text(HEARSAY)
    out = run("path", path, ":d", ":a", "--supported", 4, "--cite")[1].splitlines()
    assert out[1:4] == [
        "1. d ← pays [1] — e ← pays [2] — c ← pays [3] — a",
        "2. d ← meets and hears [4] — b ← meets [5] — a",
        "3. d ← knows [6] — a",
    ]
    assert out[4:6] == ["4. d ← sees [7] — f ← sees [8] — a", ""]
    paper = "Town paper (27 Jun 2016), characters"
    assert out[6] == (
        f"[1] {paper} 1,300–1,310; Letter. 2 passages in 2 texts, 1 from Town paper and 1 from Letter: 2 origins."
    )
    assert out[9] == (
        f"[4] “meets”: {paper} 0–1,200, 1,300–1,310. 2 passages in 1 text, both from Town paper: 1 origin. "
        "“hears”: Letter. 1 passage in 1 text, from Letter: 1 origin."
    )
    assert out[13] == "[8] No passage is recorded." and len(out) == 14
    report = json.loads(run("path", path, ":d", ":a", "--supported", 4, "--cite", "--json")[1])
    assert [f"{i}. {each}" for i, each in enumerate(report["sentences"], 1)] == out[1:5]
    assert [f"[{i}] {each}" for i, each in enumerate(report["footnotes"], 1)] == out[6:]


def test_no_path_gives_exit_status_1(run) -> None:
    status, out, err = run("path", "bromley", "Ofsted", "Peter Fortune", "--directed", "--predicate", "about")
    assert status == 1 and err == ""
    assert out == "Ofsted → Peter Fortune: No path up to 4 steps over “about”.\n"
    status, out, _ = run("path", "bromley", "Ofsted", "Peter Fortune", "--hops", 2, "--json")
    assert status == 1 and json.loads(out)["paths"] == []
    status, out, _ = run("path", "bromley", "Ofsted", "Peter Fortune", "--all", "--hops", 4)
    assert status == 0 and "paths up to 4 steps" in out


def test_an_invalid_path_command_gives_one_sentence(run, tmp_path) -> None:
    for arguments, sentence in (
        (("Ofsted", "Peter Fortun"), "“Peter Fortune”"),
        (("Ofsted", "Ofsted"), "two different resources"),
        (("Ofsted", "Peter Fortune", "--predicate", "abot"), "“about”"),
        (("Ofsted", "Peter Fortune", "--all", "--best", 3), "exclude each other"),
        (("Ofsted", "Peter Fortune", "--supported", 2, "--best", 3), "exclude each other"),
        (("Ofsted", "Peter Fortune", "--hops", 99), "99"),
    ):
        status, out, err = run("path", "bromley", *arguments)
        assert status == 2 and out == ""
        assert sentence in err and err.startswith("caseboard: ") and len(err.splitlines()) == 1
    twins = tmp_path / "twins.ttl"
    twins.write_text(
        "@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        ':a rdfs:label "Smith" ; :p :c . :b rdfs:label "Smith" ; :p :c .\n'
    )
    status, _, err = run("path", twins, "Smith", "c")
    assert status == 2 and "2 resources are called “Smith”" in err and ":a, :b" in err


GRADED = """@prefix g: <https://caseboard.example/grades#> .
:paper g:reliability "B" . :letter g:reliability "E" .
:a :knows :g {| dcterms:source :p1 ; g:credibility 2 |} . :g :knows :d {| dcterms:source :p1 ; g:credibility "4" |} .
:a :knows :h {| dcterms:source :q1 |} . :h :knows :d {| dcterms:source :p1 ; g:credibility "1" |} .
:a :knows :i {| dcterms:source :p1 |} . :i :knows :d {| dcterms:source :p1 ; g:credibility "1" |} .
"""


def test_of_paths_that_are_supported_alike_the_better_graded_come_first(run, tmp_path) -> None:
    path = tmp_path / "graded.ttl"
    path.write_text(HEARSAY + GRADED)
    report = json.loads(run("path", path, ":a", ":d", "--supported", 9, "--json")[1])
    found = ["".join(iri[-1] for iri in each["resources"]) for each in report["paths"]]
    assert found == ["aced", "abd", "agd", "ad", "aid", "ahd", "afd"]
    weakest = [each["weakest"] for each in report["paths"] if each["weakest"]["passages"] == 1]
    assert [each["grade"] for each in weakest] == ["B4", "B", "B", "E"], "without a figure is worse than any"
    out = run("path", path, ":a", ":d", "--min-grade", "b4", "--cite")[1].splitlines()
    assert out[0] == "a and d: 1 best supported path up to 4 steps over all relationships graded B4 or better."
    assert out[-1].endswith("Grade B4: reliable as a rule, doubtful.")
    assert run("path", path, ":a", ":d", "--min-grade", "A")[0] == 1
    assert "“B7” is no grade" in run("path", path, ":a", ":d", "--min-grade", "B7")[2]


def test_the_grades_of_an_exploration_rank_paths_and_stand_in_their_footnotes(run, tmp_path) -> None:
    path = tmp_path / "graded.ttl"
    path.write_text(HEARSAY + GRADED)
    document = finish(open_document([str(path)]))
    p = document.projection
    paper = next(iri for iri in p.documents if iri.endswith("paper"))
    view = View(graded=(Grade((paper,), "F"), Grade((paper.replace("paper", "letter"),), "A")))
    saved = tmp_path / "work.caseboard.trig"
    finish(save_exploration(saved, document, NamedView("Now", "", view), (), ()))
    report = json.loads(run("path", saved, ":a", ":d", "--supported", 9, "--json", "--cite")[1])
    found = {"".join(iri[-1] for iri in each["resources"]): each["weakest"].get("grade") for each in report["paths"]}
    assert found["agd"] == "F4" and found["ahd"] == "F1", "the user's letters count before those of the data"
    assert any("Grade B4: reliable as a rule, doubtful. Graded F by you: of unknown" in n for n in report["footnotes"])
