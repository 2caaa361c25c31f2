"""Reader of files: detects formats by content, streams through parsers, fetches nothing, and keeps no partial data."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from graph.rdf.relative import THIS, base_beside, is_relative
from graph.rdf.terms import Prefixes
from graph.rdf.unread import Unread
from graph.reading.digest import Digest
from graph.reading.interning import Interner
from graph.reading.limits import SHALLOW, Limits, check_depth, check_size, gunzip, has_long_word, on_deep_stack, to_utf8
from graph.reading.loading import Feed, load, prepared, read_by, size_of, stands_in_lines
from graph.reading.local import LocalSource
from graph.reading.prefixes import declared, stated_base
from graph.reading.recognition import (
    OPEN_INSTEAD,
    candidates,
    has_keywords,
    is_blank,
    known_by_suffix,
    not_rdf,
    surprise,
)
from graph.reading.refusals import (
    ReadSyntaxError,
    asks_for_context,
    attempt,
    failed_parse,
    is_too_long,
    line_in_xml,
    unreadable,
)
from graph.reading.scanning import may_reach_out
from graph.work.progress import Job, Progress, finish

if TYPE_CHECKING:
    from graph.reading.sink import QuadSink

PREVIEW_FROM = 100_000
"""Number of triples after which reading yields summaries of the data so far."""

_BLOCK = 1 << 20
_MOST_MAPPED = 1 << 42
_STEP = 4096


@dataclass(eq=False)
class _Reading:
    """Results so far, over all files."""

    limits: Limits
    total: int
    format: Format | None = None
    given_base: str | None = None
    are_several: bool = False
    recover: bool = False
    unread: Unread = field(default_factory=Unread)
    folder: Path | None = None
    anyway: bool = False
    contexts: AbstractSet[Path] = frozenset()
    sink: QuadSink = field(default_factory=Interner)
    prefixes: dict[str, str] = field(default_factory=dict)
    digests: list[Digest] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    base: str = ""
    done: int = 0
    next_preview: int = PREVIEW_FROM

    @property
    def sentences(self) -> tuple[str, ...]:
        """All warnings, first that the source is incomplete."""
        return (*([self.unread.sentence] if self.unread else []), *self.warnings)

    def base_of(self, name: str) -> str:
        """The base of a file that states none."""
        return self.given_base or (base_beside(name) if self.are_several else THIS)

    def take(self, quads: Sequence[Quad]) -> None:
        """Take quads that are already made."""
        self.sink.take(iter(quads), len(quads))

    def progress(self, name: str, done: float) -> Progress:
        """Progress after ``done`` bytes of the present file; from time to time with a summary."""
        count = len(self.sink)
        text, done = f"Reading {name}: {count:,} triples", self.done + done
        if count < self.next_preview or not isinstance(self.sink, Interner):
            return Progress(text, done, self.total)
        from graph.rdf.summary import Preview, summarise

        self.next_preview = count + count // 2
        return Preview(text, done, self.total, summary=summarise(self.sink.so_far()))


def read(
    paths: Sequence[Path],
    *,
    limits: Limits | None = None,
    format: Format | None = None,
    preview_from: int = PREVIEW_FROM,
    recover: bool = False,
    contexts: AbstractSet[Path] = frozenset(),
    anyway: bool = False,
) -> Job[LocalSource]:
    """Read files into one source; progress counts bytes on disk.

    From ``preview_from`` triples on, and after each growth by half, the progress is a
    :class:`~graph.rdf.summary.Preview`.

    ``format`` applies to every file; without it the content and then the suffix decide. Blank nodes of different files
    stay different. Raises :class:`~graph.errors.ReadError` with one sentence; then no data are kept. With ``recover``
    statements with mistakes are left out instead, and counted as unread. ``contexts`` are the files, or folders of
    files, from which JSON-LD contexts may be read. Files that may not fit into memory are refused with
    :class:`~graph.reading.limits.TooLargeError`, unless they are opened ``anyway``.
    """
    files = [Path(path) for path in paths]
    sizes = [size_of(path) for path in files]
    reading = _Reading(limits or Limits(), sum(sizes), format, next_preview=preview_from)
    reading.are_several, reading.recover, reading.anyway = len(files) > 1, recover, anyway
    reading.contexts = frozenset(path.resolve() for path in contexts)
    yield from _read_files(files, sizes, reading)
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return _source(f"{files[0].name}{more}" if files else "Nothing", files, reading)


def read_into(
    paths: Sequence[Path],
    sink: QuadSink,
    *,
    limits: Limits | None = None,
    recover: bool = False,
    contexts: AbstractSet[Path] = frozenset(),
) -> Job[tuple[Prefixes, tuple[str, ...], Unread]]:
    """Read files and pass their quads to ``sink``, piece by piece; returns prefixes, warnings and what is unread.

    Unpacked files of N-Triples and N-Quads are never held in memory as a whole. Raises
    :class:`~graph.errors.ReadError`.
    """
    files = [Path(path) for path in paths]
    sizes = [size_of(path) for path in files]
    reading = _Reading(limits or Limits(), sum(sizes), are_several=len(files) > 1, recover=recover, sink=sink)
    reading.contexts = frozenset(path.resolve() for path in contexts)
    yield from _read_files(files, sizes, reading)
    return Prefixes(reading.prefixes, reading.base), reading.sentences, reading.unread


def _read_files(files: Sequence[Path], sizes: Sequence[int], reading: _Reading) -> Job[None]:
    for path, size in zip(files, sizes, strict=True):
        yield Progress(f"Opening {path.name}", reading.done, reading.total)
        if not isinstance(reading.sink, Interner) and stands_in_lines(path):
            yield from _take_mapped(path, size, reading)
            continue
        reading.folder = path.parent
        data, digest = yield from load(
            path, None if reading.anyway else reading.limits.size, reading.done, reading.total
        )
        reading.digests.append(digest)
        yield from _take(data, path.name, size, reading)
        del data


def _take_mapped(path: Path, size: int, reading: _Reading) -> Job[None]:
    """Parse a file of lines in place on disk."""
    check_size(size, path.name, _MOST_MAPPED)
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                yield from _parse_lines(data, path.name, size, reading)
            except ReadSyntaxError as error:
                if not reading.recover:
                    raise
                yield from _recover(data, path.name, size, error, reading)
    except OSError as error:
        raise unreadable(path, error) from error
    except ReadSyntaxError:
        reading.sink.abandon()
        raise
    _note(path.name, N_QUADS, reading)
    reading.sink.end_file()
    reading.done += size


def read_bytes(
    data: bytes, name: str, *, limits: Limits | None = None, format: Format | None = None, base: str | None = None
) -> LocalSource:
    """Read bytes as if they were the file ``name``; for bundled data, the clipboard and tests.

    ``base`` is the base IRI until the data declare one; without it relative names stay relative.
    """
    reading = _Reading(limits or Limits(), len(data), format, base)
    digest = Digest()
    digest.add(data)
    reading.digests.append(digest)
    size = len(data)
    if data[:2] == b"\x1f\x8b":
        data = b"".join(gunzip(iter([data]), name, reading.limits.size))
    check_size(len(data), name, reading.limits.size)
    finish(_take(data, name, size, reading))
    return _source(name, [], reading)


def _source(title: str, files: list[Path], reading: _Reading) -> LocalSource:
    assert isinstance(reading.sink, Interner)
    quads = reading.sink.quads(Prefixes(reading.prefixes, reading.base))
    if reading.base and any(map(is_relative, quads.terms)):  # written under that base, they would mean something else
        quads.prefixes.base = ""
    return LocalSource(
        title=title,
        paths=tuple(files),
        digests=tuple(reading.digests),
        warnings=reading.sentences,
        quads=quads,
        unread=reading.unread,
    )


def _take(data: bytes, name: str, size: int, reading: _Reading) -> Job[None]:
    """Parse one file into the interner, trying its possible formats, the most likely first."""
    given = reading.format or known_by_suffix(name)
    if given is None or given.syntax != "bytes":
        data = to_utf8(data, name)
        if (reason := not_rdf(data[:4096])) is not None:
            raise ReadError(f"{name} could not be read: {reason}")
    forms = [given] if given else [] if is_blank(data) else candidates(data, name)
    if not forms and not is_blank(data):
        from graph.reading.other_kinds import other_kind, other_xml

        raise other_kind(name, other_xml(data) or f"XML or a web page, but not RDF. {OPEN_INSTEAD}")
    furthest: ReadSyntaxError | None = None
    for form in forms:
        try:
            yield from _parse_whole(data, name, size, form, reading)
            break
        except ReadSyntaxError as error:
            reading.sink.abandon()
            if furthest is None or error.line > furthest.line:
                furthest = error
    else:
        if furthest is not None and b"\0" in data[:4096]:
            raise ReadError(f"{name} could not be read: it is not text. {OPEN_INSTEAD}")
        if furthest is not None:
            from graph.reading.other_kinds import other_kind, other_text

            if given is None and furthest.form in (TURTLE, TRIG, N_QUADS) and (kind := other_text(data, name)):
                raise other_kind(name, kind)
            if furthest.form is None or not reading.recover:
                raise furthest
            form = furthest.form
            yield from _recover(data, name, size, furthest, reading)
    if forms:
        if form is JSON_LD and given is None and not reading.sink.new and not has_keywords(data):
            from graph.reading.other_kinds import JSON, other_kind

            reading.sink.abandon()
            raise other_kind(name, JSON)
        _note(name, form, reading)
    reading.sink.end_file()
    reading.done += size


def _note(name: str, form: Format, reading: _Reading) -> None:
    """Warn if the suffix contradicts the content, or if the file is empty."""
    if form is N_QUADS and not reading.sink.has_graphs():
        form = N_TRIPLES
    if reading.format is None and (warning := surprise(name, form)) is not None:
        reading.warnings.append(warning)
    if not reading.sink.new:
        reading.warnings.append(f"{name} holds no statements: it is {form.title} without any.")


def _parse_whole(data: bytes, name: str, size: int, form: Format, reading: _Reading) -> Job[None]:
    """Parse data as :func:`_parse` does, again with words for the longest values if the parser takes none so long."""
    try:
        yield from _parse(data, name, size, form, reading)
    except ReadError as error:
        if not isinstance(reading.sink, Interner) or not is_too_long(error.__cause__):
            raise
        from graph.reading.mistakes.long_values import without_long_values

        reading.sink.abandon()
        shorter, values = without_long_values(data, form)
        if not values:
            raise
        yield from _parse(shorter, name, size, form, reading)
        attempt(partial(reading.sink.restore, values), name, form)


def _parse(data: bytes, name: str, size: int, form: Format, reading: _Reading) -> Job[None]:
    """Parse data in one format into the interner; raises :class:`ReadError`. The caller discards partial data."""
    data, left_out = prepared(data, name, form, reading.limits)
    yield Progress(f"Checking {name}", reading.done, reading.total)
    if form is N_QUADS:
        yield from _parse_lines(data, name, size, reading)
        return
    depth = check_depth(data, name, form, reading.limits)
    refused: ReadError | None = None
    if form.parser is RdfFormat.JSON_LD and may_reach_out(data):
        from graph.reading.jsonld.contexts import with_contexts

        data, refused = with_contexts(data, name, reading.folder, reading.contexts)
    base = reading.base_of(name)
    feed = Feed(data)
    if form.reader is not None:
        quads: Iterable[Quad] = read_by(form, form.reader, data, name, reading.warnings)
    elif form.parser is None:
        raise ValueError(f"{form.title} is not read")
    elif form.syntax == "json" and depth > SHALLOW:
        quads = on_deep_stack(partial(parse, data, form.parser, base_iri=base))
    elif form.syntax == "turtle" and has_long_word(data):
        quads = parse(data, form.parser, base_iri=base)
    else:
        quads = parse(cast(IO[bytes], feed), form.parser, base_iri=base)
    try:
        while attempt(partial(reading.sink.take, quads, _STEP), name, form):
            yield reading.progress(name, size * feed.position / max(1, len(data)))
    except ReadError as error:
        if refused is not None and asks_for_context(error.__cause__):
            raise refused from error
        if form is not RDF_XML or error.__cause__ is None or not isinstance(error, ReadSyntaxError):
            raise
        line = yield from line_in_xml(data, feed.position, base)
        raise failed_parse(error.__cause__, name, form, line=line) from error.__cause__
    _keep_names(quads, data, form, base, reading)
    if left_out:
        reading.unread.left_out.append(left_out)


def _recover(data: bytes | mmap.mmap, name: str, size: int, error: ReadSyntaxError, reading: _Reading) -> Job[None]:
    """Take the statements without mistakes; raises the ``error`` that was met if there are none."""
    from graph.reading.mistakes.recovery import Recovery

    assert error.form is not None
    reading.sink.abandon()
    unread = Unread()
    if error.form is N_QUADS:
        yield from _parse_lines(data, name, size, reading, unread)
    else:
        recovery = Recovery(bytes(data), name, error.form, reading.base_of(name), reading.take, unread)
        for done in recovery.run():
            yield reading.progress(name, size * done / len(data))
        for prefix, iri in recovery.prefixes.items():
            reading.prefixes.setdefault(prefix, iri)
        reading.base = reading.base or recovery.stated
    if unread.count == unread.total:
        reading.sink.abandon()
        raise error
    reading.unread.join(unread)


def _parse_lines(
    data: bytes | mmap.mmap, name: str, size: int, reading: _Reading, unread: Unread | None = None
) -> Job[None]:
    """Parse N-Triples or N-Quads by blocks of lines, most of them without making an object for every statement.

    With ``unread`` mistakes are noted there, and the other lines of their block are read.
    """
    from graph.reading.lines import LineReader, blocks_of, lines_before

    form, sink = N_QUADS, reading.sink
    lines = LineReader(sink) if isinstance(sink, Interner) else None
    for start, end in blocks_of(data):
        block = data[start:end]
        before = partial(lines_before, data, start)
        taken = len(sink)
        if lines is None or not attempt(partial(lines.take, block), name, form, before):
            check_depth(block, name, form, reading.limits)
            if unread is not None:
                from graph.reading.mistakes.recovery import Recovery

                recovery = Recovery(block, name, form, "", reading.take, unread, before)
                yield from (reading.progress(name, size * start / len(data)) for _ in recovery.run())
                if recovery.is_hopeless:
                    return
                continue
            quads = parse(block, RdfFormat.N_QUADS)
            while attempt(partial(sink.take, quads, _STEP), name, form, before):
                yield reading.progress(name, size * start / len(data))
        if unread is not None:
            unread.total += len(sink) - taken
        yield reading.progress(name, size * end / len(data))


def _keep_names(quads: Iterable[Quad], data: bytes, form: Format, base: str, reading: _Reading) -> None:
    """Keep the prefixes declared by a file, in its order, and its base; if files disagree, the first one wins."""
    stated = stated_base(quads, data, form)
    if stated and stated != base and not is_relative(NamedNode(stated)):
        reading.base = reading.base or stated
    for prefix, iri in declared(quads, data, form).items():
        reading.prefixes.setdefault(prefix, iri)
