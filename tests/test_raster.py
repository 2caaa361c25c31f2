"""Large pictures: kernels draw the same as QPainter, crowds become density, and lookups by place are exact."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import takewhile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from explorer.files.images import caption_of, compose_picture, composer_for
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.density import covered, inner_lengths, tone
from explorer.pictures.drawing.display import Curves, Density, Display, Lines, Marks, Text, Triangles
from explorer.pictures.drawing.frame import Emphasis
from explorer.pictures.look.style import LIGHT, SHAPES
from explorer.pictures.scene.picking import edge_at, node_at
from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.spatial import index_of, rows_of
from explorer.state.session import Session
from explorer.views.camera import Camera, mark_scale
from graph.arrays.kernels import is_compiled
from ui.app import quiet_application
from ui.canvas import images, raster
from ui.canvas.painter import paint
from ui.look import fonts

INK = (60, 90, 140, 255)
compiled = pytest.mark.skipif(not is_compiled(), reason="there is no numba here")


@pytest.fixture(autouse=True)
def _application(qapp):
    quiet_application()


def crowd(n: int = 400, m: int = 1200, seed: int = 1, spread: float = 1000.0) -> Scene:
    """A scene of random nodes, some of them with loops or parallel edges."""
    random = np.random.default_rng(seed)
    source, target = random.integers(0, n, (2, m)).astype(np.int32)
    bend = np.where(random.random(m) < 0.2, random.uniform(-30, 30, m), 0).astype(np.float32)
    return Scene(
        ids=np.arange(0, 3 * n, 3, dtype=np.int32),
        xy=random.uniform(-spread, spread, (n, 2)).astype(np.float32),
        radius=random.uniform(4, 26, n).astype(np.float32),
        shape=random.integers(0, len(SHAPES), n).astype(np.uint8),
        colour=random.integers(0, 12, n).astype(np.uint8),
        strong=np.zeros(n, bool),
        pinned=np.zeros(n, bool),
        importance=random.random(n).astype(np.float32),
        labels=tuple(f"Node {i}" for i in range(n)),
        edge_ids=np.arange(m, dtype=np.int32),
        source=source,
        target=target,
        fan=bend,
        bend=bend,
        loop=(source == target).astype(np.uint8),
        support=random.integers(0, 3, m).astype(np.int8),
        width=np.ones(m, np.float32),
        edge_words=("knows",) * m,
    )


def composer() -> Composer:
    return Composer(fonts.measure)


def pictures(display: Display, monkeypatch: pytest.MonkeyPatch, scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """The same list drawn by kernels and by QPainter, as arrays (height, width, 3)."""
    raster.load()
    monkeypatch.setattr(raster, "MANY", 0)
    size = round(display.width * scale), round(display.height * scale)
    one, two = (QImage(*size, QImage.Format.Format_ARGB32_Premultiplied) for _ in range(2))
    raster.draw(one, display, scale)
    painter = QPainter(two)
    painter.scale(scale, scale)
    paint(painter, display)
    painter.end()
    return array(one), array(two)


def array(image: QImage) -> np.ndarray:
    return np.frombuffer(image.bits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)


@compiled
@pytest.mark.parametrize("named_view", [0, 1, 2])
def test_kernels_draw_the_bromley_graph_as_qpainter_does(bromley, named_view, monkeypatch):
    session = Session(bromley)
    session.commit(bromley.named_views[named_view].view, "look")
    made = composer_for(bromley.projection, fonts.measure, session.visible)
    display = compose_picture(
        made, session.scene, LIGHT, width=900, height=600, caption=caption_of(bromley, session.visible)
    )
    # At one pixel per unit, QPainter measures the dashes of thinner strokes along the nearer axis.
    one, two = pictures(display, monkeypatch, 2.0)
    difference = np.abs(one - two)
    assert difference.mean() < 0.1
    assert (difference.max(axis=2) > 24).mean() < 0.001


def aside(points: np.ndarray, x: float, y: float) -> np.ndarray:
    return points + np.array([x, y])


def everything() -> Display:
    """Every kind of stroke and mark at several sizes, off the middles of pixels and across the edges of the picture."""
    random = np.random.default_rng(3)
    items: list = []
    for k, shape in enumerate(SHAPES):
        spots = np.stack((30 + 45 * np.arange(5), np.full(5, 30 + 42 * k)), axis=1) + random.random((5, 2))
        radius = np.array([1, 2, 4, 8, 15], np.float32)
        items.append(Marks(shape, spots.astype(np.float32), radius, INK, (20, 30, 60, 255), 1.0))
        items.append(
            Marks(shape, aside(spots, 240, 0).astype(np.float32), radius, (0, 0, 0, 0), (200, 40, 60, 255), 2.6)
        )
    for width, dash in ((0.72, ()), (1.0, (6.0, 3.5)), (2.4, (1.2, 3.2))):
        a = random.uniform((480, -20), (920, 420), (12, 2))
        b = a + random.uniform(-160, 160, (12, 2))
        items.append(Lines(np.concatenate((a, b), axis=1).astype(np.float32), INK, width, dash))
        curve = np.concatenate((a, aside(a, 50, -20), aside(b, -20, 50), b), axis=1)
        items.append(Curves(curve.astype(np.float32), (30, 120, 80, 255), width, dash))
        items.append(Triangles(np.concatenate((a, aside(a, 8, 3), aside(a, 8, -3)), axis=1).astype(np.float32), INK))
    items.append(Lines(np.array([[500, 10, 500, 10], [-900, 200.5, 2000, 200.5]], np.float32), INK, 1.0))
    return Display(900, 420, LIGHT.paper, tuple(items))


@compiled
@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_kernels_draw_every_stroke_and_mark_as_qpainter_does(scale, monkeypatch):
    one, two = pictures(everything(), monkeypatch, scale)
    difference = np.abs(one - two)
    assert difference.mean() < 0.6
    assert (difference.max(axis=2) > 60).mean() < 0.002
    assert (two != np.array(LIGHT.paper[2::-1])).any(axis=2).mean() > 0.02, "there is something to compare"


@compiled
def test_density_is_the_same_with_and_without_kernels(monkeypatch):
    xy = np.random.default_rng(1).uniform(-200, 700, (3000, 4)).astype(np.float32)
    one, two = pictures(Display(500, 400, LIGHT.paper, (Density(xy, INK, 30.0),)), monkeypatch)
    assert np.abs(one - two).max() <= 3
    assert one.std() > 5


@compiled
def test_a_picture_keeps_no_density_from_the_one_before(monkeypatch):
    random = np.random.default_rng(2)
    first, second = (
        Display(500, 400, LIGHT.paper, (Density(random.uniform(0, 400, (2000, 4)).astype(np.float32), INK, 9.0),))
        for _ in range(2)
    )
    alone, _ = pictures(second, monkeypatch)
    pictures(first, monkeypatch)
    after, _ = pictures(second, monkeypatch)
    assert (alone == after).all() and alone.std() > 5


def test_words_in_pictures_equal_those_of_real_text():
    """Cached glyphs appear where the text would be written, in any script and direction."""
    words = ["Éva “ffi” 1,250", "مرحبا", "日本語", "a\nb", "", "x" * 200]
    items = [Text(20.3, 20.6 + 24 * k, text, 14, INK, "start", bool(k % 2)) for k, text in enumerate(words)]
    one, two = (QImage(900, 200, QImage.Format.Format_ARGB32_Premultiplied) for _ in range(2))
    for image, as_document in ((one, False), (two, True)):
        painter = QPainter(image)
        paint(painter, Display(900, 200, LIGHT.paper, tuple(items)), as_document=as_document)
        painter.end()
    assert (array(one) == array(two)).all() and array(one).std() > 5


def words(count: int, seed: int = 5) -> tuple[Text, ...]:
    """Words of several sizes at all angles over one another, opaque and not, with halos and without."""
    random = np.random.default_rng(seed)
    texts = ("Éva “ffi” 1,250", "was found by", "AVWjgy", "x", "", "a\nb", "مرحبا", "日本語", "Resource 12")
    return tuple(
        Text(
            *random.uniform((-20, -5), (420, 300)).tolist(),
            texts[k % len(texts)],
            float(random.choice([9, 10, 11, 13, 22])),
            (*random.integers(0, 256, 3).tolist(), int(random.choice([255, 160]))),
            str(random.choice(["start", "middle", "end"])),
            bool(k % 2),
            float(random.choice([0, 0, 90, -45, *random.uniform(-90, 90, 2)])),
            None if k % 5 == 0 else (250, 250, 245, 255 if k % 3 else 200),
        )
        for k in range(count)
    )


@compiled
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_words_by_kernels_are_those_of_qpainter_pixel_by_pixel(ratio, monkeypatch):
    raster.load()
    assert raster._draws_words()
    monkeypatch.setattr(raster, "MANY", 0)
    display = Display(400, 290, LIGHT.paper, words(300))
    drawn = []
    for by_kernels in (True, False):
        monkeypatch.setattr(raster, "_draws_words", lambda by_kernels=by_kernels: by_kernels)
        image = QImage(round(400 * ratio), round(290 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        raster.draw(image, display)
        scaled = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        raster.draw(scaled, display, ratio)
        drawn += [array(image), array(scaled)]
    assert (drawn[0] == drawn[2]).all() and (drawn[1] == drawn[3]).all() and drawn[0].std() > 20


@compiled
@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_words_of_small_pictures_are_drawn_by_kernels_too_and_nothing_else_changes(ratio, monkeypatch):
    from ui.canvas import lettering

    raster.load()
    few = Lines(np.random.default_rng(7).uniform(0, 400, (100, 4)).astype(np.float32), INK, 1.0)
    display = Display(400, 290, LIGHT.paper, (few, *words(40), few._replace(width=3.0), *words(60)))
    assert raster.weight(display) < raster.MANY
    lettered: list[int] = []
    letter = lettering.letter
    monkeypatch.setattr(lettering, "letter", lambda items, scale: lettered.append(len(items)) or letter(items, scale))
    drawn = []
    for loaded in (raster._loaded, []):
        monkeypatch.setattr(raster, "_loaded", loaded)
        image = QImage(round(400 * ratio), round(290 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        raster.draw(image, display, ratio)
        drawn.append(array(image))
        assert bool(lettered) == bool(loaded)
        lettered.clear()
    assert (drawn[0] == drawn[1]).all()


@compiled
def test_masks_of_glyphs_take_bounded_memory_and_are_drawn_anew_after_that(monkeypatch):
    from ui.canvas import lettering

    raster.load()
    display = Display(400, 290, LIGHT.paper, words(200))
    monkeypatch.setattr(raster, "MANY", 0)
    images_drawn = []
    for most in (lettering._MOST_SLOTS, 60):
        monkeypatch.setattr(lettering, "_MOST_SLOTS", most)
        for _ in range(3):
            image = QImage(400, 290, QImage.Format.Format_ARGB32_Premultiplied)
            raster.draw(image, display)
            images_drawn.append(array(image))
    assert all((image == images_drawn[0]).all() for image in images_drawn)
    first = lettering._kept
    raster.draw(QImage(400, 290, QImage.Format.Format_ARGB32_Premultiplied), display)
    assert lettering._kept is not first, "the rest is dropped"


@compiled
def test_where_qt_draws_words_otherwise_they_are_left_to_it(monkeypatch):
    from ui.canvas import lettering

    raster.load()
    raster._draws_words.cache_clear()
    monkeypatch.setattr(lettering, "_SHIFTS", lettering._SHIFTS + 0.4)
    assert not raster._draws_words()
    raster._draws_words.cache_clear()


def test_density_is_the_coverage_of_a_pixel():
    across = np.array([[0, 5.5, 20, 5.5], [0, 5.5, 10, 5.5]], np.float32)
    amount = covered(across, 20, 10)
    assert amount[5, :10] == pytest.approx(2.0) and amount[5, 10:] == pytest.approx(1.0)
    assert amount.sum() == pytest.approx(30.0)
    slanted = np.array([[2, 2, 12, 7]], np.float32)
    assert covered(slanted, 20, 10).sum() == pytest.approx(np.hypot(10, 5), rel=1e-5)
    assert covered(slanted[:, [1, 0, 3, 2]], 10, 20).sum() == pytest.approx(np.hypot(10, 5), rel=1e-5)
    assert inner_lengths(np.array([[-10, 5, 30, 5], [0, 50, 9, 50]], np.float32), 20, 10).tolist() == [20.0, 0.0]


@given(st.floats(1, 500), st.floats(0.01, 900), st.floats(0.01, 900))
def test_more_lines_never_look_lighter(most, a, b):
    low, high = tone(np.array(sorted((a, b)), np.float32), most).tolist()
    assert 0 < low <= high <= 1
    assert tone(np.array([most], np.float32), most)[0] == pytest.approx(1.0, abs=1e-3)


def test_crowded_edges_become_density_and_the_ledger_says_so():
    scene = crowd(2000, 9000)
    camera = Camera(width=800, height=600).fitted(scene.bounds())
    far = composer().compose(scene, camera, LIGHT)
    assert any(isinstance(item, Density) for item in far.items)
    assert "the styles of lines drawn as shading" in far.left_out and "arrowheads" in far.left_out
    # Selected edges are drawn line by line over the others.
    selected = composer().compose(scene, camera, LIGHT, Emphasis(frozenset({5})))
    kinds = [type(item) for item in selected.items]
    assert kinds.index(Density) < kinds.index(Lines)


def test_a_saved_image_holds_every_edge():
    scene = crowd(2000, 9000)
    display = compose_picture(composer(), scene, LIGHT, width=800, height=600)
    assert not any(isinstance(item, Density) for item in display.items)
    edges = takewhile(lambda item: not isinstance(item, Marks), display.items)
    assert sum(len(item.xy) for item in edges if isinstance(item, Lines | Curves)) == 9000


@compiled
def test_equal_large_pictures_give_equal_bytes():
    display = compose_picture(composer(), crowd(4000, 20_000), LIGHT, width=400, height=300)
    assert images.encode(display, ".png") == images.encode(display, ".png")


def test_without_numba_qpainter_draws_everything(monkeypatch):
    monkeypatch.setattr(raster, "_loaded", [])
    monkeypatch.setattr(raster, "is_compiled", lambda: False)
    raster.load()
    assert not raster.is_loaded()
    image = images.to_image(composer().compose(crowd(6000, 20_000), Camera(width=300, height=200, zoom=0.1), LIGHT))
    assert array(image).std() > 5


def test_at_low_zoom_small_nodes_leave_room_and_hubs_stand_out():
    scene = crowd(6000, 10, spread=4000.0)
    camera = Camera(width=400, height=300).fitted(scene.bounds())
    marks = [item for item in composer().compose(scene, camera, LIGHT).items if isinstance(item, Marks)]
    covered_by_marks = sum(float((np.pi * item.radius**2).sum()) for item in marks)
    assert covered_by_marks < 0.3 * 400 * 300
    radii = np.concatenate([item.radius for item in marks])
    assert radii.max() > 1.5 * np.median(radii)


def nearest_node(scene: Scene, camera: Camera, px: float, py: float) -> int:
    x, y = camera.to_scene(px, py)
    distance = np.hypot(scene.xy[:, 0] - x, scene.xy[:, 1] - y) * camera.zoom
    inside = distance <= np.maximum(scene.radius * mark_scale(camera.zoom), 1.4) + 4.0
    return int(np.argmin(np.where(inside, distance, np.inf))) if inside.any() else -1


@given(st.integers(0, 5), st.floats(0.02, 3.0), st.floats(-400, 1200), st.floats(-400, 1200))
@settings(max_examples=150, deadline=None)
def test_pointing_at_nodes_agrees_with_a_search_of_every_node(seed, zoom, px, py):
    scene, camera = crowd(seed=seed), Camera(zoom=zoom, width=800, height=600)
    assert node_at(scene, camera, px, py) == nearest_node(scene, camera, px, py)


@given(st.integers(0, 5), st.floats(0.05, 3.0), st.integers(0, 1199), st.floats(0, 1), st.floats(-8, 8))
@settings(max_examples=150, deadline=None)
def test_pointing_at_edges_finds_the_nearest(seed, zoom, row, share, aside):
    scene = crowd(seed=seed)
    scene = replace(scene, bend=np.zeros_like(scene.bend))
    camera = Camera(zoom=zoom, width=800, height=600)
    a, b = camera.to_picture(scene.xy[[scene.source[row], scene.target[row]]]).astype(float)
    px, py = a + (b - a) * share + aside
    ends = camera.to_picture(scene.xy).astype(float)
    start, way = ends[scene.source], ends[scene.target] - ends[scene.source]
    along = np.clip(((np.array([px, py]) - start) * way).sum(1) / np.maximum((way * way).sum(1), 1e-9), 0, 1)
    distance = np.hypot(*(start + way * along[:, None] - (px, py)).T)
    distance[scene.loop > 0] = np.inf
    found = edge_at(scene, camera, px, py)
    if found < 0:
        assert distance.min() > 5.0 - 0.01
    else:
        assert distance[found] <= min(distance.min(), 5.0) + 0.01


@given(st.tuples(*[st.floats(-1500, 1500)] * 4))
def test_nodes_in_a_box_are_found_by_place(corners):
    scene = crowd()
    left, right = sorted(corners[:2])
    top, bottom = sorted(corners[2:])
    x, y = scene.xy.T
    inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    assert sorted(index_of(scene).nodes_in((left, top, right, bottom)).tolist()) == np.flatnonzero(inside).tolist()


def test_indices_of_known_and_unknown_ids():
    scene = crowd(5, 4)
    assert rows_of(scene, np.array([0, 12, 3, 4, 99, -1])).tolist() == [0, 4, 1, -1, -1, -1]
    assert rows_of(replace(scene, ids=scene.ids[:0]), np.array([1])).tolist() == [-1]


@compiled
def test_loading_kernels_can_be_cancelled(monkeypatch):
    monkeypatch.setattr(raster, "_loaded", [])
    raster.load(lambda: True)
    assert not raster.is_loaded()
    before = threading.active_count()
    raster.load()
    assert raster.is_loaded() and threading.active_count() == before
