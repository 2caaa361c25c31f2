"""Exports of data: the whole dataset, or the part that a view shows, in any format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.document import Document, NamedView
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.errors import WriteError
from graph.formats.format import Format
from graph.formats.table import paths_of, writable, written_as
from graph.named import NamedTuple
from graph.work.atomic import save_all
from graph.work.progress import Job, Progress, with_gc_paused

if TYPE_CHECKING:
    from graph.model.column import Column
    from graph.rdf.source import Quads
    from graph.saved.annotations import Note
    from graph.saved.records import Stored
    from graph.writing.write import Written

_STEP = 2000


class Companions(NamedTuple):
    """Things that go into an RDF file beside the data: the view, the notes on the written part, and the user's grades,
    which stand in the view; None where there are no grades.
    """

    view: bool = False
    notes: bool = False
    grades: bool | None = None


class Exported(NamedTuple):
    """The written files, and a sentence about them."""

    paths: tuple[Path, ...]
    sentence: str


def export_data(
    document: Document,
    path: Path,
    visible: Visible | None,
    view: View,
    named_view: NamedView | None = None,
    *,
    with_notes: bool = False,
    with_grades: bool = False,
    with_inferred: bool = False,
) -> Job[Exported]:
    """Write the ``visible`` part, or the whole dataset for None, in the format of the file's suffix.

    An RDF file can also hold a ``named_view``, so that it opens with the same picture, the grades of the user in that
    view, and the notes of ``view`` on the written part. What is inferred leaves only ``with_inferred``. On a
    WriteError, the earlier file stays untouched.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if visible is None and document.on_disk is not None:
        count = yield from document.on_disk.dump(path, suffix)
        said = f"{count:,} triples are in {path.absolute()}. Numbers and dates are in their shortest form."
        return Exported((path,), _with_gaps(said, document))
    form = written_as(suffix)
    if form is not None and form.writer is not None:
        job = _export_quads(document, path, form, visible, view, named_view, with_notes, with_grades, with_inferred)
        return (yield from with_gc_paused(job))
    if form is not None and document.infers is not None and not with_inferred:
        from explorer.files.opening import as_drawn, redrawn  # late: few documents infer anything
        from explorer.views.visible import see

        plain = yield from redrawn(document, schema=document.with_schema, infer=None)
        view = as_drawn(view, document.projection, plain.projection)
        document, visible = plain, None if visible is None else see(plain.projection, view)
    if form is not None:
        return (yield from _export_tables(document, path, form, visible, view))
    known = ", ".join(form.suffix for form in writable())
    raise WriteError(f"{path.name} could not be written: the suffix belongs to no known format. Use {known}.")


def _export_quads(
    document: Document, path: Path, form: Format, visible: Visible | None, view: View, named_view: NamedView | None,
    with_notes: bool, with_grades: bool, with_inferred: bool,
) -> Job[Exported]:  # fmt: skip
    from graph.model.sorting.roles import Role
    from graph.writing.write import writing

    projection = document.projection
    quads, rows, part = projection.stated, None, None
    if visible is not None:
        from explorer.files.parts import leaving

        yield Progress("Collecting the shown data")
        part, rows = leaving(projection, visible, view, () if named_view is None else named_view.view.rules)
    if with_inferred and projection.inferred is not None:
        from graph.model.closure import inferred_rows

        quads = projection.inferred.quads
        if rows is not None and part is not None:
            rows = np.concatenate((rows, inferred_rows(projection, part.shown | part.read, part.edges)))
    notes = notes_of(document, visible, view) if with_notes else ()
    if named_view is None and not notes:
        written = yield from writing(quads, form, rows)
    else:
        from explorer.files.view_files import inside

        if rows is None:
            rows = np.flatnonzero(projection.role[: len(quads)] != Role.APART)  # only the last view counts
        yield Progress("Writing view and notes")
        held = None if named_view is None else inside(named_view, document, part, with_grades=with_grades)
        written = yield from written_with(quads, form, rows, held, notes, projection.draws_schema)
    save_all([(path, written.data)])
    extras = ["the view"] if named_view is not None else []
    extras += [f"{len(notes):,} note{'s' if len(notes) != 1 else ''}"] if notes else []
    what = " and ".join(("triples", *extras))
    said = " ".join((f"{written.triples:,} {what} are in {path.absolute()}.", *written.warnings))
    return Exported((path,), _with_gaps(said, document))


def written_with(
    quads: Quads, form: Format, rows: NDArray[np.intp], held: Stored | None, notes: Sequence[Note], schema: bool
) -> Job[Written]:
    """Rows of ``quads``, a view of them and notes as one file that reads back, and is written again, as the same."""
    from graph.rdf.source import has_blank_nodes
    from graph.saved.files import writing_with

    written = yield from writing_with(quads, form, rows, held, notes)
    if has_blank_nodes(quads, rows):
        written = written._replace(data=(yield from _as_it_reads(written.data, form, schema)))
    return written


