"""Finding actions by words."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.actions.action import Action
from explorer.actions.tasks import Tasks
from graph.arrays.collation import plain


def find_actions(table: Sequence[Action], tasks: Tasks, query: str, most: int = 10) -> list[Action]:
    """Actions that hold every word of ``query``, those whose title begins with it first.

    Among equal matches those that cannot be run now come last; without a query they are left out.
    """
    words = plain(query).split()
    ranked: list[tuple[int, bool, int, Action]] = []
    for place, action in enumerate(table):
        title = plain(action.title)
        text = f"{title} {plain(action.menu)} {plain(action.tip)}"
        if not all(word in text for word in words):
            continue
        enabled = action.enabled(tasks)
        if not (enabled or words):
            continue
        starts = [f" {title}".find(f" {word}") for word in words]
        rank = 0 if title.startswith(" ".join(words)) else 1 if all(at >= 0 for at in starts) else 2
        ranked.append((rank, not enabled, place, action))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:3])[:most]]
