"""Loops over arrays, compiled by numba where it is installed.

Only modules that hold kernels and no other code import this module at their head. Other functions import those modules
when they need them, because numba takes long to import and must not delay the first window.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

if TYPE_CHECKING:
    prange = range
    """``range`` for parallel kernels, whose iterations may be spread over the processor's cores."""


def __getattr__(name: str) -> Any:
    if name != "prange":
        raise AttributeError(name)
    try:
        from numba import prange
    except ImportError:
        return range
    return prange


def is_compiled() -> bool:
    """True if kernels run as machine code; does not import numba."""
    return find_spec("numba") is not None


def kernel(*, parallel: bool = False, reorder: bool = False) -> Callable[[Function], Function]:
    """Compile a function over arrays on its first call, without the GIL, and cache it on disk; else run plain Python.

    ``parallel`` allows :data:`prange`. Only one job at a time may call such kernels: with two threads in them, numba's
    simplest threading layer ends the process. ``reorder`` allows sums to be reordered, so that the processor can add
    several numbers at once: results are then the same on one machine, but their last digits differ between machines.
    Division by zero gives infinity, as in NumPy; checking for it makes loops three times as slow.
    """
    try:
        from numba import njit
    except ImportError:
        return lambda function: function
    flags = {"contract", "arcp", "nsz"} | ({"reassoc"} if reorder else set())
    decorator: Callable[[Function], Function] = njit(
        cache=True, nogil=True, error_model="numpy", fastmath=flags, parallel=parallel
    )
    return decorator


def use_cores(wanted: int) -> None:
    """Limit the cores that parallel kernels use; for small amounts of work one core is faster than two."""
    try:
        from numba import config, set_num_threads
    except ImportError:
        return
    set_num_threads(max(1, min(wanted, config.NUMBA_NUM_THREADS)))
