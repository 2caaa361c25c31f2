"""Names of blank nodes and of resources whose IRI says nothing: by their class and what they contain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Triple
from pyoxigraph import Literal as OxLiteral

from graph.arrays.types import Ids
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


class _Part(NamedTuple):
    """One statement about a resource: its predicate, as a term and folded, and its value as text, "" if it has none.

    ``is_bare`` is True for a number or truth value, which says nothing without its predicate.
    """

    predicate: int
    key: str
    text: str
    is_bare: bool


def names_by_contents(
    quads: Quads, role: NDArray[np.uint8], terms: Ids, known: Mapping[int, str], classes: Mapping[int, tuple[str, str]],
    word_of: Callable[[int], str],
) -> Job[dict[int, str]]:  # fmt: skip
    """Names of those of the resources ``terms`` that contain something, and of blank nodes to which a resource leads.

    ``known`` are the names of all resources, "" for those without one; ``classes`` label and kind of the main classes;
    ``word_of`` names a predicate. Sums, addresses, contacts, times and places have forms of their own.
    """
    wanted = np.zeros(len(quads.terms), bool)
    wanted[terms] = True
    rows = np.flatnonzero(np.isin(role, (Role.ATTRIBUTE, Role.LABEL, Role.EDGE)))
    about = rows[wanted[quads.subject[rows]]]
    keys: dict[int, str] = {}
    parts: dict[int, list[_Part]] = {}
    columns = zip(quads.subject[about].tolist(), quads.predicate[about].tolist(), quads.object[about].tolist())
    for done, (subject, predicate, value) in enumerate(columns):
        if done % _STEP == 0:
            yield Progress("Naming resources", done, len(about))
        if predicate not in keys:
            keys[predicate] = folded(to_iri(quads.terms[predicate]))
        text, is_bare = _said(quads.terms[value], known.get(value, ""))
        if text:
            parts.setdefault(subject, []).append(_Part(predicate, keys[predicate], text, is_bare))
    out: dict[int, str] = {}
    for done, term in enumerate(terms.tolist()):
        if done % _STEP == 0:
            yield Progress("Naming resources", done, len(terms))
        name = _name(parts.get(term, ()), classes.get(term), word_of)
        if name:
            out[term] = name
    leading = rows[(role[rows] == Role.EDGE) & wanted[quads.object[rows]]]
    for subject, predicate, value in zip(
        *(c[leading].tolist() for c in (quads.subject, quads.predicate, quads.object))
    ):
        if value not in out and known.get(subject) and type(quads.terms[value]) is BlankNode:
            word = classes[value][0] if value in classes else word_of(predicate)
            out[value] = f"{word[:1].upper()}{word[1:]} of {known[subject]}"
    return out


def _said(term: object, name: str) -> tuple[str, bool]:
    """The text of a value, and True if it is a number or truth value; ``name`` is that of a resource."""
    if type(term) is OxLiteral:
        kind = term.datatype.value
        is_bare = kind == XSD + "boolean" or _number(term.value) is not None
        return plain_name(term.value), is_bare
    if isinstance(term, Triple):
        return "", False
    iri = to_iri(term)
    if iri.startswith(_LEADS):
        return iri.partition(":")[2], False
    return name, False


def _name(parts: Sequence[_Part], main: tuple[str, str] | None, word_of: Callable[[int], str]) -> str:
    """A name by contents; ``main`` is the label and kind of the class."""
    said: dict[str, str] = {}
    for part in parts:
        said.setdefault(part.key, part.text)
    for form in (_quantity, _address, _contact, _time, _place):
        name = form(said, main[1] if main is not None else "")
        if name:
            return name
    texts = list(dict.fromkeys(f"{word_of(p.predicate)} {p.text}" if p.is_bare else p.text for p in parts))
    if not texts:
        return ""
    contents = ", ".join(map(_cut, texts[:2]))
    return contents if main is None else f"{main[0]}: {contents}"


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


def _cut(text: str) -> str:
    return shortened(text, _LONGEST)
