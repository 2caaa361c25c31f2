"""Phrases for relationships as their objects see them, where no vocabulary has a word for that."""

from __future__ import annotations

import re

_PREPOSITIONS = frozenset(
    "about above across after against among as at before behind below beneath beside between beyond by during for from"
    " in inside into like near of off on onto out over outside per since than through to toward towards under until"
    " upon via with within without".split()
)
_NOUN_ENDS = ("ers", "ors", "ings", "ions", "ments", "ities", "ties", "ies", "ives", "ues", "ages", "ights", "words")
"""Ends of plurals; most other words in “s” after which nothing follows are verbs: “funds”, “owns”."""
_VERBS = frozenset(
    "answers applies belies carries covers delivers discovers enters implies issues magnifies manages mentions modifies"
    " occupies offers orders precedes qualifies rescues satisfies serves specifies supplies supports triggers values"
    " verifies".split()
)
_APART = re.compile(r"(.*\S) (\([^()]*\))")
"""A label and the words in brackets that tell it apart from an equal one."""


def read_backwards(label: str) -> str:
    """An English label as the object of the relationship would say it, a heading for the subjects.

    “funds” gives “funds it”, “published by” gives “published by it”, “has topping” and “topping” give “has it as
    topping”.
    """
    found = _APART.fullmatch(label)
    if found is not None:
        return f"{read_backwards(found[1])} {found[2]}"
    words = label.split()
    if not words:
        return label
    first, last = words[0].lower(), words[-1].lower()
    if last in _PREPOSITIONS:
        return f"{label} it"
    if first in ("has", "have") and len(words) > 1:
        return f"has it as {' '.join(words[1:])}"
    if len(words) == 1 and (_is_verb(last) or last.endswith("ed")):
        return f"{label} it"
    return f"has it as {label}"


def _is_verb(word: str) -> bool:
    """True for a word that is likely a verb of the third person."""
    if word in _VERBS:
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is", *_NOUN_ENDS))
