"""Results computed once for an object and cached as long as it lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

Owner = TypeVar("Owner")
Result = TypeVar("Result")


def memoized(work: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
    """Cache the results of ``work`` by its argument, which must be an object that never changes."""
    known: WeakKeyDictionary[Owner, Result] = WeakKeyDictionary()

    @wraps(work)
    def asked(owner: Owner) -> Result:
        try:
            return known[owner]
        except KeyError:
            return known.setdefault(owner, work(owner))

    return asked
