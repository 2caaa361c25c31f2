"""Disagreements in the window: side by side in the details, in the list of a check, and as a filter."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from explorer.files.images import composer_for
from explorer.panels.sides import sides_of
from explorer.pictures.drawing.display import Text
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.style import LIGHT
from explorer.pictures.scene.staging import stage
from explorer.views.camera import Camera
from explorer.views.view import View
from explorer.views.visible import see
from ui.look import fonts
from ui.panels.sides import SidesPanel

DATA = "@prefix : <https://e.org/> . :it :score 1, 2 . " + "".join(f":o{i} :score 3 ; :knows :it . " for i in range(9))


def _sides(window, qtbot, iri: str):
    """The section of the details of a resource."""
    panel = window.panels.details.open()
    window.session.select([window.session.projection.node_of[iri]])
    found = panel.findChild(SidesPanel)
    qtbot.waitUntil(lambda: found.section.isVisible())
    return found


def test_details_show_a_claim_beside_the_ratings_that_it_updates(window, qtbot):
    sides = _sides(window, qtbot, "https://caseboard.example/bromley/claim-improved")
    words = [part.text() for part in sides.parts]
    assert words[0] == "Text of 2018: service rapidly improved — updates → Ofsted report of 2016"
    assert words[1:6:2] == [
        "Text of 2018: service rapidly improved",
        "Ofsted report of 2016",
        "Inadequate in all areas",
    ]
    assert words[6].startswith("Ofsted report of 2016, in Text of 2016 on the inspection and Text of 2018")
    sides.parts[5].click()
    assert window.session.projection.labels[window.session.selection[0]] == "Inadequate in all areas"


def test_a_question_lists_its_answers_together(bromley):
    node = bromley.projection.node_of["https://caseboard.example/bromley/question-budget"]
    (told,) = sides_of(bromley.projection, View(), node=node)
    assert told.sentence == "Answers" and len(told.sides) == 12


def test_a_relationship_shows_its_own_disagreement_alone(bromley):
    p = bromley.projection
    edge = next(i for i in range(p.edge_count) if p.edge_words(i) == "cites as evidence" and
                p.labels[p.subject[i]] == "Fortune: management, not money" )  # fmt: skip
    (told,) = sides_of(p, View(), edge=edge)
    assert "no passage of that document is recorded" in told.sentence


def test_a_property_that_may_have_several_values_contradicts_nothing(window, qtbot, tmp_path: Path):
    (tmp_path / "said.ttl").write_text(DATA, encoding="utf-8")
    window.tasks.files.open_paths([str(tmp_path / "said.ttl")])
    qtbot.waitUntil(lambda: "https://e.org/it" in window.session.projection.node_of)
    window.actions_set.by_id["file.only-disputed"].trigger()
    assert [window.session.projection.labels[i] for i in window.session.visible.nodes] == ["it"]
    sides = _sides(window, qtbot, "https://e.org/it")
    assert sides.parts[-1].text() == "“score” may have several values"
    sides.parts[-1].click()
    qtbot.waitUntil(lambda: not sides.section.isVisible())
    assert not len(window.session.visible.nodes) and window.session.view.several_valued
    window.session.undo()
    assert len(window.session.visible.nodes) == 1


def test_a_check_lists_disagreements_that_lead_to_their_places(window, qtbot):
    window.actions_set.by_id["file.check"].trigger()
    panel = window.panels.checks.open()
    qtbot.waitUntil(lambda: bool(panel.list.rows.items), timeout=20_000)
    headings = [item.text for item in panel.list.rows.items if item.kind == "heading"]
    assert {"Updates", "Source without a passage", "Answers"} & set(headings) >= {"Updates", "Answers"}


def test_chips_count_disagreements_on_nodes_in_legends_and_in_images(bromley):
    p = bromley.projection
    scene = stage(p, View(), see(p, View()))
    counts = {scene.labels[i]: int(scene.chips[i]) for i in np.flatnonzero(scene.chips).tolist()}
    assert counts == {
        "Ofsted report of 2016": 3,
        "Inadequate in all areas": 1,
        "Text of 2018: service rapidly improved": 1,
        "Text of 2018: better rating expected": 1,
        "Fortune: management, not money": 1,
        "Fortune: management, systems improved": 1,
    }
    (entry,) = (entry for entry in legend_entries(p, see(p, View()), View()) if entry.is_chip)
    assert entry.label == f"Disputed or updated: {len(counts)}"
    one = scene.part(scene.ids[scene.chips == 3])
    camera = Camera(float(one.xy[0, 0]), float(one.xy[0, 1]), 1.0, 400, 300)
    near = composer_for(p, fonts.measure, see(p, View())).compose(one, camera, LIGHT)
    assert any(isinstance(item, Text) and item.text == "3" for item in near.items)
    far = composer_for(p, fonts.measure, see(p, View())).compose(one, camera._replace(zoom=0.05), LIGHT)
    assert "numbers of disagreements" in far.left_out


def test_a_property_is_taken_to_have_one_value_and_several_again(window, qtbot, tmp_path: Path, monkeypatch):
    data = "@prefix : <https://e.org/> . :it :leader :ann, :bob . :ann :knows :bob ; :age 40 ."
    (tmp_path / "led.ttl").write_text(data, encoding="utf-8")
    window.tasks.files.open_paths([str(tmp_path / "led.ttl")])
    qtbot.waitUntil(lambda: "https://e.org/it" in window.session.projection.node_of)
    offered: list[list[str]] = []

    def pick(_title: str, _question: str, choices: list[str]) -> int:
        offered.append(list(choices))
        return 0

    monkeypatch.setattr(window.tools.ask, "pick", pick)
    switch = window.actions_set.by_id["file.single-values"]
    switch.trigger()
    assert offered[0][0] == "leader: several values, as learnt; 1 of 1 subjects have several"
    assert "age: one value, as learnt; 0 of 1 subjects have several" in offered[0]
    assert _sides(window, qtbot, "https://e.org/it").parts[0].text().startswith("it: leader is ann and bob")
    switch.trigger()
    assert offered[1][0].startswith("leader: one value, as you said")
    assert window.session.view.several_valued and not window.session.view.single_valued
