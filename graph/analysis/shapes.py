"""Validation of data against SHACL shapes, and of passages against their texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from pyoxigraph import NamedNode

from graph.analysis.texts import TextLibrary, paragraphs
from graph.arrays.csr import distinct
from graph.errors import ReadError
from graph.model.evidence import Passage
from graph.named import NamedTuple
from graph.rdf.source import Quads
from graph.rdf.terms import RDF
from graph.work.process import Worker
from graph.work.progress import Job, Progress

_SH = "http://www.w3.org/ns/shacl#"
_OWN = "the source's own shapes"


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation: the resource (an IRI or ``_:label``), a message in plain words, and the property and the value that
    is wrong, "" for none.
    """

    focus: str
    message: str
    path: str = ""
    value: str = ""


class Verdict(NamedTuple):
    """The violations of some shapes, sorted by resource, path and message, and the number of shapes that applied.

    Those are the shapes with a target in the data.
    """

    violations: list[Violation]
    applied: int


def has_shapes(quads: Quads) -> bool:
    """True if the data hold shapes of their own: shapes with targets, or classes that are shapes."""
    names = {f"{_SH}{name}" for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")}
    return _uses(quads, names.__contains__, lambda name: name in (f"{_SH}NodeShape", f"{_SH}PropertyShape"))


def uses(quads: Quads, namespace: str) -> bool:
    """True if a property or a class of some resource is from a namespace."""
    return _uses(quads, lambda name: name.startswith(namespace), lambda name: name.startswith(namespace))


def _uses(quads: Quads, is_property: Callable[[str], bool], is_class: Callable[[str], bool]) -> bool:
    terms = quads.terms
    properties = distinct(quads.predicate).tolist()
    if any(is_property(terms[p].value) for p in properties):
        return True
    typed = [p for p in properties if terms[p].value == f"{RDF}type"]
    classes = distinct(quads.object[np.isin(quads.predicate, typed)]).tolist() if typed else []
    return any(is_class(term.value) for term in (terms[c] for c in classes) if isinstance(term, NamedNode))


def validate(
    quads: Quads, shapes: bytes | None, name: str = "shapes.ttl", *, where: Worker | None = None
) -> Job[Verdict]:
    """Validate the union of all graphs against SHACL shapes.

    ``shapes`` are the bytes of an RDF file with that ``name``; None are the shapes in the data. With ``where`` the work
    is done in a child process, which ends when the job is closed. Validation fetches and infers nothing: no
    ``owl:imports``, no rules, no JavaScript. Triples with triple terms are left out. A term of a vocabulary is no
    culprit: where a shape has one as its target and finds a resource as the value, that resource is reported. Raises
    :class:`~graph.errors.ReadError` for shapes that cannot be used.
    """
    rules, name = None, name if shapes is not None else _OWN
    if shapes is not None:
        from graph.reading.read import read_bytes  # slow to import, and needed for validation only

        yield Progress("Reading shapes")
        source = read_bytes(shapes, name)
        if source.unread.places:
            raise ReadError(f"{name} could not be used: {source.unread.places[0]}. Correct the shapes.")
        rules = source.quads
    if where is None:
        from graph.analysis.shacl import validated

        applied, rows = yield from validated(quads, rules, name)
    else:
        applied, rows = yield from where.run(
            validated_there, quads, rules, name, title=f"Checking against {name}", error=ReadError,
            advice="check fewer shapes at once",
        )  # fmt: skip
    return Verdict([Violation(focus, message, path, value) for focus, path, message, value in rows], applied)


def validated_there(quads: Quads, rules: Quads | None, name: str) -> Job[tuple[int, list[tuple[str, str, str, str]]]]:
    """Run :func:`graph.analysis.shacl.validated` in the child, which alone imports the libraries for it."""
    from graph.analysis.shacl import validated

    return validated(quads, rules, name)


def check_passages(passages: Sequence[Passage], library: TextLibrary) -> Job[list[Violation]]:
    """Check that the text of every passage is at hand and that each range is within one paragraph of it."""
    found = set[Violation]()
    texts: dict[str, list[tuple[int, int]] | None] = {}
    for done, passage in enumerate(passages):
        sha256, start, end = passage.sha256, passage.start, passage.end
        if sha256 not in texts:
            yield Progress("Searching for texts", done, len(passages))
            yield from library.take(sha256)
            text = library.text(sha256)
            texts[sha256] = None if text is None else [*paragraphs(text), (len(text), len(text))]
        spans = texts[sha256]
        if spans is None:
            found.add(Violation(passage.document, f"no attached text has the SHA-256 {sha256}"))
        elif not 0 <= start < end <= spans[-1][0]:
            found.add(Violation(passage.document, f"the range {start}–{end} is not in its {spans[-1][0]:,} characters"))
        elif not _is_within(spans, start, end):
            found.add(Violation(passage.document, f"the range {start}–{end} is not within one paragraph"))
    return sorted(found, key=lambda violation: (violation.focus, violation.path, violation.message))


def _is_within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """True if a range lies in one of the ordered spans."""
    at = bisect_right(spans, start, key=itemgetter(0)) - 1
    return at >= 0 and end <= spans[at][1]
