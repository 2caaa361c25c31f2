"""Names of nodes: each stands nearest to its own node, and none is lost for that."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from benchmarks.scenes import scene_of

from explorer.document import Document
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.display import Display, Lines, Marks, Panel, Text
from explorer.pictures.drawing.frame import Emphasis
from explorer.pictures.drawing.name_places import LEADER
from explorer.pictures.look.style import LIGHT
from explorer.pictures.scene.label_lines import LINE_HEIGHT, words_of, wrap
from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.staging import stage
from explorer.views.camera import Camera, mark_scale, text_scale
from explorer.views.visible import see
from graph.arrays.types import Floats
from graph.work.progress import finish
from ui.app import quiet_application
from ui.look import fonts


@pytest.fixture(autouse=True)
def _application(qapp):
    quiet_application()


def boxes(display: Display, scene: Scene) -> dict[int, Floats]:
    """Left, top, right and bottom of the names in a picture, by the index of their node."""
    nodes = {"".join(scene.labels[i].split()): i for i in range(len(scene))}
    lines = [item for item in display.items if isinstance(item, Text) and not item.angle]
    out: dict[int, Floats] = {}
    first = 0
    while first < len(lines):
        for last in range(min(first + 6, len(lines)), first, -1):  # the longest first: one name can begin another
            block = lines[first:last]
            node = nodes.get("".join("".join(line.text.split()) for line in block))
            if node is not None:
                wide = max(fonts.measure(line.text, line.size, line.bold)[0] for line in block)
                left = block[0].x - wide * {"start": 0, "middle": 0.5, "end": 1}[block[0].anchor]
                top = block[0].y - 0.8 * block[0].size * LINE_HEIGHT
                out[node] = np.array([left, top, left + wide, block[-1].y + 0.2 * block[0].size])
                break
        first = last
    return out


def leaders_of(display: Display) -> Floats:
    """The lines from nodes to names in a picture: x and y at the node, then at the name, shape (k, 4)."""
    marks = max(k for k, item in enumerate(display.items) if isinstance(item, Marks))
    led = [item.xy for item in display.items[marks:] if isinstance(item, Lines) and item.dash == LEADER]
    return np.concatenate((np.empty((0, 4)), *led))


def nearer_to_another(scene: Scene, width: float, height: float, clearly: float = -1) -> tuple[list[str], int]:
    """The names in a picture of a scene that are nearer to another node than to their own, and how many it has.

    Another node must be further away by ``clearly``, in pixels at text scale 1. On a time axis the bar of a node
    belongs to it. Names with a line from their node or its bar do not count.
    """
    camera = Camera(0, 0, 1, width, height).fitted(scene.bounds())
    display = Composer(fonts.measure).compose(scene, camera, LIGHT)
    found, leaders = boxes(display, scene), leaders_of(display)
    xy, radius = camera.to_picture(scene.xy).astype(float), scene.radius * mark_scale(camera.zoom)
    bars = np.repeat(xy[:, :1], 2, axis=1)
    if scene.times is not None:
        seen = scene.times.is_seen
        ends = np.stack((scene.times.spans[seen], np.zeros((seen.sum(), 2), np.float32)), axis=2)
        bars[seen] = camera.to_picture(ends.reshape(-1, 2))[:, 0].reshape(-1, 2)
    wrong = []
    for node, (left, top, right, bottom) in found.items():
        across = np.maximum(left - bars[:, 1], bars[:, 0] - right)
        down = np.maximum(top - xy[:, 1], xy[:, 1] - bottom)
        away = np.hypot(np.maximum(across, 0), np.maximum(down, 0)) - radius
        beside = np.maximum(np.maximum(bars[node, 0] - leaders[:, 0], leaders[:, 0] - bars[node, 1]), 0)
        is_led = (np.hypot(beside, leaders[:, 1] - xy[node, 1]) < radius[node] + 4).any()
        if not is_led and (np.delete(away, node) < away[node] + clearly * text_scale(camera.zoom)).any():
            wrong.append(scene.labels[node])
    return wrong, len(found)


@pytest.mark.parametrize("look", range(4))
@pytest.mark.parametrize(
    ("size", "most_missing"), [((1600, 900), 0), ((1280, 720), 0), ((768, 600), 2), ((664, 640), 4), ((500, 400), 24)]
)
def test_names_of_bromley_stand_nearest_to_their_own_node(
    bromley: Document, look: int, size: tuple[int, int], most_missing: int
) -> None:
    view = bromley.named_views[look].view
    visible = see(bromley.projection, view)
    scene = stage(bromley.projection, view, visible)
    wrong, named = nearer_to_another(scene, *size, clearly=1.5)
    assert not wrong and named >= len(scene) - most_missing


def test_names_keep_their_places_in_a_motion_and_a_picture_at_rest_knows_nothing_of_it(bromley: Document) -> None:
    view = bromley.named_views[0].view
    scene = stage(bromley.projection, view, see(bromley.projection, view))
    camera = Camera(0, 0, 1, 664, 640).fitted(scene.bounds())
    composer, xy = Composer(fonts.measure), scene.xy.copy()
    before = boxes(composer.compose(scene, camera, LIGHT), scene)
    node = int(np.argmin(xy[:, 0]))
    xy[node] += (12, 30)
    moved = scene.at(xy)
    display = finish(composer.composing(moved, camera, LIGHT, hasty=True))
    during = boxes(display, moved)
    same = [i for i in during if i != node and np.allclose(during[i], before[i], atol=0.1)]
    assert len(same) >= len(before) - 4 and node in during
    assert np.allclose(during[node] - before[node], np.tile((12, 30), 2) * camera.zoom, atol=0.1)
    for (left, top, right, bottom), (x, y, to_x, to_y) in combinations(during.values(), 2):
        assert left >= to_x or x >= right or top >= to_y - 2 or y >= bottom - 2
    panned = finish(composer.composing(moved, camera.panned(3, 2), LIGHT, hasty=True))
    assert len(boxes(panned, moved)) >= len(during) - 4
    rest, fresh = (each.compose(moved, camera, LIGHT) for each in (composer, Composer(fonts.measure)))
    assert [i for i in rest.items if isinstance(i, Text)] == [i for i in fresh.items if isinstance(i, Text)]


@pytest.mark.parametrize("size", [(982, 890), (664, 640)])
def test_names_in_columns_stand_to_the_right_of_their_nodes(bromley: Document, size: tuple[int, int]) -> None:
    view = bromley.named_views[3].view
    scene = stage(bromley.projection, view, see(bromley.projection, view))
    camera = Camera(0, 0, 1, *size).fitted(scene.bounds())
    display = Composer(fonts.measure).compose(scene, camera, LIGHT)
    found, x = boxes(display, scene), camera.to_picture(scene.xy)[:, 0]
    assert scene.in_columns and len(found) == len(scene)
    assert all(left > x[node] for node, (left, *_) in found.items())
    assert not any("…" in item.text for item in display.items if isinstance(item, Text))


@pytest.mark.parametrize("size", [(982, 890), (982, 560), (664, 640)])
def test_the_resources_with_most_relationships_have_their_names(bromley: Document, size: tuple[int, int]) -> None:
    for look in bromley.named_views[:3]:
        scene = stage(bromley.projection, look.view, see(bromley.projection, look.view))
        camera = Camera(0, 0, 1, *size).fitted(scene.bounds())
        found = boxes(Composer(fonts.measure).compose(scene, camera, LIGHT), scene)
        assert set(np.argsort(-scene.importance)[:10].tolist()) <= set(found)


@pytest.mark.parametrize(
    ("label", "together"),
    [
        ("281 looked after, 1 March 2016", "1 March 2016"),
        ("8 per cent moved more than three times", "8 per cent"),
        ("8 per cent moved more than three times", "three times"),
        ("71,500 under 18", "under 18"),
        ("Full council meeting, 16 July 2018", "16 July 2018"),
        ("24 per cent of the population", "24 per cent"),
    ],
)
def test_no_line_of_a_name_ends_within_a_date_or_between_a_number_and_what_it_counts(label: str, together: str) -> None:
    assert " ".join(words_of(label)) == label
    for width in (40.0, 70.0, 92.0, 150.0):
        assert any(together in line for line in wrap(label, fonts.measure, width=width, most=3, keeps_words=True)) or (
            "…" in "".join(wrap(label, fonts.measure, width=width, most=3, keeps_words=True))
        )


def test_a_bare_year_and_a_number_within_a_word_hold_no_word_beside_them() -> None:
    for text in ("From 2016 to 2018", "Homeless 16- and 17-year-olds", "stone age", "", "a  b"):
        assert words_of(text) == text.split(" ")


@pytest.mark.parametrize(("nodes", "most_wrong", "least_named"), [(40, 0, 40), (80, 0, 80), (300, 0, 285)])
def test_names_in_a_crowd_stand_nearest_to_their_own_node(nodes: int, most_wrong: int, least_named: int) -> None:
    for seed in range(3):
        random = np.random.default_rng(seed)
        parents = random.random(nodes - 1) ** 2 * np.arange(1, nodes)
        edges = np.column_stack((np.arange(1, nodes), parents)).astype(np.int32)
        places = random.random((nodes, 2)) * (1600, 1000) * np.sqrt(nodes / 60)
        wrong, named = nearer_to_another(scene_of(places.astype(np.float32), edges), 1600, 1000)
        assert len(wrong) <= most_wrong and named >= least_named, (wrong, named)


def test_a_thin_line_leads_to_a_name_that_stands_apart_and_no_name_covers_a_node_that_stands_out() -> None:
    """A hub that is selected in a crowd: every neighbour gets its name."""
    turns = np.linspace(0, 2 * np.pi, 31)[:-1]
    ring = np.stack((np.cos(turns), np.sin(turns)), axis=1) * (150, 105)
    scene = scene_of(
        np.concatenate(([(0, 0)], ring)).astype(np.float32), np.array([(0, i) for i in range(1, 31)], np.int32)
    )
    camera = Camera(0, 0, 1, 900, 600)
    display = Composer(fonts.measure).compose(scene, camera, LIGHT, Emphasis(frozenset({0})))
    found = boxes(display, scene)
    assert len(found) == 31
    xy, radius = camera.to_picture(scene.xy).astype(float), scene.radius * mark_scale(camera.zoom)
    led = leaders_of(display)
    for node, (left, top, right, bottom) in found.items():
        outside = np.hypot(*np.maximum(np.maximum((left, top) - xy, xy - (right, bottom)), 0).T) - radius
        assert np.delete(outside, node).min() > -1, "a name covers another node"
        if outside[node] > 10:
            starts = np.hypot(*(led[:, :2] - xy[node]).T)
            assert starts.min() < radius[node] + 4, "nothing leads to the name"


def test_a_name_keeps_off_the_ring_of_its_node() -> None:
    scene = scene_of(np.array([(0, 0), (300, 0)], np.float32), np.array([(0, 1)], np.int32))
    camera = Camera(0, 0, 1, 900, 600).fitted(scene.bounds())
    ringed = replace(scene, although=np.array([True, False]))
    tops = [boxes(Composer(fonts.measure).compose(one, camera, LIGHT), one)[0][1] for one in (scene, ringed)]
    radius = float(scene.radius[0]) * mark_scale(camera.zoom)
    assert tops[1] - tops[0] == pytest.approx(0.17 * radius + 3.5, abs=0.6)


def test_the_lane_of_the_undated_has_a_ground_of_its_own_and_says_that_places_there_are_no_dates(
    bromley: Document,
) -> None:
    view = bromley.named_views[2].view
    scene = stage(bromley.projection, view, see(bromley.projection, view))
    camera = Camera(0, 0, 1, 982, 890).fitted(scene.bounds())
    display = Composer(fonts.measure).compose(scene, camera, LIGHT)
    (ground,) = [item for item in display.items if isinstance(item, Panel) and item.width == camera.width]
    assert "Undated: places here say no date" in [item.text for item in display.items if isinstance(item, Text)]
    assert scene.times is not None
    undated = np.isnan(scene.times.spans[:, 0])
    y = camera.to_picture(scene.xy)[:, 1]
    assert (undated == ((ground.y < y) & (y < ground.y + ground.height))).all() and undated.any()
    lines = np.concatenate([item.xy for item in display.items[:20] if isinstance(item, Lines)])
    ticks = lines[lines[:, 0] == lines[:, 2]]
    assert ((ticks[:, 3] <= ground.y + 1) | (ticks[:, 1] >= ground.y + ground.height - 1)).all()


@pytest.mark.parametrize("width", range(40, 64, 4))
def test_the_ticks_of_an_axis_have_their_words_all_of_them_or_those_of_whole_years(
    bromley: Document, width: int
) -> None:
    """With so many pixels from tick to tick."""
    view = bromley.named_views[2].view
    scene = stage(bromley.projection, view, see(bromley.projection, view))
    ticks = sorted((guide for guide in scene.guides if guide.axis == "x"), key=lambda guide: guide.at)
    zoom = width / min(two.at - one.at for one, two in pairwise(ticks))
    camera = Camera(ticks[3].at, 0, zoom, 1000, 900)
    display = Composer(fonts.measure).compose(scene, camera, LIGHT)
    texts = {guide.text for guide in ticks}
    said = {item.text for item in display.items if isinstance(item, Text)} & texts
    assert said in (texts, {text for text in texts if text.startswith("Jan ")})
