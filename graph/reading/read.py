"""Reader of files: detects formats by content, streams through parsers, fetches nothing, and keeps no partial data."""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import JSON_LD, N_QUADS, N_TRIPLES, TRIG, TURTLE, read_as
from graph.rdf.relative import graph_of, is_relative
from graph.rdf.terms import Prefixes
from graph.rdf.unread import Unread
from graph.reading.digest import Digest
from graph.reading.interning import Interner
from graph.reading.limits import Limits, check_size, to_utf8
from graph.reading.loading import has_members, load, load_from, size_of, stands_in_lines, unpacked
from graph.reading.local import LocalSource
from graph.reading.parsing import PREVIEW_FROM, Reading, parse_lines, parse_pieces, parse_whole, recover_from
from graph.reading.recognition import (
    OPEN_INSTEAD,
    candidates,
    has_keywords,
    is_blank,
    known_by_suffix,
    not_rdf,
    packing_of,
    suffix_of,
    surprise,
)
from graph.reading.refusals import ReadSyntaxError, hopeless, unreadable
from graph.work.progress import Job, Progress, finish

if TYPE_CHECKING:
    from graph.reading.sink import QuadSink

_MOST_MAPPED = 1 << 42


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

    ``format`` applies to every file; without it the content and then the suffix decide. A folder stands for the files
    of RDF in it, and so does a ZIP archive. What one of several files says outside named graphs stands in a graph with
    the name of the file, and blank nodes of different files stay different. Raises
    :class:`~graph.errors.ReadError` with one sentence; then no data are kept. With ``recover`` statements with mistakes
    are left out instead, and counted as unread. ``contexts`` are the files, or folders of files, from which JSON-LD
    contexts may be read. Files that may not fit into memory are refused with
    :class:`~graph.reading.limits.TooLargeError`, unless they are opened ``anyway``.
    """
    named = [Path(path) for path in paths]
    reading = Reading(limits or Limits(), 0, format, next_preview=preview_from)
    reading.recover, reading.anyway = recover, anyway
    reading.contexts = frozenset(path.resolve() for path in contexts)
    files = _unfolded(named, reading)
    sizes = [size_of(path) for path in files]
    reading.total = sum(sizes)
    yield from _read_files(files, sizes, reading, named)
    if named and not reading.files:
        from graph.reading.archives.gathering import holds_no_rdf

        raise holds_no_rdf(str(named[0]), [path.name for path in files])
    more = f" and {len(named) - 1} more" if len(named) > 1 else ""
    return _source(f"{named[0].resolve().name}{more}" if named else "Nothing", reading)


def read_into(
    paths: Sequence[Path],
    sink: QuadSink,
    *,
    limits: Limits | None = None,
    recover: bool = False,
    contexts: AbstractSet[Path] = frozenset(),
) -> Job[tuple[Prefixes, tuple[str, ...], Unread]]:
    """Read files and pass their quads to ``sink``, piece by piece; returns prefixes, warnings and what is unread.

    Files of N-Triples and N-Quads, packed or not, are never held in memory as a whole. Raises
    :class:`~graph.errors.ReadError`.
    """
    files = [Path(path) for path in paths]
    sizes = [size_of(path) for path in files]
    reading = Reading(limits or Limits(), sum(sizes), recover=recover, sink=sink)
    reading.contexts = frozenset(path.resolve() for path in contexts)
    yield from _read_files(files, sizes, reading, files)
    return Prefixes(reading.prefixes, reading.base), reading.sentences, reading.unread


def _unfolded(paths: Sequence[Path], reading: Reading) -> list[Path]:
    """The files, with those in each folder in its place."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        from graph.reading.archives.gathering import files_in

        inside, words = files_in(path)
        files += inside
        reading.unread.left_out += [words] if words else []
    return files


def _places(files: Sequence[Path]) -> list[str]:
    """A name for each of several files that tells it from the others; "" for a file alone."""
    names = [path.name for path in files]
    if len(set(names)) < len(names):
        with suppress(ValueError):  # on Windows: two drives
            top = os.path.commonpath([path.absolute().parent for path in files])
            names = [path.absolute().relative_to(top).as_posix() for path in files]
    return names if len(names) > 1 else [""]


def _read_files(files: Sequence[Path], sizes: Sequence[int], reading: Reading, named: Sequence[Path]) -> Job[None]:
    for path, size, place in zip(files, sizes, _places(files)):
        yield Progress(f"Opening {path.name}", reading.done, reading.total)
        reading.folder, reading.place, reading.may_leave = path.parent, place, path not in named
        if has_members(path):
            yield from _take_members(path, size, reading)
            continue
        if not isinstance(reading.sink, Interner) and stands_in_lines(path):
            is_sure = suffix_of(path.name) in (*N_TRIPLES.suffixes, *N_QUADS.suffixes)
            try:
                yield from _take_lines(path, size, reading, recover=reading.recover and is_sure)
                continue
            except ReadSyntaxError:
                if is_sure:
                    raise  # else it may be Turtle that begins with plain triples
        data, digest = yield from load(
            path, None if reading.anyway else reading.limits.size, reading.done, reading.total
        )
        if (yield from _is_taken(data, path.name, size, reading)):
            reading.digests.append(digest)
            reading.files.append(path)
        del data


