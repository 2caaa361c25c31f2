"""Grouping: the commands that draw several resources as one node, and resources as lines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from explorer.state.filtering import Filtering
from explorer.views.folding import foldable
from explorer.views.groups import Group, by_class, by_number, by_value, is_group, with_group
from explorer.views.newcomers import unfolded
from explorer.views.nodes import Nodes
from explorer.views.places import places_of
from explorer.views.visible import see


class Grouping(Filtering):
    """Changes the groups and the folded classes of a session on behalf of the user."""

    def _members(self, drawn: Iterable[int]) -> Nodes:
        """The resources that drawn nodes stand for; a resource that is not drawn stands for itself."""
        out = Nodes()
        visible, selected = self.session.visible, list(drawn)
        for node in selected:
            if is_group(node):
                out = out | Nodes(visible.members_of(node))
        return out | Nodes(node for node in selected if not is_group(node))

    def group(self, drawn: Iterable[int], title: str) -> None:
        """Draw some resources as one node."""
        visible = self.session.visible
        selected = (self._members(drawn) & Nodes(visible.nodes)) - Nodes(visible.folded)
        groups = with_group(self.view.groups, title, selected, "hand")
        if len(groups) > len(self.view.groups):
            middle = self._middle(selected)
            groups = (*groups[:-1], groups[-1]._replace(xy=middle))
            self.session.commit(
                self.view._replace(groups=groups, ungrouped=self.view.ungrouped - selected), f"Group “{title}”"
            )
            self.session.select([groups[-1].id])

    def group_by_class(self) -> None:
        """Draw the shown resources as one node for each class."""
        session = self.session
        self._regroup(by_class(session.projection, self.view.groups, session.visible.nodes), "Group by class")

    def group_by_value(self, predicate: int) -> None:
        """Draw the shown resources as one node for each value of a predicate."""
        session, label = self.session, self.session.projection.predicates[predicate].label
        groups = by_value(session.projection, self.view.groups, session.visible.nodes, predicate)
        self._regroup(groups, f"Group by “{label}”")

    def group_by_number(self, number: NDArray[np.floating], word: str) -> None:
        """Draw the shown resources as one node for each number (n,) they share, such as that of their community."""
        nodes = self.session.visible.nodes
        groups = by_number(self.session.projection, self.view.groups, nodes, number[nodes], word)
        self._regroup(groups, f"Group by {word.lower()}")

    def _regroup(self, groups: tuple[Group, ...], title: str) -> None:
        """Draw groups. Those without a place go near the middle of their members, without overlaps."""
        if groups == self.view.groups:
            return
        from explorer.pictures.scene.bubbles import arranged_groups

        session = self.session
        view = self.view._replace(groups=groups, ungrouped=Nodes(), expansions=())
        session.commit(arranged_groups(session.projection, view, see(session.projection, view)), title)

    def open_groups(self) -> None:
        """Draw every resource by itself."""
        groups = self.view.groups
        if groups:
            self.session.commit(self.view._replace(groups=(), ungrouped=Nodes(), expansions=()), "Ungroup all")

    # Fold and unfold

    def foldable_class(self) -> int:
        """The main class of the selected resources if they share it and it folds; -1 if not, or if it is folded."""
        nodes = [node for node in self.session.selection if not is_group(node)]
        found = set(self.session.projection.node_class[nodes].tolist())
        cls = found.pop() if len(found) == 1 else -1
        return cls if self.can_fold(cls) else -1

    def can_fold(self, cls: int) -> bool:
        """True if most resources of a class can be drawn as lines, and are not yet."""
        if cls < 0 or cls in self.view.folded_classes:
            return False
        projection = self.session.projection
        return 2 * foldable(projection, cls) > len(projection.class_members[cls])

    def fold(self, cls: int) -> None:
        """Draw each resource of a class that links two others as one line between them."""
        if self.can_fold(cls):
            view = self.view._replace(folded_classes=self.view.folded_classes | {cls})
            self.session.commit(view, f"Fold {self._class_words({cls})} into relationships")

    def unfold(self, classes: Iterable[int]) -> None:
        """Draw the resources of folded classes by themselves again."""
        gone = self.view.folded_classes & frozenset(classes)
        if gone:
            before = self.session.history.last(lambda view: not view.folded_classes & gone)
            view = unfolded(self.session.projection, self.view, before, gone)
            self.session.commit(view, f"Unfold {self._class_words(gone)}")

    def follow_values(self, wanted: bool) -> None:
        """Let paths, measures and layouts go through values, or leave them out."""
        title = f"{'Follow' if wanted else 'Leave out'} values"
        self.session.commit(self.view._replace(follows_values=wanted), title)

    def _class_words(self, classes: Iterable[int]) -> str:
        return ", ".join(sorted(self.session.projection.classes[cls].label for cls in classes))

    def classes_to_unfold(self) -> frozenset[int]:
        """The folded classes of the selected resource if it is folded, else all folded classes."""
        session = self.session
        if len(session.selection) == 1 and session.selection[0] in session.visible.folded:
            own = frozenset(session.projection.node_classes[session.selection[0]].tolist())
            return own & self.view.folded_classes
        return self.view.folded_classes

    def fold_words(self) -> str:
        """The command that folds, in words: “Fold Membership into relationships”."""
        cls = self.foldable_class()
        return f"Fold {self._class_words({cls})} into relationships" if cls >= 0 else "Fold into relationships"

    def unfold_words(self) -> str:
        """The command that unfolds, in words: “Unfold Membership”."""
        return f"Unfold {self._class_words(self.classes_to_unfold())}" if self.view.folded_classes else "Unfold"

    def _middle(self, nodes: Nodes) -> tuple[float, float] | None:
        session = self.session
        slots = np.unique(session.visible.slot[nodes.ids])
        drawn = session.visible.drawn[slots[slots >= 0]]
        xy = places_of(self.view, drawn, session.projection.node_count)
        xy = xy[~np.isnan(xy[:, 0])]
        return None if not len(xy) else (float(xy[:, 0].mean()), float(xy[:, 1].mean()))
