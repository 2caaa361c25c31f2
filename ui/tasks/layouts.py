"""Layouts in the window: run beside it, watched while they settle, and stopped with what they had come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from graph.layout import LAYOUTS
from ui.canvas.drafts import Drafts
from ui.look.fonts import measure

if TYPE_CHECKING:
    from explorer.pictures.scene.arranging import Arranged
    from explorer.views.view import View
    from ui.window.window import Window
    from ui.work.jobs import Task

_NEW = 500
"""More newcomers than this make no picture beside the few that were there."""


class Arranger:
    """Arranges for a window what it shows; of several layouts the last one counts."""

    def __init__(self, window: Window) -> None:
        self._window, self.session = window, window.session
        self._task: Task | None = None

    def lay_out_first(self) -> None:
        """Arrange a graph that came without positions, by what suits its size; not a change that one undoes."""
        from explorer.pictures.scene.arranging import first_choice

        layout, why = first_choice(len(self.session.visible.drawn))
        self.lay_out(layout, why)

    def changing_much(self, change: Callable[[], None]) -> None:
        """Change the view; where hardly anything that is drawn then had a place before, all of it is arranged."""
        session = self.session
        known = int(np.isfinite(session.view.positions.of(session.projection.node_count)[:, 0]).sum())
        change()
        count = len(session.visible.drawn)
        if not session.is_placed or (count > _NEW and known < count / 2):
            self.lay_out_first()

    def lay_out(self, layout: str, why: str = "") -> None:
        """Arrange what is shown, and say ``why`` so, with drafts to watch where that takes long.

        What comes back late is refused only where another document is open by then.
        """
        from explorer.pictures.scene.arranging import arrange_scene  # not needed for the first picture

        window, session = self._window, self.session
        self.stop()
        document, asked = session.document, session.view
        job = arrange_scene(
            session.projection, session.view, session.scene, measure,
            layout=layout, roots=session.selection,
            aspect=window.canvas.width() / max(window.canvas.height(), 1), where=window.worker,
        )  # fmt: skip
        title = f"Layout: {LAYOUTS[layout].title}"

        def done(arranged: Arranged) -> None:
            if session.document is not document:
                return
            self._window.commands.take_over(arranged, asked, title)
            if drafts.follows:
                window.canvas.fit_scene(session.scene)
            window.overlay.toast.setVisible(False)
            if why or arranged.notes:
                self._window.overlay.toast.say(" ".join((*([why] if why else []), *arranged.notes)))

        def failed(error: Exception) -> None:
            drafts.withdraw()
            self._window.commands.place_in_rows()
            window.warn(error)

        def ended() -> None:
            if task is self._task:
                self._task = None
                if task.is_cancelled and session.document is document:
                    self._stopped(drafts.latest, asked, title)
            window.top.show_view(session.view)
            window.actions_set.refresh()

        task = window.jobs.start(job, LAYOUTS[layout].title, done=done, failed=failed)
        drafts = Drafts(window.canvas, session)
        task.progressed.connect(lambda progress: None if task.is_cancelled else drafts.show(progress))
        task.ended.connect(ended)
        self._task = task
        window.top.show_layout(layout)

    def _stopped(self, draft: Arranged | None, asked: View, title: str) -> None:
        """What a layout had come to when it was stopped stays; without a draft nothing has moved."""
        fresh = not self.session.is_placed
        if draft is not None:
            self._window.commands.take_over(draft, asked, f"{title}, stopped early")
            back = "" if fresh else " Undo brings the former places back."
            self._window.overlay.toast.say(f"The layout was stopped early; what it had come to stays.{back}")
            return
        self._window.commands.place_in_rows()
        now = "all is in plain rows" if fresh else "nothing moved"
        self._window.overlay.toast.say(f"The layout was stopped; {now}.")

    def stop(self) -> None:
        """Cancel the layout that runs, if any."""
        if self._task is not None:
            self._task.cancel()
