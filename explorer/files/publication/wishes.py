"""Wishes for a publication: its words, its date, and the things beside the picture that may leave with it."""

from __future__ import annotations

from graph.named import NamedTuple

UNSEEN = {
    "values": "Values that neither figure nor page shows",
    "names": "Other names of what is shown",
    "notes": "Your notes",
    "grades": "Your grades of sources and statements",
    "paths": "Addresses of files on this computer",
    "files": "Names of your files",
}
"""Things that are not visible and leave only if somebody asks for them, by key, with their titles."""


class Wishes(NamedTuple):
    """The content of a publication.

    ``title`` stands above the figure and ``words`` below it. ``date`` is written as it stands, "" for none: nothing
    else in a publication tells when it was made. ``quote`` adds the words of passages whose texts are attached.
    ``unseen`` are keys of :data:`UNSEEN`. ``size`` is that of the figure in pixels.
    """

    title: str = ""
    words: str = ""
    date: str = ""
    quote: bool = False
    unseen: frozenset[str] = frozenset()
    size: tuple[int, int] = (1600, 1000)
