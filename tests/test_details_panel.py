"""The details panel: reading about a resource, with its evidence."""

from __future__ import annotations

from types import SimpleNamespace

import psutil
import pytest
from panel_case import case, node, sit_down
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from explorer.panels.cards import spoken
from explorer.panels.details import describe_edge, describe_node
from explorer.panels.facets import count_facets
from explorer.panels.selection import summarise
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.evidence import Passage
from graph.reading.read import read_bytes
from graph.work.progress import finish
from ui.panels.details import DetailsPanel
from ui.panels.evidence import EvidenceCard, EvidencePanel
from ui.parts.links.linked_prose import LinkedProse
from ui.parts.links.painting import RowDelegate
from ui.parts.links.row_list import RowList
from ui.parts.links.rows import ROW
from ui.parts.prose import Prose


class Desk:
    """Details and evidence, combined as in the window."""

    def __init__(self, qtbot: QtBot, *, attached: bool = True) -> None:
        self.attached = attached
        self.asked = 0
        self.read: list[Passage] = []
        self.commands = sit_down()
        self.evidence = EvidencePanel(self.excerpt, lambda _: "", self.ask, self.read.append)
        self.panel = DetailsPanel(self.commands, self.follow, self.evidence)
        qtbot.addWidget(self.panel)
        self.followed: list[int] = []
        self.commands.session.listen(lambda _: self.update())
        self.update()
        self.panel.resize(360, 900)
        self.panel.setVisible(True)

    def follow(self, node: int) -> None:
        self.followed.append(node)
        self.commands.reveal(node)

    def ask(self) -> None:
        self.asked += 1

    def excerpt(self, passage: Passage) -> SimpleNamespace | None:
        if not self.attached or passage.sha256 != "00ff":
            return None
        return SimpleNamespace(before="Since 2015 ", passage="<b>Ada</b> Mayor", after=" leads it.", paragraph=2)

    def update(self) -> None:
        session = self.commands.session
        projection = session.projection
        if session.selected_edge >= 0:
            value = describe_edge(projection, session.visible, session.selected_edge)
        elif len(session.selection) == 1:
            value = describe_node(projection, session.visible, session.selection[0])
        else:
            value = summarise(projection, session.visible, session.selection) if session.selection else None
        self.panel.put(value)
        self.evidence.put(value)

    def words(self) -> str:
        """The whole text of the panel."""
        QApplication.processEvents()
        labels = [label.text() for label in self.panel.findChildren(QLabel) if label.isVisible()]
        return "\n".join(labels + [t.toPlainText() for t in self.panel.findChildren(QTextEdit) if t.isVisible()])


def lines(rows: RowList) -> list[str]:
    return [item.text for item in rows.rows.items]


def spot(rows: RowList, text: str) -> QRect:
    return rows.visualRect(rows.rows.index(lines(rows).index(text)))


def choose(qtbot: QtBot, rows: RowList, text: str) -> None:
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot(rows, text).center())


