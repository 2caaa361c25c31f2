"""The folder of a publication: its files as bytes, and the writing of all of them or none."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path

from explorer.document import Document
from explorer.files.attached_texts import AttachedTexts
from explorer.files.exports import Exported
from explorer.files.images import caption_of
from explorer.files.publication.figure import Encode, figure_for_files, figure_for_page
from explorer.files.publication.footnotes import Notes, footnotes
from explorer.files.publication.footnotes_text import as_text
from explorer.files.publication.leaving import Leaving, collect, turtle_of
from explorer.files.publication.markup import plain
from explorer.files.publication.numbering import MOST_LINES, numbered
from explorer.files.publication.page import Words, page
from explorer.files.publication.wishes import Wishes
from explorer.pictures.scene.label_lines import Measure
from explorer.pictures.scene.staging import stage
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.errors import WriteError
from graph.named import NamedTuple
from graph.work.atomic import save_all
from graph.work.progress import Job, Progress

NAMES = ("index.html", "figure.svg", "figure.pdf", "figure.png", "footnotes.txt", "data.ttl")
"""The files of a publication."""
_FIGURE = 2.0
"""PNG pixels for each pixel of the figure."""
_NUMBERS = "The numbers on the lines are those of the footnotes."


class Press(NamedTuple):
    """Things that a publication needs from outside: the measure of text, the encoder of pictures, and the texts."""

    measure: Measure
    encode: Encode
    texts: AttachedTexts


def publish(
    document: Document, view: View, visible: Visible, wishes: Wishes, press: Press, folder: Path
) -> Job[Exported]:
    """Write the publication of a view into a folder, which is made if it is not there.

    Files of an earlier publication are replaced, all of them or none; other files stay. Raises
    :class:`~graph.errors.WriteError`.
    """
    files = yield from files_of(document, view, visible, wishes, press)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = "there is a file of this name" if isinstance(error, FileExistsError) else f"{error.strerror or error}"
        raise WriteError(f"The folder {folder} could not be made: {why}. Choose another folder.") from error
    paths = [folder / name for name in files]
    save_all(list(zip(paths, files.values())))
    return Exported(tuple(paths), f"The publication is in {folder.absolute()}: open index.html in a browser.")


def files_of(document: Document, view: View, visible: Visible, wishes: Wishes, press: Press) -> Job[dict[str, bytes]]:
    """The files by name. Equal data, views and wishes give equal bytes."""
    p = document.projection
    yield Progress("Collecting the shown data", 0, 6)
    leaving = collect(document, view, visible, wishes)
    title = wishes.title or default_title(document, wishes)
    scene = numbered(stage(p, leaving.view, visible), MOST_LINES)
    yield Progress("Writing footnotes", 1, 6)
    notes = footnotes(p, visible, scene, press.texts, quote=wishes.quote, grades="grades" in wishes.unseen)
    turtle = yield from turtle_of(document, leaving, wishes, title)
    yield Progress("Drawing", 2, 6)
    full = caption_of(document, visible, leaving.view)
    caption = _public(document, wishes)(full.incomplete)
    about_numbers = _numbers(len(notes.footnotes), len(visible.drawn_edges))
    words = "\n".join(filter(None, (wishes.words, about_numbers)))
    caption_below = full.__class__(full.legend, "", visible, title, words, (), caption, full.undrawn)
    drawn = figure_for_files(p, visible, scene, press.measure, caption_below, wishes.size)
    figure = figure_for_page(p, visible, scene, press.measure, wishes.size)
    files = {}
    for step, suffix in enumerate((".svg", ".pdf", ".png"), 3):
        yield Progress(f"Drawing figure{suffix}", step, 6)
        files[f"figure{suffix}"] = press.encode(drawn, suffix, _FIGURE, title)
    ledger = visible.summary(undrawn=full.undrawn)
    about = _about(document, wishes, notes, leaving, turtle, (ledger, caption))
    said = " ".join(filter(None, (about_numbers, f"{ledger}.")))
    html = page(
        Words(title, wishes.words, wishes.date, said, about), figure, notes, full.legend, press.encode, press.measure
    )
    files |= {"index.html": html, "footnotes.txt": as_text(title, wishes.words, notes, about), "data.ttl": turtle}
    return {name: files[name] for name in NAMES}


def _numbers(numbered_lines: int, lines: int) -> str:
    """A sentence about the numbers on lines, and about lines without one."""
    if numbered_lines == lines:
        return _NUMBERS if lines else ""
    return f"{_NUMBERS} Of the {lines:,} lines, the {numbered_lines:,} with the most origins have one."


def default_title(document: Document, wishes: Wishes) -> str:
    """The title of the source, unless that is the name of a file which must not leave."""
    return document.title if document.is_bundled or "files" in wishes.unseen else "Figure"


def _public(document: Document, wishes: Wishes) -> Callable[[str], str]:
    """A function that takes the names of files out of a sentence, unless they may leave."""
    if document.is_bundled or "files" in wishes.unseen:
        return lambda sentence: sentence
    return lambda sentence: sentence.replace(document.title, "the source")


def _about(
    document: Document, wishes: Wishes, notes: Notes, leaving: Leaving, turtle: bytes, hidden: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Terms and their descriptions, as HTML."""
    many = f"{_count(notes.relationships, 'relationship')} between {_count(notes.nodes, 'resource')}"
    hashes = "<br>".join(f"SHA-256 <code>{digest}</code>" for digest in document.hashes)
    source = plain(document.title) if document.is_bundled or "files" in wishes.unseen else ""
    withheld = [f"{each.number:,} {_WITHHELD[each.key]}" for each in leaving.unseen if _is_withheld(each.key, wishes)]
    rows = [
        ("Date", plain(wishes.date)),
        ("Shown", many),
        ("Filtered and hidden", "<br>".join(plain(line) for line in hidden if line)),
        ("Left out of the data", plain(", ".join(withheld))),
        ("Words of passages", "Quoted where their texts were at hand." if wishes.quote else ""),
        ("Your notes", "<br>".join(plain(note.text) for note in leaving.notes)),
        ("Source", "<br>".join(filter(None, (source, hashes)))),
        ("Data of this figure", f"data.ttl, SHA-256 <code>{hashlib.sha256(turtle).hexdigest()}</code>"),
        ("Make it again", f"<code>{plain(_command(wishes))}</code>"),
    ]
    return tuple((term.replace("Your notes", "Notes"), said) for term, said in rows if said)


_WITHHELD = {
    "values": "values that the figure does not show",
    "names": "other names of what it shows",
}


def _is_withheld(key: str, wishes: Wishes) -> bool:
    return key in _WITHHELD and key not in wishes.unseen


def _command(wishes: Wishes) -> str:
    """The command that makes the figure again from its own data."""
    words = ["caseboard", "bundle", "data.ttl", "-o", "again"]
    for option, value in (("--title", wishes.title), ("--words", wishes.words), ("--date", wishes.date)):
        words += [option, value] if value else []
    words += ["--quote", "--texts", "TEXTS"] if wishes.quote else []
    for key in sorted(wishes.unseen):
        words += ["--with", key]
    if wishes.size != Wishes().size:
        words += ["--size", "x".join(map(str, wishes.size))]
    return shlex.join(words)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
