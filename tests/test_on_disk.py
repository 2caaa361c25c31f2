"""Sources on disk: built once, opened at once, searched, and loaded in parts."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
from pathlib import Path

import pytest
from benchmarks.graphs import write_knowledge_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from explorer.__main__ import main
from explorer.document import Document
from explorer.files.exports import export_data
from explorer.files.opening import open_document, open_on_disk, redrawn, with_loaded
from explorer.panels.search import DiskHit
from explorer.state.session import Session
from explorer.views.nodes import Nodes
from explorer.views.view import View
from graph.errors import ReadError, WriteError
from graph.rdf.summary import summarise
from graph.reading import loading, parsing
from graph.reading import read as read_module
from graph.reading.local import rows_as_quads
from graph.reading.read import read, read_bytes
from graph.store import on_disk
from graph.store.builder import Builder
from graph.store.folder import StoreFolder
from graph.store.on_disk import OnDiskSource, is_stored, stored_source
from graph.work.progress import finish
from resources import FOLDER
from ui.canvas.overview_pane import OverviewPane

BROMLEY = FOLDER / "bromley" / "graph.ttl"
BASE = "https://caseboard.example/bromley/"
R = "http://example.org/r"


@pytest.fixture
def stores(tmp_path: Path) -> StoreFolder:
    return StoreFolder(tmp_path / "stores")


@pytest.fixture
def big(tmp_path: Path) -> Path:
    path = tmp_path / "big.nt"
    write_knowledge_graph(path, 800)
    return path


def contents(stores: StoreFolder) -> list[str]:
    return sorted(path.name for path in stores.folder.iterdir() if path.is_dir())


# Building


@pytest.mark.parametrize("kind", ["nt", "ttl"])
def test_a_stored_source_holds_the_quads_of_reading(big: Path, stores: StoreFolder, kind: str) -> None:
    path = big if kind == "nt" else BROMLEY
    kept, whole = finish(stored_source([path], stores)), finish(read([path]))
    assert kept.total == len(kept.store) == len(whole.quads)
    store = Store()
    store.extend(rows_as_quads(whole.quads))
    assert set(kept.store) == set(store), "numbers by what they mean"
    assert kept.prefixes.pairs == whole.quads.prefixes.pairs
    told, wanted = kept.summary, summarise(whole.quads)
    assert dict(zip(told.iris, told.counts.tolist())) == dict(zip(wanted.iris, wanted.counts.tolist()))
    assert dict(zip(told.iris, told.labels)) == dict(zip(wanted.iris, wanted.labels))
    assert told.weight.sum() == wanted.weight.sum()


def test_blank_nodes_keep_the_labels_of_the_file(tmp_path: Path, stores: StoreFolder) -> None:
    path = tmp_path / "a.nt"
    path.write_bytes(b"_:here <http://ex/p> _:there .\n")
    kept = finish(stored_source([path], stores))
    assert [quad.subject.value for quad in kept.about("_:there")] == ["here"]
    assert kept.members(0) == []


def test_opening_again_builds_no_store_and_hashes_no_file(big: Path, stores: StoreFolder, monkeypatch) -> None:
    assert not is_stored([big], stores)
    finish(stored_source([big], stores))
    assert is_stored([big], stores)
    monkeypatch.setattr(on_disk, "_build", lambda *_: pytest.fail("it was made again"))
    monkeypatch.setattr(on_disk, "hash_of", lambda *_: pytest.fail("it was hashed again"))
    assert finish(stored_source([big], stores)).total > 3000


def test_a_file_that_changed_is_another_source(big: Path, stores: StoreFolder) -> None:
    first = finish(stored_source([big], stores))
    with big.open("ab") as file:
        file.write(b"<http://ex/new> <http://ex/p> <http://ex/b> .\n")
    second = finish(stored_source([big], stores))
    assert second.total == first.total + 1 and len(stores.sources()) == 2


def test_a_copy_under_another_name_is_the_same_source(big: Path, stores: StoreFolder, tmp_path: Path) -> None:
    finish(stored_source([big], stores))
    copy = tmp_path / "copy.nt"
    copy.write_bytes(big.read_bytes())
    assert finish(stored_source([copy], stores)).title == "copy.nt"
    assert len(stores.sources()) == 1


@pytest.mark.parametrize("broken", ["format", "summary", "meta"])
def test_stores_of_other_versions_and_damaged_ones_are_built_again(big: Path, stores: StoreFolder, broken: str) -> None:
    kept = finish(stored_source([big], stores))
    meta = kept.folder / "source.json"
    if broken == "format":
        meta.write_text(json.dumps({**json.loads(meta.read_text()), "format": "0"}))
    else:
        (meta if broken == "meta" else kept.folder / "summary.json").write_text("{")
    del kept
    assert finish(stored_source([big], stores)).total > 3000
    assert len(contents(stores)) == 1


@pytest.mark.parametrize("after", range(1, 9, 2))
def test_cancelling_leaves_no_partial_store(big: Path, stores: StoreFolder, after: int) -> None:
    job = stored_source([big], stores)
    for _ in range(after):
        next(job)
    job.close()
    assert not stores.sources() and (not stores.folder.exists() or contents(stores) == [])


def test_a_full_disk_is_reported_in_a_sentence(big: Path, stores: StoreFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Builder) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Builder, "_store_waiting", full)
    with pytest.raises(ReadError, match=r"big\.nt could not be stored on disk: the disk is full\. Free some space"):
        finish(stored_source([big], stores))
    assert contents(stores) == []


def test_two_programs_that_store_the_same_file_at_once_both_get_it(big: Path, stores: StoreFolder) -> None:
    one, other = stored_source([big], stores), stored_source([big], stores)
    for _ in range(3):
        next(one), next(other)
    first, second = finish(one), finish(other)
    assert first.total == second.total
    assert len(stores.sources()) == 1 and first.about(R + "1") == second.about(R + "1")


@pytest.mark.parametrize(
    ("line", "words"),
    [(b"<http://ex/a> <http://ex/p> .\n", "line 3,"), (b'<http://ex/a> <http://ex/p> "\xff" .\n', "UTF-8 at line 3")],
)
def test_a_faulty_file_names_the_line_and_leaves_nothing(
    tmp_path: Path, stores: StoreFolder, line: bytes, words: str
) -> None:
    path = tmp_path / "a.nt"
    path.write_bytes(b"<http://ex/a> <http://ex/p> <http://ex/b> .\n" * 2 + line)
    with pytest.raises(ReadError, match=words):
        finish(stored_source([path], stores))
    assert contents(stores) == []
    with pytest.raises(ReadError, match="not found"):
        finish(stored_source([tmp_path / "missing.nt"], stores))
    with pytest.raises(ReadError, match="one file at a time"):
        finish(stored_source([path, path], stores))


@pytest.mark.parametrize("recover", [False, True])
@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt"])
def test_a_failed_guess_of_the_format_leaves_no_trace(
    tmp_path: Path, stores: StoreFolder, name: str, recover: bool
) -> None:
    path = tmp_path / name
    lines = b"<http://ex/a> <http://ex/p> <http://ex/b> .\n" * 3000 + b"<http://ex/a> a <http://ex/c> .\n"
    path.write_bytes(gzip.compress(lines) if name.endswith("gz") else lines)
    source = finish(stored_source([path], stores, recover=recover))
    assert source.total == 2 and not source.unread


# Removing old sources


def test_the_least_recently_opened_sources_are_removed_first(tmp_path: Path, stores: StoreFolder) -> None:
    for i in range(3):
        path = tmp_path / f"{i}.nt"
        path.write_bytes(b"<http://ex/%d> <http://ex/p> <http://ex/b> .\n" % i)
        place = finish(stored_source([path], stores)).folder
        os.utime(place / "source.json", (1000 + i, 1000 + i))
    kept = stores.sources()
    assert [each.title for each in kept] == ["2.nt", "1.nt", "0.nt"]
    stores.trim(most=kept[0].size + kept[1].size)
    assert [each.title for each in stores.sources()] == ["2.nt", "1.nt"]
    stores.trim(most=0, spare=kept[1].key)
    assert [each.title for each in stores.sources()] == ["1.nt"]


def test_leftovers_of_ended_programs_are_removed(big: Path, stores: StoreFolder) -> None:
    left = stores.folder / "999999999-ab.part"
    left.mkdir(parents=True)
    mine = stores.folder / f"{os.getpid()}-ab.part"
    mine.mkdir()
    finish(stored_source([big], stores))
    assert not left.exists() and mine.exists()


def test_the_command_line_lists_and_clears(big: Path, capsys: pytest.CaptureFixture[str]) -> None:
    finish(stored_source([big]))
    assert main(["cache"]) == 0
    out = capsys.readouterr().out
    assert str(big) in out and "triples" in out
    assert main(["cache", "--clear"]) == 0
    assert "were removed" in capsys.readouterr().out
    assert StoreFolder().sources() == []


# Searching and loading


def test_names_are_found_before_iris_and_words_in_any_order(big: Path, stores: StoreFolder) -> None:
    kept = finish(stored_source([big], stores))
    whole = finish(read([big]))
    name = next(str(t.value) for t in whole.quads.terms if str(t).startswith('"Person'))
    assert kept.search(name)[0].name == name
    assert kept.search(" ".join(reversed(name.lower().split())))[0].name == name
    assert [entry.iri for entry in kept.search("example.org/r17")][:1] == [R + "17"]
    assert kept.search("nobody at all") == kept.search("  ") == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 799), min_size=1, max_size=4))
def test_loading_a_resource_adds_its_statements_and_ids_stay(tmp_path_factory, numbers: list[int]) -> None:
    path = tmp_path_factory.getbasetemp() / "shared.nt"
    if not path.exists():
        write_knowledge_graph(path, 800)
    document = finish(open_on_disk([path], StoreFolder(tmp_path_factory.getbasetemp() / "shared")))
    for number in numbers:
        before = document.projection
        document = finish(with_loaded(document, f"{R}{number}", most=10_000))
        projection = document.projection
        assert projection.iris[: before.node_count] == before.iris
        assert (projection.subject[: before.edge_count] == before.subject).all()
        node = projection.node_of[f"{R}{number}"]
        source = document.on_disk
        assert source is not None
        ties = {str(q) for q in source.about(f"{R}{number}")}
        assert ties <= {str(q) for q in rows_as_quads(source.quads)}
        named = [projection.labels[other] for other in projection.subject[projection.object == node].tolist()]
        assert not any(label.startswith("http") for label in named)
    assert finish(with_loaded(document, f"{R}{numbers[0]}", most=10_000)).projection.iris == projection.iris


def test_evidence_is_loaded_completely(stores: StoreFolder, bromley: Document) -> None:
    document = finish(open_on_disk([BROMLEY], stores))
    whole = bromley.projection
    for node in range(0, whole.node_count, 17):
        document = finish(with_loaded(document, whole.iris[node]))
        projection = document.projection
        here = projection.node_of[whole.iris[node]]
        passages = {projection.passages[p][:2] for p in projection.node_evidence[here].tolist()}
        assert passages == {whole.passages[p][:2] for p in whole.node_evidence[node].tolist()}
        assert int(projection.degree[here]) == int(whole.degree[node])


def test_an_unknown_or_invalid_iri_loads_nothing(big: Path, stores: StoreFolder) -> None:
    document = finish(open_on_disk([big], stores))
    for iri in ("http://ex/unknown", "no iri", "_:x"):
        assert finish(with_loaded(document, iri)).projection.node_count == 0


def test_a_missing_store_is_reported_and_changes_nothing(big: Path, stores: StoreFolder) -> None:
    document = finish(open_on_disk([big], stores))
    grown = finish(with_loaded(document, f"{R}1"))
    quads = len(grown.source.quads)
    shutil.rmtree(document.on_disk.folder)
    with pytest.raises(ReadError, match="is gone"):
        finish(with_loaded(grown, f"{R}2"))
    assert len(grown.source.quads) == quads and not grown.on_disk.is_loaded(f"{R}2")


def test_views_of_the_past_stay_valid_while_the_picture_grows(big: Path, stores: StoreFolder) -> None:
    session = Session(finish(with_loaded(finish(open_on_disk([big], stores)), R + "5")))
    first = session.projection.iris
    session.commit(View(hidden_nodes=Nodes({0})), "Hide")
    session.grow(finish(with_loaded(session.document, R + "6")))
    assert session.projection.iris[: len(first)] == first and session.history.undo_title == "Hide"
    assert session.visible.node_cause[0] and len(session.scene) == session.projection.node_count - 1
    session.undo()
    assert len(session.scene) == session.projection.node_count


# Exporting


@pytest.mark.parametrize("suffix", ["nt", "nq", "ttl", "trig"])
def test_the_store_exports_the_whole_dataset(big: Path, stores: StoreFolder, tmp_path: Path, suffix: str) -> None:
    document = finish(open_on_disk([big], stores))
    path = tmp_path / f"out.{suffix}"
    exported = finish(export_data(document, path, None, View()))
    assert set(parse(path=str(path))) == set(document.on_disk.store)
    assert f"{document.on_disk.total:,} triples" in exported.sentence
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_formats_that_cannot_be_streamed_are_refused_and_the_old_file_stays(
    stores: StoreFolder, tmp_path: Path
) -> None:
    source = tmp_path / "a.nq"
    source.write_bytes(b"<http://ex/a> <http://ex/p> <http://ex/b> <http://ex/g> .\n")
    document = finish(open_on_disk([source], stores))
    for name in ("a.csv", "a.ttl", "a.jsonld"):
        path = tmp_path / name
        path.write_text("old")
        with pytest.raises(WriteError, match=r"Use \.nq or \.trig"):
            finish(export_data(document, path, None, View()))
        assert path.read_text() == "old"
    with pytest.raises(WriteError, match="could not be saved"):
        finish(export_data(document, tmp_path / "missing" / "a.nq", None, View()))
    assert list(parse((tmp_path / "a.nq").read_bytes(), RdfFormat.N_QUADS))


# In the window


def test_a_file_is_stored_searched_and_loaded_into_the_picture(window, qtbot, big, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(window.tools.ask, "choose", lambda *_: 0)
    opener = window.tasks.sources
    opener.available, opener.small, opener.stores = lambda: 1 << 20, 0, StoreFolder(tmp_path / "kept")
    window.tasks.files.open_paths([str(big)])
    qtbot.waitUntil(lambda: window.session.document.on_disk is not None, timeout=60_000)
    pane = window.findChild(OverviewPane)
    assert pane.isVisible() and "on disk" in pane.caption.text()
    hit = window.tasks.finder.find("person 5")[0]
    assert isinstance(hit.target, DiskHit) and hit.class_label == "On disk"
    window.tasks.finder.go_to(hit.target)
    qtbot.waitUntil(lambda: not window.jobs.tasks and window.session.is_placed, timeout=60_000)
    session = window.session
    assert not pane.isVisible() and session.projection.iris[session.selection[0]] == hit.why
    count = session.projection.node_count
    other = next(n for n in range(count) if not session.document.on_disk.is_loaded(session.projection.iris[n]))
    window.hands._expand(other)
    qtbot.waitUntil(lambda: not window.jobs.tasks, timeout=60_000)
    assert session.document.on_disk.is_loaded(session.projection.iris[other])
    assert session.is_placed and session.projection.node_count >= count
    monkeypatch.setattr(window.tools.ask, "choose", lambda *_: pytest.fail("it is on disk already"))
    window.tasks.files.open_paths([str(big)])
    qtbot.waitUntil(pane.isVisible, timeout=60_000)
    assert window.session.projection.node_count == 0


def test_the_store_implements_the_source_protocol(big: Path, stores: StoreFolder) -> None:
    kept: OnDiskSource = finish(stored_source([big], stores))
    assert len(kept.quads) == 0
    assert finish(kept.load(R + "5")) == len(kept.quads) > 0
    whole = read_bytes(big.read_bytes(), "big.nt")
    assert set(kept.about(R + "5")) == set(whole.about(R + "5"))


def test_a_schema_on_disk_is_said_to_be_drawn_triple_by_triple(tmp_path: Path, stores: StoreFolder) -> None:
    path = tmp_path / "o.ttl"
    path.write_bytes(
        b"@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        b"<x:A> a owl:Class ; rdfs:subClassOf <x:B> . <x:B> a owl:Class .\n"
    )
    document = finish(open_on_disk([path], stores))
    said = "the schema of a source on disk is drawn triple by triple"
    assert said not in document.projection.doubts
    grown = finish(with_loaded(finish(redrawn(document, schema=True)), "x:A"))
    assert said in grown.projection.doubts
    assert said not in finish(open_document([path])).projection.doubts


def test_only_graphs_that_share_triples_are_joined_in_a_second_store(tmp_path: Path, stores: StoreFolder) -> None:
    for name, text, joined in (
        ("a", "<x:g> { <x:a> <x:p> 1 } <x:a> <x:p> 2 .", False),
        ("b", "<x:g> { <x:a> <x:p> 1 } <x:a> <x:p> 1 .", True),
    ):
        (tmp_path / f"{name}.trig").write_text(text)
        source = finish(stored_source([tmp_path / f"{name}.trig"], stores))
        assert (source.folder / "merged").is_dir() == joined


@pytest.mark.parametrize("suffix", ["nt.gz", "nq.gz"])
def test_packed_lines_are_stored_as_they_are_unpacked(big: Path, stores: StoreFolder, monkeypatch, suffix: str) -> None:
    lines = big.read_bytes().splitlines(keepends=True)
    packed = big.with_name(f"packed.{suffix}")
    packed.write_bytes(gzip.compress(b"".join(lines[:9])) + gzip.compress(b"".join(lines[9:]).rstrip(b"\n")))
    held: list[int] = []
    monkeypatch.setattr(loading, "_PIECE", 20_000)
    monkeypatch.setattr(loading, "_BLOCK", 1_000)
    monkeypatch.setattr(read_module, "load", lambda *_: pytest.fail("it was unpacked as a whole"))
    pieces = loading.unpacked_lines
    monkeypatch.setattr(parsing, "unpacked_lines", lambda path: (held.append(len(p[0])) or p for p in pieces(path)))
    kept = finish(stored_source([packed], stores))
    assert kept.total == len(finish(stored_source([big], stores)).store) == len(set(lines))
    assert len(held) > 5 and max(held) < sum(held) / 2


def test_mistakes_in_packed_lines_are_named_and_left_out(tmp_path: Path, stores: StoreFolder, monkeypatch) -> None:
    monkeypatch.setattr(loading, "_PIECE", 3_000)
    lines = [f"<x:{i}> <x:p> <x:o> .\n" for i in range(2_000)]
    lines[1_500] = "<x:a b> <x:p> <x:o> .\n"
    path = tmp_path / "a.nt.gz"
    path.write_bytes(gzip.compress("".join(lines).encode()))
    with pytest.raises(ReadError, match="line 1,501"):
        finish(stored_source([path], stores))
    assert contents(stores) == []
    source = finish(stored_source([path], stores, recover=True))
    assert (source.total, source.unread.count, source.unread.total) == (1_999, 1, 2_000)
    assert source.unread.places[0].line == 1_501
    (tmp_path / "b.nt.gz").write_bytes(gzip.compress("".join(lines[:1_500]).encode())[:-20])
    with pytest.raises(ReadError, match="ends too early"):
        finish(stored_source([tmp_path / "b.nt.gz"], stores))


@pytest.mark.parametrize("name", ["a.nt", "a.nt.gz", "a.ttl", "a.jsonld"])
def test_a_source_on_disk_holds_values_of_any_length(tmp_path: Path, stores: StoreFolder, name: str) -> None:
    value = "so it goes on " * 1_400_000
    text = f'<x:a> <x:p> "{value}"@en .\n<x:a> <x:q> "short" .\n'
    if name.endswith("jsonld"):
        text = f'{{"@id": "x:a", "x:p": {{"@value": "{value}", "@language": "en"}}, "x:q": "short"}}'
    (tmp_path / name).write_bytes(gzip.compress(text.encode(), 1) if name.endswith("gz") else text.encode())
    kept = finish(stored_source([tmp_path / name], stores))
    values = {quad.predicate.value: quad.object for quad in kept.about("x:a")}
    assert values["x:p"].value == value and values["x:p"].language == "en" and values["x:q"].value == "short"
