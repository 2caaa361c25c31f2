"""Search: the same hits in the same order as a plain scan of every name, IRI and text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from explorer.panels.search import Index, KindHit, NodeHit
from graph.arrays.collation import plain
from graph.model.build import project
from graph.model.projection import Projection
from graph.reading.read import read_bytes
from graph.work.progress import finish

letters = st.text(st.sampled_from("ab éÉßı1(-"), min_size=1, max_size=6)


def looked_through(projection: Projection, query: str, most: int) -> list[int]:
    """The nodes with every word of a query, by a scan."""
    words, ranked, texts = plain(query).split(), [], []
    whole = " ".join(words)
    for node, (label, iri) in enumerate(zip(projection.labels, projection.iris)):
        folded = plain(label)
        if all(word in folded for word in words):
            begins = re.search(rf"(?<![a-z0-9\x80-\U0010ffff]){re.escape(whole)}", folded)
            rank = 0 if folded == whole else 2 if begins else 3
            rank = min(rank, 1) if plain(iri).endswith(f"/{whole}") else rank
            ranked.append((rank, -int(projection.degree[node]), node))
        elif all(word in plain(iri) for word in words):
            rank = 1 if plain(iri).endswith(f"/{whole}") else 4
            ranked.append((rank, -int(projection.degree[node]), node))
        elif any(all(w in plain(a.value.value) for w in words) for a in projection.attributes(node)):
            texts.append((5, -int(projection.degree[node]), node))
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


def test_an_iri_that_ends_in_the_query_comes_before_names_that_hold_it_among_other_words(bromley) -> None:
    p = bromley.projection
    first = Index(p).find("DfE")[0]
    assert p.labels[first.target.node] == "Department for Education" and first.why.endswith("/dfe")


def test_a_word_in_quotation_marks_or_brackets_begins_a_word(turtle) -> None:
    p = turtle(':a rdfs:label "Antiheroes" ; :p :x . :b rdfs:label "“Heroes” (album)" . :c rdfs:label "The [heroes]" .')
    assert [p.labels[hit.target.node] for hit in Index(p).find("heroes")] == [
        "“Heroes” (album)", "The [heroes]", "Antiheroes",
    ]  # fmt: skip


def test_an_empty_graph_has_no_hits() -> None:
    assert Index(finish(project(read_bytes(b"", "a.nt").quads))).find("a") == []


# Quotes, dashes and the like; and every place to look in


def nodes(index: Index, query: str) -> list[str]:
    return [hit.label for hit in index.find(query) if isinstance(hit.target, NodeHit)]


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("children’s services", "children's services"),
        ("children's services", "Children´s Services"),
        ("“Good” at last", '"good"'),
        ("2016–2018", "2016-2018"),
        ("Łódź", "lodz"),
        ("Ｂｒｏｍｌｅｙ", "bromley"),
        ("co\u00adoperate", "cooperate"),
        ("Cafe\u0301", "CAFÉ"),
        ("Søren Ærø", "soren aero"),
    ],
)
def test_what_looks_alike_is_alike(turtle, said, typed):
    assert plain(said).find(plain(typed)) >= 0
    assert nodes(Index(turtle(f":a rdfs:label {Literal(said)} .")), typed) == [said]


def test_search_looks_in_every_label_alias_description_and_value(turtle):
    names = ':a skos:prefLabel "Town"@en, "Stadt"@de ; skos:altLabel "Borough"'
    p = turtle(f'{names} ; rdfs:comment "By the river." ; :motto "On!" .')
    for word in ("town", "stadt", "borough", "river", "on!"):
        assert len(Index(p).find(word)) == 1, word


def test_kinds_of_relationships_are_found_by_their_name(turtle):
    p = turtle(":a :supplies :b, :c . :x :y :z . :a rdfs:label 'Supplies Ltd' .")
    named, kind = Index(p).find("supplies")[:2]
    assert named.label == "Supplies Ltd"
    assert kind.target == KindHit([info.label for info in p.predicates].index("supplies"))
    assert kind.class_label == "Relationship, 2 times"


def test_attached_texts_lead_to_what_their_passages_say(bromley):
    p = bromley.projection
    node = int(p.node_evidence.owners[0])
    passage = p.passages[p.node_evidence[node][0]]
    index = Index(p, read=lambda each: "the xylophone  was\nplayed" if each == passage else "")
    index.find("xylophone")  # which begins to read the texts
    index._reading.join()
    hits = index.find("played xylophone")
    assert p.labels[node] in [hit.label for hit in hits]
    assert all(hit.why == "“the xylophone was played”" for hit in hits)
    assert not Index(p).find("xylophone")
