"""JSON-LD contexts outside the file: bundled copies, and files beside it that the user allows. Nothing is fetched.

The parser takes no contexts from elsewhere, so they are put into the text before it reads. Of a large context only the
terms that occur in the text are put in, or a thousand small objects would carry it a thousand times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from graph.errors import ReadError
from graph.reading.refusals import missing_context, plain, unreadable
from resources import FOLDER

_KEY = re.compile(r'"@context"\s*:\s*')
_WORD = re.compile(r'"([^"\\:]*)[^"\\]*(?:\\.[^"\\]*)*"?')
"""A string of JSON; what stands before its first colon can be a term or a prefix."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_FEW, _LONGEST = 200, 1 << 20
_DEEPEST = 8
_BUNDLED = FOLDER / "contexts"


class ContextRefusedError(ReadError):
    """A context outside the file; ``beside`` is its file in the same folder if only the permission is missing."""

    def __init__(self, sentence: str, beside: Path | None = None) -> None:
        super().__init__(sentence)
        self.beside = beside


def with_contexts(
    data: bytes, name: str, folder: Path | None, allowed: AbstractSet[Path]
) -> tuple[bytes, ContextRefusedError | None]:
    """JSON-LD with the contexts outside it put in, on the same lines; and the error for the first that is not there.

    ``folder`` is that of the file ``name``; files in it are read if they or the folder are among ``allowed``, all of
    them resolved paths. The parser decides if a missing context is one: in a JSON literal it is none.
    """
    refused: ContextRefusedError | None = None
    text = data.decode("utf-8", "replace")
    source = _Contexts(name, folder, allowed, set(_WORD.findall(text)))
    decoder, pieces, at = json.JSONDecoder(), [], 0
    while (key := _KEY.search(text, at)) is not None:
        try:
            value, end = decoder.raw_decode(text, key.end())
        except (ValueError, RecursionError):
            break  # the parser names the mistake
        try:
            found = json.dumps(source.resolved(value), ensure_ascii=False) if _reaches_out(value) else None
        except ContextRefusedError as error:
            found, refused = None, refused or error
        if found is not None:
            pieces += [text[at : key.end()], found, "\n" * text.count("\n", key.end(), end)]
        else:
            pieces.append(text[at:end])
        at = end
    return "".join((*pieces, text[at:])).encode(), refused


def _reaches_out(context: Any) -> bool:
    """True if a context names another one outside the file."""
    if isinstance(context, list):
        return any(map(_reaches_out, context))
    if isinstance(context, dict):
        terms = (value for value in context.values() if isinstance(value, dict) and "@context" in value)
        return isinstance(context.get("@import"), str) or any(_reaches_out(value["@context"]) for value in terms)
    return isinstance(context, str)


class _Contexts:
    """Looks up contexts for one file, in whose text the ``words`` occur."""

    def __init__(self, name: str, folder: Path | None, allowed: AbstractSet[Path], words: set[str]) -> None:
        self._name, self._folder, self._allowed, self._words = name, folder, allowed, words

    def resolved(self, context: Any, depth: int = 0) -> Any:
        """A context without names of others in it."""
        if isinstance(context, str):
            return self._found(context, depth)
        if isinstance(context, list):
            parts = [self.resolved(part, depth) for part in context]
            return [one for part in parts for one in (part if isinstance(part, list) else [part])]
        if not isinstance(context, dict):
            return context
        own = {term: self._scoped(term, value, depth) for term, value in context.items()}
        imported = own.pop("@import", None)
        found = self._found(imported, depth) if isinstance(imported, str) else {}
        return found | own if isinstance(found, dict) else own

    def _scoped(self, term: str, value: Any, depth: int) -> Any:
        """The value of a term with its own context put in, and without it where the file does not have the term."""
        if not isinstance(value, dict) or "@context" not in value:
            return value
        if depth and term not in self._words and _reaches_out(value["@context"]):
            return {key: part for key, part in value.items() if key != "@context"}
        return value | {"@context": self.resolved(value["@context"], depth)}

    def _found(self, reference: str, depth: int) -> Any:
        if depth > _DEEPEST:
            raise ReadError(f"{self._name} was not opened: its JSON-LD contexts refer to one another in a circle.")
        bundled = _index().get(reference)
        if bundled is not None:
            return self.resolved(_pruned(_read(_BUNDLED / bundled), self._words), depth + 1)
        path = self._beside(reference)
        if path is None:
            raise ContextRefusedError(str(missing_context(reference, self._name)))
        if path not in self._allowed and path.parent not in self._allowed:
            raise ContextRefusedError(
                f"{self._name} was not opened: its JSON-LD context {plain(reference)} is a file in the same folder, "
                "which Caseboard was not allowed to read.",
                path,
            )
        context = _read(path)
        if isinstance(context, dict):  # the base of another file does not count here
            context = {term: value for term, value in context.items() if term != "@base"}
        return self.resolved(context, depth + 1)

    def _beside(self, reference: str) -> Path | None:
        """The file that a relative reference names, in the folder of the data or below it."""
        if self._folder is None or _SCHEME.match(reference) or reference.startswith(("/", "\\")):
            return None
        try:
            path = (self._folder / unquote(re.split("[?#]", reference, maxsplit=1)[0])).resolve()
            return path if path.is_file() and path.is_relative_to(self._folder.resolve()) else None
        except (OSError, ValueError):
            return None


@cache
def _index() -> dict[str, str]:
    """The file of each bundled context, by its address."""
    found: dict[str, str] = json.loads((_BUNDLED / "index.json").read_text("utf-8"))
    return found


def _read(path: Path) -> Any:
    """The context in a file; raises ReadError."""
    try:
        if path.stat().st_size > _LONGEST:
            raise ReadError(f"{path.name} was not read: a JSON-LD context of more than 1 MiB is not safe.")
        whole = json.loads(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path.name} could not be read as JSON: {plain(str(error))}. Correct that line.") from error
    if not isinstance(whole, dict) or "@context" not in whole:
        raise ReadError(f"{path.name} holds no JSON-LD context. Name the file that does.")
    return whole["@context"]


def _pruned(context: Any, words: set[str]) -> Any:
    """A context without the terms that no word needs; prefixes and small contexts stay whole."""
    if not isinstance(context, dict) or len(context) < _FEW:
        return context
    waiting = [
        term
        for term, value in context.items()
        if term[:1] == "@" or term in words or (isinstance(value, str) and value[-1:] in "/#:")
    ]
    kept: dict[str, Any] = {}
    while waiting:
        term = waiting.pop()
        if term not in kept and term in context:
            kept[term] = context[term]
            waiting += _WORD.findall(json.dumps(context[term]))
    return {term: value for term, value in context.items() if term in kept}
