"""Parsing of one file: the right parser for its format, again with substitutes for long values, and recovery."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import HTML, N_QUADS, RDF_XML
from graph.frozen import record
from graph.rdf.relative import THIS, base_beside, is_relative
from graph.rdf.unread import Unread
from graph.reading.digest import Digest
from graph.reading.interning import Interner
from graph.reading.limits import LONG_VALUE, SHALLOW, Limits, check_depth, has_long_word, on_deep_stack
from graph.reading.loading import Feed, prepared, read_by, unpacked_lines
from graph.reading.prefixes import declared, stated_base
from graph.reading.refusals import (
    ReadSyntaxError,
    asks_for_context,
    attempt,
    failed_parse,
    hopeless,
    is_too_long,
    line_in_xml,
    reason_of,
)
from graph.reading.scanning import may_reach_out
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.reading.sink import QuadSink

PREVIEW_FROM = 100_000
"""Number of triples after which reading yields summaries of the data so far."""

_STEP = 4096


@record
class Reading:
    """Results so far, over all files.

    ``place`` is the name of the present file among several, "" for a file alone; its relative names and its graph are
    named by it. ``may_leave`` is True in folders and archives, whose files of other kinds are left out.
    """

    limits: Limits
    total: int
    format: Format | None = None
    given_base: str | None = None
    place: str = ""
    files: list[Path] = field(default_factory=list)
    may_leave: bool = False
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

    @property
    def base_of_file(self) -> str:
        """The base of a file that states none."""
        return self.given_base or (base_beside(self.place) if self.place else THIS)

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


def parse_whole(data: bytes, name: str, size: int, form: Format, reading: Reading) -> Job[None]:
    """Parse data as :func:`_parse` does, again with words for the longest values if the parser takes none so long."""
    try:
        yield from _parse(data, name, size, form, reading)
    except ReadError as error:
        if not is_too_long(error.__cause__):
            raise
        from graph.reading.mistakes.long_values import without_long_values

        reading.sink.abandon()
        shorter, values = without_long_values(data, form)
        if not values:
            raise
        yield from _parse(shorter, name, size, form, reading, values=values)
        if isinstance(reading.sink, Interner):
            attempt(partial(reading.sink.restore, values), name, form)


def _parse(
    data: bytes, name: str, size: int, form: Format, reading: Reading, *, strict: bool = False,
    values: Mapping[str, str] = MappingProxyType({}),
) -> Job[None]:  # fmt: skip
    """Parse data in one format into the interner; raises :class:`ReadError`. The caller discards partial data.

    The parser of JSON-LD drops statements with broken terms without a word if it is ``strict``. So it is not at first,
    and reads once more where that let anything pass. ``values`` are those for which words stand in the data; in an
    interner they are restored afterwards.
    """
    given = data
    data, left_out = prepared(data, name, form, reading.limits)
    yield Progress(f"Checking {name}", reading.done, reading.total)
    if form is N_QUADS:
        yield from parse_lines(data, name, size, reading)
        return
    is_deep = check_depth(data, name, form, reading.limits) > SHALLOW
    data, refused = _with_contexts(data, name, form, reading)
    base, feed = _base_of(given, form, reading), Feed(data)
    is_json = form.parser is RdfFormat.JSON_LD
    lenient = is_json and not strict and not is_deep and isinstance(reading.sink, Interner)
    quads = _parser_of(data, feed, name, form, base, reading, is_deep=is_deep, lenient=lenient)
    taken = quads if isinstance(reading.sink, Interner) else iter(_with_values(quads, values))
    try:
        while attempt(partial(reading.sink.take, taken, _STEP), name, form):
            yield reading.progress(name, size * feed.position / max(1, len(data)))
    except ReadError as error:
        if refused is not None and asks_for_context(error.__cause__):
            raise refused from error
        if form is not RDF_XML or error.__cause__ is None or not isinstance(error, ReadSyntaxError):
            raise
        line = yield from line_in_xml(data, feed.position, base)
        raise failed_parse(error.__cause__, name, form, line=line) from error.__cause__
    if is_json:
        from graph.reading.mistakes.sifting import dropped, is_sound

        if not lenient:
            again = _parser_of(data, Feed(data), name, form, base, reading, is_deep=is_deep, lenient=True)
            reading.unread.join(dropped(again, data, name))
        elif isinstance(reading.sink, Interner) and not is_sound(data, reading.sink.new_terms):
            reading.sink.abandon()
            yield from _parse(given, name, size, form, reading, strict=True, values=values)
            return
    stated = stated_base(quads, data, form) or (base if form is HTML else "")
    _keep_names(stated, declared(quads, data, form), reading.base_of_file, reading)
    if left_out:
        reading.unread.left_out.append(left_out)


def _base_of(data: bytes, form: Format, reading: Reading) -> str:
    """The base of a file until its statements state another one."""
    base = reading.base_of_file
    if form is not HTML:
        return base
    from graph.reading.jsonld.pages import base_of_page

    return base_of_page(data, base)


def _with_contexts(data: bytes, name: str, form: Format, reading: Reading) -> tuple[bytes, ReadError | None]:
    """JSON-LD with the contexts outside it put in, and the error for one that is not there."""
    if form.parser is not RdfFormat.JSON_LD or not may_reach_out(data):
        return data, None
    from graph.reading.jsonld.contexts import with_contexts

    return with_contexts(data, name, reading.folder, reading.contexts)


def _parser_of(
    data: bytes, feed: Feed, name: str, form: Format, base: str, reading: Reading, *, is_deep: bool, lenient: bool
) -> Iterable[Quad]:
    """The quads of data, made as they are asked for."""
    if form.reader is not None:
        return read_by(form, form.reader, data, name, reading.warnings, reading.unread)
    if form.parser is None:
        raise ValueError(f"{form.title} is not read")
    how = partial(parse, format=form.parser, base_iri=base, lenient=lenient)
    if form.syntax == "json" and is_deep:
        return on_deep_stack(partial(how, data))
    if form.syntax == "turtle" and has_long_word(data):
        return how(data)
    return how(cast(IO[bytes], feed))


def recover_from(data: bytes | mmap.mmap, name: str, size: int, error: ReadSyntaxError, reading: Reading) -> Job[None]:
    """Take the statements without mistakes; raises the ``error`` that was met if there are none."""
    assert error.form is not None
    reading.sink.abandon()
    unread = Unread()
    if error.form is N_QUADS:
        yield from parse_lines(data, name, size, reading, unread)
    else:
        yield from _recover(bytes(data), name, size, error.form, reading, unread)
    if unread.count == unread.total:
        reading.sink.abandon()
        raise hopeless(error) from error.__cause__
    if not unread.count and error.__cause__ is not None:  # each statement is right by itself
        reading.warnings.append(
            f"{name} was read as a whole although it holds a mistake: {reason_of(error.__cause__)}."
        )
    reading.unread.join(unread)


def _recover(data: bytes, name: str, size: int, form: Format, reading: Reading, unread: Unread) -> Job[None]:
    from graph.reading.mistakes.recovery import Recovery

    if form is not HTML:
        data, left_out = prepared(data, name, form, reading.limits)
        unread.left_out += [left_out] if left_out else []
    data, _ = _with_contexts(data, name, form, reading)
    base = _base_of(data, form, reading)
    is_deep = form.syntax == "json" and check_depth(data, name, form, reading.limits) > SHALLOW
    recovery = Recovery(data, name, form, base, reading.take, unread, is_deep=is_deep)
    for done in recovery.run():
        yield reading.progress(name, size * done / len(data))
    stated = recovery.stated or stated_base(None, data, form) or (base if form is HTML else "")
    _keep_names(stated, recovery.prefixes or declared(None, data, form), reading.base_of_file, reading)


def parse_pieces(path: Path, reading: Reading, unread: Unread | None = None) -> Job[None]:
    """Parse packed N-Triples or N-Quads as they are unpacked; ``unread`` is as for :func:`parse_lines`."""
    before = 0
    for piece, done in unpacked_lines(path):
        for _ in parse_lines(piece, path.name, 0, reading, unread, before):
            yield reading.progress(path.name, done)
        if unread is not None and unread.is_hopeless:
            return
        before += piece.count(b"\n")


def parse_lines(
    data: bytes | mmap.mmap, name: str, size: int, reading: Reading, unread: Unread | None = None, before: int = 0
) -> Job[None]:
    """Parse N-Triples or N-Quads by blocks of lines, most of them without making an object for every statement.

    With ``unread`` mistakes are noted there, and the other lines of their block are read. The data follow ``before``
    other lines.
    """
    from graph.reading.lines import LineReader, blocks_of, lines_before

    def lines_until(start: int) -> int:
        return before + lines_before(data, start)

    form, sink = N_QUADS, reading.sink
    lines = LineReader(sink) if isinstance(sink, Interner) else None
    for start, end in blocks_of(data):
        block = data[start:end]
        until = partial(lines_until, start)
        taken = len(sink)
        if lines is None or not attempt(partial(lines.take, block), name, form, until):
            values: Mapping[str, str] = {}
            if lines is None and len(block) > LONG_VALUE:
                from graph.reading.mistakes.long_values import without_long_values

                block, values = without_long_values(block, form)
            check_depth(block, name, form, reading.limits)
            if unread is not None:
                from graph.reading.mistakes.recovery import Recovery

                take = partial(_take_with, values, reading)
                recovery = Recovery(block, name, form, "", take, unread, until)
                yield from (reading.progress(name, size * start / len(data)) for _ in recovery.run())
                if unread.is_hopeless:
                    return
                continue
            quads = _with_values(parse(block, RdfFormat.N_QUADS), values)
            while attempt(partial(sink.take, quads, _STEP), name, form, until):
                yield reading.progress(name, size * start / len(data))
        if unread is not None:
            unread.total += len(sink) - taken
        yield reading.progress(name, size * end / len(data))


def _with_values(quads: Iterable[Quad], values: Mapping[str, str]) -> Iterable[Quad]:
    if not values:
        return quads
    from graph.reading.mistakes.long_values import with_long_values

    return with_long_values(quads, values)


def _take_with(values: Mapping[str, str], reading: Reading, quads: Sequence[Quad]) -> None:
    reading.take(list(_with_values(quads, values)))


def _keep_names(stated: str, prefixes: Mapping[str, str], base: str, reading: Reading) -> None:
    """Keep the prefixes declared by a file, in its order, and its base; if files disagree, the first one wins."""
    if stated and stated != base and not is_relative(NamedNode(stated)):
        reading.base = reading.base or stated
    for prefix, iri in prefixes.items():
        reading.prefixes.setdefault(prefix, iri)
