"""Soak test: half an hour of random work in the window with a large graph; memory must stay flat.

Usage: python -m tests.benchmarks.soak [--minutes 30] [--nodes 100000] [--seed 1] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.loading import file_of
from tests.benchmarks.window import Watch, new_window

EVERY = 5.0
"""Seconds between readings of the memory."""
SLOPE = 0.03
"""Largest growth of memory from the middle third to the last, as a share."""


def main() -> int:
    """Run, print the curve, and fail if memory grows."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, default=Path("build/soak.json"))
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    window = new_window()
    window.tasks.files.open_paths([str(file_of(asked.nodes))])
    moves, curve, longest = _soak(window, random.Random(asked.seed), asked.minutes * 60)
    verdict = judge([mebibytes for _, mebibytes in curve])
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    found = {"moves": dict(moves), "curve": curve, "longest ms": longest * 1000, **verdict}
    asked.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"{sum(moves.values()):,} moves in {asked.minutes:g} minutes at {asked.nodes:,} nodes: {dict(moves)}")
    print("MiB in use: " + " ".join(f"{value:.0f}" for _, value in curve[:: max(1, len(curve) // 24)]))
    print(f"middle third {verdict['middle']:.0f} MiB, last third {verdict['last']:.0f} MiB: ", end="")
    print("flat" if verdict["is_flat"] else "it grows")
    sys.stdout.flush()
    window.close()
    return 0 if verdict["is_flat"] else 1


def judge(curve: list[float]) -> dict[str, Any]:
    """Medians of the middle and last third of a curve, and True if the last is hardly larger."""
    third = max(1, len(curve) // 3)
    middle, last = (sorted(part)[len(part) // 2] for part in (curve[third : 2 * third] or curve, curve[-third:]))
    return {"middle": middle, "last": last, "is_flat": last <= middle * (1 + SLOPE)}


def _soak(window: Any, dice: random.Random, seconds: float) -> tuple[Counter[str], list[tuple[float, float]], float]:
    """Moves made by name, (second, MiB) over time, and the longest stretch without a turn of the event loop."""
    import psutil

    watch, process = Watch(window), psutil.Process()
    watch.settle()
    if window.session.view.groups:  # an overview: the work needs every resource
        window.tasks.looking.go_to_view(window.session.document.named_views[1])
    watch.settle()
    made: Counter[str] = Counter()
    curve: list[tuple[float, float]] = []
    begin = time.monotonic()
    moves = _moves(window, dice)
    watch.longest = 0.0
    while (now := time.monotonic() - begin) < seconds:
        if now >= len(curve) * EVERY:
            curve.append((round(now, 1), process.memory_info().rss / 2**20))
        name = dice.choice(list(moves))
        moves[name]()
        made[name] += 1
        until = time.monotonic() + dice.uniform(0.0, 0.4)
        while time.monotonic() < until:
            watch.turn()
    watch.settle()
    curve.append((round(seconds, 1), process.memory_info().rss / 2**20))
    return made, curve, watch.longest


def _moves(window: Any, dice: random.Random) -> dict[str, Callable[[], Any]]:
    import numpy as np

    canvas, commands, session = window.canvas, window.commands, window.session

    def node() -> int:
        shown = session.visible.nodes
        return int(shown[dice.randrange(len(shown))]) if len(shown) else 0

    def some() -> list[int]:
        shown = session.visible.nodes
        start = dice.randrange(max(1, len(shown)))
        return [int(n) for n in shown[start : start + dice.choice((1, 10, 2000))]]

    def drag() -> None:
        commands.move(np.array([node()], np.int32), np.array([[dice.gauss(0, 3000), dice.gauss(0, 3000)]], np.float32))

    def dates() -> None:
        low = 10957 + dice.randrange(6000)
        commands.filter_dates(None if dice.random() < 0.3 else (float(low), float(low + 3000)), dice.random() < 0.5)

    return {
        "pan": lambda: canvas.look(canvas.camera.panned(dice.gauss(0, 300), dice.gauss(0, 300))),
        "zoom": lambda: canvas.zoom_by(dice.choice((0.3, 0.7, 1.4, 3.0))),
        "fit": lambda: canvas.fit(),
        "class": lambda: commands.toggle("classes", dice.randrange(len(session.projection.classes)), "a class"),
        "relationship": lambda: commands.toggle(
            "predicates", dice.randrange(len(session.projection.predicates)), "a relationship"
        ),
        "dates": dates,
        "degrees": lambda: commands.filter_degrees(None if dice.random() < 0.5 else (float(dice.randrange(4)), 1e6)),
        "select": lambda: session.select([node()]),
        "select many": lambda: session.select(some()),
        "hide": lambda: commands.hide(some()),
        "focus": lambda: commands.focus([node()] if dice.random() < 0.5 else [], dice.choice((1, 2, 3))),
        "drag": drag,
        "restyle": lambda: window.theme.use(dice.choice(("light", "dark"))),
        "find": lambda: window.tasks.finder.find(dice.choice(("person 1", "event 77", "payment", "no such thing"))),
        "show everything": lambda: commands.reset_filters(),
        "expand": lambda: commands.expand(node()),
        "fold": lambda: commands.collapse(node()),
        "group": lambda: commands.group(some(), "Some"),
        "group by class": lambda: commands.group_by_class(),
        "open groups": lambda: commands.open_groups(),
        "look back": lambda: session.look_back(session.trail.at - 1),
        "undo": lambda: [session.undo() for _ in range(dice.choice((1, 1, 5)))],
        "redo": lambda: session.redo(),
    }


if __name__ == "__main__":
    sys.exit(main())
