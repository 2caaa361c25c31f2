"""Grade: the reliability of a source, A to F, and the credibility of a statement, 1 to 6, as the user gives them."""

from __future__ import annotations

from graph.named import NamedTuple

RELIABILITY, CREDIBILITY = "ABCDEF", "123456"
YOUR = "your "
"""The first word of the keys of columns of the grades that the user added."""


class Grade(NamedTuple):
    """A grade by the user: ``sign`` is “B”, “2” or “B2”.

    ``about`` is the IRI of a resource, text or passage, or those of a subject, predicate and object; “_:b0” for blanks.
    """

    about: tuple[str, ...]
    sign: str


def is_sign(text: str) -> bool:
    """True for a letter, a figure, or a letter and a figure of the scheme."""
    parts = [text[:1] in RELIABILITY, text[-1:] in CREDIBILITY]
    return (len(text) == 2 and all(parts)) or (len(text) == 1 and any(parts))


def is_graded_by(key: str) -> bool:
    """True for the key of a column of grades."""
    return key.removeprefix(YOUR) in ("reliability", "credibility")


def part_of(sign: str, scale: str) -> str:
    """The letter or the figure of a grade, "" if it lacks that."""
    return next((each for each in sign if each in scale), "")


def graded(grades: tuple[Grade, ...], about: tuple[str, ...], sign: str) -> tuple[Grade, ...]:
    """``grades`` with another one for something; without one for "". Others keep their order."""
    others = tuple(grade for grade in grades if grade.about != about)
    return (*others, Grade(about, sign)) if sign else others
