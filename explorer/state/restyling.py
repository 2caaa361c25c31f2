"""The user's moves on the rules of style: each commits one new view."""

from __future__ import annotations

from explorer.panels.rule_proposals import Proposer
from explorer.pictures.look.sentences import Words
from explorer.state.session import Session
from explorer.views.rules import NODES, Fixed, Rule, Rules, Where, changed, moved, switched, without


class Restyling:
    """Adds, changes, moves, switches and removes rules of the present view."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def rules(self) -> Rules:
        """The rules of the present view."""
        return self._session.view.rules

    @property
    def words(self) -> Words:
        """How to speak of rules now."""
        return Words(self._session.projection, self._session.view.measures)

    @property
    def proposer(self) -> Proposer:
        """What rules fit what is shown now."""
        session = self._session
        return Proposer(session.projection, session.view.measures, session.visible)

    def _commit(self, rules: Rules, title: str, merge: str = "") -> None:
        self._session.commit(self._session.view.but(rules=rules), title, merge)

    def _named(self, at: int) -> str:
        return self.words.heading(self.rules[at])

    def add(self, rule: Rule) -> None:
        """Put a rule behind the others, over which it wins."""
        self._commit((*self.rules, rule), self.words.heading(rule))

    def change(self, at: int, rule: Rule) -> None:
        """Put another rule in the place of one."""
        self._commit(changed(self.rules, at, rule), f"Change the rule “{self.words.heading(rule)}”")

    def remove(self, at: int) -> None:
        """Drop a rule."""
        self._commit(without(self.rules, at), f"Remove the rule “{self._named(at)}”")

    def switch(self, at: int) -> None:
        """Switch a rule on or off."""
        verb = "Switch off" if self.rules[at].on else "Switch on"
        self._commit(switched(self.rules, at), f"{verb} “{self._named(at)}”")

    def move(self, at: int, to: int) -> None:
        """Take a rule to another place among them."""
        self._commit(moved(self.rules, at, to), f"Move the rule “{self._named(at)}”")

    def clear(self) -> None:
        """Drop all rules."""
        self._commit((), "Remove all rules of style")

    def by(self, channel: str, key: str, target: str = NODES) -> bool:
        """Let a column decide on a channel, in the place of a rule for all that did; whether it can."""
        rule = self.proposer.by(channel, key, target)
        if rule is None:
            return False
        # Two rules for all of one channel would only leave the second to be seen.
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
        """Give a class a colour, in the place of the one that a rule gave it before."""
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
