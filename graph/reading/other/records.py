"""Records of JSON: one document, a list, or one on each line; their scalars, and their kinds by content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Scalar = str | int | float | bool


class _RecordError(SyntaxError):
    """JSON that breaks its rules, with its place."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.lineno, self.offset = line, column


def records(data: bytes) -> Iterator[Any]:
    """The members of a list of JSON, the one document, or the documents on the lines; raises SyntaxError."""
    text = data.decode("utf-8")
    start = text.lstrip()[:1]
    if start == "[":
        found = _parsed(text, 1)
        yield from found if isinstance(found, list) else [found]
        return
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    try:
        _parsed(lines[first], first + 1) if lines else None
    except _RecordError:
        yield _parsed(text, 1)  # one document on several lines
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parsed(line, number)


def _parsed(text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _RecordError(error.msg, line + error.lineno - 1, error.colno) from error


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar | None]]:
    """Each scalar in JSON with the keys that lead to it; places in lists do not count."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, path)
    else:
        yield path, value
