"""docs/extending.md: its examples work as an installed package, and it names every hook and every field of a row."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.measures import METRICS, Metric
from graph.formats.format import Format
from graph.formats.table import EXPORTERS, IMPORTERS
from graph.layout import LAYOUTS, Layout, Parameter

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
HOOKS = (LAYOUTS, METRICS, IMPORTERS, EXPORTERS)
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def install(target: Path, name: str, modules: dict[str, str], groups: dict[str, dict[str, str]]) -> None:
    """Write a package with entry points into a folder, as pip leaves one there."""
    for path, text in modules.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")
    about = target / f"{name.replace('-', '_')}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    lines = [
        line for group, points in groups.items() for line in (f"[{group}]", *(f"{a} = {b}" for a, b in points.items()))
    ]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def runner(target: Path) -> Run:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join((str(target), str(ROOT)))
        env = {**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}
        asked = [sys.executable, "-W", "error", "-m", "explorer", *words]
        return subprocess.run(asked, cwd=target, env=env, capture_output=True, encoding="utf-8", timeout=120)

    return run


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """The examples of the page, installed."""
    target = tmp_path_factory.mktemp("example")
    project = tomllib.loads(re.search(r"```toml\n(.*?)```", PAGE, re.S)[1])["project"]
    modules = {text.split("\n")[0].removeprefix("# "): text for text in re.findall(r"```python\n(.*?)```", PAGE, re.S)}
    install(target, project["name"], modules, project["entry-points"])
    return target, runner(target)


def test_each_example_is_some_thirty_lines() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    assert len(blocks) == len(HOOKS)
    assert all(15 <= len(block.splitlines()) <= 35 for block in blocks)


def test_the_layout_draws_a_picture(example: tuple[Path, Run]) -> None:
    target, run = example
    done = run("render", "bromley", "--layout", "Ladder", "--set", "rung=3", "--focus", "Ofsted", "-o", "a.svg")
    assert (done.returncode, done.stderr) == (0, "")
    assert (target / "a.svg").read_bytes()[:4] == b"<svg" or b"<svg" in (target / "a.svg").read_bytes()[:200]
    assert "Similar names: ladder" in run("render", "bromley", "--layout", "laddr", "-o", "a.svg").stderr


def test_the_measure_is_taken(example: tuple[Path, Run]) -> None:
    _, run = example
    done = run("info", "bromley", "--measures")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Reach: How many other resources lie within two steps." in done.stdout


def test_the_importer_and_the_exporter_carry_data(example: tuple[Path, Run]) -> None:
    target, run = example
    (target / "friends.tie").write_text("Ada\tknows\tGrace\nGrace\tknows\tAlan\nincomplete\n", encoding="utf-8")
    done = run("export", "friends.tie", "-o", "friends.dot")
    assert (done.returncode, done.stderr) == (0, "")
    text = (target / "friends.dot").read_text(encoding="utf-8")
    assert text.startswith("digraph {") and text.count("->") == 2 and '"https://example.org/Ada"' in text
    told = run("info", "friends.tie")
    assert told.stderr == "friends.tie: 1 lines without three words were left out.\n"


def test_the_page_names_every_hook_and_every_field() -> None:
    sections = {
        Layout: PAGE[PAGE.index("## A layout") : PAGE.index("## A measure")],
        Metric: PAGE[PAGE.index("## A measure") : PAGE.index("## A file format")],
        Format: PAGE[PAGE.index("## A file format") :],
    }
    assert all(f"`{rows.group}`" in PAGE for rows in HOOKS)
    for row, section in sections.items():
        named = re.findall(r"^\| `(\w+)` \|", section, re.M)
        fields = [*row._fields, *Parameter._fields] if row is Layout else list(row._fields)
        assert named == fields, f"docs/extending.md does not name the fields of {row.__name__}"


BAD = """
import numpy as np
from graph.analysis.measures import Metric, Reading
from graph.formats.format import Format, Pieces
from graph.layout import Layout
from graph.work.progress import Progress

def layout(name, of_part):
    return Layout(name, name.title(), "Fails.", 10, 10_000, of_part=of_part)

def raises(part): raise KeyError("no such thing")
def leaves(part): raise SystemExit(3)
def boom(*_): raise RuntimeError("it broke")
    yield

RAISES, LEAVES = layout("raises", raises), layout("leaves", leaves)
SHAPE = layout("shape", lambda part: np.zeros(3))
NAN = layout("nan", lambda part: np.full((len(part), 2), np.nan))
WORDS = layout("words", lambda part: [["a", "b"]] * len(part))
SPRING = layout("spring", raises)
OTHER = layout("one", raises)
NEITHER = Layout("neither", "Neither", "Fails.", 10, 10)

def measure(name, values):
    def take(network):
        yield Progress("Failing")
        return values(network)
    return Metric(name, name.title(), "Fails.", "count", take, outlined=True)

FEW = measure("few", lambda network: Reading(np.zeros(1), network.count))
ENDLESS = measure("endless", lambda network: Reading(np.full(network.count, np.inf), network.count))
NOTHING = measure("nothing", lambda network: None)
PLAIN = Metric("plain", "Plain", "Fails.", "count", lambda network: Reading(np.zeros(network.count), 1), outlined=True)

