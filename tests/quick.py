"""A plugin of pytest that leaves slow tests out, or measures which tests are slow.

    python -m pytest -p tests.quick              the quick tests (make test-quick)
    python -m pytest -p tests.quick --time-tests all tests, and write tests/slow_tests.txt anew

A test is slow that takes more than 0.4 s of the processor, its child processes and its fixtures counted; all cases of
a parametrized test go together. The list has a name a line; a name that no test has any more is harmless.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

LIST = Path(__file__).with_name("slow_tests.txt")
SLOW = 0.4
SLOW_IN_ALL = 1.6
"""Seconds for one case of a test, and for all cases of it together."""

_taken: dict[str, list[float]] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--time-tests", action="store_true", help="run all tests and list the slow ones anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--time-tests"):
        slow = listed()
        config.hook.pytest_deselected(items=[item for item in items if name_of(item) in slow])
        items[:] = [item for item in items if name_of(item) not in slow]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    begun = os.times()
    result = yield
    _taken.setdefault(name_of(item), []).append(sum(os.times()[:4]) - sum(begun[:4]))
    return result


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--time-tests"):
        slow = {name for name, seconds in _taken.items() if max(seconds) > SLOW or sum(seconds) > SLOW_IN_ALL}
        names = sorted(slow | {name for name in listed() if name not in _taken})
        LIST.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def listed() -> frozenset[str]:
    """The slow tests, as ``tests/test_paths.py::test_some_law``."""
    return frozenset(LIST.read_text(encoding="utf-8").split())


def name_of(item: pytest.Item) -> str:
    """A test without its parameters."""
    return item.nodeid.partition("[")[0]
