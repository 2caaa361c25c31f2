"""The quads of a source with what they say in other words: schema, shapes and thesauri as people read them."""

from __future__ import annotations

import numpy as np

from graph.arrays.csr import distinct
from graph.model.sorting.roles import Role, Roles
from graph.model.sorting.telling import Told
from graph.rdf.source import Quads
from graph.rdf.terms import SKOS, to_iri

_RETOLD = tuple(
    SKOS + name
    for name in (
        "narrower", "narrowMatch", "related", "exactMatch", "closeMatch", "relatedMatch", "broaderTransitive",
        "narrowerTransitive", "hasTopConcept", "inScheme",
    )
)  # fmt: skip


def outweighs(quads: Quads, roles: Roles) -> bool:
    """True if more quads belong to the schema than to the data, not counting what else is said of its terms."""
    is_schema = roles.role == Role.SCHEMA
    is_term = np.zeros(len(quads.terms), bool)
    is_term[quads.subject[is_schema]] = True
    of_data = np.isin(roles.role, (Role.EDGE, Role.ATTRIBUTE, Role.CLASS, Role.LABEL)) & ~is_term[quads.subject]
    return bool(np.count_nonzero(is_schema) > np.count_nonzero(of_data))


def retold(quads: Quads, roles: Roles, *, schema: bool, members: bool) -> Told | None:
    """Statements in other words about ``quads`` with their ``roles``, None if every quad is drawn as it stands.

    With ``schema`` classes, properties and shapes are drawn; with ``members`` individuals are linked to their classes.
    """
    is_thesaurus = any(to_iri(quads.terms[term]) in _RETOLD for term in distinct(quads.predicate).tolist())
    if not schema and not is_thesaurus:
        return None
    from graph.model.sorting.telling import Teller

    teller = Teller(quads, roles.role)
    if is_thesaurus:
        from graph.model.sorting.thesaurus import tell_thesaurus  # late: few sources need it

        tell_thesaurus(teller)
    if schema:
        from graph.model.sorting.expressions import Expressions
        from graph.model.sorting.ontology import tell_ontology
        from graph.model.sorting.shapes import tell_shapes

        expressions = Expressions(teller)
        tell_shapes(teller, expressions)
        tell_ontology(teller, expressions, members=members)
    return teller.told()
