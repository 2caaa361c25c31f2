"""Grades: the user gives letters and figures to the selection and to the sources that it rests on."""

from __future__ import annotations

from ui.tasks.tools import Tools


class Grader:
    """Asks for grades, and for the least grade of what is shown."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def ask(self) -> None:
        """Ask for the grades of the selection, and give them as one step of history."""
        from explorer.panels.reading.gradable import grade_lines

        session = self._tools.session
        graded = session.view.graded
        edges = session.selected_statements.tolist()
        nodes = session.visible.members_of_all(session.selection).tolist()
        lines = grade_lines(session.projection, graded, nodes, edges)
        if not lines:
            return
        answers = self._tools.ask.grades(lines)
        if answers is None:
            return
        signs: dict[tuple[str, ...], str] = {}
        for line, (letter, figure) in zip(lines, answers, strict=True):
            signs |= line.signs(letter, figure, graded)
        self._tools.commands.grading.give(signs)

    def ask_least(self) -> None:
        """Ask for the least grade of relationships to show, among those that they have."""
        from graph.model.grading.grades import signs_of_edges

        session = self._tools.session
        signs = signs_of_edges(session.projection)
        choices = [f"{sign} or better: {many:,} relationship{'' if many == 1 else 's'}" for sign, many in signs]
        title, question = "Show only by grade", "Show relationships graded at least"
        at = self._tools.ask.pick(title, question, ["any grade, or none", *choices])
        if at >= 0:
            self._tools.commands.grading.show_only(signs[at - 1][0] if at else "")
