"""Types of arrays, each under one name in the whole program."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
"""Ids of nodes, edges or terms."""
AnyIds = NDArray[np.integer]
"""Ids of any width, where a function takes them from anywhere."""
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Codes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
