"""Images with a title, words of one's own, the texts as source, a ground, and cut to the drawing."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from explorer.__main__ import _encode, _measure
from explorer.command_line.cli import run
from explorer.command_line.run import Toolkit
from explorer.files.image_options import ImageOptions, texts_behind, theme_on
from explorer.files.images import Caption, compose_picture, composer_for
from explorer.pictures.drawing.display import Lines, Text
from explorer.pictures.drawing.extent import extent, moved
from explorer.pictures.look.style import DARK, LIGHT
from explorer.pictures.scene.label_lines import words_of
from explorer.pictures.scene.staging import stage
from explorer.views.visible import see
from ui.app import quiet_application
from ui.canvas import images
from ui.look.fonts import measure
from ui.parts.forms.image_form import ImageForm

TOOLKIT = Toolkit(_measure, _encode, lambda *_: 0)


@pytest.fixture
def picture(qapp, bromley):
    """Draw the first view of Bromley, usually 1,000 × 700 pixels, with some options."""
    quiet_application()
    view = bromley.named_views[0].view
    visible = see(bromley.projection, view)

    def draw(theme=LIGHT, width=1000, **options):
        asked = ImageOptions(Path("a.svg"), **options)
        return compose_picture(
            composer_for(bromley.projection, measure, visible),
            stage(bromley.projection, view, visible),
            theme_on(asked.ground, theme),
            width=width,
            height=700,
            caption=asked.caption(bromley, visible, view),
            crop=asked.crop,
            clear=asked.ground == "clear",
        )

    return draw


@pytest.mark.parametrize("width", [700, 1000, 1280])
def test_lines_of_a_caption_are_full(picture, width):
    said = "Findings of 2016 beside what the texts of 2018 say about them, " * 5
    items = picture(width=width, words=said.strip(), legend=False, source=False, ledger=False).items
    lines = [item for item in items if isinstance(item, Text) and item.x == 16.0 and item.text in said]
    room = width - 32
    assert len(lines) > 1 and all(measure(line.text, line.size, False)[0] <= room for line in lines)
    for line, after in pairwise(lines):
        assert measure(f"{line.text} {words_of(after.text)[0]}", line.size, False)[0] > room


BARE = {"legend": False, "source": False, "ledger": False}


def words(display):
    return [item.text for item in display.items if isinstance(item, Text)]


def test_a_title_stands_above_and_ones_own_words_below_everything_drawn(picture):
    plain = picture(**BARE)
    full = picture(**BARE, title="What was found", words="Drawn for the committee.\nSecond line.")
    assert (full.width, full.height) == (1000, 700)
    rows = {item.text: item.y for item in full.items if isinstance(item, Text)}
    drawn = [rows[text] for text in words(plain) if text in rows]
    assert rows["What was found"] < min(drawn) and max(drawn) < rows["Drawn for the committee."] < rows["Second line."]
    assert sum(text in rows for text in words(plain)) > 30, "the names are still there"


def test_a_long_title_is_broken_and_stays_within_the_picture(picture):
    display = picture(**BARE, title="A title that goes on " * 12)
    for item in display.items:
        if isinstance(item, Text) and item.bold and item.size == 20:
            left, _, right, _ = extent(item, measure)
            assert left >= 0 and right <= display.width


def test_the_texts_are_those_with_a_passage_for_anything_shown(picture, bromley):
    visible = see(bromley.projection, bromley.named_views[0].view)
    p = bromley.projection
    cited = {p.passages[i].title for node in visible.nodes.tolist() for i in p.node_evidence[node].tolist()}
    cited |= {p.passages[i].title for edge in visible.edges.tolist() for i in p.edge_evidence[edge].tolist()}
    assert set(texts_behind(p, visible)) == cited and len(cited) == 2
    shown = " ".join(words(picture(legend=False, ledger=False, texts=True)))
    assert all(title in shown for title in cited) and "Source: " in shown
    assert not any(title in " ".join(words(picture(**BARE))) for title in cited)


def test_a_cropped_picture_holds_all_that_was_drawn_and_no_empty_sides(picture):
    plain, cut = picture(**BARE, width=1700), picture(**BARE, width=1700, crop=True)
    assert words(cut) == words(plain) and cut.left_out == plain.left_out
    assert cut.width * cut.height < 0.9 * plain.width * plain.height
    bounds = np.array([extent(item, measure) for item in cut.items])
    assert bounds[:, :2].min() >= 0 and bounds[:, 2].max() <= cut.width and bounds[:, 3].max() <= cut.height
    margins = (*bounds[:, :2].min(axis=0), cut.width - bounds[:, 2].max(), cut.height - bounds[:, 3].max())
    assert max(margins) <= 17.5, "sixteen pixels on each side"


def test_a_cropped_picture_has_room_for_its_words(picture):
    cut = picture(crop=True, title="Found", words="For the committee.", texts=True)
    for item in cut.items:
        left, top, right, bottom = extent(item, measure)
        assert left >= -1 and top >= -1 and right <= cut.width + 1 and bottom <= cut.height + 1, item


def test_guides_of_a_cropped_timeline_end_at_its_sides(qapp, bromley):
    view = bromley.named_views[2].view
    visible = see(bromley.projection, view)
    composer = composer_for(bromley.projection, measure, visible)
    scene = stage(bromley.projection, view, visible)
    cut = compose_picture(composer, scene, LIGHT, width=1600, height=700, crop=True)
    assert cut.width < 1600
    for item in cut.items:
        left, _, right, _ = extent(item, measure)
        assert left >= -1 and right <= cut.width + 1, item


def test_no_line_of_a_lane_runs_through_the_dates_of_the_axis(qapp, bromley):
    view = bromley.named_views[2].view
    visible = see(bromley.projection, view)
    scene = stage(bromley.projection, view, visible)
    composer = composer_for(bromley.projection, measure, visible)
    items = compose_picture(composer, scene, LIGHT, width=1600, height=1000).items
    ticks = {guide.text for guide in scene.guides if guide.axis == "x"}
    dates = [extent(item, measure) for item in items if isinstance(item, Text) and item.text in ticks]
    level = [
        y for item in items if isinstance(item, Lines) for x, y, to, end in item.xy.tolist() if y == end and to > x
    ]
    assert len(dates) > 3 and len(level) > 3
    assert not [y for _, top, _, bottom in dates for y in level if top <= y <= bottom]


def test_white_is_white_in_dark_too_and_clear_lets_all_through(picture, tmp_path):
    assert picture(theme=DARK, ground="white").paper == (255, 255, 255, 255)
    assert picture(theme=DARK).paper == DARK.paper
    for ground, alpha in (("paper", 255), ("white", 255), ("clear", 0)):
        path = tmp_path / f"{ground}.png"
        path.write_bytes(images.encode(picture(ground=ground), ".png"))
        corner = QImage(str(path)).pixelColor(1, 1)
        assert corner.alpha() == alpha, ground
        svg = images.encode(picture(ground=ground), ".svg").decode()
        assert ('fill="none"/>' in svg) is (ground == "clear")
    marks = QImage(str(tmp_path / "clear.png"))
    opaque = sum(marks.pixelColor(x, y).alpha() == 255 for x in range(0, 1000, 4) for y in range(0, 700, 4))
    assert opaque > 50, "what is drawn is drawn"


def test_moving_an_item_moves_its_extent(picture):
    for item in picture(title="T").items:
        before, after = extent(item, measure), extent(moved(item, 5, -7), measure)
        assert np.allclose(np.array(after) - np.array(before), [5, -7, 5, -7], atol=1e-3)


def test_the_command_line_has_the_same_options(qapp, tmp_path):
    quiet_application()
    plain, full = tmp_path / "plain.svg", tmp_path / "full.svg"
    assert run(["render", "bromley", "-o", str(plain)], TOOLKIT) == 0
    options = ["--title", "Findings", "--words", "For the committee.", "--name-texts", "--ground", "clear", "--crop"]
    assert run(["render", "bromley", "-o", str(full), *options], TOOLKIT) == 0
    before, after = plain.read_text("utf-8"), full.read_text("utf-8")
    assert "Findings" in after and "For the committee." in after and "Texts: " in after and "Texts: " not in before
    size = [float(text.partition('width="')[2].partition('"')[0]) for text in (before, after)]
    assert size[1] < size[0]


def test_the_form_gives_back_what_is_set_and_proposes_the_last_choice(qapp):
    asked = ImageOptions(
        Path("a.png"), scale=4.0, whole=False, legend=False, source=True, ledger=False, texts=True, title="T",
        words="One\nTwo", ground="clear", crop=True,
    )  # fmt: skip
    assert ImageForm(None, asked).options(Path("a.png")) == asked
    usual = ImageOptions(Path("b.svg"))
    assert ImageForm(None, usual).options(Path("b.svg")) == usual
    assert usual.caption is not None and Caption().lines(()) == []


def test_the_window_saves_the_image_as_asked(window, qtbot, tmp_path, monkeypatch):
    path, given = tmp_path / "found.svg", []

    def ask(_parent, proposed, _ask_file):
        given.append(proposed)
        return proposed._replace(path=path, title="What was found", texts=True, ground="white", crop=True)

    monkeypatch.setattr("ui.parts.forms.image_form.ask_image", ask)
    for _ in range(2):
        window.actions_set.by_id["file.image"].trigger()
        qtbot.waitUntil(lambda: not window.jobs.is_busy)
    svg = path.read_text(encoding="utf-8")
    assert "What was found" in svg and "Texts: " in svg and 'fill="#ffffff"' in svg
    assert str(path) in window.overlay.toast.text
    assert not given[0].crop and given[1].crop and given[1].title == "", "the choice is proposed again, not the words"
