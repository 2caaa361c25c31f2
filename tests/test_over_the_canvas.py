"""Over the canvas: legend, messages and the focus strip cover no node of a fitted view."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from explorer.pictures.drawing.display import Text
from explorer.pictures.drawing.extent import extent
from explorer.views.camera import Bounds, Camera
from graph.work.progress import Progress
from ui.look.fonts import measure
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


@pytest.mark.parametrize("height", [1000, 620, 480])
def test_a_message_covers_no_name(window: Window, qtbot: QtBot, height: int) -> None:
    canvas, toast = window.canvas, window.overlay.toast
    window.resize(1280, height)

    def words() -> list[str]:
        rect = toast.geometry()
        texts = [item for item in canvas.rendering.display.items if isinstance(item, Text)]
        return [
            text.text
            for text, (left, top, right, bottom) in zip(texts, (extent(text, measure) for text in texts))
            if left < rect.right() and right > rect.left() and top < rect.bottom() and bottom > rect.top()
        ]

    for named_view in window.session.named_views:
        window.commands.look(named_view.view, named_view.title)
        qtbot.waitUntil(lambda: window.session.is_placed and not window.jobs.is_busy)
        canvas.fit(fly=False)
        toast.say("Select a resource first.")
        qtbot.waitUntil(lambda: canvas.is_sharp and not words())
        toast.say("Nine resources stay hidden, since their class is hidden: show them all")
        qtbot.waitUntil(lambda: canvas.is_sharp and not words())
        assert toast.text


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 720), (1000, 640)])
def test_a_picture_at_rest_is_not_made_again(window: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    canvas, made = window.canvas, list[int]()
    window.resize(*size)
    canvas.composed.connect(lambda: made.append(1))
    for named_view in window.session.named_views:
        window.commands.look(named_view.view, named_view.title)
        qtbot.waitUntil(lambda: window.session.is_placed and not window.jobs.is_busy)
        canvas.fit(fly=False)
        qtbot.waitUntil(lambda: canvas.is_sharp)
        canvas.finish_animation()
        canvas.look(canvas.camera.panned(0.0, -60.0))
        qtbot.waitUntil(lambda: canvas.is_sharp)
        qtbot.wait(30)
        made.clear()
        qtbot.wait(60)
        assert canvas.is_sharp and not made, named_view.title


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


_CRASH = "Caseboard ended unexpectedly last time. It kept a copy of your work."
_LONG = "The file holds a kind of relationship that this program does not know; it was left out. " * 3


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 720)])
@pytest.mark.parametrize("text", [_CRASH, _LONG], ids=["crash", "long"])
def test_a_message_that_stays_covers_neither_nodes_nor_other_things(
    window: Window, qtbot: QtBot, size: tuple[int, int], text: str
) -> None:
    window.resize(*size)
    toast, overlay, session = window.overlay.toast, window.overlay, window.session

    def check(title: str, *, again: bool = False) -> None:
        if again:
            toast.offer(text, [("Open it again", lambda: None), ("Discard", lambda: None)], stays=True)
        qtbot.waitUntil(lambda: session.is_placed and not window.jobs.is_busy)
        window.canvas.finish_animation()
        assert toast.text == text and not _covered(window, toast), title
        assert window.canvas.rect().contains(toast.geometry()), title
        seen = [overlay.legend, overlay.minimap, overlay.zoom, overlay.ledger, window.focus_bar]
        over = [each.objectName() for each in seen if each.isVisible() and each.geometry().intersects(toast.geometry())]
        assert not over, title

    check("at first", again=True)
    for named_view in session.named_views:
        window.tasks.looking.go_to_view(named_view)
        window.canvas.fit()
        check(named_view.title)
    for node in session.visible.drawn[:5].tolist():
        window.commands.focus([node])
        check(session.title_of(node), again=True)
        window.commands.set_hops(2)
        check(session.title_of(node), again=True)
    assert window.focus_bar.isVisible()
    toast.hide()
    assert overlay.ledger.isVisible(), "the ledger comes back"


def test_a_job_and_a_message_share_the_lower_edge_and_cover_no_node(window: Window, qtbot: QtBot) -> None:
    window.resize(1280, 720)
    window.canvas.fit(fly=False)
    window.overlay.toast.offer(_CRASH, [("Open it again", lambda: None), ("Discard", lambda: None)], stays=True)
    busy = window.overlay.busy
    busy.show()
    window.canvas.finish_animation()
    assert not _covered(window, busy) and not busy.geometry().intersects(window.overlay.toast.geometry())
    busy.hide()
    window.overlay.toast.hide()
    assert window.overlay.ledger.isVisible()


def test_a_message_makes_way_for_a_minimap_that_appears(window: Window, qtbot: QtBot) -> None:
    toast, minimap = window.overlay.toast, window.overlay.minimap
    window.canvas.look(window.canvas.camera._replace(zoom=4.0))
    assert minimap.isVisible()
    corner = minimap.geometry()
    window.canvas.fit(fly=False)
    assert not minimap.isVisible()
    toast.say("5 resources are selected, 4 of them although hidden by class.")
    toast._spot, toast.is_low = (1.0, 1.0), False
    toast.place()
    assert toast.geometry().intersects(corner)
    window.canvas.look(window.canvas.camera._replace(zoom=4.0))
    assert minimap.isVisible() and not toast.geometry().intersects(minimap.geometry())


@pytest.mark.parametrize("corner", ["lower", "upper"])
def test_the_minimap_covers_no_node_of_a_part_that_was_fitted(window: Window, qtbot: QtBot, corner: str) -> None:
    window.resize(1280, 720)
    canvas, minimap = window.canvas, window.overlay.minimap
    x, y = canvas.scene.xy.T
    last = int(np.argmax(x + y if corner == "lower" else x - y))
    part = [int(np.argmin(x)), last]
    canvas.fit(fly=False, ids=canvas.scene.ids[part])
    assert minimap.isVisible()
    labels = {canvas.scene.labels[int(i)] for i in part}
    assert not labels & set(_covered(window, minimap))
    assert (minimap.y() < canvas.height() / 2) == (corner == "lower")


def test_news_of_a_focus_or_a_layout_remove_passing_messages_and_none_that_stays(window: Window) -> None:
    toast = window.overlay.toast
    toast.say("This passes.")
    toast.clear()
    assert toast.text == ""
    toast.warn("This stays.")
    toast.clear()
    assert toast.text == "This stays."
    toast.offer(_CRASH, [("Discard", lambda: None)], stays=True)
    toast.clear()
    assert toast.text == _CRASH


def test_the_focus_strip_fits_into_a_narrow_canvas(window: Window, qtbot: QtBot) -> None:
    window.resize(1280, 720)
    longest = sorted(window.session.visible.drawn.tolist(), key=lambda n: -len(window.session.title_of(n)))[:5]
    for node in longest:
        window.commands.focus([node])
    qtbot.wait(1)
    assert window.focus_bar.geometry().right() <= window.canvas.width() - 14
    assert window.session.title_of(longest[-1])[:12] in " ".join(
        label.text() for label in window.focus_bar.findChildren(QLabel)
    )


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


def test_leaving_what_is_shown_alone_gives_the_legend_back_as_it_was(window: Window, qtbot: QtBot) -> None:
    legend, session = window.overlay.legend, window.session
    window.resize(1280, 720)
    window.canvas.fit(fly=False)
    assert legend.folded
    session.select(session.visible.drawn[:1].tolist())
    window.tasks.looking.hide_others()
    assert not legend.folded
    window.tasks.looking.step_back()
    window.canvas.finish_animation()
    assert legend.folded and len(session.visible.drawn) > 1


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


def test_no_progress_stands_behind_a_question_that_follows_the_work(window, qtbot) -> None:
    busy, seen = window.overlay.busy, []
    goes_on = Event()

    def job():
        while not goes_on.is_set():
            yield Progress("Reading")

    window.jobs.start(job(), "Reading", done=lambda _: seen.append(busy.isVisible()), failed=lambda _: None)
    qtbot.waitUntil(busy.isVisible)
    goes_on.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [False]
