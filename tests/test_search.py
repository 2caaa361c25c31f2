"""Search: the same hits in the same order as a plain scan of every name, IRI and text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.panels.search import Index
from graph.arrays.collation import plain
from graph.model.build import project
from graph.model.projection import Projection
from graph.reading.read import read_bytes
from graph.work.progress import finish

letters = st.text(st.sampled_from("ab éÉßı1"), min_size=1, max_size=6)


def looked_through(projection: Projection, query: str, most: int) -> list[int]:
    """The nodes with every word of a query, by a scan."""
    words, ranked, texts = plain(query).split(), [], []
    whole = " ".join(words)
    for node, (label, iri) in enumerate(zip(projection.labels, projection.iris)):
        folded = plain(label)
        if all(word in folded for word in words):
            rank = 0 if folded == whole else 1 if f" {whole}" in f" {folded}" else 2
            ranked.append((rank, -int(projection.degree[node]), node))
        elif all(word in plain(iri) for word in words):
            ranked.append((3, -int(projection.degree[node]), node))
        elif any(all(w in plain(a.value.value) for w in words) for a in projection.attributes(node)):
            texts.append((4, -int(projection.degree[node]), node))
    room = max(0, most - len(ranked))
    return [node for _, _, node in sorted(ranked + texts[:room])[:most]]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(letters, letters, st.integers(0, 5)), min_size=1, max_size=8),
    letters.filter(str.strip),
    st.integers(1, 4),
)
def test_hits_agree_with_a_plain_search(things: list[tuple[str, str, int]], query: str, most: int) -> None:
    lines = []
    for i, (name, text, other) in enumerate(things):
        lines.append(f'<http://ex/{"ab1"[i % 3]}{i}> <http://www.w3.org/2000/01/rdf-schema#label> "{name}" .')
        lines.append(f'<http://ex/{"ab1"[i % 3]}{i}> <http://ex/said> "{text}" .')
        lines.append(f"<http://ex/{'ab1'[i % 3]}{i}> <http://ex/p> <http://ex/n{other}> .")
    projection = finish(project(read_bytes("\n".join(lines).encode(), "a.nt").quads))
    index = Index(projection)
    index.prepare().join()
    if plain(query).split():
        assert [hit.target.node for hit in index.find(query, most)] == looked_through(projection, query, most)


def test_an_empty_graph_has_no_hits() -> None:
    assert Index(finish(project(read_bytes(b"", "a.nt").quads))).find("a") == []
