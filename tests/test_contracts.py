"""The contracts on imports hold, and each kind of violation breaks one: planted in a copy of the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT = Path(sys.executable).with_name("lint-imports")
TYPING = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    "

pytestmark = pytest.mark.skipif(not LINT.exists(), reason="import-linter is not installed")


def linted(folder: Path) -> tuple[int, str]:
    """The exit code of lint-imports in a folder, and what it printed."""
    command = [str(LINT), "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages."""
    folder = tmp_path_factory.mktemp("copy")
    for package in ("explorer", "graph", "ui", "resources"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "bromley"))
    return folder


def test_the_contracts_hold_without_exceptions_for_the_window(copy: Path) -> None:
    code, said = linted(copy)
    assert code == 0, said
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    ignored = {line for contract in config["contracts"] for line in contract.get("ignore_imports", ())}
    assert ignored == {"explorer.__main__ -> ui.**"} and config["exclude_type_checking_imports"] is False


@pytest.mark.parametrize(
    ("planted", "broken"),
    [
        pytest.param(
            {"ui/tasks/looking.py": TYPING + "from ui.window.window import Window"},
            {"Rooms of ui", "No circle of imports anywhere"},
            id="a task knows the window, for the type checker alone",
        ),
        pytest.param(
            {
                "ui/tasks/looking.py": TYPING + "from ui.tasks.groups import GroupMaker",
                "ui/tasks/groups.py": "from ui.tasks.looking import Looking",
            },
            {"No circle of imports anywhere"},
            id="two tasks know each other",
        ),
        pytest.param(
            {"ui/window/docks.py": TYPING + "from ui.window.window import Window"},
            {"No circle of imports anywhere"},
            id="a part of the window knows the window",
        ),
        pytest.param(
            {"ui/parts/flow.py": "from ui.panels.history import HistoryPanel"},
            {"Rooms of ui", "No circle of imports anywhere", "panels do not know each other"},
            id="a part knows a panel",
        ),
        pytest.param(
            {"ui/panels/history.py": "from ui.panels.noted import NotedPanel"},
            {"panels do not know each other"},
            id="a panel knows another",
        ),
        pytest.param(
            {"explorer/state/session.py": "from explorer.actions.table import ACTIONS"},
            {"Rooms of explorer", "No circle of imports anywhere"},
            id="the session knows the actions",
        ),
        pytest.param(
            {"explorer/document.py": "from PySide6.QtCore import QObject"},
            {"Qt lives in ui alone"},
            id="Qt below the window",
        ),
    ],
)
def test_a_violation_breaks_a_contract(copy: Path, planted: dict[str, str], broken: set[str]) -> None:
    before = {name: (copy / name).read_text("utf-8") for name in planted}
    try:
        for name, line in planted.items():
            (copy / name).write_text(f"{before[name]}\n{line}\n", "utf-8")
        code, said = linted(copy)
    finally:
        for name, text in before.items():
            (copy / name).write_text(text, "utf-8")
    assert code == 1, said
    assert {line.split(" BROKEN")[0] for line in said.splitlines() if " BROKEN" in line} == broken, said
