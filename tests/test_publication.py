"""A publication: figure, footnotes, data and page say the same, give nothing away, and need nothing but themselves."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from explorer.__main__ import _encode, _measure
from explorer.command_line.cli import run
from explorer.command_line.run import Toolkit
from explorer.document import Document
from explorer.files.attached_texts import AttachedTexts
from explorer.files.opening import open_document, seen_as
from explorer.files.parts import part_of
from explorer.files.publication import folder
from explorer.files.publication.figure import figure_for_page
from explorer.files.publication.folder import Press, files_of
from explorer.files.publication.footnotes import footnotes
from explorer.files.publication.leaving import collect
from explorer.files.publication.numbering import numbered
from explorer.files.publication.wishes import UNSEEN, Wishes
from explorer.pictures.drawing.display import Text
from explorer.pictures.scene.staging import stage
from explorer.settings import Settings
from explorer.views.groups import GROUPS_FROM, Group
from explorer.views.newcomers import with_newcomers
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.rdf.grade import Grade
from graph.saved.annotations import Note, OnCanvas, OnNode
from graph.work.progress import finish
from tests.browser import CHROMIUM, chromium
from tests.clocks import patience
from ui.look.fonts import measure

ROOT = Path(__file__).resolve().parents[1]
TOOLKIT = Toolkit(_measure, _encode, lambda *_: 0)
TEXT = 'The mayor signed the contract.\n\nThe council <knew> of it & "said" so.\n'
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
CASE = f"""
@prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:mayor a schema:Person ; rdfs:label "The mayor" ; skos:altLabel "hidden-name" ; rdfs:comment "hidden-value" ;
    schema:birthDate "1960-02-03"^^xsd:date ; :signed :contract .
[] a rdf:Statement ; rdf:subject :mayor ; rdf:predicate :signed ; rdf:object :contract ; dcterms:source :p1 .
[] a rdf:Statement ; rdf:subject :mayor ; rdf:predicate :shoe ; rdf:object "hidden-value-2" ; dcterms:source :p1 .
:mayor :shoe "hidden-value-2" .
:contract a :Contract ; rdfs:label "The contract" ; :amount 7250 ; :kept <file:///home/hidden-path/scan.pdf> .
<file:///home/hidden-path/scan.pdf> rdfs:label "The scan" .
:council rdfs:label "The council" ; :knew :contract .
:s a rdf:Statement ; rdf:subject :council ; rdf:predicate :knew ; rdf:object :contract ; dcterms:source :p2 ;
    dcterms:date "2018-07"^^xsd:gYearMonth ; <https://caseboard.example/grades#credibility> "2" .
:text <https://caseboard.example/grades#reliability> "B" .
:p1 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector [ oa:start 0 ; oa:end 30 ] .
:p2 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector [ oa:start 32 ; oa:end 68 ] ,
    [ a oa:TextQuoteSelector ; oa:exact "hidden-words" ] .
:text rdfs:label "A paper" ; schema:sha256 "{HASH}" ; dcterms:issued "2018-07-20"^^xsd:date .
"""
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>'\"&amp;\u202eright\nleft\x0b\u2028end"


@pytest.fixture(scope="module", autouse=True)
def _qt(qapp: object) -> None:
    """Qt, for words and images."""


def opened(folder: Path, text: str = CASE, name: str = "hidden-file.ttl") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return finish(open_document([path]))


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """The text of the case, in a folder."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "paper.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    return AttachedTexts(Settings(texts=[str(folder)]), still=True)


NO_TEXTS = AttachedTexts(Settings())


def published(
    document: Document, view: View | None = None, texts: AttachedTexts = NO_TEXTS, **wishes: object
) -> dict[str, bytes]:
    """The files of a publication by name."""
    view = document.first_view() if view is None else view
    visible = see(document.projection, view)
    view = with_newcomers(document.projection, view, visible)
    return finish(files_of(document, view, visible, Wishes(**wishes), Press(measure, TOOLKIT.encode, texts)))


