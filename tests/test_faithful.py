"""Faithful pictures: what the legend explains is drawn, or legend, ledger and caption say that it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import numpy as np
import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

from explorer.document import Document
from explorer.files.images import caption_of, compose_picture, composer_for
from explorer.files.opening import open_document
from explorer.pictures.drawing.display import Curves, Display, Icons, Lines, Marks, Text
from explorer.pictures.drawing.extent import extent
from explorer.pictures.drawing.frame import Emphasis, Frame
from explorer.pictures.drawing.name_places import LEADER, keep_clear
from explorer.pictures.drawing.names import writing_names
from explorer.pictures.drawing.strokes import DASHES
from explorer.pictures.look.class_looks import SHAPE_OF_KIND, looks_of
from explorer.pictures.look.legend import as_drawn, legend_entries
from explorer.pictures.look.legend_entry import LegendEntry, Stroke
from explorer.pictures.look.style import DARK, DENSITY, LIGHT, Colour, Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.pictures.scene.spots import Known
from explorer.pictures.scene.staging import stage
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.newcomers import in_rows
from explorer.views.nodes import Nodes
from explorer.views.rules import Fixed, Rule
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.model.origins import edge_origins
from graph.work.progress import finish
from ui.look import fonts

MUSIC = SHARED / "data" / "music.ttl.gz"


@pytest.fixture(autouse=True)
def _application(qapp):
    """Measure words with the application of the tests."""


@pytest.fixture
def session(bromley: Document) -> Session:
    made = Session(bromley)
    made.commit(bromley.named_views[0].view, "look")
    return made


def _picture(session: Session, width: float, height: float, *, caption: bool = False) -> Display:
    return compose_picture(
        composer_for(session.projection, fonts.measure, session.visible), session.scene, LIGHT,
        width=width, height=height,
        caption=caption_of(session.document, session.visible, session.view) if caption else None,
    )  # fmt: skip


def _texts(display: Display) -> list[str]:
    return [item.text for item in display.items if isinstance(item, Text)]


@pytest.mark.parametrize("full", [False, True])
def test_the_dashes_that_the_legend_explains_are_drawn_at_every_zoom(session: Session, full: bool) -> None:
    places = np.random.default_rng(1).uniform(-900, 900, (session.projection.node_count, 2)).astype(np.float32)
    session.commit(View(positions=Positions(places)), "all")
    explained = {
        DASHES[entry.stroke.support]
        for entry in legend_entries(session.projection, session.visible, session.view)
        if entry.stroke is not None
    }
    assert len(explained) > 1
    composer = composer_for(session.projection, fonts.measure, session.visible)
    for zoom in (0.05, 0.2, 0.3, 0.6):
        camera = Camera(width=1200, height=900).fitted(session.scene.bounds())._replace(zoom=zoom)
        display = composer.compose(session.scene, camera, LIGHT, full=full)
        # A line that leads to a name has a pattern of its own, so that nobody takes it for a relationship.
        drawn = {item.dash for item in display.items if isinstance(item, (Lines, Curves))}
        assert drawn - {LEADER} == explained and LEADER not in DASHES.values(), zoom


def test_a_legend_lists_only_the_strokes_and_values_of_what_is_drawn(bromley: Document) -> None:
    p, texts = bromley.projection, View(rules=bromley.first_look.view.rules, hidden_text_support=frozenset({0, 1}))
    visible = see(p, texts)
    assert len(visible.edges) and (p.edge_documents[visible.edges] > 1).all()
    entries, several = legend_entries(p, visible, texts), int(np.count_nonzero(edge_origins(p)[visible.edges] > 1))
    assert [(e.label, e.resources) for e in entries if e.stroke and e.resources] == [
        ("one origin", len(visible.edges) - several),
        ("two origins", several),
    ]
    critical = next(i for i, label in enumerate(p.labels) if label == "Significant deterioration since 2012")
    alone = texts._replace(
        hidden_text_support=frozenset(), hidden_nodes=Nodes(np.setdiff1d(range(p.node_count), [critical]))
    )
    labels = [e.label for e in legend_entries(p, see(p, alone), alone)]
    assert "critical" in labels and "positive" not in labels


def test_lines_show_origins_and_those_of_more_than_two_are_twice_as_wide(turtle) -> None:
    made = "".join(f":q{i} oa:hasSource :paper{i} . " for i in range(4))
    for count in range(5):
        made += f":a :x{count} :b . [] a rdf:Statement ; rdf:subject :a ; rdf:predicate :x{count} ; rdf:object :b ."
        made = made.removesuffix(".") + "".join(f"; dcterms:source :q{i} " for i in range(count)) + " . "
    p = turtle(made)
    scene = stage(p, View(), see(p, View()))
    counts = [int(p.predicates[p.predicate[edge]].iri[-1]) for edge in scene.edge_ids.tolist()]
    assert scene.support.tolist() == [min(count, 2) for count in counts]
    assert [width >= 2 for width in scene.width.tolist()] == [count > 2 for count in counts]


def test_a_legend_says_that_lines_are_drawn_as_density() -> None:
    entries = (LegendEntry("Person"), LegendEntry("one passage", None, Stroke(1), 3))
    assert as_drawn(entries, ("arrowheads",)) == entries
    said = as_drawn(entries, (DENSITY,))
    assert [entry.label for entry in said] == ["Person", "Lines: too many, drawn as shading"]
    assert not any(entry.stroke for entry in said)


@pytest.mark.parametrize("size", [(400, 300), (900, 600)])
def test_a_caption_says_all_that_its_picture_leaves_out(session: Session, size: tuple[int, int]) -> None:
    display = _picture(session, *size, caption=True)
    said = " ".join(_texts(display))
    assert any("name" in words for words in display.left_out)
    for words in display.left_out:
        assert words in said
    assert "Nothing is hidden" not in said
    assert "left out for lack of room" in said and "zoom" not in said, "an image has no zoom"


def test_nothing_is_hidden_is_said_only_of_a_picture_that_leaves_nothing_out(bromley: Document) -> None:
    visible = see(bromley.projection, View())
    assert visible.summary() == "Nothing is hidden"
    assert visible.summary(("3 names",)) == "No resource is hidden · 3 names left out"


@pytest.mark.parametrize("zoom", [0.3, 1.0, 2.0])
def test_a_picture_counts_the_words_along_lines_that_it_does_not_write(session: Session, zoom: float) -> None:
    camera = Camera(width=1200, height=900).fitted(session.scene.bounds())._replace(zoom=zoom)
    composer = composer_for(session.projection, fonts.measure, session.visible)
    display = composer.compose(session.scene, camera, LIGHT, full=True)
    written = sum(item.angle != 0 for item in display.items if isinstance(item, Text))
    counts = [words for words in display.left_out if " relationship name" in words]
    frame = Frame(
        session.scene,
        camera,
        LIGHT,
        Emphasis(),
        fonts.measure,
        composer.lines_of,
        composer.block_of,
        Known(session.scene, zoom),
        full=True,
    )
    in_sight = int(np.count_nonzero(frame.edge_sight))
    assert int(counts[0].split()[0].replace(",", "")) == in_sight - written


def test_a_picture_says_that_icons_and_pins_are_too_small_to_draw(session: Session) -> None:
    rules = (Rule("icon", Fixed("user")),)
    session.commit(session.view._replace(rules=rules, pinned=Nodes(session.visible.drawn[:2])), "look")
    composer = composer_for(session.projection, fonts.measure, session.visible)
    camera = Camera(width=1200, height=900).fitted(session.scene.bounds())
    near = composer.compose(session.scene, camera._replace(zoom=2.0), LIGHT)
    assert any(isinstance(item, Icons) for item in near.items) and "pins" not in near.left_out
    far = composer.compose(session.scene, camera._replace(zoom=0.05), LIGHT)
    assert not any(isinstance(item, Icons) for item in far.items)
    assert {"icons of small nodes", "pins", "shapes of small nodes", "arrowheads"} <= set(far.left_out)


def _lab(colour: Colour) -> tuple[float, float, float]:
    """A colour in CIE L*a*b*, white D65."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour[:3]))
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: tuple[float, float, float], two: tuple[float, float, float]) -> float:
    """CIEDE2000, the colour difference of CIE 142:2001; 1 is about the least that a person can see."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    a1, a2 = (a * (1.5 - 0.5 * sqrt(mean / (mean + 25**7))) for a in (a1, a2))
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = (degrees(atan2(b, a)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if not c1 * c2 else (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
    t += 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * sqrt(c1 * c2) * sin(radians(turn) / 2) / (1 + 0.015 * chroma * t)
    twist = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(dl * dl + dc * dc + dh * dh + twist * dc * dh)


def test_the_colour_difference_is_that_of_published_pairs() -> None:
    """Pairs of Sharma, Wu and Dalal 2005."""
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)
    assert difference((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(0.9082, abs=1e-4)


def _tell_apart(swatches: Iterable[Swatch]) -> None:
    """Of one shape, colours differ by far more than the eye needs, on both papers."""
    for one, two in combinations(swatches, 2):
        for theme in (LIGHT, DARK):
            apart = difference(_lab(theme.fill(one.colour)), _lab(theme.fill(two.colour)))
            assert one.shape != two.shape or apart > 7.5, (one, two, theme.name, apart)


def test_no_two_classes_of_bromley_look_alike(bromley: Document) -> None:
    _tell_apart(class_swatches(bromley.projection).values())


@pytest.mark.skipif(not MUSIC.exists(), reason="shared/data/music.ttl.gz is not there")
def test_no_two_classes_of_the_music_file_look_alike() -> None:
    _tell_apart(class_swatches(finish(open_document([MUSIC])).projection).values())


kinds = st.sampled_from(sorted(SHAPE_OF_KIND))


@given(st.lists(st.tuples(st.integers(0, 9999), kinds), max_size=14, unique=True))
def test_no_two_of_a_dozen_classes_look_alike(classes: list[tuple[int, str]]) -> None:
    iris = [f"https://example.org/{kind}{number}" for number, kind in classes]
    _tell_apart(looks_of(iris, [kind for _, kind in classes]).values())


@given(
    st.lists(st.tuples(st.integers(0, 99), st.sampled_from(sorted(SHAPE_OF_KIND))), max_size=20, unique=True), st.data()
)
def test_a_class_has_its_colour_in_every_part_of_its_source(
    classes: list[tuple[int, str]], data: st.DataObject
) -> None:
    def looks(some: list[tuple[int, str]]) -> dict[str, Swatch]:
        iris = [f"https://example.org/{kind}{number}" for number, kind in some]
        found = looks_of(iris, [kind for _, kind in some])
        return {iri: found[i] for i, iri in enumerate(iris)}

    whole = looks(classes)
    assert looks(data.draw(st.permutations(classes))) == whole, "the order in the file does not matter"
    part = looks(data.draw(st.lists(st.sampled_from(classes), unique=True)) if classes else [])
    for iri, swatch in part.items():
        assert swatch.colour == whole[iri].colour


LOOPS = SHARED / "cases" / "loops.ttl"


def _fitted(session: Session, size: tuple[int, int]) -> Camera:
    return Camera(width=size[0], height=size[1]).fitted(session.scene.bounds(), below=40)


def test_a_picture_of_few_lines_has_their_words_in_a_small_window_and_counts_those_that_found_no_room(
    bromley: Document,
) -> None:
    session = Session(bromley)
    session.commit(bromley.named_views[3].view, "open")
    scene, camera = session.scene, _fitted(session, (664, 640))
    display = composer_for(session.projection, fonts.measure, session.visible).compose(scene, camera, LIGHT)
    assert camera.zoom < 0.95 and len(scene.source) == 27
    kinds = {info.label for info in session.projection.predicates}
    said = sum(text in kinds for text in _texts(display))
    assert said >= 12 and f"{27 - said} relationship names" in display.left_out
    assert not _missing(display), "words take no room from names"


@pytest.mark.parametrize("size", [(971, 741), (664, 640)])
def test_the_relationships_of_a_selected_resource_have_their_names(bromley: Document, size: tuple[int, int]) -> None:
    session = Session(bromley)
    session.commit(bromley.named_views[3].view, "open")
    scene, camera = session.scene, _fitted(session, size)
    composer = composer_for(session.projection, fonts.measure, session.visible)
    for place in range(len(scene)):
        rows = np.flatnonzero((scene.source == place) | (scene.target == place)).tolist()
        display = composer.compose(scene, camera, LIGHT, Emphasis(frozenset({place})))
        said = [item.text for item in display.items if isinstance(item, Text) and item.colour == LIGHT.ink]
        assert not Counter(scene.edge_words[row] for row in rows) - Counter(said), scene.labels[place]


@pytest.mark.parametrize("look", range(3))
def test_a_selected_resource_has_words_on_its_lines_where_there_is_room_and_none_runs_through_a_name(
    bromley: Document, look: int
) -> None:
    session = Session(bromley)
    session.commit(bromley.named_views[look].view, "open")
    scene, camera = session.scene, _fitted(session, (982, 890))
    composer = composer_for(session.projection, fonts.measure, session.visible)
    unwritten = lost = 0
    for place in range(len(scene)):
        rows = np.flatnonzero((scene.source == place) | (scene.target == place)).tolist()
        display = composer.compose(scene, camera, LIGHT, Emphasis(frozenset({place})))
        kinds = Counter(scene.edge_words[row] for row in rows)
        texts = [item for item in display.items if isinstance(item, Text)]
        words = [text for text in texts if text.colour == LIGHT.ink and text.text in kinds]
        unwritten += (kinds - Counter(text.text for text in words)).total()
        rects = [extent(text, fonts.measure) for text in texts if not text.angle and text not in words]
        crossed = [
            (text.text, left, top)
            for text in words
            for left, top, *end in rects
            if _runs_through(text, left, top, *end)
        ]
        assert not crossed, scene.labels[place]
        lost += _missing(display)
    assert unwritten <= 2
    assert lost <= 10, "names that fade find other places"


def _runs_through(text: Text, left: float, top: float, right: float, bottom: float) -> bool:
    """True if the middle line of a text crosses a rectangle."""
    wide, turn = fonts.measure(text.text, text.size, text.bold)[0], radians(text.angle)
    x, y = text.x + sin(turn) * 0.34 * text.size, text.y - cos(turn) * 0.34 * text.size
    along = [wide * (k / 20 - 0.5) for k in range(21)]
    return any(left < x + cos(turn) * far < right and top < y + sin(turn) * far < bottom for far in along)


def _missing(display: Display) -> int:
    """The number of names that a picture leaves out."""
    counts = [words for words in display.left_out if words.split(maxsplit=1)[1] in ("name", "names")]
    return int(counts[0].split()[0].replace(",", "")) if counts else 0


@pytest.mark.skipif(not LOOPS.exists(), reason="shared/cases/loops.ttl is not there")
@pytest.mark.parametrize("zoom", [0.2, 0.5, 1.0, 1.7])
def test_loops_and_parallel_edges_have_their_words_on_their_lines_at_every_zoom(zoom: float) -> None:
    session = Session(finish(open_document([LOOPS])))
    session.commit(in_rows(session.projection, session.view, session.visible), "rows")
    wide = session.view.positions.xy * 1.5 / min(zoom, 1.0)
    session.commit(session.view._replace(positions=Positions(wide)), "rows")
    x, y = wide.mean(axis=0).tolist()
    composer = composer_for(session.projection, fonts.measure, session.visible)
    display = composer.compose(session.scene, Camera(x, y, zoom, 800, 600), LIGHT)
    assert sorted(_texts(display)) == sorted(["a", "b", "back", "names", "pays", "pays", "to", "to", "watches"])
    points = []
    for item in display.items:
        if isinstance(item, Curves):
            t = np.linspace(0, 1, 200)[:, None, None]
            a, b, c, d = (item.xy[:, k : k + 2] for k in (0, 2, 4, 6))
            curve = a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3
            points.append(curve.reshape(-1, 2))
        elif isinstance(item, Lines):
            points += [np.linspace(line[:2], line[2:], 200) for line in item.xy]
    for item in display.items:
        if isinstance(item, Text) and item.text not in ("a", "b"):
            apart = np.hypot(*(np.concatenate(points) - (item.x, item.y - 0.34 * item.size)).T).min()
            assert apart < 2.0, (item.text, apart)


@pytest.mark.parametrize(("size", "most"), [((1600, 900), 0), ((1000, 860), 0), ((768, 600), 2), ((700, 500), 6)])
def test_few_names_find_no_place_in_the_first_picture(session: Session, size: tuple[int, int], most: int) -> None:
    composer = composer_for(session.projection, fonts.measure, session.visible)
    assert _missing(composer.compose(session.scene, _fitted(session, size), LIGHT)) <= most


def test_a_name_is_not_cut_where_there_is_room(turtle) -> None:
    label = "The committee for the review of the services that a council owes to children who live with foster carers"
    p = turtle(f':a skos:prefLabel "{label}" ; :x :b2 . :b2 :x :c2 .')
    view = View(positions=Positions(np.array([[0, 0], [400, 0], [800, 0]], np.float32)))
    visible = see(p, view)
    camera = Camera(400, 0, 1.0, 1200, 500)
    display = composer_for(p, fonts.measure, visible).compose(stage(p, view, visible), camera, LIGHT)
    lines = [item for item in display.items if isinstance(item, Text) and item.text not in ("x", "b2", "c2")]
    assert " ".join(item.text for item in sorted(lines, key=lambda item: item.y)) == label


def test_among_many_lines_those_with_rare_words_have_them_from_afar(turtle) -> None:
    common = " ".join(f":hub :theme :t{i} ." for i in range(48))
    p = turtle(f"{common} :hub :publisher :office . :hub :contact :desk . :hub :contact :post .")
    turns = np.linspace(0, 2 * np.pi, p.node_count + 1)[:-1]
    xy = (np.stack((np.cos(turns), np.sin(turns)), axis=1) * 600).astype(np.float32)
    xy[p.node_of["https://example.org/hub"]] = 0
    view = View(positions=Positions(xy))
    visible = see(p, view)
    scene, composer = stage(p, view, visible), composer_for(p, fonts.measure, visible)
    texts = Counter(_texts(composer.compose(scene, Camera(0, 0, 0.6, 1000, 1000), LIGHT)))
    assert (texts["publisher"], texts["contact"], texts["theme"]) == (1, 2, 0)


def test_names_stand_where_no_line_of_their_own_runs(turtle) -> None:
    """Lines leave to three sides, so that the name has its place on the fourth."""
    ways = {"below": (0, 300), "right": (300, 0), "left": (-300, 0), "above": (0, -300)}
    for free in ways:
        others = [way for way in ways if way != free]
        p = turtle(" ".join(f":middle :x :{other} ." for other in others))
        xy = np.array([ways.get(iri.rsplit("/", 1)[1], (0, 0)) for iri in p.iris], np.float32)
        view = View(positions=Positions(xy))
        visible = see(p, view)
        camera = Camera(0, 0, 0.8, 900, 900)
        display = composer_for(p, fonts.measure, visible).compose(stage(p, view, visible), camera, LIGHT)
        name = next(item for item in display.items if isinstance(item, Text) and item.text == "middle")
        x, y = name.x - 450, name.y - 450
        assert {"below": y > 8, "above": y < -6, "right": x > 5, "left": x < -5}[free], (free, x, y)


@pytest.mark.parametrize("size", [(1000, 860), (700, 500)])
def test_what_is_selected_and_what_it_is_linked_to_have_their_names(session: Session, size: tuple[int, int]) -> None:
    scene, camera = session.scene, _fitted(session, size)
    composer = composer_for(session.projection, fonts.measure, session.visible)

    known = Known(scene, camera.zoom)

    def without_name(emphasis: Emphasis) -> set[str]:
        frame = Frame(scene, camera, LIGHT, emphasis, fonts.measure, composer.lines_of, composer.block_of, known)
        keep_clear(frame, np.flatnonzero(frame.sight))
        for _ in writing_names(frame):
            pass
        said = " ".join(item.text for item in frame.items if isinstance(item, Text))
        return {scene.labels[i] for i in np.flatnonzero(frame.near) if scene.labels[i].split(" ")[0] not in said}

    for node in range(len(scene)):
        missing = without_name(Emphasis(frozenset({node})))
        linked = np.count_nonzero((scene.source == node) | (scene.target == node))
        assert scene.labels[node] not in missing
        assert not missing or (linked > 20 and size[0] < 1000), (scene.labels[node], missing)
    for edge in range(0, len(scene.source), 5):
        assert not without_name(Emphasis(edges=frozenset({edge}))), edge


def test_a_class_coloured_by_a_rule_is_an_outline_in_legends(bromley: Document) -> None:
    look = bromley.first_look
    finding = next(e for e in legend_entries(bromley.projection, look.visible, look.view) if e.label == "Finding")
    assert finding.swatch is not None and not finding.swatch.colour
    session = Session(bromley)
    session.commit(look.view, "look")
    display = _picture(session, 900, 600, caption=True)
    grey = LIGHT.fill("")
    foot = max(i.y for i in display.items if isinstance(i, Text) and i.text == "Finding")
    near = [i for i in display.items if isinstance(i, Marks) and abs(float(i.xy[0, 1]) - foot) < 8]
    assert near and not any(i.fill == grey for i in near) and any(i.fill == LIGHT.paper for i in near)
