"""Print the tables of docs/guide.md that are derived from the program: all commands with their keys, and all options.

Usage: guide.py [--write]. With --write, replace the tables in the guide.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from explorer.actions.table import ACTIONS, MENUS
from explorer.command_line.cli import commands
from graph.analysis.measures import METRICS
from graph.layout import LAYOUTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "guide.md"
DESCRIBED_TOGETHER = {f"layout.{name}" for name in LAYOUTS} | {f"measure.{name}" for name in METRICS}
"""Actions of layouts and measures, which the guide describes together."""


def main() -> int:
    written = PAGE.read_text(encoding="utf-8")
    for name, table in tables().items():
        if "--write" in sys.argv[1:]:
            head, rest = written.split(begin(name))
            written = head + begin(name) + table + end(name) + rest.split(end(name))[1]
        else:
            print(table)
    PAGE.write_text(written, encoding="utf-8")
    return 0


def tables() -> dict[str, str]:
    """Each table by the name that marks its place in the guide."""
    return {"commands": "\n".join(command_lines()) + "\n", "options": "\n".join(option_lines()) + "\n"}


def begin(name: str) -> str:
    return f"<!-- {name}: .ci/guide.py --write -->\n"


def end(name: str) -> str:
    return f"<!-- /{name} -->"


def command_lines() -> Iterator[str]:
    yield from ("| menu | command | keys | |", "|---|---|---|---|")
    for menu in MENUS:
        for action in ACTIONS:
            if action.menu == menu and action.id not in DESCRIBED_TOGETHER:
                yield row(menu, action.title, coded(action.keys), action.tip)


def option_lines() -> Iterator[str]:
    yield from ("| option | of | |", "|---|---|---|")
    places: dict[tuple[str, str], list[str]] = {}
    for name, command in commands.commands.items():
        for option in (each for each in command.params if isinstance(each, click.Option)):
            places.setdefault((coded(option.opts), option.help or ""), []).append(name)
    for (words, text), names in places.items():
        yield row(words, coded(names), text)


def coded(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def row(*cells: str) -> str:
    return re.sub(" +", " ", f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    sys.exit(main())
