"""Screen readers see the canvas as a graphic whose parts are the drawn nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot
from test_raster import composer, crowd

from ui.canvas.accessible import MOST
from ui.canvas.canvas import Canvas

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture(autouse=True)
def _with_a_screen_reader() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    """A canvas with the keyboard and forty nodes."""
    made = Canvas(composer())
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show_scene(crowd(40, 60))
    made.show()
    made.activateWindow()
    made.setFocus()
    made.fit(fly=False)
    qtbot.waitUntil(lambda: made.hasFocus() and made._spoken is not None)
    yield made
    made.rendering.stop()


def read(canvas: Canvas) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(canvas)


def parts(canvas: Canvas) -> list[QAccessibleInterface]:
    return [read(canvas).child(place) for place in range(read(canvas).childCount())]


def events(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    told: list[object] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(told.append))
    return told


def test_the_canvas_is_a_graphic_with_a_part_for_each_drawn_node(canvas):
    picture = read(canvas)
    assert picture.role() == QAccessible.Role.Graphic and picture.text(NAME) == "Graph"
    assert {part.text(NAME) for part in parts(canvas)} == {f"Node {i}" for i in range(40)}
    assert picture.text(DESCRIPTION) == "40 nodes"
    assert [picture.indexOfChild(part) for part in parts(canvas)] == list(range(40))
    assert all(part.parent() is picture for part in parts(canvas))


def test_a_part_lies_where_its_node_is_drawn(canvas):
    for part in parts(canvas):
        row = int(part.text(NAME).split()[1])
        x, y = canvas.camera.to_picture(canvas.scene.xy[row : row + 1])[0].tolist()
        centre = canvas.mapFromGlobal(part.rect().center())
        assert canvas.rect().contains(centre) and abs(centre.x() - x) <= 2 and abs(centre.y() - y) <= 2
        assert not part.state().offscreen


def test_a_node_out_of_sight_says_so(canvas):
    canvas.look(canvas.camera.panned(5000, 0))
    assert all(part.state().offscreen for part in parts(canvas))


def test_the_last_selected_node_has_the_focus_and_is_announced(canvas, monkeypatch):
    told = events(monkeypatch)
    canvas.show_selection((3, 30))
    focus = read(canvas).focusChild()
    assert focus.text(NAME) == "Node 10" and focus.state().focused and focus.state().selected
    assert {part.text(NAME) for part in parts(canvas) if part.state().selected} == {"Node 1", "Node 10"}
    kinds = [event.type() for event in told]
    assert QAccessible.Event.Focus in kinds
    assert told[kinds.index(QAccessible.Event.Focus)].uniqueId() == QAccessible.uniqueId(focus)
    assert told[-1].message() == "Node 1; Node 10"


def test_a_large_picture_lists_the_nodes_nearest_its_middle_and_the_selected_one(canvas):
    scene = crowd(3000, 10, spread=4000.0)
    canvas.show_scene(scene)
    far = int(np.argmax(np.hypot(scene.xy[:, 0] - canvas.camera.x, scene.xy[:, 1] - canvas.camera.y)))
    canvas.show_selection((int(scene.ids[far]),))
    assert read(canvas).childCount() == MOST
    assert read(canvas).text(DESCRIPTION).endswith(f"; {MOST} of 3,000 nodes, the nearest to the middle")
    near = np.argsort(np.hypot(scene.xy[:, 0] - canvas.camera.x, scene.xy[:, 1] - canvas.camera.y))[: MOST - 1]
    assert [part.text(NAME) for part in parts(canvas)] == [f"Node {row}" for row in (*near.tolist(), far)]
    assert read(canvas).focusChild().text(NAME) == f"Node {far}"


def test_a_node_that_leaves_is_invalid_and_a_changed_name_is_told(canvas, monkeypatch):
    before = parts(canvas)
    assert all(part.text(NAME) for part in before)
    scene = canvas.scene
    canvas.show_scene(replace(scene.part(scene.ids[:2]), labels=("Ofsted", "Council")))
    assert sorted(part.isValid() for part in before) == [False] * 38 + [True] * 2
    told = events(monkeypatch)
    canvas._spoken.list_nodes()
    assert {part.text(NAME) for part in parts(canvas)} == {"Ofsted", "Council"}
    assert sum(event.type() == QAccessible.Event.NameChanged for event in told) == 2


def test_parts_stand_for_other_nodes_later_and_go_with_the_canvas(qtbot):
    canvas = Canvas(composer())
    scene = crowd(40, 60)
    canvas.show_scene(scene)
    canvas.show_selection((3,))
    before = {QAccessible.uniqueId(part) for part in parts(canvas)}
    canvas.show_scene(replace(scene, ids=scene.ids + 1))
    canvas.show_selection((4,))
    after = parts(canvas)
    assert len(after) == 40 and {QAccessible.uniqueId(part) for part in after} == before
    canvas.rendering.stop()
    shiboken6.delete(canvas)
    assert not any(shiboken6.isValid(part) for part in after)


def test_a_window_names_class_and_relationships_of_each_node(window, qtbot):
    qtbot.waitUntil(lambda: window.canvas._spoken is not None)
    window.canvas._spoken.list_nodes()
    said = {part.text(NAME) for part in parts(window.canvas)}
    ofsted = next(node for node, label in enumerate(window.session.projection.labels) if label == "Ofsted")
    assert window.canvas.describe(ofsted) in said and window.canvas.describe(ofsted).startswith("Ofsted, ")
    screen = QRect(window.canvas.mapToGlobal(window.canvas.rect().topLeft()), window.canvas.size())
    spoken = next(part for part in parts(window.canvas) if part.text(NAME).startswith("Ofsted, "))
    assert screen.contains(spoken.rect())
