"""Evidence in depth, made from a seed: texts that quote one another, and a window with 200,000 passages of them.

One text holds a twentieth of the passages, and one resource rests on another twentieth, all over the texts. Of
the rest, half support resources and half relationships. Every text has a date, and one in four goes back to the one
before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.benchmarks.evidence import BASE, FIRST, LAST, PREFIXES
from tests.benchmarks.measuring import ROOT, Case, Result, repeat
from tests.benchmarks.window import Watch, cell, child, installed, medians, new_window

PASSAGES = 200_000
_SHARE = 20
"""One passage in so many is of the first text, and one of the others in so many supports the first resource."""
_EACH = 20
"""Passages for each text, and for each resource ten."""
_MORE = "@prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
_FIRST_DAY = date(2010, 1, 1)
_DAYS = 3_650


def write_deep_case(folder: Path, passages: int, seed: int = 1) -> Path:
    """Write the texts, ``passages`` / 20 of them, and the graph that they support; returns its file."""
    random, texts, resources = Random(seed), passages // _EACH, passages // 10
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    path = folder / "graph.ttl"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(PREFIXES + _MORE)
        for i in range(resources):
            name = f"{random.choice(FIRST)} {random.choice(LAST)} {i:,}"
            kind = "foaf:Person" if i % 3 else "org:Organization"
            file.write(f':f{i} a {kind} ; skos:prefLabel "{name}" ; :knows :f{random.randrange(resources)} .\n')
            file.write(f":l{i} a rdf:Statement ; rdf:subject :f{i} ; rdf:predicate :paid ; rdf:object :f{i // 2} .\n")
            file.write(f":f{i} :paid :f{i // 2} .\n")
        large, start = passages // _SHARE, 0
        for t in range(texts):
            count = (
                large if t == 0 else (passages - large) * t // (texts - 1) - (passages - large) * (t - 1) // (texts - 1)
            )
            for line in _text(folder / "texts" / f"t{t}.txt", t, range(start, start + count), resources, random):
                file.write(line)
            start += count
    return path


def _text(path: Path, t: int, passages: range, resources: int, random: Random) -> Iterator[str]:
    """Write a text, a paragraph for each passage; yields its statements."""
    text = ""
    for i in passages:
        about = 0 if t and i % _SHARE == 0 else random.randrange(resources)
        name = f"{random.choice(FIRST)} {random.choice(LAST)}"
        said = f"In note {i:,} {name} says what everybody there had seen of {about}."
        who = f":l{about}" if i % 2 and about else f":f{about}"
        yield (
            f"{who} dcterms:source :s{i} . :s{i} a oa:SpecificResource ; oa:hasSource :t{t} ; oa:hasSelector :r{i} .\n"
            f":r{i} a oa:TextPositionSelector ; oa:start {len(text)} ; oa:end {len(text) + len(said)} .\n"
        )
        text += said + "\n\n"
    path.write_text(text, "utf-8", newline="\n")
    digest, day = hashlib.sha256(text.encode()).hexdigest(), _FIRST_DAY + timedelta(t * 7 % _DAYS)
    before = f" ; prov:wasQuotedFrom :t{t - 1}" if t % 4 == 1 else ""
    yield (
        f':t{t} a schema:Article ; skos:prefLabel "Text {t:,}" ; schema:sha256 "{digest}" ; '
        f'dcterms:issued "{day}"^^xsd:date{before} .\n'
    )


def folder_of(passages: int) -> Path:
    """The graph and its texts, written once."""
    folder = Path(tempfile.gettempdir()) / "caseboard-bench" / f"deep-{passages}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        write_deep_case(part, passages)
        part.replace(folder)
    return folder


class _Work:
    """Rows of work with evidence in a window; each part continues where the previous one ended."""

    def __init__(self, passages: int) -> None:
        self.folder = folder_of(passages)
        self.window = window = new_window()
        self.watch = Watch(window)
        self.rows: dict[str, dict[str, float]] = {}
        self.commands, self.session, self.panels = window.commands, window.session, window.panels

    def _on(self, what: str) -> AbstractContextManager[None]:
        return self.watch.on(self.rows, what, self._is_idle)

    def _is_idle(self) -> bool:
        window = self.window
        return bool(window.canvas.is_sharp and not window.jobs.tasks and window.docks.turns.are_over)

    def open(self) -> None:
        """Open the graph, show every resource, and attach the texts."""
        with self._on("opening"):
            self.window.tasks.files.open_paths([str(self.folder / "graph.ttl")])
        if len(self.session.document.named_views) > 1:
            with self._on("every resource and first layout"):
                self.window.tasks.looking.go_to_view(self.session.document.named_views[1])
        with self._on("texts attached"):
            self.window.tasks.files.attach(str(self.folder / "texts"))

    def filter(self) -> None:
        """Hide what rests on one passage, text or origin, and one text of the list."""
        self.window.docks.to_front("filters")
        for facet in ("support", "text_support", "origin_support", "node_passages", "node_texts", "node_origins"):
            for _ in range(2):
                with self._on(f"filter {facet.replace('_', ' ')}"):
                    self.commands.toggle(facet, 1, "one")
        for _ in range(2):
            with self._on("a text hidden"):
                self.commands.toggle("documents", 7, "a text")

    def know(self) -> None:
        """The picture as of a day, and a drag of the slider in the timeline."""
        for day in (15_000.0, 16_000.0, 17_000.0):
            with self._on("as known on a day"):
                self.commands.know_by(day)
        self.commands.know_by(None)
        with self._on("the panel Timeline, first time"):
            self.window.docks.go_to("timeline")
        slider = self.panels.timeline.open().known.slider
        for day in range(17_500, 14_700, -400):
            with self._on("day slider dragged"):
                slider.setValue(day)
                while self.panels.timeline.widget.known.timer.isActive():
                    self.watch.turn()
        with self._on("day slider dragged without a pause"):
            for day in range(15_000, 17_800, 100):
                slider.setValue(day)
                for _ in range(10):
                    self.watch.turn()
        with self._on("as known on no day"):
            self.commands.know_by(None)

    def read(self) -> None:
        """The list of texts, the text with most passages, and a resource with passages in most texts."""
        with self._on("the panel Texts, first time"):
            self.window.docks.go_to("texts")
        panel, entries = self.panels.texts.widget, self.window.tasks.reading.entries()
        for at in (1, 2, 3):
            with self._on("another text"):
                panel.open(entries[at])
        with self._on("the text with most passages"):
            panel.open(entries[0])
        for _ in range(3):
            with self._on("next passage"):
                panel.step(1)
        with self._on("search in the text"):
            panel.search.field.setText("everybody")
        with self._on("a class hidden, Texts open"):
            self.commands.toggle("classes", 0, "a class")
        self.session.undo()
        self.window.docks.go_to("details")
        busiest = int(self.session.projection.node_evidence.lengths.argmax())
        for node in (busiest, 5, busiest):
            with self._on("selecting a resource with many passages"):
                self.session.select([node])

    def sort(self) -> None:
        """The table by origins."""
        sheet = self.panels.table.open().sheet
        for way in (True, False):
            with self._on("table sorted by origins"):
                sheet.sort("origins", way)

    def check(self) -> None:
        """The check of evidence and of the words of passages."""
        with self._on("check"):
            self.window.tasks.checking.check()


def busy(passages: int) -> dict[str, dict[str, float]]:
    """All rows; see :class:`tests.benchmarks.window.Watch`."""
    work = _Work(passages)
    for part in (work.open, work.filter, work.know, work.read, work.sort, work.check):
        part()
    return work.rows


def _bundle(case: Case, result: Result, limit: float) -> None:
    """The whole command, for the neighbourhood of a resource: reading, laying out and writing; with the texts."""
    folder, out = folder_of(case.size), Path(tempfile.mkdtemp()) / "out"
    view = ("--focus", f"{BASE}f7", "--hops", "1", "--texts", str(folder / "texts"), "--quote", "--title", "T")
    command = [sys.executable, "-m", "explorer", "bundle", str(folder / "graph.ttl"), *view, "-o", str(out)]

    def work() -> None:
        shutil.rmtree(out, ignore_errors=True)
        subprocess.run(command, check=True, capture_output=True, env=installed(), cwd=ROOT)

    result.seconds, _ = repeat(work, case.runs, limit)


CONTESTANTS: dict[str, Callable[[Case, Result, float], None]] = {"Caseboard, bundle of a neighbourhood": _bundle}


def report(passages: int = PASSAGES, runs: int = 3) -> dict[str, Any]:
    """Measure and print the rows of the window, medians of processes."""
    found = medians([child("tests.benchmarks.deep", passages) for _ in range(runs)])
    print("### depth\n")
    print(
        f"Longest stretch / next frame / done in ms; medians of {runs} processes, in each the worst of several times\n"
    )
    print(f"|  | {passages:,} passages in {passages // _EACH:,} texts |\n| --- | --- |")
    for what, row in found.items():
        print(f"| {what} | {cell(row)} |")
    print(flush=True)
    return found


if __name__ == "__main__":
    print(json.dumps(busy(int(sys.argv[1]))), flush=True)
    os._exit(0)
