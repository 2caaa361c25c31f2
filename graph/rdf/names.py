"""Names in words: for terms without a label, and to tell terms with equal names apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from graph.rdf.tails import opaque_part, parts_of, short_part, telling_part
from graph.rdf.vocabulary import known

Hint = Callable[[str], str]
"""A word about a term, by its IRI; "" if there is none."""
_HOST = r"(?i)(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?(?:www\.)?([^/:?#]*)"


def words_of(iri: str) -> str:
    """A name for a resource without a label: the telling part of its IRI, or what there is of it."""
    return telling_part(iri) or opaque_part(iri) or iri


def namespace_name(iri: str) -> str:
    """The readable name of the vocabulary that a term belongs to: “FOAF”, or the host of its IRI; "" for none."""
    cut = max(iri.rfind("#"), iri.rfind("/"))
    name = known().labels.get(iri[: cut + 1], "")
    if name or "://" not in iri:
        return name
    found = re.match(_HOST, iri)
    return found[1] if found is not None else ""


def tell_apart(names: Sequence[str], iris: Sequence[str], *hints: Hint) -> tuple[str, ...]:
    """The names, each different from all others: equal ones get words in brackets, “name (FOAF)”.

    Of ``hints``, those that distinguish some of the equal names are used, the first ones first; then the vocabulary,
    the last parts of the IRI (of a UUID or hash its beginning), and at last a number.
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
    parts = {iris[place]: list(map(short_part, parts_of(iris[place]))) for place in places}

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
