"""Large files: the estimate before opening, the overview while reading, and the state after cancelling."""

from __future__ import annotations

import gc
import gzip
import time
import tracemalloc
import weakref
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from benchmarks.graphs import write_knowledge_graph

from explorer.__main__ import main
from explorer.files.opening import open_document, too_big
from explorer.pictures.scene.overview import overview
from explorer.state.session import Session
from graph.rdf.summary import Preview, summarise
from graph.reading.estimate import estimate, is_small
from graph.reading.loading import available_memory
from graph.reading.read import read, read_bytes
from graph.work.progress import finish
from ui.canvas.overview_pane import OverviewPane


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "big.nt"
    write_knowledge_graph(path, 4000)
    return path


# Before reading


def test_the_job_that_opens_a_file_makes_the_first_view_and_leaves_no_garbage(tmp_path: Path) -> None:
    path = tmp_path / "some.ttl"
    path.write_text("@prefix : <http://e.example/> . :a :knows :b . :b :knows :c .", "utf-8")
    job = open_document([path])
    next(job)
    assert not gc.isenabled()
    document = finish(job)
    assert gc.isenabled() and gc.get_freeze_count() == 0
    made = vars(document)["first_look"]
    session = Session(document)
    assert session.scene is made.scene and session.visible is made.visible
    cancelled = open_document([path])
    next(cancelled)
    cancelled.close()
    assert gc.isenabled()


