"""Commands for style rules: each commits one new view."""

from __future__ import annotations

from explorer.panels.rule_proposals import Proposer
from explorer.pictures.look.sentences import RuleWords
from explorer.state.session import Session
from explorer.views.rules import NODES, Fixed, Rule, Rules, Where, changed, moved, switched, without


class Restyling:
    """Adds, changes, moves, switches and removes style rules of the present view."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def rules(self) -> Rules:
        """The rules of the present view."""
        return self._session.view.rules

    @property
    def words(self) -> RuleWords:
        """The words for rules over the present data."""
        return RuleWords(self._session.projection, self._session.view.measures)

    @property
    def proposer(self) -> Proposer:
        """Proposes rules that fit the shown data."""
        session = self._session
        view = session.view
        return Proposer(session.projection, view.measures, session.visible, view.facets, view.rules)

    def _commit(self, rules: Rules, title: str, merge: str = "") -> None:
        self._session.commit(self._session.view._replace(rules=rules), title, merge)

    def _named(self, at: int) -> str:
        return self.words.heading(self.rules[at])

    def add(self, rule: Rule) -> None:
        """Add a rule at the end, where it wins over the others."""
        self._commit((*self.rules, rule), self.words.heading(rule))

    def change(self, at: int, rule: Rule) -> None:
        """Replace a rule."""
        self._commit(changed(self.rules, at, rule), f"Change the rule “{self.words.heading(rule)}”")

    def remove(self, at: int) -> None:
        """Remove a rule."""
        self._commit(without(self.rules, at), f"Remove the rule “{self._named(at)}”")

    def switch(self, at: int) -> None:
        """Switch a rule on or off."""
        verb = "Switch off" if self.rules[at].on else "Switch on"
        self._commit(switched(self.rules, at), f"{verb} “{self._named(at)}”")

    def move(self, at: int, to: int) -> None:
        """Move a rule to another place in the order."""
        self._commit(moved(self.rules, at, to), f"Move the rule “{self._named(at)}”")

    def clear(self) -> None:
        """Remove all rules."""
        self._commit((), "Remove all style rules")

    def by(self, channel: str, key: str, target: str = NODES) -> bool:
        """Style a channel by a column, in place of an earlier rule for all. True if the column can style it."""
        rule = self.proposer.by(channel, key, target)
        if rule is None:
            return False
        # Of two rules for everything in one channel, only the second would be visible.
        same = [
            i for i, r in enumerate(self.rules)
            if (r.channel, r.target, r.where) == (rule.channel, rule.target, rule.where)
        ]  # fmt: skip
        if same:
            self._commit((*without(self.rules, same[-1]), rule), self.words.heading(rule))
        else:
            self.add(rule)
        return True

    def colour_class(self, iri: str, colour: str) -> None:
        """Give a class a colour, in place of the colour from an earlier rule."""
        where = Where("class", iri)
        rule = Rule("colour", Fixed(colour), where)
        at = [
            i for i, r in enumerate(self.rules)
            if r.channel == "colour" and r.where == where and isinstance(r.look, Fixed)
        ]  # fmt: skip
        if at:
            self.change(at[-1], rule)
        else:
            self.add(rule)
