"""Filters that the user adds: by what one relationship, or two, lead to, and by the day up to which texts count."""

from __future__ import annotations

from collections.abc import Callable

from explorer.views.time_axis import BY, other_clock
from explorer.views.view import Clock
from graph.model.columns import node_column
from graph.model.linked_columns import Step, one_step_columns, path_key, second_steps, step_words, steps_of
from graph.rdf.values import to_days, write_day
from ui.tasks.tools import Tools

_CROWD = 60
"""Up to so many resources there is room for the new ones beside the old ones."""
_STOP = "nothing further"


class FilterMaker:
    """Asks by which relationships to filter, and resets filters.

    ``changing_much`` makes a change after which the picture may need a layout; ``lay_out`` runs the one of this name.
    """

    def __init__(
        self, tools: Tools, changing_much: Callable[[Callable[[], None], int], None], lay_out: Callable[[str], None]
    ) -> None:
        self._tools, self._changing_much, self._lay_out = tools, changing_much, lay_out

    def set_clock(self, clock: Clock) -> None:
        """Go by the dates when it happened, or was said; a picture along time keeps its dates until it is laid out."""
        self._tools.commands.set_clock(clock)
        drawn = other_clock(self._tools.session.view)
        if drawn is not None:
            words = f"Filters and the timeline panel go by when it {BY[clock]}, the picture by when it {BY[drawn]}."
            self._tools.messages.offer(words, ((f"Lay out by when it {BY[clock]}", self.lay_out_in_time),))

    def lay_out_in_time(self) -> None:
        """Lay out the picture along time, by the clock of the view."""
        self._lay_out("timeline")

    def reset(self) -> None:
        """Drop every filter; where more comes than was there, lay out anew."""
        self._changing_much(self._tools.commands.reset_filters, _CROWD)

    def ask_day(self) -> None:
        """Ask for the day up to which texts count; 0 counts all texts again."""
        view, commands = self._tools.session.view, self._tools.commands
        now = "" if view.known is None else write_day(view.known - 1)
        question = "Show only what texts up to this year, month or day say, such as 2016-12-31 (0 for all texts):"
        said = self._tools.ask.text("As known on", question, now)
        if said == "0":
            commands.know_by(None)
        elif said:
            try:
                commands.know_by(to_days(said, end=True))
            except ValueError as error:
                self._tools.messages.say(str(error))

    def switch_property(self) -> None:
        """Ask for a property, and take it to have several values instead of one, or one instead of several."""
        from explorer.panels.sides import properties_of  # late: few people say so

        taken = properties_of(self._tools.session.projection, self._tools.session.view)
        question = "Two values of a property with one value contradict each other. Select one to change that:"
        at = self._tools.ask.pick("One value or several", question, [each.words for each in taken])
        if at >= 0:
            self._tools.commands.take_values(taken[at].predicate, not taken[at].is_single)

    def by_relationship(self) -> None:
        """Add a facet over what one relationship, or two one after the other, lead to."""
        projection = self._tools.session.projection
        columns = one_step_columns(projection)
        at = self._tools.ask.pick("Filter by relationship", "Relationship:", [column.title for column in columns])
        if at < 0:
            return
        (first,) = steps_of(columns[at].key)
        further = second_steps(projection, first)
        words = [_STOP, *(step_words(projection, step) for step in further)]
        then = self._tools.ask.pick("Filter by relationship", f"{columns[at].title}, and from there:", words)
        if then >= 0:
            self._add(first, *further[then - 1 : then] if then else ())

    def _add(self, *steps: Step) -> None:
        column = node_column(self._tools.session.projection, path_key(*steps))
        if column is None:
            self._tools.messages.say("These two relationships lead to too many resources. Select another second one.")
        else:
            self._tools.settings.folds[column.key] = "open"  # in sight, since it was asked for
            self._tools.commands.add_facet(column.key, column.title)
