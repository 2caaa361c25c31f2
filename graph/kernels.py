"""Loops over arrays, compiled by numba where that is installed.

Only modules that hold nothing but kernels import this, and they are imported by functions that need them: numba takes
long to import and must not delay the first window.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def is_compiled() -> bool:
    """Whether kernels run as machine code. Does not import numba."""
    return find_spec("numba") is not None


def kernel(*, parallel: bool = False) -> Callable[[Function], Function]:
    """Compile a function over arrays on its first call, without the GIL, and keep it on disk; plain Python otherwise.

    ``parallel`` allows :func:`numba.prange`; of two threads in such kernels at once numba's plainest threading layer
    ends the process, so only one job at a time may call them. Divisions by zero give infinity, as in NumPy: checking
    for them makes loops three times as slow.
    """
    try:
        from numba import njit
    except ImportError:
        return lambda function: function
    decorator: Callable[[Function], Function] = njit(
        cache=True, nogil=True, error_model="numpy", fastmath={"contract", "arcp", "nsz"}, parallel=parallel
    )
    return decorator
