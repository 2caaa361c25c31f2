"""Error sentences for data that could not be read: what happened, where, and what to do."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote

from pyoxigraph import RdfFormat, parse

from graph.errors import ReadError
from graph.formats.format import Format
from graph.formats.table import HEXTUPLES, HTML, JSON_LD, N3, N_QUADS, RDF_XML, TRIG, TRIX, TURTLE
from graph.rdf.relative import SCHEME, as_named
from graph.reading.recognition import suffix_of
from graph.work.progress import Job, Progress


class ReadSyntaxError(ReadError):
    """Data that break the rules of their format; ``line`` is 0 if it is unknown.

    ``form`` is that format if the statements without mistakes can be read (:mod:`graph.reading.mistakes.recovery`).
    """

    def __init__(self, sentence: str, line: int = 0, form: Format | None = None) -> None:
        super().__init__(sentence)
        self.line, self.form = line, form


RECOVERABLE = TURTLE, TRIG, N3, N_QUADS, HEXTUPLES, RDF_XML, TRIX, JSON_LD, HTML
"""Formats of which the statements without mistakes can be read."""


def hopeless(error: ReadSyntaxError) -> ReadSyntaxError:
    """The error for data of which nothing can be read without the mistake that ``error`` names."""
    return ReadSyntaxError(f"{error} Nothing in the file could be read without the mistake.", error.line, error.form)


_READ_AHEAD, _STEP = 1 << 17, 4096
_UNDECLARED = r"The prefix ([\w.-]+): has not been declared"
_POSITION = r"(?s)^Parser error (?:at|between) line [^:]*?: |^Parser error: "
_IN_IRI, _NO_END = r"(?s)Invalid IRI code point '(.)'", r"Unexpected end(?: of file)?"


def unreadable(path: Path, error: Exception) -> ReadError:
    """The error for a file that the system could not read."""
    number = getattr(error, "errno", None)
    if number == errno.ENOENT:
        return ReadError(f"{path} was not found. Check the name and open it again.")
    if number == errno.ENOTDIR:
        return ReadError(f"{path} was not found: a part of that path is a file, not a folder. Check the name.")
    if number in (errno.EACCES, errno.EPERM):
        return ReadError(f"{path} could not be read: you have no permission to read it. Open a copy.")
    if number == errno.EISDIR:
        return ReadError(f"{path} could not be read: it is a folder. Choose a file inside it.")
    reason = getattr(error, "strerror", None) or str(error)
    return ReadError(f"{plain(str(path))} could not be read: {plain(reason)}. Check the file and open it again.")


def failed_parse(error: BaseException, name: str, form: Format, first_line: int = 0, line: int = 0) -> ReadError:
    """The error for a parser's exception, at ``line`` if the parser does not say where.

    The parser's part of the file followed ``first_line`` other lines.
    """
    text = getattr(error, "msg", None) or str(error)
    if asks_for_context(error):
        return missing_context("of another form", name)
    if is_too_long(error):
        return ReadError(
            f"{name} was not opened: it holds a single value longer than 16 MiB, or a quotation mark that never "
            "closes. Shorten or close it and open the file again."
        )
    line = getattr(error, "lineno", None) or line
    if "UTF-8" in text:
        at = f" at line {line + first_line:,}" if line else ""
        return ReadSyntaxError(
            f"{name} could not be read: its text is not valid UTF-8{at}. Save it as UTF-8 and open it again.",
            line + first_line,
            _if_recoverable(form),
        )
    column = getattr(error, "offset", None) or 0
    where = f"line {line + first_line:,}{f', column {column:,}' if column else ''}: " if line else ""
    detail = reason_of(error)
    advice = _declaration(detail) or ("Correct that line" if line else "Correct it")
    sentence = (
        f"{name} could not be read as {_known_as(form, name)}: {where}{detail}. {advice} and open the file again."
    )
    return ReadSyntaxError(sentence, line + first_line if line else 0, _if_recoverable(form))


def attempt(work: Callable[[], int], name: str, form: Format, lines_before: Callable[[], int] = int) -> int:
    """The result of ``work``; raises :class:`ReadError` for errors of a parser in it.

    The part of the file that it works on follows ``lines_before`` others.
    """
    try:
        return work()
    except (SyntaxError, ValueError, MemoryError, OSError) as error:
        raise failed_parse(error, name, form, lines_before()) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # raised by the parser for a bug of its own
            raise failed_parse(error, name, form, lines_before()) from error
        raise


def line_in_xml(data: bytes, near: int, base: str) -> Job[int]:
    """The line of the mistake in RDF/XML, whose parser does not tell it; it had read ``near`` bytes when it failed.

    The parser reads the data once more, the last of them line by line, and the line that it fails on counts.
    """
    safe = data.rfind(b"\n", 0, max(0, near - _READ_AHEAD)) + 1
    at = 0

    class Lines:
        def read(self, most: int) -> bytes:
            nonlocal at
            end = min(safe, at + most) if at < safe else (data.find(b"\n", at) + 1 or len(data))
            piece = data[at : min(end, at + most)]
            at += len(piece)
            return piece

    quads = parse(cast(IO[bytes], Lines()), RdfFormat.RDF_XML, base_iri=base)
    with suppress(SyntaxError, ValueError):
        while any(True for _ in islice(quads, _STEP)):
            yield Progress("Finding the line of the mistake", at, near)
    return data.count(b"\n", 0, max(0, at - 1)) + 1


def reason_of(error: BaseException) -> str:
    """A parser's objection without the place, in plain words where it is a common one."""
    text = re.sub(_POSITION, "", getattr(error, "msg", None) or str(error))
    text = re.sub(rf"{SCHEME}[^<>\s]*", lambda relative: as_named(relative[0]), text)
    if character := re.fullmatch(_IN_IRI, text):
        held = character[1]
        name = "a space" if held == " " else f"the character {held}" if held.isprintable() else "a control character"
        return f"an IRI holds {name}, which is written {quote(held)} there"
    if re.fullmatch(_NO_END, text):
        return "the statement does not end; a quotation mark or a bracket may not be closed"
    return plain(text).rstrip(".") or "it breaks the rules of the format"