class Page(HTMLParser):
    """Elements of a page with their attributes, and its texts."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.inside: Counter[str] = Counter()
        self.held: dict[str, list[str]] = {"style": [], "script": []}
        self._open: list[str] = []
        self.feed(html.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        last = self._open[-1] if self._open else ""
        self.held.get(last, self.texts).append(data)

    def having(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def files(bromley: Document) -> dict[str, bytes]:
    """The publication of the first view of Bromley."""
    return published(bromley, title="A title", words="Some words", date="July 2018")


# Figure and footnotes


def test_every_line_has_one_number_that_stands_on_it(bromley):
    p = bromley.projection
    for named in bromley.named_views:
        visible = see(p, named.view)
        scene = numbered(stage(p, with_newcomers(p, named.view, visible), visible))
        figure = figure_for_page(p, visible, scene, measure, (1600, 1000))
        assert sorted(figure.numbers) == list(range(1, len(scene.edge_ids) + 1)) == sorted(scene.numbers.tolist())
        straight = np.flatnonzero((np.abs(scene.bend) < 0.1) & (scene.loop == 0))
        for row in straight.tolist():
            spot = figure.numbers[int(scene.numbers[row])]
            (ax, ay), (bx, by) = (
                (figure.nodes[e].x, figure.nodes[e].y) for e in (scene.source[row], scene.target[row])
            )
            off = abs((bx - ax) * (ay - spot.y) - (ax - spot.x) * (by - ay)) / np.hypot(bx - ax, by - ay)
            assert off < 1.0


def test_numbers_cover_no_node_and_no_other_number_where_there_is_room(turtle):
    p = turtle(":a :p :b . :c :p :d .")
    xy = np.array([(0, 0), (300, 0), (108, -108), (108, 192)], np.float32)  # they cross where both would have a number
    view = View(positions=Positions(xy))
    visible = see(p, view)
    figure = figure_for_page(p, visible, numbered(stage(p, view, visible)), measure, (900, 900))
    spots = list(figure.numbers.values())
    assert len(spots) == 2
    for i, spot in enumerate(spots):
        for node in figure.nodes:
            assert np.hypot(spot.x - node.x, spot.y - node.y) > node.size + 6
        for other in spots[:i]:
            assert abs(spot.x - other.x) >= 13 or abs(spot.y - other.y) >= 13


def test_a_relationship_has_its_name_beside_its_number_where_there_is_room(turtle):
    p = turtle(":a :paidInto :b . :c :over :d .")
    xy = np.array([(0, 0), (0, 150), (-60, 80), (60, 70)], np.float32)  # a name in the middle would meet the other line
    view = View(positions=Positions(xy))
    visible = see(p, view)
    display = figure_for_page(p, visible, numbered(stage(p, view, visible)), measure, (600, 600)).display
    words = [item.text for item in display.items if isinstance(item, Text) and not item.number]
    assert {"paid into", "over"} <= set(words)
    assert not [left for left in display.left_out if "relationship name" in left]


def test_numbers_are_read_from_the_top_left_and_those_of_the_figure_are_those_of_the_page(bromley, files):
    scene = numbered(bromley.first_look.scene)
    middle = (scene.xy[scene.source] + scene.xy[scene.target])[:, 1] / 2
    first, last = np.argmin(scene.numbers), np.argmax(scene.numbers)
    assert middle[first] < np.quantile(middle, 0.2) and middle[last] > np.quantile(middle, 0.8)
    shown = {int(n) for n in re.findall(r">(\d+)</text>", files["figure.svg"].decode())}
    assert set(scene.numbers.tolist()) <= shown
    notes = [int(i.removeprefix("note-")) for i in Page(files["index.html"]).having("id") if i.startswith("note-")]
    assert notes == list(range(1, len(scene.edge_ids) + 1))


@pytest.mark.parametrize("grouped", [False, True])
def test_footnotes_hold_every_shown_relationship_once(bromley, grouped):
    p, view = bromley.projection, bromley.first_view()
    if grouped:
        some = see(p, view).nodes[::3]
        mask = np.zeros(p.node_count, bool)
        mask[some] = True
        view = view._replace(groups=(Group(GROUPS_FROM, "Some", Nodes.where(mask)),))
    visible = see(p, view)
    notes = footnotes(p, visible, numbered(stage(p, view, visible)), NO_TEXTS, quote=True)
    assert len(notes.statements) == len(visible.edges) and len(notes.resources) == len(visible.nodes)
    assert [note.number for note in notes.footnotes] == list(range(1, len(visible.drawn_edges) + 1))
    inside = [statement for statement in notes.statements if not statement.number]
    held = [statement for note in notes.footnotes for statement in note.statements]
    assert len(held) + len(inside) == len(notes.statements) and all(note.statements for note in notes.footnotes)
    assert bool(inside) == grouped
    counts = sum(statement.evidence.counts[0] for statement in notes.statements)
    assert counts == int(p.edge_support[visible.edges].sum())


def test_a_footnote_gives_source_date_place_and_words(tmp_path, texts):
    document = opened(tmp_path)
    p, view = document.projection, document.first_view()
    visible = see(p, view)
    scene = numbered(stage(p, view, visible))
    for quote in (False, True):
        (note,) = (s for s in footnotes(p, visible, scene, texts, quote=quote).statements if s.words == "knew")
        (said,) = note.evidence.passages
        words = 'The council <knew> of it & "said" so.'[:36]
        assert said[:4] == ("A paper", "20 Jul 2018", "paragraph 2, characters 32–68", words if quote else "")
        # The data quote other words than stand there; saying so must not publish them.
        assert "does not fit" in said.trouble if not quote else "“hidden-words”" in said.trouble
        assert note.evidence.grade.startswith("B2: ")
        assert (note.date, note.evidence.counts) == ("some time in Jul 2018", (1, 1, 1))


def test_grades_by_the_user_leave_only_if_asked_for(tmp_path):
    document = opened(tmp_path)
    text = next(iri for iri in document.projection.documents if iri.endswith("text"))
    view = document.first_view()._replace(graded=(Grade((text,), "D"),), least_grade="D")
    document = finish(seen_as(document, view))
    (unseen,) = (each for each in collect(document, view, see(document.projection, view), Wishes()).unseen
                 if each.key == "grades")  # fmt: skip
    assert unseen.said == "Your grades of sources and statements: 1"
    for asked in (False, True):
        files = published(document, view, unseen=frozenset({"grades"} if asked else ()))
        own = "Graded D by the author of this figure: seldom reliable."
        for name in ("index.html", "footnotes.txt"):
            words = files[name].decode()
            assert (own in words) == asked and "Grade B2: reliable as a rule, likely." in words
        assert ('<th scope="col">Grade by the author</th>' in files["index.html"].decode()) == asked
        path = tmp_path / "data.ttl"
        path.write_bytes(files["data.ttl"])
        again = finish(open_document([path]))
        assert again.projection.graded == (view.graded if asked else ())
        assert len(again.first_look.visible.edges) == 2, "the filter by grade goes with the grades"


def test_each_resource_has_a_footnote_of_its_own_that_its_node_leads_to(bromley, files):
    p, scene = bromley.projection, numbered(bromley.first_look.scene)
    visible = see(p, bromley.first_view())
    notes = footnotes(p, visible, scene, NO_TEXTS, quote=False)
    assert Counter(row.name for row in notes.resources) == Counter(p.labels[n] for n in visible.nodes.tolist())
    assert all(scene.labels[row.node] == row.name for row in notes.resources)
    (row,) = (row for row in notes.resources if row.name == "Corporate failure")
    assert row.evidence.counts == (2, 2, 1) and "Ofsted report of 2016: 1 origin" in row.evidence.support
    assert [said.source for said in row.evidence.passages] == list(row.evidence.sources) and len(
        row.evidence.sources
    ) == 2
    page = Page(files["index.html"])
    (node,) = (a for a in page.named("a") if a.get("class") == "node" and a["data-name"] == "Corporate failure")
    place = next(a for a in page.named("li") if f"#{a.get('id')}" == node["href"])
    assert place["data-node"] == node["id"].removeprefix("node-")
    words = files["footnotes.txt"].decode().partition("\nResources\n")[2].partition("\nCorporate failure\n")[2]
    assert row.evidence.support in words.splitlines()[1] and "characters" in words.splitlines()[2]


# Data


def test_the_data_read_back_to_exactly_the_visible_view(bromley, tmp_path):
    p = bromley.projection
    for named in bromley.named_views:
        visible = see(p, named.view)
        path = tmp_path / "data.ttl"
        path.write_bytes(published(bromley, named.view, title="A title")["data.ttl"])
        again = finish(open_document([path]))
        q = again.projection
        other = again.first_view()
        seen = see(q, other)
        assert {q.iris[n] for n in seen.nodes} == {p.iris[n] for n in visible.nodes}
        assert {q.labels[n] for n in seen.nodes} == {p.labels[n] for n in visible.nodes}

        def statements(projection, edges):
            """The relationships with their numbers of passages."""
            columns = projection.subject[edges], projection.predicate[edges], projection.object[edges]
            names = projection.iris, [info.iri for info in projection.predicates], projection.iris
            triples = zip(*([table[i] for i in column] for table, column in zip(names, columns)))
            return dict(zip(triples, projection.edge_support[edges].tolist()))

        assert statements(q, seen.edges) == statements(p, visible.edges)
        assert len(q.passages) and again.named_view is not None and again.named_view.title == "A title"


def test_a_publication_of_its_own_data_has_the_same_data(files, tmp_path):
    document = opened(tmp_path, files["data.ttl"].decode(), "data.ttl")
    again = published(document, title="A title", words="Some words", date="July 2018")
    assert again["data.ttl"] == files["data.ttl"]


def test_equal_input_gives_equal_bytes_in_another_process_too(bromley, tmp_path):
    words = ["bundle", "bromley", "--title", "A title", "-o", str(tmp_path / "out")]
    command = [sys.executable, "-m", "explorer", *words]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=patience(120))
    here = published(bromley, title="A title")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(here)
    for name, data in here.items():
        assert (tmp_path / "out" / name).read_bytes() == data == published(bromley, title="A title")[name], name


# What leaves


@pytest.mark.parametrize("asked", [(), ("values",), ("names",), ("notes",), ("paths",), ("files",), tuple(UNSEEN)])
@pytest.mark.parametrize("quote", [False, True])
def test_nothing_that_is_not_visible_leaves_unless_somebody_asks(tmp_path, texts, asked, quote):
    document = opened(tmp_path)
    notes = (
        Note("urn:n", OnNode("https://example.org/mayor"), "hidden-note"),
        Note("urn:m", OnCanvas(0, 0), "hidden-note"),
    )
    files = published(document, View(notes=notes), texts, unseen=frozenset(asked), quote=quote)
    everything = b"".join(files.values())
    for key, word in (("values", "value"), ("names", "name"), ("notes", "note"), ("paths", "path"), ("files", "file")):
        assert (f"hidden-{word}".encode() in everything) == (key in asked), key
    assert (b"hidden-words" in everything) == quote
    assert (b"The mayor signed the contract." in everything) == quote
    assert str(tmp_path).encode() not in everything
    # What is visible stays: names, dates, sums, and the place of each passage.
    assert all(word in files["data.ttl"] for word in (b"The mayor", b"1960-02-03", b"7250", b"oa:end", b"credibility"))
    assert b"<td>B2</td>" in files["index.html"]
    assert b"Grade B2: " in files["index.html"] and b"Grade B2: " in files["footnotes.txt"]


def test_hidden_resources_leave_no_trace(bromley):
    p, view = bromley.projection, bromley.first_view()
    visible = see(p, view)
    everything = b"".join(published(bromley)[name] for name in ("index.html", "footnotes.txt", "figure.svg")).decode()
    shown = " ".join(p.labels[n] for n in visible.nodes) + " ".join(d.title for d in p.passages)
    read_by_style = part_of(p, visible, view.rules).read  # the legend names these
    every = np.flatnonzero((visible.node_cause > 0) & ~read_by_style)
    hidden = [p.labels[n] for n in every if p.labels[n] not in shown]
    named_as_origin = re.findall(r"from ([^:]*): 1 origin", everything)
    hidden = [name for name in hidden if not any(name in origin for origin in named_as_origin)]
    assert len(hidden) > 20 and not [name for name in hidden if f">{name}<" in everything]


def test_the_command_lists_what_could_leave_and_writes_nothing(tmp_path, capsys):
    opened(tmp_path)
    source = str(tmp_path / "hidden-file.ttl")
    assert run(["bundle", source, "--list", "--with", "names"], TOOLKIT) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in said[:-1]] == [
        ["stays", "--with", "values"], ["leaves", "--with", "names"], ["stays", "--with", "paths"],
        ["stays", "--with", "files"],
    ]  # fmt: skip
    assert "comment 1" in said[0] and [path.name for path in tmp_path.iterdir()] == ["hidden-file.ttl"]


def test_the_command_writes_a_folder_or_says_in_one_sentence_why_not(tmp_path, capsys):
    opened(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT)
    source, out = str(tmp_path / "hidden-file.ttl"), tmp_path / "deep" / "out"
    assert run(["bundle", source, "-o", str(out), "--texts", str(tmp_path / "texts"), "--quote"], TOOLKIT) == 0
    said = capsys.readouterr()
    assert "open index.html" in said.out and "Add --with names" in said.err
    assert {path.name for path in out.iterdir()} == {
        "index.html", "figure.svg", "figure.pdf", "figure.png", "footnotes.txt", "data.ttl",
    }  # fmt: skip
    assert "The mayor signed the contract." in (out / "footnotes.txt").read_text(encoding="utf-8")
    assert run(["bundle", source, "-o", source], TOOLKIT) == 2
    assert run(["bundle", source, "-o", str(out / "data.ttl" / "in")], TOOLKIT) == 2
    assert run(["bundle", source], TOOLKIT) == 2
    *_, last = capsys.readouterr().err.splitlines()
    assert last == "caseboard: Name the folder to write with -o."


def test_the_command_in_the_readme_makes_the_figure_that_is_there(tmp_path, monkeypatch):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^    caseboard (bundle bromley(?:.*\\\n)+.*)$", readme, re.MULTILINE)
    words = shlex.split(command.replace("\\\n", ""))
    words[words.index("-o") + 1] = str(tmp_path)
    monkeypatch.chdir(ROOT)
    assert run(words, TOOLKIT) == 0
    made, there = (path.read_text(encoding="utf-8") for path in (tmp_path / "figure.svg", ROOT / "docs" / "money.svg"))
    said = (Counter(re.findall(r">([^<>]+)</text>", drawn)) for drawn in (made, there))
    assert next(said) == next(said), "write docs/money.svg anew with the command"
    # The sentence below the title: line 12 is a claim about the report, and nothing of the text of 2016 supports it.
    note = (tmp_path / "footnotes.txt").read_text(encoding="utf-8").partition("\n12. ")[2].partition("\n13. ")[0]
    assert "Fortune: management, not money — cites as evidence → Ofsted report of 2016" in note
    assert "Text of 2018" in note and "Text of 2016" not in note


# Page


def test_every_link_has_its_target_and_every_name_is_there_once(files):
    page = Page(files["index.html"])
    ids = page.having("id")
    assert len(ids) == len(set(ids))
    links = page.having("href") + page.having("xlink:href")
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert {link for link in links if not link.startswith("#")} == {"data:,", *(set(files) - {"index.html"})}
    lines = {i for i in ids if i.startswith("line-")}
    assert lines and {f"#{i}" for i in lines} == {link for link in links if link.startswith("#line-")}
    nodes = {i for i in ids if i.startswith("node-")}
    assert nodes and {f"#{i}" for i in nodes} == {link for link in links if link.startswith("#node-")}
    for kind in ("aria-labelledby", "aria-describedby", "for"):
        assert {i for value in page.having(kind) for i in value.split()} <= set(ids)
    (html,) = page.named("html")
    assert html["lang"] == "en" and len(page.named("main")) == len(page.named("h1")) == 1


def test_the_policy_names_the_one_script_and_the_one_style_and_allows_nothing_else(files):
    page = Page(files["index.html"])
    (policy,) = (a["content"] for a in page.named("meta") if a.get("http-equiv") == "Content-Security-Policy")
    said = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert said["default-src"] == "'none'" and said["img-src"] == "data:"
    for tag in ("style", "script"):
        assert len(page.named(tag)) == 1 and not page.named(tag)[0]
        digest = b64encode(hashlib.sha256("".join(page.held[tag]).encode()).digest()).decode()
        assert said[f"{tag}-src"] == f"'sha256-{digest}'"
    assert not page.having("style") and not [name for _, a in page.elements for name in a if name.startswith("on")]
    assert not page.having("src") and "eval(" not in page.held["script"][0]


def test_hostile_words_stay_words(tmp_path):
    text = HOSTILE.encode("unicode_escape").decode().replace('"', '\\"').replace("\\x0b", "\\u000b")
    document = opened(tmp_path, f"""
        @prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        :a a :C ; rdfs:label "{text}" ; :p :b . :b rdfs:label "ש{text}" . :C rdfs:label "C {text}" .
        :p rdfs:label "p {text}" . :t rdfs:label "t {text}" .
        [] a rdf:Statement ; rdf:subject :a ; rdf:predicate :p ; rdf:object :b ; dcterms:source :t .
    """)  # fmt: skip
    html = published(document, title=HOSTILE, words=HOSTILE, date=HOSTILE)["index.html"]
    page = Page(html)
    assert len(page.named("script")) == 1 and not page.named("img") and b"\x0b" not in html
    assert not [name for _, a in page.elements for name in a if name.startswith("on")]
    said = "".join(page.texts)
    assert said.count("<script>alert(1)</script>") > 8
    for attributes in page.named("a"):
        assert attributes["href"][0] in "#fd"


def test_an_empty_view_and_a_source_without_evidence_are_published(tmp_path):
    plain = opened(tmp_path, "@prefix : <https://example.org/> . :a :p :b .", "plain.ttl")
    page = Page(published(plain)["index.html"])
    assert "No evidence recorded." in page.texts
    nothing = View(left_out=Nodes.where(np.ones(plain.projection.node_count, bool)))
    empty = Page(published(plain, nothing)["index.html"])
    assert not [i for i in empty.having("id") if i.startswith("note-")]


def test_a_picture_of_many_lines_numbers_the_best_supported_and_lists_say_what_they_leave_out(tmp_path, monkeypatch):
    many = "@prefix : <https://example.org/> . " + "".join(f":a{i} a :A ; :p :b{i % 7} , :c . " for i in range(500))
    document = opened(tmp_path, many, "many.ttl")
    monkeypatch.setattr(folder, "MOST_LINES", 300)
    files = published(document)
    page = Page(files["index.html"])
    assert len([i for i in page.having("id") if i.startswith("note-")]) == 300
    said = "Of the 1,000 lines, the 300 with the most origins have one."
    assert said in "".join(page.texts) and said in " ".join(re.sub("<[^>]*>", "", files["figure.svg"].decode()).split())
    assert "700 of the 1,000 relationships in the figure; data.ttl has all of them" in page.texts  # 400 have no number
    p = document.projection
    mask = np.array([iri.startswith("https://example.org/a") for iri in p.iris])
    files = published(document, View(groups=(Group(GROUPS_FROM, "All", Nodes.where(mask)),)))
    page = Page(files["index.html"])
    assert len([i for i in page.having("id") if i.startswith("note-")]) == 8
    assert "100 more relationships of this line are in data.ttl." in page.texts
    assert "900 of the 1,000 relationships in the figure; data.ttl has all of them" in page.texts


# In a browser

AXE = ROOT / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
"""Fetched by npm on first use; it takes part in this test alone."""


@pytest.fixture(scope="module")
def browser(files, tmp_path_factory):
    """The page of Bromley in a headless browser."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("page")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with chromium(tmp_path_factory.mktemp("profile")) as here:
        yield here, folder / "index.html"


