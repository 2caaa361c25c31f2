"""Access letters: one underlined letter for each entry of a menu, to press while the menu is open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QMenu


def access_letters(titles: Sequence[str]) -> list[int]:
    """The index in each title of its own letter, -1 where all its letters are taken by titles before it.

    The first letters of words go first, and every title has one of those before any title has another.
    """
    taken: set[str] = set()
    found = [-1] * len(titles)
    for pattern in (r"\b\w", r"\w"):
        for row, title in enumerate(titles):
            for match in re.finditer(pattern, title):
                letter = match.group().casefold()
                if found[row] < 0 and letter not in taken:
                    found[row] = match.start()
                    taken.add(letter)
    return found


def give_letters(menu: QMenu) -> None:
    """Underline a letter in each entry of a menu; entries that had one get a new one."""
    entries = [action for action in menu.actions() if not action.isSeparator()]
    parts = [action.text().partition("\t") for action in entries]
    titles = [title.replace("&&", "\0").replace("&", "").replace("\0", "&") for title, _, _ in parts]
    for action, title, at, (_, tab, keys) in zip(entries, titles, access_letters(titles), parts):
        before, rest = (title, "") if at < 0 else (title[:at], "&" + title[at:].replace("&", "&&"))
        action.setText(before.replace("&", "&&") + rest + tab + keys)
