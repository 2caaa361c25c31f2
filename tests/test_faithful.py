"""Faithful pictures: what the legend explains is drawn, or legend, ledger and caption say that it is not."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.document import Document
from explorer.files.images import caption_of, compose_picture, composer_for
from explorer.pictures.drawing.display import Curves, Display, Icons, Lines, Text
from explorer.pictures.drawing.strokes import DASHES
from explorer.pictures.look.legend import DENSITY, as_drawn, legend_entries
from explorer.pictures.look.legend_entry import LegendEntry, Stroke
from explorer.pictures.look.style import LIGHT
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.nodes import Nodes
from explorer.views.rules import Fixed, Rule
from explorer.views.view import View
from explorer.views.visible import see
from ui.look import fonts


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
        assert {item.dash for item in display.items if isinstance(item, (Lines, Curves))} == explained, zoom


def test_a_legend_says_that_lines_are_drawn_as_density() -> None:
    entries = (LegendEntry("Person"), LegendEntry("one passage", None, Stroke(1), 3))
    assert as_drawn(entries, ("arrowheads",)) == entries
    said = as_drawn(entries, (DENSITY,))
    assert [entry.label for entry in said] == ["Person", "Lines: drawn as density"]
    assert not any(entry.stroke for entry in said)


@pytest.mark.parametrize("size", [(400, 300), (900, 600)])
def test_a_caption_says_all_that_its_picture_leaves_out(session: Session, size: tuple[int, int]) -> None:
    display = _picture(session, *size, caption=True)
    said = " ".join(_texts(display))
    assert any("name" in words for words in display.left_out)
    for words in display.left_out:
        assert words in said
    assert "Nothing is hidden" not in said


def test_nothing_is_hidden_is_said_only_of_a_picture_that_leaves_nothing_out(bromley: Document) -> None:
    visible = see(bromley.projection, View())
    assert visible.summary() == "Nothing is hidden"
    assert visible.summary(("3 names",)) == "No resource is hidden · 3 names left out at this zoom"


@pytest.mark.parametrize("zoom", [0.3, 1.0, 2.0])
def test_a_picture_counts_the_words_along_lines_that_it_does_not_write(session: Session, zoom: float) -> None:
    camera = Camera(width=1200, height=900).fitted(session.scene.bounds())._replace(zoom=zoom)
    composer = composer_for(session.projection, fonts.measure, session.visible)
    display = composer.compose(session.scene, camera, LIGHT, full=True)
    written = sum(item.angle != 0 for item in display.items if isinstance(item, Text))
    counts = [words for words in display.left_out if words.endswith(" words along lines")]
    from explorer.pictures.drawing.frame import Emphasis, Frame

    frame = Frame(
        session.scene, camera, LIGHT, Emphasis(), fonts.measure, composer.lines_of, composer.block_of, full=True
    )
    in_sight = int(np.count_nonzero(frame.edge_sight))
    assert int(counts[0].split()[0].replace(",", "")) == in_sight - written


def test_a_picture_says_that_icons_and_pins_are_too_small_to_draw(session: Session) -> None:
    rules = (Rule("icon", Fixed("user")),)
    session.commit(session.view.but(rules=rules, pinned=Nodes(session.visible.drawn[:2])), "look")
    composer = composer_for(session.projection, fonts.measure, session.visible)
    camera = Camera(width=1200, height=900).fitted(session.scene.bounds())
    near = composer.compose(session.scene, camera._replace(zoom=2.0), LIGHT)
    assert any(isinstance(item, Icons) for item in near.items) and "pins" not in near.left_out
    far = composer.compose(session.scene, camera._replace(zoom=0.05), LIGHT)
    assert not any(isinstance(item, Icons) for item in far.items)
    assert {"icons of small nodes", "pins", "shapes of small nodes", "arrowheads"} <= set(far.left_out)
