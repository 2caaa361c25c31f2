"""Telling parts of IRIs: names for resources that have none of their own."""

from __future__ import annotations

import re

_SAYS_NOTHING = frozenset({"oj", "id", "me", "it", "i", "this", "self", "index", "index.html", "card", "about"})
"""Last parts that many IRIs share."""
GENERIC = frozenset({"rest", "view", "download", "service", "legalcode", "home", "page", "default"})
"""Words that need the part before them, where they are no terms of a vocabulary."""
_OPAQUE = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{24,}|RA[A-Za-z0-9_-]{43}")
"""Parts that nobody can read: UUIDs, long hexadecimal numbers, and hashes in the IRIs of nanopublications."""
_SHORTEST_OPAQUE, _HEAD = 24, 8
_NUMBER = re.compile(r"[\d-]+")
_ORCID = r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])"
"""The number of a researcher."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!//)")
_TWO_PARTS = "/media-types/"
"""Within such IRIs the last two parts make one name: “text/turtle”."""
_MOST = 4


def telling_part(iri: str) -> str:
    """The last part of an IRI that says something, with as many parts before it as it needs; "" if it says nothing.

    “…/people/ann” and “…/people/ann#me” give “ann”, “…/census/2011” gives “census 2011”, “…/by/4.0/” gives “by/4.0”,
    “mailto:ann@example.org” the address. Blank nodes and IRIs that end in a UUID or a hash say nothing.
    """
    cut = max(iri.rfind("/"), iri.rfind("#"))
    last = iri[cut + 1 :]
    if (
        cut > 0
        and last[:1].isalpha()
        and len(last) < _SHORTEST_OPAQUE
        and "%" not in last
        and last not in _SAYS_NOTHING
        and (last not in GENERIC or "#" in iri)
        and _TWO_PARTS not in iri
        and iri[cut - 1] != "/"
        and "?" not in iri
    ):
        return last.replace("_", " ").strip() or last
    if iri.startswith("_:"):
        return ""
    if found := re.fullmatch(_ORCID, iri):
        return f"ORCID {found[1]}"
    parts = parts_of(iri)
    if not parts or is_opaque(parts[0]):
        return ""
    if _TWO_PARTS in iri:
        return "/".join(reversed(parts[:2]))
    if parts[0] in _SAYS_NOTHING and "#" in iri:
        if len(parts) == 1:
            return f"#{parts[0]}"
        parts = parts[1:]
    first = 1 if parts[0] in GENERIC and "#" not in iri and len(parts) > 1 else 0
    needed = next(
        (i for i, part in enumerate(parts[:_MOST]) if i >= first and says_something(part)), min(len(parts), _MOST) - 1
    )
    if needed == 1 and _NUMBER.fullmatch(parts[0]) and says_something(parts[1]):
        return f"{parts[1]} {parts[0]}"
    return "/".join(reversed(parts[: needed + 1]))


def is_opaque(part: str) -> bool:
    """True for a text that nobody can read, such as a UUID."""
    return _OPAQUE.fullmatch(part) is not None


def short_part(part: str) -> str:
    """A part of an IRI, or the beginning of one that nobody can read."""
    return part[:_HEAD] if is_opaque(part) else part


def opaque_part(iri: str, word: str = "") -> str:
    """A name for an IRI that says nothing: ``word``, or the part before its last one or else its host, and the
    beginning of that. "" for blank nodes.
    """
    parts = [] if iri.startswith("_:") else parts_of(iri)
    before = [word] if word else parts[1:2]
    if before and not any(map(str.isalpha, before[0])) and "://" in iri:
        before = [iri.partition("://")[2].split("/")[0].removeprefix("www.")]
    return " ".join((*before, parts[0][:_HEAD])) if parts else ""


def says_something(part: str) -> bool:
    """True for a part of an IRI that tells it from many others: it has a letter and is no word that many IRIs share."""
    return part not in _SAYS_NOTHING and any(map(str.isalpha, part))


def parts_of(iri: str) -> list[str]:
    """The parts of an IRI, decoded, the last one first: of its path and fragment, or its host if it has no other."""
    found = _SCHEME.match(iri)
    if found is not None:
        rest = iri[found.end() :]
        pieces = re.split("[:/#]", rest) if found[1].lower() == "urn" else re.split("[/#]", rest)
    else:
        whole, _, fragment = (iri.partition("://")[2] or iri).partition("#")
        path, mark, query = whole.partition("?")
        host, *pieces = path.split("/")
        if mark and pieces:
            pieces[-1] += f"?{query}"
        pieces += fragment.split("/")
        if not any(pieces):
            pieces = [host.removeprefix("www.")]
    return [decoded(piece) for piece in reversed(pieces) if piece]


def decoded(piece: str) -> str:
    """A part of an IRI as people read it."""
    text = piece
    if "%" in piece:
        from urllib.parse import unquote

        text = unquote(piece)
        text = piece if "\ufffd" in text else text
    if "_" in text and "@" not in text and not is_opaque(text):
        text = text.replace("_", " ")
    return " ".join(text.split()) or piece
