"""Concepts that are values of resources: paths, measures and layouts leave them out unless somebody wants them."""

import json

import numpy as np
import pytest

from explorer.__main__ import main
from explorer.panels.measure_jobs import take
from explorer.panels.paths.search import Question, find_routes, pairs_of
from explorer.pictures.scene.arranging import pose
from explorer.pictures.scene.staging import stage
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.values import edges_to_values, values_of
from graph.work.progress import finish

EVENTS = """
    :done a skos:Concept ; skos:inScheme :states . :states a skos:ConceptScheme . :due a skos:Concept .
    :a a schema:Event ; :by :ann ; :state :done . :b a schema:Event ; :by :bob ; :state :done .
    :c a schema:Event ; :by :cat ; :state :due . :d a schema:Event ; :by :dan ; :state :due . :ann :knows :cat .
"""


def named(p, mask):
    return {p.iris[node].rpartition("/")[2] for node in np.flatnonzero(mask).tolist()}


def paths(p, start, end, **asked):
    pairs = pairs_of([p.node_of[f"https://example.org/{name}"] for name in (start, end)], directed=False)
    return finish(find_routes(p, see(p, View()), pairs, Question(whole=True, **asked))).legs[0]


def test_a_concept_is_a_value_where_resources_hang_together_without_it(turtle):
    p = turtle(EVENTS)
    assert named(p, values_of(p)) == {"done", "due", "states"}
    assert int(edges_to_values(p).sum()) == 5
    books = turtle(
        ":t a skos:Concept . :x a schema:Book ; :on :t . :y a schema:Book ; :on :t . :z a schema:Book ; :on :t ."
    )
    assert not values_of(books).any(), "subjects are all that relates the books"
    thesaurus = turtle(":t a skos:Concept ; skos:broader :u . :u a skos:Concept . :x :by :y ; :on :t .")
    assert not values_of(thesaurus).any(), "a concept below another is a resource of its own"
    assert not values_of(turtle(":a :b :c .")).any()


def test_paths_leave_values_out_unless_asked_for(turtle):
    p = turtle(EVENTS)
    leg = paths(p, "a", "b")
    assert leg.found == 0 and leg.sentence.endswith("over all relationships but those of values")
    assert paths(p, "a", "b", values=True).found == 1
    state = frozenset(i for i, info in enumerate(p.predicates) if info.iri.endswith("/state"))
    assert paths(p, "a", "b", predicates=state).found == 1, "a kind of relationship that is named is asked for"
    assert paths(p, "a", "done").found == 1, "so is a value at the end"


def test_the_command_line_goes_through_values_on_request(capsys):
    def asked(*more):
        main([*ends, *more])
        return json.loads(capsys.readouterr().out)

    ends = ["path", "bromley", "Full council meeting, 16 July 2018", "Commissioner appointed", "--json"]
    plain, wide = asked(), asked("--values")
    happened = "https://caseboard.example/ontology#happened"
    assert not any(happened in path["resources"] for path in plain["paths"])
    assert any(happened in path["resources"] for path in wide["paths"])


@pytest.mark.parametrize("name", ["pagerank", "degree", "betweenness"])
def test_measures_leave_values_out_unless_asked_for(turtle, name):
    p = turtle(EVENTS)
    values = values_of(p)
    measured = finish(take(p, None, name))
    assert np.isnan(measured.values.of(p.node_count)[values]).all() and "values left out" in measured.note
    without = turtle("""
        :a a schema:Event ; :by :ann . :b a schema:Event ; :by :bob . :c a schema:Event ; :by :cat .
        :d a schema:Event ; :by :dan . :ann :knows :cat .
    """)
    alone = finish(take(without, None, name)).values.of(without.node_count)
    for iri, node in without.node_of.items():
        assert measured.values.of(p.node_count)[p.node_of[iri]] == pytest.approx(alone[node])
    every = finish(take(p, see(p, View()), name, values=True))
    assert not np.isnan(every.values.of(p.node_count)).any() and "left out" not in every.note
    started = finish(take(p, see(p, View()), name, target=int(np.flatnonzero(values)[0])))
    assert not np.isnan(started.values.of(p.node_count)[np.flatnonzero(values)[0]])


def test_layouts_leave_the_lines_of_values_out_unless_asked_for(turtle):
    p = turtle(EVENTS)
    for view, left in ((View(), True), (View(follows_values=True), False)):
        scene = stage(p, view, see(p, view))
        problem = pose(p, view, scene, lambda *_: (50.0, 12.0))[0]
        assert len(problem.edges) == len(problem.kinds) == len(scene.source) - 5 * left
        assert (scene.quiet is not None) == left


def test_the_window_goes_through_values_and_leaves_them_out_again(window):
    action = window.actions_set.by_id["layout.values"]
    action.trigger()
    assert window.session.view.follows_values and action.isChecked()
    window.session.undo()
    assert not window.session.view.follows_values and not action.isChecked()
