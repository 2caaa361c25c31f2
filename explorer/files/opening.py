"""Open files, or the graph that comes with the program."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from explorer.document import Document, NamedView
from explorer.files.first_views import WHOLE_UP_TO, beside_first, bromley_views, first_views
from explorer.views.view import View
from graph.model.build import project
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.naming import Naming
from graph.rdf.source import Source
from graph.reading.local import LocalSource
from graph.reading.parsing import PREVIEW_FROM
from graph.reading.read import read
from graph.work.progress import Job, Progress, finish, with_gc_paused
from resources import FOLDER

if TYPE_CHECKING:
    from graph.rdf.source import Inferred, Regime
    from graph.saved.annotations import Note
    from graph.store.folder import StoreFolder

_COUNTED = 12
"""So many of the largest classes are counted for folding while a large file is opened."""
_SHARE = 0.8
"""Share of the free memory that opening may use without asking."""

SUFFIX = ".caseboard.trig"
"""The end of the names of explorations."""
BROMLEY = "bromley"
"""The name of the bundled graph, valid in place of a file name."""


class OpenOptions(NamedTuple):
    """The wishes that come with the names of sources.

    ``recover``: leave out statements with mistakes, without a question. ``schema``: draw classes, properties and
    shapes, or not; None draws them where they outweigh the rest. ``languages``: of names, those that come first.
    ``contexts``: files, or folders of files, from which JSON-LD contexts may be read. ``anyway``: open files that may
    not fit into memory. ``infer``: the rules by which triples are inferred and drawn, None for none.
    """

    recover: bool = False
    schema: bool | None = None
    languages: tuple[str, ...] = ()
    contexts: AbstractSet[Path] = frozenset()
    anyway: bool = False
    infer: Regime | None = None


AS_USUAL = OpenOptions()


def is_exploration(name: str | Path) -> bool:
    """True if a file is an exploration, by its name."""
    return str(name).lower().endswith(SUFFIX)


OPENING, NONE_OPEN = "Opening…", "No file is open"
"""Titles of empty documents."""


def empty_document(title: str) -> Document:
    """An empty document, shown while another is being read, or where that failed."""
    source = finish(read([]))
    source.title = title
    return Document(source, finish(project(source.quads)))


def open_document(
    names: Sequence[str | Path],
    *,
    schema: bool | None = None,
    recover: bool = False,
    contexts: AbstractSet[Path] = frozenset(),
    anyway: bool = False,
    languages: tuple[str, ...] = (),
    infer: Regime | None = None,
) -> Job[Document]:
    """Read files, or the bundled graph if the only name is ``bromley``, into a document.

    Raises :class:`graph.errors.ReadError`. With ``recover`` statements with mistakes are left out instead. JSON-LD
    contexts are read from files among ``contexts``, or in folders among them. Files that may not fit into memory are
    refused, unless they are opened ``anyway``. Names in ``languages`` come before those in others. ``infer`` draws what
    follows by these rules.
    """
    return with_gc_paused(_opened(names, schema, recover, contexts, anyway, languages, infer))


def _opened(
    names: Sequence[str | Path], schema: bool | None, recover: bool, contexts: AbstractSet[Path], anyway: bool,
    languages: tuple[str, ...], infer: Regime | None,
) -> Job[Document]:  # fmt: skip
    bundled = [str(name) for name in names] in ([BROMLEY], [])
    paths = [FOLDER / "bromley" / "graph.ttl"] if bundled else [Path(name) for name in names]
    source = yield from read(paths, recover=recover, contexts=contexts, anyway=anyway)
    if bundled:
        source.title = "Bromley children’s services, 2016 to 2018"
    document = yield from _drawn(source, schema=schema, bundled=bundled, infer=infer)
    return (yield from in_languages(document, languages))


def too_big(names: Sequence[str | Path], *, available: int | None = None, small: int | None = None) -> str:
    """A sentence if opening files would take more memory than there is, else ""; fast.

    ``available`` is the free memory in bytes (None: measured). Files of less than ``small`` bytes in total (None:
    32 MiB) are not read.
    """
    from graph.reading.estimate import SMALL, estimate, is_small
    from graph.reading.limits import Limits
    from graph.reading.loading import available_memory

    paths = [Path(name) for name in names if str(name) != BROMLEY]
    if is_small(paths, SMALL if small is None else small):
        return ""
    free = available_memory() if available is None else available
    found = estimate(paths)
    if found.memory <= _SHARE * free and found.text <= Limits().size:
        return ""
    title = paths[0].resolve().name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more"
    return (
        f"{title} hold{'s' if len(paths) == 1 else ''} about {_rounded(found.triples)} triples and would need about "
        f"{found.memory / (1 << 30):,.1f} GB of memory. {free / (1 << 30):,.1f} GB are free."
    )


def _rounded(count: int) -> str:
    """A number to two digits: “48 million”, “610,000”."""
    if count >= 1_000_000:
        return f"{float(f'{count / 1e6:.2g}'):,g} million"
    return f"{int(float(f'{count:.2g}')):,}"


def is_on_disk(names: Sequence[str | Path], stores: StoreFolder | None = None) -> bool:
    """True if a file has an up-to-date copy on disk; fast."""
    from graph.store.on_disk import is_stored

    return is_stored([Path(name) for name in names], stores)


def open_on_disk(
    names: Sequence[str | Path],
    stores: StoreFolder | None = None,
    *,
    recover: bool = False,
    contexts: AbstractSet[Path] = frozenset(),
    languages: tuple[str, ...] = (),
) -> Job[Document]:
    """A document on a file that stays on disk. It draws no resource before it is loaded.

    Raises :class:`graph.errors.ReadError`. The options are as for :func:`open_document`.
    """
    from graph.store.on_disk import stored_source

    paths = [Path(name) for name in names]
    source = yield from stored_source(paths, stores, recover=recover, contexts=contexts)
    document = Document(source, (yield from project(source.quads, schema=False, whole=False)))
    return (yield from in_languages(document, languages))


def with_loaded(document: Document, *iris: str, most: int = 200) -> Job[Document]:
    """A document with more resources loaded from its source, their relationships, and names of the other ends.

    At most ``most`` relationships of each are loaded in each direction. Ids keep their meaning, so that
    :meth:`explorer.state.session.Session.grow` can continue with it.
    """
    assert document.loadable is not None
    for iri in iris:
        yield from document.loadable.load(iri, most=most)
    return (yield from grown(document))


def grown(document: Document) -> Job[Document]:
    """A document with what its source has loaded since."""
    before = document.projection
    projection = yield from project(
        document.source.quads, naming=before.naming, schema=document.with_schema, after=before
    )
    return replace(document, projection=projection)


def named_by(document: Document, naming: Naming) -> Job[Document]:
    """The same document under other names."""
    if naming == document.projection.naming:
        return document
    from graph.model.names.renaming import renamed  # late: few documents need it

    found = replace(document, projection=(yield from renamed(document.projection, naming)))
    _ = found.first_look
    return found


def seen_as(document: Document, view: View) -> Job[Document]:
    """The same document under the names and with the grades of a view."""
    named = yield from named_by(document, view.naming)
    if view.graded == named.projection.graded:
        return named
    from graph.model.grading.regrading import regraded  # late: few documents need it

    found = replace(named, projection=regraded(named.projection, view.graded))
    _ = found.first_look
    return found


def in_languages(document: Document, languages: tuple[str, ...]) -> Job[Document]:
    """The same document with names in these languages first; without any, the document itself."""
    naming = document.projection.naming
    return (yield from named_by(document, naming._replace(languages=languages) if languages else naming))


def redrawn(
    document: Document, *, schema: bool, infer: Regime | None = None, named_views: Sequence[NamedView] = ()
) -> Job[Document]:
    """The same source with or without its schema, and what follows from it; ``named_views`` stay on offer.

    These are of the former document, and come last.
    """
    drawn = yield from _drawn(document.source, schema=schema, bundled=document.is_bundled, infer=infer)
    before = document.projection
    drawn = yield from seen_as(drawn, View(naming=before.naming, graded=before.graded))
    if not named_views:
        return drawn
    from explorer.files.view_data import DataNames
    from explorer.files.view_files import restore, store

    yield Progress("Carrying over saved views")
    names = DataNames.of(document.projection)
    again = (restore(store(each, names), drawn.projection).named_view for each in named_views)
    found = replace(drawn, named_views=(*drawn.named_views, *again))
    _ = found.first_look
    return found


def as_drawn(view: View, before: Projection, after: Projection) -> View:
    """A view of one projection of a source as a view of another one, by the names of everything."""
    from explorer.files.view_data import DataNames
    from explorer.files.view_files import restore, store

    stored = store(NamedView("", "", view), DataNames.of(before))
    return restore(stored, after).named_view.view._replace(notes=view.notes)


def _inferred(source: Source, by: Regime | None) -> Job[Inferred | None]:
    """The triples that follow from a source by some rules, worked out in a process that ends with the job."""
    if by is None:
        return None
    from graph.analysis.inference.closing import infer  # late: few documents need it
    from graph.work.process import Worker

    with Worker() as worker:
        return (yield from infer(source.quads, by, worker))


def _drawn(source: Source, *, schema: bool | None, bundled: bool, infer: Regime | None = None) -> Job[Document]:
    if len(source.quads) >= PREVIEW_FROM:
        from graph.rdf.summary import Preview, summarise

        yield Preview("Sorting the data", 0, 1, summary=summarise(source.quads))
    inferred = yield from _inferred(source, infer)
    whole = isinstance(source, LocalSource)
    projection = yield from project(source.quads, schema=schema, whole=whole, inferred=inferred)
    yield Progress("Preparing the picture", 1, 1)
    projection.make_ready()
    named_views: tuple[NamedView, ...] = bromley_views(projection) if bundled else first_views(projection)
    beside = None if bundled else beside_first(projection, named_views)
    notes: tuple[Note, ...] = ()
    if projection.holds_views:
        from explorer.files.view_files import views_inside
        from graph.saved.annotations import read_notes

        found, sentence = views_inside(projection)
        rest = named_views or (NamedView("Every resource", "All resources", View()),)
        named_views, beside = ((*found, *rest), None) if found else (named_views, beside)
        notes = read_notes(source.quads, own=True)
        if sentence and sentence not in source.warnings:
            source.warnings = (*source.warnings, sentence)
    document = Document(
        source, projection, named_views, bundled, notes=notes, beside=beside_first(projection, named_views)
    )
    if named_views:
        document = yield from seen_as(document, named_views[0].view)
    look, projection = document.first_look, document.projection
    if projection.node_count > WHOLE_UP_TO:
        from explorer.panels.facets import count_facets
        from explorer.views.folding import foldable
        from graph.model.columns import edge_columns, node_columns

        # The first picture does not need them, but making them here keeps the window from waiting later.
        _ = count_facets(projection, look.view, look.visible), node_columns(projection), edge_columns(projection)
        for cls in np.argsort(-projection.class_members.lengths, kind="stable")[:_COUNTED].tolist():
            foldable(projection, cls)  # the first selection of a resource asks whether its class folds
    return document
