"""Comparison: two sides in one document, drawn in place with the positions and the style of a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from explorer.document import Document, NamedView
from explorer.files.comparing.lines import ComparedLine, compared_lines, compared_sentences, places_of
from explorer.files.comparing.sides import Sides
from explorer.files.view_data import DataNames
from explorer.files.view_files import restore, store
from explorer.views.hiding.filters import without_filters
from explorer.views.view import Positions, View
from graph.analysis.comparing.differences import Difference, differences
from graph.analysis.comparing.uniting import united
from graph.model.grading.regrading import regraded
from graph.named import NamedTuple
from graph.work.progress import Job, Progress


class Comparison(NamedTuple):
    """The difference between two sources, and both in one document.

    ``view`` is the view of the open source on this document. ``patch`` has the quads that lead from the first to the
    second. ``lines`` say each difference in words, and ``places`` are the resource and the relationship of the document
    that each leads to, -1 for none. ``sentences`` are about the whole.
    """

    names: tuple[str, str]
    document: Document
    view: View
    patch: Difference
    lines: tuple[ComparedLine, ...]
    places: tuple[tuple[int, int], ...]
    sentences: tuple[str, ...]


def compared(
    document: Document, view: View, named_views: Sequence[NamedView], sides: Sides, *, turned: bool = False,
    beside: View | None = None,
) -> Job[Comparison]:  # fmt: skip
    """The comparison of two sides of a document, or ``turned`` of the second with the first.

    It is drawn as in ``view``, but for any day of it, and without its filters if these made the sides. Resources
    without a place have the one of the view ``beside``, if there is any.
    """
    found = patch = yield from differences(sides.first, sides.second, alike=sides.alike)
    both = yield from united(sides.first, found, sides.names)
    if turned:
        # The patch is for the second source, and so has to name its blank nodes.
        patch = yield from differences(sides.second, sides.first, alike=sides.alike)
        found = found.turned
        assert both.differing is not None
        both = replace(both, differing=both.differing.turned)
    both.make_ready()
    both = regraded(both, view.graded)
    yield Progress("Carrying over the view")
    names = DataNames.of(document.projection)
    view = without_filters(view) if sides.unfiltered else view._replace(known=None, known_from_start=False)
    if beside is not None:
        count = document.projection.node_count
        mine, other = view.positions.of(count), beside.positions.of(count)
        view = view._replace(positions=Positions(np.where(np.isnan(mine), other, mine)))
    own, *others = (restore(store(each, names), both).named_view for each in (NamedView("", "", view), *named_views))
    shown = own.view._replace(notes=view.notes, graded=view.graded)  # no view record holds notes
    whole = Document(document.source, both, tuple(others), document.is_bundled, compares=document)
    yield Progress("Listing the differences")
    lines = compared_lines(found, both)
    return Comparison(
        sides.names[::-1] if turned else sides.names, whole, shown, patch, tuple(lines), places_of(lines, both),
        tuple(compared_sentences(found)),
    )  # fmt: skip
