"""Sentences for users: the list of all of them is complete, and they use the words of the glossary."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
ASKING = re.compile(r"(What|Whether|How|Which)\b[^?]*$")
"""The beginning of a question that does not end as one."""


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sentences", ROOT / ".ci" / "sentences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_holds_the_sentences_of_every_room(capsys: pytest.CaptureFixture[str]) -> None:
    assert script().main([]) > 900
    printed = capsys.readouterr().out
    for text in (
        "‹…› could not be saved: ‹…›",  # an f-string of an error
        "it is ‹…›, not RDF. ‹…›",  # a part of a sentence
        "Naming resources",  # progress
        "Open the Bromley graph",  # the title of an action
        "Timeline",  # a label of one word
    ):
        assert f"  {text}\n" in printed


@pytest.mark.parametrize("folder", ["graph", "explorer", "ui"])
def test_sentences_use_the_words_of_the_glossary(folder: str) -> None:
    found = script()
    wrong = [
        f"{path.relative_to(ROOT)}:{sentence.line}: {sentence.text}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for sentence in found.sentences(path)
        if found.BANNED.search(sentence.text)
    ]
    assert not wrong


@pytest.mark.parametrize("folder", ["graph", "explorer", "ui"])
def test_only_a_question_begins_like_one(folder: str) -> None:
    found = script()
    wrong = [
        f"{path.relative_to(ROOT)}:{sentence.line}: {sentence.text}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for sentence in found.sentences(path)
        if ASKING.match(sentence.text.split(". ")[0])
    ]
    assert not wrong


def test_each_kind_of_string_is_found_or_left_out_as_it_should(tmp_path: Path) -> None:
    module = tmp_path / "a.py"
    module.write_text(
        '"""A docstring of a module."""\n'
        "@cli.command\n"
        "def show(name):\n"
        '    """Help of a command."""\n'
        '    if "no match" in name:\n'
        '        raise ReadError(f"{name} is " "broken here.")\n'
        '    label.setText("Table")\n'
        '    other = "Table"\n'
        '    return re.compile("a b|[c d]")\n'
    )
    assert [sentence.text for sentence in script().sentences(module)] == [
        "Help of a command.",
        "‹…› is broken here.",
        "Table",
    ]


@pytest.mark.parametrize("folder", ["graph", "explorer", "ui", "tests", ".ci"])
def test_no_docstring_begins_like_a_question(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value.value.splitlines()[0]}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        if ASKING.match(node.value.value.split(". ")[0])
    ]
    assert not wrong
