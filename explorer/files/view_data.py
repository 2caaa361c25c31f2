"""Names in the records of a view, and the ids that they have in some data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.terms import CBV
from graph.saved.records import Name, Stored, Value

Table = Literal["nodes", "classes", "predicates", "documents", "graphs"]
_NONE = {"classes": "NoClass", "graphs": "DefaultGraph"}
"""Names for id -1: resources without a class, and the graph without a name."""


def _rank(iri: str) -> tuple[int, str]:
    """A key to sort names by; blank nodes come in the order of their numbers, which is that of their file."""
    return (len(iri), iri) if iri.startswith("_:") else (0, iri)


class DataNames(NamedTuple):
    """The IRIs of a dataset by id, and its ``statements`` (m, 3): subject, predicate and object of each."""

    nodes: Sequence[str]
    classes: Sequence[str]
    predicates: Sequence[str]
    documents: Sequence[str]
    graphs: Sequence[str]
    statements: NDArray[np.int32]

    @classmethod
    def of(cls, projection: Projection) -> DataNames:
        """The names in a projection."""
        p = projection
        classes, predicates = ([info.iri for info in infos] for infos in (p.classes, p.predicates))
        statements = np.stack((p.subject, p.predicate, p.object), axis=1).astype(np.int32)
        return cls(p.iris, classes, predicates, p.documents, p.graphs, statements)

    def renamed(self, other: Mapping[str, str]) -> DataNames:
        """These names with some IRIs replaced."""

        def each(iris: Sequence[str]) -> Sequence[str]:
            return [other.get(iri, iri) for iri in iris] if other else iris

        tables = (each(self.nodes), each(self.classes), each(self.predicates), each(self.documents), each(self.graphs))
        return DataNames(*tables, self.statements)


class Data:
    """Translates between the ids of a dataset and the names in a record, and collects names that the data lacks.

    ``node_of`` gives the ids of resources by IRI; only reading needs it. ``missing`` are names that the data lacks,
    ``unknown`` are layouts, settings and measures that the program lacks, in words, ``left_out`` the keys of the last.
    """

    def __init__(
        self, names: DataNames, stored: Stored | None = None, node_of: Callable[[], Mapping[str, int]] = dict
    ) -> None:
        self.count = len(names.nodes)
        self.statements = names.statements
        self._tables: dict[str, Sequence[str]] = names._asdict()
        self._node_of = node_of
        self.marks = dict(stored.marks) if stored is not None else {}
        self.missing: dict[str, None] = {}
        self.unknown: list[str] = []
        self.left_out: set[str] = set()

    def names(self, table: Table) -> Sequence[str]:
        """The IRIs of all resources, classes, predicates, documents or graphs, by id."""
        return self._tables[table]

    def write(self, table: Table, ids: Iterable[int]) -> list[Value]:
        """Names for ids, in their order; ids without a name are left out."""
        names, none = self.names(table), CBV + _NONE.get(table, "")
        return [Name(iri) for iri in sorted((none if i < 0 else names[i] for i in ids if i < len(names)), key=_rank)]

    def in_order(self, nodes: NDArray[np.integer]) -> NDArray[np.int64]:
        """Resources (k,) in the order of their IRIs, so that equal views of data in another order have equal bytes."""
        names = self.names("nodes")
        return np.array(sorted(nodes.tolist(), key=lambda node: _rank(names[node])), np.int64)

    def iris(self, nodes: NDArray[np.integer]) -> list[str]:
        """The IRIs of resources (k,)."""
        names = self.names("nodes")
        return [names[node] for node in nodes.tolist()]

    def read(self, table: Table, iris: Iterable[str]) -> list[int]:
        """Ids for names; names that the data lacks are recorded as missing."""
        wanted = list(iris)
        if not wanted:
            return []
        if table == "nodes":
            known = self._node_of()
        else:
            known = {iri: i for i, iri in enumerate(self.names(table))}
            known[CBV + _NONE.get(table, "")] = -1
        out = []
        for iri in wanted:
            found = known.get(iri)
            if found is None:
                self.missing[iri] = None
            else:
                out.append(found)
        return out

    def column(self, key: str) -> tuple[NDArray[np.int64], list[str]]:
        """Ids and texts of the marks of a key, for resources in the data."""
        iris, texts = self.marks.get(key, ((), ()))
        known = self._node_of()
        ids, out = [], []
        for iri, text in zip(iris, texts):
            found = known.get(iri)
            if found is None:
                self.missing[iri] = None
            else:
                ids.append(found)
                out.append(text)
        return np.array(ids, np.int64), out
