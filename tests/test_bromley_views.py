"""The named views of the Bromley graph: what each of them shows, and where."""

import numpy as np

from explorer.files.first_views import BASE
from explorer.panels.details import describe_edge
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.hiding.filters import FILTER_OF, Cause
from explorer.views.hiding.support import SUPPORT
from explorer.views.view import View
from explorer.views.visible import see


def test_a_view_leaves_out_what_nobody_hid_and_each_cause_has_its_own_remedy(bromley):
    session = Session(bromley)
    commands = Commands(session)
    session.commit(bromley.named_views[3].view, "open")
    kept = set(session.visible.nodes.tolist())
    one = min(kept)
    commands.hide([one])
    words = [FILTER_OF[line.cause].words for line in session.visible.ledger()]
    assert {"by the named view", "by hand"} <= set(words) and len(set(words)) == len(words)
    assert "1 by hand" in session.visible.summary()
    commands.release(Cause.HAND)
    assert set(session.visible.nodes.tolist()) == kept and session.view.left_out
    commands.hide([one])
    commands.release(Cause.LEFT_OUT)
    assert set(session.visible.nodes.tolist()) >= kept - {one} and one not in session.visible.nodes
    assert not session.view.left_out and session.view.hidden_nodes


def test_a_filter_counts_in_the_ledger_what_it_took_from_the_picture(bromley):
    session = Session(bromley)
    commands = Commands(session)
    causes = {"text_support": Cause.SUPPORT, "classes": Cause.CLASS, "predicates": Cause.PREDICATE}
    for view in bromley.named_views:
        for facet, cause in causes.items():
            session.commit(view.view, view.title)
            before, hid = session.visible, {line.cause: line for line in session.visible.ledger()}
            commands.toggle(facet, _most(session, facet), "one line")
            after, told = session.visible, next(line for line in session.visible.ledger() if line.cause == cause)
            had = hid.get(cause, (cause, 0, 0))
            if cause == Cause.CLASS:
                assert told.nodes - had[1] == len(before.nodes) - len(after.nodes) > 0
            else:
                assert told.edges - had[2] == len(before.edges) - len(after.edges) > 0


def _most(session: Session, facet: str) -> int:
    """The line of which the picture shows most."""
    p, visible = session.projection, session.visible
    if facet == "classes":
        return int(p.class_counts(visible.nodes).argmax()) - 1
    lines = p.predicate if facet == "predicates" else SUPPORT["text_support"].levels(p)
    return int(np.bincount(lines[visible.edges]).argmax())


def test_what_is_hidden_to_show_others_alone_is_not_hidden_by_hand(bromley):
    session = Session(bromley)
    commands = Commands(session)
    session.commit(bromley.named_views[0].view, "open")
    shown = session.visible.nodes.tolist()
    commands.hide(shown[:2])
    commands.hide_others(shown[2:5])
    told = {line.cause: line.nodes for line in session.visible.ledger()}
    assert (told[Cause.HAND], told[Cause.ALONE]) == (2, len(shown) - 5)
    assert f"{len(shown) - 5} outside what is shown alone, 2 by hand" in session.visible.summary()
    commands.hide([shown[2]])
    commands.reveal(shown[6])
    commands.hide([shown[6]])
    told = {line.cause: line.nodes for line in session.visible.ledger()}
    assert (told[Cause.HAND], told[Cause.ALONE]) == (4, len(shown) - 6), "what is hidden later is hidden by hand"
    commands.release(Cause.ALONE)
    assert set(session.visible.nodes.tolist()) == set(shown) - {*shown[:3], shown[6]}
    commands.hide_others(shown[3:5])
    commands.release(Cause.HAND)
    told = {line.cause: line.nodes for line in session.visible.ledger()}
    assert Cause.HAND not in told and told[Cause.ALONE] == len(shown) - 6


def test_a_named_view_shows_what_had_changed_by_2018(bromley):
    named_view = next(view for view in bromley.named_views if view.title == "What had changed by 2018")
    projection, visible = bromley.projection, see(bromley.projection, named_view.view)
    shown = {projection.iris[node].rpartition("/")[2] for node in visible.nodes.tolist()}
    for kind in ("http://purl.org/spar/cito/updates", "http://purl.org/spar/cito/agreesWith"):
        predicate = next(i for i, info in enumerate(projection.predicates) if info.iri == kind)
        every = np.flatnonzero(projection.predicate == predicate)
        assert len(every) and (visible.edge_cause[every] == 0).all(), f"all that {kind} says is shown"
    assert {"rating-overall", "claim-improved", "question-budget", "answer-gangs", "report-2016"} <= shown
    heads = [guide for guide in named_view.view.guides if guide.axis == "x"]
    assert [guide.text for guide in heads] == [
        "Found in 2016", "Updated by 2018", "Asked in 2018", "Answered in 2018",
    ]  # fmt: skip
    xy = named_view.view.positions.of(projection.node_count)
    columns = np.searchsorted([guide.at for guide in heads], xy[:, 0]) - 1
    column = {name: heads[columns[projection.node_of[BASE + name]]].text for name in shown}
    assert column["rating-overall"] == column["report-2016"] == "Found in 2016"
    assert column["claim-improved"] == "Updated by 2018" and column["question-budget"] == "Asked in 2018"
    assert all(column[name] == "Answered in 2018" for name in shown if name.startswith("answer-"))


def test_details_say_where_to_read_on_and_on_whose_word_a_relationship_rests(bromley):
    p = bromley.projection
    visible = see(p, View())

    def facts(subject: str, predicate: str, value: str) -> dict[str, str]:
        ends = p.node_of[BASE + subject], p.node_of[BASE + value]
        (edge,) = (
            edge
            for edge in range(p.edge_count)
            if (int(p.subject[edge]), int(p.object[edge])) == ends and p.edge_words(edge) == predicate
        )
        return {fact.name: fact.value for fact in describe_edge(p, visible, edge).facts}

    found = facts("b-and-b-extended", "concerns", "care-leavers")
    assert found["read with"] == "Text of 2016 on the inspection, characters 1,190–1,283"
    assert facts("council-members", "leads", "improvement-board")["attributed to"] == "Spokeswoman (not named)"
    assert facts("post-interim-director", "held by", "interim-director-2016")["held as"] == "interim"


def test_praise_has_another_colour_than_blame_in_every_view_also_where_findings_come_later(bromley):
    session, p = Session(bromley), bromley.projection
    nodes = [p.labels.index(name) for name in ("Health arrangements good", "Corporate failure")]
    for view in bromley.named_views:
        session.commit(view.view, view.title)
        Commands(session).reset_filters()
        scene = session.scene
        drawn = [scene.palette[scene.colour[scene.ids.tolist().index(node)]] for node in nodes]
        assert drawn == ["#209939", "#a82470"], view.title