@pytest.fixture
def page(browser):
    """The page as it opens."""
    here, path = browser
    here.look()
    here.open(path)
    here.path = path
    return here


def test_every_footnote_link_leads_there_and_back_and_nothing_is_asked_of_the_network(page):
    count = page.run("document.querySelectorAll('.notes > li').length")
    wrong = page.run("""(async () => {
        const wrong = [], turn = () => new Promise((done) => setTimeout(done));
        const sees = (part) => {
          const box = part.getBoundingClientRect();
          return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
        };
        for (const link of document.querySelectorAll('a.line, a.node')) {
          link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
          await turn();
          const note = document.querySelector(':target');
          if (!note || '#' + note.id !== link.getAttribute('href') || !sees(note)) wrong.push(link.id);
          note.querySelector('.back, .said a').click();
          await turn(); await turn();
          if (document.activeElement !== link || !sees(link)) wrong.push(note.id);
        }
        return wrong;
      })()""")
    assert count > 50 and wrong == []
    assert set(page.requests) == {page.path.as_uri()} and page.complaints == []


def test_a_name_is_found_and_gone_to_by_keys_alone(page):
    page.run("document.getElementById('find').focus()")
    for letter in "ofsted":
        page.press(letter, ord(letter.upper()), letter)
    said = page.run("document.getElementById('found').textContent")
    hits = page.run("[...document.querySelectorAll('.node.hit')].map((node) => node.dataset.name)")
    assert hits and all("ofsted" in name.lower() for name in hits)
    left = page.run("[...document.querySelectorAll('.notes > li:not([hidden])')].map((note) => note.textContent)")
    assert left and all("ofsted" in text.lower() for text in left)
    assert said.startswith(f"{len(hits)} resource") and f" {len(left)} of " in said
    whole = page.run("document.getElementById('drawing').getAttribute('viewBox')")
    page.press("Enter", 13, "\r")
    assert page.run("document.getElementById('drawing').getAttribute('viewBox')") != whole
    page.press("Escape", 27)
    assert page.run("document.getElementById('drawing').getAttribute('viewBox')") == whole
    assert not page.run("document.querySelectorAll('.notes > li[hidden]').length")


