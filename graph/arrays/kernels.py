"""Loops over arrays, compiled by numba where that is installed.

Only modules that hold nothing but kernels import this at their head, and they are imported by functions that need
them: numba takes long to import and must not delay the first window.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

if TYPE_CHECKING:
    prange = range
    """``range``, whose turns a parallel kernel may share between the processor's cores."""


def __getattr__(name: str) -> Any:
    if name != "prange":
        raise AttributeError(name)
    try:
        from numba import prange
    except ImportError:
        return range
    return prange


def is_compiled() -> bool:
    """Whether kernels run as machine code. Does not import numba."""
    return find_spec("numba") is not None


def kernel(*, parallel: bool = False, reorder: bool = False) -> Callable[[Function], Function]:
    """Compile a function over arrays on its first call, without the GIL, and keep it on disk; plain Python otherwise.

    ``parallel`` allows :data:`prange`; of two threads in such kernels at once numba's plainest threading layer ends
    the process, so only one job at a time may call them. ``reorder`` allows sums to be taken in another order, which
    lets the processor add many numbers at once: the same on one machine, other last digits on another. Divisions by
    zero give infinity, as in NumPy: checking for them makes loops three times as slow.
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
    """Let parallel kernels share their turns between at most so many cores: for little work one is faster than two."""
    try:
        from numba import config, set_num_threads
    except ImportError:
        return
    set_num_threads(max(1, min(wanted, config.NUMBA_NUM_THREADS)))
