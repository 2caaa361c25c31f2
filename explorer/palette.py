"""Finding what one can do, by words."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.action import Action
from explorer.desk import Desk
from graph.comparing import plain


def find_actions(table: Sequence[Action], desk: Desk, query: str, most: int = 10) -> list[Action]:
    """Actions that can be run now and hold every word of ``query``, those whose title begins with it first."""
    words = plain(query).split()
    ranked: list[tuple[int, int, Action]] = []
    for place, action in enumerate(table):
        title = plain(action.title)
        text = f"{title} {plain(action.menu)} {plain(action.tip)}"
        if not all(word in text for word in words) or not action.enabled(desk):
            continue
        starts = [f" {title}".find(f" {word}") for word in words]
        rank = 0 if title.startswith(" ".join(words)) else 1 if all(at >= 0 for at in starts) else 2
        ranked.append((rank, place, action))
    return [action for _, _, action in sorted(ranked, key=lambda entry: entry[:2])[:most]]
