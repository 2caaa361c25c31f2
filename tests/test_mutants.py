"""The tool that plants faults: it knows files and tests that are there, and what it plants is what then runs."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = '''
"""A module."""
from functools import cached_property

WORDS = {"a": 1}
_MOST = (2, 4)
SUMS = (1, len(WORDS))


def most(a: int = 4) -> int:
    """The most."""
    return max(a, *_MOST) if a < WORDS["a"] + 7 else 0


class Thing:
    size = 5

    @property
    def twice(self) -> int:
        return 2 * self.size

    @cached_property
    def once(self) -> bool:
        return not self.size

    @classmethod
    def made(cls) -> list[int]:
        return [n for n in range(9) if n > 6]
'''


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("mutants", ROOT / ".ci" / "mutants.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / ".ci")
        spec.loader.exec_module(module)
    return module


def test_every_core_file_and_its_tests_are_there(tool):
    for name, tests in tool.FILES.items():
        assert (ROOT / name).is_file()
        assert all((ROOT / "tests" / f"test_{word}.py").is_file() for word in tests.words.split())


def said(module) -> tuple[object, ...]:
    """All that the module of these tests can say."""
    thing = module.Thing()
    return module.most(), module.most(8), module.most(7), thing.twice, thing.once, thing.made()


def test_every_fault_of_a_module_is_planted_and_shows(tool, tmp_path, monkeypatch):
    path = tmp_path / "things_for_mutants.py"
    path.write_text(CODE, encoding="utf-8")
    other = tmp_path / "other_for_mutants.py"
    other.write_text(f"from {path.stem} import SUMS\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    every = list(tool.mutants(path))
    assert {mutant.holder for mutant in every} == {
        "WORDS",
        "_MOST",
        "SUMS",
        "most",
        "Thing.twice",
        "Thing.once",
        "Thing.made",
    }
    unseen = []
    for mutant in every:
        sys.modules.pop(path.stem, None)
        sys.modules.pop(other.stem, None)
        module, importer = __import__(path.stem), __import__(other.stem)
        before = (*said(module), importer.SUMS)
        tool.plant(module, mutant)
        try:
            unseen += [mutant] if (*said(module), importer.SUMS) == before else []
        except (KeyError, TypeError, IndexError, ZeroDivisionError):
            continue
    sys.modules.pop(path.stem, None)
    sys.modules.pop(other.stem, None)
    assert [str(mutant) for mutant in unseen] == ["6: 2  →  3"], "the lesser of two numbers is of no account"


@pytest.mark.parametrize(
    ("before", "after"),
    [("a < b", ["a <= b", "a >= b"]), ("a and b", ["a or b", "b", "a"]), ("a & b", ["a | b", "a", "b"]),
     ("not a", ["a"]), ("a[1:]", [":", "2"]), ("'a'", ["'a?'"]), ("True", ["False"]), ("3", ["4"]),
     ("f(a, b=c)", ["f(a)"]), ("[a for a in b if c]", ["[… for a in b]"]), ("f'{a} b'", [])],
)  # fmt: skip
def test_the_faults_of_an_expression(tool, tmp_path, before, after):
    path = tmp_path / "one.py"
    path.write_text(f"def one():\n    return {before}\n", encoding="utf-8")
    found = [mutant.after for mutant in tool.mutants(path)]
    changed = [text for text in found if text not in after]
    assert not changed and set(after) <= set(found)
