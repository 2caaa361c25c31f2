"""Sets of node ids that stay small and fast with a million nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import numpy as np
from numpy.typing import NDArray


class Nodes(Set[int]):
    """An immutable set of node ids, one bit each: five hundred views of a large graph may each hold a different set.

    It equals any set of the same ids, and combines with any set.
    """

    __slots__ = ("_bits", "_count")
    _bits: bytes
    _count: int

    def __init__(self, ids: Iterable[int] | NDArray[np.integer] = ()) -> None:
        if isinstance(ids, Nodes):
            self._bits, self._count = ids._bits, ids._count
            return
        array = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)
        mask = np.zeros(int(array.max()) + 1 if len(array) else 0, bool)
        mask[array] = True
        self._take(mask)

    @classmethod
    def where(cls, mask: NDArray[np.bool_]) -> Nodes:
        """The ids where ``mask`` (n,) is true."""
        out = cls()
        out._take(mask)
        return out

    def _take(self, mask: NDArray[np.bool_]) -> None:
        packed = np.packbits(mask)
        # Without trailing zero bytes, equal sets have equal bytes.
        self._bits = packed.tobytes().rstrip(b"\0")
        self._count = int(mask.sum())

    def mask(self, count: int) -> NDArray[np.bool_]:
        """True for each id in the set, shape (count,); ids from ``count`` on are left out."""
        packed = np.frombuffer(self._bits, np.uint8)
        out = np.zeros(count, bool)
        known = np.unpackbits(packed)[:count]
        out[: len(known)] = known
        return out

    @property
    def ids(self) -> NDArray[np.int32]:
        """The ids, ascending."""
        return np.flatnonzero(self.mask(8 * len(self._bits))).astype(np.int32)

    def __contains__(self, node: object) -> bool:
        if not isinstance(node, int | np.integer) or not 0 <= node < 8 * len(self._bits):
            return False
        return bool(self._bits[int(node) >> 3] & (0x80 >> (int(node) & 7)))

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids.tolist())

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        return self._bits == other._bits if isinstance(other, Nodes) else super().__eq__(other)

    __hash__ = Set._hash

    def __repr__(self) -> str:
        return f"Nodes({self.ids.tolist()})"

    def _joined(self, other: Set[int], how: np.ufunc) -> Nodes:
        theirs = other if isinstance(other, Nodes) else Nodes(other)
        count = 8 * max(len(self._bits), len(theirs._bits))
        return Nodes.where(how(self.mask(count), theirs.mask(count)))

    def __or__(self, other: Set[int]) -> Nodes:  # type: ignore[override]
        return self._joined(other, np.logical_or)

    def __and__(self, other: Set[int]) -> Nodes:
        return self._joined(other, np.logical_and)

    def __sub__(self, other: Set[int]) -> Nodes:
        return self._joined(other, np.greater)

    def __xor__(self, other: Set[int]) -> Nodes:  # type: ignore[override]
        return self._joined(other, np.not_equal)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__