def _declaration(detail: str) -> str:
    """Advice to add the line that declares a well-known prefix, if the mistake is that it lacks; else ""."""
    from graph.rdf.vocabulary import usual_prefixes  # late: few files lack one

    missing = re.match(_UNDECLARED, detail)
    namespace = usual_prefixes().get(missing[1]) if missing else None
    return f"Add the line “@prefix {missing[1]}: <{namespace}> .” at its top" if missing and namespace else ""


def _if_recoverable(form: Format) -> Format | None:
    return form if form in RECOVERABLE else None


def _known_as(form: Format, name: str) -> str:
    """The name of a format for the user; N-Triples are parsed as N-Quads, which include them."""
    return "N-Triples" if form is N_QUADS and suffix_of(name) in ("nt", "ntriples") else form.title


def is_too_long(error: BaseException | None) -> bool:
    """True if the parser failed because a value is longer than it takes."""
    return isinstance(error, MemoryError) or "buffer maximal size" in str(error)


def asks_for_context(error: BaseException | None) -> bool:
    """True if the parser of JSON-LD failed because a context lies outside the file."""
    return "LoadDocumentCallback" in str(error)


def missing_context(where: str, name: str) -> ReadError:
    """The error for a JSON-LD context outside the file, at the address ``where``."""
    return ReadError(
        f"{name} was not opened: its JSON-LD context ({plain(where)}) lies outside the file, is not among those that "
        "come with the program, and opening a file fetches nothing. Put the context into the file, or convert it to "
        "Turtle, and open it again."
    )


def plain(text: str, most: int = 200) -> str:
    """``text`` on one line, without control characters, shortened to ``most`` characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= most else text[: most - 1] + "…"
