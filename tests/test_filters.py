"""Each filter by itself: what it hides at its limits, how it is dropped, and the facets that set it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from random_views import CASE, views

from explorer.views.collapsing import unfocused
from explorer.views.hiding.dates import course_by, outside_dates
from explorer.views.hiding.facets import FACETS, facet_of
from explorer.views.hiding.filters import FILTER_OF, Cause, is_filtered, outside_range, without_filters
from explorer.views.hiding.support import SUPPORT, supported_alike
from explorer.views.hiding.value_facets import WITHOUT
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.columns import edge_column, node_column
from graph.model.origins import node_origins
from graph.model.projection import Projection
from graph.rdf.values import to_days
from graph.reading.read import read_bytes
from graph.work.progress import finish

OWN = {
    Cause.CLASS: ("hidden_classes",),
    Cause.PREDICATE: ("hidden_predicates",),
    Cause.SOURCE: ("hidden_documents", "hidden_graphs"),
    Cause.SUPPORT: (
        "hidden_support",
        "hidden_text_support",
        "hidden_origin_support",
        "hidden_node_passages",
        "hidden_node_texts",
        "hidden_node_origins",
    ),
    Cause.KNOWN: ("known", "known_from_start"),
    Cause.GRADE: ("least_grade",),
    Cause.DATE: ("dates", "undated"),
    Cause.AMOUNT: ("amounts",),
    Cause.DEGREE: ("degrees",),
    Cause.VALUE: ("ranges", "hidden_values"),
    Cause.INFERRED: ("hidden_inference",),
    Cause.DISAGREEMENT: ("only_disputed",),
    Cause.LEFT_OUT: ("left_out",),
    Cause.UNCONNECTED: ("hides_unconnected",),
    Cause.FOLDED: ("folded_classes",),
}
"""The fields of a view that each filter goes by; the focus also holds what it showed."""
FRESH = View()
FIELDS = (
    *(name for names in OWN.values() for name in names), "focus", "hops", "direction", "shown_nodes", "shown_edges",
    "expansions", "groups", "ungrouped", "hidden_nodes", "set_aside",
)  # fmt: skip


@cache
def case() -> Projection:
    return finish(project(read_bytes(CASE.encode(), "case.trig").quads))


def fresh(view: View, *names: str) -> View:
    """``view`` with some of its fields as in a new one."""
    return view._replace(**{name: getattr(FRESH, name) for name in names})


def labels(p: Projection, nodes: np.ndarray) -> list[str]:
    return sorted(p.labels[node] for node in nodes.tolist())


# Not folding: a folded resource is hidden with its statements, and stands alone once it is unfolded.
@given(views(case(), *(name for name in FIELDS if name != "folded_classes")))
@settings(max_examples=100)
def test_a_filter_that_is_dropped_hides_nothing_and_leaves_the_others(view):
    before = see(case(), view)
    for cause, row in FILTER_OF.items():
        if row.dropped is None:
            continue
        after = see(case(), row.dropped(view))
        assert not (after.node_cause == cause).any() and not (after.edge_cause == cause).any(), cause
        if view.shown_nodes or view.shown_edges:
            continue  # some are shown only as long as a filter hides them
        others = {other for other, each in FILTER_OF.items() if other < cause and each.dropped is not None}
        still = np.isin(before.node_cause, sorted(others))
        if cause == Cause.FOCUS:  # leaving it hides by hand again
            assert (after.node_cause[still] != 0).all()
            continue
        assert (after.node_cause[still] == before.node_cause[still]).all(), cause


@given(views(case(), *FIELDS))
@settings(max_examples=30)
def test_a_filter_that_is_dropped_resets_its_own_fields_alone(view):
    for cause, names in OWN.items():
        assert FILTER_OF[cause].dropped(view) == fresh(view, *names)
    assert FILTER_OF[Cause.FOCUS].dropped(view) == unfocused(view)
    by_hand, hidden = FILTER_OF[Cause.HAND].dropped(view), view.hidden_nodes
    assert by_hand == view._replace(hidden_nodes=hidden & view.set_aside)
    alone = FILTER_OF[Cause.ALONE].dropped(view)
    assert alone == fresh(view, "set_aside")._replace(hidden_nodes=hidden - view.set_aside)
    two_of_one = {Cause.HAND, Cause.ALONE}
    assert FILTER_OF.keys() - OWN.keys() == {Cause.FOCUS, Cause.END} | two_of_one
    assert FILTER_OF[Cause.END].dropped is None


def test_the_words_of_filters_follow_the_word_hidden():
    assert [row.words for row in FILTER_OF.values()] == [
        "by the named view", "outside what is shown alone", "by hand",
        "by class", "by kind", "by inference", "by text or graph", "by what was known",
        "by passages, texts or origins", "by grade",
        "by date", "by amount", "by number of relationships", "by value", "as neither disputed nor updated",
        "outside the focus", "as unconnected", "because an end is hidden", "of folded resources",
    ]  # fmt: skip


@given(views(case(), *FIELDS))
@settings(max_examples=60)
def test_without_filters_groups_and_folding_stay_and_nothing_else_hides(view):
    bare = without_filters(view)
    hiding = [name for cause, names in OWN.items() if cause != Cause.FOLDED for name in names]
    hiding += ["hidden_nodes", "set_aside"]
    assert bare == fresh(unfocused(view), *hiding, "hops", "direction", "shown_nodes", "shown_edges")
    assert bare.folded_classes == view.folded_classes
    assert is_filtered(view) == (bare != view) and not is_filtered(bare)
    visible = see(case(), bare)
    assert not visible.node_cause[visible.node_cause != Cause.FOLDED].any()


def test_both_ends_of_a_range_are_in_it(turtle):
    p = turtle(
        ":a :age 1 ; schema:price 1 . :b :age 2 ; schema:price 2 ; :x :a . :c :age 3 ; schema:price 3 ; :x :a, :b . "
        ":d :age 4 ; schema:price 4 ; :x :a, :b, :c ."
    )
    ranges = (("attribute https://example.org/age", (2.0, 3.0)),)
    for view in (View(amounts=(2.0, 3.0)), View(ranges=ranges)):
        assert labels(p, see(p, view).nodes) == ["b", "c"]
    assert p.degree.tolist() == [3, 3, 3, 3]
    assert len(see(p, View(degrees=(3.0, 9.0))).nodes) == len(see(p, View(degrees=(1.0, 3.0))).nodes) == 4


def test_three_texts_are_several_and_what_rests_on_no_hidden_text_stays(turtle):
    p = turtle("""
        :p1 oa:hasSource :t1 . :p2 oa:hasSource :t2 . :p3 oa:hasSource :t3 .
        :a a :A ; dcterms:source :p1, :p2, :p3 ; :x :b {| dcterms:source :p1, :p2, :p3 |} .
        :b a :A ; dcterms:source :p1 ; :x :c . :c a :A ; :x :a .
    """)
    for view, nodes, edges in (
        (View(hidden_node_passages=frozenset({2})), ["b", "c"], 1),
        (View(hidden_node_texts=frozenset({2})), ["b", "c"], 1),
        (View(hidden_support=frozenset({2})), ["a", "b", "c"], 2),
        (View(hidden_text_support=frozenset({2})), ["a", "b", "c"], 2),
        (View(hidden_origin_support=frozenset({2})), ["a", "b", "c"], 2),
        (View(hidden_node_origins=frozenset({2})), ["b", "c"], 1),
        (View(hidden_documents=frozenset({0})), ["a", "c"], 1),
        (View(hidden_documents=frozenset({0, 1, 2})), ["c"], 0),
    ):
        visible = see(p, view)
        assert (labels(p, visible.nodes), len(visible.edges)) == (nodes, edges)
    for name in SUPPORT:
        facet = FACETS[name]
        assert (facet.nodes or facet.edges)(p, 2).sum() == 1, name


LEVELS = [frozenset(levels) for levels in ((), (0,), (0, 1), (0, 2), (1, 2), (0, 1, 2))]


@pytest.mark.parametrize("hidden", LEVELS)
def test_resources_rest_on_as_much_as_the_relationships_of_the_one_level_that_is_shown(hidden):
    p, shown = case(), {0, 1, 2} - hidden
    counts = {
        "support": [len(p.node_evidence[n]) for n in range(p.node_count)],
        "text_support": [len({p.passages[each].document for each in p.node_evidence[n]}) for n in range(p.node_count)],
        "origin_support": node_origins(p).tolist(),
    }
    for name, row in SUPPORT.items():
        alike = supported_alike(p, row.hiding(View(), hidden)).tolist()
        asked = name in counts and len(shown) == 1 and 0 not in shown
        assert alike == [asked and min(count, 2) in shown for count in counts.get(name, alike)], name


def test_each_count_of_support_has_words_for_its_levels():
    texts, origins = ("One text", "More than one text"), ("One origin", "At least two origins")
    assert [(row.title, row.caption, *row.words) for row in SUPPORT.values()] == [
        ("Relationships by passages", "By passages", "No evidence", "One passage", "Several passages"),
        ("Relationships by texts", "By texts", "No evidence", *texts),
        ("Relationships by origins", "By origins", "No evidence", *origins),
        ("Resources by passages", "By passages", "No evidence", "One passage", "Several passages"),
        ("Resources by texts", "By texts", "No evidence", *texts),
        ("Resources by origins", "By origins", "No evidence", *origins),
    ]


@pytest.mark.parametrize("bare", [True, False])
def test_rows_without_a_value_are_outside_a_range_unless_they_stay(turtle, bare):
    p = turtle(
        ':a :age 1 ; :seen "2016"^^xsd:gYear . :b :age 5 ; :seen "2018"^^xsd:gYear . '
        ':c :age "unknown" ; :seen "long ago" . :d :note "x" .'
    )
    ages, years = (node_column(p, f"attribute https://example.org/{name}") for name in ("age", "seen"))
    first = float(to_days("2018"))
    for column, kept in ((ages, (5.0, 9.0)), (years, (first, first)), (years, (first, first + 900.0))):
        outside = {label for label, out in zip(p.labels, outside_range(column, kept, bare)) if out}
        assert outside == ({"a"} if bare else {"a", "c", "d"})


def test_dates_touch_a_range_as_far_as_they_last():
    spans = np.array(
        [[0, 5], [5, 5], [5, 9], [9, 9], [9, 12], [4, 4], [-np.inf, 5], [7, np.inf], [np.nan, np.nan]], float
    )
    assert outside_dates(spans, (5.0, 9.0), True).tolist() == [1, 0, 0, 1, 1, 1, 1, 0, 0]
    assert outside_dates(spans, (5.0, 9.0), False).tolist() == [1, 0, 0, 1, 1, 1, 1, 0, 1]


SAID = """
    :p oa:hasSource :paper . :paper schema:datePublished "2019-03-01"^^xsd:date .
    :a schema:startDate "2016"^^xsd:gYear . :b dcterms:source :p ; :x :a . :c :x :a .
