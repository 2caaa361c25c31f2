"""Results of measures as values: equality, distribution, leaders."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from panel_case import case, node

from explorer.panels.measure_jobs import distribution, forecast, leaders, take
from explorer.views.measures import KEY, Measured, Values, write_value
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.measures import METRICS
from graph.work.progress import finish

P = case().projection


def made(name: str, numbers: list[float]) -> Measured:
    return Measured(KEY + name, METRICS[name].title, METRICS[name].sentence, Values(np.array(numbers)))


def test_values_are_equal_by_content_and_cannot_be_changed() -> None:
    one, two = Values(np.array([1.0, np.nan, 0.0])), Values(np.array([1.0, np.nan, -0.0]))
    assert one == two and hash(one) == hash(two)
    assert one != Values(np.array([1.0, np.nan]))
    assert one != Values(np.array([1.0, 2.0, 0.0]))
    with pytest.raises(ValueError, match="read-only"):
        one.array[0] = 2
    assert View() == View()


def test_resources_added_later_have_no_value() -> None:
    values = Values(np.array([3.0, 1.0]))
    np.testing.assert_equal(values.of(4), [3, 1, np.nan, np.nan])
    np.testing.assert_equal(values.of(1), [3])


def test_hidden_resources_are_neither_measured_nor_counted() -> None:
    council, mayor = node("Town council"), node("Ada Mayor")
    everything = finish(take(P, None, "degree"))
    assert everything.values.of(P.node_count).tolist() == P.degree.tolist()
    assert everything.note == f"Of all {P.node_count:,} resources and {P.edge_count:,} relationships."
    visible = see(P, View(hidden_nodes=Nodes([council])))
    shown = finish(take(P, visible, "degree"))
    assert np.isnan(shown.values.array[council])
    assert shown.values.array[mayor] == P.degree[mayor] - 1
    assert shown.note.startswith(f"Of the {P.node_count - 1:,} resources and ")
    assert shown.note.endswith(" that were shown.")


def test_a_distance_starts_at_the_selected_resource_and_says_so() -> None:
    visible = see(P, View())
    for directed, steps in ((None, 2.0), (True, np.nan)):
        found = finish(take(P, visible, "distance", directed=directed, target=node("Ada Mayor")))
        assert found.title == "Distance from Ada Mayor"
        np.testing.assert_equal(found.values.array[node("Summer fair")], steps)
        assert ("along their direction" in found.note) is bool(directed)
        assert leaders(found, P.degree)[0] == (node("Ada Mayor"), 0.0, 1)


def test_an_estimate_gives_its_sample_size_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    assert forecast("betweenness", 45, 90) == ""
    assert "at most 50,000; show fewer" in forecast("communities", 50_001, 1)
    monkeypatch.setitem(METRICS, "betweenness", METRICS["betweenness"]._replace(budget=1))
    monkeypatch.setattr("graph.analysis.measures.LEAST_PIVOTS", 10)
    assert forecast("betweenness", 45, 90) == "For 45 resources it is an estimate from the paths of about 10."
    found = finish(take(P, None, "betweenness"))
    # A part of two resources lists both.
    assert found.note.endswith("An estimate from the paths of 12 resources, drawn at random.")


def test_among_equals_and_in_groups_the_best_connected_leads() -> None:
    degree = np.array([1, 5, 2, 9, 3])
    assert [line.node for line in leaders(made("core", [1, 1, 2, np.nan, 1]), degree, 3)] == [2, 1, 4]
    groups = leaders(made("components", [1, 1, 2, np.nan, 1]), degree)
    assert groups == ((1, 1.0, 3), (2, 2.0, 1))
    assert leaders(made("core", [np.nan] * 5), degree) == ()


@given(st.lists(st.one_of(st.floats(0, 1), st.just(np.nan), st.floats(0, 1e-6)), min_size=1, max_size=60))
def test_every_measured_resource_is_in_one_bar(numbers: list[float]) -> None:
    known = [number for number in numbers if not np.isnan(number)]
    span = distribution(made("betweenness", numbers), len(numbers) + 2)
    if len(set(known)) < 2:
        assert span is None
        return
    assert span is not None
    assert sum(span.histogram) == len(known)
    assert span.without == len(numbers) + 2 - len(known)
    assert (span.low, span.high) == (min(known), max(known))
    for number in known:
        assert span.at(span.share(number)) == pytest.approx(number, rel=1e-6, abs=1e-12)


def test_a_heavy_tail_gets_a_logarithmic_scale() -> None:
    heavy = 1e-4 * 10 ** np.random.default_rng(1).exponential(0.6, 3000)
    span = distribution(made("pagerank", heavy.tolist()), 3000)
    assert span is not None and span.curved
    assert span.share(1e-3) - span.share(1e-4) > 0.1
    assert sum(count > 0 for count in span.histogram) > 12
    even = distribution(made("closeness", np.linspace(0, 1, 100).tolist()), 100)
    assert even is not None and not even.curved


def test_values_are_written_for_people() -> None:
    assert write_value(METRICS["degree"], 1234.0) == "1,234"
    assert [write_value(METRICS["pagerank"], v) for v in (0.0123456, 0.000002, 0.0)] == ["0.0123", "2.0e-06", "0"]


def test_a_measure_is_a_column_of_the_table() -> None:
    column = made("degree", [3, np.nan, 12]).column(4)
    assert (column.key, column.title, column.filled) == ("measure degree", "Degree", 2)
    np.testing.assert_equal(column.numbers, [3, np.nan, 12, np.nan])
    assert column.texts([0, 1, 2]) == ["3", "", "12"]
    assert made("degree", [3, np.nan, 12]).column(4) is column
