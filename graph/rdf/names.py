"""Names in words: for terms without a label, and to tell terms with equal names apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from graph.rdf.terms import local_name
from graph.rdf.vocabulary import known

Hint = Callable[[str], str]
"""A word about a term, by its IRI; "" if there is none."""
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_OPAQUE = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{24,}")
"""Names that nobody can read: UUIDs and long hexadecimal numbers."""
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?(?:www\.)?([^/:?#]*)", re.IGNORECASE)


def is_opaque(iri: str) -> bool:
    """True for a blank node, and for an IRI that ends in a number nobody can read."""
    return iri.startswith("_:") or _OPAQUE.fullmatch(local_name(iri)) is not None


def words_of(iri: str) -> str:
    """A name for a resource without a label: the last part of its IRI as words, with the part before a bare number.

    ``…/people/Ada_Lovelace`` becomes “Ada Lovelace”, ``…/payment/107`` becomes “payment 107”.
    """
    parts = _parts(iri)
    if not parts:
        return iri
    last = parts[0]
    if not any(char.isalpha() for char in last) and len(parts) > 1:
        return f"{parts[1]} {last}"
    return last


def namespace_name(iri: str) -> str:
    """The readable name of the vocabulary that a term belongs to: “FOAF”, or the host of its IRI; "" for none."""
    cut = max(iri.rfind("#"), iri.rfind("/"))
    name = known().labels.get(iri[: cut + 1], "")
    if name or "://" not in iri:
        return name
    found = _HOST.match(iri)
    return found[1] if found is not None else ""


def tell_apart(names: Sequence[str], iris: Sequence[str], *hints: Hint) -> tuple[str, ...]:
    """The names, each different from all others: equal ones get words in brackets, “name (FOAF)”.

    Of ``hints``, those that distinguish some of the equal names are used, the first ones first; then the vocabulary,
    the last parts of the IRI, and at last a number.
    """
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        groups.setdefault(name, []).append(place)
    out, taken = list(names), set(groups)
    for name, places in groups.items():
        if len(places) < 2:
            continue
        is_free = True
        for place, said in zip(places, _said_apart(places, iris, hints)):
            number, words = 1, f"{name} ({said})" if said else name
            while words in taken and not (is_free and words == name):
                number += 1
                words = f"{name} ({said}, {number})" if said else f"{name} ({number})"
            is_free = is_free and words != name
            taken.add(words)
            out[place] = words
    return tuple(out)


def _said_apart(places: Sequence[int], iris: Sequence[str], hints: Sequence[Hint]) -> list[str]:
    """The words of the hints that divide the places, until each place has words of its own."""
    parts = {iris[place]: _parts(iris[place]) for place in places}

    def part(step: int, iri: str) -> str:
        return parts[iri][step] if step < len(parts[iri]) else ""

    steps = range(max(map(len, parts.values())))
    every: tuple[Hint, ...] = (*hints, namespace_name, *(partial(part, step) for step in steps))
    said: dict[int, tuple[str, ...]] = dict.fromkeys(places, ())
    for hint in every:
        groups: dict[tuple[str, ...], list[int]] = {}
        for place, words in said.items():
            groups.setdefault(words, []).append(place)
        for group in groups.values():
            found = {place: hint(iris[place]) for place in group} if len(group) > 1 else {}
            if len(set(found.values())) > 1:
                said.update({place: (*said[place], word) for place, word in found.items() if word})
    return [", ".join(said[place]) for place in places]


def _parts(iri: str) -> list[str]:
    """The parts of an IRI as words, the last one first, without its scheme and, where more follows, its host."""
    _, mark, rest = iri.partition("://")
    pieces = [piece for piece in re.split("[/?#]", rest) if piece] if mark else iri.split(":")
    if len(pieces) > 1 and not rest.startswith("/"):
        pieces = pieces[1:]
    return [_as_words(piece) for piece in reversed(pieces)]


def _as_words(piece: str) -> str:
    if "%" in piece:
        from urllib.parse import unquote

        piece = unquote(piece)
    return " ".join((_HYPHEN.sub(" ", piece) if piece.islower() else piece).replace("_", " ").split()) or piece
