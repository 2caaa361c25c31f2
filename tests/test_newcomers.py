"""Newcomers to a finished picture lie on nothing, touch nothing and stand on no line between others."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.document import Document
from explorer.pictures.scene.staging import stage
from explorer.views.newcomers import with_newcomers
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.projection import Projection
from graph.reading.read import read_bytes
from graph.work.progress import finish


def _check(p: Projection, view: View) -> None:
    """The rules for the newcomers of a view."""
    before = ~np.isnan(view.positions.of(p.node_count)[:, 0])
    visible = see(p, view)
    scene = stage(p, with_newcomers(p, view, visible), visible)
    xy, r, old = scene.xy.astype(float), scene.radius.astype(float), before[scene.ids]
    for node in np.flatnonzero(~old).tolist():
        apart = np.hypot(*(xy - xy[node]).T) - r - r[node]
        apart[node] = np.inf
        assert apart.min() > 2.0, (p.labels[int(scene.ids[node])], "touches another")
        lines = np.flatnonzero(old[scene.source] & old[scene.target] & (scene.bend == 0))
        a, b = xy[scene.source[lines]], xy[scene.target[lines]]
        share = ((xy[node] - a) * (b - a)).sum(axis=1) / np.maximum(((b - a) ** 2).sum(axis=1), 1e-9)
        off = np.hypot(*(a + (b - a) * np.clip(share, 0, 1)[:, None] - xy[node]).T)
        assert off.min(initial=np.inf) > 6.0, (p.labels[int(scene.ids[node])], "stands on a line between others")


@pytest.mark.parametrize("look", [0, 1])
def test_what_a_class_shows_again_touches_nothing(bromley: Document, look: int) -> None:
    view = bromley.named_views[look].view
    for cls in sorted(view.hidden_classes - {-1}):
        _check(bromley.projection, view._replace(hidden_classes=view.hidden_classes - {cls}))


@cache
def _hub() -> Projection:
    head = "@prefix : <https://example.org/> . "
    hub = " ".join(f":hub :x :n{i} ." for i in range(12))
    text = f"{head}{hub}" + " :n1 :y :n2 . :n3 :y :n4 . :n5 :y :n0 . :far a :Lone ."
    return finish(project(read_bytes(text.encode(), "a.ttl").quads))


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_newcomers_to_any_picture_touch_nothing(data) -> None:
    p = _hub()
    spot = st.tuples(st.integers(-6, 6), st.integers(-6, 6))
    spots = data.draw(st.lists(spot, min_size=p.node_count, max_size=p.node_count, unique=True))
    fresh = sorted(data.draw(st.sets(st.integers(0, p.node_count - 1), min_size=1, max_size=p.node_count - 1)))
    xy = np.array(spots, np.float32) * 67.3
    xy[fresh] = np.nan
    _check(p, View(positions=Positions(xy)))


def test_many_newcomers_without_neighbours_stand_together_below(turtle) -> None:
    p = turtle(":a :x :b ." + " ".join(f":n{i} a :Lone ." for i in range(40)))
    xy = np.full((p.node_count, 2), np.nan, np.float32)
    for name, place in (("a", (0, 0)), ("b", (300, 80))):
        xy[p.node_of[f"https://example.org/{name}"]] = place
    view = View(positions=Positions(xy), hidden_nodes=Nodes())
    _check(p, view)
    out = with_newcomers(p, view, see(p, view)).positions.xy
    assert (out[np.isnan(xy[:, 0]), 1] > 80).all()


def test_showing_everything_lays_out_anew_where_there_is_no_room(window, qtbot) -> None:
    """The first picture of Bromley shows 54 of 172 resources."""
    session = window.session
    before = session.view.positions.of(session.projection.node_count)
    window.overlay.ledger.reset()
    qtbot.waitUntil(lambda: not window.jobs.is_busy and session.is_placed)
    after = session.view.positions.of(session.projection.node_count)
    known = np.isfinite(before[:, 0])
    assert np.isfinite(after[session.visible.drawn]).all() and len(session.visible.drawn) > 2 * known.sum()
    assert not np.array_equal(before[known], after[known])
