"""The window's part of the actions: dialogs, long work, and what they come to.

What shows dialogs and makes images is imported by the functions that do so: the window is there the sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication, QImage

from explorer.files.opening import BROMLEY, redrawn
from explorer.messages import Messages
from explorer.pictures.drawing.display import Display
from explorer.settings import save_settings
from explorer.state.session import Change
from graph.formats.table import openable, writable
from graph.work.atomic import save
from graph.work.progress import Job, Progress
from ui.look.fonts import measure
from ui.tasks.layouts import Arranger
from ui.tasks.opening import Opener

if TYPE_CHECKING:
    from explorer.document import Document
    from explorer.files.exports import Exported
    from explorer.files.images import Caption
    from graph.model.columns import Column
    from ui.parts.dialogs import ImageOptions
    from ui.tasks.explorations import ExplorationWork
    from ui.tasks.named_views import NamedViews
    from ui.window.window import Window


def openable_files() -> str:
    """The kinds of files that a dialog for opening offers."""
    patterns = " ".join(f"*.{suffix}" for suffix in openable())
    return f"RDF ({patterns});;All files (*)"


class DeskWork:
    """Does for a window what the action table asks of a desk."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.session, self.commands = window.session, window.commands
        self.holds_view = self.holds_notes = False
        self.opener = Opener(window)
        self.arranger = Arranger(window)

    @property
    def _toast(self) -> Messages:
        return self._window.overlay.toast

    @property
    def views(self) -> NamedViews:
        """What one may do with named views."""
        return self._window.named_views

    @property
    def exploration(self) -> ExplorationWork:
        """What is open as a file of its own."""
        return self._window.exploration

    @property
    def theme(self) -> str:
        """The theme that was asked for."""
        return self._window.settings.theme

    # Files

    def ask_open(self) -> None:
        """Choose files to open."""
        from ui.parts import dialogs

        paths = dialogs.files_to_open(self._window, "Open RDF", openable_files(), self._folder())
        if paths:
            self.open_paths(paths)

    def open_bundled(self) -> None:
        """Open the Bromley graph."""
        self._window.leaving(lambda: self.opener.open_paths([BROMLEY]))

    def draw_schema(self, wanted: bool) -> None:
        """Draw the triples of the schema too, or leave them out again; the view starts anew."""
        window, session = self._window, self.session

        def done(document: Document) -> None:
            window.save_note()
            notes = session.view.notes
            window.open_document(document)
            session.amend(session.view.but(notes=notes))

        kept = tuple(named_view for named_view in session.named_views if named_view.is_saved)
        job = redrawn(session.document, schema=wanted, named_views=kept)
        window.jobs.start(job, "Reading the schema", done=done, failed=window.warn)

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files as one source, or an exploration."""
        self._window.settings.folder = str(Path(paths[0]).absolute().parent)
        self._window.leaving(lambda: self._open(list(paths)))

    def _open(self, paths: list[str]) -> None:
        from explorer.files.exploration import is_exploration

        if len(paths) == 1 and is_exploration(paths[0]):
            self.exploration.open(Path(paths[0]))
        else:
            self.opener.open_paths(paths)

    def _folder(self) -> str:
        return self._window.settings.folder or str(Path.home())

    def save_settings(self) -> None:
        """Write the settings down."""
        save_settings(self._window.settings)

    def ask_texts(self) -> None:
        """Choose a folder of texts, so that passages can be read in place."""
        from ui.parts import dialogs

        folder = dialogs.folder(self._window, "Attach the folder that holds the texts", self._folder())
        if folder:
            self.attach_texts(folder)

    def attach_texts(self, folder: str) -> None:
        """Look for the texts that evidence points into in a folder, now and in later runs."""
        settings = self._window.settings
        settings.texts = [*(kept for kept in settings.texts if kept != folder), folder]
        self._window.texts.renew()
        self.save_settings()
        wanted = {p.sha256 for p in self.session.projection.passages if p.sha256}
        found = sum(self._window.texts.text(sha256) is not None for sha256 in wanted)
        self._toast.say(f"{found} of the {len(wanted)} texts that this graph cites are in the attached folders.")
        self._window.docks.refresh(Change.SELECTION)

    # Taking away

    def ask_export_data(self, whole: bool) -> None:
        """Choose a file and write data to it."""
        from ui.parts import dialogs

        title = "Export the whole dataset" if whole else "Export what is shown"
        path = dialogs.file_to_save(
            self._window, title, {form.suffix: form.title for form in writable()}, self._suggest(".ttl")
        )
        if path:
            self.export_to(path, whole)

    def hold_view(self, wanted: bool) -> None:
        """Write the view into what is exported from now on, or do not."""
        self.holds_view = wanted

    def hold_notes(self, wanted: bool) -> None:
        """Write notes into what is exported from now on, or do not."""
        self.holds_notes = wanted

    def export_to(self, path: Path, whole: bool) -> None:
        """Write the whole dataset, or what is shown, to a file."""
        from explorer.files.exports import export_data

        session = self.session
        visible = None if whole else session.visible
        named_view = self.views.now(session.document.title) if self.holds_view else None
        job = export_data(session.document, path, visible, session.view, named_view, with_notes=self.holds_notes)
        self._start(job, f"Writing {path.name}", self._exported)

    def ask_export_table(self, columns: tuple[Column, ...], rows: NDArray[np.int32]) -> None:
        """Choose a file and write a table to it as it stands."""
        from explorer.files.exports import export_table
        from ui.parts import dialogs

        path = dialogs.file_to_save(
            self._window, "Export the table", {".csv": "CSV"}, self._suggest(".csv"), alone=True
        )
        if path:
            self._start(export_table(path, columns, rows), f"Writing {path.name}", self._exported)

    def _exported(self, exported: Exported) -> None:
        self._toast.say(exported.sentence)

    def ask_export_image(self) -> None:
        """Choose what the picture holds and where it goes."""
        from explorer.files.images import IMAGE_FORMATS
        from ui.parts import dialogs

        options = dialogs.image_options(self._window, IMAGE_FORMATS, self._suggest(".png"))
        if options is not None:
            self.save_image(options)

    def save_image(self, options: ImageOptions) -> None:
        """Write a picture to a file."""
        from explorer.files.images import Caption, caption_of
        from ui.canvas import images

        session = self.session
        caption = caption_of(session.document, session.visible, session.view)
        caption = Caption(
            caption.legend if options.legend else (),
            caption.source if options.source else "",
            caption.ledger if options.ledger else "",
        )
        from explorer.files.exports import Exported

        draw = self._drawing(whole=options.whole, caption=caption)
        title, path = session.document.title, options.path

        def job() -> Job[Exported]:
            yield Progress("Drawing", 0, 2)
            display = draw()
            yield Progress("Writing", 1, 2)
            save(path, images.encode(display, path.suffix.lower(), scale=options.scale, title=title))
            return Exported((path,), f"The picture is in {path.name}.")

        self._start(job(), f"Drawing {path.name}", self._exported)

    def copy_image(self) -> None:
        """Put what is on the screen on the clipboard, as an image of twice the resolution."""
        from ui.canvas import images

        draw = self._drawing(whole=False, caption=None)

        def job() -> Job[QImage]:
            yield Progress("Drawing")
            return images.to_image(draw(), 2.0)

        def done(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._toast.say("The picture is on the clipboard.")

        self._window.jobs.start(job(), "Copying the picture", done=done, failed=self._window.warn)

    def _drawing(self, *, whole: bool, caption: Caption | None) -> Callable[[], Display]:
        """How to draw what is shown now, for another thread: nothing of the window is touched any more."""
        from explorer.files.images import compose_picture, composer_for

        canvas, session = self._window.canvas, self.session
        return partial(
            compose_picture,
            composer_for(session.projection, measure, session.visible),
            session.scene,
            canvas.theme,
            width=max(canvas.width(), 400) if whole else canvas.width(),
            height=max(canvas.height(), 300) if whole else canvas.height(),
            camera=None if whole else canvas.camera,
            caption=caption,
        )

    def _suggest(self, suffix: str, what: str = "view") -> Path:
        return Path(self._folder()) / f"{self.session.document.stem}-{what}{suffix}"

    def _start(self, job: Job[Exported], title: str, done: Callable[[Exported], None]) -> None:
        self._window.jobs.start(job, title, done=done, failed=self._window.warn)

    # Layouts

    def lay_out(self, layout: str) -> None:
        """Arrange what is shown."""
        self.arranger.lay_out(layout)

    def stop(self) -> None:
        """Cancel whatever runs."""
        for task in self._window.jobs.tasks:
            task.cancel()

    def is_busy(self) -> bool:
        """Whether anything runs."""
        return bool(self._window.jobs.tasks)

    # Looking

    def fit(self) -> None:
        """Show the whole picture."""
        self._window.canvas.fit()

    def fit_selection(self) -> None:
        """Show what is selected and what is tied to it."""
        scene = self.session.scene
        selected = np.isin(scene.ids, self.session.selection)
        near = selected.copy()
        near[scene.target[selected[scene.source]]] = True
        near[scene.source[selected[scene.target]]] = True
        if near.any():
            self._window.canvas.fit(ids=scene.ids[near])

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle of the canvas."""
        self._window.canvas.zoom_by(factor)

    def write_note(self) -> None:
        """Begin a note on what is chosen, or on the canvas."""
        self._window.noter.write()

    def ask_export_notes(self) -> None:
        """Choose a file and write the notes to it."""
        from explorer.files.note_files import NOTE_FORMATS
        from ui.parts import dialogs

        suggested = self._suggest(".ttl", "notes")
        path = dialogs.file_to_save(self._window, "Export notes", NOTE_FORMATS, suggested, alone=True)
        if path:
            self._window.noter.export_to(path)

    def ask_add_notes(self) -> None:
        """Choose a file and add the notes that it holds."""
        from ui.parts import dialogs

        for path in dialogs.files_to_open(self._window, "Add notes", openable_files(), self._folder()):
            self._window.noter.open(Path(path))

    def find(self) -> None:
        """Go to the search field."""
        self._window.top.search.setFocus()
        self._window.top.search.selectAll()

    def expand(self) -> None:
        """Bring in what is tied to the chosen resource, or open the chosen group."""
        self._window.bringer.expand(self.session.selection[0])

    def ask_expand(self) -> None:
        """Choose which kind of ties of the chosen resource to follow."""
        self._window.bringer.ask_kind(self.session.selection[0], self._window.canvas.selection_point())

    def ask_group(self) -> None:
        """Draw what is chosen as one node of a name that the user gives."""
        from ui.parts import dialogs

        title = dialogs.text(self._window, "Draw as one group", "Name of the group:", "Group")
        if title:
            self.commands.group(self.session.selection, title)

    def ask_group_by(self) -> None:
        """Group by what the ties of one kind lead to."""
        from ui.parts import dialogs

        projection = self.session.projection
        used = np.unique(projection.predicate[self.session.visible.edges]).tolist()
        words = [projection.predicates[p].label for p in used]
        selected = dialogs.pick(self._window, "Group by what a tie leads to", "Relationship:", words)
        if selected >= 0:
            self.commands.group_by_value(used[selected])

    def open_groups(self) -> None:
        """Draw every resource by itself; those that have no place yet are arranged."""
        self.arranger.changing_much(self.commands.open_groups)

    def find_anything(self) -> None:
        """Open the palette."""
        self._window.palette_field.open()

    def look_along(self, step: int) -> None:
        """Go back (-1) or forward (1) through what was looked at, and bring it into sight."""
        self.look_at(self.session.trail.at + step)

    def look_at(self, at: int) -> None:
        """Go to a look of the trail, and bring what was chosen then into sight."""
        session, canvas = self.session, self._window.canvas
        before = session.view.focus
        session.look_back(at)
        if session.view.focus != before:
            canvas.finish_animation()
            canvas.fit()
        elif len(session.selection) == 1:
            canvas.centre_on(session.visible.drawn_for(session.selection[0]))

    def show_panel(self, title: str) -> None:
        """Bring a panel to the front and go there."""
        self._window.docks.go_to(title)

    def play(self) -> None:
        """Play what is shown over time, or pause."""
        self._window.docks.raise_panel("Timeline").play()

    def measure(self, name: str) -> None:
        """Take a measure of what is shown, and show what comes of it."""
        self._window.docks.bring("Measures")
        self._window.measurer.take(name)

    def find_paths(self) -> None:
        """Look for paths between what is selected, and show them."""
        self._window.pathfinder.take()

    def read_details(self) -> None:
        """Go to the details of what is selected."""
        self._window.docks.go_to("Details")

    def step_back(self) -> None:
        """Esc: stop what runs, else let go of the selection, else leave the focus."""
        session = self.session
        if self.is_busy():
            self.stop()
        elif session.selection or session.selected_edge >= 0:
            session.select([])
        elif session.view.focus:
            self.commands.focus(())
        self._window.canvas.setFocus()

    def set_theme(self, name: str) -> None:
        """Use another theme from now on."""
        self._window.set_theme(name)

    def reset_arrangement(self) -> None:
        """Put the panels back."""
        self._window.reset_arrangement()

    def show_keys(self) -> None:
        """List keys and mouse moves."""
        from ui.parts import dialogs

        dialogs.show_keys(self._window, self._window.actions_set.table)

    def show_about(self) -> None:
        """Say what this program is."""
        from ui.parts import dialogs

        dialogs.show_about(self._window)

    def quit(self) -> None:
        """Close the window."""
        self._window.close()
