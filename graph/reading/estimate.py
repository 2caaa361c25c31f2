"""Estimates of the triples in some files and of the memory they will take, from samples, before reading."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Literal, parse

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import JSON_LD, N_QUADS
from graph.named import NamedTuple
from graph.reading.limits import Limits, check_depth
from graph.reading.loading import check_text
from graph.reading.recognition import candidates

SMALL = 32 << 20
"""Files with less than this many bytes in all, unpacked, are opened without an estimate."""

_SAMPLE = 1 << 19
_PLACES = 5
_MOST_PACKED = 1032
"""Largest ratio of unpacked to packed size in a gzip archive."""

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
    for path in paths:
        try:
            sample = _sample(Path(path))
        except (OSError, ValueError, zlib.error, ReadError):
            continue
        scale = sample.text / max(1, sample.size)
        text += sample.text
        triples += sample.triples * scale
        memory += _HELD * sample.text + scale * (_PER_TRIPLE * sample.triples + _PER_TERM * sample.terms)
    return Estimate(round(triples), round(memory), round(text))


def is_small(paths: Sequence[Path], limit: int = SMALL) -> bool:
    """True if files need no estimate: less than ``limit`` bytes in all, packed ones at their largest ratio."""
    total = 0
    for path in paths:
        try:
            size = Path(path).stat().st_size
            total += size * (_MOST_PACKED if size * _MOST_PACKED > limit and _is_packed(Path(path)) else 1)
        except (OSError, ValueError):
            continue
    return total < limit


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _sample(path: Path) -> _Sample:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(_SAMPLE)
        if head[:2] == b"\x1f\x8b":
            engine = zlib.decompressobj(wbits=31)
            text = engine.decompress(head, _SAMPLE)
            check_text(text, path.name.removesuffix(path.suffix))
            used = len(head) - len(engine.unconsumed_tail) - len(engine.unused_data)
            size = _unpacked(file, size, len(text) / max(1, used))
            return _counted([text], path.name, size)
        form = _format(head, path.name)
        if form is N_QUADS and size > _SAMPLE:
            return _counted([head[: _SAMPLE // _PLACES], *_places(file, size)], path.name, size)
        return _counted([head], path.name, size)


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
