"""Sides of a comparison: the open source and another file, or the source as of two dates, or in two views."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from explorer.document import Document
from explorer.files.opening import is_exploration, open_document
from explorer.views.view import View
from explorer.views.visible import see
from graph.errors import ReadError
from graph.model.build import project
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.source import Quads
from graph.rdf.values import to_days, write_day
from graph.work.progress import Job, Progress

_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")


class Sides(NamedTuple):
    """Two sides of a comparison, with their names.

    ``alike`` if they are parts of one source, in which equal names of blank nodes mean equal nodes; ``unfiltered`` if
    filters made them, so that none hides any of them.
    """

    first: Projection
    second: Projection
    names: tuple[str, str]
    alike: bool = False
    unfiltered: bool = False


def with_file(document: Document, path: Path) -> Job[Sides]:
    """The open source, and another file or the source of an exploration. Raises :class:`ReadError`."""
    _refuse_on_disk(document)
    if is_exploration(path):
        from explorer.files.exploration import open_exploration

        other = (yield from open_exploration(path)).document
    else:
        other = yield from open_document([path])
    names = (document.title, path.name)
    return Sides(document.projection, other.projection, names if names[0] != names[1] else (names[0], str(path)))


def with_files_now(document: Document) -> Job[Sides]:
    """The open source as it was read, and its files as they are now. Raises :class:`ReadError`."""
    _refuse_on_disk(document)
    paths: Sequence[Path] = getattr(document.source, "paths", ())
    if document.is_bundled or not paths:
        raise ReadError(f"{document.title} comes from no file of yours, so that it cannot have changed.")
    other = yield from open_document(paths)
    return Sides(document.projection, other.projection, (f"{document.title} as opened", f"{document.title} now"))


def of_days(document: Document, days: tuple[str, str], from_start: bool = False) -> Job[Sides]:
    """The open source as known on two days, months or years, each to its end. Raises ValueError for other words."""
    views = [View(known=to_days(day, end=True), known_from_start=from_start) for day in days]
    return (yield from _of_parts(document, views, (f"As known on {days[0]}", f"on {days[1]}")))


def of_views(document: Document, views: Sequence[View], names: tuple[str, str]) -> Job[Sides]:
    """The parts of the open source that two views show."""
    return (yield from _of_parts(document, views, names))._replace(unfiltered=True)


def _of_parts(document: Document, views: Sequence[View], names: tuple[str, str]) -> Job[Sides]:
    from explorer.files.parts import leaving

    _refuse_on_disk(document)
    whole, found = document.projection, []
    for view, name in zip(views, names):
        yield Progress(f"Collecting what is shown: {name}")
        _, rows = leaving(whole, see(whole, view), view)
        quads = whole.stated
        s, p, o, g = (column[rows] for column in (quads.subject, quads.predicate, quads.object, quads.graph))
        part = Quads(quads.terms, s, p, o, g, quads.prefixes)
        found.append((yield from project(part, naming=whole.naming, schema=whole.draws_schema)))
    return Sides(found[0], found[1], names, alike=True)


def _refuse_on_disk(document: Document) -> None:
    source = document.loadable
    if source is not None:
        raise ReadError(
            f"{document.title} stays {source.place} and is drawn in parts. Compare it with “caseboard diff A B”."
        )


def days_in(words: str) -> tuple[str, str]:
    """The two dates in words such as “2016 to 2018-06-30”. Raises ValueError, with a sentence, if there are not two."""
    found = _DAY.findall(words)
    if len(found) != 2:
        raise ValueError(f"“{words}” does not hold two dates. Write them as 2016, 2016-06 or 2016-06-30.")
    for day in found:
        to_days(day, end=True)
    return found[0], found[1]


def suggested_days(projection: Projection) -> str:
    """The first and the last day on which another text counts, as words for :func:`days_in`; "" without dated texts."""
    from graph.analysis.known import days_of_texts

    days = days_of_texts(projection)
    return f"{write_day(days[0])} to {write_day(days[-1])}" if len(days) else ""
