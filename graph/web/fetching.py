"""Files from the web: fetched whole, kept with their hash and the time; and told from endpoints by asking."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from graph.errors import WriteError
from graph.frozen import frozen
from graph.reading.recognition import suffix_of
from graph.web.addresses import shown, without_user
from graph.web.answer import Answer, Limits, Request
from graph.web.client import Client
from graph.web.failures import AccessNeededError, OtherHostError, WebError, failed
from graph.web.sparql import RESULTS, is_answer
from graph.work.progress import Job

FILES = Limits(whole=3600.0, size=16_000_000_000)
"""Limits for files, which are larger than answers and take longer."""
_ACCEPT = (
    "text/turtle, application/trig, application/n-triples, application/n-quads, application/rdf+xml;q=0.9, "
    "application/ld+json;q=0.8, text/n3;q=0.7, */*;q=0.1"
)
_SUFFIXES = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/trig": "trig",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "text/n3": "n3",
    "text/html": "html",
}
_BESIDE = "fetched.json"
_ODD = re.compile(r"[^\w.-]+")


@frozen
class Fetched:
    """A file that came from the web: where it is kept, its address without a password, its SHA-256, and the time."""

    path: Path
    url: str
    sha256: str
    time: str
    """In ISO 8601, to the second, in UTC."""


def is_endpoint(client: Client, url: str) -> Job[bool]:
    """True if an address answers a query; not asked where its name is that of a file.

    Raises :class:`~graph.web.failures.WebError` where nobody answers, access is needed or the server fails.
    """
    if suffix_of(urlsplit(url).path) in _SUFFIXES.values():
        return False
    try:
        answer = yield from client.open(Request(url, RESULTS, (("query", "ASK {}"),)))
    except (AccessNeededError, OtherHostError):
        raise
    except WebError as error:
        if 400 <= error.status < 500 and error.status != 429:
            return False  # a file whose server wants no question
        raise
    try:
        return (yield from is_answer(answer))
    finally:
        answer.close()


def fetch(client: Client, url: str, folder: Path) -> Job[Fetched]:
    """Fetch a file whole into a folder of its own below ``folder``, by its hash.

    Raises :class:`~graph.web.failures.WebError`, also for a file that breaks off, and WriteError.
    """
    answer = yield from client.open(Request(url, _ACCEPT))
    clean = without_user(url)[0]
    part = folder / f"{os.getpid()}-{os.urandom(4).hex()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        digest = yield from _written(answer, part)
        home = folder / digest[:32]
        home.mkdir(exist_ok=True)
        found = Fetched(home / _name(answer), clean, digest, datetime.now(UTC).isoformat(timespec="seconds"))
        part.replace(found.path)
        said = {"url": found.url, "file": found.path.name, "sha256": digest, "fetched": found.time}
        (home / _BESIDE).write_text(json.dumps(said, indent=1), encoding="utf-8")
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
        raise WriteError(f"{shown(url)} could not be kept in {folder}: {why}. Free some space, or allow it.") from error
    finally:
        answer.close()
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return found


def fetched_as(path: Path) -> Fetched | None:
    """The origin of a file if it came from the web."""
    try:
        said = json.loads((path.parent / _BESIDE).read_text(encoding="utf-8"))
        parts = [said[key] for key in ("url", "sha256", "fetched")]
        is_it = said["file"] == path.name and all(isinstance(part, str) for part in parts)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Fetched(path, *parts) if is_it else None


def _written(answer: Answer, part: Path) -> Job[str]:
    """Write the body of an answer; returns its SHA-256."""
    digest = hashlib.sha256()
    with part.open("wb") as file:
        while piece := (yield from answer.piece()):
            digest.update(piece)
            file.write(piece)
    if answer.cut:
        raise failed(answer.url, f"was not fetched: {answer.cut}. Try again.")
    if not answer.received:
        raise failed(answer.url, "is empty. Check the address.")
    return digest.hexdigest()


def _name(answer: Answer) -> str:
    """A safe name for a file, with the suffix of its media type where it has none that is known."""
    last = unquote(urlsplit(answer.url).path).rstrip("/").rpartition("/")[2]
    name = _ODD.sub("_", last).strip("._")[-80:] or "data"
    suffix = _SUFFIXES.get(answer.media, "")
    return name if suffix_of(name) or not suffix else f"{name}.{suffix}"
