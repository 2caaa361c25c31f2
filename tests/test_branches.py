"""Branches: a large ontology or thesaurus opens at the top of its tree, and each branch below opens by a click."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from explorer.document import Document
from explorer.files.first_views import beside_first, first_views
from explorer.pictures.drawing.frame import Frame
from explorer.pictures.look.style import LIGHT
from explorer.pictures.scene.arranging import arrange_scene
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.branches import ROWS, hierarchy_by, hierarchy_of, top_of
from explorer.views.collapsing import collapsed
from explorer.views.groups import GROUPS_FROM, is_group
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.rdf.naming import Naming
from graph.reading.read import read_bytes
from graph.work.progress import finish

HEAD = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def ontology(parents, properties: int = 0, second=()) -> Document:
    """Class i below class ``parents[i]``, or at the top for -1; and properties between the first classes."""
    lines = [
        f":C{i} a owl:Class ." + (f" :C{i} rdfs:subClassOf :C{p} ." if p >= 0 else "") for i, p in enumerate(parents)
    ]
    lines += [f":p{i} a owl:ObjectProperty ; rdfs:domain :C{i % 7} ; rdfs:range :C{i % 5} ." for i in range(properties)]
    lines += [f":C{a} rdfs:subClassOf :C{b} ." for a, b in second]
    return document("\n".join(lines))


def document(text: str) -> Document:
    projection = finish(project(read_bytes((HEAD + text).encode(), "made.ttl").quads))
    views = first_views(projection)
    return Document(None, projection, views, beside=beside_first(projection, views))


def regular(fan: int, levels: int) -> list[int]:
    """Parents of a tree in which each class has ``fan`` below it."""
    count = sum(fan**level for level in range(levels + 1))
    return [-1, *((i - 1) // fan for i in range(1, count))]


def named(found: Document, name: str) -> int:
    return found.projection.node_of[f"https://example.org/{name}"]


def branch_of(session: Session, name: str) -> int:
    """The drawn branch with a resource at its top."""
    return session.visible.drawn_for(named(session.document, name))


def test_a_large_ontology_opens_on_the_classes_at_its_top():
    found = ontology(regular(6, 4), properties=300)
    view, visible, scene = found.first_look
    alone = [found.projection.labels[node] for node in visible.drawn[visible.drawn < GROUPS_FROM].tolist()]
    assert found.projection.node_count == 1555 + 300 and view.layout == "tree"
    assert sorted(alone) == sorted(["C0", *(f"C{i}" for i in range(1, 7))])
    assert len(scene) == 1 + 6 + 36
    assert {label for label in scene.labels if "·" in label} >= {"C7 and below · 43", "C42 and below · 43"}
    kinds = {found.projection.predicates[found.projection.predicate[edge]].label for edge in visible.edges.tolist()}
    assert kinds == {"kind of"}
    assert [each.title for each in found.named_views] == ["Classes", "Schema"]


def test_the_first_sentence_counts_what_is_not_shown_and_offers_all():
    found = ontology(regular(6, 4), properties=300)
    visible, beside = found.first_look.visible, found.beside
    assert beside.sentence == (
        "1,548 of the 1,555 classes are inside 36 branches: double-click one to open it. "
        "Not shown: 300 other resources and 300 relationships."
    )
    assert visible.grouped == 1548 and len(visible.edges) == 1554 and beside.whole == "Schema"


def test_an_ontology_that_can_be_read_opens_whole():
    found = ontology(regular(2, 5))
    assert found.beside is None and not found.first_look.view.groups
    assert len(found.first_look.visible.drawn) == found.projection.node_count == 63


def test_many_siblings_are_one_node_below_their_parent():
    found = ontology([-1] + [0] * 400 + [1] * 3)
    titles = {group.title: len(group.members) for group in found.first_look.view.groups}
    assert titles == {"others below C0": 399}
    assert branch_of(Session(found), "C1") == named(found, "C1")


def test_of_many_branches_the_largest_stand_by_themselves():
    parents = [-1] + [0] * 40 + [1 + i % 40 for i in range(400)] + [2] * 50
    found = ontology(parents)
    sizes = {group.title: len(group.members) for group in found.first_look.view.groups}
    assert sizes.pop("smaller branches below C0") == 28 * 11
    assert sizes.pop("others below C2") == 60 and set(sizes.values()) == {11} and len(sizes) == 11


def test_a_large_thesaurus_opens_on_its_schemes_and_top_concepts():
    lines = [":s a skos:ConceptScheme ."]
    for i, parent in enumerate(regular(9, 3)):
        above = f"skos:broader :c{parent}" if parent >= 0 else "skos:topConceptOf :s"
        lines.append(f':c{i} a skos:Concept ; skos:prefLabel "thing {i}"@en ; {above} ; skos:related :c{i // 2} .')
    found = document("\n".join(lines))
    _, visible, scene = found.first_look
    alone = {found.projection.labels[node] for node in visible.drawn.tolist() if not is_group(node)}
    assert alone == {"s", "thing 0"} and len(scene) <= ROWS
    assert {group.title for group in found.first_look.view.groups} == {f"thing {i} and below" for i in range(1, 10)}
    assert found.named_views[0].title == "Top"


def test_a_concept_with_a_broader_one_is_below_that_although_it_is_called_a_top_concept():
    lines = [":s a skos:ConceptScheme ."] + [f":c{i} a skos:Concept ; skos:topConceptOf :s ." for i in range(150)]
    found = document("\n".join([*lines, *(f":c{i} skos:broader :c0 ." for i in range(1, 150))]))
    assert {group.title: len(group.members) for group in found.first_look.view.groups} == {"others below c0": 149}
    assert len(found.first_look.visible.edges) == 299
    assert found.beside.sentence == (
        "149 of the 151 resources in the tree (150 of the class Concept) are inside 1 branch: "
        "double-click it to open it."
    )


def test_a_thesaurus_among_more_data_does_not_hide_them():
    lines = [f":c{i} skos:broader :c{(i - 1) // 4} ." for i in range(1, 50)]
    lines += [f":a{i} a :Contract ; :about :c{i % 50} ; :with :a{(i * 7) % 200} ." for i in range(200)]
    found = document("\n".join(lines))
    assert found.beside is None and len(found.first_look.visible.nodes) == found.projection.node_count


def test_data_without_a_tree_open_as_before():
    lines = [f":a{i} :knows :a{(i * 7) % 200} . :a{i} :knows :a{(i * 11) % 200} ." for i in range(200)]
    assert document("\n".join(lines)).named_views == ()


@st.composite
def _trees(draw):
    count = draw(st.integers(3, 60))
    parents = [-1, *(draw(st.integers(-1, i - 1)) for i in range(1, count))]
    second = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=6))
    return parents, [(a, b) for a, b in second if a != b], draw(st.integers(1, 25))


@given(_trees())
def test_each_class_is_drawn_once_and_a_branch_hangs_from_what_is_drawn(case):
    parents, second, rows = case
    found = ontology(parents, second=second)
    p = found.projection
    upward = [row for row in range(p.edge_count) if p.predicates[p.predicate[row]].label == "kind of"]
    hierarchy = hierarchy_by(p, np.array(upward, np.int32), np.ones(p.node_count, bool))
    groups = top_of(p, hierarchy, rows)
    held = [node for group in groups for node in group.members]
    assert len(held) == len(set(held)) and all(len(group.members) > 1 for group in groups)
    forest, grouped = hierarchy.forest, {node: group.id for group in groups for node in group.members}
    for number in range(len(forest)):
        node, above = int(forest.nodes[number]), int(forest.parent[number])
        if above >= 0 and int(forest.nodes[above]) in grouped:
            assert grouped[node] == grouped[int(forest.nodes[above])]  # what is below something in a branch is in it
    leaves = {int(forest.nodes[number]) for number in np.flatnonzero(forest.children == 0)}

    def height(made):
        return len(made) + len(leaves - {node for group in made for node in group.members})

    assert height(groups) <= max(rows, height(top_of(p, hierarchy, 0)))
    assert len(see(p, View(groups=groups)).drawn) == p.node_count - len(held) + len(groups)


@given(_trees())
def test_opening_every_branch_shows_each_class_and_closing_the_first_restores_the_view(case):
    parents, second, _ = case
    found = ontology(parents, second=second)
    p, hierarchy = found.projection, hierarchy_of(found.projection)
    if hierarchy is None:
        return
    session = Session(found)
    start = View(groups=top_of(p, hierarchy, 1), layout="tree")
    session.amend(start)
    commands = Commands(session)
    for _ in range(200):
        branches = [drawn for drawn in session.visible.drawn.tolist() if is_group(drawn)]
        if not branches:
            break
        if not commands.open_branch(branches[0]):
            commands.expand(branches[0])
    assert session.visible.drawn.tolist() == list(range(p.node_count))
    view = session.view
    while view.expansions:
        view = collapsed(view, view.expansions[0])
    assert view._replace(positions=start.positions).filters == start.filters


def test_a_branch_is_opened_selected_closed_and_undone():
    session = Session(ontology(regular(6, 4), properties=40))
    commands = Commands(session)
    before = session.view
    assert commands.open_branch(branch_of(session, "C20")) == 7
    assert session.selection == (named(session.document, "C20"),)
    assert not session.is_placed  # so that the tree is laid out anew
    inner = branch_of(session, "C121")
    assert session.title_of(inner) == "C121 and below"
    assert commands.open_branch(inner) == 7
    commands.collapse(named(session.document, "C20"))
    assert session.view.filters == before.filters
    for _ in range(3):
        session.undo()
    assert session.view == before


def test_what_a_search_finds_is_shown_with_the_way_to_it():
    session = Session(ontology(regular(6, 4)))
    Commands(session).reveal(named(session.document, "C1000"))
    way = [1000]
    while way[-1]:
        way.append((way[-1] - 1) // 6)
    shown = set(session.visible.drawn.tolist())
    assert session.selection == (named(session.document, "C1000"),) and not session.is_placed
    assert all(named(session.document, f"C{i}") in shown for i in way)
    assert session.title_of(branch_of(session, "C991")) == "C165 and below"
    session.undo()
    assert is_group(branch_of(session, "C1000"))


def test_a_second_parent_hangs_no_branch_from_another():
    def places(second):
        found = ontology(regular(6, 4), second=second)
        view, _, scene = found.first_look
        job = arrange_scene(
            found.projection, view, scene, lambda text, size, strong: (7.0 * len(text), 12.0), layout="tree"
        )
        return scene, finish(job).xy

    (plain, tidy), (crossed, xy) = places([]), places([(60, 2), (61, 3), (100, 5), (200, 1)])
    assert len(crossed.source) > len(plain.source) and np.allclose(xy, tidy, atol=3)


def test_a_branch_opens_by_a_double_click_in_the_window(window, qtbot, tmp_path):
    path = tmp_path / "large.ttl"
    parents = regular(6, 3)
    lines = [
        f":C{i} a owl:Class ." + (f" :C{i} rdfs:subClassOf :C{p} ." if p >= 0 else "") for i, p in enumerate(parents)
    ]
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    window.tasks.files.open_paths([str(path)])
    session = window.session
    qtbot.waitUntil(lambda: session.document.title == "large.ttl" and session.is_placed)
    assert "branches: double-click one to open it" in window.overlay.toast.text
    assert not is_group(branch_of(session, "C3"))
    drawn = branch_of(session, "C20")
    assert is_group(drawn)
    window.tasks.expanding.expand(drawn)
    qtbot.waitUntil(lambda: session.is_placed)
    assert session.selection == (named(session.document, "C20"),)
    near = Frame(session.scene, window.canvas.camera, LIGHT, window.canvas.emphasis, *[None] * 4).near
    ways = {session.projection.labels[node] for node in session.scene.ids[near].tolist() if not is_group(node)}
    assert {"C0", "C3", "C20"} <= ways and "C2" not in ways  # what is above stays lit up to the top
    qtbot.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert branch_of(session, "C20") == drawn


def test_a_schema_that_is_brought_in_says_what_it_leaves_out_and_all_is_one_click_away(window, qtbot, tmp_path):
    path = tmp_path / "mixed.ttl"
    lines = [f":C{i} a owl:Class ; rdfs:subClassOf :C{(i - 1) // 4} ." for i in range(1, 120)]
    lines += [f":x{i} a :C{i % 120} ; :near :x{i // 2} ; :size {i} ; rdfs:label 'x {i}' ." for i in range(400)]
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    window.tasks.files.open_paths([str(path)])
    session = window.session
    qtbot.waitUntil(lambda: session.document.title == "mixed.ttl" and session.is_placed)
    assert not session.document.with_schema
    window.tasks.documents.draw_schema(True)
    qtbot.waitUntil(lambda: session.document.with_schema and session.is_placed)
    assert "Not shown: 400 other resources" in window.overlay.toast.text
    everything = session.projection.node_count
    next(b for b in window.overlay.toast.findChildren(QPushButton) if b.text() == "Show all").click()
    assert len(session.visible.nodes) == everything
    session.undo()
    assert len(session.visible.nodes) == everything - 400


def test_branches_and_groups_by_class_take_names_in_another_language():
    lines = [':S a skos:ConceptScheme . skos:Concept rdfs:label "Idea"@en, "Idee"@de .'] + [
        f':C{i} a skos:Concept ; skos:prefLabel "word {i}"@en, "Wort {i}"@de ; '
        + (f"skos:broader :C{(i - 1) // 9} ." if i else "skos:topConceptOf :S .")
        for i in range(300)
    ]
    session = Session(document("\n".join(lines)))
    commands = Commands(session)
    top = session.document.named_views[0]

    def titles():
        return {group.title for group in session.view.groups}

    english = titles()
    assert english and all("word " in title for title in english)
    commands.name_by(Naming(("de",)))
    assert titles() == {title.replace("word", "Wort") for title in english}
    commands.look(top.view, top.title)
    assert titles() == {title.replace("word", "Wort") for title in english}
    commands.group_by_class()
    commands.name_by(Naming(("en",)))
    assert titles() & {"Idea"} and not titles() & {"Idee"}
    session.undo()
    assert titles() & {"Idee"}
