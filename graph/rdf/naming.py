"""Naming: the user's wishes, and the predicates that name a resource, hold its name in parts, or lead to its name."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.named import NamedTuple
from graph.rdf.terms import DCTERMS, RDFS, SCHEMA, SKOS, local_name

_FOAF = "http://xmlns.com/foaf/0.1/"
_VCARD = "http://www.w3.org/2006/vcard/ns#"

LABEL_PREDICATES = (
    SKOS + "prefLabel",
    RDFS + "label",
    SCHEMA + "name",
    "http://schema.org/name",
    _FOAF + "name",
    DCTERMS + "title",
    "http://purl.org/dc/elements/1.1/title",
    _VCARD + "fn",
    SCHEMA + "headline",
    "http://schema.org/headline",
)
"""Predicates that name a resource, best first."""

_ALTERNATIVES = (SKOS + "altLabel", _FOAF + "nick")
_NO_NAMES = frozenset({_FOAF + "title", _VCARD + "title"})
"""Predicates called “title” that say how a person is addressed, or a post."""
_NAMING = ("preflabel", "label", "name", "fullname", "title", "caption")

_PARTS = {
    **dict.fromkeys(("givenname", "firstname", "forename", "forenames", "givennames"), 0),
    **dict.fromkeys(("additionalname", "middlename", "middlenames"), 1),
    **dict.fromkeys(("familyname", "lastname", "surname"), 2),
}
_WHOLE = (
    *("legalname", "officialname", "headline", "titleshort", "shorttitle", "authoritativelabel"),
    *("literalform", "p190hassymboliccontent", "symboliccontent", "writtenrep"),
)
_LAST = ("notation", "identifier")
_FOREIGN_NAMES = frozenset(
    (
        *("jobtitle", "classname", "typename", "rolename", "honorifictitle", "nametitle", "domainname", "parentname"),
        *("countryname", "streetname", "cityname", "regionname", "districtname"),
    )
)
"""Ends in “name” or “title”, and names something else than the resource."""
_HOLDERS = (
    *("preflabel", "literalform", "label", "hasname", "name", "fullname", "hasfn", "hastitle", "title"),
    *("p1isidentifiedby", "p102hastitle", "p131isidentifiedby", "identifiedby", "isidentifiedby"),
    *("hasappellation", "appellation", "canonicalform", "preferrednameentityfortheperson", "haspreferredname"),
)
"""Predicates that lead to a resource which is a name, best first: SKOS-XL, CIDOC CRM, BIBFRAME, OntoLex, vCard."""
_CONTENTS = (
    *("literalform", "p190hassymboliccontent", "symboliccontent", "maintitle", "writtenrep", "value", "content"),
    "p3hasnote",
)
"""Predicates of the text of such a name."""
_ODD = re.compile("[^a-z0-9]+")
_KINDS = 4096
"""Largest number of predicates of which ranks are remembered."""


class Naming(NamedTuple):
    """The user's wishes for names.

    languages    tags, best first; names without a language come next, then names in other languages
    predicates   IRIs of predicates whose values name a resource before all others, best first
    as_iris      True to name everything by its IRI
    """

    languages: tuple[str, ...] = ("en",)
    predicates: tuple[str, ...] = ()
    as_iris: bool = False


USUAL = Naming()


def folded(iri: str) -> str:
    """The local name of an IRI in lower case, without hyphens and the like."""
    return _ODD.sub("", local_name(iri).lower())


@lru_cache(_KINDS)
def label_rank(iri: str) -> int | None:
    """Rank of a predicate for naming a resource, 0 the best, or None if it gives no name.

    Besides :data:`LABEL_PREDICATES`, any predicate called “label”, “name” or the like counts, whatever its vocabulary
    and its case. Predicates of alternative names come last.
    """
    if iri in LABEL_PREDICATES:
        return LABEL_PREDICATES.index(iri)
    if iri in _ALTERNATIVES:
        return len(LABEL_PREDICATES) + len(_NAMING) + _ALTERNATIVES.index(iri)
    name = folded(iri)
    if name not in _NAMING or iri in _NO_NAMES:
        return None
    return len(LABEL_PREDICATES) + _NAMING.index(name)


def is_alternative(iri: str) -> bool:
    """True if a predicate gives alternative names."""
    return iri in _ALTERNATIVES


def part_rank(iri: str) -> int | None:
    """The place of a part of a person's name: 0 given, 1 middle, 2 family; None for any other predicate."""
    return _PARTS.get(folded(iri))


@lru_cache(_KINDS)
def further_rank(iri: str) -> int | None:
    """Rank of a predicate for naming a resource that has no label, 0 the best, or None if it gives no name."""
    if iri in _NO_NAMES:
        return None
    if iri in _ALTERNATIVES:
        return len(_WHOLE) + 1 + _ALTERNATIVES.index(iri)
    name = folded(iri)
    if name in _WHOLE:
        return _WHOLE.index(name)
    if name.startswith("preferredname"):
        return len(_WHOLE)
    after = len(_WHOLE) + 1 + len(_ALTERNATIVES)
    if name in _LAST:
        return after + 1 + _LAST.index(name)
    if name in _PARTS or name in _FOREIGN_NAMES or not name.endswith(("name", "title")):
        return None
    return after


def holder_rank(iri: str) -> int | None:
    """Rank of a predicate that leads from a resource to its name, a resource of its own; None for any other."""
    name = "hasname" if iri == _VCARD + "n" else folded(iri)
    return _HOLDERS.index(name) if name in _HOLDERS else None


def content_rank(iri: str) -> int | None:
    """Rank of a predicate that gives the text of such a name, 0 the best, or None for any other."""
    name = folded(iri)
    if name in _CONTENTS:
        return _CONTENTS.index(name)
    rank = label_rank(iri)
    return None if rank is None else len(_CONTENTS) + rank


def may_name(iri: str) -> bool:
    """True if literals of a predicate may give a name, whole or in part."""
    return any(rank(iri) is not None for rank in (label_rank, part_rank, further_rank))
