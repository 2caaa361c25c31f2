"""Built-in knowledge of widely used vocabularies: labels of terms, shapes of classes, roles of statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from graph.named import NamedTuple
from graph.rdf.terms import CB, DCTERMS, OA, OWL, PROV, RDF, RDFS, SCHEMA, SH, SKOS
from resources import FOLDER

STATEMENT_PARTS = (
    (RDF + "subject", RDF + "predicate", RDF + "object"),
    (OWL + "annotatedSource", OWL + "annotatedProperty", OWL + "annotatedTarget"),
)
"""The properties with which an ``rdf:Statement``, and an annotated ``owl:Axiom``, names the parts of its triple."""
EVIDENCE_PREDICATES = frozenset(
    {DCTERMS + "source", DCTERMS + "isReferencedBy"}
    | {PROV + name for name in ("wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource")}
)
"""Predicates that lead from a resource or statement to the passage that says it, or that speaks of it."""

GENERIC_CLASSES = frozenset(
    {OWL + "Thing", OWL + "NamedIndividual", RDFS + "Resource", SCHEMA + "Thing", PROV + "Entity", SKOS + "Concept"}
)
"""Generic classes: never the main class of a resource that has another class."""

_SCHEMA_CLASSES = frozenset(
    [RDFS + "Class", RDFS + "Datatype", RDF + "Property"]
    + [
        OWL + name
        for name in [
            "Class",
            "Restriction",
            "Ontology",
            "ObjectProperty",
            "DatatypeProperty",
            "AnnotationProperty",
            "FunctionalProperty",
            "InverseFunctionalProperty",
            "TransitiveProperty",
            "SymmetricProperty",
            "OntologyProperty",
            "AsymmetricProperty",
            "ReflexiveProperty",
            "IrreflexiveProperty",
            "DeprecatedClass",
            "DeprecatedProperty",
            "AllDisjointClasses",
            "AllDisjointProperties",
            "AllDifferent",
            "DataRange",
            "Axiom",
        ]
    ]
    + [SH + name for name in ("NodeShape", "PropertyShape", "Shape", "PropertyGroup", "Parameter")]
    + [SH + name for name in ("ConstraintComponent", "SPARQLConstraint", "PrefixDeclaration")]
)
_OF_TERMS = (
    RDF, RDFS, OWL, SH, SKOS, DCTERMS, SCHEMA, CB, "http://schema.org/", "http://www.w3.org/2008/05/skos-xl#",
    "http://purl.org/dc/elements/1.1/", "http://purl.org/vocab/vann/", "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "http://xmlns.com/foaf/0.1/", PROV, "http://purl.org/ontology/bibo/", "http://creativecommons.org/ns#",
    "http://www.geneontology.org/formats/oboInOwl#", "http://purl.obolibrary.org/obo/", "http://purl.org/vocommons/voaf#",
    "http://purl.org/pav/", "http://www.w3.org/ns/adms#", "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#",
    "http://xmlns.com/wot/0.1/", "https://w3id.org/mod#", "http://rdf-vocabulary.ddialliance.org/xkos#",
)  # fmt: skip
"""Vocabularies that a schema uses to describe its own classes and properties."""
_REPORTS = frozenset(
    SH + name
    for name in (
        "conforms", "result", "detail", "focusNode", "value", "resultPath", "resultSeverity", "resultMessage",
        "sourceShape", "sourceConstraint", "sourceConstraintComponent",
    )
)  # fmt: skip
"""Predicates of the results of a check, which are data."""
_SCHEMA_PREDICATES = frozenset(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range"))


def is_schema_class(iri: str) -> bool:
    """True if instances of this class belong to a schema rather than to the data."""
    return iri in _SCHEMA_CLASSES


def is_schema_predicate(iri: str) -> bool:
    """True if statements with this predicate describe the schema; ``owl:sameAs`` and the like describe data."""
    if iri.startswith(OWL):
        return iri not in (OWL + "sameAs", OWL + "differentFrom")
    return iri in _SCHEMA_PREDICATES or (iri.startswith(SH) and iri not in _REPORTS)


def is_remark_class(iri: str) -> bool:
    """True if instances of this class are predicates by which a schema describes classes and properties."""
    return iri in (OWL + "AnnotationProperty", OWL + "OntologyProperty")


def speaks_of_terms(iri: str) -> bool:
    """True if a predicate comes from a vocabulary that describes classes and properties."""
    return iri.startswith(_OF_TERMS)


def is_selector_class(iri: str) -> bool:
    """True if instances of this class select a part of a document (Web Annotation selectors)."""
    return iri.startswith(OA) and iri.endswith("Selector")


class Vocabulary(NamedTuple):
    """Labels, inverse labels, kinds and superclasses of known terms, all keyed by IRI."""

    labels: Mapping[str, str] = MappingProxyType({})
    inverse_labels: Mapping[str, str] = MappingProxyType({})
    kinds: Mapping[str, str] = MappingProxyType({})
    covers_edges: frozenset[str] = frozenset()
    superclasses: Mapping[str, frozenset[str]] = MappingProxyType({})

    def ancestors(self, iri: str) -> Iterable[str]:
        """The class itself, then its superclasses, nearest first; cycles are followed once."""
        seen, queue = {iri}, [iri]
        while queue:
            current = queue.pop(0)
            yield current
            for parent in sorted(self.superclasses.get(current, ())):
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)

    def kind(self, iri: str) -> str:
        """The kind of a class, which gives its instances their shape: “actor”, “event” …, by default “thing”."""
        return next((self.kinds[a] for a in self.ancestors(iri) if a in self.kinds), "thing")

    def covers(self, iri: str) -> bool:
        """True if the class is a relationship made a resource, whose evidence covers its outgoing relationships."""
        return any(a in self.covers_edges for a in self.ancestors(iri))

    def with_superclasses(self, superclasses: Mapping[str, frozenset[str]]) -> Vocabulary:
        """This vocabulary with the superclasses that a source declares."""
        merged = dict(self.superclasses)
        for iri, parents in superclasses.items():
            merged[iri] = merged.get(iri, frozenset()) | parents
        return self._replace(superclasses=merged)


@cache
def usual_prefixes() -> Mapping[str, str]:
    """The namespaces that widely used prefixes stand for, as the bundled vocabulary file declares them."""
    from pyoxigraph import RdfFormat, parse  # late: the first picture needs no prefixes

    parser = parse(path=str(FOLDER / "vocabularies.ttl"), format=RdfFormat.TURTLE)
    for _ in parser:
        pass
    return parser.prefixes


@cache
def known() -> Vocabulary:
    """The bundled ontology and vocabularies, read once, as ``.ci/vocabulary.py`` has written them down."""
    said = json.loads((FOLDER / "vocabulary.json").read_text(encoding="utf-8"))
    said["covers_edges"] = frozenset(iri for iri, value in said["covers_edges"].items() if value == "true")
    said["superclasses"] = {iri: frozenset(above) for iri, above in said["superclasses"].items()}
    return Vocabulary(**said)
