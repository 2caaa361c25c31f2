"""Judgements in English text: words that speak for or against something."""

from __future__ import annotations

import re

from graph.named import NamedTuple

_FOR = frozenset(
    """good better best excellent outstanding strong strength strengths effective praise praised praises praising
    positive positively improved improves improvement success successful successfully well commend commended commends
    welcome welcomed impressive exemplary robust thorough appreciated admired reliable timely
    skilled caring satisfied satisfactory pleased proud thriving adequate sufficient clear coherent
    consistent""".split()
)
_AGAINST = frozenset(
    """bad worse worst poor poorly weak weakness weaknesses inadequate insufficient unacceptable underdeveloped
    undeveloped inconsistent inconsistently uncoordinated delay delays delayed fail failed fails failing failure
    failures failings deteriorated deteriorate deterioration decline declined damning critical criticised criticized
    criticism criticisms criticise negative negatively neglect neglectful neglected abusive abuse unsafe unclear
    undervalued unsuitable slow slowly late lacks lack lacking shortfall shortfalls shortcoming shortcomings
    disappointing disappointed ineffective concern concerns concerned serious harm harmful harms harmed problem problems
    unable missing overdue wrong scandal disgrace dangerous breach breached breaches""".split()
)
_NOT = frozenset("not no never nor without neither hardly scarcely cannot few fewer less lack lacks lacking".split())
_MUCH = re.compile(r"\btoo (?:long|few|little|many|slow|late|much|often)\b|\bnot (?:soon|early|fast|quick\w*) enough\b")
_TOKEN = re.compile(r"[a-z]+(?:[’'][a-z]+)?|[.;:!?]")
_REACH = 4
"""Words after a negation that it turns round; a full stop, a semicolon or a colon ends it."""
_PARTS = frozenset(("strengths", "weaknesses"))


class Judgement(NamedTuple):
    """The number of words for and against."""

    favourable: int
    unfavourable: int


def judge(text: str) -> Judgement:
    """Count the words of judgement in a text; “not good” speaks against, “no concerns” for.

    “Strengths and weaknesses” names both sides and judges neither.
    """
    low = text.lower()
    good, bad, reach = 0, len(_MUCH.findall(low)), 0
    both = "strengths" in low and "weaknesses" in low
    for token in _TOKEN.findall(low):
        if token in ".;:!?":
            reach = 0
            continue
        negated, reach = reach > 0, max(0, reach - 1)
        side = 0 if both and token in _PARTS else (token in _FOR) - (token in _AGAINST)
        if negated:
            good, bad = good + (side < 0), bad + (side > 0)
        else:
            good, bad = good + (side > 0), bad + (side < 0)
        if token in _NOT or token.endswith(("n't", "n’t")):
            reach = _REACH
    return Judgement(good, bad)


_SIDES = {
    **dict.fromkeys(("positive", "favourable", "favorable", "good", "praise", "supportive", "for"), 1),
    **dict.fromkeys(("outstanding", "excellent", "strong", "strength"), 1),
    **dict.fromkeys(("critical", "negative", "unfavourable", "unfavorable", "bad", "against", "adverse"), -1),
    **dict.fromkeys(("inadequate", "poor", "weak", "weakness", "failing", "unacceptable"), -1),
}


def side_of(label: str) -> int:
    """1 for the name of a favourable judgement, -1 for that of an unfavourable one, 0 for any other name."""
    return _SIDES.get(label.strip().lower(), 0)
