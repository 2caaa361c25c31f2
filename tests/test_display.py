"""The display list: nothing overlaps, nothing is clipped, and every format draws the same list."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET
from shutil import which

import numpy as np
import pytest
from clocks import patience
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.files.images import caption_of, compose_picture, composer_for
from explorer.pictures.drawing.display import Display, Lines, Marks, Text, reach
from explorer.pictures.drawing.frame import Emphasis, Frame
from explorer.pictures.drawing.strokes import points_on
from explorer.pictures.drawing.svg import to_svg
from explorer.pictures.look.class_looks import PALETTE
from explorer.pictures.look.style import DARK, LIGHT, SHAPES
from explorer.pictures.scene.label_lines import wrap
from explorer.pictures.scene.picking import edge_at, node_at, nodes_inside, towards
from explorer.pictures.scene.staging import stage
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.view import Positions, View
from explorer.views.visible import see
from ui.app import quiet_application
from ui.canvas import images
from ui.look import fonts


@pytest.fixture(autouse=True)
def _application(qapp):
    quiet_application()


@pytest.fixture
def session(bromley):
    return Session(bromley)


def _rects(display):
    for item in display.items:
        if isinstance(item, Text) and not item.angle:
            width, _ = fonts.measure(item.text, item.size, item.bold)
            left = {"start": item.x, "middle": item.x - width / 2, "end": item.x - width}[item.anchor]
            yield item.text, left, item.y - 0.72 * item.size, left + width, item.y + 0.2 * item.size


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 720), (500, 400)])
@pytest.mark.parametrize("named_view", [0, 1, 2])
def test_no_two_words_overlap_and_none_is_clipped(bromley, size, named_view):
    session = Session(bromley)
    session.commit(bromley.named_views[named_view].view, "look")
    display = compose_picture(
        composer_for(bromley.projection, fonts.measure, session.visible), session.scene, LIGHT,
        width=size[0], height=size[1], caption=caption_of(bromley, session.visible),
    )  # fmt: skip
    rects = list(_rects(display))
    assert len(rects) > 20
    for text, left, top, right, bottom in rects:
        assert left >= 0 and top >= 0 and right <= size[0] and bottom <= size[1], text
    for i, (text, left, top, right, bottom) in enumerate(rects):
        for other, l2, t2, r2, b2 in rects[i + 1 :]:
            assert left >= r2 or right <= l2 or top >= b2 or bottom <= t2, (text, other)


def test_the_picture_counts_names_without_room(session):
    composer = composer_for(session.projection, fonts.measure, session.visible)
    far = compose_picture(composer, session.scene, LIGHT, width=300, height=200)
    assert any("names" in words for words in far.left_out) and "arrowheads" in far.left_out


def test_names_do_not_flicker_when_the_picture_moves_a_little(session):
    composer = composer_for(session.projection, fonts.measure, session.visible)
    camera = Camera(width=1200, height=900).fitted(session.scene.bounds())

    def names(c):
        inner = {t: (x0, y0) for t, x0, y0, x1, y1 in _rects(composer.compose(session.scene, c, LIGHT))}
        return set(inner)

    assert names(camera) == names(camera.panned(3, 2))


def test_close_up_a_node_becomes_a_card_with_its_facts(bromley, session):
    p = session.projection
    money = p.node_of["https://caseboard.example/bromley/extra-money"]
    session.commit(bromley.named_views[1].view, "look")
    place = int(session.visible.slot[money])
    x, y = session.scene.xy[place].tolist()
    display = composer_for(p, fonts.measure, session.visible).compose(session.scene, Camera(x, y, 2.0, 900, 700), LIGHT)
    words = {item.text for item in display.items if isinstance(item, Text)}
    assert any("7,250,000" in w for w in words), words
    assert any("passages" in w for w in words)


def test_selecting_a_node_fades_the_others_and_moves_nothing(session):
    composer = composer_for(session.projection, fonts.measure, session.visible)
    camera = Camera(width=1200, height=900).fitted(session.scene.bounds())
    plain = composer.compose(session.scene, camera, LIGHT)
    selected = composer.compose(session.scene, camera, LIGHT, Emphasis(frozenset({3})))

    def spots(d):
        marks = [m for m in d.items if isinstance(m, Marks) and m.fill[3]]
        return {tuple(xy) for m in marks for xy in m.xy.tolist()}

    assert spots(plain) == spots(selected)
    fills = {m.fill for m in selected.items if isinstance(m, Marks)}
    assert any(LIGHT.faded(LIGHT.fill(colour)) in fills for colour in PALETTE)


def test_dashes_of_edges_show_their_support(session):
    places = np.random.default_rng(1).uniform(-900, 900, (session.projection.node_count, 2)).astype(np.float32)
    session.commit(View(positions=Positions(places)), "all")
    composer = composer_for(session.projection, fonts.measure, session.visible)
    camera = Camera(width=1600, height=1000).fitted(session.scene.bounds())
    dashes = {item.dash for item in composer.compose(session.scene, camera, LIGHT).items if isinstance(item, Lines)}
    assert () in dashes and (6.0, 3.5) in dashes


def test_parallel_edges_are_fanned_and_loops_numbered(turtle):
    p = turtle(":a :x :b ; :y :b . :b :z :a . :a :self :a ; :self2 :a .")
    view = View(positions=Positions(np.array([[0, 0], [200, 0]], np.float32)))
    scene = stage(p, view, see(p, view))
    straight = scene.loop == 0
    # Seen from one end, three edges bend to three different sides.
    sides = np.where(scene.source < scene.target, scene.bend, -scene.bend)[straight]
    assert len(set(sides.tolist())) == 3 and 0.0 in sides
    assert sorted(scene.loop.tolist()) == [0, 0, 0, 1, 2]


@pytest.mark.parametrize("shape", SHAPES)
def test_arrowheads_stop_at_the_outline(shape):
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    lengths = reach(shape, np.cos(angles), np.sin(angles))
    assert (lengths > 0.5).all() and (lengths < 1.6).all()


def test_nodes_and_edges_can_be_pointed_at(turtle):
    p = turtle(":a :x :b . :c a :Alone .")
    view = View(positions=Positions(np.array([[0, 0], [200, 0], [0, -90]], np.float32)))
    scene, camera = stage(p, view, see(p, view)), Camera(100, 0, 1.0, 400, 300)
    assert node_at(scene, camera, 100, 150) == 0 and node_at(scene, camera, 200, 150) == -1
    assert edge_at(scene, camera, 200, 152) == 0 and edge_at(scene, camera, 200, 190) == -1
    lasso = np.array([[50, 100], [150, 100], [150, 200], [50, 200]], float)
    assert nodes_inside(scene, camera, lasso).tolist() == [0]
    assert towards(scene, 0, 1, 0) == 1 and towards(scene, 0, -1, 0) == -1
    assert towards(scene, 0, 0, -1) == -1, "no relationship leads up, although a resource is there"


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.5])
def test_each_loop_can_be_pointed_at_where_it_is_drawn(turtle, zoom):
    p = turtle(":a :watches :a ; :pays :a ; :to :b .")
    view = View(positions=Positions(np.array([[0, 0], [200, 0]], np.float32)))
    scene, camera = stage(p, view, see(p, view)), Camera(0, -20, zoom, 800, 600)
    frame = Frame(scene, camera, LIGHT, Emphasis(), *[None] * 4)
    loops = np.flatnonzero(scene.loop)
    assert len(loops) == 2
    for share in (0.3, 0.5, 0.7):
        for loop, (x, y) in zip(loops.tolist(), points_on(frame, loops, share).tolist()):
            assert edge_at(scene, camera, x, y) == loop and node_at(scene, camera, x, y) == -1
            assert edge_at(scene, camera, x, y - 120) == -1


def test_an_empty_scene_can_be_drawn_and_pointed_at(turtle):
    p = turtle("")
    visible = see(p, View())
    scene = stage(p, View(), visible)
    display = composer_for(p, fonts.measure, visible).compose(scene, Camera(), DARK)
    assert not display.items and node_at(scene, Camera(), 5, 5) == -1 and edge_at(scene, Camera(), 5, 5) == -1
    assert towards(scene, -1, 1, 0) == -1


@given(st.text(min_size=1, max_size=80), st.booleans())
@settings(max_examples=150, deadline=None)
def test_wrapped_labels_stay_within_two_lines_of_their_width(text, bold):
    lines = wrap(text, fonts.measure, bold)
    assert 1 <= len(lines) <= 2
    assert all(fonts.measure(line, 12.0, bold)[0] <= 150.5 or len(line) == 1 for line in lines)


def _display(bromley, theme=LIGHT):
    session = Session(bromley)
    composer = composer_for(bromley.projection, fonts.measure, session.visible)
    return compose_picture(
        composer, session.scene, theme, width=900, height=700, caption=caption_of(bromley, session.visible)
    )


SVG = "{http://www.w3.org/2000/svg}"


def _svg(*items: Text) -> ET.Element:
    display = Display(300, 100, (255, 255, 255, 255), items)
    return ET.fromstring(to_svg(display, fonts.family(), fonts.outlines, fonts.measure, "A & B"))


def test_svg_draws_words_as_outlines_that_need_no_typeface_under_text_that_can_be_copied(bromley):
    data = images.encode(_display(bromley), ".svg", title="A & B")
    root = ET.fromstring(data)
    assert root.get("version") == "1.1" and data == images.encode(_display(bromley), ".svg", title="A & B")
    words = list(root.iter(SVG + "text"))
    assert "Corporate failure" in [word.text for word in words]
    assert all(word.get("fill-opacity") == "0" for word in words)
    texts = {f"#{group.get('id')}" for group in root.iter(SVG + "g") if group.get("id")}
    drawn = [use for use in root.iter(SVG + "use") if use.get("{http://www.w3.org/1999/xlink}href") in texts]
    assert len(drawn) >= len(words) and b"font-face" not in data


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_outlines_of_words_in_svg_have_the_width_and_the_place_of_the_words(anchor):
    root = _svg(Text(150, 50, "AW looked after i", 20, (0, 0, 0, 255), anchor, halo=(255, 255, 255, 255)))
    (group,) = [g for g in root.iter(SVG + "g") if g.get("transform")]
    (text,) = root.iter(SVG + "text")
    (letters,) = [g for g in root.iter(SVG + "g") if g.get("id")]
    width = fonts.measure("AW looked after i", 20, False)[0]
    start = 150 - {"start": 0, "middle": width / 2, "end": width}[anchor]
    assert float(text.get("textLength")) == pytest.approx(width, abs=0.01)
    assert float(text.get("x")) == pytest.approx(start, abs=0.01) and len(group) == 2
    assert group.get("transform") == f"translate({text.get('x')} {text.get('y')})scale(0.02)"
    *_, last = letters
    assert float(last.get("x")) / 50 == pytest.approx(fonts.measure("AW looked after ", 20, False)[0], abs=0.1)


OTHERS = {
    "rsvg-convert": ["a.svg", "-o", "a.png"],
    "inkscape": ["a.svg", "--export-type=png", "--export-filename=a.png"],
    "chromium": [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=browser",
        "--window-size={width},{height}", "--screenshot=a.png", "a.svg",
    ],
}  # fmt: skip


@pytest.mark.parametrize("program", OTHERS)
def test_svg_and_png_are_the_same_picture_to_another_program(bromley, program, tmp_path):
    from PySide6.QtGui import QImage

    if which(program) is None:
        pytest.skip(f"{program} is not installed")

    def pixels(data: bytes) -> np.ndarray:
        image = QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)

    svg, png = (images.encode(_display(bromley), suffix) for suffix in (".svg", ".png"))
    (tmp_path / "a.svg").write_bytes(svg)
    wanted = pixels(png)
    height, width, _ = wanted.shape
    words = [part.format(width=width, height=height + 100) for part in OTHERS[program]]  # browsers keep some of it
    env = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([program, *words], cwd=tmp_path, env=env, capture_output=True, check=True, timeout=patience(60))
    drawn = pixels((tmp_path / "a.png").read_bytes())[:height, :width]
    # With another typeface for the words, 14 in a thousand pixels differ by half the range.
    assert (np.abs(drawn - wanted).max(axis=2) > 128).mean() < 0.001


def test_a_picture_drawn_before_leaves_no_trace_in_the_outlines():
    black, white = (0, 0, 0, 255), (255, 255, 255, 255)
    places = [(150 + 0.13 * i, angle) for i in range(9) for angle in (0.0, 30.0)]
    items = tuple(Text(x, 50, "COaexyz", 12, black, "middle", False, angle, white) for x, angle in places)
    display = Display(300, 100, white, items)
    before = images.encode(display, ".svg")
    images.encode(display, ".png")
    fonts._own_outline.cache_clear()
    assert images.encode(display, ".svg") == before


def test_text_without_outlines_stays_visible_text():
    display = Display(50, 50, (255, 255, 255, 255), (Text(10, 10, "A", 12, (1, 2, 3, 255)),))
    root = ET.fromstring(to_svg(display, "Sans", lambda text, bold: None, fonts.measure))
    (text,) = root.iter(SVG + "text")
    assert text.get("fill") == "#010203" and text.get("fill-opacity") is None


def test_svg_leaves_out_what_xml_forbids():
    bad = Text(10, 10, "a\x00b\x0b<script>&\ud800\ufffe", 12, (0, 0, 0, 255))
    words = [e.text for e in _svg(bad, bad._replace(bold=True)).iter(SVG + "text")]
    assert words == ["ab<script>&"] * 2


@pytest.mark.parametrize("bold", [False, True])
def test_each_letter_is_drawn_by_itself_so_that_a_pdf_can_be_copied_and_searched(bold):
    text = "looked after, insufficient, fjord, Th"
    _, runs = fonts.glyphs(text, 12.0, bold)
    assert sum(len(run.glyphIndexes()) for run in runs) == len(text)


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not installed")
def test_words_of_a_pdf_are_found_by_another_program(bromley):
    data = images.encode(_display(bromley), ".pdf")
    words = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    assert "Children looked after" in words and "Insufficient" in words


def test_png_has_the_requested_size_and_equal_pictures_give_equal_bytes(bromley):
    from PySide6.QtGui import QImage

    data = images.encode(_display(bromley), ".png", scale=2.0)
    image = QImage.fromData(data)
    assert (image.width(), image.height()) == (1800, 1400)
    assert data == images.encode(_display(bromley), ".png", scale=2.0)
    assert data != images.encode(_display(bromley, DARK), ".png", scale=2.0)


def test_a_pdf_tells_nothing_of_its_writing(bromley):
    one, other = (images.encode(_display(bromley), ".pdf", title="Bromley") for _ in range(2))
    assert one == other and b"Date" not in one.replace(b"/CIDToGIDMap", b"")
    assert images.encode(_display(bromley), ".pdf", title="Another") != one


def test_pdf_is_one_page_of_the_shape_of_the_picture_with_fonts(bromley):
    data = images.encode(_display(bromley), ".pdf", title="Bromley")
    assert data.startswith(b"%PDF-") and b"/FontFile2" in data
    box = data.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert [round(float(v)) for v in box] == [0, 0, 675, 525]


def test_svg_and_png_show_the_same_marks_in_the_same_places(bromley):
    """Every node of the list leaves its colour at its middle in the PNG, and its shape in the SVG."""
    from PySide6.QtGui import QImage

    display = _display(bromley)
    image = QImage.fromData(images.encode(display, ".png"))
    svg = images.encode(display, ".svg").decode()
    count = 0
    numbered = {id(one) for one, next_one in zip(display.items, display.items[1:]) if isinstance(next_one, Text)}
    for item in display.items:
        if isinstance(item, Marks) and item.fill[3] and id(item) not in numbered:
            for x, y in item.xy.tolist():
                pixel = image.pixelColor(round(x), round(y)).getRgb()[:3]
                assert max(abs(a - b) for a, b in zip(pixel, item.fill[:3])) <= 12
                count += 1
            assert "#{:02x}{:02x}{:02x}".format(*item.fill[:3]) in svg
    assert count > 50


def test_painting_keeps_the_references_to_none(bromley):
    """PySide6 6.12.0 lost one at every call and so ended the interpreter; Python 3.12 and later do not count them."""
    import sys

    display = _display(bromley)
    images.to_image(display)
    before = sys.getrefcount(None)
    images.to_image(display)
    assert sys.getrefcount(None) > before - 200
