"""Drafts: a running layout on the canvas, without a change of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.pictures.scene.routing import routed
from explorer.state.session import Session
from graph.work.progress import Progress
from ui.canvas.canvas import Canvas

if TYPE_CHECKING:
    from explorer.pictures.scene.arranging import Arranged


class Drafts:
    """Shows the progress of one layout, as often as the canvas can draw it, and holds the latest draft.

    The camera follows until the user moves it.
    """

    def __init__(self, canvas: Canvas, session: Session) -> None:
        self._canvas, self._session = canvas, session
        self.latest: Arranged | None = None
        self._camera: object = None

    @property
    def follows(self) -> bool:
        """True if the camera is still where the last draft put it, or no draft was shown."""
        return self._camera is None or self._canvas.camera == self._camera

    def show(self, progress: Progress) -> None:
        """Show a draft. While it is being drawn, later ones are only stored."""
        from explorer.pictures.scene.arranging import ArrangedDraft

        if not isinstance(progress, ArrangedDraft) or progress.arranged is None:
            return
        draft, canvas, scene = progress.arranged, self._canvas, self._session.scene
        if not np.array_equal(draft.ids, scene.ids):
            return
        self.latest = draft
        if not canvas.is_sharp and self._camera is not None:
            return
        follows = self.follows
        canvas.show_scene(routed(scene.at(draft.xy)))
        if follows and canvas.scene is not None:
            canvas.fit_scene(canvas.scene, fly=False)
            self._camera = canvas.camera

    def withdraw(self) -> None:
        """Show the view again."""
        if self.latest is not None and self._session.is_placed:
            self._canvas.show_scene(self._session.scene)
