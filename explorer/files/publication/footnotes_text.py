"""Footnotes as plain text, to go below a figure somewhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape

from explorer.files.publication.footnotes import Evidence, Notes, Resource, Statement

_INDENT = " " * 5


def as_text(title: str, words: str, notes: Notes, about: Iterable[tuple[str, str]]) -> bytes:
    """Title, words, the footnotes of lines by number, those of resources by name, and terms with HTML as UTF-8."""
    lines = [title, *filter(None, (words,)), ""]
    for note in notes.footnotes:
        for place, statement in enumerate(note.statements):
            lines += [f"{f'{note.number}.' if not place else '':<5}{statement.sentence}", *_of_statement(statement)]
        lines += [f"{_INDENT}{note.more:,} more relationships of this line are in data.ttl."] if note.more else []
    lines += ["", "Resources"]
    for row in notes.resources:
        lines += _of_resource(row)
    if len(notes.resources) < notes.nodes:
        lines.append(f"{notes.nodes - len(notes.resources):,} more resources are in data.ttl.")
    lines.append("")
    for term, said in about:
        plain_words = unescape(said.replace("<br>", "; ").replace("<code>", "").replace("</code>", ""))
        lines.append(f"{term}: {plain_words}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _of_statement(statement: Statement) -> list[str]:
    more = ", ".join(filter(None, (statement.date, statement.amount)))
    return [*([f"{_INDENT}{more}"] if more else []), *_resting(statement.evidence)]


def _of_resource(row: Resource) -> list[str]:
    more = ", ".join(filter(None, (row.classes, row.date, row.amount)))
    return [row.name, *([f"{_INDENT}{more}"] if more else []), *_resting(row.evidence)]


def _resting(evidence: Evidence) -> list[str]:
    lines = [f"{_INDENT}{evidence.support or 'No evidence recorded'}."]
    lines += [f"{_INDENT}{said}" for said in evidence.graded]
    for said in evidence.passages:
        lines.append(f"{_INDENT}- {', '.join(filter(None, (said.source, said.date, said.place)))}")
        lines += [f"{_INDENT}  | {' '.join(said.words.split())}"] if said.words else []
        lines += [f"{_INDENT}  {said.trouble}"] if said.trouble else []
    return [*lines, *([f"{_INDENT}- {evidence.more:,} more passages, not listed"] if evidence.more else [])]
