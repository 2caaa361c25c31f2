"""Layouts: run beside the window, shown as drafts while they settle, and stopped with the draft they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from explorer.views.view import View
from graph.layout import LAYOUTS, Setting
from graph.named import NamedTuple
from graph.work.process import Worker
from ui.look.fonts import measure
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from explorer.document import Document
    from explorer.pictures.scene.arranging import Arranged
    from explorer.views.visible import Visible
    from ui.canvas.drafts import Drafts
    from ui.work.jobs import Task

_NEW = 500
"""So many new nodes make no picture beside the few that were there."""


class _Run(NamedTuple):
    """One layout that runs: the document and view that it began with, its title in the history, and its drafts.

    A layout is ``due`` where it gives places to what has none, and ``joins`` the step of history that asked for it.
    """

    document: Document
    asked: View
    visible: Visible
    is_due: bool
    joins: bool
    title: str
    drafts: Drafts


class LayoutRunner:
    """Lays out what is shown, in the process ``worker``; of several layouts the last one counts.

    ``drafts`` makes what shows drafts on the canvas; ``changed(name)`` is called with the layout that runs, and
    afterwards with that of the view.
    """

    def __init__(
        self, tools: Tools, worker: Worker, drafts: Callable[[], Drafts], changed: Callable[[str], None]
    ) -> None:
        self._tools, self._worker, self._drafts, self._changed = tools, worker, drafts, changed
        self._task: Task | None = None
        self._run: _Run | None = None

    def follow(self) -> None:
        """Lay out what is drawn and has no place; called after every change of the session.

        A layout that runs for this goes on, and one for what is no longer drawn stops.
        """
        session, run = self._tools.session, self._run
        if run is not None and run.visible is session.visible:
            return
        if not session.is_placed:
            self.lay_out_first()
        elif run is not None and run.is_due:
            self.stop()

    def lay_out_first(self, *, joins: bool = False) -> None:
        """Lay out what has no places, as its first view asks or in a way that suits its size; no step of history."""
        from explorer.pictures.scene.arranging import first_choice

        session = self._tools.session
        view, count = session.view, len(session.visible.drawn)
        layout, why = first_choice(count)
        if view.layout != View().layout and count <= LAYOUTS[view.layout].most:
            known = np.isfinite(view.positions.of(session.projection.node_count)[:, 0]).any()
            layout, why = (layout, why) if known else (view.layout, "")
        self.lay_out(layout, why, joins=joins)

    def changing_much(self, change: Callable[[], None], least: int = _NEW) -> None:
        """Change the view; where most of more than ``least`` drawn nodes had no place before, lay all of them out.

        Both are one step of history. What was along time stays so, as long as that is comfortable.
        """
        session = self._tools.session
        known = int(np.isfinite(session.view.positions.of(session.projection.node_count)[:, 0]).sum())
        change()
        count = len(session.visible.drawn)
        if count > least and known < count / 2:
            layout = LAYOUTS.get(session.view.layout)
            in_time = any(guide.axis == "t" for guide in session.view.guides)
            if in_time and layout is not None and count <= layout.comfortable:
                self.lay_out(layout.name, joins=True)
            else:
                self.lay_out_first(joins=True)

    def ask_settings(self) -> None:
        """Ask for the parameters of the layout, and lay out by them."""
        view = self._tools.session.view
        found = self._tools.ask.settings(LAYOUTS[view.layout], dict(view.settings))
        if found is not None:
            self.lay_out(view.layout, settings=tuple(found.items()))

    def lay_out(
        self,
        layout: str,
        why: str = "",
        *,
        settings: tuple[tuple[str, Setting], ...] | None = None,
        joins: bool = False,
    ) -> None:
        """Lay out what is shown, and say ``why``; where that takes long, drafts are shown meanwhile.

        ``settings`` None are those of the view, if it has this layout, or else the defaults.
        """
        from explorer.pictures.scene.arranging import arrange_scene  # not needed for the first picture

        session, sight = self._tools.session, self._tools.sight
        self.stop()
        title = f"Layout: {LAYOUTS[layout].title}"
        is_due = not session.is_placed
        run = _Run(session.document, session.view, session.visible, is_due, joins, title, self._drafts())
        job = arrange_scene(
            session.projection, session.view, session.scene, measure,
            layout=layout, roots=session.selection, settings=settings,
            aspect=sight.width() / max(sight.height(), 1), where=self._worker,
        )  # fmt: skip

        def failed(error: Exception) -> None:
            run.drafts.withdraw()
            self._tools.commands.place_in_rows()
            self._tools.messages.fail(error)

        task = self._tools.start(
            job, LAYOUTS[layout].title, lambda arranged: self._done(run, arranged, why), failed=failed, on=run.document
        )
        task.progressed.connect(lambda progress: None if task.is_cancelled else run.drafts.show(progress))
        task.ended.connect(lambda: self._ended(task, run))
        self._task, self._run = task, run
        self._changed(layout)

    def _done(self, run: _Run, arranged: Arranged, why: str) -> None:
        session, messages = self._tools.session, self._tools.messages
        self._tools.commands.take_over(arranged, run.asked, run.title, joins=run.joins)
        if run.drafts.follows:
            self._tools.sight.fit_scene(session.scene)
        document = session.document
        if run.is_due and document.beside is not None and session.view.filters == document.first_look.view.filters:
            return  # the message about the first picture says more
        messages.clear()
        if why or arranged.notes:
            messages.say(" ".join((*([why] if why else []), *arranged.notes)))

    def _ended(self, task: Task, run: _Run) -> None:
        session = self._tools.session
        if task is self._task:
            self._task = self._run = None
            if task.is_cancelled and session.document.continues(run.document):
                self._stopped(run)
        self._changed(session.view.layout)

    def _stopped(self, run: _Run) -> None:
        """Keep the last draft of a layout that was stopped; without one nothing has moved."""
        fresh, draft = not self._tools.session.is_placed, run.drafts.latest
        if draft is not None:
            self._tools.commands.take_over(draft, run.asked, f"{run.title}, stopped early")
            back = "" if fresh else " Undo restores the former positions."
            self._tools.messages.say(f"The layout was stopped early; its last draft stays.{back}")
            return
        self._tools.commands.place_in_rows()
        now = "resources stand in plain rows" if fresh else "nothing moved"
        self._tools.messages.say(f"The layout was stopped; {now}.")

    def stop(self) -> None:
        """Cancel the layout that runs, and drop its drafts."""
        task, self._task, self._run = self._task, None, None
        if task is not None:
            task.cancel()
