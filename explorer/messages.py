"""Messages to the user: the window shows them, the command line prints them."""

from __future__ import annotations

from typing import Protocol


class Messages(Protocol):
    """A place for messages to the user."""

    def say(self, text: str) -> None:
        """Give a short piece of information."""
        ...

    def warn(self, text: str) -> None:
        """Report a failure in one plain sentence."""
        ...
