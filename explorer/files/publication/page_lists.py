"""Lists of a page: footnotes, and the tables of relationships and resources."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.files.publication.footnotes import Evidence, Footnote, Notes, Resource, Said, Statement
from explorer.files.publication.markup import name, plain

_COUNTS = ("Passages", "Texts", "Origins")


def listed(notes: Notes) -> Iterable[str]:
    """The footnotes of lines and of resources, each with a link back to the figure."""
    yield '<section id="footnotes" aria-labelledby="h-footnotes">\n<h2 id="h-footnotes">Footnotes</h2>'
    yield '<ol class="notes">'
    yield from map(_note, notes.footnotes)
    yield "</ol>\n</section>"
    yield '<section id="resources" aria-labelledby="h-resources">\n<h2 id="h-resources">Resources</h2>'
    yield f"<p>{_caption('resource', len(notes.resources), notes.nodes)}, by name, with what it rests on.</p>"
    yield '<ol class="notes names">'
    yield from (_of_resource(place, row) for place, row in enumerate(notes.resources, 1))
    yield "</ol>\n</section>"


def _note(note: Footnote) -> str:
    n = note.number
    back = f'<a class="back" href="#line-{n}" aria-label="{n}: show line {n} in the figure">{n}</a>'
    said = "".join(map(_said, note.statements))
    said += (
        f'<p class="plain quiet">{note.more:,} more relationships of this line are in data.ttl.</p>'
        if note.more
        else ""
    )
    places = f'data-number="{n}" data-from="{note.ends[0]}" data-to="{note.ends[1]}"'
    return f'<li id="note-{n}" value="{n}" {places}>{back}{said}</li>'


def _said(statement: Statement) -> str:
    parts = (name(statement.start), name(statement.words), name(statement.end))
    more = ", ".join(map(plain, filter(None, (statement.date, statement.amount))))
    head = f'<p class="said"><b>{parts[0]}</b> <span class="verb">— {parts[1]} →</span> <b>{parts[2]}</b>'
    head += f" <span>({more})</span></p>" if more else "</p>"
    return head + _resting(statement.evidence)


def _of_resource(place: int, row: Resource) -> str:
    """The footnote of a resource. Its name leads back to its node."""
    said = ", ".join(map(plain, filter(None, (row.classes, row.date, row.amount))))
    back = f'<p class="said"><a href="#node-{row.node}">{name(row.name)}</a> <span class="verb">{said}</span></p>'
    return f'<li id="resource-{place}" data-node="{row.node}">{back}{_resting(row.evidence)}</li>'


def _resting(evidence: Evidence) -> str:
    """Grades, counts, and passages."""
    graded = "".join(f'<p class="plain">{plain(said)}</p>' for said in evidence.graded)
    if not evidence.counts[0]:
        return f'{graded}<p class="plain quiet">No evidence recorded.</p>'
    rest = f"<li>{evidence.more:,} more passages, not listed</li>" if evidence.more else ""
    passages = "".join(map(_passage, evidence.passages))
    return f'{graded}<p class="plain quiet">{plain(evidence.support)}.</p><ul class="passages">{passages}{rest}</ul>'


def _passage(said: Said) -> str:
    words = ", ".join([name(said.source), *map(plain, filter(None, (said.date, said.place)))])
    quote = f'<blockquote dir="auto">{plain(said.words.strip())}</blockquote>' if said.words else ""
    trouble = f'<p class="plain quiet">{plain(said.trouble)}</p>' if said.trouble else ""
    return f"<li>{words}{quote}{trouble}</li>"


def tables(notes: Notes) -> Iterable[str]:
    """The table of relationships, and, folded, that of resources."""
    yield '<section id="table" aria-labelledby="h-table">\n<h2 id="h-table">Table</h2>'
    yield from _relationships(notes)
    yield "<details><summary>Resources in the figure</summary>"
    yield from _resources(notes)
    yield "</details>\n</section>"


def _relationships(notes: Notes) -> Iterable[str]:
    rows = notes.statements
    # Columns that some source fills, each with its values.
    some = {
        title: values
        for title, values in (
            ("Date", [row.date for row in rows]),
            ("Amount", [row.amount for row in rows]),
            ("Grade", [row.evidence.grade.partition(":")[0] for row in rows]),
            ("Grade by the author", [row.evidence.own_grade.partition(":")[0] for row in rows]),
        )
        if any(values)
    }
    titles = ("No.", "From", "Relationship", "To", *some, *_COUNTS, "Sources")
    yield from _begun(_caption("relationship", len(rows), notes.relationships), titles)
    for place, row in enumerate(rows):
        n = row.number
        link = f'<a href="#note-{n}" aria-label="Footnote {n}">{n}</a>' if n else "–"
        cells = [f'<td class="number">{link}</td>', f'<th scope="row">{name(row.start)}</th>']
        cells += [f"<td>{name(text)}</td>" for text in (row.words, row.end)]
        cells += [f"<td>{plain(values[place])}</td>" for values in some.values()]
        cells += [f'<td class="number">{count:,}</td>' for count in row.evidence.counts]
        yield f"<tr>{''.join(cells)}<td>{'; '.join(map(name, row.evidence.sources))}</td></tr>"
    yield "</tbody>\n</table>\n</div>"


def _resources(notes: Notes) -> Iterable[str]:
    yield from _begun(
        _caption("resource", len(notes.resources), notes.nodes), ("Name", "Class", "Date", "Amount", *_COUNTS)
    )
    for place, row in enumerate(notes.resources, 1):
        texts = "".join(f"<td>{plain(text)}</td>" for text in (row.classes, row.date, row.amount))
        counts = "".join(f'<td class="number">{count:,}</td>' for count in row.evidence.counts)
        yield f'<tr><th scope="row"><a href="#resource-{place}">{name(row.name)}</a></th>{texts}{counts}</tr>'
    yield "</tbody>\n</table>\n</div>"


def _caption(what: str, listed: int, every: int) -> str:
    if listed == every:
        return f"Every {what} in the figure"
    return f"{listed:,} of the {every:,} {what}s in the figure; data.ttl has all of them"


def _begun(caption: str, titles: Iterable[str]) -> Iterable[str]:
    """The head of a table, in a box that scrolls sideways on a narrow screen."""
    numbers = {*_COUNTS, "No."}
    heads = "".join(f'<th scope="col"{_right(title in numbers)}>{title}</th>' for title in titles)
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">\n<table><caption>{caption}</caption>'
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"


def _right(is_number: bool) -> str:
    return ' class="number"' if is_number else ""
