"""Routing: no line runs through a node that is not its end, wherever an arc can go around it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from clocks import busy
from hypothesis import given
from hypothesis import strategies as st

from explorer.document import Document
from explorer.pictures.scene.picking import edge_at
from explorer.pictures.scene.routing import MOST_BENT, MOST_ROUTED, routed
from explorer.pictures.scene.scene import Labels, Scene
from explorer.pictures.scene.staging import restaged, stage
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.places import placed
from explorer.views.rules import Fixed, Rule
from explorer.views.view import View
from explorer.views.visible import see
from graph.arrays.types import Floats
from graph.layout import arrange
from graph.layout.problem import problem
from graph.work.progress import finish

SHARES = np.linspace(0, 1, 81)


def scene_of(xy: object, edges: object, radius: float = 10.0, fan: object = None) -> Scene:
    """Round nodes at ``xy`` with edges between them."""
    points, ends = np.array(xy, np.float32), np.array(edges, np.int32).reshape(-1, 2)
    n, m = len(points), len(ends)
    fans = np.zeros(m, np.float32) if fan is None else np.array(fan, np.float32)
    return Scene(
        ids=np.arange(n, dtype=np.int32), xy=points, radius=np.full(n, radius, np.float32),
        shape=np.zeros(n, np.uint8), colour=np.zeros(n, np.uint8), strong=np.zeros(n, bool),
        pinned=np.zeros(n, bool), importance=np.ones(n), labels=Labels(("node",), np.zeros(n, int)),
        edge_ids=np.arange(m, dtype=np.int32), source=ends[:, 0], target=ends[:, 1], fan=fans, bend=fans,
        loop=(ends[:, 0] == ends[:, 1]).astype(np.uint8), support=np.full(m, -1, np.int8),
        width=np.ones(m, np.float32), edge_words=Labels(("line",), np.zeros(m, int)),
    )  # fmt: skip


def arc(scene: Scene, row: int, bend: float) -> Floats:
    """Points (81, 2) of an edge with a bend: a quadratic curve, with its middle so far from the straight line."""
    a, b = scene.xy[[scene.source[row], scene.target[row]]].astype(float)
    normal = np.array([-(b - a)[1], (b - a)[0]]) / np.hypot(*(b - a))
    control = (a + b) / 2 + 2 * bend * normal
    share = SHARES[:, None]
    return a * (1 - share) ** 2 + 2 * control * share * (1 - share) + b * share**2


def touched(scene: Scene, row: int, bend: float, room: float) -> bool:
    """True if an edge with that bend is within ``room`` of the outline of a node that is not its end."""
    others = np.setdiff1d(np.arange(len(scene)), (scene.source[row], scene.target[row]))
    start, ends = arc(scene, row, bend)[:-1, None], arc(scene, row, bend)[1:, None]
    way, to = ends - start, scene.xy[others].astype(float) - start
    share = np.clip((way * to).sum(axis=2) / np.maximum((way**2).sum(axis=2), 1e-12), 0, 1)
    distance = np.hypot(*np.moveaxis(to - way * share[..., None], 2, 0)).min(axis=0, initial=np.inf)
    return bool((distance < scene.radius[others] + room).any())


def run_through(scene: Scene) -> list[int]:
    """The edges that run through a node which is not their end."""
    rows = np.flatnonzero((scene.loop == 0) & (scene.source != scene.target)).tolist()
    return [row for row in rows if touched(scene, row, float(scene.bend[row]), 0.0)]


spot = st.tuples(st.integers(-12, 12), st.integers(-8, 8)).map(lambda at: (37.0 * at[0], 41.0 * at[1]))


@given(st.data())
def test_a_line_runs_through_no_node_that_an_arc_can_pass(data: st.DataObject) -> None:
    xy = data.draw(st.lists(spot, min_size=3, max_size=14, unique=True))
    node = st.integers(0, len(xy) - 1)
    edges = data.draw(st.lists(st.tuples(node, node), min_size=1, max_size=12))
    straight = scene_of(xy, edges)
    scene = routed(straight)
    assert routed(straight).bend.tobytes() == scene.bend.tobytes()
    through = run_through(scene)
    for row, (source, target) in enumerate(edges):
        if source == target:
            assert scene.bend[row] == 0
            continue
        length = float(np.hypot(*(straight.xy[source] - straight.xy[target])))
        assert abs(scene.bend[row]) <= MOST_BENT * length * 1.001
        if not touched(straight, row, 0.0, 6.0):
            assert scene.bend[row] == 0, "nothing is in the way"
        if row in through:
            tried = np.linspace(-MOST_BENT, MOST_BENT, 41) * length
            assert all(touched(straight, row, bend, 12.0) for bend in tried), "an arc goes around"


def test_a_line_passes_a_node_on_the_nearer_side_and_no_further_than_needed() -> None:
    scene = routed(scene_of([(0, 0), (400, 0), (200, 4)], [(0, 1), (1, 0)]))
    assert scene.bend[0] == -scene.bend[1] and -9.1 < scene.bend[0] < -8.9
    assert not run_through(scene)


def test_parallel_lines_move_aside_together_and_stay_apart() -> None:
    scene = routed(scene_of([(0, 0), (400, 0), (200, 0)], [(0, 1), (1, 0), (0, 1)], fan=[-26, 0, 26]))
    seen = scene.bend * np.array([1, -1, 1])
    assert np.allclose(np.diff(np.sort(seen)), 26) and not run_through(scene)


@pytest.mark.parametrize("layout", ["circular", "multipartite", "bfs", "spiral", "shell"])
def test_no_line_of_bromley_says_a_relationship_that_is_not_there(bromley: Document, layout: str) -> None:
    p, view = bromley.projection, View()
    visible = see(p, view)
    plain = stage(p, view, visible)
    asked = problem(
        len(plain), np.stack((plain.source, plain.target), axis=1), boxes=(150, 60), groups=p.node_class[plain.ids]
    )
    xy = finish(arrange(layout, asked)).positions
    scene = stage(p, placed(view, plain.ids, xy, p.node_count), visible)
    assert len(run_through(scene)) <= 1, "where so many stand together, an arc may find no way"
    assert len(run_through(replace(scene, bend=scene.fan))) > 50, "straight lines would"


def test_the_first_picture_of_bromley_has_no_line_through_a_node(bromley: Document) -> None:
    assert not run_through(bromley.first_look.scene)


def test_lines_give_way_to_a_node_that_is_moved(turtle) -> None:
    p = turtle(":a :x :b . :c :x :d .")
    ids = [p.node_of[f"https://example.org/{name}"] for name in "abcd"]
    view = placed(View(), np.array(ids), np.array([(0, 0), (400, 0), (200, 300), (300, 300)], np.float32), p.node_count)
    visible = see(p, view)
    before = stage(p, view, visible)
    assert not before.bend.any()
    moved = placed(view, np.array(ids[2:3]), np.array([(200, 1)], np.float32), p.node_count)
    after = restaged(before, p, view, moved, visible)
    assert after.bend[0] and not run_through(after)
    assert not restaged(after, p, moved, view, visible).bend.any()
    red = moved._replace(rules=(Rule("colour", Fixed("#ff0000")),))
    assert restaged(after, p, moved, red, visible).bend is after.bend, "a colour moves no line"
    large = moved._replace(rules=(Rule("size", Fixed(30.0)),))
    assert abs(restaged(after, p, moved, large, visible).bend[0]) > abs(after.bend[0])


def test_the_pointer_finds_a_bent_line_along_all_of_its_way() -> None:
    scene = routed(scene_of([(0, 0), (400, 0), (200, 0)], [(0, 1)], radius=60.0))
    assert abs(scene.bend[0]) > 60
    for x, y in arc(scene, 0, float(scene.bend[0]))[10:-10].tolist():
        camera = Camera(x, y, 1.0, 200, 200)
        assert edge_at(scene, camera, 100, 100) == 0
    assert edge_at(scene, Camera(200, 0, 1.0, 200, 200), 100, 100) == -1


def test_a_thousand_nodes_are_routed_within_a_frame_and_more_edges_are_left_straight() -> None:
    random = np.random.default_rng(5)
    xy = random.uniform(-3000, 3000, (1000, 2))
    edges = np.column_stack((np.arange(1, 1000), random.integers(0, 1000, 999) * np.arange(1, 1000) // 1000))
    scene = scene_of(xy, np.concatenate((edges, random.integers(0, 1000, (900, 2)))))
    assert np.count_nonzero(routed(scene).bend) > 200
    assert min(busy(lambda: routed(scene)) for _ in range(5)) < 0.05
    many = scene_of(xy, random.integers(0, 1000, (MOST_ROUTED + 100, 2)))
    assert not routed(many).bend.any()


@pytest.mark.parametrize(
    "names", [("Bromley Council", "Ofsted"), ("Bromley children’s services", "Ofsted report of 2016")]
)
def test_lines_to_what_is_expanded_run_through_nothing(bromley: Document, names: tuple[str, ...]) -> None:
    session = Session(bromley)
    commands = Commands(session)
    before = len(session.scene)
    for name in names:
        commands.expand(bromley.projection.labels.index(name))
    assert len(session.scene) > before + 15
    assert len(run_through(replace(session.scene, bend=session.scene.fan))) > 5 and not run_through(session.scene)
