"""Kernels: forces between many nodes, exact for near ones and by groups ("crowds") for far ones.

Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm" (1986), with three changes for speed: nodes are
sorted along a Hilbert curve and cut into buckets of equal count, whose crowds form a complete binary tree (node ``k``
has the children ``2k`` and ``2k + 1``); one walk through the tree serves a whole bucket; and the bodies found by a walk
are collected first, so that the arithmetic is one plain loop. A row of ``tree`` float32[2l,7] holds mass, centre of
mass x and y, and the crowd's frame: low x, high x, low y, high y.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.arrays.kernels import kernel, prange

BUCKET = 32
"""Nodes in one bucket."""
FULL = 1024
"""Bodies collected before their forces are summed."""


@kernel()
def curve_keys(x: Any, y: Any, keys: Any) -> None:
    """Sort keys int64[n]: the position of each point on a Hilbert curve in the high bits, its number in the low."""
    n = len(x)
    left, right, top, bottom = x[0], x[0], y[0], y[0]
    for i in range(n):
        left, right = min(left, x[i]), max(right, x[i])
        top, bottom = min(top, y[i]), max(bottom, y[i])
    side = max(right - left, bottom - top)
    scale = np.float32(65535.0) / side if side > 0 else np.float32(0.0)
    for i in range(n):
        u, v = np.int64((x[i] - left) * scale), np.int64((y[i] - top) * scale)
        code = np.int64(0)
        s = np.int64(32768)
        while s > 0:
            ru, rv = np.int64((u & s) > 0), np.int64((v & s) > 0)
            code += s * s * ((3 * ru) ^ rv)
            if rv == 0:
                if ru == 1:
                    u, v = 65535 - u, 65535 - v
                u, v = v, u
            s >>= 1
        keys[i] = (code << 31) | i


@kernel()
def grow_tree(order: Any, x: Any, y: Any, mass: Any, bodies: Any, tree: Any) -> None:
    """Write nodes in their ``order`` into ``bodies`` float32[3,n] (x, y, mass) and their crowds into ``tree``."""
    n, half = len(order), len(tree) // 2
    for leaf in range(half):
        m, sx, sy = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        left, right, top, bottom = np.float32(3e38), np.float32(-3e38), np.float32(3e38), np.float32(-3e38)
        for p in range(leaf * BUCKET, min(n, (leaf + 1) * BUCKET)):
            i = order[p]
            bodies[0, p], bodies[1, p], bodies[2, p] = x[i], y[i], mass[i]
            m += mass[i]
            sx += mass[i] * x[i]
            sy += mass[i] * y[i]
            left, right = min(left, x[i]), max(right, x[i])
            top, bottom = min(top, y[i]), max(bottom, y[i])
        row = tree[half + leaf]
        row[0] = m
        row[1], row[2] = (sx / m, sy / m) if m > 0 else (np.float32(0.0), np.float32(0.0))
        row[3], row[4], row[5], row[6] = left, right, top, bottom
    for k in range(half - 1, 0, -1):
        a, b, row = tree[2 * k], tree[2 * k + 1], tree[k]
        m = a[0] + b[0]
        row[0] = m
        row[1] = (a[0] * a[1] + b[0] * b[1]) / m if m > 0 else np.float32(0.0)
        row[2] = (a[0] * a[2] + b[0] * b[2]) / m if m > 0 else np.float32(0.0)
        row[3], row[4] = min(a[3], b[3]), max(a[4], b[4])
        row[5], row[6] = min(a[5], b[5]), max(a[6], b[6])


@kernel(reorder=True)
def push(first: Any, last: Any, bodies: Any, crowd: Any, count: Any, sums: Any) -> None:
    """Add to ``sums`` float32[3,b] the effect of ``count`` columns of ``crowd`` on the bodies ``first`` to ``last``.

    The sums are those of mass / distance, as a vector, and of its stiffness: mass / distance², reduced below distance
    1.
    """
    tiny, one = np.float32(1e-12), np.float32(1.0)
    cx, cy, cm = crowd[0], crowd[1], crowd[2]
    for p in range(first, last):
        px, py = bodies[0, p], bodies[1, p]
        fx, fy, stiff = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        for q in range(count):
            dx, dy = px - cx[q], py - cy[q]
            square = dx * dx + dy * dy
            inverse = one / (square + tiny)
            pull = cm[q] * inverse
            fx += dx * pull
            fy += dy * pull
            # Written like this, and not with min(), so that the compiler generates no branch.
            stiff += (pull * (inverse if inverse < one else one)) if square > tiny else np.float32(0.0)
        sums[0, p - first] += fx
        sums[1, p - first] += fy
        sums[2, p - first] += stiff


@kernel()
def gather(leaf: Any, bodies: Any, tree: Any, theta: Any, crowd: Any, sums: Any) -> None:
    """Write into ``sums`` float32[3,b] the push of all bodies on those of one bucket; ``crowd`` is scratch."""
    n, half = bodies.shape[1], len(tree) // 2
    first, last = leaf * BUCKET, min(n, (leaf + 1) * BUCKET)
    own = tree[half + leaf]
    mx, my = (own[3] + own[4]) * np.float32(0.5), (own[5] + own[6]) * np.float32(0.5)
    hx, hy = (own[4] - own[3]) * np.float32(0.5), (own[6] - own[5]) * np.float32(0.5)
    zero = np.float32(0.0)
    sums[:, :] = zero
    count, k = 0, 1
    while True:
        row = tree[k]
        if row[0] > 0:
            side = max(row[4] - row[3], row[6] - row[5])
            dx, dy = max(zero, abs(row[1] - mx) - hx), max(zero, abs(row[2] - my) - hy)
            if side * side < theta * theta * (dx * dx + dy * dy):
                crowd[0, count], crowd[1, count], crowd[2, count] = row[1], row[2], row[0]
                count += 1
            elif k < half:
                k *= 2
                continue
            else:
                for p in range((k - half) * BUCKET, min(n, (k - half + 1) * BUCKET)):
                    crowd[0, count], crowd[1, count], crowd[2, count] = bodies[0, p], bodies[1, p], bodies[2, p]
                    count += 1
            if count > FULL - BUCKET:
                push(first, last, bodies, crowd, count, sums)
                count = 0
        # Go on with the part of the tree to the right.
        while k & 1:
            k >>= 1
        if k == 0:
            break
        k += 1
    push(first, last, bodies, crowd, count, sums)


@kernel(parallel=True)
def push_all(order: Any, bodies: Any, tree: Any, theta: Any, pushes: Any) -> None:
    """Write the results of :func:`gather` for every node into ``pushes`` float32[3,n], in the nodes' own order."""
    n = bodies.shape[1]
    for leaf in prange((n + BUCKET - 1) // BUCKET):
        crowd = np.empty((3, FULL), np.float32)
        sums = np.empty((3, BUCKET), np.float32)
        gather(leaf, bodies, tree, theta, crowd, sums)
        first = leaf * BUCKET
        for p in range(first, min(n, first + BUCKET)):
            i = order[p]
            for axis in range(3):
                pushes[axis, i] = sums[axis, p - first]


@kernel()
def follow(
    starts: Any, neighbours: Any, weights: Any, mass: Any, hold: Any, pushes: Any, cap: Any, x: Any, y: Any, moved: Any
) -> None:
    """Write into ``moved`` float32[2,n] the positions after one step under the forces of Fruchterman and Reingold.

    Edges pull with weight · distance², masses push with mass · mass / distance. A node moves by its force divided by
    its stiffness, at most ``cap``. ``hold`` float32[n] is additional stiffness, which only slows.
    """
    for i in range(len(x)):
        fx, fy = mass[i] * pushes[0, i], mass[i] * pushes[1, i]
        stiff = mass[i] * pushes[2, i] + hold[i]
        for e in range(starts[i], starts[i + 1]):
            j = neighbours[e]
            dx, dy = x[j] - x[i], y[j] - y[i]
            pull = weights[e] * np.sqrt(dx * dx + dy * dy)
            fx += dx * pull
            fy += dy * pull
            stiff += np.float32(2.0) * pull
        if stiff > 0:
            fx, fy = fx / stiff, fy / stiff
        far = np.sqrt(fx * fx + fy * fy)
        short = cap / far if far > cap else np.float32(1.0)
        moved[0, i], moved[1, i] = x[i] + fx * short, y[i] + fy * short
