"""The page on the architecture names every room as the code has it."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]

BEHIND = {
    "graph.model.names": "graph.model.build",
    "graph.layout.methods": "graph.layout",
    "ui.parts.table": "ui.panels.table",
    "ui.parts.time": "ui.window.window",
}
"""Rooms that tests reach through one module in front of them."""


def rooms() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rooms", ROOT / ".ci" / "rooms.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rooms"] = module
    spec.loader.exec_module(module)
    return module


def rows(table: str) -> dict[str, list[str]]:
    """Room, purpose, modules, lines and what it may import, by room."""
    found = (re.split(r" *\| *", line)[1:-1] for line in table.splitlines() if line.startswith("| `"))
    return {cells[0]: cells for cells in found}


def test_the_table_of_rooms_is_that_of_the_code() -> None:
    tool = rooms()
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    written, counted = rows(page.split(tool.BEGIN)[1].split(tool.END)[0]), rows(tool.table())
    assert written.keys() == counted.keys(), "run .ci/rooms.py --write"
    for room, (_, purpose, _, lines, below) in counted.items():
        assert written[room][1] == purpose and written[room][4] == below
        there, here = (int(text.replace(",", "")) for text in (written[room][3], lines))
        assert abs(there - here) <= 0.25 * here + 50, f"the lines of {room} are out of date: run .ci/rooms.py --write"


def test_every_room_says_what_lives_there_and_none_is_crowded() -> None:
    for room, (_, purpose, modules, _, _) in rows(rooms().table()).items():
        assert len(purpose.split()) > 3, f"{room} does not say what lives there"
        assert int(modules) <= 17, f"{room} holds {modules} modules: what is it really two of?"
        last = room.strip("`").rpartition(".")[2]
        assert last not in {"utils", "common", "core", "misc", "helpers"}


def test_quick_tests_reach_every_room() -> None:
    slow = set((ROOT / "tests" / "slow_tests.txt").read_text(encoding="utf-8").split())
    reached = set()
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        quick = [test for test in tests if f"tests/{path.name}::{test.name}" not in slow]
        if any(argument.arg == "window" for test in quick for argument in test.args.args):
            reached |= {"ui.window.window"}
        if quick:
            reached |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    tool = rooms()
    entered = {tool.room_of(name) for name in reached} | {
        room for room, through in BEHIND.items() if through in reached
    }
    assert {room.strip("`") for room in rows(tool.table())} - entered == set()
