"""The head of graph/errors.py draws the whole tree of errors."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_tree_of_errors_is_that_of_the_code() -> None:
    base, home = {}, {}
    for folder in ("graph", "explorer", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and not node.name.startswith("_"):
                    base[node.name], home[node.name] = ast.unparse(node.bases[0]), module
    head = ast.get_docstring(ast.parse((ROOT / "graph" / "errors.py").read_text(encoding="utf-8")))
    drawn = re.findall(r"^ *(│?) *[├└]─ (\w+Error)(.*)$", head or "", re.M)
    above, tree, homes = "CaseboardError", {}, {}
    for deep, name, rest in drawn:
        tree[name] = above if deep else "CaseboardError"
        above = above if deep else name
        homes[name] = rest.split()[-1] if "." in rest.split()[-1] else "graph.errors"
    del base["CaseboardError"], home["CaseboardError"]
    assert tree == base
    assert homes == home