BROKEN = Format("Broken", ("broken",), reader=boom, table_writer=lambda nodes, edges: "text")
STRINGS = Format("Strings", ("strings",), reader=lambda data, warn: ["a", "b"], writer=lambda quads, rows: Pieces([1]))
TAKEN = Format("Taken", ("ttl2", "ttl"), reader=boom)
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """A package in which everything fails."""
    target = tmp_path_factory.mktemp("broken")
    names = ("raises", "leaves", "shape", "nan", "words", "spring", "neither")
    layouts = {name: f"bad:{name.upper()}" for name in names}
    layouts |= {"missing": "no_such_module:ROW", "text": "bad:__doc__", "other": "bad:OTHER", "NOT a name": "bad:SHAPE"}
    formats = {name: f"bad:{name.upper()}" for name in ("broken", "strings")}
    groups = {
        "caseboard.layouts": layouts,
        "caseboard.measures": {name: f"bad:{name.upper()}" for name in ("few", "endless", "nothing", "plain")},
        "caseboard.importers": {**formats, "ttl2": "bad:TAKEN"},
        "caseboard.exporters": formats,
    }
    install(target, "caseboard-bad", {"bad.py": BAD.replace("    yield\n", "")}, groups)
    (target / "a.broken").write_bytes(b"x")
    (target / "a.strings").write_bytes(b"x")
    return target, runner(target)


def alone(done: Any) -> str:
    """The one sentence of a command that failed, beside those about rows that were left out."""
    assert done.returncode == 2 and "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if "left out" not in line]
    assert len(lines) == 1, done.stderr
    return lines[0].removeprefix("caseboard: ")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("raises", "KeyError: 'no such thing'"),
        ("leaves", "SystemExit: 3"),
        ("shape", "it returned float64 of shape (3,) for"),
        ("nan", "it returned positions that are not finite"),
        ("words", "it returned <U1 of shape"),
    ],
)
def test_a_layout_that_fails_is_named_in_one_sentence(broken: tuple[Path, Run], name: str, why: str) -> None:
    said = alone(broken[1]("render", "bromley", "--focus", "Ofsted", "--layout", name, "-o", "a.svg"))
    assert said.startswith(f"{name.title()} failed on this graph (") and why in said
    assert said.endswith("Use another layout.")


def test_rows_that_cannot_be_used_are_left_out_and_named(broken: tuple[Path, Run]) -> None:
    done = broken[1]("render", "bromley", "--layout", "unknown", "-o", "a.svg")
    lines = [line.removeprefix("caseboard: ") for line in done.stderr.splitlines()]
    assert lines[0].startswith("There is no layout named 'unknown'") or any("no layout named" in line for line in lines)
    said = [line for line in lines if "left out" in line]
    assert [line.split("”")[0] for line in said] == [
        f"The layout “{name}" for name in ("spring", "NOT a name", "missing", "neither", "other", "text")
    ]
    assert all("of the package caseboard-bad was left out: " in line and line.endswith(".") for line in said)


def test_measures_that_fail_are_named_beside_the_others(broken: tuple[Path, Run]) -> None:
    done = broken[1]("info", "bromley", "--measures")
    assert (done.returncode, done.stderr) == (0, "")
    for title, why in (
        ("Few", "of shape (1,)"),
        ("Endless", "infinite values"),
        ("Nothing", "NoneType"),
        ("Plain", ""),
    ):
        said = next(line for line in done.stdout.splitlines() if line.startswith(f"{title}: "))
        assert "failed on this graph" in said and why in said
    assert "PageRank: " in done.stdout


def test_formats_that_fail_are_named_in_one_sentence(broken: tuple[Path, Run]) -> None:
    target, run = broken
    for name, why in (
        ("a.broken", "RuntimeError: it broke"),
        ("a.strings", "it returned str where quads are expected"),
    ):
        said = alone(run("info", name))
        assert said.startswith(f"{name} could not be read as") and why in said
    (target / "a.ttl2").write_text("<x:a> <x:b> <x:c> .")
    done = run("info", "a.ttl2")
    assert done.returncode == 0 and "1 triples" in done.stdout
    why = "another format already reads files with its suffix"
    said = f"The importer “ttl2” of the package caseboard-bad was left out: {why}."
    assert done.stderr == f"caseboard: {said}\n"
    for suffix in ("broken", "strings"):
        (target / f"out.{suffix}").write_bytes(b"before")
        said = alone(run("export", "bromley", "-o", f"out.{suffix}"))
        assert said.startswith("The data could not be written as")
        assert (target / f"out.{suffix}").read_bytes() == b"before"


def test_no_plugin_and_no_list_of_plugins_is_read_at_the_start() -> None:
    code = (
        "import sys, explorer.command_line.cli, graph.reading.read, graph.writing.write, ui.app, ui.window.window\n"
        "print('importlib.metadata' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_plugins_run_in_a_child_process(example: tuple[Path, Run]) -> None:
    target, _ = example
    (target / "child.py").write_text(
        "from graph.analysis.measures import Network, measure\n"
        "from graph.layout import Worker, arrange\n"
        "from graph.layout.problem import problem\n"
        "from graph.work.progress import finish\n"
        "import numpy as np\n"
        "if __name__ == '__main__':\n"
        "    edges = [(0, 1), (1, 2)]\n"
        "    with Worker() as worker:\n"
        "        print(finish(arrange('ladder', problem(3, edges), where=worker)).positions.shape)\n"
        "        print(finish(measure('reach', Network(3, np.array(edges)), where=worker)).values.tolist())\n",
        encoding="utf-8",
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(target), str(ROOT)))}
    asked = [sys.executable, "child.py"]
    done = subprocess.run(asked, cwd=target, env=env, capture_output=True, encoding="utf-8", timeout=120)
    assert (done.stdout, done.stderr) == ("(3, 2)\n[2.0, 2.0, 2.0]\n", "")
