"""Commands for the grades that the user adds: each commits one new view."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.state.session import Session
from graph.rdf.grade import graded

About = tuple[str, ...]


class Grading:
    """Grades sources and statements, in the present view and never in the data."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def give(self, signs: Mapping[About, str]) -> None:
        """Give things a grade each, by IRI, or take theirs with ""; one step of history."""
        before = self._session.view.graded
        known = {grade.about: grade.sign for grade in before}
        changed = {about: sign for about, sign in signs.items() if sign != known.get(about, "")}
        grades = before
        for about, sign in changed.items():
            grades = graded(grades, about, sign)
        if changed:
            self._session.commit(self._session.view._replace(graded=grades), self._title(changed))

    def _title(self, changed: Mapping[About, str]) -> str:
        signs = set(changed.values())
        if len(changed) == 1:
            name = self._name(next(iter(changed)))
        else:
            name = f"{len(changed):,} sources and statements"
        if signs == {""}:
            return f"Take the grade from {name}"
        return f"Grade {name} {signs.pop()}" if len(signs) == 1 else f"Grade {name}"

    def _name(self, about: About) -> str:
        from explorer.panels.reading.gradable import title_of  # late: few sessions grade anything

        return f"“{title_of(self._session.projection, about)}”"

    def show_only(self, least: str) -> None:
        """Show only relationships with at least a grade, or all for ""."""
        title = f"Show only relationships graded {least} or better" if least else "Show relationships of any grade"
        self._session.commit(self._session.view._replace(least_grade=least), title)
