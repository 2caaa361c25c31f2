"""Views as records in files: ids become IRIs, and IRIs become the ids of the open data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from explorer.document import Document, NamedView
from explorer.files.filter_fields import numbers, pair
from explorer.files.parts import Part, view_of_part
from explorer.files.view_data import Data, DataNames
from explorer.files.view_fields import FIELDS
from explorer.views.camera import MAX_ZOOM, MIN_ZOOM, Camera
from explorer.views.view import View
from graph.errors import ReadError
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.grade import YOUR
from graph.rdf.names import words_of
from graph.saved.records import Record, Stored, Value
from graph.work.progress import Job, Progress

_NAMED = 3
"""Largest number of missing things to name."""


class Restored(NamedTuple):
    """A view from a file, as far as the data has the things it names; ``missing`` are the IRIs it lacks."""

    named_view: NamedView
    missing: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """A sentence each on layouts and measures that this program does not know and on missing data, else ""."""
        return " ".join(filter(None, (self.unknown_sentence, self._missing_sentence())))

    @property
    def unknown_sentence(self) -> str:
        """A sentence on layouts and measures that this program does not know, else ""."""
        if not self.unknown:
            return ""
        *first, last = self.unknown
        things = f"{', '.join(first)} and {last}" if first else last
        return f"“{self.named_view.title}” opens without {things}, which Caseboard does not know here."

    def _missing_sentence(self) -> str:
        count = len(self.missing)
        if not count:
            return ""
        named = ", ".join(self.names[:_NAMED])
        more = f" and {count - _NAMED:,} more" if count > _NAMED else ""
        things = "1 thing" if count == 1 else f"{count:,} things"
        are = "is" if count == 1 else "are"
        title = self.named_view.title
        return f"{things} in “{title}” {are} not in this data: {named}{more}. The rest is shown."


def now() -> str:
    """The present moment in ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def store(named_view: NamedView, names: DataNames, hashes: Sequence[str] = ()) -> Stored:
    """A named view as a record; ``hashes`` are the SHA-256 of its source files."""
    data = Data(names)
    values: list[tuple[str, Value]] = [("title", named_view.title)]
    if named_view.sentence:
        values.append(("sentence", named_view.sentence))
    if named_view.created:
        values.append(("created", named_view.created))
    values += [("source", Record("Source", (("sha256", sha256),))) for sha256 in hashes]
    camera = named_view.camera
    if camera is not None:
        values += [
            ("centre", pair((camera.x, camera.y))),
            ("zoom", float(camera.zoom)),
            ("size", pair((camera.width, camera.height))),
        ]
    for name, field in FIELDS.items():
        values += field.write(getattr(named_view.view, name), data)
    return Stored(Record("View", tuple(values)), data.marks)


def restore(stored: Stored, projection: Projection) -> Restored:
    """The named view in a record, on this data. Raises ReadError for a broken one."""
    data, record = Data(DataNames.of(projection), stored, lambda: projection.node_of), stored.record
    view = View(**{name: field.read(record, data) for name, field in FIELDS.items()})
    # A range of a measure that is left out would hide nothing and yet count as a filter.
    view = view._replace(ranges=tuple(kept for kept in view.ranges if kept[0] not in data.left_out))
    title, sentence = record.one("title", "Saved view"), record.one("sentence", "")
    named_view = NamedView(title, sentence, view, _camera(record), record.one("created", ""))
    names = tuple(map(words_of, data.missing))
    return Restored(named_view, tuple(data.missing), names, tuple(dict.fromkeys(data.unknown)))


def _camera(record: Record) -> Camera | None:
    if not record.all("centre"):
        return None
    x, y = numbers(record.one("centre", ""), "centre")
    width, height = numbers(record.one("size", "1600.0 1000.0"), "size")
    zoom = record.one("zoom", 1.0)
    if not (MIN_ZOOM <= zoom <= MAX_ZOOM and 1 <= width <= 1e5 and 1 <= height <= 1e5):
        raise ReadError(f"The saved zoom and size are impossible (zoom {zoom:g}, size {width:g} × {height:g}).")
    return Camera(x, y, zoom, width, height)


def inside(named_view: NamedView, document: Document, part: Part | None, *, with_grades: bool = False) -> Stored:
    """A named view as written into an export of all data, or of a part of it; the user's grades only if asked for."""
    if not with_grades:
        named_view = replace(named_view, view=without_grades(named_view.view))
    if part is not None:
        view = view_of_part(named_view.view, document.projection, part)
        named_view = replace(named_view, view=view)
    return store(named_view, DataNames.of(document.projection))


def without_grades(view: View) -> View:
    """``view`` without the grades of the user, and without what only they decide on."""
    if not view.graded:
        return view
    hidden = tuple(entry for entry in view.hidden_values if not entry[0].startswith(YOUR))
    return view._replace(graded=(), least_grade="", hidden_values=hidden)


def views_inside(projection: Projection) -> tuple[tuple[NamedView, ...], str]:
    """The views found in the data, and a sentence if one of them is broken."""
    from graph.saved.records import stored_in

    try:
        found = [restore(stored, projection) for stored in stored_in(projection.quads, "View")]
        unknown = dict.fromkeys(each.unknown_sentence for each in found if each.unknown)
        return tuple(each.named_view for each in found), " ".join(unknown)
    except ReadError as error:
        return (), f"The view in this file could not be opened: {error}"


def write_view(named_view: NamedView, document: Document, suffix: str) -> bytes:
    """A named view as a file of its own: Turtle, or TriG with a named graph; equal views give equal bytes."""
    from graph.saved.files import write_views

    stored = store(named_view, DataNames.of(document.projection), document.hashes)
    return write_views([stored], document.projection.quads.prefixes, suffix)


def open_view(path: Path, projection: Projection) -> Job[Restored]:
    """The view in a file (the present one, else the first), on some data. Raises ReadError."""
    from graph.saved.files import read_views

    stored = yield from read_views(path)
    yield Progress("Finding the contents of the view")
    try:
        return restore(stored[0], projection)
    except ReadError as error:
        raise ReadError(f"{path.name} could not be opened: {error}") from error