def _take_members(path: Path, size: int, reading: Reading) -> Job[None]:
    """Read the files of RDF in a ZIP archive, together no more than one file may hold."""
    from graph.reading.archives.gathering import holds_no_rdf, left_out, members_of

    digest, outer = Digest(), reading.place or path.name
    reading.may_leave, left_before = True, len(reading.unread.left_out)
    with members_of(path) as (archive, members, others):
        if len(members) > 1 and not isinstance(reading.sink, Interner):
            raise ReadError(
                f"{path.name} holds {len(members):,} files of RDF, and only one at a time can be stored on disk. "
                "Unpack it, and open them one by one."
            )
        limit = None if reading.anyway else reading.limits.size
        total, taken, packed = 0, 0, sum(each.compress_size for each in members)
        for member in members:
            name = f"{path.name}/{member.filename}"
            reading.place = f"{outer}/{member.filename}" if len(members) > 1 or reading.place else ""
            with archive.open(member) as file:
                data = yield from load_from(file, name, limit, reading.done, reading.total)
            total += len(data)
            check_size(total, path.name, total if limit is None else limit)
            share = round(size * member.compress_size / max(1, packed))
            taken += yield from _is_taken(data, name, share, reading)
            del data
    if not taken:
        raise holds_no_rdf(path.name, [member.filename for member in members])
    reading.unread.left_out[left_before:left_before] = [words] if (words := left_out(others, path.name)) else []
    with path.open("rb") as packed_file:
        while block := packed_file.read(1 << 20):
            digest.add(block)
    reading.digests.append(digest)
    reading.files.append(path)


def _is_taken(data: bytes, name: str, size: int, reading: Reading) -> Job[bool]:
    """Parse a file as :func:`_take` does; False for one of another kind in a folder or archive, which is left out."""
    try:
        yield from _take(data, name, size, reading)
    except ReadError as error:
        from graph.reading.other_kinds import OtherKindError

        if not reading.may_leave or not isinstance(error, OtherKindError):
            raise
        reading.sink.abandon()
        reading.unread.left_out.append(f"{str(error).partition('. ')[0].replace('could not be read', 'was left out')}")
        reading.done += size
        return False
    return True


def _take_lines(path: Path, size: int, reading: Reading, *, recover: bool) -> Job[None]:
    """Parse a file of lines in place on disk, or as it is unpacked."""
    check_size(size, path.name, _MOST_MAPPED)
    try:
        with path.open("rb") as file:
            packing = packing_of(file.read(6))
        yield from _take_packed(path, reading, recover) if packing else _take_mapped(path, size, reading, recover)
    except OSError as error:
        raise unreadable(path, error) from error
    except ReadSyntaxError:
        reading.sink.abandon()
        raise
    _note(path.name, N_QUADS, reading)
    reading.sink.end_file()
    reading.done += size


def _take_mapped(path: Path, size: int, reading: Reading, recover: bool) -> Job[None]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            yield from parse_lines(data, path.name, size, reading)
        except ReadSyntaxError as error:
            if not recover:
                raise
            yield from recover_from(data, path.name, size, error, reading)


def _take_packed(path: Path, reading: Reading, recover: bool) -> Job[None]:
    try:
        yield from parse_pieces(path, reading)
    except ReadSyntaxError as error:
        if not recover:
            raise
        reading.sink.abandon()
        unread = Unread()
        yield from parse_pieces(path, reading, unread)
        if unread.count == unread.total:
            raise hopeless(error) from error.__cause__
        reading.unread.join(unread)


def read_bytes(
    data: bytes, name: str, *, limits: Limits | None = None, format: Format | None = None, base: str | None = None
) -> LocalSource:
    """Read bytes as if they were the file ``name``; for bundled data, the clipboard and tests.

    ``base`` is the base IRI until the data declare one; without it relative names stay relative.
    """
    reading = Reading(limits or Limits(), len(data), format, base)
    digest = Digest()
    digest.add(data)
    reading.digests.append(digest)
    size = len(data)
    data = b"".join(unpacked(iter([data]), packing_of(data[:6]), name, reading.limits.size))
    check_size(len(data), name, reading.limits.size)
    finish(_take(data, name, size, reading))
    return _source(name, reading)


def _source(title: str, reading: Reading) -> LocalSource:
    assert isinstance(reading.sink, Interner)
    quads = reading.sink.quads(Prefixes(reading.prefixes, reading.base))
    if reading.base and any(map(is_relative, quads.terms)):  # written under that base, they would mean something else
        quads.prefixes.base = ""
    return LocalSource(
        title=title,
        paths=tuple(reading.files),
        digests=tuple(reading.digests),
        warnings=reading.sentences,
        quads=quads,
        unread=reading.unread,
    )


def _take(data: bytes, name: str, size: int, reading: Reading) -> Job[None]:
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
            yield from parse_whole(data, name, size, form, reading)
            break
        except ReadSyntaxError as error:
            reading.sink.abandon()
            by_suffix = form is read_as(suffix_of(name))
            if furthest is None or error.line > furthest.line or (by_suffix and error.line == furthest.line):
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
            yield from recover_from(data, name, size, furthest, reading)
    if forms:
        if form is JSON_LD and given is None and not reading.sink.new and not has_keywords(data):
            from graph.reading.other_kinds import JSON, other_kind

            reading.sink.abandon()
            raise other_kind(name, JSON)
        _note(name, form, reading)
    if reading.place and reading.sink.new and isinstance(reading.sink, Interner):
        reading.sink.put_in(graph_of(reading.place))
    reading.sink.end_file()
    reading.done += size


def _note(name: str, form: Format, reading: Reading) -> None:
    """Warn if the suffix contradicts the content, or if the file is empty."""
    if form is N_QUADS and not reading.sink.has_graphs():
        form = N_TRIPLES
    if reading.format is None and (warning := surprise(name, form)) is not None:
        reading.warnings.append(warning)
    if not reading.sink.new:
        reading.warnings.append(f"{name} holds no statements: it is {form.title} without any.")
