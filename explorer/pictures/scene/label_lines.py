"""Lines of labels: a name or a note broken into lines that fit a width."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.named import NamedTuple

Measure = Callable[[str, float, bool], tuple[float, float]]
"""Width and height in pixels of a line of text at a size in pixels, bold or not."""

LABEL_SIZE = 12.0
LABEL_WIDTH = 150.0
LABEL_LINES = 2
LINE_HEIGHT = 1.22
LABEL_GAP = 3.0
_LEAST = 4
"""Characters of a word that are worth showing beside an ellipsis."""
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_COUNT = r"(?:[£$€]?\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_SMALL = "(?:and|at|by|for|from|in|of|on|or|over|than|to|under|with)"
_TOGETHER = re.compile(
    rf"(?:\d{{1,2}} )?{_MONTH}(?: \d{{4}})?|(?:under|over) \d+|{_COUNT} per cent"
    rf"|(?!\d{{4}} ){_COUNT} (?!{_SMALL}\b)[^\W\d][\w’'-]*"
)
"""Words that stay in one line: dates, and a number with the word that it counts. A bare year counts nothing."""


class Wrapping(NamedTuple):
    """The widest line of a label in pixels at the label size, and the largest number of lines.

    With ``keeps_words`` a line is as wide as the longest word of the label if that is wider.
    """

    width: float
    most: int
    keeps_words: bool = False


class Block(NamedTuple):
    """A label as lines, and the width of the widest of them in pixels."""

    lines: list[str]
    width: float


USUAL = Wrapping(LABEL_WIDTH, LABEL_LINES)
NOTE_WIDTH = 170.0
"""Width of the lines of a note on the canvas, in scene units at the label size."""


def wrap(
    text: str,
    measure: Measure,
    bold: bool = False,
    width: float = LABEL_WIDTH,
    most: int = LABEL_LINES,
    keeps_words: bool = False,
    *,
    even: bool = True,
) -> list[str]:
    """Break ``text`` into at most ``most`` lines of about ``width`` pixels at the label size.

    Lines end between the parts that :func:`words_of` gives. They get about equal lengths, or with ``even`` False all
    but the last are full; of text that does not fit, the last line is cut in its middle. With ``keeps_words`` lines are
    as wide as the longest word.
    """
    if keeps_words:
        width = max(width, *(measure(word, LABEL_SIZE, bold)[0] for word in words_of(text)))
    total = measure(text, LABEL_SIZE, bold)[0]
    if total <= width:
        return [text]
    target = max(total / min(most, int(total // width) + 1) * 1.08, width * 0.62)
    target = min(target, width) if even else width
    lines: list[str] = []
    words = words_of(text)
    line = ""
    while words:
        word = words[0]
        trial = f"{line} {word}" if line else word
        if measure(trial, LABEL_SIZE, bold)[0] <= target or not line:
            line = trial
            words.pop(0)
        elif len(lines) + 1 < most:
            lines.append(line)
            line = ""
        else:
            line = f"{line} {' '.join(words)}"
            break
    lines.append(line)
    return [_fit(piece, measure, bold, width) for piece in lines]


def words_of(text: str) -> list[str]:
    """The parts of a label between which a line may end: single words, whole dates, numbers with what they count."""
    parts, end = [], 0
    for found in _TOGETHER.finditer(text):
        start = text.rfind(" ", 0, found.start() + 1) + 1
        if start < end or start != found.start():
            continue  # the number is the end of a longer word
        stop = text.find(" ", found.end())
        parts += text[end:start].split(" ")[:-1]
        parts.append(text[start : stop if stop >= 0 else len(text)])
        end = start + len(parts[-1]) + 1
    return parts + text[end:].split(" ") if end <= len(text) else parts


def _fit(line: str, measure: Measure, bold: bool, width: float) -> str:
    """The line, cut in its middle if it is wider than ``width``: names often differ at their end."""
    if measure(line, LABEL_SIZE, bold)[0] <= width:
        return line
    low, high = 0, len(line) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if measure(_cut(line, middle), LABEL_SIZE, bold)[0] <= width:
            low = middle
        else:
            high = middle - 1
    return _cut(line, low)


def _cut(line: str, kept: int) -> str:
    """About ``kept`` characters of a line, two thirds from its beginning; words stay whole where that costs little."""
    start = len(line) - kept // 3
    whole = line.rfind(" ", 0, start) + 1
    tail = line[whole if start - whole <= kept // 4 else start :]
    head = line[: kept - len(tail)]
    if len(tail) == len(line) - start and 0 <= tail.find(" ") < len(tail) - 2:
        tail = tail[tail.find(" ") + 1 :]
    if head.rfind(" ") >= len(head) - _LEAST:
        head = head[: head.rfind(" ")]
    gap = " … " if " " in line else "…"
    return f"{head.rstrip()}{gap}{tail.lstrip()}"
