"""The canvas with thousands of nodes: it moves at once, and its sharp pictures are made beside the window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from clocks import Moment, busy
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from test_raster import composer, crowd

from explorer.pictures.drawing.display import Density
from explorer.pictures.look.style import DARK, LIGHT
from ui.canvas import raster
from ui.canvas.canvas import Canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    """A canvas that shows a scene of 5,000 nodes and 15,000 edges."""
    made = Canvas(composer())
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show_scene(crowd(5000, 15_000, spread=6000.0))
    made.show()
    made.fit(fly=False)
    sharpen(made, qtbot)
    yield made
    made.rendering.stop()


def sharpen(canvas: Canvas, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: canvas.is_sharp, timeout=30_000)


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.bits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def test_moving_shows_the_last_picture_moved_and_then_a_sharp_one(canvas, qtbot):
    canvas.look(canvas.camera.zoomed(3.0, 400, 300))
    sharpen(canvas, qtbot)
    before = pixels(canvas.grab().toImage())
    at_rest = min(busy(canvas.grab) for _ in range(5))
    canvas.rendering._cost = 1.0
    canvas.look(canvas.camera.panned(60, 40))
    moved = pixels(canvas.grab().toImage())
    # The fastest of several, since other threads may be running.
    moving = min(busy(canvas.grab) for _ in range(5))
    assert moving < 2 * at_rest + 0.01, "hardly more than a frame without motion"
    assert not canvas.is_sharp
    assert (moved[40:, 60:] == before[:-40, :-60]).all()
    sharpen(canvas, qtbot)
    after = pixels(canvas.grab().toImage())
    assert canvas.rendering.camera == canvas.camera
    assert (after[:, :30] != moved[:, :30]).any(), "the part that came into sight is drawn"


def test_the_window_responds_while_a_large_picture_is_made(canvas, qtbot):
    beats: list[Moment] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(Moment.now()))
    timer.start(0)
    for theme in (DARK, LIGHT, DARK):
        canvas.show_theme(theme)
        sharpen(canvas, qtbot)
    timer.stop()
    gaps = [beat.until(following) for beat, following in pairwise(beats)]
    assert len(gaps) > 20
    assert np.quantile(gaps, 0.99) < 0.05


def test_the_picture_names_what_a_crowded_view_leaves_out(canvas):
    display = canvas.rendering.display
    assert display is not None and "the styles of lines drawn as shading" in display.left_out
    assert any(isinstance(item, Density) for item in display.items)


def test_repeated_restyling_uses_the_same_two_images(canvas, qtbot):
    places = set()
    for k in range(8):
        canvas.show_theme((DARK, LIGHT)[k % 2])
        sharpen(canvas, qtbot)
        image = canvas.rendering.picture
        assert image is not None
        places.add(np.frombuffer(image.bits(), np.uint8).ctypes.data)
    assert len(places) == 2


def test_another_scene_replaces_the_picture_being_made(canvas, qtbot):
    canvas._go_stale()
    canvas.grab()
    assert canvas.rendering.is_busy
    small = crowd(3, 2)
    canvas.show_scene(small)
    sharpen(canvas, qtbot)
    display = canvas.rendering.display
    assert display is not None and sum(len(item.xy) for item in display.items if hasattr(item, "xy")) < 20


def test_closing_while_a_picture_is_made_leaves_no_running_thread(canvas, qtbot):
    threads = threading.active_count()
    canvas._go_stale()
    canvas.grab()
    assert canvas.rendering.is_busy
    canvas.rendering.stop()
    assert not canvas.rendering.is_busy
    assert not canvas.rendering._threads._begun
    assert threading.active_count() <= threads + 1
    qtbot.wait(20)


def test_a_large_scene_changes_places_without_animation(canvas, qtbot):
    canvas.rendering._cost = 1.0
    scene = canvas.scene
    moved = scene.at(scene.xy[::-1].copy())
    canvas.show_scene(moved, animate=True)
    assert canvas.scene is moved
    sharpen(canvas, qtbot)


def test_a_failure_in_the_background_is_reported_and_the_next_picture_is_made(canvas, qtbot):
    def fail(_camera):
        raise RuntimeError("no")
        yield

    with qtbot.captureExceptions() as errors:
        canvas.rendering.start(canvas.camera, 1.0, fail, heavy=True)
        qtbot.waitUntil(lambda: bool(errors), timeout=5000)
    assert str(errors[0][1]) == "no" and not canvas.rendering.is_busy
    canvas.show_theme(DARK)
    sharpen(canvas, qtbot)


def test_pointing_at_a_node_of_a_large_picture_highlights_its_edges_after_a_pause(canvas, qtbot):
    canvas.rendering._cost = 1.0
    scene = canvas.scene
    place = canvas.camera.to_picture(scene.xy[7:8])[0]
    spot = QPoint(*(round(float(v)) for v in place))
    assert busy(lambda: qtbot.mouseMove(canvas, spot)) < 0.05
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    first = canvas.rendering.display
    qtbot.waitUntil(lambda: canvas.is_sharp and canvas.rendering.display is not first, timeout=10_000)


def test_kernels_load_beside_the_first_large_picture(canvas, qtbot):
    if raster.is_compiled():
        qtbot.waitUntil(raster.is_loaded, timeout=60_000)


@pytest.mark.skipif(not raster.is_compiled(), reason="there is no numba here")
def test_kernels_load_on_a_thread_in_a_moment_of_rest_even_if_all_pictures_are_small(window, qtbot, monkeypatch):
    threads: list[threading.Thread] = []
    monkeypatch.setattr(raster, "_loaded", [])
    monkeypatch.setattr(raster, "load", lambda is_given_up: threads.append(threading.current_thread()))
    window._warm()[-1]()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0] is not threading.main_thread()


@pytest.mark.parametrize("most", [-1, 0, 1])
def test_a_scene_at_the_limit_of_animated_nodes_is_shown_in_full(window, qtbot, monkeypatch, most):
    monkeypatch.setattr("ui.canvas.surface._MOST_GLIDING", len(window.session.scene) + most)
    node = int(window.session.visible.drawn[0])
    xy = window.session.scene.xy[:1] + 500
    window.commands.move(np.array([node], np.int32), xy)
    window.canvas.finish_animation()
    assert window.canvas.scene is window.session.scene


def test_a_drag_over_small_dots_moves_the_picture_and_a_click_still_selects(canvas, qtbot):
    dragged, picked = [], []
    canvas.dragged.connect(lambda *drag: dragged.append(drag))
    canvas.picked.connect(lambda node, add: picked.append(node))
    for factor, is_moved in ((1.0, False), (40.0, True)):
        canvas.fit(fly=False)
        canvas.look(canvas.camera.zoomed(factor, 400, 300))
        x, y = canvas.camera.to_picture(canvas.scene.xy).T
        row = int(np.argmin(np.hypot(x - 400, y - 300)))
        at = QPoint(round(x[row]), round(y[row]))
        before = canvas.camera
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
        for step in (10, 20, 30):
            qtbot.mouseMove(canvas, at + QPoint(step, step))
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 30))
        assert bool(dragged) == is_moved
        assert (canvas.camera == before) == is_moved
        assert not picked
    canvas.fit(fly=False)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert len(picked) == 1
