"""Exports: data, tables and images for other programs.

Dialogs, writers and encoders are imported by the functions that need them, so that the window is there sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QImage

from explorer.document import NamedView
from graph.work.progress import Job, Progress
from ui.look.fonts import measure
from ui.tasks.files.written import say_written
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from explorer.files.exports import Companions, Exported
    from explorer.files.image_options import ImageOptions
    from explorer.pictures.drawing.display import Display
    from graph.model.column import Column


class Exporter:
    """Writes what is open to files. ``view_now(title)`` is the present view under a name."""

    def __init__(self, tools: Tools, view_now: Callable[[str], NamedView]) -> None:
        self._tools, self._view_now = tools, view_now
        self._image: ImageOptions | None = None

    def _suggest(self, suffix: str) -> Path:
        return self._tools.ask.suggest(f"{self._tools.session.document.stem}-view{suffix}")

    def _exported(self, exported: Exported) -> None:
        say_written(self._tools, exported)

    # Data

    def export_data(self, whole: bool) -> None:
        """Ask what goes along and for a file, and write the whole dataset to it, or what is shown."""
        from graph.formats.table import writable

        title = "Export the entire source" if whole else "Export what is shown"
        companions = self._tools.ask.companions(
            title, self._content(whole), has_grades=bool(self._tools.session.view.graded)
        )
        if companions is None:
            return
        formats = {form.suffix: form.title for form in writable()}
        path = self._tools.ask.file_to_save(title, formats, self._suggest(".ttl"))
        if path:
            self.export_to(path, whole, companions)

    def _content(self, whole: bool) -> Callable[[bool], str]:
        """A sentence on the data that an export writes with the view or without it."""
        session = self._tools.session
        if whole:
            return lambda _: f"Everything in {session.document.title} goes into the file, whatever the canvas shows."
        from explorer.files.parts import held, leaving

        def words(with_view: bool) -> str:
            p, view = session.projection, session.view
            found = held(p, *leaving(p, session.visible, view, view.rules if with_view else ()))
            nodes, edges = found.nodes, found.edges
            said = (
                f"{nodes:,} resource{'s' if nodes != 1 else ''} and {edges:,} relationship{'s' if edges != 1 else ''}"
                " go into the file, with their attributes and evidence."
            )
            hidden = f" {found.read:,} of the resources {'is' if found.read == 1 else 'are'} not on the canvas:"
            needs = "the style of the view reads them, or a list names them."
            return f"{said}{hidden} {needs}" if found.read else said

        return words

    def export_to(self, path: Path, whole: bool, companions: Companions | None = None) -> None:
        """Write the whole dataset, or what is shown, to a file; ``companions`` go along."""
        from explorer.files.exports import export_data

        session = self._tools.session
        visible = None if whole else session.visible
        view, notes, grades = companions or (False, False, None)
        named_view = self._view_now(session.document.title) if view else None
        job = export_data(
            session.document, path, visible, session.view, named_view, with_notes=notes, with_grades=bool(grades)
        )
        self._tools.start(job, f"Writing {path.name}", self._exported)

    def export_table(self, columns: tuple[Column, ...], rows: NDArray[np.int32]) -> None:
        """Ask for a file and write rows (n,) of a table to it."""
        path = self._tools.ask.file_to_save("Export the table", {".csv": "CSV"}, self._suggest(".csv"), alone=True)
        if path:
            from explorer.files.exports import export_table

            self._tools.start(export_table(path, columns, rows), f"Writing {path.name}", self._exported)

    # Images

    def export_image(self) -> None:
        """Ask for the content of an image and its file, and write it."""
        from explorer.files.image_options import ImageOptions
        from explorer.files.images import IMAGE_FORMATS

        given = (self._image or ImageOptions(Path()))._replace(path=self._suggest(".png"), title="", words="")
        options = self._tools.ask.image(IMAGE_FORMATS, given)
        if options is not None:
            self._image = options
            self.save_image(options)

    def save_image(self, options: ImageOptions) -> None:
        """Write an image to a file."""
        from explorer.files.exports import Exported
        from graph.work.atomic import save
        from ui.canvas import images

        session = self._tools.session
        draw = self.drawing(options)
        title, path = options.title or session.document.title, options.path

        def job() -> Job[Exported]:
            yield Progress("Drawing", 0, 2)
            display = draw()
            yield Progress("Writing", 1, 2)
            save(path, images.encode(display, path.suffix.lower(), scale=options.scale, title=title))
            return Exported((path,), f"The image was saved as {path.absolute()}.")

        self._tools.start(job(), f"Drawing {path.name}", self._exported)

    def copy_image(self) -> None:
        """Copy what is on the screen as an image of twice the resolution."""
        from ui.canvas import images

        draw = self.drawing(None)

        def job() -> Job[QImage]:
            yield Progress("Drawing")
            return images.to_image(draw(), 2.0)

        def done(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._tools.messages.say("The image is on the clipboard.")

        self._tools.start(job(), "Copying the image", done)

    def drawing(self, options: ImageOptions | None) -> Callable[[], Display]:
        """A function that draws what is shown now, for another thread: it uses nothing of the window.

        None draws the part on the screen without any words.
        """
        from explorer.files.image_options import theme_on
        from explorer.files.images import compose_picture, composer_for

        sight, session = self._tools.sight, self._tools.session
        compose = partial(compose_picture, composer_for(session.projection, measure, session.visible), session.scene)
        if options is None:
            return partial(compose, sight.theme, width=sight.width(), height=sight.height(), camera=sight.camera)
        return partial(
            compose,
            theme_on(options.ground, sight.theme),
            width=max(sight.width(), 400) if options.whole else sight.width(),
            height=max(sight.height(), 300) if options.whole else sight.height(),
            camera=None if options.whole else sight.camera,
            caption=options.caption(session.document, session.visible, session.view),
            crop=options.crop,
            clear=options.ground == "clear",
        )
