"""Estimates of the triples in some files and of the memory they will take, from samples, before reading."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Literal, parse

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import JSON_LD, N_QUADS
from graph.named import NamedTuple
from graph.reading.limits import Limits, check_depth
from graph.reading.loading import check_text, has_members, unpacked_head
from graph.reading.recognition import GZIP, candidates, packing_of

SMALL = 32 << 20
"""Files with less than this many bytes in all, unpacked, are opened without an estimate."""

_SAMPLE = 1 << 19
_PLACES = 5
_STEP = 1 << 12
_MOST_PACKED = {"": 1, GZIP: 1032}
"""Largest ratio of unpacked to packed size, where it is known to be small."""
_MOST_OF_OTHERS = 1 << 21

_HELD, _PER_TRIPLE, _PER_TERM = 1.1, 60, 280


class Estimate(NamedTuple):
    """Estimated number of triples, memory in bytes to read and project them, and length of the text.

    ``memory`` is the peak of reading (which holds the unpacked text) and projecting: 1.1 bytes for each byte of text,
    60 for each triple and 280 for each distinct term. These figures bound the measured rise of the process' largest
    resident size, for graphs of 42,000 to 2,100,000 triples as N-Triples, Turtle and RDF/XML, from above and within a
    quarter. Where the samples hold few repetitions, the estimate can be half too high. Pictures and layouts add to it,
    and are small beside it.
    """

    triples: int
    memory: int
    text: int


class _Sample(NamedTuple):
    """Counts in ``size`` bytes of text, out of ``text`` bytes that the file holds when unpacked."""

    text: int
    size: int
    triples: int
    terms: int


def estimate(paths: Sequence[Path]) -> Estimate:
    """Sample the files, each in several places, at line breaks; takes less than a tenth of a second.

    Unreadable files count as empty: reading them gives the error.
    """
    triples = memory = text = 0.0
    for path in _files(paths):
        try:
            sample = _sample(path)
        except (OSError, ValueError, ReadError):
            continue
        scale = sample.text / max(1, sample.size)
        text += sample.text
        triples += sample.triples * scale
        memory += _HELD * sample.text + scale * (_PER_TRIPLE * sample.triples + _PER_TERM * sample.terms)
    return Estimate(round(triples), round(memory), round(text))


def is_small(paths: Sequence[Path], limit: int = SMALL) -> bool:
    """True if files need no estimate: less than ``limit`` bytes in all, packed ones at their largest ratio."""
    total = 0
    for path in _files(paths):
        try:
            size = path.stat().st_size
            total += size * (1 if size * _MOST_OF_OTHERS <= limit else _largest_ratio(path))
        except (OSError, ValueError, ReadError):
            continue
    return total < limit


def _files(paths: Sequence[Path]) -> Sequence[Path]:
    """The files, with those in each folder in its place."""
    files = [Path(path) for path in paths]
    if not any(path.is_dir() for path in files):
        return files
    from graph.reading.archives.gathering import spread

    return spread(files)


def _largest_ratio(path: Path) -> int:
    if has_members(path):
        return _MOST_OF_OTHERS
    with path.open("rb") as file:
        return _MOST_PACKED.get(packing_of(file.read(6)), _MOST_OF_OTHERS)


def _sample(path: Path) -> _Sample:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(_SAMPLE)
        if has_members(path):
            from graph.reading.archives.gathering import beginning_of

            name, text, size = beginning_of(path, _SAMPLE)
            return _counted([text], name, size)
        if packing := packing_of(head):
            text, used = _beginning(head, packing)
            check_text(text, path.name.removesuffix(path.suffix))
            ratio = len(text) / max(1, used)
            return _counted([text], path.name, _unpacked(file, size, ratio) if packing == GZIP else round(size * ratio))
        form = _format(head, path.name)
        if form is N_QUADS and size > _SAMPLE:
            return _counted([head[: _SAMPLE // _PLACES], *_places(file, size)], path.name, size)
        return _counted([head], path.name, size)


def _beginning(head: bytes, packing: str) -> tuple[bytes, int]:
    """The unpacked beginning of an archive, and how many bytes of ``head`` it took, in steps."""
    used = text = b""
    while len(text) < _SAMPLE and len(used) < len(head):
        used = head[: max(_STEP, 2 * len(used))]
        text = unpacked_head(used, packing, _SAMPLE)
    return text, len(used)


def _unpacked(file: BinaryIO, size: int, ratio: float) -> int:
    """The unpacked size of a gzip archive. Its last four bytes hold that size modulo 2**32, if it has one member."""
    file.seek(-4, os.SEEK_END)
    rest = int.from_bytes(file.read(4), "little")
    guess = size * ratio
    wraps = max(0, round((guess - rest) / (1 << 32)))
    stated = rest + (wraps << 32)
    return stated if 0.5 * guess < stated < 2 * guess else round(guess)


def _places(file: BinaryIO, size: int) -> list[bytes]:
    """Pieces from further down a file, evenly spread, each without its first partial line."""
    found = []
    length = _SAMPLE // _PLACES
    for place in range(1, _PLACES):
        file.seek(place * (size - length) // (_PLACES - 1))
        found.append(file.read(length).partition(b"\n")[2])
    return found


def _format(text: bytes, name: str) -> Format | None:
    return next(iter(candidates(text, name)), None) if text else None


def _counted(pieces: Sequence[bytes], name: str, size: int) -> _Sample:
    """Count statements and distinct terms in whole lines, or in the quads parsed from the beginning.

    Resources that occur only as objects are not counted: elsewhere in the file most of them are subjects.
    """
    form = _format(pieces[0], name)
    text = b"".join(piece[: piece.rfind(b"\n") + 1] or piece for piece in pieces)
    if form is N_QUADS:
        lines = [line.split(b" ", 2) for line in text.split(b"\n") if line]
        said = {line[0] for line in lines} | {line[-1] for line in lines if line[-1][:1] == b'"'}
        return _Sample(size, len(text), len(lines), len(said))
    if form is not None and form.syntax == "xml":
        closed = text.count(b"</") + text.count(b"/>")
        return _Sample(size, len(text), closed, closed // 2)
    if form is None or form.syntax == "json" or form.parser is None:
        keys = text.count(b'":') if form is JSON_LD else text.count(b"\n")
        return _Sample(size, len(text), keys, keys // 2)
    check_depth(text, name, form, Limits())
    triples, terms = 0, set()
    try:
        for quad in parse(text, form.parser, base_iri="file:///sample"):
            triples += 1
            terms.add(quad.subject)
            if isinstance(quad.object, Literal):
                terms.add(quad.object)
    except (SyntaxError, ValueError):
        pass  # the sample ends inside a statement
    return _Sample(size, len(text), triples, len(terms))
