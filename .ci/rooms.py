"""Print the rooms of the program as a table: contents, modules, lines, and allowed imports.

Usage: rooms.py [--write]. With --write, replace the table in docs/architecture.md. Needs only the standard library.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
FLOORS = ("ui", "explorer", "graph")
BEGIN, END = "<!-- rooms -->\n", "<!-- /rooms -->"
OUTSIDE = {"explorer.__main__"}
"""Modules outside the floors: the entry point, which alone may import all."""


def main() -> int:
    text = table()
    if "--write" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        head, rest = page.split(BEGIN)
        PAGE.write_text(head + BEGIN + text + END + rest.split(END)[1], encoding="utf-8")
    else:
        print(text, end="")
    return 0


def table() -> str:
    lines = ["| room | holds | modules | lines | may import |", "|---|---|---:|---:|---|"]
    modules = {name: path for floor in FLOORS for name, path in modules_of(floor).items()}
    rooms = sorted({room_of(name) for name in modules}, key=lambda room: (FLOORS.index(room.split(".")[0]), room))
    for room in rooms:
        inside = {name: path for name, path in modules.items() if room_of(name) == room}
        length = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in inside.values())
        own = [name for name, path in inside.items() if path.stem != "__init__"]
        if own:
            lines.append(f"| `{room}` | {summary(room)} | {len(own)} | {length:,} | {may_import(room)} |")
    return "\n".join(lines) + "\n"


def stacks() -> list[list[list[str]]]:
    """The layers of each contract that orders rooms, from the top; rooms of one layer do not import each other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [contract for contract in project["tool"]["importlinter"]["contracts"] if contract["type"] == "layers"]
    return [[[room.strip() for room in layer.split("|")] for layer in contract["layers"]] for contract in contracts]


def may_import(room: str) -> str:
    """The rooms below a room in the contracts: those of its floor by name, then whole floors."""
    floor = room.split(".")[0]
    below: list[str] = []
    for stack in stacks():
        at = next((i for i, layer in enumerate(stack) if any(is_inside(room, one) for one in layer)), None)
        if at is not None and stack[0][0] != "ui":
            below += [one for layer in stack[at + 1 :] for one in layer]
    named = [f"`{one.removeprefix(floor + '.')}`" for one in below]
    return ", ".join([*named, *(f"all of `{other}`" for other in FLOORS[FLOORS.index(floor) + 1 :])]) or "–"


def is_inside(room: str, other: str) -> bool:
    return room == other or room.startswith(other + ".")


def modules_of(floor: str) -> dict[str, Path]:
    """Every module of a floor by its dotted name."""
    found = {}
    for path in sorted((ROOT / floor).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name not in OUTSIDE:
            found[name] = path
    return found


def room_of(name: str) -> str:
    """The package of a module; a package is in itself."""
    return name if (ROOT / Path(*name.split("."))).is_dir() else name.rpartition(".")[0]


def summary(room: str) -> str:
    """The first sentence of the room's docstring."""
    doc = (
        ast.get_docstring(ast.parse((ROOT / Path(*room.split(".")) / "__init__.py").read_text(encoding="utf-8"))) or ""
    )
    return " ".join(doc.split("\n\n")[0].split()).split(". ")[0].rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
