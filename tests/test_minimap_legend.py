"""Minimap and legend: the part in sight, and the meaning of marks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from clocks import Moment
from panel_case import case, class_id, sit_down
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.legend_entry import LegendEntry, Stroke
from explorer.pictures.look.style import DARK, LIGHT
from explorer.pictures.scene.scene import Scene
from explorer.state.commands import Commands
from explorer.views.camera import Camera
from graph.layout import Guide
from ui.look import icons, theme
from ui.overlay.legend import Legend, lines_of
from ui.overlay.minimap import Minimap, dots


def spread() -> Commands:
    """The case, with its resources on a wide grid."""
    commands = sit_down()
    count = case().projection.node_count
    xy = np.stack((np.arange(count) % 7 * 200.0, np.arange(count) // 7 * 150.0), axis=1)
    view = commands.view
    commands.session.commit(view._replace(positions=view.positions.moved(np.arange(count), xy, count)), "Spread")
    return commands


def test_the_minimap_shows_the_part_in_sight_and_moves_it(qtbot: QtBot) -> None:
    moves: list[tuple[float, float]] = []
    minimap = Minimap(lambda x, y: moves.append((x, y)))
    qtbot.addWidget(minimap)
    scene = spread().session.scene
    camera = Camera(x=600, y=450, zoom=2.0, width=400, height=300)
    minimap.put(scene, camera, LIGHT)
    assert minimap.isVisible()
    middle = minimap.frame().center().toPoint()
    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=middle)
    assert moves[0] == pytest.approx((600, 450), abs=15)
    qtbot.mousePress(minimap, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(minimap, middle + QPoint(20, 0))
    assert moves[-1][0] > moves[0][0]
    minimap.setFocus()
    qtbot.keyClick(minimap, Qt.Key.Key_Left)
    assert moves[-1] == pytest.approx((550, 450))


def test_the_minimap_hides_when_everything_is_in_sight(qtbot: QtBot) -> None:
    minimap = Minimap(lambda x, y: None)
    qtbot.addWidget(minimap)
    scene = spread().session.scene
    minimap.put(scene, Camera(x=600, y=450, zoom=0.2), LIGHT)
    assert not minimap.isVisible()
    minimap.put(scene, Camera(x=600, y=450, zoom=3.0), LIGHT)
    assert minimap.isVisible()


def test_minimap_dots_use_the_colours_of_the_theme(qtbot: QtBot) -> None:
    minimap = Minimap(lambda x, y: None)
    qtbot.addWidget(minimap)
    commands = spread()
    commands.toggle("classes", class_id("Invoice"), "Invoice")
    scene = commands.session.scene
    for look in (LIGHT, DARK):
        minimap.put(scene, Camera(x=600, y=450, zoom=3.0), look)
        image = minimap.grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        wanted = {QColor(*look.fill(scene.palette[int(colour)])).name() for colour in set(scene.colour.tolist())}
        assert wanted & seen


def test_a_hundred_thousand_minimap_dots_are_painted_at_once(qtbot: QtBot) -> None:
    random = np.random.default_rng(1)
    colours = random.integers(0, 2**32, 100_000, dtype=np.uint32)
    places = random.uniform(-5, 200, (100_000, 2))
    begin = Moment.now()
    pixels = dots(places, colours, (180, 120), 2)
    assert begin.until(Moment.now()) < 0.5
    assert pixels.shape == (120, 180)
    assert (pixels > 0).mean() > 0.9


def test_an_empty_scene_has_no_minimap(qtbot: QtBot) -> None:
    minimap = Minimap(lambda x, y: None)
    qtbot.addWidget(minimap)
    commands = sit_down()
    commands.filter_amounts((-2.0, -1.0))
    commands.filter_degrees((900.0, 901.0))
    scene: Scene = commands.session.scene
    assert not len(scene)
    minimap.put(scene, Camera(), LIGHT)
    assert not minimap.isVisible()


def test_the_legend_names_the_drawn_classes() -> None:
    commands = sit_down()
    projection = case().projection
    labels = [entry.label for entry in legend_entries(projection, commands.session.visible)]
    assert labels[0] == "Invoice"
    assert labels[-4:] == ["Lines and outlines", "no evidence", "one origin", "two origins"]
    commands.toggle("classes", class_id("Invoice"), "Invoice")
    assert "Invoice" not in [e.label for e in legend_entries(projection, commands.session.visible)]


def test_the_legend_says_how_many_classes_it_leaves_out() -> None:
    visible = sit_down().session.visible
    entries = legend_entries(case().projection, visible, most=2)
    marks = [entry for entry in entries if entry.stroke is None and not entry.is_heading]
    assert [entry.label for entry in marks][-1] == "3 more classes"
    assert sum(entry.resources for entry in marks) == case().projection.node_count
    assert Stroke(2) in [entry.stroke for entry in entries]
    every = legend_entries(case().projection, visible, most=5)
    assert legend_entries(case().projection, visible, most=4) == every, "a single class is named, not counted"


def test_the_legend_folds_to_a_small_button(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.put(legend_entries(case().projection, sit_down().session.visible))
    wide = legend.size()
    qtbot.mouseClick(legend, Qt.MouseButton.LeftButton)
    assert legend.folded
    assert legend.height() < wide.height() / 3
    legend.setFocus()
    qtbot.keyClick(legend, Qt.Key.Key_Space)
    assert legend.size() == wide
    assert "Invoice" in legend.accessibleDescription()
    legend.put(())
    assert not legend.isVisible()


@pytest.mark.parametrize("is_heading", [False, True])
def test_a_long_name_takes_more_lines_of_the_legend_and_is_not_cut(qtbot: QtBot, is_heading: bool) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    name = "Children who were adopted, fostered or placed with relatives after the inspection of 2016"
    legend.put((LegendEntry("Report", is_heading=is_heading),))
    one = legend.sizeHint()
    legend.put((LegendEntry(name, is_heading=is_heading),))
    lines = lines_of(name, legend.fontMetrics())
    assert " ".join(lines) == name and 2 <= len(lines) <= 3
    assert legend.sizeHint().height() - one.height() >= (len(lines) - 1) * legend.fontMetrics().height()
    assert legend.sizeHint().width() >= max(map(legend.fontMetrics().horizontalAdvance, lines)) + 20
    endless = lines_of(f"{name} http://example.org/{'x' * 99}", legend.fontMetrics())
    assert len(endless) == 3 and "…" in endless[-1]


def test_a_theme_is_put_on_and_widgets_are_told_of_it(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    told: list[str] = []

    def heard(event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            told.append(theme.current().name)

    listener = QWidget()
    listener.changeEvent = heard  # type: ignore[method-assign]
    qtbot.addWidget(listener)
    listener.show()
    assert theme.apply(app, "dark") is DARK
    eye = icons.icon("eye")
    dark = eye.pixmap(32, 32).toImage()
    theme.apply(app, "light")
    assert eye.pixmap(32, 32).toImage() != dark
    assert {"dark", "light"} <= set(told)
    assert app.palette().window().color().lightness() > 200
    with pytest.raises(ValueError, match="There is no theme"):
        theme.apply(app, "sepia")


def test_the_legend_stays_in_its_corner_and_keeps_its_fold(window, qtbot):
    legend, canvas = window.overlay.legend, window.canvas

    def is_in_the_corner() -> bool:
        return canvas.height() - legend.geometry().bottom() in range(10, 20) and legend.x() < 20

    for _ in range(3):
        folded = legend.folded
        qtbot.mouseClick(legend, Qt.MouseButton.LeftButton)
        assert legend.folded is not folded
        qtbot.waitUntil(is_in_the_corner)
    legend.fold(True)
    canvas.fit(fly=False)
    assert legend.folded, "nothing opens by itself"
    legend.fold(False)
    canvas.fit(fly=False)
    assert not legend.folded, "an opened legend stays open"


def test_the_legend_explains_bars_only_while_the_layout_draws_them(window, qtbot):
    def kinds() -> list[str]:
        window.docks.turns.finish()
        return [entry.period for entry in window.overlay.legend.entries if entry.period]

    view = window.session.named_views[2].view
    flat = view._replace(guides=())
    window.session.commit(flat, "Without an axis")
    assert kinds() == []
    window.session.commit(view, "Along an axis")
    assert kinds() == ["pale", "full", "arrow"]
    window.session.undo()
    assert kinds() == []


def test_the_legend_covers_no_title_of_a_lane(window, qtbot):
    legend, canvas = window.overlay.legend, window.canvas
    bare = window.session.scene.part(np.empty(0, np.int32))
    _, top, _, bottom = canvas.camera.bounds
    for title, folded in ((bottom - 60 / canvas.camera.zoom, True), (top, False)):
        lane = Guide("y", title + 10, "Report", title, title + 20)
        window.overlay.make_room(replace(bare, guides=(lane,)), canvas.camera)
        assert legend.folded is folded


def test_a_window_that_opens_small_folds_a_legend_that_would_cover_nodes(qtbot, bromley):
    from explorer.settings import Settings
    from ui.window.window import Window

    window = Window(bromley, Settings())
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.begin()
    window.show()
    qtbot.waitUntil(lambda: window.overlay.legend.folded)
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: not window.overlay.legend.folded)
