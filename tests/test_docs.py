"""Cross-references in docstrings and paths in the pages lead to things that exist."""

from __future__ import annotations

import ast
import importlib.util
import pydoc
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from explorer.actions.table import ACTIONS
from explorer.views.hiding.filters import FILTER_OF, Cause

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("graph", "explorer", "ui", "resources")
HOUSE = "docs/architecture.md"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))

REFERENCE = re.compile(r":(\w+):`~?([^`]+)`")
KINDS = {"mod": ast.Module, "class": ast.ClassDef, "func": ast.FunctionDef, "meth": ast.FunctionDef}
"""The code that each role leads to."""
PATH = re.compile(r"(?<![\w./~-])((?:graph|explorer|ui|resources|tests|docs|\.ci)/[\w./-]*\w)")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")

LIBRARY = ast.parse("class Library: ...").body[0]
"""Stands for a class of Python or of another library."""

KEYS = {
    "Comma": "**,**", "Delete": "Del", "Down": "arrow keys", "Equal": "`Ctrl+=`", "Escape": "Esc", "Left": "arrow keys",
    "Menu": "Menu key", "Minus": "`-`", "O": "**O**", "Period": "**.**", "Plus": "`+`", "Right": "arrow keys",
    "Up": "arrow keys",
}  # fmt: skip
"""The guide's names of keys that Qt calls otherwise."""


