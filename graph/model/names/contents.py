"""Names of blank nodes and of resources whose IRI says nothing: by their class and what they contain."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Triple
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import distinct
from graph.arrays.types import Ids, Mask
from graph.model.sorting.roles import Role
from graph.rdf.labels import plain_name, shortened
from graph.rdf.naming import folded
from graph.rdf.source import Quads
from graph.rdf.terms import XSD, to_iri
from graph.work.progress import Job, Progress

_STEP = 4096
_LONGEST = 60
"""Largest number of characters that one part gives to a name."""
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "INR": "₹", "KRW": "₩", "CHF": "CHF ", "CAD": "CA$"}
_NUMBERS = ("value", "amount", "price", "numericvalue", "hasnumericalvalue", "hascurrencyvalue", "quantity")
_UNITS = ("currency", "pricecurrency", "currencycode", "hascurrency", "unittext", "unit", "hasunit", "unitcode")
_STREETS = ("fulladdress", "streetaddress", "street", "thoroughfare", "addressline1", "hasstreetaddress")
_TOWNS = ("addresslocality", "locality", "haslocality", "postname", "city", "town")
_REGIONS = ("postalcode", "postcode", "addressregion", "region", "addresscountry", "countryname", "adminunitl1")
_CONTACTS = ("hasemail", "email", "mbox", "hastelephone", "telephone", "phone")
_STARTS = ("startdate", "starttime", "hasbeginning", "beginning", "begin", "start", "from", "startedattime")
_ENDS = ("enddate", "endtime", "hasend", "end", "until", "to", "endedattime")
_EAST, _NORTH = ("long", "longitude", "lon"), ("lat", "latitude")
_LEADS = ("mailto:", "tel:")
_PARTS = 2
"""Number of contents in a name."""
_MANY = 4
"""Number of resources of one class from which on a content that most of them share is no name."""
_OUTLINES = frozenset({"wktliteral", "gmlliteral", "kmlliteral", "geojsonliteral", "dggsliteral"})
"""Datatypes of outlines on a map, which nobody reads."""


_Form = Callable[[Mapping[str, str], str], str]
_Statement = tuple[int, int]
"""Predicate and object of a statement, as terms."""


def names_by_contents(
    quads: Quads, role: NDArray[np.uint8], terms: Ids, known: Mapping[int, str], classes: Mapping[int, tuple[str, str]],
    word_of: Callable[[int], str],
) -> Job[dict[int, str]]:  # fmt: skip
    """Names of those of the resources ``terms`` that contain something, and of blank nodes to which a resource leads.

    ``known`` are the names of all resources, "" for those without one; ``classes`` label and kind of the main classes;
    ``word_of`` names a predicate. Sums, addresses, contacts, times and places have forms of their own. A content that
    most resources of the class share comes into a name only where there is no other.
    """
    wanted = np.zeros(len(quads.terms), bool)
    wanted[terms] = True
    rows = np.flatnonzero(np.isin(role, (Role.ATTRIBUTE, Role.LABEL, Role.EDGE)))
    about = rows[wanted[quads.subject[rows]]]
    said: dict[int, list[_Statement]] = {}
    columns = zip(quads.subject[about].tolist(), quads.predicate[about].tolist(), quads.object[about].tolist())
    for subject, predicate, value in columns:
        said.setdefault(subject, []).append((predicate, value))
    reader = _Reader(quads, known, word_of, distinct(quads.predicate[about]).tolist())
    shared = _shared(quads, about, classes)
    leading = rows[(role[rows] == Role.EDGE) & wanted[quads.object[rows]]]
    leads = dict(zip(quads.object[leading[::-1]].tolist(), quads.predicate[leading[::-1]].tolist()))
    out: dict[int, str] = {}
    for done, (term, statements) in enumerate(said.items()):
        if done % _STEP == 0:
            yield Progress("Naming resources", done, len(said))
        own = shared.get(classes.get(term), frozenset())
        name = reader.name(term, statements, own, classes.get(term), leads.get(term))
        if name:
            out[term] = name
    columns = zip(quads.subject[leading].tolist(), quads.predicate[leading].tolist(), quads.object[leading].tolist())
    for subject, predicate, value in columns:
        if value not in out and known.get(subject) and type(quads.terms[value]) is BlankNode:
            word = classes[value][0] if value in classes else word_of(predicate)
            out[value] = f"{_capital(word)} of {known[subject]}"
    return out


def _shared(
    quads: Quads, rows: NDArray[np.integer], classes: Mapping[int, tuple[str, str]]
) -> dict[tuple[str, str] | None, frozenset[_Statement]]:
    """For each class, those of the statements in ``rows`` that more than half of its resources make."""
    subjects = distinct(quads.subject[rows])
    numbers: dict[tuple[str, str] | None, int] = {}
    class_of = np.zeros(len(quads.terms), np.int32)
    class_of[subjects] = [numbers.setdefault(classes.get(term), len(numbers)) for term in subjects.tolist()]
    members = np.bincount(class_of[subjects])
    rows = rows[np.bincount(quads.object[rows])[quads.object[rows]] > _MANY / 2]
    columns = class_of[quads.subject[rows]], quads.predicate[rows], quads.object[rows], quads.subject[rows]
    table = np.column_stack(columns)[np.lexsort(columns[::-1])]
    table = table[_changes(table)]  # a triple in several named graphs counts once
    starts = np.flatnonzero(_changes(table[:, :3]))
    times, table = np.diff(np.append(starts, len(table))), table[starts]
    of_class = members[table[:, 0]]
    often = table[(of_class >= _MANY) & (times > of_class / 2)]
    found: list[list[_Statement]] = [[] for _ in numbers]
    for number, predicate, value, _ in often.tolist():
        found[number].append((predicate, value))
    return {main: frozenset(found[number]) for main, number in numbers.items() if found[number]}


def _changes(table: NDArray[np.integer]) -> Mask:
    """True for each row that differs from the one before it, and for the first."""
    out = np.ones(len(table), bool)
    out[1:] = (table[1:] != table[:-1]).any(axis=1)
    return out


class _Reader:
    """Makes names of statements; ``predicates`` are all that occur in them."""

    def __init__(
        self, quads: Quads, known: Mapping[int, str], word_of: Callable[[int], str], predicates: Sequence[int]
    ) -> None:
        self._terms, self._known, self._word_of = quads.terms, known, word_of
        self._keys = {term: folded(to_iri(quads.terms[term])) for term in predicates}
        self._words = {term: word_of(term) for term in predicates}
        self._forms = {t: form for t, key in self._keys.items() for keys, form in _FORMS if key in keys}

    def name(
        self, term: int, statements: Sequence[_Statement], shared: Container[_Statement], main: tuple[str, str] | None,
        lead: int | None,
    ) -> str:  # fmt: skip
        """A name of ``term`` by contents, "" for none; ``main`` is the label and kind of the class.

        Contents in ``shared`` come into it only where there is no other. Without a class, names of others could
        pass for its own: the word of ``lead``, a predicate that leads to it, comes before.
        """
        forms = {self._forms[predicate] for predicate, _ in statements if predicate in self._forms}
        if forms:
            said: dict[str, str] = {}
            for predicate, value in statements:
                said.setdefault(self._keys[predicate], self._text(value))
            said = {key: text for key, text in said.items() if text}
            for _, form in _FORMS:
                name = form(said, main[1] if main is not None else "") if form in forms else ""
                if name:
                    return name
        own = statements if type(self._terms[term]) is BlankNode else self._without_parts(statements, term)
        texts = self._texts([s for s in own if s not in shared] if shared else own) or self._texts(own)
        contents = ", ".join(map(_cut, texts))
        if main is None and lead is not None and not any(type(self._terms[value]) is OxLiteral for _, value in own):
            return f"{_capital(self._word_of(lead))}: {contents}" if contents else ""
        return contents if main is None or not contents else f"{main[0]}: {contents}"

    def _texts(self, statements: Sequence[_Statement]) -> dict[str, None]:
        """The first contents that say something."""
        texts: dict[str, None] = {}
        for predicate, value in statements:
            text = self._text(value)
            if text:
                texts[f"{self._words[predicate]} {text}" if self._is_bare(value) else text] = None
                if len(texts) == _PARTS:
                    break
        return texts

    def _without_parts(self, statements: Sequence[_Statement], whole: int) -> Sequence[_Statement]:
        """The statements without those about parts, whose IRIs go on where that of the whole ends: “…/np7#head”."""
        iri = to_iri(self._terms[whole])
        leading = (f"{iri}/", f"{iri}#")
        return [s for s in statements if not to_iri(self._terms[s[1]]).startswith(leading)]

    def _text(self, value: int) -> str:
        term = self._terms[value]
        if type(term) is OxLiteral:
            return "" if _is_outline(term.datatype.value) else plain_name(term.value)
        if isinstance(term, Triple):
            return ""
        iri = to_iri(term)
        return iri.partition(":")[2] if iri.startswith(_LEADS) else self._known.get(value, "")

    def _is_bare(self, value: int) -> bool:
        """True for a number or truth value, which says nothing without its predicate."""
        term = self._terms[value]
        if type(term) is not OxLiteral:
            return False
        return _number(term.value) is not None or term.datatype.value == XSD + "boolean"


