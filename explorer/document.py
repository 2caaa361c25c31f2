"""What is open: a source with its projection and the views it offers to begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from explorer.pictures.scene.scene import Scene, stage
from explorer.views.camera import Camera
from explorer.views.newcomers import with_newcomers
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.model.projection import Projection
from graph.rdf.source import Source
from graph.reading.local import LocalSource

if TYPE_CHECKING:
    from graph.saved.annotations import Note
    from graph.store.on_disk import OnDiskSource


@dataclass(frozen=True, eq=False)
class NamedView:
    """A named view, with a sentence on what it shows.

    ``camera`` is how it was looked at, None for whole; ``created`` when it was kept, by ISO 8601, "" where it came with
    the data. Those of the user's own can be renamed and removed.
    """

    title: str
    sentence: str
    view: View
    camera: Camera | None = None
    created: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether it is the user's own."""
        return bool(self.created)


class FirstLook(NamedTuple):
    """A view with what it shows and how that is drawn."""

    view: View
    visible: Visible
    scene: Scene


@dataclass(frozen=True, eq=False)
class Document:
    """A source, its projection, and named views; ``is_bundled`` tells the Bromley graph from the user's files.

    ``with_schema`` tells whether the triples of the schema are drawn too. Where there is a ``start`` it opens with
    that view, which is none of the named ones, else with the ``notes`` that were inside the data. Documents that grow
    from one another share a ``lineage``.
    """

    source: Source
    projection: Projection
    named_views: tuple[NamedView, ...] = ()
    is_bundled: bool = False
    with_schema: bool = False
    start: NamedView | None = None
    notes: tuple[Note, ...] = ()
    lineage: object = field(default_factory=object)

    def continues(self, other: Document) -> bool:
        """Whether it is ``other``, or has grown from it: every id of ``other`` still means the same here."""
        return self.lineage is other.lineage and self.projection.node_count >= other.projection.node_count

    @property
    def title(self) -> str:
        """How the source is called."""
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
        """The source where it stays on disk and is drawn in parts, else None."""
        if isinstance(self.source, LocalSource):
            return None
        from graph.store.on_disk import OnDiskSource  # a library by itself, for few

        return self.source if isinstance(self.source, OnDiskSource) else None

    @cached_property
    def first_look(self) -> FirstLook:
        """What is seen when the document is opened; made by who has read it, since a window must not wait for it."""
        view = self.first_view()
        visible = see(self.projection, view)
        view = with_newcomers(self.projection, view, visible)
        return FirstLook(view, visible, stage(self.projection, view, visible))

    def first_view(self) -> View:
        """The view in which the document opens."""
        if self.start is not None:
            return self.start.view
        view = self.named_view.view if self.named_view else View()
        return view.but(notes=self.notes) if self.notes else view

    @property
    def named_view(self) -> NamedView | None:
        """What the document opens with, None for everything."""
        return self.start or (self.named_views[0] if self.named_views else None)