@pytest.mark.parametrize("name", ["a.nt", "a.nt.gz", "a.ttl"])
def test_the_estimate_is_close_and_rather_too_high(big: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = big.read_bytes()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    source = finish(read([path]))
    began = time.process_time()
    found = estimate([path])
    assert time.process_time() - began < 0.5
    assert 0.8 < found.triples / len(source.quads) < 1.3
    least = len(data) + 20 * len(source.quads) + 100 * len(source.quads.terms)
    assert least < found.memory < 6 * least
    assert 0.9 < found.text / len(data) < 1.1


def test_other_formats_are_estimated_without_a_parser_that_could_break(bromley, tmp_path: Path) -> None:
    from graph.formats import table as formats
    from graph.writing.write import write

    quads = bromley.source.quads
    for format, name in ((formats.JSON_LD, "a.jsonld"), (formats.TRIX, "a.trix"), (formats.HEXTUPLES, "a.hext")):
        path = tmp_path / name
        path.write_bytes(write(quads, format).data)
        assert 0.3 < estimate([path]).triples / len(quads) < 6
    assert estimate([tmp_path / "missing.nt"]).triples == 0


def test_small_files_are_opened_without_an_estimate(big: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.reading.estimate.estimate", lambda _: pytest.fail("a small file was looked into"))
    assert too_big([big], available=0) == ""
    assert is_small([big]) and not is_small([big], limit=1000)
    assert available_memory() > 1 << 20


def test_a_small_packed_file_can_hold_a_large_one(tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    path.write_bytes(gzip.compress(b"<http://ex/a> <http://ex/p> <http://ex/b> .\n" * 20_000))
    assert not is_small([path], limit=500_000)


def test_a_file_that_does_not_fit_gets_one_sentence_with_figures(big: Path) -> None:
    sentence = too_big([big], available=1 << 20, small=0)
    assert sentence.startswith("big.nt holds about 17,000 triples and would need about")
    assert sentence.endswith("0.0 GB are free.")
    assert too_big([big], available=1 << 40, small=0) == ""


def test_the_command_line_reports_it_and_says_what_to_do(
    big: Path, monkeypatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("explorer.command_line.run.too_big", partial(too_big, available=1 << 20, small=0))
    assert main(["info", str(big)]) == 2
    assert "--anyway" in capsys.readouterr().err
    assert main(["info", str(big), "--anyway"]) == 0
    assert "4,000 nodes" in capsys.readouterr().out


# While reading


def test_a_summary_counts_classes_and_the_relationships_between_them() -> None:
    lines = b"""@prefix : <http://ex/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix oa: <http://www.w3.org/ns/oa#> .
    :Cat a owl:Class ; skos:prefLabel "feline" . :chases skos:prefLabel "runs after" .
    :tom a :Cat, skos:Concept ; :chases :jerry, :spike . :kit a :Cat ; :chases :tom .
    :jerry a :Mouse ; :chases :kit . :spike :chases :tom . :p a oa:SpecificResource ; oa:hasSource :spike .
    """
    summary = summarise(read_bytes(lines, "a.ttl").quads)
    counts = dict(zip(summary.labels, summary.counts.tolist()))
    assert counts == {"Feline": 2, "Concept": 0, "Mouse": 1, "No class": 2}
    ties = {
        (summary.labels[s], summary.words[p], summary.labels[t]): w
        for s, p, t, w in zip(
            *(c.tolist() for c in (summary.source, summary.predicate, summary.target, summary.weight))
        )
    }
    assert ties == {
        ("Feline", "runs after", "Mouse"): 1, ("Feline", "runs after", "Feline"): 1,
        ("Feline", "runs after", "No class"): 1, ("Mouse", "runs after", "Feline"): 1,
        ("No class", "runs after", "Feline"): 1,
    }  # fmt: skip
    quads = read_bytes(lines, "a.ttl").quads
    cats = {str(quads.terms[t]) for t in summary.members(summary.labels.index("Feline")).tolist()}
    assert cats == {"<http://ex/tom>", "<http://ex/kit>"}
    assert summary.bundles.weight.sum() == summary.weight.sum()


def test_an_overview_has_a_bubble_for_each_class_and_stays_put(big: Path) -> None:
    quads = finish(read([big])).quads
    shown = overview(summarise(quads))
    assert len(shown.scene) == 8
    assert sorted(shown.scene.labels)[-1].startswith("Role · ")
    again = overview(summarise(quads))
    assert (again.scene.xy == shown.scene.xy).all()
    few = overview(summarise(quads), most=3)
    assert (len(few.scene), few.left_out) == (3, 5) and "5 smaller classes" in few.caption
    half = shown.scene.radius[:, None] + shown.scene.radius[None, :]
    xy = shown.scene.xy
    apart = ((xy[:, None] - xy[None, :]) ** 2).sum(axis=2) ** 0.5
    np.fill_diagonal(apart, np.inf)
    assert (apart >= half * 0.99).all()


@pytest.mark.parametrize("lines", [b"", b"<http://ex/a> <http://ex/p> <http://ex/b> .\n"])
def test_an_overview_of_almost_no_data_can_be_drawn(lines: bytes) -> None:
    shown = overview(summarise(read_bytes(lines, "a.nt").quads))
    assert len(shown.scene) == (1 if lines else 0)


def test_reading_shows_the_data_so_far_and_more_each_time(big: Path) -> None:
    seen = [step.summary.triples for step in read([big], preview_from=4000) if isinstance(step, Preview)]
    assert len(seen) >= 2 and seen == sorted(seen) and seen[0] >= 4000


def test_a_preview_of_all_data_comes_before_sorting(big: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.files.opening.PREVIEW_FROM", 1000)
    steps = [step for step in open_document([str(big)]) if isinstance(step, Preview)]
    assert steps[-1].summary.triples == len(finish(read([big])).quads)


def test_closing_the_job_frees_its_memory(big: Path) -> None:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    job = read([big], preview_from=3000)
    preview = next(step for step in job if isinstance(step, Preview))
    gone = weakref.ref(preview.summary)
    held = tracemalloc.get_traced_memory()[0]
    del preview
    job.close()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert gone() is None
    assert held - before > 1_000_000 and after - before < (held - before) / 10


# In the window


@pytest.fixture
def asked(window, monkeypatch: pytest.MonkeyPatch):
    """A window on a machine without memory; ``answer`` is the user's choice, ``said`` the questions asked."""

    class Asked:
        answer, said = -1, ""

    def choose(_title, sentence, _choices):
        Asked.said = sentence
        return Asked.answer

    monkeypatch.setattr(window.tools.ask, "choose", choose)
    window.tasks.sources.available, window.tasks.sources.small = lambda: 1 << 20, 0
    return Asked


def idle(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.jobs.tasks, timeout=60_000)


def test_a_file_that_does_not_fit_causes_a_question_and_cancel_changes_nothing(window, qtbot, asked, big) -> None:
    before = window.session.document
    window.tasks.files.open_paths([str(big)])
    idle(window, qtbot)
    assert "17,000 triples" in asked.said and window.session.document is before


def test_a_file_is_opened_anyway_when_the_user_says_so(window, qtbot, asked, tmp_path) -> None:
    asked.answer = 1
    path = tmp_path / "few.nt"
    path.write_bytes(b"".join(b"<http://ex/%d> <http://ex/p> <http://ex/b> .\n" % i for i in range(3000)))
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.document.title == "few.nt", timeout=60_000)
    window.tasks.layouts.stop()
    idle(window, qtbot)


def test_an_overview_covers_the_canvas_until_there_is_a_picture(window, qtbot, big, monkeypatch) -> None:
    monkeypatch.setattr("explorer.files.opening.PREVIEW_FROM", 1000)
    window.tasks.files.open_paths([str(big)])
    qtbot.waitUntil(lambda: window.findChild(OverviewPane) is not None, timeout=60_000)
    pane = window.findChild(OverviewPane)
    assert pane.isVisible() and pane.caption.text().startswith("So far: 1")
    assert pane.geometry() == window.canvas.rect()
    qtbot.waitUntil(lambda: window.session.document.title == "big.nt", timeout=60_000)
    window.tasks.layouts.stop()
    idle(window, qtbot)
    assert not pane.isVisible() and window.session.is_placed


def test_cancelling_shows_the_open_document_again(window, qtbot, big, monkeypatch) -> None:
    before = window.session.document
    monkeypatch.setattr("explorer.files.opening.PREVIEW_FROM", 1000)

    def slow(*_args, **_options):
        while True:
            time.sleep(0.005)
            yield Preview("Sorting", summary=summarise(bromley))

    bromley = before.source.quads
    monkeypatch.setattr("explorer.files.opening.project", slow)
    window.tasks.files.open_paths([str(big)])
    qtbot.waitUntil(lambda: window.findChild(OverviewPane) is not None, timeout=60_000)
    window.jobs.cancel()
    idle(window, qtbot)
    assert not window.findChild(OverviewPane).isVisible()
    assert window.session.document is before
