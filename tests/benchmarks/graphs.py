"""Graphs for measurements, made from a seed: edges int32[m,2], and a knowledge graph as N-Triples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Edges = NDArray[np.int32]

CLASSES = (
    ("Person", 0.42), ("Organisation", 0.16), ("Event", 0.14), ("Document", 0.1), ("Finding", 0.08),
    ("Payment", 0.05), ("Place", 0.03), ("Role", 0.02),
)  # fmt: skip
PREDICATES = ("knows", "worksFor", "attended", "wrote", "about", "paidTo", "locatedIn", "partOf", "cites", "decided")
_BASE = "http://example.org/"


def scale_free(n: int, per_node: int = 2, seed: int = 1) -> Edges:
    """A connected graph in which few nodes have many edges: each new node links to ``per_node`` older ones.

    Ends are drawn from the ends of earlier edges (Barabási and Albert 1999), so m is about ``n * per_node``.
    """
    random = np.random.default_rng(seed)
    ends = np.zeros(2 * n * per_node, np.int32)
    filled = 0
    draws = random.random((n, per_node))
    for node in range(1, n):
        for k in range(per_node):
            other = int(ends[int(draws[node, k] * filled)]) if filled else 0
            ends[filled], ends[filled + 1] = node, other
            filled += 2
    edges = ends[:filled].reshape(-1, 2)
    return edges[edges[:, 0] != edges[:, 1]]


def grid(side: int) -> Edges:
    """A square mesh of ``side`` × ``side`` nodes."""
    index = np.arange(side * side, dtype=np.int32).reshape(side, side)
    across = np.stack((index[:, :-1].ravel(), index[:, 1:].ravel()), axis=1)
    down = np.stack((index[:-1].ravel(), index[1:].ravel()), axis=1)
    return np.concatenate((across, down))


def tree(n: int, branching: int = 3) -> Edges:
    """A complete tree in which every node has ``branching`` children."""
    child = np.arange(1, n, dtype=np.int32)
    return np.stack(((child - 1) // branching, child), axis=1).astype(np.int32)


def random_tree(n: int, seed: int = 1) -> Edges:
    """A tree in which each node has any earlier one as its parent, all alike: hubs, chains and leaves at all depths."""
    child = np.arange(1, n, dtype=np.int32)
    above = (np.random.default_rng(seed).random(n - 1) * child).astype(np.int32)
    return np.stack((above, child), axis=1)


def archipelago(n: int, seed: int = 1) -> Edges:
    """Many components: one large, some of middling size, and a long tail of pairs and triples."""
    random = np.random.default_rng(seed)
    out, start = [scale_free(n // 2, seed=seed)], n // 2
    while start < n - 1:
        size = int(min(n - start, max(2, 2 + random.pareto(1.1) * 2)))
        out.append(scale_free(size, 1, seed=start) + np.int32(start))
        start += size
    return np.concatenate(out)


def write_knowledge_graph(path: Path, n: int, seed: int = 1, per_node: int = 2) -> int:
    """Write a scale-free graph of ``n`` resources as N-Triples; returns the number of triples.

    Every resource has a class and a name, a fifth a date, a twentieth an amount: about 5.3 triples each.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in _lines(n, seed, per_node):
            file.write(line)
            count += 1
    return count


def _lines(n: int, seed: int, per_node: int) -> Iterator[str]:
    random = np.random.default_rng(seed)
    weights = np.array([share for _, share in CLASSES])
    classes = random.choice(len(CLASSES), n, p=weights / weights.sum())
    dates = random.integers(0, 9000, n)
    chance = random.random((n, 2))
    for i in range(n):
        name = CLASSES[classes[i]][0]
        yield f"<{_BASE}r{i}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{_BASE}{name}> .\n"
        yield f'<{_BASE}r{i}> <http://www.w3.org/2000/01/rdf-schema#label> "{name} {i:,}"@en .\n'
        if chance[i, 0] < 0.2:
            day = np.datetime64("2000-01-01") + int(dates[i])
            yield f'<{_BASE}r{i}> <http://purl.org/dc/terms/date> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        if chance[i, 1] < 0.05:
            yield f'<{_BASE}r{i}> <http://schema.org/price> "{int(dates[i]) * 37}.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n'  # noqa: E501
    which = random.integers(0, len(PREDICATES), n * per_node)
    for k, (a, b) in enumerate(scale_free(n, per_node, seed).tolist()):
        yield f"<{_BASE}r{a}> <{_BASE}{PREDICATES[which[k]]}> <{_BASE}r{b}> .\n"


def write_thesaurus(path: Path, concepts: int, seed: int = 1) -> int:
    """Write a thesaurus as N-Triples, about 20 triples for each concept; returns the number of triples.

    A concept has a preferred label in five languages, of which one in fifty names another concept too, alternative
    labels, a broader concept and the way back from it, related ones, and dates, of which one in a hundred is none.
    """
    random = np.random.default_rng(seed)
    skos, a = "<http://www.w3.org/2004/02/skos/core#", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    lines = []
    for i in range(concepts):
        me = f"<{_BASE}c{i}>"
        lines += [f"{me} {a} {skos}Concept> .", f"{me} {skos}inScheme> <{_BASE}scheme> ."]
        name = i - 1 if i % 50 == 49 else i
        lines += [f'{me} {skos}prefLabel> "Concept {name}"@{tag} .' for tag in ("en", "fr", "es", "ru", "ar")]
        lines += [f'{me} {skos}altLabel> "Term {i} {k}"@en .' for k in range(6)]
        if i:
            up = f"<{_BASE}c{random.integers(0, i)}>"
            lines += [f"{me} {skos}broader> {up} .", f"{up} {skos}narrower> {me} ."]
        lines += [f"{me} {skos}related> <{_BASE}c{other}> ." for other in random.integers(0, concepts, 3).tolist()]
        day = "2019-02-30" if i % 100 == 99 else f"20{i % 20:02d}-0{i % 9 + 1}-11"
        for term in ("created", "modified"):
            lines.append(f'{me} <http://purl.org/dc/terms/{term}> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .')
    distinct = list(dict.fromkeys(lines))
    path.write_text("\n".join(distinct) + "\n", encoding="utf-8", newline="\n")
    return len(distinct)
