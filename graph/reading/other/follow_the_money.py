"""FollowTheMoney: entities, or the statements behind them, as lines of JSON.

An entity of a kind that links two others (an ownership, a payment) becomes a statement between them, with the other
properties on it; a mention becomes a passage of its document, a proof the document that says so. Of statements each has
its dataset as evidence. The schema is that of ``resources/followthemoney``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.formats.ledger import Ledger
from graph.rdf.terms import OA, XSD
from graph.reading.other.making import (
    LABEL,
    SOURCE,
    STATEMENT,
    SUBCLASS,
    TYPE,
    Node,
    Term,
    dated,
    link,
    named,
    passage,
)
from graph.reading.other.records import leaves, records
from resources import FOLDER

NAMESPACE = "https://schema.followthemoney.tech/#"
_ENTITY, _DATASET = "urn:entity:", "urn:dataset:"
_QUOTE = NamedNode(OA + "TextQuoteSelector")
_ABOUT_ENTITY = ("datasets", "referents", "first_seen", "last_seen", "last_change", "target")
_ABOUT_STATEMENT = ("lang", "original_value", "external", "first_seen", "last_seen", "origin")
_NO_VALUE = "without text, or of a kind that no entity has,"


@cache
def _schema() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((FOLDER / "followthemoney" / "schema.json").read_text(encoding="utf-8"))
    return found


@cache
def _above(kind: str) -> tuple[str, ...]:
    """A kind and all kinds above it, the nearest first."""
    found = [kind]
    for each in found:
        found += [name for name in _schema().get(each, {}).get("extends", ()) if name not in found]
    return tuple(found)


@cache
def _property(kind: str, name: str) -> tuple[NamedNode, str]:
    """A property of a kind, with the type of its values: “string” where the schema does not know it."""
    for each in _above(kind):
        if (found := _schema().get(each, {}).get("properties", {}).get(name)) is not None:
            return named(NAMESPACE, f"{each}:{name}"), found
    return named(NAMESPACE, name), "string"


def _edge(kind: str) -> tuple[str, str, NamedNode] | None:
    """The properties that lead to the ends of a link, and the kind of relationship; None for another kind."""
    found = next((row["edge"] for each in _above(kind) if (row := _schema().get(each, {})).get("edge")), None)
    if found is None:
        return None
    first, *rest = found[2].split()
    return found[0], found[1], named(NAMESPACE, f"{kind}:{first}{''.join(map(str.capitalize, rest))}")


def _entity(name: str) -> NamedNode:
    return named(_ENTITY, name)


def follow_the_money(data: bytes, ledger: Ledger) -> Iterator[Quad]:
    """The quads of entities or statements; raises SyntaxError for what is no JSON."""
    reader = _Reader(ledger)
    for record in records(data):
        if isinstance(record, dict) and isinstance(record.get("prop"), str):
            yield from reader.statement(record)
        elif isinstance(record, dict) and isinstance(record.get("schema"), str) and isinstance(record.get("id"), str):
            yield from reader.entity(record)
        else:
            ledger.leave("of records that are no entity", sum(1 for _ in leaves(record)))
    yield from reader.rest()


class _Reader:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kinds: set[str] = set()
        self._links: dict[str, tuple[str, dict[str, list[str]], set[str]]] = {}

    def entity(self, record: dict[str, Any]) -> Iterator[Quad]:
        """An entity, and those that stand in its properties."""
        name, kind = record["id"], record["schema"]
        self._ledger.take(2)
        values: dict[str, list[str]] = {}
        properties = record.get("properties")
        for key, given in (properties if isinstance(properties, dict) else {}).items():
            for each in given if isinstance(given, list) else [given]:
                if isinstance(each, dict) and isinstance(each.get("id"), str) and isinstance(each.get("schema"), str):
                    yield from self.entity(each)
                    values.setdefault(key, []).append(each["id"])
                elif isinstance(each, str | int | float) and not isinstance(each, bool) and str(each):
                    self._ledger.take()
                    values.setdefault(key, []).append(str(each))
                else:
                    self._ledger.leave(_NO_VALUE, sum(1 for _ in leaves(each)))
        yield from self._made(_entity(name), kind, values)
        for key, given in record.items():
            if key not in ("id", "schema") and not (key == "properties" and isinstance(properties, dict)):
                yield from self._beside(_entity(name), key, given)

    def _beside(self, entity: Node, key: str, given: Any) -> Iterator[Quad]:
        """Values of an entity beside its properties."""
        for path, value in leaves(given, (key,)):
            if value is None or value == "" or (key not in _ABOUT_ENTITY and path != ("caption",)):
                self._ledger.leave(f"of “{key}” beside the properties of entities")
                continue
            self._ledger.take()
            yield Quad(entity, LABEL if key == "caption" else named(NAMESPACE, key), dated(str(value)))

    def _made(self, entity: Node, kind: str, values: dict[str, list[str]]) -> Iterator[Quad]:
        """An entity by its kind: a mention, a link between two others, or a resource."""
        edge, rest = _edge(kind), dict(values)
        if kind == "Mention" and len(values.get("document", ())) == 1 and values.get("resolved"):
            quotes: list[list[tuple[str, Term]]] = [
                [("type", _QUOTE), ("exact", Literal(name))] for name in rest.pop("name", ())
            ]
            document = _entity(rest.pop("document")[0])
            for each in rest.pop("resolved"):
                yield from passage(_entity(each), document, quotes)
            if not rest:
                return
        if edge and len(values.get(edge[0], ())) == 1 == len(values.get(edge[1], ())):
            yield from link(_entity(rest.pop(edge[0])[0]), edge[2], _entity(rest.pop(edge[1])[0]), entity)
            documents = [_entity(each) for each in rest.pop("proof", ())]
            yield from (Quad(entity, SOURCE, document) for document in documents)
        else:
            yield from (quad for each in rest.pop("proof", ()) for quad in passage(entity, _entity(each)))
        yield Quad(entity, TYPE, named(NAMESPACE, kind))
        yield from self._above(kind)
        for key, given in rest.items():
            yield from (Quad(entity, _property(kind, key)[0], _value(kind, key, each)) for each in given)

    def _above(self, kind: str) -> Iterator[Quad]:
        """The kinds above a kind, once for each."""
        for each in _above(kind):
            if each not in self._kinds:
                self._kinds.add(each)
                for above in _schema().get(each, {}).get("extends", ()):
                    yield Quad(named(NAMESPACE, each), SUBCLASS, named(NAMESPACE, above))

    # Statements

    def statement(self, record: dict[str, Any]) -> Iterator[Quad]:
        """One value of an entity, with its dataset as evidence; values of links wait for the others."""
        name = record.get("canonical_id") or record.get("entity_id")
        kind, prop, value = record.get("schema"), record["prop"], record.get("value")
        if not isinstance(name, str) or not isinstance(kind, str) or not isinstance(value, str) or not value:
            self._ledger.leave("of statements without an entity, a kind or a value", sum(1 for _ in leaves(record)))
            return
        taken = ("entity_id", "canonical_id", "schema", "prop", "value", "dataset", *_ABOUT_STATEMENT)
        for path, each in leaves(record):
            if path[0] in taken and each not in (None, ""):
                self._ledger.take()
            else:
                self._ledger.leave(f"of “{path[0]}” in statements")
        dataset = record.get("dataset")
        dataset = dataset if isinstance(dataset, str) else ""
        entity = _entity(name)
        if isinstance(other := record.get("entity_id"), str) and other != name:
            yield Quad(entity, named(NAMESPACE, "referent"), Literal(other))
        if dataset:
            yield Quad(named(_DATASET, dataset), LABEL, Literal(dataset))
        if _edge(kind) or kind == "Mention":
            _, values, datasets = self._links.setdefault(name, (kind, {}, set()))
            if prop != "id" and value not in values.setdefault(prop, []):
                values[prop].append(value)
            datasets.update([dataset] if dataset else [])
            yield from self._of_statement(entity, record)
            return
        yield from self._above(kind)
        predicate, term = (TYPE, named(NAMESPACE, kind)) if prop == "id" else (_property(kind, prop)[0], None)
        target: Term = term or _value(kind, prop, value)
        if prop == "id":
            yield from self._of_statement(entity, record)
            yield Quad(entity, TYPE, target)
            return
        yield Quad(entity, TYPE, named(NAMESPACE, kind))
        about = BlankNode()
        yield from link(entity, predicate, target, about)
        if dataset:
            yield Quad(about, SOURCE, named(_DATASET, dataset))
        yield from self._of_statement(about, record)

    def _of_statement(self, about: Node, record: dict[str, Any]) -> Iterator[Quad]:
        for key in _ABOUT_STATEMENT:
            for _, value in leaves(record.get(key)):
                if value not in (None, ""):
                    yield Quad(about, named(NAMESPACE, key), dated(str(value)))

    def rest(self) -> Iterator[Quad]:
        """The links of which all statements have come."""
        for name, (kind, values, datasets) in self._links.items():
            entity = _entity(name)
            for quad in self._made(entity, kind, values):
                yield quad
                if quad.object == STATEMENT:
                    yield from (Quad(entity, SOURCE, named(_DATASET, each)) for each in sorted(datasets))


def _value(kind: str, prop: str, text: str) -> Term:
    """A value as the schema types it."""
    form = _property(kind, prop)[1]
    if form == "entity":
        return _entity(text)
    if form == "date":
        return dated(text)
    if form == "number":
        return _number(text)
    return Literal(text)


def _number(text: str) -> Literal:
    plain = text.replace(",", "")
    is_number = plain.removeprefix("-").replace(".", "", 1).isdigit() and plain.isascii()
    return Literal(plain, datatype=NamedNode(XSD + "decimal")) if is_number else Literal(text)
