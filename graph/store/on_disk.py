"""Source on disk: an Oxigraph store, a summary and names to search; parts of it are loaded on demand.

The store keeps numbers, dates and truth values by their value: ``"7250000.00"`` comes back as ``"7250000"``.
"""

from __future__ import annotations

import json
import mmap
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store

from graph.arrays.collation import plain
from graph.errors import ReadError, WriteError
from graph.rdf.naming import may_name
from graph.rdf.relative import THIS, from_name
from graph.rdf.source import MOST_STATEMENTS, Entry, Quads
from graph.rdf.summary import Summary
from graph.rdf.terms import OA, RDF, Prefixes, to_iri
from graph.rdf.unread import Unread
from graph.rdf.vocabulary import EVIDENCE_PREDICATES
from graph.reading.interning import Interner
from graph.reading.limits import Limits
from graph.reading.read import read_into
from graph.reading.same_file import hash_of
from graph.store.builder import IRIS, NAMES, STORE, Builder, no_room
from graph.store.dumping import RelativeNameError, RelativeWriter
from graph.store.folder import MOST_BYTES, StoreFolder
from graph.store.whole_lists import list_around, members_of
from graph.work.atomic import part_beside
from graph.work.progress import Job, Progress

FORMAT = f"5 {pyoxigraph.__version__}"
"""Version of the files; stores of other versions are built again."""

_CANDIDATES = 2000
_TYPE = NamedNode(RDF + "type")
_HAS_SOURCE = NamedNode(OA + "hasSource")
_DESCRIBING = frozenset(RDF + name for name in ("subject", "object", "reifies"))
_WHOLE = EVIDENCE_PREDICATES | {OA + "hasSource", OA + "hasSelector"}
_DEPTH = 3


Read = tuple[Prefixes, tuple[str, ...], Unread]
"""The prefixes of a file that was read, its warnings, and what is unread."""


