"""Profile of an endpoint: all that an overview saw of it and when, kept in the cache of the user."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from graph.errors import WriteError
from graph.named import NamedTuple
from graph.rdf.labels import word_for
from graph.rdf.names import tell_apart
from graph.rdf.naming import LABEL_PREDICATES
from graph.rdf.summary import Summary
from graph.rdf.vocabulary import known
from graph.work.atomic import save

FORMAT = 1
_MOST_FILE = 8 << 20


class Link(NamedTuple):
    """Relationships from resources of one class to those of another, by IRIs, counted in samples."""

    source: str
    predicate: str
    target: str
    times: int


class Profile(NamedTuple):
    """All that an overview saw of an endpoint.

    graphs      named graphs that hold the data; without any, the default graph is asked
    triples     number of triples that the server states, 0 for none
    classes     IRI of each class, with a count, and True if there are at least so many
    links       relationships between classes in samples
    naming      predicates that give names, those used most in samples first
    languages   language tags of names in samples
    names       names of classes and predicates
    text_index  key of the text index of the server that answers, "" for none
    gaps        sentences about the parts that are missing
    when        seconds since 1970
    """

    graphs: tuple[str, ...] = ()
    triples: int = 0
    classes: tuple[tuple[str, int, bool], ...] = ()
    links: tuple[Link, ...] = ()
    naming: tuple[str, ...] = LABEL_PREDICATES
    languages: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    text_index: str = ""
    gaps: tuple[str, ...] = ()
    when: float = 0.0

    def as_summary(self) -> Summary:
        """The classes and the sampled links as a summary."""
        own, vocabulary = dict(self.names), known()

        def word(iri: str) -> str:
            return own.get(iri) or word_for(iri, None, vocabulary)

        iris = [iri for iri, _, _ in self.classes]
        place = {iri: i for i, iri in enumerate(iris)}
        links = [link for link in self.links if link.source in place and link.target in place]
        predicates = list(dict.fromkeys(link.predicate for link in links))
        words = [word(iri) for iri in iris]
        counts = np.array([*(count for _, count, _ in self.classes), 0], np.int64)
        return Summary(
            iris=(*iris, ""),
            labels=(*tell_apart([each[:1].upper() + each[1:] for each in words], iris), "No class"),
            kinds=(*map(vocabulary.kind, iris), "thing"),
            counts=counts,
            every=counts,
            source=np.array([place[link.source] for link in links], np.int32),
            target=np.array([place[link.target] for link in links], np.int32),
            predicate=np.array([predicates.index(link.predicate) for link in links], np.int32),
            weight=np.array([link.times for link in links], np.int64),
            predicates=tuple(predicates),
            words=tell_apart([word(iri) for iri in predicates], predicates),
            triples=self.triples,
            class_of=np.empty(0, np.int32),
            at_least=frozenset(i for i, (_, _, is_more) in enumerate(self.classes) if is_more),
        )

    @property
    def extent(self) -> str:
        """The extent of the overview in words: “14 classes, relationships from samples”."""
        count = len(self.classes)
        links = ", relationships from samples" if self.links else ""
        return f"{count:,} class{'' if count == 1 else 'es'}{links}"


def remembered(url: str, folder: Path | None = None) -> Profile | None:
    """The profile of an endpoint in the cache, or None if there is none that this program can read."""
    try:
        place = _place(url, folder)
        if place.stat().st_size > _MOST_FILE:
            return None
        held = json.loads(place.read_text(encoding="utf-8"))
        return _read(held) if held["format"] == FORMAT and held["url"] == _clean(url) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(url: str, profile: Profile, folder: Path | None = None) -> None:
    """Keep a profile in the cache; failures are ignored."""
    held = {"format": FORMAT, "url": _clean(url), **profile._asdict()}
    with suppress(OSError, WriteError):
        place = _place(url, folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        save(place, json.dumps(held, ensure_ascii=False, indent=1).encode())


def _read(held: dict[str, Any]) -> Profile:
    return Profile(
        graphs=tuple(map(str, held["graphs"])),
        triples=int(held["triples"]),
        classes=tuple((str(iri), int(count), bool(is_more)) for iri, count, is_more in held["classes"]),
        links=tuple(Link(str(a), str(p), str(b), int(n)) for a, p, b, n in held["links"]),
        naming=tuple(map(str, held["naming"])),
        languages=tuple(map(str, held["languages"])),
        names=tuple((str(iri), str(name)) for iri, name in held["names"]),
        text_index=str(held["text_index"]),
        gaps=tuple(map(str, held["gaps"])),
        when=float(held["when"]),
    )


def _clean(url: str) -> str:
    """An address without user and password."""
    from graph.web.addresses import without_user

    return without_user(url)[0]


def _place(url: str, folder: Path | None) -> Path:
    if folder is None:
        override = os.environ.get("CASEBOARD_CACHE")
        own = Path(override) if override else platformdirs.user_cache_path("caseboard", appauthor=False)
        folder = own / "endpoints"
    return folder / f"{hashlib.sha256(_clean(url).encode()).hexdigest()[:32]}.json"
