"""Notes in the window: on a resource, a relationship or the canvas; their titles and their places in the picture.

A note stores its target in IRIs, so that it outlives the data it was written on. The name of the target, and whether it
exists, come from the open data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4
from weakref import WeakKeyDictionary

import numpy as np

from explorer.views.camera import Bounds
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.arrays.collation import plain
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.terms import local_name
from graph.saved.annotations import Note, OnCanvas, OnEdge, OnNode, Target

ON_CANVAS = "On the canvas"
_NOTE_WIDTH, _LINE, _LETTERS, _MOST_LINES = 190.0, 15.0, 26, 9
"""Approximate size of a note on the canvas: its width, the height of a line, letters per line, most lines."""


class Place(NamedTuple):
    """The resource or statement of the open data for a target, -1 for neither."""

    node: int = -1
    edge: int = -1


class Entry(NamedTuple):
    """A note in a list: the name of its target, and ``is_missing`` if the open data lacks the target."""

    note: Note
    title: str
    place: Place
    is_missing: bool

    @property
    def first_line(self) -> str:
        """The first line of the text, for a list."""
        lines = self.note.text.strip().splitlines()
        return " ".join(lines[0].split()) if lines else ""

    def is_shown(self, visible: Visible) -> bool:
        """True if the target is shown; the canvas always is."""
        if self.place.node >= 0:
            return bool(visible.node_cause[self.place.node] == 0)
        if self.place.edge >= 0:
            return bool(visible.edge_cause[self.place.edge] == 0)
        return not self.is_missing


def new_note(target: Target, text: str, when: datetime) -> Note:
    """A new note with a unique id."""
    return Note(uuid4().urn, target, text, when, when)


def now() -> datetime:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def target_of(projection: Projection, *, node: int = -1, edge: int = -1) -> OnNode | OnEdge:
    """A resource or a statement as a target."""
    if edge < 0:
        return OnNode(projection.iris[node])
    return OnEdge(
        projection.iris[projection.subject[edge]],
        projection.predicates[projection.predicate[edge]].iri,
        projection.iris[projection.object[edge]],
    )


_known_places: WeakKeyDictionary[Projection, dict[Target, Place]] = WeakKeyDictionary()


def place_of(projection: Projection, target: Target) -> Place:
    """The place of a target in the open data; in whichever graphs a statement stands."""
    known = _known_places.setdefault(projection, {})
    place = known.get(target)
    if place is None:
        place = known[target] = _find_place(projection, target)
    return place


def _find_place(projection: Projection, target: Target) -> Place:
    if isinstance(target, OnNode):
        return Place(node=projection.node_of.get(target.iri, -1))
    if isinstance(target, OnCanvas):
        return Place()
    subject, object_ = projection.node_of.get(target.subject), projection.node_of.get(target.object)
    if subject is None or object_ is None:
        return Place()
    edges = projection.edges_of[subject]
    edges = edges[(projection.subject[edges] == subject) & (projection.object[edges] == object_)]
    same = (e for e in edges.tolist() if projection.predicates[projection.predicate[e]].iri == target.predicate)
    return Place(edge=next(same, -1))


def title_of(projection: Projection, target: Target) -> str:
    """The name of the target of a note, or a short form of its IRI if the data lacks it."""
    if isinstance(target, OnCanvas):
        return ON_CANVAS
    if isinstance(target, OnNode):
        return projection.name_of(target.iri)
    words = next((info.label for info in projection.predicates if info.iri == target.predicate), "")
    words = words or local_name(target.predicate)
    return f"{projection.name_of(target.subject)} — {words} → {projection.name_of(target.object)}"


def list_notes(projection: Projection, notes: Iterable[Note]) -> tuple[Entry, ...]:
    """Notes for a list, the last changed first, undated ones last."""
    entries = []
    for note in notes:
        place = place_of(projection, note.target)
        missing = place == Place() and not isinstance(note.target, OnCanvas)
        entries.append(Entry(note, title_of(projection, note.target), place, missing))
    return tuple(sorted(entries, key=lambda e: -e.note.changed.timestamp() if e.note.changed else np.inf))


def notes_on(notes: Iterable[Note], target: Target) -> tuple[Note, ...]:
    """The notes on one resource or statement, in order of writing."""
    return tuple(note for note in notes if note.target == target)


def find_notes(entries: Sequence[Entry], query: str) -> tuple[Entry, ...]:
    """The notes with every word of ``query`` in their text or target; all notes for an empty query."""
    words = plain(query).split()
    held = (plain(f"{entry.note.text} {entry.title}") for entry in entries)
    return tuple(entry for entry, text in zip(entries, held) if all(word in text for word in words))


def with_note(notes: tuple[Note, ...], note: Note) -> tuple[Note, ...]:
    """Notes with ``note`` added, or replacing the note of the same id."""
    if all(other.id != note.id for other in notes):
        return (*notes, note)
    return tuple(note if other.id == note.id else other for other in notes)


def without_note(notes: tuple[Note, ...], name: str) -> tuple[Note, ...]:
    """Notes without the one of this id."""
    return tuple(note for note in notes if note.id != name)


def moved(note: Note, x: float, y: float) -> Note:
    """A note at another place on the canvas."""
    return note._replace(target=OnCanvas(float(x), float(y)))


def day_words(when: datetime | None) -> str:
    """A day in words, "" for an unknown day."""
    return "" if when is None else f"{when.astimezone().day} {when.astimezone():%b %Y}"


class CanvasNote(NamedTuple):
    """A note on the canvas with its upper left corner at x, y."""

    id: str
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class DrawnNotes:
    """Drawn notes: indices of nodes and edges in a scene that have a note, and the notes on the canvas."""

    nodes: tuple[int, ...] = ()
    edges: tuple[int, ...] = ()
    canvas_notes: tuple[CanvasNote, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges or self.canvas_notes)

    @property
    def bounds(self) -> Bounds | None:
        """The approximate extent of the canvas notes in scene units, None without any."""
        if not self.canvas_notes:
            return None
        lines = [sum(1 + len(line) // _LETTERS for line in note.text.splitlines()) for note in self.canvas_notes]
        return (
            min(note.x for note in self.canvas_notes),
            min(note.y for note in self.canvas_notes),
            max(note.x for note in self.canvas_notes) + _NOTE_WIDTH,
            max(note.y + _LINE * (1 + min(count, _MOST_LINES)) for note, count in zip(self.canvas_notes, lines)),
        )


def drawn_notes(projection: Projection, view: View, visible: Visible) -> DrawnNotes:
    """The drawn notes of a view: on the nodes and edges drawn for their targets. Hidden targets show no note."""
    nodes, edges, canvas_notes = set[int](), set[int](), list[CanvasNote]()
    for note in view.notes if view.shows_notes else ():
        if isinstance(note.target, OnCanvas):
            canvas_notes.append(CanvasNote(note.id, note.target.x, note.target.y, note.text))
            continue
        place = place_of(projection, note.target)
        if place.node >= 0:
            nodes.add(int(visible.slot[place.node]))
            line = visible.line_of(place.node)
            edges.add(int(visible.edge_slot[line]) if line >= 0 else -1)
        elif place.edge >= 0:
            edges.add(int(visible.edge_slot[place.edge]))
    return DrawnNotes(tuple(sorted(nodes - {-1})), tuple(sorted(edges - {-1})), tuple(canvas_notes))
