"""Watching a layout: drafts on the canvas, the camera, stopping, and the message about the layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from explorer.pictures.scene.arranging import Arranged, ArrangedDraft, arrange_scene, first_choice, pose
from explorer.pictures.scene.staging import stage
from explorer.views.view import View
from explorer.views.visible import see
from graph.layout.registry import MANY
from graph.work.progress import Job, finish


class Slow:
    """Stands for a large layout: gives one draft, waits for a signal, then gives its result."""

    def __init__(self) -> None:
        self.may_end = False

    def arrange(self, _projection: Any, _view: Any, scene: Any, *_: Any, layout: str, **__: Any) -> Job[Arranged]:
        def placed(shift: float) -> Arranged:
            return Arranged(scene.ids, scene.xy * 2 + np.float32(shift), layout, (), ())

        yield ArrangedDraft("Multilevel", 1.0, 2.0, placed(500.0))
        while not self.may_end:
            yield ArrangedDraft("Multilevel", 1.5, 2.0, placed(510.0))
        return placed(520.0)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr("explorer.pictures.scene.arranging.arrange_scene", made.arrange)
    return made


def drafted(window: Any, qtbot: Any) -> None:
    before = window.session.scene.xy
    qtbot.waitUntil(lambda: not np.array_equal(window.canvas.scene.xy, before))


def test_drafts_are_shown_without_a_step_of_undo_and_the_camera_follows(window: Any, qtbot: Any, slow: Slow) -> None:
    places, steps = window.session.scene.xy.copy(), window.session.history.undo_title
    window.tasks.layouts.lay_out("multilevel")
    drafted(window, qtbot)
    assert np.array_equal(window.session.scene.xy, places)
    assert window.session.history.undo_title == steps
    low, _ = window.canvas.camera.to_picture(window.canvas.scene.xy).min(axis=0)
    assert low >= 0
    slow.may_end = True
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert window.session.history.undo_title == "Layout: Multilevel"
    np.testing.assert_allclose(window.session.scene.xy, places * 2 + 520, rtol=1e-5)


def test_the_camera_does_not_follow_once_the_user_moves_it(window: Any, qtbot: Any, slow: Slow) -> None:
    window.tasks.layouts.lay_out("multilevel")
    drafted(window, qtbot)
    window.canvas.zoom_by(3.0)
    window.canvas.finish_animation()
    camera = window.canvas.camera
    slow.may_end = True
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert window.canvas.camera == camera


def test_stopping_keeps_the_draft_and_undo_restores_the_former_positions(window: Any, qtbot: Any, slow: Slow) -> None:
    places = window.session.scene.xy.copy()
    window.tasks.layouts.lay_out("multilevel")
    drafted(window, qtbot)
    window.tasks.looking.step_back()
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert "stopped early" in window.overlay.toast.text
    assert "Undo" in window.overlay.toast.text
    assert not np.allclose(window.session.scene.xy, places)
    assert window.session.history.undo_title == "Layout: Multilevel, stopped early"
    window.session.undo()
    assert np.array_equal(window.session.scene.xy, places)


def test_a_layout_that_fails_leaves_the_picture_as_it_was(
    window: Any, qtbot: Any, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.errors import LayoutError

    def failing(*given: Any, **options: Any) -> Iterator[Any]:
        yield next(slow.arrange(*given, **options))
        raise LayoutError("There is not enough memory; show fewer resources.")

    monkeypatch.setattr("explorer.pictures.scene.arranging.arrange_scene", failing)
    window.tasks.layouts.lay_out("multilevel")
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    window.canvas.finish_animation()
    assert np.array_equal(window.canvas.scene.xy, window.session.scene.xy)
    assert "memory" in window.overlay.toast.text


def test_the_first_layout_goes_by_size_and_says_so() -> None:
    assert first_choice(300) == ("forceatlas2", "")
    assert first_choice(100_000) == ("multilevel", "Laid out by Multilevel because there are 100,000 resources.")


def large(turtle: Callable[..., Any]) -> tuple[Any, View, Any]:
    lines = "\n".join(f":n{i} :knows :n{i // 3} ." for i in range(1, 2600))
    projection = turtle(lines)
    view = View()
    return projection, view, stage(projection, view, see(projection, view))


def test_large_graphs_measure_no_labels_and_keep_the_shape_of_the_figure(turtle: Callable[..., Any]) -> None:
    projection, view, scene = large(turtle)
    assert len(scene) > MANY

    def measure(*_: Any) -> tuple[float, float]:
        raise AssertionError("a name was measured")

    posed, stretch, drop = pose(projection, view, scene, measure, aspect=2.2, stretched=False)
    assert stretch.tolist() == [1.0, 1.0]
    assert drop == 0.0
    assert (posed.boxes[:, 0] > 2 * scene.radius).all()
    found = finish(arrange_scene(projection, view, scene, measure, layout="multilevel", aspect=2.2))
    assert np.isfinite(found.xy).all()


def test_sketches_are_in_the_coordinates_of_the_scene(
    turtle: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.layout.large.islands._BEAT", 0.0)
    projection, view, scene = large(turtle)
    job = arrange_scene(projection, view, scene, lambda *_: (10.0, 10.0), layout="multilevel")
    sketch = next(step for step in job if isinstance(step, ArrangedDraft))
    job.close()
    assert sketch.arranged is not None
    assert np.array_equal(sketch.arranged.ids, scene.ids)
    assert np.isfinite(sketch.arranged.xy).all()
