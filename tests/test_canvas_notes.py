"""Notes in the picture: bubbles beside targets and notes on the canvas, over no name, on screen and in every file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from panel_case import case, node, sit_down

from explorer.pictures.drawing.canvas_notes import laid_out, note_at
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.display import Marks, Panel, Text
from explorer.pictures.drawing.svg import to_svg
from explorer.pictures.look.style import LIGHT
from explorer.pictures.scene.notes import new_note, target_of
from explorer.views.camera import Camera
from graph.saved.annotations import OnCanvas

WHEN = datetime(2018, 7, 16, tzinfo=UTC)


def _measure(text, size, bold):
    return len(text) * size * 0.52, size * 1.2


@pytest.fixture
def commands():
    made = sit_down()
    count = made.session.projection.node_count
    xy = np.random.default_rng(3).uniform(-420, 420, (count, 2)).astype(np.float32)
    made.move(np.arange(count, dtype=np.int32), xy)
    return made


def _write(commands, target, text="Ask her again"):
    commands.notes.add(new_note(target, text, WHEN))


def _draw(commands, zoom=1.0, **options):
    scene = commands.session.scene
    return Composer(_measure).compose(scene, Camera(0, 0, zoom, 1600, 1000), LIGHT, **options)


def _bubbles(display):
    return [item for item in display.items if isinstance(item, Marks) and item.shape == "bubble"]


def _box(text):
    width, left = _measure(text.text, text.size, text.bold)[0], 0.0
    left = {"start": text.x, "middle": text.x - width / 2, "end": text.x - width}[text.anchor]
    return left, text.y - 0.8 * text.size, left + width, text.y


def test_a_note_bubble_is_beside_its_resource_or_its_line(commands):
    projection, before = case().projection, len(_bubbles(_draw(commands)))
    _write(commands, target_of(projection, node=node("Ada Mayor")))
    _write(commands, target_of(projection, edge=0))
    (marks,) = _bubbles(_draw(commands))
    assert before == 0 and len(marks.xy) == 2
    scene = commands.session.scene
    at = Camera(0, 0, 1.0, 1600, 1000).to_picture(scene.xy)
    of_node = at[int(np.searchsorted(scene.ids, node("Ada Mayor")))]
    row = int(np.searchsorted(scene.edge_ids, 0))
    middle = (at[scene.source[row]] + at[scene.target[row]]) / 2
    assert np.abs(marks.xy[0] - of_node).max() < 40
    assert np.abs(marks.xy[1] - middle).max() < 20 + abs(scene.bend[row])


@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.8])
def test_no_name_covers_a_note_or_a_bubble(commands, zoom):
    for i in range(12):
        _write(commands, target_of(case().projection, node=i))
        _write(
            commands, OnCanvas(i * 60.0 - 400, i * 30.0 - 200), f"Slip {i}\nwith a second line that goes on for a while"
        )
    display = _draw(commands, zoom)
    canvas_notes = [laid.rect for laid in laid_out(commands.session.scene, Camera(0, 0, zoom, 1600, 1000), _measure)]
    (bubbles,) = _bubbles(display)
    clear = canvas_notes + [(x - 4, y - 4, x + 4, y + 4) for x, y in bubbles.xy.tolist()]
    names = [_box(t) for t in display.items if isinstance(t, Text) and t.halo is not None and not t.angle]
    assert names and len(canvas_notes) == 12
    for left, top, right, bottom in names:
        for x0, y0, x1, y1 in clear:
            assert right <= x0 or left >= x1 or bottom <= y0 or top >= y1


def test_a_canvas_note_keeps_its_lines_ends_in_an_ellipsis_and_shows_markup_as_text(commands):
    _write(commands, OnCanvas(0, 0), "<img src=x> & co\n\n" + "word " * 200)
    (laid,) = laid_out(commands.session.scene, Camera(0, 0, 1.0, 1600, 1000), _measure)
    assert laid.lines[0] == "<img src=x> & co" and laid.lines[1] == ""
    assert len(laid.lines) <= 9 and laid.lines[-1].endswith("…")
    svg = to_svg(_draw(commands), "Sans", lambda text, bold: (), _measure).decode()
    assert "&lt;img src=x&gt; &amp; co" in svg and "<img" not in svg


def test_at_low_zoom_a_canvas_note_is_a_bubble_except_in_saved_images(commands):
    _write(commands, OnCanvas(0, 0))
    far = _draw(commands, 0.1)
    assert not any(isinstance(item, Panel) for item in far.items) and len(_bubbles(far)[0].xy) == 1
    assert any(isinstance(item, Panel) for item in _draw(commands, 0.1, full=True).items)


def test_hidden_notes_leave_the_picture_unchanged(commands):
    before = to_svg(_draw(commands), "Sans", lambda text, bold: (), _measure)
    _write(commands, OnCanvas(0, 0))
    _write(commands, target_of(case().projection, node=1))
    assert to_svg(_draw(commands), "Sans", lambda text, bold: (), _measure) != before
    commands.notes.draw(False)
    assert to_svg(_draw(commands), "Sans", lambda text, bold: (), _measure) == before


def test_the_pointer_finds_the_topmost_note_and_fitting_includes_it(commands):
    _write(commands, OnCanvas(900.0, 700.0), "Below")
    _write(commands, OnCanvas(905.0, 705.0), "Above")
    scene, camera = commands.session.scene, Camera(900, 700, 1.0, 1600, 1000)
    assert note_at(scene, camera, _measure, 815, 515).text == "Above"
    assert note_at(scene, camera, _measure, 801, 501).text == "Below"
    assert note_at(scene, camera, _measure, 790, 500) is None
    whole = Camera(width=1600, height=1000).fitted(scene.bounds())
    for laid in laid_out(scene, whole, _measure):
        left, top, right, bottom = laid.rect
        assert left >= 0 and top >= 0 and right <= 1600 and bottom <= 1000


def test_moving_nodes_moves_their_bubbles_without_a_lookup(commands):
    _write(commands, target_of(case().projection, node=2))
    notes = commands.session.scene.notes
    commands.move(np.array([2], np.int32), np.array([[10.0, 10.0]]))
    assert commands.session.scene.notes is notes
    assert replace(commands.session.scene).part(np.array([2])).notes is None