@dataclass(eq=False)
class OnDiskSource:
    """Implements :class:`graph.rdf.source.Loadable`; ``quads`` are those loaded so far, and new ones are only appended.

    ``total`` counts the quads of the store; ``ended`` closes the files that a search has open.
    """

    title: str
    paths: Sequence[Path]
    hashes: Sequence[str]
    warnings: Sequence[str]
    folder: Path
    store: Store
    summary: Summary
    total: int
    prefixes: Prefixes = field(default_factory=Prefixes)
    has_graphs: bool = False
    unread: Unread = field(default_factory=Unread)
    _interner: Interner = field(default_factory=Interner, init=False, repr=False)
    _loaded: set[str] = field(default_factory=set, init=False, repr=False)

    def __post_init__(self) -> None:
        self._quads = self._interner.as_labelled(self.prefixes)

    @property
    def place(self) -> str:
        """The words for where the rest of the data is."""
        return "on disk"

    @property
    def quads(self) -> Quads:
        """The quads loaded so far."""
        return self._quads

    def about(self, iri: str) -> Sequence[Quad]:
        """Quads with ``iri`` (or blank node ``_:label``) as subject or object, as the store holds them."""
        term = _resource(iri)
        if term is None:
            return []
        found = dict.fromkeys(self.store.quads_for_pattern(term, None, None))
        found.update(dict.fromkeys(self.store.quads_for_pattern(None, None, term)))
        return list(found)

    def load(self, iri: str, *, most: int = MOST_STATEMENTS) -> Job[int]:
        """Load a resource with its relationships, and the classes and names of its neighbours, into :attr:`quads`.

        At most ``most`` statements are loaded in each direction, first those with the resource as subject. Passages,
        reified statements and lists are loaded completely, so that evidence and order can be resolved. Returns the
        number of new quads; 0 if the store does not hold the IRI. Raises ReadError if the store is gone; nothing has
        changed then.
        """
        term = _resource(iri)
        before = len(self._quads)
        if term is None:
            return 0
        yield Progress(f"Looking up {iri}")
        gathered: dict[Quad, None] = {}
        try:
            if not self.folder.is_dir():
                raise FileNotFoundError
            yield from self._gather(term, iri, most, gathered)
        except OSError:
            raise ReadError(
                f"The stored copy of {self.title} is gone, so nothing was loaded. Open the file again."
            ) from None
        self._loaded.add(iri)
        self._interner.take(iter(gathered), len(gathered))
        self._quads = self._interner.as_labelled(self.prefixes)
        return len(self._quads) - before

    def _gather(self, term: Any, iri: str, most: int, gathered: dict[Quad, None]) -> Job[None]:
        """Add the statements about a resource to ``gathered``, with classes and names of its neighbours."""
        near: dict[Any, bool] = {}
        for quad in islice(self.store.quads_for_pattern(term, None, None), most):
            gathered[quad] = None
            near[quad.object] = near.get(quad.object, False) or quad.predicate.value in _WHOLE
        for quad in islice(self.store.quads_for_pattern(None, None, term), most):
            gathered[quad] = None
            whole = quad.predicate.value in _DESCRIBING or self._is_passage(quad.subject)
            near[quad.subject] = near.get(quad.subject, False) or whole
        for other in list(near):
            for quad in (listed := list_around(self.store, other, most)):
                gathered[quad] = None
                near.setdefault(quad.subject, False)
            near |= {member: near.get(member, False) for member in members_of(listed)}
        for done, (other, whole) in enumerate(near.items()):
            if isinstance(other, NamedNode | BlankNode) and other != term:
                self._gather_names(other, whole, gathered)
            if done % 64 == 0:
                yield Progress(f"Looking up {iri}", done, len(near))

    def _is_passage(self, term: Any) -> bool:
        """True for a passage: one that names a person, as the speaker, is read whole or it would have no text."""
        return any(True for _ in islice(self.store.quads_for_pattern(term, _HAS_SOURCE, None), 1))

    def is_loaded(self, iri: str) -> bool:
        """True if a resource was loaded with its relationships, and not only as a neighbour of another."""
        return iri in self._loaded

    def _gather_names(self, term: Any, whole: bool, gathered: dict[Quad, None], depth: int = _DEPTH) -> None:
        """Classes and names of a neighbour; all statements about it if it is a part of evidence."""
        for quad in islice(self.store.quads_for_pattern(term, None, None), MOST_STATEMENTS):
            leads = quad.predicate.value in _WHOLE
            if whole or quad.predicate == _TYPE or may_name(quad.predicate.value):
                gathered[quad] = None
                if whole and leads and depth and isinstance(quad.object, NamedNode | BlankNode):
                    self._gather_names(quad.object, True, gathered, depth - 1)

    def members(self, place: int, most: int = MOST_STATEMENTS) -> list[str]:
        """The IRIs of up to ``most`` resources of a class of the summary."""
        iri = self.summary.iris[place]
        if not iri:
            return []
        found = self.store.quads_for_pattern(None, _TYPE, _resource(iri))
        return [to_iri(quad.subject) for quad in islice(found, most)]

    def search(self, query: str, most: int = 50) -> list[Entry]:
        """Resources whose names hold every word of ``query``, then those whose IRIs do.

        Names that equal or begin with the query come first. If there are very many matches, only the first ones read
        are considered.
        """
        words = plain(query).split()
        if not words:
            return []
        whole = " ".join(words)
        ranked: list[tuple[int, int, Entry]] = []
        for folded, name, iri in islice(_matching(self._names, words), _CANDIDATES):
            begins = 0 if folded == whole else 1 if f" {whole}" in f" {folded}" else 2
            ranked.append((begins, len(ranked), Entry(iri, name)))
        if len(ranked) < most:
            for _, _, iri in islice(_matching(self._iris, words), most):
                ranked.append((3, len(ranked), Entry(iri, "")))
        ranked.sort()
        found: dict[str, Entry] = {}
        for _, _, entry in ranked:
            found.setdefault(entry.iri, entry)
        return list(found.values())[:most]

    @cached_property
    def _names(self) -> mmap.mmap | bytes:
        return _mapped(self.folder / NAMES)

    @cached_property
    def _iris(self) -> mmap.mmap | bytes:
        return _mapped(self.folder / IRIS)

    def dump(self, path: Path, suffix: str) -> Job[int]:
        """Write the whole store to a file, in the order of the store; returns the number of quads.

        ``suffix`` is nq or trig, or nt or ttl if there are no named graphs. Raises WriteError; an existing file is then
        unchanged.
        """
        form = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE}
        if suffix not in form or (self.has_graphs and suffix in ("nt", "ttl")):
            use = ".nq or .trig" if self.has_graphs else ".nt, .nq, .ttl or .trig"
            raise WriteError(
                f"{path.name} could not be written: data stored on disk cannot be exported as .{suffix}. Use {use}."
            )
        beside = part_beside(path)
        yield Progress(f"Writing {path.name}")
        graph = DefaultGraph() if suffix in ("nt", "ttl") else None
        try:
            with beside.open("wb") as file:
                prefixes = dict(self.prefixes.pairs) or None
                output = cast(IO[bytes], RelativeWriter(file))
                self.store.dump(output, form[suffix], from_graph=graph, prefixes=prefixes, base_iri=THIS)
            beside.replace(path)
        except RelativeNameError:
            raise WriteError(
                f"{path.name} could not be written: the data hold relative names, which .{suffix} cannot. "
                f"Use {'.trig' if self.has_graphs else '.ttl'}, or open the file without keeping it on disk."
            ) from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise WriteError(f"{path} could not be saved: {why}. Choose another place and save again.") from error
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        return self.total