def test_the_figure_moves_and_zooms_by_keys_and_never_leaves_its_frame(page):
    box = "document.getElementById('drawing').getAttribute('viewBox').split(' ').map(Number)"
    left, top, width, height = page.run(box)
    page.run("document.getElementById('stage').focus()")
    page.press("+", 187, "+")
    page.press("ArrowRight", 39)
    x, y, w, h = page.run(box)
    assert w == pytest.approx(width / 1.5, abs=0.1) and x > left + (width - w) / 2
    for _ in range(12):
        page.press("ArrowRight", 39)
        page.press("ArrowDown", 40)
    x, y, w, h = page.run(box)
    assert x + w == pytest.approx(left + width, abs=0.1) and y + h == pytest.approx(top + height, abs=0.1)
    page.press("0", 48, "0")
    assert page.run(box) == pytest.approx([left, top, width, height], abs=0.01)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1600, 700])
def test_axe_finds_no_fault(page, dark, width):
    if not AXE.exists():
        if shutil.which("npm") is None:
            pytest.skip("npm is not installed, which fetches axe-core")
        AXE.parents[2].mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(AXE.parents[2]), "axe-core@4"]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=patience(60))
        if not AXE.exists():
            pytest.skip("npm could not fetch axe-core")
    page.look(dark=dark, width=width)
    page.open(page.path)
    page.run(AXE.read_text(encoding="utf-8"))
    assert page.run("axe.run().then((found) => found.violations.map((each) => each.help))") == []
    # It looks where there is a fault.
    page.run("document.getElementById('find').previousElementSibling?.remove()")
    assert page.run("axe.run().then((found) => found.violations.map((each) => each.id))") != []