def test_without_a_selection_the_panel_says_what_to_do(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert "Ctrl+F" in desk.words()
    assert not desk.evidence.isVisible()


def test_an_analyst_reads_about_a_person_and_follows_a_relationship(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Ada Mayor")])
    assert "Ada Mayor" in desk.words()
    assert "Leads the council since 2015." in desk.words()
    assert "Person" in desk.words()
    assert "https://example.org/case/mayor" not in desk.words(), "nobody has asked for it"
    shower = next(button for button in desk.panel.findChildren(QPushButton) if button.text() == "show the IRI")
    qtbot.mouseClick(shower, Qt.MouseButton.LeftButton)
    assert "https://example.org/case/mayor" in desk.words()
    choose(qtbot, desk.panel.relationships, "Town council")
    assert desk.followed == [node("Town council")]
    assert "Town council" in desk.words()


def test_a_hidden_neighbour_is_marked_and_shown_when_followed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.hide([node("Town council")])
    desk.commands.session.select([node("Ada Mayor")])
    rows = desk.panel.relationships.rows
    index = rows.index(lines(desk.panel.relationships).index("Town council"))
    assert index.data(ROW).row.quiet
    assert "hidden" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    choose(qtbot, desk.panel.relationships, "Town council")
    assert node("Town council") not in desk.commands.view.hidden_nodes
    assert desk.commands.session.selection == (node("Town council"),)


def test_a_hidden_relationship_differs_from_a_hidden_resource(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    member = [info.label for info in case().projection.predicates].index("member of")
    desk.commands.toggle("predicates", member, "member of")
    desk.commands.session.select([node("Ada Mayor")])
    rows = desk.panel.relationships.rows
    assert rows.items[lines(desk.panel.relationships).index("Town council")].row.mark == "relationship hidden"  # type: ignore[union-attr]
    desk.commands.hide([node("Town council")])
    assert rows.items[lines(desk.panel.relationships).index("Town council")].row.mark == "hidden"  # type: ignore[union-attr]


def test_a_group_lists_its_members_and_several_resources_are_listed_as_selected(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    two = [node("Ada Mayor"), node("Town council")]
    desk.commands.session.select(two)
    assert desk.panel.member_section.heading.text() == "Selected"
    desk.panel.put(summarise(case().projection, desk.commands.session.visible, two, title="A group"))
    assert desk.panel.member_section.heading.text() == "Members"


def test_a_narrow_panel_cuts_no_name_and_no_mark(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(qtbot)
    names = ("Town council", "Contract 03")
    desk.commands.hide([node(name) for name in names])
    written: list[str] = []
    words = RowDelegate._words

    def write(painted, painter, font, room, text):
        written.append(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
        return words(painted, painter, font, room, text)

    monkeypatch.setattr(RowDelegate, "_words", write)
    for width in (180, 230, 360):
        desk.panel.resize(width, 700)
        for name in ("Ada Mayor", "Town council"):
            desk.commands.session.select([node(name)])
            written.clear()
            QApplication.processEvents()
            relationships = desk.panel.relationships
            relationships.grab()
            rows = [item.row for item in relationships.rows.items if item.row is not None]
            said = " ".join(written)
            assert all(row.text in said for row in rows), f"{width} pixels cut a name"
            assert all(f"({row.mark})" in said for row in rows if row.mark), f"{width} pixels cut a mark"
            assert all(word in said for row in rows for word in row.note.split()), f"{width} pixels cut a class"
            last = relationships.visualRect(relationships.rows.index(len(relationships.rows.items) - 1, 0))
            assert last.bottom() < relationships.height(), "every line is in sight"


def test_a_click_anywhere_in_the_row_of_a_heading_folds_its_section(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Ada Mayor")])
    QApplication.processEvents()
    section = desk.panel.relationship_section
    right = QPoint(section.width() - 14, section.heading.geometry().center().y())
    for is_open in (False, True):
        under = section.childAt(right)
        assert under is not None
        qtbot.mouseClick(under, Qt.MouseButton.LeftButton, pos=under.mapFrom(section, right))
        assert section.body.isVisible() == is_open


def test_what_is_above_and_below_stands_before_all_other_relationships(turtle) -> None:
    p = turtle(":heat skos:broader :energy ; :unit :a, :b, :c . :latent skos:broader :heat . :x :about :heat .")
    found = describe_node(p, see(p, View()), p.node_of["https://example.org/heat"])
    named = [[one.label for one in group.relationships] for group in found.relationships]
    assert named == [["energy"], ["latent"], ["a", "b", "c"], ["x"]]


def test_every_way_up_to_the_top_is_a_line_of_links(turtle, qtbot: QtBot) -> None:
    p = turtle(
        ":pony rdfs:subClassOf :horse, :pet . :horse rdfs:subClassOf :mammal . :mammal rdfs:subClassOf :animal ."
        ":pet rdfs:subClassOf :animal . :animal rdfs:subClassOf :pony .",  # a circle does not end the program
        schema=True,
    )
    found = describe_node(p, see(p, View()), p.node_of["https://example.org/pony"])
    assert [[label for _, label in way] for way in found.above] == [["animal", "mammal", "horse"], ["animal", "pet"]]
    followed: list[int] = []
    panel = DetailsPanel(sit_down(), followed.append)
    qtbot.addWidget(panel)
    panel.put(found)
    links = [button for button in panel.findChildren(QPushButton) if "above this" in button.toolTip()]
    assert [link.text() for link in links] == ["animal", "mammal", "horse", "animal", "pet"]
    links[2].click()
    assert followed == [p.node_of["https://example.org/horse"]]


def test_long_groups_fold_and_unfold(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Town council")])
    relationships = desk.panel.relationships
    assert "show all 40" in lines(relationships)
    assert "Contract 39" not in lines(relationships)
    choose(qtbot, relationships, "show all 40")
    assert "Contract 39" in lines(relationships)
    height = relationships.height()
    desk.commands.hide([node("Contract 00")])
    assert "Contract 39" in lines(relationships)
    assert relationships.height() == height


def test_the_keyboard_alone_moves_from_line_to_line(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Summer fair")])
    relationships = desk.panel.relationships
    desk.panel.activateWindow()
    relationships.setFocus()
    qtbot.waitUntil(relationships.hasFocus)
    assert relationships.currentIndex().data() == "Town council"
    qtbot.keyClick(relationships, Qt.Key.Key_Return)
    assert desk.followed == [node("Town council")]
    qtbot.keyClick(relationships, Qt.Key.Key_Down)
    qtbot.keyClick(relationships, Qt.Key.Key_Return)
    assert len(desk.followed) == 2


def test_the_passages_of_a_relationship_are_one_click_away(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Ada Mayor")])
    relationships = desk.panel.relationships
    item = relationships.rows.items[lines(relationships).index("Town council")]
    assert item.row is not None
    assert item.row.badge == 2
    place = relationships.painted.badge_rect(spot(relationships, "Town council"), relationships, item.row).center()
    qtbot.mouseClick(relationships.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.commands.session.selected_edge == item.row.badge_key
    assert lines(relationships) == ["From", "Ada Mayor", "To", "Town council"]
    assert len(desk.evidence.findChildren(EvidenceCard)) >= 2
    choose(qtbot, relationships, "Ada Mayor")
    assert desk.commands.session.selection == (node("Ada Mayor"),)


def test_a_passage_is_shown_in_context_and_can_be_copied(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Ada Mayor")])
    assert "Since 2015 <b>Ada</b> Mayor leads it." in desk.words()
    assert "paragraph 2 · characters 10–29" in desk.words()
    card = desk.evidence.findChildren(EvidenceCard)[-1]
    qtbot.mouseClick(card.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "“<b>Ada</b> Mayor” (Town paper, paragraph 2 · characters 10–29)"


def test_without_the_text_the_panel_offers_to_attach_a_folder(qtbot: QtBot) -> None:
    desk = Desk(qtbot, attached=False)
    desk.commands.session.select([node("Ada Mayor")])
    assert "The text is not attached" in desk.words()
    support = case().projection.edge_support
    desk.commands.session.select_edge(int(support.argmax()), bundle=False)
    assert "2 texts are not attached" in desk.words()
    offer = desk.evidence.findChild(QPushButton, "attachTexts")
    assert offer is not None
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert desk.asked == 1
    desk.attached = True
    desk.update()
    assert "Since 2015" in desk.words()


def test_a_resource_without_evidence_says_so(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Winter feast")])
    assert "No evidence is recorded for this." in desk.words()
    projection, visible = desk.commands.session.projection, desk.commands.session.visible
    bare = describe_node(projection, visible, node("Contract 03"))._replace(has_evidence=False)
    desk.evidence.put(bare)
    assert not desk.evidence.section.isVisible(), "where the source has no evidence at all"


def test_several_selected_resources_are_counted_and_listed_with_their_relationships(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node("Ada Mayor"), node("Town council"), node("Summer fair")])
    assert "3 resources selected" in desk.words()
    assert lines(desk.panel.members) == ["Ada Mayor", "Town council", "Summer fair"]
    assert lines(desk.panel.relationships) == ["Ada Mayor", "Summer fair"]
    choose(qtbot, desk.panel.relationships, "Summer fair")
    assert desk.commands.session.selected_edge >= 0


@pytest.mark.parametrize("label", ["<img src=x> & Clerk"])
def test_markup_in_a_name_is_shown_literally(qtbot: QtBot, label: str) -> None:
    desk = Desk(qtbot)
    desk.commands.session.select([node(label)])
    assert label in desk.words()
    assert all(text.textFormat() == Qt.TextFormat.PlainText for text in desk.panel.findChildren(QLabel))
    tips = [widget.toolTip() for widget in desk.panel.findChildren(QLabel)]
    assert not any("<img" in tip for tip in tips)


def test_the_same_resource_keeps_its_place_when_filters_change(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.panel.resize(360, 300)
    desk.commands.session.select([node("Town council")])
    qtbot.waitUntil(lambda: desk.panel.verticalScrollBar().maximum() > 150)
    desk.panel.verticalScrollBar().setValue(120)
    desk.commands.hide([node("Contract 00")])
    assert desk.panel.verticalScrollBar().value() == 120


def test_a_summary_of_everything_counts_everything() -> None:
    projection = case().projection
    summary = summarise(projection, sit_down().session.visible, range(projection.node_count))
    assert summary.total == projection.node_count
    assert summary.relationship_total == projection.edge_count
    assert sum(line.resources for line in summary.classes) == summary.total


def test_measuring_a_paragraph_leaves_no_copy(qtbot):
    process = psutil.Process()
    prose = Prose("Leads the council and answers for its services to children. " * 20, "Summary")
    qtbot.addWidget(prose)

    def measure(widths):
        for width in widths:
            prose.heightForWidth(width)
            if width % 20 == 0:
                qtbot.wait(1)

    measure(range(100, 200))
    before = process.memory_info().rss
    measure(range(200, 1000))
    assert process.memory_info().rss - before < 10_000_000, "kept copies took 50 MB"


def test_language_and_datatype_are_shown_where_only_they_tell_values_apart(turtle) -> None:
    p = turtle(':a :motto "Pain"@en, "Pain"@fr ; :count 1, "1", "02" ; :size 3 ; :word "bread"@en, "Brot"@de .')
    facts = describe_node(p, see(p, View()), p.node_of["https://example.org/a"]).facts
    assert sorted((fact.name, fact.value) for fact in facts) == [
        ("count", "02"), ("count", "1 (integer)"), ("count", "1 (string)"), ("motto", "Pain (en)"),
        ("motto", "Pain (fr)"), ("size", "3"), ("word", "Brot (de)"), ("word", "bread (en)"),
    ]  # fmt: skip


def test_a_triple_that_stands_nowhere_is_shown_as_not_asserted(turtle) -> None:
    p = turtle(
        ":a :knows :b . :r rdf:reifies <<( :a :accuses :b )>> ; :says 'maybe' . :x :mentions <<( :a :knows :b )>> ."
        " :s a rdf:Statement ; rdf:subject :b ; rdf:predicate :owes ; rdf:object 'much' ; :says 'so they say' ."
    )

    def said(name: str) -> list[str]:
        facts = describe_node(p, see(p, View()), p.node_of[f"https://example.org/{name}"]).facts
        return [fact.value for fact in facts if fact.name == "not asserted"]

    assert said("r") == ["a — accuses → b"]
    assert said("s") == ["b — owes → much"]
    assert said("x") == [] == said("a"), "what the source asserts is no such triple"


def test_every_count_of_relationships_says_how_many_are_shown(qtbot: QtBot) -> None:
    desk, council, mayor = Desk(qtbot), node("Town council"), node("Ada Mayor")
    session, p = desk.commands.session, case().projection
    total = int(p.degree[council])

    def said() -> tuple[str, str]:
        session.select([council])
        alone = desk.panel.relationship_section.heading.text()
        session.select([council, mayor])
        return alone, desk.panel.relationship_section.heading.text()

    assert said() == (f"Relationships  {total}", "Relationships between them  1")
    assert spoken(p, session.visible, "Town council", council).endswith(f"{total} relationships")
    desk.commands.toggle("predicates", [info.label for info in p.predicates].index("member of"), "member of")
    assert said() == (f"Relationships  {total - 2} of {total} shown", "Relationships between them  0 of 1 shown")
    assert spoken(p, session.visible, "Town council", council).endswith(f"{total - 2} of {total} relationships shown")


BUNDLES = b"""
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix : <https://e.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:one a prov:Bundle ; rdfs:label "Alice's account" ; prov:wasAttributedTo :alice .
:one { :report a prov:Entity ; prov:wasGeneratedBy :writing ; :pages 12 . :writing a prov:Activity ; :took 3 . }
:two { :report a prov:Entity ; :pages 12 , 13 ; prov:wasDerivedFrom :data . }
:alice :age 7 .
"""


def test_details_say_in_which_named_graph_each_statement_stands():
    p = finish(project(read_bytes(BUNDLES, "bundles.trig").quads))
    visible, one = see(p, View()), "Alice's account"

    def said(name: str) -> list[tuple[str, str]]:
        return [fact[:2] for fact in describe_node(p, visible, p.node_of[f"https://e.org/{name}"]).facts]

    assert said("report") == [
        ("pages", f"12 · in {one}, two"), ("pages", "13 · in two"), ("in graph", one), ("in graph", "two"),
    ]  # fmt: skip
    assert said("writing") == [("took", "3"), ("in graph", one)]
    assert said("alice") == [("age", "7")]
    assert said("one")[-1] == ("holds", "5 statements")
    edge = next(e for e in range(p.edge_count) if p.edge_words(e) == "derived from")
    assert ("in graph", "two") in [fact[:2] for fact in describe_edge(p, visible, edge).facts]
    lines = {line.label: (line.item, line.total) for line in count_facets(p, View(), visible).graphs}
    assert lines[one][1] == 1 and lines["two"][1] == 1
    hidden = see(p, View(hidden_graphs=frozenset({lines["two"][0]})))
    assert edge not in hidden.edges and len(hidden.edges) == len(visible.edges) - 1


def test_classes_named_in_the_words_of_a_schema_are_links(qtbot: QtBot, turtle) -> None:
    p = turtle(
        ":P a owl:Class . :A1 a owl:Class ; rdfs:label 'Same' . :A2 a owl:Class ; rdfs:label 'Same' ."
        ":B a owl:Class ; rdfs:subClassOf :P ; owl:disjointWith [ owl:unionOf (:A1 :A2) ] ."
        ":has a owl:ObjectProperty ; rdfs:domain :P ; rdfs:range :B .",
        schema=True,
    )
    visible = see(p, View())
    details = describe_node(p, visible, p.node_of["https://example.org/B"])
    (fact,) = [fact for fact in details.facts if "Same" in fact.value]
    assert fact.value == "Same (A1) or Same (A2)"
    assert [node for _, node in fact.parts] == [
        p.node_of["https://example.org/A1"],
        -1,
        p.node_of["https://example.org/A2"],
    ]
    followed: list[int] = []
    panel = DetailsPanel(sit_down(), followed.append)
    qtbot.addWidget(panel)
    panel.put(describe_node(p, visible, p.node_of["https://example.org/has"]))
    panel.resize(360, 500)
    panel.setVisible(True)
    prose = next(each for each in panel.findChildren(LinkedProse) if each.toPlainText() == "P")
    qtbot.waitUntil(lambda: prose.viewport().width() > 40)
    qtbot.mouseClick(prose.viewport(), Qt.MouseButton.LeftButton, pos=prose.cursorRect().center() + QPoint(4, 0))
    assert followed == [p.node_of["https://example.org/P"]]
    assert prose.focusNextPrevChild(True)
    qtbot.keyClick(prose, Qt.Key.Key_Return)
    assert followed == [p.node_of["https://example.org/P"]] * 2


def test_a_shape_says_what_each_of_its_named_property_shapes_requires(turtle) -> None:
    p = turtle(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . :S a sh:NodeShape ; sh:targetClass :C ; sh:property :p1, :p2 ."
        ":p1 sh:name 'sum' ; sh:path :amount ; sh:maxCount 1 . :p2 a sh:PropertyShape ; sh:name 'sum' ;"
        " sh:path :amount ; sh:datatype xsd:decimal .",
        schema=True,
    )
    (group,) = [
        group
        for group in describe_node(p, see(p, View()), p.node_of["https://example.org/S"]).relationships
        if group.total == 2
    ]
    told = {(one.label, one.class_label) for one in group.relationships}
    assert {words for _, words in told} == {"amount: at most 1", "amount: decimal"}
    assert len({label for label, _ in told}) == 2
