"""Undo and redo as a list of past views: no inverse commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from explorer.document import NamedView
from explorer.views.camera import Camera
from explorer.views.nodes import Nodes
from explorer.views.view import View
from graph.named import NamedTuple

if TYPE_CHECKING:
    from explorer.panels.paths.findings import Finding

LEVELS = 500


class Kept(NamedTuple):
    """The things that the user keeps beside the view: named views and findings, oldest first."""

    named_views: tuple[NamedView, ...] = ()
    findings: tuple[Finding, ...] = ()


_NONE = Kept()


class Step(NamedTuple):
    """A view with what is kept beside it, the title of the change that led there, and the camera that saw it last.

    Successive changes with one ``merge`` key make one step. ``outside`` is set while some resources are shown alone.
    ``lineage`` is that of the document whose ids the view holds.
    """

    view: View
    title: str
    merge: str = ""
    kept: Kept = _NONE
    camera: Camera | None = None
    outside: Outside | None = None
    lineage: object = None


class Outside(NamedTuple):
    """The last step before some resources were shown alone, with the nodes hidden for that, the focus and the selection
    of that moment."""

    step: Step
    hidden: Nodes
    focus: Nodes
    selected: frozenset[int]


class History(NamedTuple):
    """Views in the order of their making; ``at`` is the index of the present one."""

    steps: tuple[Step, ...]
    at: int = 0

    @classmethod
    def starting(cls, view: View, title: str = "Opened", kept: Kept = _NONE, lineage: object = None) -> History:
        """A history of one view."""
        return cls((Step(view, title, kept=kept, lineage=lineage),))

    @property
    def view(self) -> View:
        """The present view."""
        return self.steps[self.at].view

    @property
    def kept(self) -> Kept:
        """The things kept beside the present view."""
        return self.steps[self.at].kept

    @property
    def outside(self) -> Outside | None:
        """The way out of what is shown alone, None where nothing is, or where more was shown or focused on since."""
        outside, view = self.steps[self.at].outside, self.view
        if outside is None or outside.hidden - view.hidden_nodes:
            return None
        return None if view.focus and view.focus != outside.focus else outside

    def last(self, fits: Callable[[View], bool]) -> View | None:
        """The latest view of the present document that fits, None without any."""
        lineage = self.steps[self.at].lineage
        past = (step.view for step in reversed(self.steps[: self.at + 1]) if step.lineage is lineage)
        return next((view for view in past if fits(view)), None)

    def last_of(self, lineage: object) -> Step | None:
        """The latest step of another document of the same source, up to the present one."""
        return next((step for step in reversed(self.steps[: self.at + 1]) if step.lineage is lineage), None)

    @property
    def undo_title(self) -> str:
        """The title of the change that undo reverts, "" if there is no such change."""
        return self.steps[self.at].title if self.at else ""

    @property
    def redo_title(self) -> str:
        """The title of the change that redo repeats, "" if there is no such change."""
        return self.steps[self.at + 1].title if self.at + 1 < len(self.steps) else ""

    def committed(self, view: View, title: str, merge: str = "", kept: Kept | None = None) -> History:
        """The history after a change. It drops the undone steps and keeps at most :data:`LEVELS` changes."""
        past, kept = self.steps[: self.at + 1], self.kept if kept is None else kept
        if merge and self.at and past[-1].merge == merge:
            past = past[:-1]
            if past[-1].view == view:
                return History(past, len(past) - 1)
        now = self.steps[self.at]
        steps = (*past, Step(view, title, merge, kept, outside=now.outside, lineage=now.lineage))[-(LEVELS + 1) :]
        return History(steps, len(steps) - 1)

    def redrawn(self, view: View, title: str, kept: Kept, lineage: object) -> History:
        """The history after the same source was drawn as another document."""
        after = self.committed(view, title, kept=kept)
        return after._with(after.steps[after.at]._replace(outside=None, lineage=lineage))

    def entered(self, view: View, title: str, selected: frozenset[int]) -> History:
        """The history after a change that shows some resources alone."""
        before, after = self.steps[self.at], self.committed(view, title)
        outside = Outside(before, view.hidden_nodes - before.view.hidden_nodes, view.focus, selected)
        return after._with(after.steps[after.at]._replace(outside=outside))

    def left(self, view: View, title: str, outside: Outside) -> History:
        """The history after a change that leaves what is shown alone."""
        after = self.committed(view, title)
        return after._with(after.steps[after.at]._replace(outside=outside.step.outside))

    def amended(self, view: View) -> History:
        """The history with ``view`` in place of the present one, as if this step had led there."""
        return self._with(self.steps[self.at]._replace(view=view))

    def keeping(self, kept: Kept) -> History:
        """The history with other things kept beside the present view, as if this step had led there."""
        return self._with(self.steps[self.at]._replace(kept=kept))

    def seen_through(self, camera: Camera) -> History:
        """The history that knows the camera through which its present view is seen."""
        return self._with(self.steps[self.at]._replace(camera=camera))

    def _with(self, step: Step) -> History:
        return self._replace(steps=(*self.steps[: self.at], step, *self.steps[self.at + 1 :]))

    def jumped(self, at: int) -> History:
        """The same history at another of its steps."""
        return self._replace(at=min(max(at, 0), len(self.steps) - 1))

    def undone(self) -> History:
        """One step back; the same history at its beginning."""
        return self.jumped(self.at - 1)

    def redone(self) -> History:
        """One step forward; the same history at its end."""
        return self.jumped(self.at + 1)
