"""Late import: functions named in a table and imported when they are called."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(module: str, function: str) -> Callable[..., Any]:
    """A function of a module that is imported on the first call."""

    def call(*given: object) -> Any:
        return getattr(import_module(module), function)(*given)

    return call
