"""Tools: the few things that every task needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from explorer import messages
from explorer.state.session import Session
from ui.work.jobs import Jobs, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import QPoint

    from explorer.document import Document
    from explorer.pictures.look.style import Theme
    from explorer.pictures.scene.scene import Scene
    from explorer.settings import Settings
    from explorer.state.commands import Commands
    from explorer.views.camera import Camera
    from graph.work.progress import Job
    from ui.tasks.ask import Ask

T = TypeVar("T")
P_co = TypeVar("P_co", covariant=True)


class Messages(messages.Messages, Protocol):
    """Messages over the canvas."""

    def offer(self, text: str, choices: Sequence[tuple[str, Callable[[], None]]], *, stays: bool = False) -> None:
        """Show a message with buttons; it goes by itself unless it ``stays``."""
        ...

    def fail(self, error: Exception) -> None:
        """Tell of a failure in one sentence."""
        ...

    def clear(self) -> None:
        """Remove the present message, unless it stays until it is closed."""
        ...


class Sight(Protocol):
    """The canvas, as far as tasks look through it."""

    camera: Camera
    theme: Theme

    def width(self) -> int: ...
    def height(self) -> int: ...
    def fit(self, *, fly: bool = True, ids: NDArray[np.integer] | None = None) -> None: ...
    def fit_scene(self, scene: Scene, *, fly: bool = True) -> None: ...
    def centre_on(self, node: int, *, closer: bool = False) -> None: ...
    def look(self, camera: Camera, *, fly: bool = False) -> None: ...
    def look_again(self, camera: Camera) -> None: ...
    def look_through(self, camera: Camera | None, *, fly: bool = True) -> None: ...
    def share_in_sight(self, ids: NDArray[np.integer] | None = None) -> float: ...
    def selection_point(self) -> QPoint: ...
    def show_lit(self, edges: tuple[int, ...], nodes: tuple[int, ...] = ()) -> None: ...
    def finish_animation(self) -> None: ...
    def setFocus(self) -> None: ...


class Start(Protocol):
    """Runs a job beside the window and hands its result to ``done``.

    A failure becomes a message, unless ``failed`` takes it. ``on`` is the document that the job works on: the result is
    dropped once a document is open that does not continue it.
    """

    def __call__(
        self,
        job: Job[T],
        title: str,
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        on: Document | None = None,
    ) -> Task: ...


class Tools:
    """The tools that every task needs; it gets everything else by name. ``commands`` are made when they are wanted."""

    def __init__(
        self, session: Session, commands: Callable[[], Commands], start: Start, messages: Messages, ask: Ask,
        sight: Sight, settings: Settings,
    ) -> None:  # fmt: skip
        self.session, self._commands, self.start, self.messages = session, commands, start, messages
        self.ask, self.sight, self.settings = ask, sight, settings

    @property
    def commands(self) -> Commands:
        """Changes of the view on behalf of the user."""
        return self._commands()


class JobStarter:
    """Starts jobs for the tasks of one window."""

    def __init__(self, jobs: Jobs, session: Session, messages: Messages) -> None:
        self._jobs, self._session, self._messages = jobs, session, messages

    def __call__(
        self,
        job: Job[T],
        title: str,
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        on: Document | None = None,
    ) -> Task:
        """Start a job; see :class:`Start`."""

        def finished(result: T) -> None:
            if on is None or self._session.document.continues(on):
                done(result)

        return self._jobs.start(job, title, done=finished, failed=failed or self._messages.fail)


class PanelHandle(Protocol[P_co]):
    """One panel of the window, which is made when somebody first needs it."""

    @property
    def made(self) -> P_co | None:
        """The panel, None as long as it was not made."""
        ...

    def open(self) -> P_co:
        """Bring it to the front, ready to be used."""
        ...

    def go_to(self) -> None:
        """Bring it to the front, and the keyboard to it."""
        ...

    def renew(self) -> None:
        """Show it again, as soon as it can be seen."""
        ...
