"""Results computed once for an object and cached as long as it lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Owner = TypeVar("Owner")
Result = TypeVar("Result")
_CARRIED: list[WeakKeyDictionary[Any, Any]] = []
"""The results that another object may take over."""


def memoized(work: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
    """Cache the results of ``work`` by its argument, which must be an object that never changes."""
    known: WeakKeyDictionary[Owner, Result] = WeakKeyDictionary()
    _CARRIED.append(known)
    return _remembering(work, known)


def memoized_alone(work: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
    """As :func:`memoized`, for results that :func:`carry_over` leaves behind."""
    return _remembering(work, WeakKeyDictionary())


def _remembering(work: Callable[[Owner], Result], known: WeakKeyDictionary[Owner, Result]) -> Callable[[Owner], Result]:
    @wraps(work)
    def asked(owner: Owner) -> Result:
        try:
            return known[owner]
        except KeyError:
            return known.setdefault(owner, work(owner))

    return asked


def carry_over(old: object, new: object) -> None:
    """Let ``new`` have the results known of ``old``, which says the same but for what :func:`memoized_alone` reads."""
    for known in _CARRIED:
        if old in known:
            known[new] = known[old]
