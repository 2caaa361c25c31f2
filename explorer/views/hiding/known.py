"""The filter by what was known: a view as of a day, which hides what only later texts say."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.views.view import View
from graph.analysis.known import Later, dated_over_time, later_than, undated_documents
from graph.arrays.types import Mask
from graph.model.projection import Projection
from graph.rdf.values import write_day


def later_in(projection: Projection, view: View) -> Later:
    """Everything that came later than the day of a view that has one."""
    assert view.known is not None
    return later_than(projection, view.known, view.known_from_start)


def nodes_later(projection: Projection, view: View) -> Iterator[Mask]:
    """Resources (n,) that came later."""
    yield later_in(projection, view).nodes


def edges_later(projection: Projection, view: View) -> Iterator[Mask]:
    """Relationships (m,) that came later."""
    yield later_in(projection, view).edges


def day_words(view: View) -> str:
    """The day of a view that has one, as ``YYYY-MM-DD``."""
    assert view.known is not None
    return write_day(view.known - 1)


def known_words(projection: Projection, view: View) -> tuple[str, ...]:
    """The way in which a view that is of a day counts its texts: “As known on 2016-12-31: 1 of 2 texts”.

    Texts without a date and relationships without evidence are never hidden, and it says how many there are.
    """
    later = later_in(projection, view).documents
    texts = f"{len(later):,} text{'' if len(later) == 1 else 's'}"
    said = f"As known on {day_words(view)}: {int((~later).sum()):,} of {texts}"
    if dated_over_time(projection):
        said += f"; a text dated by a period counts from its {'start' if view.known_from_start else 'end'}"
    stays = []
    if undated := undated_documents(projection):
        stays.append(f"{undated:,} text{'s' if undated > 1 else ''} without a date")
    if bare := int((projection.edge_evidence.lengths == 0).sum()):
        stays.append(f"{bare:,} relationship{'s' if bare > 1 else ''} without evidence")
    return (said, *([f"Not judged by time: {' and '.join(stays)}"] if stays else []))