"""


def test_a_resource_is_dated_by_what_happened_or_by_what_was_said(turtle):
    p = turtle(SAID)
    assert labels(p, see(p, View(undated=False)).nodes) == ["a"]
    assert labels(p, see(p, View(undated=False, clock="said")).nodes) == ["b"]


def test_statements_of_order_say_when_something_happened_and_not_when_it_was_said(turtle):
    p = turtle(SAID + """:a dcterms:source :p . :b schema:startDate "2016"^^xsd:gYear ; :after :a .""")
    rows = [p.labels.index(label) for label in "ab"]
    happened, said = (course_by(p, clock) for clock in ("happened", "said"))
    assert np.diff(happened.marks[rows]) > 0 and np.diff(happened.ranks()[rows]) == 1
    assert said.marks[rows].tolist() == [to_days("2019-03-01") + 0.5] * 2 and np.diff(said.ranks()[rows]) == 0


def test_a_facet_over_a_column_has_a_line_for_each_value_and_one_for_none(turtle):
    p = turtle(':a :role "lead" ; :x :b {| :part "first" |}, :c . :b :role "aide" ; :x :c . :c :note "x" .')
    of_nodes, of_edges = "attribute https://example.org/role", "remark https://example.org/part"
    assert facet_of(p, View(), "classes") is FACETS["classes"] and facet_of(p, View(), "attribute urn:no") is None
    for key, column, title in (
        (of_nodes, node_column(p, of_nodes), "Role"),
        (of_edges, edge_column(p, of_edges), "Relationships by part"),
    ):
        facet = facet_of(p, View(), key)
        masks, others = (facet.edges, facet.nodes) if key == of_edges else (facet.nodes, facet.edges)
        assert (facet.title, facet.of_edges, others) == (title, key == of_edges, None)
        texts = column.texts(range(p.edge_count if key == of_edges else p.node_count))
        assert facet.apart == {WITHOUT}
        assert masks(p, WITHOUT).tolist() == [not text for text in texts]
        found = {tuple(masks(p, line).tolist()) for line in range(column.value_count)}
        assert found == {tuple(text == value for text in texts) for value in set(texts) - {""}}
        hiding = facet.hiding(View(), frozenset({0, WITHOUT}))
        assert facet.hidden(hiding) == {0, WITHOUT} and not facet.hidden(View())


def test_a_column_with_too_many_values_has_no_facet(turtle):
    p = turtle("".join(f":n{i} :code {i} . " for i in range(1001)))
    assert facet_of(p, View(), "attribute https://example.org/code") is None


def test_what_is_asked_for_leaves_the_filters_by_hand_and_by_focus():
    two = np.array([1, 2])
    by_hand = FILTER_OF[Cause.HAND].showing(case(), View(hidden_nodes=Nodes({1, 2, 3})), two)
    assert set(by_hand.hidden_nodes) == {3}
    focused = FILTER_OF[Cause.FOCUS].showing(case(), View(focus=Nodes({0}), hops=0), two)
    assert set(focused.focus) == {0, 1, 2}
    left = FILTER_OF[Cause.LEFT_OUT].showing
    assert left is None or set(left(case(), View(left_out=Nodes({1, 3})), two).left_out) == {3}