def _first(said: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((said[key] for key in keys if key in said), "")


def _quantity(said: Mapping[str, str], kind: str) -> str:
    """“€1,250,000” for a sum of money with a known currency, “2,500,000 GBP” for another number with a unit."""
    value, unit = _first(said, _NUMBERS), _first(said, _UNITS)
    number = _number(value)
    if number is None:
        return value if value and len(said) == 1 else ""
    if not unit and kind != "money" and len(said) > 1:
        return ""
    whole = number == number.to_integral_value()
    text = f"{int(number):,}" if whole and abs(number) < Decimal(10) ** 18 else f"{number:,}"
    if kind == "money" and unit in _SIGNS:
        return f"{_SIGNS[unit]}{text}"
    return f"{text} {unit}".strip()


def _number(text: str) -> Decimal | None:
    """A number as written, None for any other text."""
    if not text[:1].isdigit() and text[:1] not in ("+", "-", "."):
        return None
    try:
        found = Decimal(text) if "_" not in text and len(text) <= _LONGEST else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _address(said: Mapping[str, str], _: str) -> str:
    """“1 High Street, Sometown”."""
    street, town = _first(said, _STREETS), _first(said, _TOWNS)
    if "fulladdress" in said:
        return _cut(street)
    if not street and not town:
        return ""
    return ", ".join(map(_cut, list(filter(None, (street, town, _first(said, _REGIONS))))[:2]))


def _contact(said: Mapping[str, str], _: str) -> str:
    """“Contact: desk@example.org”."""
    text = _first(said, _CONTACTS)
    return f"Contact: {_cut(text.removeprefix('mailto:').removeprefix('tel:'))}" if text else ""


def _time(said: Mapping[str, str], _: str) -> str:
    """“2016-01-01 to 2018-03-31”."""
    start, end = _first(said, _STARTS), _first(said, _ENDS)
    if start and end:
        return f"{_cut(start)} to {_cut(end)}"
    return ""


def _place(said: Mapping[str, str], _: str) -> str:
    """“51.5, −0.13”."""
    north, east = _first(said, _NORTH), _first(said, _EAST)
    return f"{north}, {east}".replace("-", "−") if north and east else ""


_FORMS: tuple[tuple[frozenset[str], _Form], ...] = (
    (frozenset(_NUMBERS), _quantity),
    (frozenset((*_STREETS, *_TOWNS)), _address),
    (frozenset(_CONTACTS), _contact),
    (frozenset(_STARTS), _time),
    (frozenset(_NORTH), _place),
)
"""Forms of names, the first that fits is taken, and the predicates that call for each."""


@lru_cache
def _is_outline(datatype: str) -> bool:
    return folded(datatype) in _OUTLINES


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _cut(text: str) -> str:
    return shortened(text, _LONGEST)
