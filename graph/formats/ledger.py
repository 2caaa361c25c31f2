"""Ledger of a file: how many of its values became statements, and how many were left out, by the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable


class Ledger:
    """Counts what a reader takes out of a file and what it leaves. Called with a sentence, it records a warning.

    A value is the smallest part of a file that says something: a scalar of JSON, an attribute or a text of XML. Each
    counts once, in ``taken`` or in ``left``.
    """

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._warn = warn
        self.taken = 0
        self.left: Counter[str] = Counter()

    def __call__(self, text: str) -> None:
        self._warn(text)

    def take(self, count: int = 1) -> None:
        """Count values that became statements."""
        self.taken += count

    def leave(self, reason: str, count: int = 1) -> None:
        """Count values that were left out, with the reason as the end of “3 values …”: “of figures in a drawing”."""
        if count:
            self.left[reason] += count

    def words(self, name: str) -> list[str]:
        """In words what of the file ``name`` was left out, a line for each reason."""
        return [
            f"{count:,} value{'s' if count > 1 else ''} {reason} in {name} {'were' if count > 1 else 'was'} left out"
            for reason, count in self.left.items()
        ]
