"""Tasks of the window, one at a time, on fake tools."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from fake_tools import FakePanel, fake_tools
from panel_case import case, node

from explorer.document import Document, NamedView
from explorer.files.attached_texts import AttachedTexts
from explorer.files.exploration import save_exploration
from explorer.files.exports import Companions
from explorer.files.opening import AS_USUAL, BROMLEY, OpenOptions, open_document
from explorer.files.publication.wishes import UNSEEN, Wishes
from explorer.panels.search import DiskHit, Hit, KindHit, NodeHit, NoteHit, ServerHit
from explorer.pictures.scene.notes import new_note, now
from explorer.views.camera import Camera
from explorer.views.view import View
from graph.errors import ReadError
from graph.reading.limits import TooLargeError
from graph.saved.annotations import OnCanvas, OnNode
from graph.store.folder import StoreFolder
from graph.work.process import Worker
from graph.work.progress import Progress, finish
from ui.tasks.expanding import Expander
from ui.tasks.files.documents import DocumentSwitch
from ui.tasks.files.explorations import ExplorationFile
from ui.tasks.files.exports import Exporter
from ui.tasks.files.opener import FileOpener
from ui.tasks.files.publishing import Publisher
from ui.tasks.files.sources import SourceOpener
from ui.tasks.groups import GroupMaker
from ui.tasks.layouts import LayoutRunner
from ui.tasks.looking import Looking
from ui.tasks.measures import MeasureRunner
from ui.tasks.named_views import NamedViews
from ui.tasks.notes import NoteKeeper
from ui.tasks.paths import PathSearch
from ui.tasks.queries import QueryRunner
from ui.tasks.search import Finder
from ui.tasks.tools import JobStarter, Tools

MAYOR, COUNCIL = node("Ada Mayor"), node("Town council")


class Jobs:
    """Jobs of the window, none of which runs before the test lets it."""

    def __init__(self) -> None:
        self.is_busy, self.cancelled = False, 0
        self.started: list[dict] = []

    def cancel(self) -> None:
        self.cancelled += 1

    def start(self, job, title, *, done, failed):
        self.started.append({"done": done, "failed": failed})


def do_now(change):
    change()


@pytest.fixture
def tools() -> Tools:
    return fake_tools()


def drawn(tools: Tools) -> set[int]:
    return set(tools.session.visible.drawn.tolist())


# Tools


def test_a_result_for_another_document_is_dropped_and_one_for_the_same_grown_is_not(tools):
    jobs, results = Jobs(), []
    start = JobStarter(jobs, tools.session, tools.messages)
    first, other = tools.session.document, Document(case().source, case().projection)
    start(iter(()), "of any", results.append)
    start(iter(()), "of this", results.append, on=first)
    tools.session.open(replace(first, named_views=()))
    jobs.started[1]["done"]("grown")
    tools.session.open(other)
    jobs.started[1]["done"]("stale")
    jobs.started[0]["done"]("any")
    assert results == ["grown", "any"]
    jobs.started[1]["failed"](ReadError("It failed."))
    assert tools.messages.last == "It failed."


def test_a_document_continues_itself_and_what_it_grew_from(turtle):
    first = case()
    assert first.continues(first) and replace(first, notes=()).continues(first)
    assert not Document(first.source, first.projection).continues(first)
    smaller = replace(first, projection=turtle(":a :p :b ."))
    assert first.continues(smaller) and not smaller.continues(first)


# The graph


def test_expanding_adds_neighbours_says_how_many_and_offers_to_fit_those_out_of_sight(tools):
    tools.commands.hide_others([MAYOR])
    tools.sight.share = 0.5
    Expander(tools, lambda _node: False, lambda: None).expand(MAYOR)
    assert COUNCIL in drawn(tools) and "added" in tools.messages.last and "out of sight" in tools.messages.last
    tools.messages.choices["Show all"]()
    assert tools.sight.calls == [("fit", None)]


def test_expanding_what_has_to_be_loaded_waits_for_that(tools):
    tools.commands.hide_others([MAYOR])
    loaded = []
    Expander(tools, lambda node: not loaded.append(node), lambda: None).expand(MAYOR)
    assert loaded == [MAYOR] and drawn(tools) == {MAYOR} and not tools.messages.said


def test_rows_of_a_table_are_shown_and_brought_into_sight(tools):
    tools.commands.hide([MAYOR])
    fitted = []
    Expander(tools, lambda _node: False, lambda: fitted.append(tools.session.selection)).show(
        np.array([MAYOR], np.int32), np.empty(0, np.int32)
    )
    assert MAYOR in drawn(tools) and fitted == [(MAYOR,)]


def test_a_group_gets_the_name_that_was_typed_and_cancel_makes_none():
    for answer in ("Town hall", ""):
        tools = fake_tools(answer)
        tools.session.select([MAYOR, COUNCIL])
        GroupMaker(tools, do_now).group_selection()
        assert [group.title for group in tools.session.view.groups] == ([answer] if answer else [])


def test_ungrouping_may_run_a_layout(tools):
    tools.commands.group_by_class()
    changes = []
    GroupMaker(tools, lambda change: changes.append(change())).ungroup_all()
    assert len(changes) == 1 and not tools.session.view.groups


def test_a_layout_moves_nodes_and_one_for_another_document_moves_none(tools, qapp):
    class Drafts:
        follows, latest = True, None

        def withdraw(self) -> None: ...
        def show(self, progress: Progress) -> None: ...

    shown, session = [], tools.session
    worker = Worker()
    try:
        layouts = LayoutRunner(tools, worker, Drafts, shown.append)
        layouts.lay_out("circular")
        assert shown == ["circular"] and not session.is_placed
        session.open(Document(case().source, case().projection))
        tools.start.run()
        assert not session.is_placed
        layouts.lay_out("circular")
        tools.start.run()
        assert session.is_placed and session.view.layout == shown[-1] == "circular"
        assert ("fit_scene", session.scene) in tools.sight.calls
    finally:
        worker.close()


def test_a_measure_joins_the_view(tools):
    worker = Worker()
    try:
        measures = MeasureRunner(tools, worker)
        measures.take("degree", False, True)
        assert not tools.session.view.measures
        tools.start.run()
    finally:
        worker.close()
    assert [measured.key for measured in tools.session.view.measures] == ["measure degree"]
    measures.drop("degree")
    assert not tools.session.view.measures


def test_paths_are_found_saved_as_findings_and_asked_again(tools):
    panel = FakePanel()
    paths = PathSearch(tools, panel, lambda _edge: None, lambda _statements: None)
    tools.session.select([MAYOR, COUNCIL])
    paths.find()
    assert paths.search().is_searching and panel.calls[0] == ("go_to", ())
    tools.start.run()
    assert paths.search().ends == ("Ada Mayor", "Town council") and paths.search().routes
    paths.save()
    (finding,) = tools.session.findings
    assert "saved" in tools.messages.last
    tools.session.open(Document(case().source, case().projection))
    assert not paths.search().ends, "another document"
    paths.repeat(finding)
    tools.start.run()
    assert paths.search().routes and ("show_found", ()) in panel.calls


def test_of_very_many_results_on_disk_the_user_says_how_many(tools):
    loaded, shown = [], []
    asked = fake_tools(0)
    queries = QueryRunner(asked, Worker(), lambda *rows: shown.append(rows), lambda *iris: loaded.append(iris))
    nothing = np.empty(0, np.int32)
    queries.show(nothing, nothing, [f"https://example.org/{i}" for i in range(300)])
    assert len(loaded[0]) == 50 and not shown and "300" in asked.ask.asked[0][1]
    queries.remember("ASK {}")
    assert asked.settings.query == "ASK {}"


# Looking


def test_going_to_a_hidden_resource_shows_selects_and_centres_it(tools):
    tools.commands.hide([MAYOR])
    Looking(tools, Jobs(), do_now).go_to(MAYOR)
    assert tools.session.selection == (MAYOR,) and MAYOR in drawn(tools)
    assert ("centre_on", MAYOR) in tools.sight.calls


def test_escape_stops_jobs_then_clears_the_selection_then_leaves_the_focus(tools):
    jobs = Jobs()
    looking = Looking(tools, jobs, do_now)
    tools.commands.focus([MAYOR])
    tools.session.select([COUNCIL])
    jobs.is_busy = True
    looking.step_back()
    assert jobs.cancelled == 1 and tools.session.selection
    jobs.is_busy = False
    looking.step_back()
    assert not tools.session.selection and tools.session.view.focus
    looking.step_back()
    assert not tools.session.view.focus


def test_escape_leaves_a_focus_on_the_selection_in_one_press_and_the_selection_stays(tools):
    tools.session.select([MAYOR])
    tools.commands.focus([MAYOR])
    Looking(tools, Jobs(), do_now).step_back()
    assert not tools.session.view.focus and tools.session.selection == (MAYOR,)


def _show_mayor_alone_by_hand(tools):
    tools.session.select([MAYOR])
    Looking(tools, Jobs(), do_now).hide_others()


def _hide_all_but_the_mayor(tools):
    tools.commands.hide_others([MAYOR])


def _show_a_relationship_alone(tools):
    projection = tools.session.projection
    ends = np.array([projection.subject[0], projection.object[0]], np.int32)
    tools.commands.show_only(ends, np.array([0], np.int32), "Only the path")


@pytest.mark.parametrize("enter", [_show_mayor_alone_by_hand, _show_a_relationship_alone])
def test_escape_leaves_what_is_shown_alone_in_one_press_as_one_step(tools, enter):
    session, camera = tools.session, Camera(x=12.0, zoom=0.5)
    session.seen_through(lambda: camera)
    tools.commands.hide([COUNCIL])
    before = session.view
    enter(tools)
    within, steps = session.view, len(session.history.steps)
    assert len(drawn(tools)) < 3
    tools.sight.calls.clear()
    Looking(tools, Jobs(), do_now).step_back()
    assert session.view == before and len(session.history.steps) == steps + 1
    assert ("look_again", camera) in tools.sight.calls
    Looking(tools, Jobs(), do_now).step_back()
    assert session.view == before, "there is nothing more to leave"
    session.undo()
    assert session.view == within
    session.select([])
    Looking(tools, Jobs(), do_now).step_back()
    assert session.view == before, "undo leads in again, and Esc out"


def test_escape_leaves_one_after_the_other_in_the_order_of_entering(tools):
    looking, enterings = Looking(tools, Jobs(), do_now), [_show_a_relationship_alone, _hide_all_but_the_mayor]
    for focus_at in range(3):  # before, between and after the two
        pictures = []
        moves = enterings.copy()
        moves.insert(focus_at, lambda _: tools.commands.focus([MAYOR]))
        for enter in moves:
            pictures.append(drawn(tools))
            enter(tools)
        for before in reversed(pictures):
            looking.step_back()
            assert drawn(tools) == before
        assert not tools.session.view.focus and tools.session.history.outside is None


def test_escape_clears_a_later_selection_first_and_notes_stay(tools):
    session, looking = tools.session, Looking(tools, Jobs(), do_now)
    before = session.view
    _show_a_relationship_alone(tools)
    session.select_edge(0)
    tools.commands.notes.add(new_note(OnCanvas(0.0, 0.0), "contract", now()))
    looking.step_back()
    assert session.selected_edge < 0 and session.view.filters != before.filters
    looking.step_back()
    assert session.view.filters == before.filters and [note.text for note in session.view.notes] == ["contract"]


def test_escape_does_not_leave_a_picture_that_was_built_up_from_one_resource(tools):
    _show_mayor_alone_by_hand(tools)
    tools.commands.expand(MAYOR)
    built = tools.session.view
    for _ in range(3):
        Looking(tools, Jobs(), do_now).step_back()
    assert tools.session.view == built


def test_search_puts_notes_behind_the_best_and_goes_to_each_kind(tools):
    went = []
    note = Hit(NoteHit("n1"), "Note", "Note", "contract")
    finder = Finder(
        tools.session,
        lambda _words: [note],
        lambda _passage: "",
        lambda node, add: went.append((node, add)),
        lambda predicate: went.append(predicate),
        lambda name: went.append(name),
        lambda iri: went.append(iri),
        lambda nodes: went.append(nodes.tolist()),
        tools.messages.say,
        went.append,
    )
    assert note not in finder.find("contract"), "no notes are written yet"
    tools.commands.notes.add(new_note(OnCanvas(0.0, 0.0), "contract", now()))
    assert finder.find("contract").index(note) == 5
    for target in (NodeHit(MAYOR), KindHit(3), NoteHit("n1"), DiskHit("https://example.org/far"), ServerHit("mayor")):
        finder.go_to(target)
    finder.go_to(NodeHit(COUNCIL), add=True)
    assert went == [(MAYOR, False), 3, "n1", "https://example.org/far", "mayor", (COUNCIL, True)]
    *hits, last = finder.offer("contract")
    assert last.label == f"Show all {len(hits) - 1} on the canvas" and last.is_for_all, "the note is no resource"
    finder.go_to(last.target)
    assert went[-1] == [hit.target.node for hit in hits if hit is not note]
    assert finder.offer("ada mayor") == finder.find("ada mayor"), "one hit needs no such line"


def test_search_follows_the_document(tools, bromley):
    finder = Finder(
        tools.session, lambda _words: [], lambda _passage: "", print, print, print, print, print, print, print
    )
    assert finder.find("ada mayor") and not finder.find("ofsted")
    tools.session.open(bromley)
    assert finder.find("ofsted") and not finder.find("ada mayor")


def test_the_present_view_is_saved_and_a_removed_one_comes_back_by_the_message():
    tools = fake_tools("Mine", "Mine too")
    views = NamedViews(tools, lambda _view: None)
    views.save()
    views.save()
    assert [view.title for view in tools.session.named_views] == ["Mine", "Mine too"]
    views.remove(tools.session.named_views[0])
    assert [view.title for view in tools.session.named_views] == ["Mine too"]
    tools.messages.choices["Undo"]()
    assert [view.title for view in tools.session.named_views] == ["Mine", "Mine too"]


# Notes


def test_a_note_begins_on_the_selection_or_where_the_menu_was_opened(tools):
    panel = FakePanel()
    notes = NoteKeeper(tools, panel, lambda _edge: None, lambda _menu, _place: None)
    tools.session.select([MAYOR])
    notes.write()
    notes.write((3.0, 4.0))
    (first, title), (second, _) = (values for name, values in panel.calls if name == "write")
    assert isinstance(first, OnNode) and title == "Ada Mayor" and second == OnCanvas(3.0, 4.0)


def test_going_to_a_note_goes_to_what_it_is_on(tools):
    notes = NoteKeeper(tools, FakePanel(), lambda _edge: None, lambda _menu, _place: None)
    tools.session.select([MAYOR])
    name = notes.add(notes._selected(), "Who is this?")
    tools.session.select([])
    notes.go_to(name)
    assert tools.session.selection == (MAYOR,) and notes.hits("who")[0].target == NoteHit(name)


# Files


def sources(tools: Tools, shown: list[Document]) -> SourceOpener:
    return SourceOpener(tools, Worker(), shown.append, lambda _nodes: None, FakePanel)


def test_a_source_is_read_and_remembered_and_a_broken_one_becomes_a_message(tools, tmp_path):
    good, bad, shown = tmp_path / "good.nt", tmp_path / "bad.nt", []
    good.write_text("<https://e.org/a> <https://e.org/p> <https://e.org/b> .")
    bad.write_text("no triple")
    opener = sources(tools, shown)
    opener.open_paths([str(bad)])
    tools.start.run()
    assert not shown and "bad.nt" in tools.messages.last and not tools.settings.recent
    opener.open_paths([str(good)])
    tools.start.run()
    assert [document.title for document in shown] == ["good.nt"]
    assert tools.settings.recent == [str(good)] and tools.settings.folder == str(tmp_path)


@pytest.mark.parametrize("answer", [0, -1])
def test_a_source_with_mistakes_opens_without_them_when_asked_to(tmp_path, answer):
    tools, shown, path = fake_tools(answer), [], tmp_path / "bad.ttl"
    path.write_text("@prefix : <https://e.org/> .\n:a :p :b .\n:c :p\n :d d .\n:e :p :f .\n")
    sources(tools, shown).open_paths([str(path)])
    tools.start.run()
    ((_, question, unread, _),) = tools.ask.asked
    assert question == "1 of 3 statements could not be read. Open without it?"
    assert str(unread.places[0]).startswith("line 4, in the statement that begins at line 3: ")
    assert [len(document.source.quads) for document in shown] == ([2] if answer == 0 else [])
    assert tools.settings.recent == ([str(path)] if answer == 0 else [])


def test_a_source_opens_with_the_wishes_of_the_command_line_and_without_questions(tools, tmp_path):
    path, context, shown = tmp_path / "bad.ttl", tmp_path / "c.jsonld", []
    path.write_text(
        "@prefix : <https://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        ':C a rdfs:Class .\n:c :p\n :d d .\n:a a :C ; :p :b ; rdfs:label "cat"@en, "Katze"@de .\n'
    )
    opener = sources(tools, shown)
    opener.open_paths([str(path)], OpenOptions(recover=True, schema=True, languages=("de",)))
    tools.start.run()
    assert not tools.ask.asked and "1 of 3 statements could not be read" in shown[0].source.warnings[0]
    assert shown[0].with_schema and "Katze" in shown[0].projection.labels
    context.write_text('{"@context": {"p": "https://e.org/p"}}')
    (tmp_path / "a.jsonld").write_text('{"@context": "c.jsonld", "@id": "https://e.org/a", "p": 1}')
    opener.open_paths([str(tmp_path / "a.jsonld")], OpenOptions(contexts=frozenset({context})))
    tools.start.run()
    assert len(shown[1].source.quads) == 1 and not tools.settings.contexts


def test_no_question_is_asked_about_the_size_of_a_source_that_is_opened_anyway(tools, tmp_path):
    path, shown = tmp_path / "a.nt", []
    path.write_text("<https://e.org/a> <https://e.org/p> <https://e.org/b> .")
    opener = sources(tools, shown)
    opener.small, opener.available = 0, lambda: 0
    opener.open_paths([str(path)], OpenOptions(anyway=True))
    tools.start.run()
    assert len(shown) == 1 and not tools.ask.asked


def test_of_two_openings_the_last_one_counts(tools, tmp_path):
    shown, names = [], [str(tmp_path / name) for name in ("one.nt", "two.nt")]
    for name in names:
        Path(name).write_text("<https://e.org/a> <https://e.org/p> <https://e.org/b> .")
    opener = sources(tools, shown)
    for name in names:
        opener.open_paths([name])
    tools.start.run()
    assert [document.title for document in shown] == ["two.nt"]


def test_another_document_ends_the_layout_and_saves_the_note_first(tools, bromley):
    order = []
    documents = DocumentSwitch(
        tools,
        lambda: order.append(("note", tools.session.document)),
        lambda: order.append(("stop", tools.session.document)),
        lambda _: None,
        lambda _: None,
    )
    before = tools.session.document
    documents.show(bromley)
    assert order == [("stop", before), ("note", before)] and tools.session.document is bromley


def test_drawing_the_schema_keeps_the_notes(tools):
    documents = DocumentSwitch(tools, lambda: None, lambda: None, lambda _: None, lambda _: None)
    tools.commands.notes.add(new_note(OnCanvas(0.0, 0.0), "Stays", now()))
    documents.draw_schema(True)
    tools.start.run()
    assert tools.session.document.with_schema and [note.text for note in tools.session.view.notes] == ["Stays"]


def test_files_and_explorations_open_after_the_question_about_changes(tools):
    opened, waiting = [], []
    files = FileOpener(
        fake_tools([Path("a.ttl"), Path("b.ttl")]),
        AttachedTexts(tools.settings),
        waiting.append,
        lambda names, options: opened.append((list(names), options)),
        lambda path, options: opened.append((path, options)),
        lambda: None,
        lambda: None,
    )
    files.open()
    wishes = OpenOptions(recover=True)
    files.open_paths(["mine.caseboard.trig"], wishes)
    files.open_bundled()
    assert not opened
    for go_on in waiting:
        go_on()
    assert opened == [
        (["a.ttl", "b.ttl"], AS_USUAL),
        (Path("mine.caseboard.trig"), wishes),
        ([BROMLEY], AS_USUAL),
    ]


def test_an_export_holds_the_view_when_asked_to(tools, tmp_path):
    views = NamedViews(tools, lambda _view: None)
    exporter = Exporter(tools, views.now)
    plain, full = tmp_path / "plain.ttl", tmp_path / "full.ttl"
    exporter.export_to(plain, whole=False)
    exporter.export_to(full, whole=False, companions=Companions(view=True))
    tools.start.run()
    assert "cbv:View" not in plain.read_text("utf-8") and "cbv:View" in full.read_text("utf-8")
    assert "full.ttl" in tools.messages.last


def test_publishing_lists_what_could_leave_and_asks_before_it_replaces(tmp_path, qapp):
    (tmp_path / "data.ttl").write_text("mine")
    wishes = Wishes("A title")
    tools = fake_tools(wishes, str(tmp_path), -1, wishes, str(tmp_path), 0, None)
    publisher = Publisher(tools, AttachedTexts(tools.settings))
    publisher.publish()
    tools.start.run()
    (given, unseen, has_texts), *_ = tools.ask.asked
    assert {each.key for each in unseen} <= set(UNSEEN) and unseen and not has_texts and given.date
    assert (tmp_path / "data.ttl").read_text() == "mine"
    publisher.publish()
    tools.start.run()
    assert "data.ttl" in str(tools.ask.asked[-1]) and (tmp_path / "data.ttl").read_text("utf-8").startswith("@prefix")
    assert "A title" in (tmp_path / "index.html").read_text("utf-8") and "index.html" in tools.messages.last
    assert "Open the folder" in tools.messages.choices
    publisher.publish()
    tools.start.run()
    assert len(tools.ask.asked) == 7


def exploration(tools: Tools, titles: list[tuple[str, bool]]) -> ExplorationFile:
    return ExplorationFile(
        tools,
        Worker(),
        AttachedTexts(tools.settings),
        save_draft=lambda: None,
        cancel_opening=lambda: None,
        show=tools.session.open,
        show_title=lambda name, is_modified: titles.append((name, is_modified)),
    )


def test_an_exploration_opens_with_the_wishes_of_the_command_line(tmp_path):
    source, path = tmp_path / "a.ttl", tmp_path / "a.caseboard.trig"
    whole = '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n<a> a <C> ; rdfs:label "cat"@en, "Katze"@de .\n'
    source.write_text(whole + "<C> a rdfs:Class .\n")
    document = finish(open_document([source]))
    finish(save_exploration(path, document, NamedView("", "", View()), (), ()))
    source.write_text(whole + "<C> a rdfs:Class .\n<b> <p> c c .\n")
    tools = fake_tools()
    exploration(tools, []).open(path, options=OpenOptions(recover=True, schema=True, languages=("de",)))
    tools.start.run()
    opened = tools.session.document
    assert opened.source.unread.count == 1 and opened.with_schema and "Katze" in tools.session.projection.labels
    assert not tools.ask.asked


@pytest.mark.parametrize("answer", [0, -1])
def test_an_exploration_of_a_source_with_new_mistakes_opens_without_them_when_asked_to(tmp_path, answer):
    source, path = tmp_path / "a.ttl", tmp_path / "a.caseboard.trig"
    source.write_text("<a> <p> <b> .\n")
    finish(save_exploration(path, finish(open_document([source])), NamedView("", "", View()), (), ()))
    source.write_text("<a> <p> <b> .\n<b> <p> c c .\n")
    tools = fake_tools(answer)
    exploration(tools, []).open(path)
    tools.start.run()
    assert "could not be read" in tools.ask.asked[0][1] and len(tools.ask.asked) == 1
    assert (tools.session.document.title == "a.ttl") == (answer == 0)


def test_an_exploration_of_a_source_too_large_for_the_memory_opens_when_asked_to(tmp_path, monkeypatch):
    source, path = tmp_path / "a.nt", tmp_path / "a.caseboard.trig"
    source.write_text("<https://e.org/a> <https://e.org/p> <https://e.org/b> .")
    finish(save_exploration(path, finish(open_document([source])), NamedView("", "", View()), (), ()))
    monkeypatch.setattr("graph.reading.estimate.SMALL", 0)
    monkeypatch.setattr("graph.reading.loading.available_memory", lambda: 0)
    for answer in (-1, 0):
        tools = fake_tools(answer, document=case())
        exploration(tools, []).open(path)
        tools.start.run()
        assert "a.nt holds about" in tools.ask.asked[0][1] and not tools.messages.said
        assert (tools.session.document.title == "a.nt") == (answer == 0)


def test_leaving_asks_about_notes_and_not_about_looks():
    tools, left, titles = fake_tools(-1, 1), [], []
    work = exploration(tools, titles)
    tools.commands.hide([MAYOR])
    work.leave(lambda: left.append("looks"))
    tools.commands.notes.add(new_note(OnCanvas(0.0, 0.0), "Mine", now()))
    assert titles[0] == ("case.ttl", False) and titles[-1] == ("case.ttl", True)
    work.leave(lambda: left.append("cancelled"))
    work.leave(lambda: left.append("not saved"))
    assert left == ["looks", "not saved"] and len(tools.ask.asked) == 2 and not work.is_modified


def test_the_question_about_unsaved_changes_names_each_of_them(tmp_path, bromley):
    tools = fake_tools(tmp_path / "mine.caseboard.trig", -1, document=bromley)
    work = exploration(tools, [])
    tools.commands.notes.add(new_note(OnCanvas(0.0, 0.0), "Mine", now()))
    assert work.unsaved == ("1 note",), "a new picture of a source is nothing to lose"
    work.save()
    tools.start.run()
    tools.commands.hide([MAYOR])
    assert work.unsaved == ("the picture itself",)
    tools.settings.texts = ["texts"]
    assert work.unsaved == ("the list of attached texts", "the picture itself")
    tools.settings.texts = []
    tools.commands.notes.add(new_note(OnCanvas(9.0, 9.0), "Other", now()))
    tools.session.offer((*tools.session.named_views, NamedView("A", "", tools.session.view)), "Save a view")
    assert work.unsaved == ("1 note", "1 saved view", "the picture itself")
    work.leave(lambda: None)
    assert tools.ask.asked[-1][1].endswith("has unsaved changes: 1 note, 1 saved view and the picture itself.")


def test_saving_an_exploration_names_the_window_and_leaves_nothing_unsaved(tmp_path, bromley):
    path = tmp_path / "mine.caseboard.trig"
    tools, titles = fake_tools(path, document=bromley), []
    work = exploration(tools, titles)
    tools.commands.notes.add(new_note(OnCanvas(0.0, 0.0), "Mine", now()))
    work.save()
    tools.start.run()
    assert work.path == path and not work.is_modified and titles[-1] == ("mine", False)
    assert tools.settings.recent == [str(path)]
    again = fake_tools(document=case())
    other = exploration(again, titles)
    other.open(path)
    again.start.run()
    assert [note.text for note in again.session.view.notes] == ["Mine"] and not other.is_modified
    again.session.open(Document(case().source, case().projection))
    assert other.path is None, "another source is no part of that file"


def test_a_context_beside_the_source_is_read_for_its_folder_once_the_user_agrees(tmp_path):
    (tmp_path / "c.jsonld").write_text('{"@context": {"p": "https://e.org/p"}}')
    path = tmp_path / "a.jsonld"
    path.write_text('{"@context": "c.jsonld", "@id": "https://e.org/a", "p": 1}')
    for answers, count in (((-1,), 0), ((0,), 1)):
        tools, shown = fake_tools(*answers), []
        sources(tools, shown).open_paths([str(path)])
        tools.start.run()
        assert len(tools.ask.asked) == 1 and "c.jsonld" in tools.ask.asked[0][1] and len(shown) == count
    sources(tools, shown).open_paths([str(path)])
    tools.start.run()
    assert len(shown) == 2 and tools.settings.contexts == [str(tmp_path)]


@pytest.mark.parametrize("answer", [0, 1, -1])
def test_an_archive_that_turns_out_too_large_asks_again(tmp_path, monkeypatch, answer):
    monkeypatch.setattr("graph.reading.loading._check_room", _no_room)
    path = tmp_path / "a.nt.gz"
    with gzip.open(path, "wb", 1) as file:
        file.write(b"<https://e.org/a> <https://e.org/p> <https://e.org/b> .\n")
        file.write((b"#" + b" " * 1022 + b"\n") * (70 << 10))
    tools, shown = fake_tools(answer), []
    opener = sources(tools, shown)
    opener.small, opener.stores = 1 << 30, StoreFolder(tmp_path / "stores")
    opener._make_pane = lambda: pane
    pane = FakePanel()
    pane.caption = SimpleNamespace(text=lambda: "No classes")
    opener.open_paths([str(path)])
    tools.start.run()
    assert tools.ask.asked[0][1].startswith("a.nt.gz was not opened") and len(tools.ask.asked) == 1
    assert [document.on_disk is not None for document in shown] == {0: [True], 1: [False], -1: []}[answer]


def _no_room(name, _size):
    raise TooLargeError(f"{name} was not opened: it is too large.")


def test_the_key_of_a_panel_goes_to_it_and_from_there_closes_it(window, qtbot):
    action, panel = window.actions_set.by_id["view.timeline"], window.panels.timeline
    window.canvas.setFocus()
    action.trigger()
    qtbot.waitUntil(lambda: panel.is_seen and panel.dock.isAncestorOf(window.focusWidget()))
    action.trigger()
    assert panel.dock.isHidden() and window.canvas.hasFocus()


def test_reading_details_never_closes_them(window, qtbot):
    window.session.select([int(window.session.scene.ids[0])])
    panel = window.panels.details
    for _ in range(2):
        window.actions_set.by_id["node.details"].trigger()
        qtbot.waitUntil(lambda: panel.dock.isAncestorOf(window.focusWidget()) and window.docks.turns.are_over)
    window.actions_set.by_id["node.details"].trigger()
    assert not panel.dock.isHidden()
