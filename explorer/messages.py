"""The voice of the program: the window shows messages, the command line prints them."""

from __future__ import annotations

from typing import Protocol


class Messages(Protocol):
    """How users are spoken to."""

    def say(self, text: str) -> None:
        """Tell something in passing."""
        ...

    def warn(self, text: str) -> None:
        """Tell of a failure in one plain sentence."""
        ...