def stored_source(
    paths: Sequence[Path],
    stores: StoreFolder | None = None,
    *,
    limits: Limits | None = None,
    most_bytes: int = MOST_BYTES,
    recover: bool = False,
    contexts: AbstractSet[Path] = frozenset(),
) -> Job[OnDiskSource]:
    """The source on disk for a file; it is built if it does not exist yet.

    Raises :class:`~graph.errors.ReadError` with one sentence; closing the job leaves no partial source.
    """
    stores = stores or StoreFolder()
    if len(paths) != 1:
        raise ReadError("Only one file at a time can be stored on disk. Join the files, or open them one by one.")
    path = Path(paths[0])
    key = stores.known_hash(path) or (yield from hash_of(path))
    stores.remember_hash(path, key)
    found = _opened(stores, key, path)
    if found is not None:
        return found
    reading = partial(read_into, [path], limits=limits, recover=recover, contexts=contexts)
    yield from _build(path, key, stores, reading)
    stores.trim(most_bytes, spare=key)
    found = _opened(stores, key, path)
    if found is None:
        raise ReadError(f"{path.name} could not be stored on disk: the new store cannot be read. Open the file again.")
    return found


def is_stored(paths: Sequence[Path], stores: StoreFolder | None = None) -> bool:
    """True if a source on disk exists for a file, as far as is known without hashing the file."""
    stores = stores or StoreFolder()
    key = stores.known_hash(Path(paths[0])) if len(paths) == 1 else ""
    meta = stores.meta(key) if key else None
    return meta is not None and meta.get("format") == FORMAT


def _build(path: Path, key: str, stores: StoreFolder, reading: Callable[..., Job[Read]]) -> Job[None]:
    """Build the store of a file; partial files are removed if the job ends early."""
    try:
        part = stores.begin()
    except OSError as error:
        raise no_room(path.name, error) from error
    try:
        builder = Builder(part, path.name)
        try:
            prefixes, warnings, unread = yield from reading(sink=builder)
            yield Progress("Summarising the data")
            summary, total = builder.summary(), builder.count_distinct()
            yield from builder.merge()
        finally:
            builder.close()
        (part / "summary.json").write_text(json.dumps(_as_json(summary)), encoding="utf-8")
        meta = {
            "format": FORMAT, "title": path.name, "path": str(path.absolute()), "triples": total,
            "prefixes": prefixes.pairs, "base": prefixes.base, "warnings": list(warnings),
            "graphs": builder.has_graphs(), "unread": unread.as_json(),
        }  # fmt: skip
        stores.finish(part, key, meta)
    except OSError as error:
        raise no_room(path.name, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _opened(stores: StoreFolder, key: str, path: Path) -> OnDiskSource | None:
    """The source with a key, or None if there is none that this program can read."""
    meta, folder = stores.meta(key), stores.place(key)
    if meta is None or meta.get("format") != FORMAT:
        return None
    try:
        summary = _from_json(json.loads((folder / "summary.json").read_text(encoding="utf-8")))
        store = Store.read_only(str(folder / STORE))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    stores.touch(key)
    return OnDiskSource(
        title=path.name,
        paths=(path,),
        hashes=(key,),
        warnings=tuple(meta["warnings"]),
        folder=folder,
        store=store,
        summary=summary,
        total=meta["triples"],
        prefixes=Prefixes(meta["prefixes"], meta["base"]),
        has_graphs=meta["graphs"],
        unread=Unread.from_json(meta["unread"]),
    )


def _as_json(summary: Summary) -> dict[str, Any]:
    columns = ("counts", "every", "source", "target", "predicate", "weight")
    texts = ("iris", "labels", "kinds", "predicates", "words")
    return {
        "triples": summary.triples,
        **{name: getattr(summary, name).tolist() for name in columns},
        **{name: list(getattr(summary, name)) for name in texts},
    }


def _from_json(kept: dict[str, Any]) -> Summary:
    values: dict[str, Any] = {name: tuple(kept[name]) for name in ("iris", "labels", "kinds", "predicates", "words")}
    values |= {name: np.array(kept[name], np.int32) for name in ("source", "target", "predicate")}
    values |= {name: np.array(kept[name], np.int64) for name in ("counts", "every", "weight")}
    return Summary(triples=kept["triples"], class_of=np.empty(0, np.int32), **values)


def _resource(iri: str) -> NamedNode | BlankNode | None:
    try:
        return BlankNode(iri[2:]) if iri.startswith("_:") else from_name(iri)
    except ValueError:
        return None


def _mapped(path: Path) -> mmap.mmap | bytes:
    """A file mapped into memory, read by the system on access; an empty file cannot be mapped."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""


def _matching(text: mmap.mmap | bytes, words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Lines of ``text`` whose first column holds every word, as their three columns."""
    rarest = max(words, key=lambda word: (not word.isalpha(), len(word))).encode()  # numbers are the rarest
    at = 0
    for match in re.finditer(re.escape(rarest), text):
        if match.start() < at:
            continue
        start = text.rfind(b"\n", 0, match.start()) + 1
        at = text.find(b"\n", match.end())
        columns = text[start:at].decode("utf-8", "replace").split("\t")
        if len(columns) == 3 and all(word in columns[0] for word in words):
            yield columns[0], columns[1], columns[2]
