"""Document: a source with its projection and its named views."""

from __future__ import annotations

from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.staging import stage
from explorer.views.camera import Camera
from explorer.views.newcomers import with_newcomers
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.frozen import frozen
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.source import Loadable, Source
from graph.reading.local import LocalSource

if TYPE_CHECKING:
    from graph.endpoint.source import EndpointSource
    from graph.rdf.source import Regime
    from graph.saved.annotations import Note
    from graph.store.on_disk import OnDiskSource


@frozen
class NamedView:
    """A view with a title and a sentence about it.

    ``camera`` is None to show the whole view; ``created`` is when the user saved it, in ISO 8601, "" for a view that
    came with the data. The user can rename and remove their own views.
    """

    title: str
    sentence: str
    view: View
    camera: Camera | None = None
    created: str = ""

    @property
    def is_saved(self) -> bool:
        """True if the user saved it."""
        return bool(self.created)


class Beside(NamedTuple):
    """A sentence about the first picture, the key of a panel that opens beside it, and what shows all; "" for none.

    ``whole`` is the title of a named view that shows all.
    """

    panel: str
    sentence: str
    whole: str = ""


class FirstLook(NamedTuple):
    """A view with its visible part and its scene."""

    view: View
    visible: Visible
    scene: Scene


@frozen
class Document:
    """A source, its projection, and named views; ``is_bundled`` is True for the Bromley graph.

    A document with a ``start`` opens with that view, which is not one of the named ones; any other opens with the
    ``notes`` found in the data. ``beside`` is a panel to open with it. Documents that grow from one another share a
    ``lineage``. ``compares`` is the document of which this one is a comparison.
    """

    source: Source
    projection: Projection
    named_views: tuple[NamedView, ...] = ()
    is_bundled: bool = False
    start: NamedView | None = None
    notes: tuple[Note, ...] = ()
    beside: Beside | None = None
    lineage: object = field(default_factory=object)
    compares: Document | None = None

    def continues(self, other: Document) -> bool:
        """True if this is ``other`` or has grown from it, so that every id of ``other`` keeps its meaning."""
        return self.lineage is other.lineage and self.projection.node_count >= other.projection.node_count

    @property
    def with_schema(self) -> bool:
        """True if classes, properties and shapes are drawn."""
        return self.projection.draws_schema

    @property
    def infers(self) -> Regime | None:
        """The rules by which triples are inferred and drawn, None where none are."""
        return None if self.projection.inferred is None else self.projection.inferred.by

    @cached_property
    def queried(self) -> Source:
        """The source as queries see it: with what is inferred where that is drawn."""
        inferred, source = self.projection.inferred, self.source
        if inferred is None or not isinstance(source, LocalSource):
            return source
        return replace(source, quads=inferred.quads)

    @property
    def title(self) -> str:
        """The name of the source."""
        return self.source.title

    @property
    def stem(self) -> str:
        """The file name, without a suffix, that is suggested for anything saved of it."""
        return "bromley" if self.is_bundled else self.title.split(".")[0]

    @property
    def hashes(self) -> tuple[str, ...]:
        """SHA-256 of the files of the source, in hexadecimal."""
        return tuple(getattr(self.source, "hashes", ()))

    @property
    def on_disk(self) -> OnDiskSource | None:
        """The source if it stays on disk and is drawn in parts, else None."""
        if isinstance(self.source, LocalSource):
            return None
        from graph.store.on_disk import OnDiskSource  # late: a library that few documents need

        return self.source if isinstance(self.source, OnDiskSource) else None

    @property
    def server(self) -> EndpointSource | None:
        """The source if it is an endpoint, else None."""
        if isinstance(self.source, LocalSource):
            return None
        from graph.endpoint.source import EndpointSource  # late: a library that few documents need

        return self.source if isinstance(self.source, EndpointSource) else None

    @property
    def loadable(self) -> Loadable | None:
        """The source if it stays on disk or on a server and is drawn in parts, else None."""
        return self.on_disk or self.server

    @cached_property
    def first_look(self) -> FirstLook:
        """The first look at the document. The job that reads a file makes it, since the window must not wait for it."""
        view = self.first_view()
        visible = see(self.projection, view)
        view = with_newcomers(self.projection, view, visible)
        return FirstLook(view, visible, stage(self.projection, view, visible))

    def first_view(self) -> View:
        """The view that the document opens with, under the names and with the grades that its projection has."""
        naming, graded = self.projection.naming, self.projection.graded
        if self.start is not None:
            return self.start.view._replace(naming=naming, graded=graded)
        view = (self.named_view.view if self.named_view else View())._replace(naming=naming, graded=graded)
        return view._replace(notes=self.notes) if self.notes else view

    @property
    def named_view(self) -> NamedView | None:
        """The named view that the document opens with, None for the whole graph."""
        return self.start or (self.named_views[0] if self.named_views else None)
