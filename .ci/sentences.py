"""List of all sentences that users read, by module, for reading aloud: run as python .ci/sentences.py [FOLDER …].

A sentence is any string of two or more words in ``graph``, ``explorer`` or ``ui`` that is not a docstring, a pattern or
code; a label of one word in a call that shows it; or the docstring of a command of the command line. A value in an
f-string is printed as ‹…›.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("graph", "explorer", "ui")
BANNED = re.compile(
    r"\b(ties?|tied|hops?|solo|chosen|whoever|bring(s|ing)? (it |them |\S+ )?in|fold(s|ed|ing)? back|told of|be told"
    r"|let(s|ting)? go of|what (became|becomes) of|look(s|ed|ing)? for|take(s|n)? away|show everything|is none)\b",
    re.IGNORECASE,
)
"""Words that docs/glossary.md replaces."""

_SHOWN = {
    "Action", "Panel", "Progress", "QAction", "QCheckBox", "QGroupBox", "QLabel", "QPushButton", "QRadioButton",
    "QToolButton", "addAction", "addMenu", "addRow", "addTab", "echo", "option", "setPlaceholderText", "setText",
    "setTitle", "setToolTip", "setWindowTitle",
}  # fmt: skip
"""Functions that show a label of one word."""
_CODE = {"compile", "TypeVar", "jit", "njit", "vectorize", "sub", "match", "findall", "setStyleSheet", "translate"}
"""Functions whose strings are patterns, signatures or style sheets."""
_WORDS = re.compile(r"[^\W\d_]{2,}\S* +\S*[^\W\d_]{2}")
_LABEL = re.compile(r"[A-Z][^\W\d_]{2,}…?")
_NOT_PROSE = re.compile(r"://|\(\?|\\[swdb]|[{};]\s*\n|^\s*[@<#.]|\bSELECT\b.*\{|[a-z]: ?#|=\"|^[a-z-]+(, [a-z-]+)+$")


class Sentence(NamedTuple):
    """A text for users, and the line of the file that holds it."""

    line: int
    text: str


def sentences(path: Path) -> list[Sentence]:
    """All sentences for users in a module, in order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set(_commands(tree))
    found.update(_strings(tree, shown=False))
    return sorted(found)


def _commands(tree: ast.Module) -> Iterator[Sentence]:
    """The help texts of commands: docstrings of functions under a click decorator."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_name(d) in ("command", "group") for d in node.decorator_list):
            text = ast.get_docstring(node)
            if text:
                yield Sentence(node.lineno, " ".join(text.split()))


def _strings(node: ast.AST, *, shown: bool) -> Iterator[Sentence]:
    """The sentences under a node; with ``shown`` labels of one word count too."""
    if isinstance(node, ast.Call):
        name = _name(node)
        if name in _CODE:
            return
        shown = name in _SHOWN
    if isinstance(node, ast.Compare | ast.Subscript) or (isinstance(node, ast.Expr) and _is_text(node.value)):
        return
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "‹…›" for part in node.values)
        yield from _prose(node.lineno, text, shown=shown)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _strings(part.value, shown=False)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _prose(node.lineno, node.value, shown=shown)
        return
    for child in ast.iter_child_nodes(node):
        yield from _strings(child, shown=shown and isinstance(child, ast.expr | ast.keyword))


def _prose(line: int, text: str, *, shown: bool) -> Iterator[Sentence]:
    if _NOT_PROSE.search(text):
        return
    if _WORDS.search(text) or (shown and _LABEL.fullmatch(text)):
        yield Sentence(line, " ".join(text.split()))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.AST) -> str:
    """The last name of a call, a decorator or what they name."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def main(folders: list[str]) -> int:
    """Print the sentences under some folders and their number; returns that number."""
    count = 0
    for folder in folders or FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found = sentences(path)
            if found:
                print(f"\n{path.relative_to(ROOT).as_posix()}")
            for sentence in found:
                mark = "!" if BANNED.search(sentence.text) else " "
                print(f"{mark}{sentence.line:5}  {sentence.text}")
            count += len(found)
    print(f"\n{count:,} sentences; ! marks words that docs/glossary.md replaces.")
    return count


if __name__ == "__main__":
    main(sys.argv[1:])
