"""Plugins in the window: layouts and measures of installed packages join the menus and pickers in a moment of rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from explorer.actions.action import Action
from explorer.actions.table import layout_actions, measure_actions
from graph.analysis.measures import METRICS
from graph.layout import LAYOUTS
from graph.plugins import left_out


def offer_plugins(add: Callable[[Sequence[Action]], None], warn: Callable[[str], None]) -> None:
    """Import the layouts and measures of plugins, ``add`` an action for each, and ``warn`` about those left out."""
    before = len(LAYOUTS) + len(METRICS)
    LAYOUTS.load()
    METRICS.load()
    if len(LAYOUTS) + len(METRICS) > before:
        add(layout_actions())
        add(measure_actions())
    if left_out():
        warn(" ".join(left_out()))