@cache
def sources() -> dict[str, str]:
    """The text of every module by its dotted name."""
    files = (path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py")))
    dotted = ((".".join(path.relative_to(ROOT).with_suffix("").parts), path) for path in files)
    return {name.removesuffix(".__init__"): path.read_text(encoding="utf-8") for name, path in dotted}


@cache
def code(module: str) -> ast.Module:
    return ast.parse(sources()[module])


@cache
def defined(owner: ast.Module | ast.ClassDef) -> dict[str, ast.AST]:
    """Names that a module or a class defines, those that methods set on an instance included."""
    names: dict[str, ast.AST] = {}
    waiting = list(owner.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {name.id: node for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        elif isinstance(node, ast.If):
            waiting += [*node.body, *node.orelse]
    if isinstance(owner, ast.ClassDef):
        stored = (
            node for node in ast.walk(owner) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        )
        names |= {node.attr: node for node in stored if ast.unparse(node.value) == "self" and node.attr not in names}
    return names


@cache
def imported(module: str) -> dict[str, str]:
    """Dotted names by the names under which a module imports them, for the type checker alone too."""
    nodes = [node for node in ast.walk(code(module)) if isinstance(node, ast.ImportFrom) and node.module]
    return {alias.asname or alias.name: f"{node.module}.{alias.name}" for node in nodes for alias in node.names}


def found_in(module: str, path: list[str]) -> ast.AST | None:
    """The code that a path of names leads to from inside a module; for a library :data:`LIBRARY`."""
    if not path:
        return code(module)
    if path[0] not in defined(code(module)):
        target = ".".join([imported(module)[path[0]], *path[1:]]) if path[0] in imported(module) else ""
        return next((node for node in anywhere(target) if node is not None), None)
    here: ast.AST | None = code(module)
    for name in path:
        here = member(module, here, name) if isinstance(here, ast.Module | ast.ClassDef) else None
    return here


def member(module: str, owner: ast.Module | ast.ClassDef, name: str) -> ast.AST | None:
    """The meaning of a name in a module or a class, or in a class that it inherits from."""
    if name in defined(owner):
        return defined(owner)[name]
    bases = owner.bases if isinstance(owner, ast.ClassDef) else []
    above = (found_in(module, [*ast.unparse(base).split("."), name]) for base in bases)
    return next((each for each in above if each is not None), None)


def meanings(target: str, module: str, owner: str) -> Iterator[ast.AST | None]:
    """The code that a target can mean in a class of a module: a name from there, or a dotted name from anywhere."""
    names = target.split(".")
    yield from (found_in(module, path) for path in ([owner, *names], names))
    yield from anywhere(target)


def anywhere(target: str) -> Iterator[ast.AST | None]:
    """The code of a dotted name; two where a package imports a function of the same name as its module."""
    names = target.split(".")
    for length in range(len(names), 0, -1):
        if (module := ".".join(names[:length])) in sources():
            yield found_in(module, names[length:])
    if names[0] not in FLOORS and pydoc.locate(target) is not None:
        yield LIBRARY


def references(module: str) -> Iterator[tuple[str, str, str]]:
    """Role and target of each cross-reference in a module, and the class around it, "" outside of any."""
    classes = [node for node in ast.walk(code(module)) if isinstance(node, ast.ClassDef)]
    for line, text in enumerate(sources()[module].splitlines(), 1):
        around = [node.name for node in classes if node.lineno <= line <= (node.end_lineno or 0)]
        for role, target in REFERENCE.findall(text):
            yield role, target, around[-1] if around else ""


def fits(role: str, node: ast.AST | None) -> bool:
    """True if a role may lead to some code: :data: and :attr: lead to all but modules."""
    return isinstance(node, KINDS[role]) if role in KINDS else node is not None and not isinstance(node, ast.Module)


def test_every_cross_reference_leads_somewhere() -> None:
    lost = [
        f"{module}: :{role}:`{target}`"
        for module in sources()
        for role, target, owner in references(module)
        if not any(fits(role, node) for node in meanings(target, module, owner))
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("name", PAGES)
def test_every_path_and_link_of_a_page_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link]
    lost = [link for link in links if not ((ROOT / name).parent / link).exists()]
    lost += [path for path in PATH.findall(text) if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists()]
    assert not lost, "\n".join(lost)


@pytest.fixture(scope="module")
def guide() -> str:
    return (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")


def test_the_guide_names_every_command_key_and_option(guide: str) -> None:
    spec = importlib.util.spec_from_file_location("guide", ROOT / ".ci" / "guide.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for name, table in tool.tables().items():
        written = guide.split(tool.begin(name))[1].split(tool.end(name))[0]
        assert written == table, f"the table of {name} in docs/guide.md is out of date: run .ci/guide.py --write"
    every = {action.id: action for action in ACTIONS}
    assert len(every) == len(ACTIONS), "two actions have the same id"


def test_the_guide_names_every_cause_of_hiding(guide: str) -> None:
    named = {cause: f"| {FILTER_OF[cause].words} |" in guide for cause in Cause if cause is not Cause.SHOWN}
    assert all(named.values()), named


def test_the_guide_names_every_key_of_a_widget(guide: str) -> None:
    used = {key for text in sources().values() for key in re.findall(r"Qt\.Key\.Key_(\w+)", text)}
    assert used
    assert [key for key in sorted(used) if KEYS.get(key, key) not in guide] == []


def test_the_glossary_names_code_that_exists() -> None:
    rows = (line.split("|") for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines())
    words = {word for row in rows if len(row) == 5 for word in re.findall(r"`(\w+)`", row[2])}
    known = {name for module in sources() for name in defined(code(module))}
    known |= {
        name
        for module in sources()
        for node in code(module).body
        if isinstance(node, ast.ClassDef)
        for name in defined(node)
    }
    assert words and words - known == set()


def test_the_house_is_drawn_alike_on_both_pages_and_as_the_contracts_have_it() -> None:
    picture = re.compile(r"^    ui  .*?^              errors$", re.MULTILINE | re.DOTALL)
    drawn = [picture.search((ROOT / page).read_text(encoding="utf-8")) for page in ("CONTRIBUTING.md", HOUSE)]
    assert drawn[0] and drawn[1] and drawn[0][0] == drawn[1][0]
    floors = dict(zip(("ui", "explorer", "graph"), re.split(r"^    (?=\w)", drawn[0][0], flags=re.MULTILINE)[1:]))
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = {contract["name"]: contract for contract in tools["importlinter"]["contracts"]}
    for floor, text in floors.items():
        lines = [set(line.split()) for line in text.splitlines()]
        layers = [set(re.findall(r"(\w+)(?: |$)", layer)) for layer in contracts[f"Rooms of {floor}"]["layers"]]
        at = [next((i for i, line in enumerate(lines) if layer <= line), -1) for layer in layers]
        assert [i for i in at if i >= 0] == list(range(len(lines)))
        lost = {room for layer, i in zip(layers, at) for room in layer if i < 0 and (ROOT / floor / room).is_dir()}
        assert lost == set()
