"""Messages to the user: the window shows them, the command line prints them."""

from __future__ import annotations

import sys
from typing import Protocol


class Messages(Protocol):
    """A place for messages to the user."""

    def say(self, text: str) -> None:
        """Give a short piece of information."""
        ...

    def warn(self, text: str) -> None:
        """Report a failure in one plain sentence."""
        ...


def with_keys(words: str, platform: str = sys.platform) -> str:
    """Words that name keys, as a platform names them: “⌘O” on macOS for “Ctrl+O”."""
    if platform != "darwin":
        return words
    words = words.replace("Ctrl+M", "Ctrl+Shift+M").replace("Ctrl+Return", "⌘↩")
    return words.replace("Ctrl+Shift+", "⇧⌘").replace("Ctrl+", "⌘")
