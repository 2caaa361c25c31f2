"""Data of a publication: the quads of what is shown, and those that leave unseen, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.document import Document, NamedView
from explorer.files.exports import notes_of, written_with
from explorer.files.parts import Part, keys_read, leaving, view_of_part
from explorer.files.publication.wishes import UNSEEN, Wishes
from explorer.files.view_data import DataNames
from explorer.files.view_files import store, without_grades
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.formats.table import TURTLE
from graph.model.grading.grades import GRADES
from graph.model.periods import gives_date
from graph.model.projection import Owner, Projection
from graph.named import NamedTuple
from graph.rdf.amounts import is_amount, is_unit, is_value
from graph.rdf.labels import plain_name
from graph.rdf.local_names import local_names, renamed
from graph.rdf.naming import is_alternative, label_rank
from graph.rdf.source import literal_terms
from graph.rdf.terms import OA, RDF, SCHEMA, SKOS, local_name, to_iri, to_literal
from graph.rdf.vocabulary import STATEMENT_PARTS
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.saved.annotations import Note

_PLACES = frozenset({OA + "start", OA + "end", RDF + "value", SCHEMA + "sha256"})
"""Predicates of the place of a passage, which footnotes show."""
_PARTS = frozenset(chain(*STATEMENT_PARTS))
"""Predicates of the parts of a statement, which stays where the triple stays that it speaks of."""
_GRADES = frozenset({GRADES + "reliability", GRADES + "credibility"})
"""Predicates of the letters and figures in footnotes."""
_WORDS = frozenset({OA + "exact", OA + "prefix", OA + "suffix"})
"""Predicates whose values are words of a text."""
_SHOWN, _VALUES, _NAMES, _QUOTED = range(4)
_EXAMPLES = 4


class Unseen(NamedTuple):
    """Things of one kind that are not visible: a key of :data:`~.wishes.UNSEEN`, their number, and examples."""

    key: str
    number: int
    examples: str

    @property
    def said(self) -> str:
        """“Other names of what is shown: 12”."""
        return f"{UNSEEN[self.key]}: {self.number:,}"

    @property
    def sentence(self) -> str:
        """“Other names of what is shown: 12 (altLabel 9, hiddenLabel 3)”."""
        return f"{self.said} ({self.examples})" if self.examples else self.said


class Leaving(NamedTuple):
    """The data of a publication: the view, its part, the quads (k,) that leave, and all that could leave unseen."""

    view: View
    part: Part
    rows: NDArray[np.int64]
    notes: tuple[Note, ...]
    unseen: tuple[Unseen, ...]


def collect(document: Document, view: View, visible: Visible, wishes: Wishes) -> Leaving:
    """The data that leaves with these wishes, and everything that would leave with all of them."""
    p, asked = document.projection, wishes.unseen
    # Colours and sizes show what style rules read of hidden resources, and the legend names it.
    part, rows = leaving(p, visible, view, view.rules)
    codes = _codes(p, rows, view)
    notes = notes_of(document, visible, view)
    unseen = (
        *_literals(p, rows, codes),
        Unseen("notes", len(notes), ""),
        Unseen("grades", len(view.graded), ""),
        Unseen("paths", len(local_names(p.stated, rows)), ""),
        Unseen("files", 0 if document.is_bundled else max(len(document.hashes), 1), document.title),
    )
    leaves = {_SHOWN, *([_VALUES] if "values" in asked else []), *([_NAMES] if "names" in asked else [])}
    leaves |= {_QUOTED} if wishes.quote else set()
    stay = rows[~np.isin(codes, sorted(leaves))]
    if len(stay):
        part, rows = leaving(p, visible, view, view.rules, stay)
    notes = notes if "notes" in asked else ()
    left = (view if "grades" in asked else without_grades(view))._replace(notes=notes)
    return Leaving(left, part, rows, notes, tuple(each for each in unseen if each.number))


def turtle_of(document: Document, leaving: Leaving, wishes: Wishes, title: str) -> Job[bytes]:
    """The Turtle of what is shown, with the view inside."""
    yield Progress("Writing the data")
    p = document.projection
    other = {} if "paths" in wishes.unseen else local_names(p.stated, leaving.rows)
    named = NamedView(title, wishes.words, view_of_part(leaving.view, p, leaving.part))
    held = store(named, DataNames.of(p).renamed(other))
    quads = renamed(p.stated, other)
    written = yield from written_with(quads, TURTLE, leaving.rows, held, leaving.notes, p.draws_schema)
    return written.data


def _codes(projection: Projection, rows: NDArray[np.int64], view: View) -> NDArray[np.uint8]:
    """For each quad whether it is visible, a value, a name, or the words of a text; O(k)."""
    p, quads = projection, projection.stated
    codes = np.zeros(len(rows), np.uint8)
    terms = quads.terms
    literal = literal_terms(quads)[quads.object[rows]]
    styled = {key.partition(" ")[2] for rule in view.rules for key in keys_read(rule) if " " in key}
    shown = _shown_names(p)
    own = np.where(p.owner_kind[rows] == Owner.NODE, p.owner[rows], -1)
    predicates = quads.predicate[rows]
    kinds = {t: _kind(to_iri(terms[t]), styled) for t in np.unique(predicates[literal]).tolist()}
    for k in np.flatnonzero(literal).tolist():
        kind = kinds[int(predicates[k])]
        if kind in (_SHOWN, _QUOTED):
            codes[k] = kind
            continue
        value = to_literal(terms[quads.object[rows[k]]])
        name = p.labels[own[k]] if own[k] >= 0 else shown.get(to_iri(terms[quads.subject[rows[k]]]), "")
        text = plain_name(value.value)
        codes[k] = _SHOWN if text and (text == name or (kind == _VALUES and text in name)) else kind
    return codes


def _kind(predicate: str, styled: set[str]) -> int:
    """The code of the literals of a predicate where nothing shows their words."""
    if predicate in _WORDS:
        return _QUOTED
    if (
        predicate in _PLACES
        or predicate in _PARTS
        or predicate in _GRADES
        or predicate in styled
        or gives_date(local_name(predicate))
    ):
        return _SHOWN
    if is_amount(predicate) or is_value(predicate) or is_unit(predicate):
        return _SHOWN
    is_name = label_rank(predicate) is not None or is_alternative(predicate) or predicate == SKOS + "hiddenLabel"
    return _NAMES if is_name else _VALUES


def _shown_names(projection: Projection) -> dict[str, str]:
    """The shown name of classes, predicates and texts by IRI."""
    found = {passage.document: passage.title for passage in projection.passages}
    found |= {info.iri: info.label for info in projection.predicates}
    return found | {info.iri: info.label for info in projection.classes}


def _literals(projection: Projection, rows: NDArray[np.int64], codes: NDArray[np.uint8]) -> Iterator[Unseen]:
    """The values and names that are not visible, with the most frequent of their predicates."""
    quads = projection.stated
    for key, code in (("values", _VALUES), ("names", _NAMES)):
        found = rows[codes == code]
        terms, counts = np.unique(quads.predicate[found], return_counts=True)
        names = Counter[str]()
        for term, count in zip(terms.tolist(), counts.tolist()):
            names[local_name(to_iri(quads.terms[term]))] += count
        most = sorted(names.items(), key=lambda each: (-each[1], each[0]))
        examples = ", ".join(f"{name} {count:,}" for name, count in most[:_EXAMPLES])
        yield Unseen(key, len(found), examples + (", …" if len(most) > _EXAMPLES else ""))