def _as_it_reads(data: bytes, form: Format, schema: bool) -> Job[bytes]:
    """A file with a view or notes, written again under the names that its blank nodes get when it is read.

    The view mentions blank nodes by name, and its own name depends on its contents. Under these names a reader that
    writes the file anew gives the same bytes.
    """
    from explorer.files.view_data import DataNames
    from explorer.files.view_files import store, views_inside
    from graph.model.build import project
    from graph.model.sorting.roles import Role
    from graph.reading.read import read_bytes
    from graph.saved.annotations import read_notes
    from graph.saved.files import writing_with

    yield Progress("Naming blank nodes")
    source = read_bytes(data, f"export{form.suffix}", format=form)
    projection = yield from project(source.quads, schema=schema)
    views, _ = views_inside(projection)
    held = store(views[0], DataNames.of(projection)) if views else None
    rows = np.flatnonzero(projection.role[: len(projection.stated)] != Role.APART)
    written = yield from writing_with(projection.stated, form, rows, held, read_notes(source.quads, own=True))
    return written.data


def _with_gaps(sentence: str, document: Document) -> str:
    """The sentence about an export, and that the source of it is incomplete."""
    return " ".join(filter(None, (sentence, document.source.unread.sentence)))


def notes_of(document: Document, visible: Visible | None, view: View) -> tuple[Note, ...]:
    """The notes on the written part and on the canvas; all notes for the whole dataset."""
    from explorer.pictures.scene.notes import list_notes

    if visible is None:
        return view.notes
    entries = list_notes(document.projection, view.notes)
    shown = {e.note.id for e in entries if e.is_shown(visible)}
    return tuple(note for note in view.notes if note.id in shown)


def _export_tables(document: Document, path: Path, form: Format, visible: Visible | None, view: View) -> Job[Exported]:
    from explorer.files.table_looks import tables_of
    from graph.writing.write import table_files

    projection = document.projection
    nodes = np.arange(projection.node_count) if visible is None else visible.nodes
    edges = np.arange(projection.edge_count) if visible is None else visible.edges
    folded = 0
    if visible is not None and visible.folds is not None:
        nodes, edges = np.setdiff1d(nodes, visible.folded), np.setdiff1d(edges, visible.folds.other)
        folded = len(visible.folded)
    yield Progress("Collecting the data")
    tables = tables_of(projection, view, visible)
    node_table = yield from tables.nodes(nodes, view.positions.of(projection.node_count))
    edge_table = yield from tables.edges(edges)
    yield Progress("Writing")
    paths = paths_of(path)
    save_all(list(zip(paths, table_files(form, node_table, edge_table))))
    names = " and ".join(str(p.absolute()) for p in paths)
    verb = "are" if len(paths) > 1 else "is"
    into = f"{folded:,} resource{' is an edge' if folded == 1 else 's are edges'}, folded as in the picture."
    said = f"{len(nodes):,} nodes and {len(edges):,} edges: {names} {verb} written."
    said = " ".join(filter(None, (said, into if folded else "", form.leaves_out)))
    return Exported(tuple(paths), _with_gaps(said, document))


def export_table(path: Path, columns: Sequence[Column], rows: NDArray[np.integer]) -> Job[Exported]:
    """Write rows of a table as CSV in their order, with numbers and dates as in the data."""
    from graph.writing.tables import csv_bytes, csv_text

    text = yield from _written(columns, rows, csv_text)
    save_all([(path, csv_bytes(text))])
    return Exported((path,), f"{len(rows):,} {'rows are' if len(rows) != 1 else 'row is'} in {path.absolute()}.")


def copy_table(columns: Sequence[Column], rows: NDArray[np.integer]) -> Job[str]:
    """Rows of a table, with its header, as tab-separated lines, which spreadsheets paste as cells."""
    from graph.writing.tables import safe_cell

    def between_tabs(lines: Iterable[Sequence[str]]) -> str:
        return "".join("\t".join(" ".join(safe_cell(cell).split()) for cell in line) + "\n" for line in lines)

    return (yield from _written(columns, rows, between_tabs))


def _written(
    columns: Sequence[Column], rows: NDArray[np.integer], write: Callable[[Iterable[Sequence[str]]], str]
) -> Job[str]:
    """The titles of the columns and then the rows, passed to ``write`` some thousand at a time."""
    parts = [write([[column.title for column in columns]])]
    for start in range(0, len(rows), _STEP):
        yield Progress("Writing rows", start, len(rows))
        some = rows[start : start + _STEP]
        parts.append(write(zip(*(column.texts(some, raw=True) for column in columns))))
    return "".join(parts)
