"""The step of :mod:`graph.layout.large.barnes_hut` with array operations only, for machines without numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Ints
from graph.layout.large.levels import Level, Single, Whole

BUCKET = 32
_AT_ONCE = 128
"""Buckets processed together; more take more memory."""


def curve_order(x: Single, y: Single) -> Whole:
    """Indices of the points in the order of a Hilbert curve, int32[n]."""
    side = max(float(np.ptp(x)), float(np.ptp(y)), 1e-30)
    u, v = ((axis - axis.min()) * np.float32(65535.0 / side) for axis in (x, y))
    u, v = u.astype(np.int64), v.astype(np.int64)
    code = np.zeros(len(x), np.int64)
    for bit in range(15, -1, -1):
        s = 1 << bit
        ru, rv = (u & s) > 0, (v & s) > 0
        code += s * s * ((3 * ru) ^ rv)
        flip = ru & ~rv
        u, v = np.where(flip, 65535 - u, u), np.where(flip, 65535 - v, v)
        u, v = np.where(rv, u, v), np.where(rv, v, u)
    return np.argsort(code, kind="stable").astype(np.int32)


def followed(level: Level, x: Single, y: Single, mass: Single, hold: Single, push: Single, cap: float) -> Single:
    """Positions after one step, float32[2,n]: see :func:`graph.layout.large.barnes_hut.follow`."""
    force, stiff = push[:2] * mass, push[2] * mass + hold
    owners, others = level.owners, level.neighbours
    dx, dy = x[others] - x[owners], y[others] - y[owners]
    pull = level.weights * np.hypot(dx, dy)
    n = len(x)
    force = force + np.stack((np.bincount(owners, dx * pull, n), np.bincount(owners, dy * pull, n)))
    stiff = stiff + 2.0 * np.bincount(owners, pull, n)
    step = force / np.maximum(stiff, np.float32(1e-30))
    far = np.hypot(step[0], step[1])
    return np.asarray((np.stack((x, y)) + step * np.minimum(1.0, cap / np.maximum(far, 1e-30))).astype(np.float32))


def pushed(order: Whole, x: Single, y: Single, mass: Single, theta: float) -> Single:
    """The push of all nodes on each, float32[3,n]: see :func:`graph.layout.large.barnes_hut.push_all`."""
    n = len(order)
    leaves = -(-n // BUCKET)
    half = 1 << (leaves - 1).bit_length()
    bodies = np.zeros((3, half * BUCKET), np.float32)
    bodies[:, :n] = x[order], y[order], mass[order]
    tree = _grown(bodies, half, n)
    sums = np.empty((3, leaves * BUCKET), np.float32)
    blocks = bodies.reshape(3, half, BUCKET)
    for begin in range(0, leaves, _AT_ONCE):
        some = np.arange(begin, min(begin + _AT_ONCE, leaves))
        (who, crowd), (whose, bucket) = _near_and_far(some, tree, half, theta)
        total = _summed(blocks[:, who], tree[:3, crowd, None], who - begin, len(some))
        for part in np.array_split(np.arange(len(bucket)), max(1, len(bucket) // 512)):
            own, other = blocks[:, whose[part]], blocks[:, bucket[part]]
            total += _summed(own, other, whose[part] - begin, len(some))
        sums[:, begin * BUCKET : (begin + len(some)) * BUCKET] = total.reshape(3, -1)
    out = np.empty((3, n), np.float32)
    out[:, order] = sums[:, :n]
    return out


def _grown(bodies: Single, half: int, n: int) -> Single:
    """Crowds of the complete binary tree, float32[7,2l]: x, y, mass, low x, high x, low y, high y."""
    tree = np.zeros((7, 2 * half), np.float32)
    blocks = bodies.reshape(3, half, BUCKET)
    there = (np.arange(half * BUCKET) < n).reshape(half, BUCKET)
    tree[2, half:] = blocks[2].sum(axis=1)
    with np.errstate(invalid="ignore"):
        for axis in (0, 1):
            tree[axis, half:] = (blocks[axis] * blocks[2]).sum(axis=1)
            tree[3 + 2 * axis, half:] = np.where(there, blocks[axis], np.inf).min(axis=1)
            tree[4 + 2 * axis, half:] = np.where(there, blocks[axis], -np.inf).max(axis=1)
        size = half // 2
        while size:
            children = tree[:, 2 * size : 4 * size].reshape(7, size, 2)
            tree[:3, size : 2 * size] = children[:3].sum(axis=2)
            tree[[3, 5], size : 2 * size] = children[[3, 5]].min(axis=2)
            tree[[4, 6], size : 2 * size] = children[[4, 6]].max(axis=2)
            size //= 2
        tree[:2] /= np.maximum(tree[2], np.float32(1e-30))
    return tree


def _near_and_far(leaves: Ints, tree: Single, half: int, theta: float) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Pairs of bucket and crowd that acts as one body, and pairs of buckets that are computed exactly."""
    own = tree[3:, half + leaves]
    middle, reach = (own[[0, 2]] + own[[1, 3]]) / 2, (own[[1, 3]] - own[[0, 2]]) / 2
    row, node = np.arange(len(leaves)), np.ones(len(leaves), np.int64)
    far: list[tuple[Ints, Ints]] = []
    near: list[tuple[Ints, Ints]] = []
    while len(row):
        solid = tree[2, node] > 0
        row, node = row[solid], node[solid]
        side = np.maximum(tree[4, node] - tree[3, node], tree[6, node] - tree[5, node])
        away = np.maximum(0, np.abs(tree[:2, node] - middle[:, row]) - reach[:, row])
        alone = side**2 < theta**2 * (away**2).sum(axis=0)
        bottom = ~alone & (node >= half)
        far.append((row[alone], node[alone]))
        near.append((row[bottom], node[bottom] - half))
        onward = ~alone & ~bottom
        row = np.repeat(row[onward], 2)
        node = np.repeat(node[onward] * 2, 2)
        node[1::2] += 1
    return _sorted(far, leaves), _sorted(near, leaves)


def _sorted(pairs: list[tuple[Ints, Ints]], leaves: Ints) -> tuple[Ints, Ints]:
    row = np.concatenate([rows for rows, _ in pairs])
    node = np.concatenate([nodes for _, nodes in pairs])
    order = np.argsort(row, kind="stable")
    return leaves[row[order]], node[order]


def _summed(own: Single, other: NDArray[np.float32], row: Ints, rows: int) -> Single:
    """Push of ``other`` float32[3,p,b] on ``own`` float32[3,p,32], summed by ``row`` int[p]: float32[3,rows,32]."""
    total = np.zeros((3, rows, BUCKET), np.float32)
    if not len(row):
        return total
    dx, dy = own[0][:, :, None] - other[0][:, None], own[1][:, :, None] - other[1][:, None]
    square = dx * dx + dy * dy
    inverse = 1.0 / (square + np.float32(1e-12))
    push = other[2][:, None] * inverse
    stiff = np.where(square > np.float32(1e-12), push * np.minimum(inverse, 1), 0)
    begins = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1])))
    for axis, values in enumerate((dx * push, dy * push, stiff)):
        total[axis, row[begins]] = np.add.reduceat(values.sum(axis=2), begins, axis=0)
    return total
