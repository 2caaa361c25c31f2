"""Parameters of layouts: read from texts, kept within bounds, and without effect while they have their defaults."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CaseboardError, LayoutError, NameUnknownError
from graph.layout import LAYOUTS, Parameter, arrange
from graph.layout.parameters import Setting, write_setting
from graph.layout.problem import problem
from graph.layout.registry import MANY
from graph.work.progress import finish

EVERY = [(layout, parameter) for layout in LAYOUTS.values() for parameter in layout.parameters]
RING = [(i, (i + 1) % 12) for i in range(12)] + [(0, 6), (3, 9), (2, 7)]


def values_of(parameter: Parameter) -> st.SearchStrategy[Setting]:
    if parameter.kind == "switch":
        return st.booleans()
    if parameter.kind == "choice":
        return st.sampled_from(parameter.choices)
    if parameter.kind == "whole":
        return st.integers(int(parameter.least), int(parameter.most))
    return st.floats(parameter.least, parameter.most)


@pytest.mark.parametrize(("layout", "parameter"), EVERY, ids=lambda row: row.name)
def test_a_row_is_complete(layout, parameter):
    assert parameter.title and parameter.sentence.endswith(".")
    assert parameter.accepts(parameter.default)
    assert parameter.kind in ("switch", "choice") or parameter.least < parameter.most
    assert (parameter.kind == "choice") == bool(parameter.choices)


@given(st.data())
def test_written_settings_read_back(data):
    layout, parameter = data.draw(st.sampled_from(EVERY))
    value = data.draw(values_of(parameter))
    read = layout.read_settings([write_setting(parameter.name, value)])
    assert read == (() if value == parameter.default else ((parameter.name, value),))


@given(st.sampled_from(EVERY), st.text(max_size=8) | st.floats().map(str) | st.integers().map(str))
def test_any_text_is_a_value_or_one_sentence(row, text):
    layout, parameter = row
    try:
        read = layout.read_settings([f"{parameter.name}={text}"])
    except LayoutError as error:
        assert parameter.allowed in str(error) and str(error).endswith(".")
    else:
        assert all(parameter.accepts(value) for _, value in read)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(NameUnknownError, match=r"Spring has no setting “evil”\. Its settings are length, rounds"):
        LAYOUTS["spring"].read_settings(["evil=1"])
    with pytest.raises(NameUnknownError, match=r"Circular has no setting “evil”\. It has no settings"):
        LAYOUTS["circular"].read_settings(["evil=1"])


OTHER = {
    "scaling": 20.0, "gravity": 9.0, "strong-gravity": True, "linlog": True, "rounds": 3, "length": 4.0,
    "strength": 2.0, "direction": "right", "repulsion": 4.0, "growth": "around",
}  # fmt: skip


def places(name: str, count: int = 12, **given: Setting) -> bytes:
    edges = RING if count == 12 else [(i, i // 2) for i in range(1, count)]
    days = np.repeat(np.arange(count)[:, None] ** 2.0, 2, axis=1)
    asked = problem(count, edges, dates=days, settings={key.replace("_", "-"): value for key, value in given.items()})
    return finish(arrange(name, asked)).positions.tobytes()


@pytest.mark.parametrize(("layout", "parameter"), EVERY, ids=lambda row: row.name)
def test_a_default_changes_nothing_and_another_value_does(layout, parameter):
    if layout.available() is not True:
        pytest.skip("Graphviz is not installed")
    usual = places(layout.name)
    assert places(layout.name, **{parameter.name: parameter.default}) == usual
    assert places(layout.name, **{parameter.name: OTHER[parameter.name]}) != usual


def test_a_large_graph_follows_the_same_parameters():
    usual = places("forceatlas2", MANY + 50)
    for name in ("scaling", "gravity", "strong-gravity", "linlog", "rounds"):
        assert places("forceatlas2", MANY + 50, **{name: OTHER[name]}) != usual


def test_a_value_out_of_bounds_is_refused():
    with pytest.raises(CaseboardError, match="Gravity must be a number from 0 to 10, not “11”"):
        places("forceatlas2", gravity=11)
