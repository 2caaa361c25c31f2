"""Files with views and explorations, written by Caseboard's own writers and read with the same checks as any file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import DefaultGraph, Quad

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import SUFFIXES, TRIG, TURTLE
from graph.rdf.source import Quads, Term
from graph.rdf.terms import CBV, Prefixes
from graph.reading.interning import Interner
from graph.reading.read import read
from graph.saved.records import Stored, as_quads, prefixes_for, stored_in
from graph.work.progress import Job, Progress, finish
from graph.writing.write import Written, writing

if TYPE_CHECKING:
    from graph.saved.annotations import Note

NOTES = CBV + "notes"
"""The named graph of notes that are stored with the data."""
_STEP = 4096
VIEW_SUFFIXES = {f".view{form.suffix}": form.title for form in (TURTLE, TRIG)}


def write_views(views: Sequence[Stored], prefixes: Prefixes, suffix: str) -> bytes:
    """Views as a file of their own; TriG and N-Quads give each view a named graph, other formats hold one view only."""
    form = SUFFIXES[suffix.rpartition(".")[2]]
    if not form.holds_graphs and len(views) != 1:
        raise ValueError(f"{form.title} files hold one view each")
    quads = chain.from_iterable(as_quads(view, in_graph=form.holds_graphs) for view in views)
    return finish(_written(quads, prefixes_for(views, prefixes), form))


def _written(quads: Iterator[Quad], prefixes: Prefixes, form: Format) -> Job[bytes]:
    interner = Interner()
    while interner.take(quads, _STEP):
        yield Progress("Writing", len(interner))
    written = yield from writing(interner.as_labelled(prefixes), form)
    return written.data


def read_views(path: Path) -> Job[tuple[Stored, ...]]:
    """Views in a file, in reading order, at least one; raises :class:`ReadError` with a sentence."""
    source = yield from read([path])
    try:
        found = stored_in(source.quads, "View")
    except ReadError as error:
        raise ReadError(f"{path.name} could not be opened. {error}") from error
    if not found:
        raise ReadError(f"{path.name} holds no view. Choose a file written by “Save view…”.")
    return found


def writing_with(
    quads: Quads, format: Format, rows: NDArray[np.intp] | None, view: Stored | None, notes: Sequence[Note] = ()
) -> Job[Written]:
    """Write rows of ``quads`` (all if None), a view of them, and notes into one file; count the triples of the rows."""
    from graph.saved.annotations import note_prefixes, note_quads

    rows = np.arange(len(quads)) if rows is None else np.asarray(rows, np.intp)
    views, in_graph = [view] if view is not None else [], format.holds_graphs
    more = chain(
        *(as_quads(each, in_graph=in_graph, inside=True) for each in views),
        note_quads(notes, NOTES if in_graph else "", inside=True),
    )
    prefixes = prefixes_for(views, quads.prefixes)
    joined = _joined(quads, more, note_prefixes(prefixes) if notes else prefixes)
    added = np.arange(len(quads), len(joined))
    written = yield from writing(joined, format, np.concatenate((rows, added)))
    return written._replace(triples=written.triples - len(added))


def _joined(quads: Quads, more: Iterator[Quad], prefixes: Prefixes) -> Quads:
    """``quads`` with more quads added after them."""
    terms: list[Term] = list(quads.terms)
    ids: dict[Term, int] = {term: i for i, term in enumerate(terms)}

    def number(term: Term) -> int:
        found = ids.get(term)
        if found is None:
            found = ids[term] = len(terms)
            terms.append(term)
        return found

    cells = []
    for quad in more:
        place = -1 if isinstance(quad.graph_name, DefaultGraph) else number(quad.graph_name)
        cells.append((number(quad.subject), number(quad.predicate), number(quad.object), place))
    table = np.array(cells, np.int32).reshape(-1, 4)
    subject, predicate, object_, graph = (
        np.concatenate((old, new))
        for old, new in zip((quads.subject, quads.predicate, quads.object, quads.graph), table.T)
    )
    return Quads(terms, subject, predicate, object_, graph, prefixes)


def write_exploration(
    exploration: Stored, views: Sequence[Stored], notes: Sequence[Note], prefixes: Prefixes
) -> Job[bytes]:
    """An exploration as TriG: its record in the default graph, each view and the notes in named graphs of their own."""
    from graph.saved.annotations import note_prefixes, note_quads

    quads = chain(
        as_quads(exploration, in_graph=False),
        *(as_quads(view, in_graph=True) for view in views),
        note_quads(notes, f"{exploration.name}#notes"),
    )
    known = prefixes_for([exploration, *views], prefixes)
    return (yield from _written(quads, note_prefixes(known) if notes else known, TRIG))


def read_exploration(path: Path) -> Job[tuple[Stored, dict[str, Stored], tuple[Note, ...]]]:
    """The exploration in a file, its views by name, and its notes; raises :class:`ReadError` with a sentence."""
    from graph.saved.annotations import read_notes

    source = yield from read([path])
    try:
        found = stored_in(source.quads, "Exploration")
        views = {view.name: view for view in stored_in(source.quads, "View")}
    except ReadError as error:
        raise ReadError(f"{path.name} could not be opened. {error}") from error
    if not found:
        raise ReadError(f"{path.name} holds no exploration. Choose a file written by “Save exploration…”.")
    return found[0], views, read_notes(source.quads)
