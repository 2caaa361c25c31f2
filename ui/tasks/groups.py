"""Groups that the user makes: of the selection, by a relationship, and none again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ui.tasks.tools import Tools


class GroupMaker:
    """Asks what to draw as one node. ``changing_much`` makes a change after which the picture may need a layout."""

    def __init__(self, tools: Tools, changing_much: Callable[[Callable[[], None]], None]) -> None:
        self._tools, self._changing_much = tools, changing_much

    def group_selection(self) -> None:
        """Draw the selection as one node, with a name that the user gives."""
        title = self._tools.ask.text("Group", "Name of the group:", "Group")
        if title:
            self._tools.commands.group(self._tools.session.selection, title)

    def group_by_relationship(self) -> None:
        """Group resources that one kind of relationship links to the same thing."""
        session = self._tools.session
        projection = session.projection
        used = np.unique(projection.predicate[session.visible.edges]).tolist()
        words = [projection.predicates[p].label for p in used]
        at = self._tools.ask.pick("Group by relationship", "Relationship:", words)
        if at >= 0:
            self._tools.commands.group_by_value(used[at])

    def ungroup_all(self) -> None:
        """Draw every resource by itself; a layout runs where most of them have no place yet."""
        self._changing_much(self._tools.commands.open_groups)
