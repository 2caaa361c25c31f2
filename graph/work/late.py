"""Late import: functions that are named in a table and imported when they are called."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(module: str, function: str) -> Callable[..., Any]:
    """A function of a module, which is imported when the function is called first."""

    def call(*given: object) -> Any:
        return getattr(import_module(module), function)(*given)

    return call
