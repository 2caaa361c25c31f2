"""Style rules in pictures: screen, PNG, SVG and PDF draw the same colours and icons."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from test_raster import compiled, crowd

from explorer.files.images import caption_of, compose_picture, composer_for
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.display import Curves, Icons, Lines, Marks, Text, Triangles
from explorer.pictures.drawing.frame import Emphasis
from explorer.pictures.look.class_looks import PALETTE
from explorer.pictures.look.style import DARK, LIGHT, UNCOLOURED
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.rules import EDGES, Fixed, Rule, Scale, Where
from ui.app import quiet_application
from ui.canvas import images, raster
from ui.canvas.painter import paint
from ui.look import fonts

FINDING = "https://caseboard.example/ontology#Finding"
RULES = (
    Rule("size", Scale("degree", 1, 40, "linear", "", 12, 30)),
    Rule("colour", Scale("degree", 1, 40, "log", "lagoon")),
    Rule("icon", Fixed("warning"), Where("class", FINDING)),
    Rule("colour", Fixed("#00aa00"), Where("predicate", "http://purl.org/dc/terms/isPartOf"), EDGES),
)


@pytest.fixture(autouse=True)
def _application(qapp):
    quiet_application()


def picture(bromley, theme=LIGHT, rules=RULES, caption=True):
    session = Session(bromley)
    session.commit(session.view._replace(rules=rules), "Style")
    return compose_picture(
        composer_for(bromley.projection, fonts.measure, session.visible), session.scene, theme, width=1600, height=1200,
        caption=caption_of(bromley, session.visible, session.view) if caption else None,
    )  # fmt: skip


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_png_and_svg_show_the_colours_of_a_scale(bromley, theme):
    display = picture(bromley, theme, RULES[:2])
    image = QImage.fromData(images.encode(display, ".png"))
    svg = images.encode(display, ".svg").decode()
    chips = {id(one) for one, following in zip(display.items, display.items[1:]) if isinstance(following, Text)}
    marks = [item for item in display.items if isinstance(item, Marks) and item.fill[3] and id(item) not in chips]
    fills = {item.fill for item in marks}
    assert not fills & {theme.fill(colour) for colour in PALETTE} and len(fills) > 6
    for item in marks:
        for x, y in item.xy.tolist():
            pixel = image.pixelColor(round(x), round(y)).getRgb()[:3]
            assert max(abs(a - b) for a, b in zip(pixel, item.fill[:3])) <= 12
        assert "#{:02x}{:02x}{:02x}".format(*item.fill[:3]) in svg


def test_icons_look_the_same_in_png_svg_and_pdf(bromley):
    display = picture(bromley, caption=False)
    icons = [item for item in display.items if isinstance(item, Icons)]
    assert icons and {item.name for item in icons} == {"warning"}
    bare = display._replace(items=tuple(item for item in display.items if not isinstance(item, Icons)))
    with_icons, without = (array(QImage.fromData(images.encode(d, ".png"))) for d in (display, bare))
    changed = (with_icons != without).any(axis=2)
    for item in icons:
        for (x, y), size in zip(item.xy.tolist(), item.size.tolist()):
            box = changed[round(y - size) : round(y + size), round(x - size) : round(x + size)]
            # A triangle with its sign: larger than a speck, smaller than the square.
            assert 0.08 < box.mean() < 0.7
    around = np.zeros_like(changed)
    for item in icons:
        for (x, y), size in zip(item.xy.tolist(), item.size.tolist()):
            around[int(y - size) - 1 : int(y + size) + 2, int(x - size) - 1 : int(x + size) + 2] = True
    assert not (changed & ~around).any()
    assert images.encode(display, ".pdf").count(b"/Type /Page\n") == images.encode(bare, ".pdf").count(b"/Type /Page\n")
    assert len(images.encode(display, ".pdf")) > len(images.encode(bare, ".pdf"))
    paths = svg_paths(images.encode(display, ".svg"))
    assert len(paths) - len(svg_paths(images.encode(bare, ".svg"))) == sum(len(item.xy) for item in icons)
    corners = np.array([[float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", d)[:2]] for d in paths if "Q" in d])
    centres, sizes = (np.concatenate([getattr(i, name) for i in icons]) for name in ("xy", "size"))
    apart = np.abs(corners[:, None] - centres[None]).max(axis=2)
    assert (apart.min(axis=1) <= sizes.max() + 0.1).all()


def svg_paths(data: bytes) -> list[str]:
    return [e.get("d", "") for e in ET.fromstring(data).iter("{http://www.w3.org/2000/svg}path")]


def array(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()


def test_an_icon_contrasts_with_its_mark_and_disappears_when_too_small(bromley):
    display = picture(bromley, rules=(*RULES[:1], *RULES[2:3], Rule("colour", Fixed("#fff7c0"))), caption=False)
    assert {item.colour for item in display.items if isinstance(item, Icons)} == {(32, 36, 42, 255)}
    display = picture(bromley, rules=(*RULES[:1], *RULES[2:3], Rule("colour", Fixed("#101040"))), caption=False)
    assert {item.colour for item in display.items if isinstance(item, Icons)} == {(255, 255, 255, 255)}
    tiny = picture(bromley, rules=(Rule("size", Fixed(3.0)), RULES[2]), caption=False)
    assert not any(isinstance(item, Icons) for item in tiny.items)


def test_icons_fade_with_their_marks(bromley):
    session = Session(bromley)
    session.commit(session.view._replace(rules=RULES), "Style")
    composer = composer_for(bromley.projection, fonts.measure, session.visible)
    camera = Camera(width=1600, height=1000).fitted(session.scene.bounds())
    plain = composer.compose(session.scene, camera, LIGHT)
    selected = composer.compose(session.scene, camera, LIGHT, Emphasis(frozenset({3})))

    def inks(display):
        return {item.colour for item in display.items if isinstance(item, Icons)}

    assert inks(selected) - inks(plain)


def test_edges_and_arrowheads_have_their_own_colour(bromley):
    display = picture(bromley)
    green = LIGHT.fill("#00aa00")
    strokes = [item for item in display.items if isinstance(item, Lines | Curves)]
    assert any(item.colour == green for item in strokes) and any(item.colour == LIGHT.edge for item in strokes)
    assert len({item.colour for item in display.items if isinstance(item, Triangles)}) == 2


def test_the_caption_of_a_picture_explains_the_rules(bromley):
    display = picture(bromley)
    words = [item.text for item in display.items if isinstance(item, Text)]
    assert (
        "Size by number of relationships" in words
        and "Colour by number of relationships" in words
        and "Colour of relationships" in words
    )
    assert "40" in words
    bars = [item for item in display.items if isinstance(item, Lines) and item.width == 10.0]
    assert len(bars) == 24 and len({item.colour for item in bars}) == 24
    for item in display.items:
        if isinstance(item, Text):
            width, _ = fonts.measure(item.text, item.size, item.bold)
            left = {"start": item.x, "middle": item.x - width / 2, "end": item.x - width}[item.anchor]
            assert left >= 0 and left + width <= 1600


@compiled
def test_kernels_draw_icons_and_colours_as_qpainter_does():
    scene = crowd(4000, 6000)
    scene = replace(
        scene,
        palette=(*PALETTE, "#ff8800", "#0088ff"),
        colour=np.full(4000, len(PALETTE), np.uint8),
        icon=np.ones(4000, np.uint8),
        icons=("user",),
        edge_colour=np.where(np.arange(6000) % 2, len(PALETTE) + 1, UNCOLOURED).astype(np.uint8),
    )
    display = compose_picture(Composer(fonts.measure), scene, LIGHT, width=1400, height=1000)
    raster.load()
    one = QImage(1400, 1000, QImage.Format.Format_ARGB32_Premultiplied)
    raster.draw(one, display)
    two = QImage(1400, 1000, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(two)
    paint(painter, display)
    painter.end()
    assert np.abs(array(one).astype(int) - array(two)).mean() < 4.0
