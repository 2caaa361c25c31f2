"""Rules of RDFS and OWL 2 RL as patterns of triples, by which one inferred triple is explained.

The names are those of https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules. Patterns
are in an order in which each predicate is known before it is looked up.
"""

from __future__ import annotations

from graph.named import NamedTuple
from graph.rdf.terms import OWL, RDF, RDFS

MEMBER = "member"
"""A predicate of our own, from a list to each of its members."""
_SHORT = {
    "a": RDF + "type",
    "sc": RDFS + "subClassOf",
    "sp": RDFS + "subPropertyOf",
    "dom": RDFS + "domain",
    "rng": RDFS + "range",
    "member": MEMBER,
}


class Rule(NamedTuple):
    """A pattern that follows from others; parts that start with “?” are variables, others IRIs."""

    name: str
    head: tuple[str, str, str]
    body: tuple[tuple[str, str, str], ...]


_RDFS = """
cax-sco: ?x a ?d < ?c sc ?d, ?x a ?c
prp-spo1: ?x ?q ?y < ?p sp ?q, ?x ?p ?y
prp-dom: ?x a ?c < ?p dom ?c, ?x ?p ?y
prp-rng: ?y a ?c < ?p rng ?c, ?x ?p ?y
scm-sco: ?c sc ?e < ?c sc ?d, ?d sc ?e
scm-spo: ?p sp ?r < ?p sp ?q, ?q sp ?r
"""
_OWL = """
prp-inv1: ?y ?q ?x < ?p inverseOf ?q, ?x ?p ?y
prp-inv2: ?x ?p ?y < ?p inverseOf ?q, ?y ?q ?x
prp-symp: ?y ?p ?x < ?p a SymmetricProperty, ?x ?p ?y
prp-trp: ?x ?p ?z < ?p a TransitiveProperty, ?x ?p ?y, ?y ?p ?z
prp-eqp1: ?x ?q ?y < ?p equivalentProperty ?q, ?x ?p ?y
prp-eqp2: ?x ?p ?y < ?p equivalentProperty ?q, ?x ?q ?y
cax-eqc1: ?x a ?d < ?c equivalentClass ?d, ?x a ?c
cax-eqc2: ?x a ?c < ?c equivalentClass ?d, ?x a ?d
cls-hv1: ?x ?p ?v < ?r onProperty ?p, ?r hasValue ?v, ?x a ?r
cls-hv2: ?x a ?r < ?r hasValue ?v, ?r onProperty ?p, ?x ?p ?v
cls-svf1: ?x a ?r < ?r someValuesFrom ?v, ?r onProperty ?p, ?x ?p ?y, ?y a ?v
cls-svf2: ?x a ?r < ?r someValuesFrom Thing, ?r onProperty ?p, ?x ?p ?y
cls-avf: ?y a ?v < ?r allValuesFrom ?v, ?r onProperty ?p, ?x ?p ?y, ?x a ?r
cls-int2: ?x a ?c < ?l member ?c, ?d intersectionOf ?l, ?x a ?d
cls-uni: ?x a ?d < ?d unionOf ?l, ?l member ?c, ?x a ?c
cls-oo: ?x a ?d < ?d oneOf ?l, ?l member ?x
scm-eqc1: ?c sc ?d < ?c equivalentClass ?d
scm-eqc2: ?d sc ?c < ?c equivalentClass ?d
scm-eqp1: ?p sp ?q < ?p equivalentProperty ?q
scm-eqp2: ?q sp ?p < ?p equivalentProperty ?q
scm-int: ?c sc ?d < ?c intersectionOf ?l, ?l member ?d
scm-uni: ?d sc ?c < ?c unionOf ?l, ?l member ?d
prp-fp: ?y sameAs ?z < ?p a FunctionalProperty, ?x ?p ?y, ?x ?p ?z
prp-ifp: ?x sameAs ?z < ?p a InverseFunctionalProperty, ?x ?p ?y, ?z ?p ?y
eq-sym: ?y sameAs ?x < ?x sameAs ?y
eq-trans: ?x sameAs ?z < ?x sameAs ?y, ?y sameAs ?z
eq-rep-s: ?y ?p ?o < ?x sameAs ?y, ?x ?p ?o
eq-rep-o: ?x ?p ?z < ?y sameAs ?z, ?x ?p ?y
"""


def _read(text: str) -> tuple[Rule, ...]:
    return tuple(_rule(line) for line in text.split("\n") if line)


def _rule(line: str) -> Rule:
    name, _, rest = line.partition(": ")
    head, _, body = rest.partition(" < ")
    return Rule(name, _pattern(head), tuple(map(_pattern, body.split(", "))))


def _pattern(text: str) -> tuple[str, str, str]:
    s, p, o = (part if part.startswith("?") else _SHORT.get(part, OWL + part) for part in text.split())
    return s, p, o


RULES = {"rdfs": _read(_RDFS), "owlrl": _read(_RDFS + _OWL)}
"""The rules by which triples are explained. Of those of OWL 2 RL, chains of properties, keys, intersections met part by
part and cardinalities are not among them: a triple that follows by these has no explanation."""
