"""Run: the state of one command line, and the functions that need Qt."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from explorer.command_line.naming import ViewOptions
from explorer.command_line.standard_input import with_input
from explorer.document import Document, NamedView
from explorer.files.opening import AS_USUAL, OpenOptions, is_exploration, open_document, seen_as, too_big
from explorer.pictures.drawing.display import Display
from explorer.pictures.scene.label_lines import Measure
from explorer.views.view import View
from graph.errors import ReadError
from graph.reading.limits import TooLargeError
from graph.reading.refusals import ReadSyntaxError
from graph.web.addresses import is_web
from graph.work.progress import Job, finish

if TYPE_CHECKING:
    from graph.web.access import Access
    from graph.web.client import Client

T = TypeVar("T")
_PATIENCE = 0.5
"""Seconds before a job shows its progress."""


@dataclass(frozen=True)
class Toolkit:
    """The functions that need Qt, passed in so that the rest works without it."""

    measure: Measure
    encode: Callable[[Display, str, float, str], bytes]
    open_window: Callable[[Sequence[str], bool, OpenOptions], int]


@dataclass
class Run:
    """One run of the command line: the state that every command gets."""

    toolkit: Toolkit
    debug: bool = False
    options: OpenOptions = AS_USUAL
    status: int = 0

    def open(self, *sources: str) -> Document:
        """The document of one or several sources, or of the sources of an exploration; “-” is standard input.

        Raises :class:`ReadError` for a source that would not fit into memory.
        """
        names = with_input(sources)
        try:
            return self._explored(Path(names[0])) if [*map(is_exploration, names)] == [True] else self._read(names)
        except ReadSyntaxError as error:
            if error.form is None or self.options.recover:
                raise
            raise ReadError(f"{error} Add --recover to open it without the statements that cannot be read.") from error
        except TooLargeError as error:
            raise ReadError(f"{error} Add --anyway to open it all the same.") from error
        except ReadError as error:
            beside = getattr(error, "beside", None)  # its class is not imported for files without contexts
            if beside is None:
                raise
            raise ReadError(f"{error} Add --allow-context {beside} to read it.") from error

    def _read(self, names: Sequence[str]) -> Document:
        if any(map(is_web, names)):
            if len(names) > 1:
                raise ReadError("A URL can only be opened alone. Open the files without it, or save its data first.")
            return self._from_web(names[0])
        sentence = "" if self.options.anyway else too_big(names)
        if sentence:
            raise ReadError(f"{sentence} Add --anyway to open it all the same, or open it from disk in the window.")
        return self._told(finish(open_document(names, **self.options._asdict())))

    def _from_web(self, url: str) -> Document:
        """The document of an endpoint, or of a file that is fetched."""
        from explorer.files.web.locating import locate  # late: few command lines need it
        from graph.web.client import Client
        from graph.web.failures import AccessNeededError

        client = Client()
        try:
            found = self.follow(locate(url, client))
        except AccessNeededError as error:
            if not sys.stdin.isatty():
                raise
            click.echo(str(error), err=True)
            client = Client(_typed_access(error.url))
            found = self.follow(locate(url, client))
        return self._on_server(url, client=client) if found.path is None else self._read([str(found.path)])

    def _on_server(self, url: str, refresh: bool = False, client: Client | None = None) -> Document:
        """The document of an endpoint; gaps of its overview go to stderr."""
        from explorer.files.web.endpoints import open_endpoint  # late: few command lines need it

        return self.follow(open_endpoint(url, client, refresh=refresh, languages=self.options.languages))

    def looked_at(self, sources: Sequence[str], refresh: bool) -> Document:
        """The document of sources; with ``refresh`` under a new overview, if it is an endpoint."""
        first = sources[0]
        return self._on_server(first, refresh=True) if refresh and is_web(first) else self.open(*sources)

    def around(self, document: Document, options: ViewOptions) -> tuple[Document, ViewOptions]:
        """A document with the focus of options loaded, and these with IRIs; the same unless it is on a server."""
        if document.server is None:
            return document, options
        if not options.focus:
            raise ReadError(
                f"{document.title} is a server, of which nothing is loaded yet. Name resources with --focus."
            )
        from explorer.files.web.endpoints import with_named

        found = self.follow(with_named(document, options.focus, 1 if options.hops is None else options.hops))
        for sentence in filter(None, (*found.document.source.warnings, found.sentence)):
            click.echo(sentence, err=True)
        return found.document, replace(options, focus=found.iris)

    def follow(self, job: Job[T]) -> T:
        """Run a job to its end; in a terminal its progress is shown on one line, once it has taken half a second."""
        import time

        begun, shown = time.monotonic(), 0
        try:
            while True:
                progress = next(job)
                if sys.stderr.isatty() and time.monotonic() - begun > _PATIENCE:
                    share = "" if progress.fraction is None else f", {progress.fraction:.0%}"
                    text = f"{progress.text}{share}"
                    click.echo(f"\r{text:<{shown}}", err=True, nl=False)
                    shown = len(text)
        except StopIteration as stop:
            answer: T = stop.value
            return answer
        finally:
            job.close()
            if shown:
                click.echo(f"\r{'':<{shown}}\r", err=True, nl=False)

    def _explored(self, path: Path) -> Document:
        """The document of an exploration; what changed since it was saved goes to stderr."""
        from explorer.files.exploration import open_exploration  # late: few command lines need it

        opened = finish(open_exploration(path, **self.options._asdict()))
        if opened.sentence:
            click.echo(opened.sentence, err=True)
        return self._told(opened.document)

    def _told(self, document: Document) -> Document:
        """The document, after the places that were not read went to stderr."""
        unread = document.source.unread
        if unread.count:
            click.echo(f"{unread.sentence}\n{unread.as_text()}", err=True)
        return document

    def compared(self, document: Document, named_view: NamedView, other: str | None) -> tuple[Document, NamedView]:
        """The document with the differences to another source in it, and a view on it; the same for None."""
        if other is None:
            return document, named_view
        from explorer.files.comparing.comparison import compared
        from explorer.files.comparing.sides import Sides

        beside = self.open(other)
        sides = Sides(document.projection, beside.projection, (document.title, beside.title))
        found = self.follow(compared(document, named_view.view, (), sides))
        return found.document, replace(named_view, view=found.view)

    def seen_as(self, document: Document, view: View) -> Document:
        """The document under the names and with the grades of a view, in the languages asked for if there are any."""
        languages = self.options.languages
        naming = view.naming._replace(languages=languages) if languages else view.naming
        return finish(seen_as(document, view._replace(naming=naming)))


def _typed_access(url: str) -> Access:
    """The access that the user types: a name and a password, or no name and a key."""
    from graph.web.access import basic, bearer

    user = click.prompt("User name (none for a key)", default="", show_default=False, err=True)
    secret = click.prompt("Password" if user else "Key", hide_input=True, err=True)
    return basic(url, user, secret) if user else bearer(url, secret)


def compare_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option for another source to compare with: ``other``."""
    words = "Draw in place how this other source differs: added, removed, changed, on other evidence."
    return click.option("--compare", "other", metavar="B", help=words)(command)


def known_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options for a view as of a day: ``as_known``, the day or None, and ``known_from_start``."""
    day = click.option(
        "--as-known", metavar="D", help="Show only what texts up to this year, month or day say; see docs/evidence.md."
    )
    start = click.option(
        "--known-from-start",
        is_flag=True,
        help="With --as-known, count a text dated by a period from the start of it, not from its end.",
    )
    return day(start(command))


def language_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option for the languages of names."""

    def note(context: click.Context, _: click.Parameter, tags: tuple[str, ...]) -> None:
        context.obj.options = context.obj.options._replace(languages=tags)

    return click.option(
        "--language",
        multiple=True,
        metavar="TAG",
        expose_value=False,
        callback=note,
        help="Name everything in this language, such as de. Repeat it for others that come next.",
    )(command)
