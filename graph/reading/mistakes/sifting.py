"""Statements with IRIs and languages that break the rules: found with a lenient parser, left out and counted.

The strict parser of JSON-LD leaves them out without a word, as the recommendation has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.rdf.unread import Unread
from graph.reading.mistakes.places import Places
from graph.reading.refusals import reason_of

_CONTEXT = re.compile(r'"@context"\s*:\s*')
_NO_SCHEME = "No scheme"
"""The parser's objection to a relative IRI. Such a predicate is a key without a meaning, which JSON-LD leaves out."""
_MOST_SEARCHED = 200
"""Mistakes whose line is looked for, since each takes a search through the file."""


def is_sound(data: bytes, terms: Iterable[object]) -> bool:
    """True if a lenient parser read JSON-LD as a strict one would: in terms and contexts are valid IRIs alone, and
    languages are in lower case.
    """
    try:
        return all(_mended(term) == term for term in terms) and _are_sound_contexts(data.decode("utf-8", "replace"))
    except (SyntaxError, ValueError):
        return False


def _are_sound_contexts(text: str) -> bool:
    """True if a strict parser takes each context; raises SyntaxError where it takes one not."""
    decoder, at, seen = json.JSONDecoder(), 0, set()
    while (key := _CONTEXT.search(text, at)) is not None:
        _, at = decoder.raw_decode(text, key.end())
        context = text[key.end() : at]
        if context not in seen:
            seen.add(context)
            list(parse(f'{{"@context":{context}}}', RdfFormat.JSON_LD, base_iri="http://base/"))
    return True


def dropped(quads: Iterable[Quad], data: bytes, name: str) -> Unread:
    """The statements of JSON-LD that a strict parser drops, among those of a lenient one; of none if there are none."""
    unread = Unread()
    sound = sum(1 for _ in Sifter(data, Places(data, name, unread)).sifted(quads))
    unread.total += sound
    return unread if unread.count else Unread()


class Sifter:
    """Passes statements of JSON-LD on whose terms are sound, and notes the others in ``places``."""

    def __init__(self, data: bytes, places: Places) -> None:
        self._data, self._places = data, places
        self._known: dict[object, object] = {}
        self._lines: dict[str, int] = {}

    def sifted(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The sound statements."""
        for quad in quads:
            try:
                sound = Quad(*(self._known.get(term) or self._learn(term) for term in quad))  # type: ignore[arg-type]
            except ValueError as error:
                broken = next(term for term in quad if term not in self._known)
                if broken != quad.predicate or not str(error).startswith(_NO_SCHEME):
                    self._note(broken, error)
            else:
                yield sound

    def _learn(self, term: object) -> object:
        self._known[term] = made = _mended(term)
        return made

    def _note(self, broken: object, error: ValueError) -> None:
        text = _written(broken)
        if text not in self._lines:
            self._lines[text] = self._line_of(text) if len(self._lines) < _MOST_SEARCHED else 0
        self._places.note(reason_in(broken, error), self._lines[text], self._lines[text])

    def _line_of(self, text: str) -> int:
        """The first line that holds a text at the end of a string, whole or without its prefix; 0 for none."""
        for start in (0, *(found.end() for found in re.finditer("[:/#]", text))):
            part = json.dumps(text[start:], ensure_ascii=False)[1:].encode()
            if len(part) > 1 and (at := self._data.find(part)) >= 0:
                return self._places.line_at(at)
        return 0


def reason_in(term: object, error: ValueError) -> str:
    """The mistake in a term, in words."""
    if isinstance(term, Literal) and term.language:
        return f"“{term.language}” is no language tag"
    return reason_of(error)


def first_mistake(quad: Quad) -> str:
    """The mistake in the terms of a statement, in words; "" for a sound one."""
    for term in quad:
        try:
            _mended(term)
        except ValueError as error:
            return reason_in(term, error)
    return ""


def _mended(term: object) -> object:
    """A term as a strict parser makes it; raises ValueError for one that it refuses."""
    if type(term) is NamedNode:
        NamedNode(term.value)
    elif type(term) is Literal:
        if term.language:
            return Literal(term.value, language=term.language, direction=term.direction)
        NamedNode(term.datatype.value)
    return term


def _written(broken: object) -> str:
    """The part of a broken term that stands in the file."""
    if isinstance(broken, Literal):
        return broken.language or broken.datatype.value
    return str(getattr(broken, "value", ""))
