"""Note files: export and import of notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explorer.files.exports import Exported
from graph.errors import ReadError, WriteError
from graph.formats.table import JSON_LD, N_QUADS, N_TRIPLES, SUFFIXES, TRIG, TURTLE
from graph.model.projection import Projection
from graph.saved.annotations import Note
from graph.work.atomic import save_all
from graph.work.progress import Job, Progress

NOTE_FORMATS = {form.suffix: form.title for form in (TURTLE, TRIG, N_TRIPLES, N_QUADS, JSON_LD)}


def export_notes(notes: Sequence[Note], path: Path, projection: Projection) -> Job[Exported]:
    """Write notes as Web Annotations, in the format of the file's suffix. Raises WriteError."""
    from graph.saved.annotations import note_prefixes, note_quads
    from graph.writing.write import write_quads

    if path.suffix.lower() not in NOTE_FORMATS:
        known = ", ".join(NOTE_FORMATS)
        raise WriteError(f"{path.name} could not be written: notes can be saved as {known}. Use one of these suffixes.")
    yield Progress("Writing notes")
    form = SUFFIXES[path.suffix.lower().removeprefix(".")]
    save_all([(path, write_quads(note_quads(notes), note_prefixes(projection.prefixes), form).data)])
    return Exported((path,), f"{len(notes):,} {'notes are' if len(notes) != 1 else 'note is'} in {path}.")


def open_notes(path: Path) -> Job[tuple[Note, ...]]:
    """The notes in a file, at least one. Raises ReadError for a file without notes."""
    from graph.reading.read import read
    from graph.saved.annotations import read_notes

    source = yield from read([path])
    notes = read_notes(source.quads)
    if not notes:
        raise ReadError(f"{path.name} holds no notes. Choose a file with Web Annotations.")
    return notes
