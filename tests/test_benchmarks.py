"""The benchmarks themselves: their graphs, their timing and their verdicts."""

from __future__ import annotations

import time

import numpy as np
import pytest

from graph.analysis.shapes import validate
from graph.reading.read import read
from graph.work.progress import finish
from tests.benchmarks.checking import SHAPES
from tests.benchmarks.graphs import archipelago, grid, scale_free, tree, write_knowledge_graph, write_thesaurus
from tests.benchmarks.measuring import Case, Result, repeat
from tests.benchmarks.soak import judge


def test_graphs_have_the_promised_shape():
    assert len(grid(10)) == 180 and len(tree(40)) == 39
    degrees = np.bincount(scale_free(2000).ravel())
    assert degrees.max() > 20 * np.median(degrees), "few nodes have many edges"
    parent = {node: node for node in range(1000)}

    def root(node):
        while parent[node] != node:
            node = parent[node]
        return node

    for a, b in archipelago(1000).tolist():
        parent[root(a)] = root(b)
    assert len({root(node) for node in parent}) > 20


def test_the_same_seed_writes_the_same_file(tmp_path):
    files = [tmp_path / name for name in ("a.nt", "b.nt")]
    counts = [write_knowledge_graph(path, 300) for path in files]
    assert counts[0] == counts[1] == len(files[0].read_text(encoding="utf-8").splitlines())
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_thesaurus_breaks_the_shapes_that_it_is_checked_by(tmp_path):
    path = tmp_path / "thesaurus.nt"
    assert 1_800 < write_thesaurus(path, 100) < 2_200
    found = finish(validate(finish(read([path])).quads, SHAPES)).violations
    kinds = {(violation.focus.rpartition("/")[2], violation.message) for violation in found}
    assert ("c49", "a name twice") in kinds and any(focus == "c99" and "date" in message for focus, message in kinds)
    assert not any("prefLabel" in focus for focus, _ in kinds), "no property is to blame"


def test_runs_are_timed_one_by_one_and_stop_at_the_time_limit():
    seconds, answer = repeat(lambda: time.sleep(0.02) or 7, runs=3, limit=10)
    assert answer == 7 and len(seconds) == 3 and min(seconds) >= 0.02
    assert len(repeat(lambda: time.sleep(0.05), runs=100, limit=0.2)[0]) < 6


def test_a_result_without_runs_has_no_median():
    assert np.isnan(Result(Case("draw", "nobody", "grid", 1)).median)


@pytest.mark.parametrize(
    ("curve", "flat"),
    [([100, 200, 300, 301, 299, 300, 302, 301, 300], True), ([100, 110, 120, 130, 140, 150, 160, 170, 180], False)],
)
def test_a_rising_memory_curve_is_detected(curve, flat):
    assert judge(curve)["is_flat"] is flat
