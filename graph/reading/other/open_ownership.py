"""Open Ownership: statements on beneficial ownership (BODS 0.4), as a list of JSON or one on each line.

Each record becomes a resource, each interest a statement from the interested party to the subject, with share and dates
on it. The source that a statement names, or else the statement itself, is the document that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.formats.ledger import Ledger
from graph.rdf.terms import SCHEMA
from graph.reading.other.making import LABEL, SOURCE, TYPE, Node, as_iri, dated, link, named, passage, scalar
from graph.reading.other.records import leaves, records

NAMESPACE = "http://bods.openownership.org/vocabulary/"
_RECORD, _STATEMENT = "urn:bods:record:", "urn:bods:statement:"
_KINDS = {"entity": "Entity", "person": "Person", "relationship": "Relationship"}
_NAMES = "recordId", "recordType", "statementId"
_ENDS = "subject", "interestedParty"


def open_ownership(data: bytes, ledger: Ledger) -> Iterator[Quad]:
    """The quads of the statements; raises SyntaxError for what is no JSON."""
    for record in records(data):
        details = record.get("recordDetails") if isinstance(record, dict) else None
        is_named = isinstance(details, dict) and all(isinstance(record.get(key), str) for key in _NAMES)
        if isinstance(details, dict) and is_named and record["recordType"] in _KINDS:
            yield from _statement(record, details, ledger)
        else:
            ledger.leave("of records that are no statement of BODS 0.4", sum(1 for _ in leaves(record)))


def _statement(record: dict[str, Any], details: dict[str, Any], ledger: Ledger) -> Iterator[Quad]:
    resource, document = named(_RECORD, record["recordId"]), named(_STATEMENT, record["statementId"])
    ledger.take(3)
    kind = record["recordType"]
    about = {key: value for key, value in record.items() if key not in (*_NAMES, "recordDetails")}
    yield from _document(document, about, ledger)
    if kind == "relationship":
        yield from _relationship(resource, details, document, ledger)
        return
    yield Quad(resource, TYPE, named(NAMESPACE, _KINDS[kind]))
    yield from passage(resource, document)
    names = details.get("names")
    full = [each.get("fullName") for each in names if isinstance(each, dict)] if isinstance(names, list) else []
    for name in (details.get("name"), *full):
        if isinstance(name, str) and name:
            yield Quad(resource, LABEL, Literal(name))
            break
    yield from _attributes(resource, details, ledger)


def _document(document: Node, about: dict[str, Any], ledger: Ledger) -> Iterator[Quad]:
    """The statement as a document: its date, its source, and the rest that is said of it."""
    yield Quad(document, TYPE, named(NAMESPACE, "Statement"))
    source = about.get("source")
    title = source.get("description") if isinstance(source, dict) else None
    if isinstance(title, str) and title:
        yield Quad(document, LABEL, Literal(title))
    url = source.get("url") if isinstance(source, dict) else None
    if isinstance(url, str) and (origin := as_iri(url)) is not None:
        yield Quad(document, NamedNode(SCHEMA + "isBasedOn"), origin)
    yield from _attributes(document, about, ledger)


def _relationship(about: Node, details: dict[str, Any], document: Node, ledger: Ledger) -> Iterator[Quad]:
    """The interests of one party in a subject, each as a statement of its own."""
    ends: list[Node] = []
    for end in _ENDS:
        given = details.get(end)
        if isinstance(given, str) and given:
            ledger.take()
            ends.append(named(_RECORD, given))
            continue
        unknown = BlankNode()  # a party that is not known, with the reason
        yield Quad(unknown, TYPE, named(NAMESPACE, "UnspecifiedRecord"))
        yield from _attributes(unknown, {end: given} if end in details else {}, ledger)
        ends.append(unknown)
    subject, party = ends
    interests = details.get("interests")
    listed = [each for each in interests if isinstance(each, dict)] if isinstance(interests, list) else []
    rest = {key: value for key, value in details.items() if key not in (*_ENDS, "interests")}
    if "interests" in details:
        rest["interests"] = [each for each in interests or () if not isinstance(each, dict)] if listed else interests
    for number, interest in enumerate(listed or [{}]):
        statement = about if not number else BlankNode()
        kind = interest.get("type")
        is_named = isinstance(kind, str) and bool(kind)
        ledger.take(is_named)
        yield from link(party, named(NAMESPACE, str(kind) if is_named else "hasInterestIn"), subject, statement)
        yield Quad(statement, SOURCE, document)
        values = {key: value for key, value in interest.items() if not (key == "type" and is_named)}
        yield from _attributes(statement, values, ledger)
    yield from _attributes(about, rest, ledger)


def _attributes(resource: Node, values: dict[str, Any], ledger: Ledger) -> Iterator[Quad]:
    """All scalars as attributes, named by the keys that lead to them: “share exact” is ``shareExact``."""
    for (first, *rest), value in leaves(values):
        if value is None or value == "":
            ledger.leave("without content")
            continue
        ledger.take()
        predicate = named(NAMESPACE, first + "".join(key[:1].upper() + key[1:] for key in rest))
        yield Quad(resource, predicate, dated(value) if isinstance(value, str) else scalar(value))
