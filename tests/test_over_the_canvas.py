"""Over the canvas: legend, messages and the focus strip cover no node of a fitted view."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.views.camera import Bounds, Camera
from ui.window.window import Window


def _covered(window: Window, over: QWidget) -> list[str]:
    """The labels of the nodes under a widget over the canvas."""
    canvas, rect = window.canvas, over.geometry()
    scene, camera = canvas.scene, canvas.camera
    (x, y), r = camera.to_picture(scene.xy).T, scene.radius * camera.zoom
    inside = (x + r > rect.left()) & (x - r < rect.right()) & (y + r > rect.top()) & (y - r < rect.bottom())
    return [scene.labels[int(i)] for i in inside.nonzero()[0]]


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 720)])
def test_a_message_covers_no_node_of_a_fitted_view(window: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    for named_view in window.session.named_views[:3]:
        window.commands.look(named_view.view, named_view.title)
        qtbot.waitUntil(lambda: window.session.is_placed and not window.jobs.is_busy)
        window.canvas.fit(fly=False)
        window.overlay.toast.say("Nine resources stay hidden, since their class is hidden: show them all")
        assert not window.overlay.toast.isHidden()
        assert not _covered(window, window.overlay.toast), named_view.title


def test_the_focus_strip_covers_no_node_of_a_fitted_view(window: Window, qtbot: QtBot) -> None:
    session = window.session
    for node in session.visible.drawn[:12].tolist():
        window.commands.focus([node])
        qtbot.waitUntil(lambda: session.is_placed and not window.jobs.is_busy)
        window.canvas.fit(fly=False)
        assert not window.focus_bar.isHidden() and not _covered(window, window.focus_bar), session.title_of(node)
        assert window.overlay.legend.folded or not _covered(window, window.overlay.legend)
    window.commands.focus(())
    assert window.canvas.covered_above == 0.0


def test_a_camera_leaves_room_above_and_below() -> None:
    bounds: Bounds = (0.0, 0.0, 100.0, 1000.0)
    camera = Camera(width=800, height=600).fitted(bounds, margin=10, below=50, above=90)
    top, bottom = (camera.to_picture(np.array([[50.0, y]]))[0, 1] for y in (0.0, 1000.0))
    assert top == pytest.approx(100, abs=1) and bottom == pytest.approx(540, abs=1)


def test_an_undone_view_opens_the_legend_again(window: Window, qtbot: QtBot) -> None:
    legend, session = window.overlay.legend, window.session

    def wait() -> None:
        qtbot.waitUntil(lambda: session.is_placed and not window.jobs.is_busy)

    window.resize(1600, 1000)
    wait()
    window.canvas.fit(fly=False)
    before = legend.folded
    for named_view in session.named_views:
        window.commands.look(named_view.view, named_view.title)
        wait()
        window.canvas.fit(fly=False)
        if legend.folded != before:
            break
    assert legend.folded != before
    session.undo()
    wait()
    assert legend.folded == before


def test_a_legend_that_the_user_keeps_open_covers_no_node_of_a_fitted_view(window: Window, qtbot: QtBot) -> None:
    legend = window.overlay.legend
    window.resize(1280, 720)
    for named_view in window.session.named_views[:3]:
        window.commands.look(named_view.view, named_view.title)
        qtbot.waitUntil(lambda: window.session.is_placed and not window.jobs.is_busy)
        legend.is_by_hand = True
        legend.fold(False)
        window.overlay.place()
        window.canvas.fit(fly=False)
        assert not legend.folded and not _covered(window, legend), named_view.title
