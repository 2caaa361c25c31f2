"""Starting Qt on a Linux without what it needs: one sentence says what is missing, and nothing is aborted."""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import subprocess
import sys

import platformdirs
import pytest

from explorer import __main__ as door
from explorer.settings import settings_path
from graph.errors import CaseboardError
from graph.rdf.vocabulary import known
from tests.benchmarks.measuring import ROOT
from tests.benchmarks.window import _OURS
from ui import app, qt_libraries

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring what Qt needs")
NOT_CALLED = {
    # tables, types and constants that others need before the first picture
    "explorer.views.trail", "explorer.views.collapsing", "explorer.pictures.look.legend_entry",
    "explorer.actions.file_actions", "explorer.actions.resource_actions",
    "explorer.messages", "graph.arrays.types", "graph.errors", "graph.formats.format", "graph.layout.arrange",
    "graph.layout.guide", "graph.rdf.grade", "graph.reading.local", "graph.work.late", "ui.window.panels",
    # small, and used in many places of the module that imports them
    "explorer.pictures.scene.picking", "graph.reading.refusals", "ui.parts.swatch",
}  # fmt: skip
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def lose(monkeypatch, *names: str) -> None:
    """Let some libraries be missing, and every other one be there."""

    def load(name: str) -> None:
        if name in names:
            raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", load)


def started(*arguments: str, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own that knows of no display but those given."""
    known = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    code = f"import sys\nfrom explorer.__main__ import main\n{before}\nsys.exit(main({list(arguments)!r}))"
    return subprocess.run(
        [sys.executable, "-c", code], env=known | environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def test_the_packages_of_missing_libraries_are_named_in_one_sentence(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":5")
    lose(monkeypatch, "libxcb-cursor.so.0")
    assert app._cause() == (
        "Qt needs libxcb-cursor.so.0, which is missing here; install the Debian package libxcb-cursor0 "
        "(sudo apt-get install libxcb-cursor0)."
    )
    lose(monkeypatch, "libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0")
    assert app._cause() == (
        "Qt needs libglib-2.0.so.0, libgthread-2.0.so.0 and libxcb-cursor.so.0, which are missing here; install the "
        "Debian packages libglib2.0-0 and libxcb-cursor0 (sudo apt-get install libglib2.0-0 libxcb-cursor0)."
    )


def test_only_libraries_of_the_display_in_use_are_asked_for(monkeypatch):
    lose(monkeypatch, *qt_libraries.WINDOW, *qt_libraries.WAYLAND)
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    assert qt_libraries.missing(qt_libraries.needed()) == {}
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert qt_libraries.missing(qt_libraries.needed()) == qt_libraries.WAYLAND
    monkeypatch.setenv("DISPLAY", ":0")
    assert qt_libraries.missing(qt_libraries.needed()) == qt_libraries.WINDOW


def test_a_qt_that_cannot_be_imported_is_explained(monkeypatch):
    lose(monkeypatch, "libEGL.so.1")
    lacking = ImportError("libEGL.so.1: cannot open shared object file", path="/lib/PySide6/QtGui.abi3.so")
    assert "install the Debian package libegl1" in str(door._explained(lacking))
    assert isinstance(door._explained(lacking), CaseboardError)
    other = ImportError("No module named 'nonsense'")
    assert door._explained(other) is other, "a mistake of our own is not put down to the system"


@pytest.mark.parametrize("arguments", [(), ("bromley",)])
def test_without_a_display_one_sentence_says_so_and_names_the_way_without(arguments):
    done = started(*arguments)
    assert done.returncode == 2
    assert done.stderr == (
        "caseboard: There is no display here to open a window on; "
        "caseboard render, export, info, path, query and check work without one.\n"
    )


def test_a_display_that_does_not_answer_is_named_instead_of_a_core_dump():
    before = "import ctypes\nctypes.CDLL = lambda name, *rest: None"
    done = started(before=before, DISPLAY=":12345")
    assert done.returncode == 2
    assert done.stderr.startswith("caseboard: No window can be opened on DISPLAY=:12345; caseboard render,")
    assert done.stderr.count("\n") == 1


def test_a_missing_library_is_named_instead_of_a_core_dump():
    before = """
import ctypes
def load(name, *rest):
    if name == "libxcb-cursor.so.0":
        raise OSError(name)
ctypes.CDLL = load
"""
    done = started(before=before, DISPLAY=":12345")
    assert done.returncode == 2
    assert "install the Debian package libxcb-cursor0" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("base", ["", "/somewhere/else", "relative"])
def test_settings_lie_where_platformdirs_finds_them(base, monkeypatch):
    monkeypatch.delenv("CASEBOARD_SETTINGS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", base)
    monkeypatch.setenv("HOME", "/home/somebody")
    assert settings_path() == platformdirs.user_config_path("caseboard", appauthor=False) / "settings.json"


def test_the_first_picture_imports_only_modules_that_it_calls(tmp_path):
    code = f"""
import os, sys, threading
called = set()
def note(frame, event, _):
    if event == "call" and frame.f_code.co_flags & 2:  # a function, not the body of a module or class
        called.add(frame.f_code.co_filename)
def say():
    sys.setprofile(None)
    ours = {{name: module.__file__ for name, module in sys.modules.items()
             if name.split(".")[0] in ("explorer", "graph", "ui") and hasattr(module, "__file__")}}
    import PySide6.QtGui
    print(*sorted(name for name, file in ours.items() if file not in called and not file.endswith("__init__.py")))
    print(*({{"hashlib", "signal", "numpy.ma", "networkx", "rdflib"}} & set(sys.modules)))
    print(*({{"QGradient", "QMouseEvent", "QHoverEvent"}} & set(vars(PySide6.QtGui))))
    print(__import__.__name__)
    print(*{{one.__module__ for name in ours for one in vars(sys.modules[name]).values()
            if type(one) is type and hasattr(one, "_fields") and one.__module__ in ours}})
    sys.stdout.flush()
    os._exit(0)
threading.setprofile(note)
sys.setprofile(note)
{_OURS.replace("os._exit(0)", "say()")}"""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CASEBOARD_SETTINGS": str(tmp_path / "settings.json")}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stdout, done.stderr
    not_called, libraries, classes, importing, typed = (set(line.split()) for line in done.stdout.splitlines())
    assert not_called - NOT_CALLED == set(), "import these where they are called: each takes 0.2 ms or more"
    assert libraries == set(), "these take 0.5 ms to half a second"
    assert classes == set(), "PySide makes these with all of their kind, in 1.5 ms or more"
    assert importing.isdisjoint({"__feature_import__"}), "it reads the source of each imported module"
    assert typed == set(), "named tuples of graph.named take a tenth of the time"


def test_the_vocabularies_that_a_start_reads_are_those_of_the_turtle_files():
    spec = importlib.util.spec_from_file_location("vocabulary", ROOT / ".ci" / "vocabulary.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    said = script.said()
    assert json.loads(script.PAGE.read_text(encoding="utf-8")) == said, "run .ci/vocabulary.py --write"
    assert dict(known().labels) == said["labels"] and known().superclasses.keys() == said["superclasses"].keys()
