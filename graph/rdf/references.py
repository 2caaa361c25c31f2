"""Names for what a source only refers to: licences by their usual names, pages by host and path."""

from __future__ import annotations

import re

from graph.rdf.tails import GENERIC, decoded, is_opaque, parts_of, says_something, short_part, telling_part

_KNOWN = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"creativecommons\.org/licenses/([a-z-]+/[\d.]+(?:/(?:igo|[a-z]{2}))?)(?:/(?:legalcode|deed)[^/]*)?", "={}"),
        (r"creativecommons\.org/publicdomain/zero/([\d.]+)(?:/(?:legalcode|deed)[^/]*)?", "CC0 {}"),
        (r"creativecommons\.org/publicdomain/mark/([\d.]+)(?:/deed[^/]*)?", "Public Domain Mark {}"),
        (r"opendatacommons\.org/licenses/odbl(?:/(?:summary|1[.-]0|index\.html))?", "ODbL"),
        (r"opendatacommons\.org/licenses/pddl(?:/(?:summary|1[.-]0|index\.html))?", "PDDL"),
        (r"opendatacommons\.org/licenses/by(?:/(?:summary|1[.-]0|index\.html))?", "ODC-By"),
        (r"nationalarchives\.gov\.uk/doc/open-government-licence(?:/version/(\d))?", "Open Government Licence {}"),
        (r"spdx\.org/licenses/([^/#?]+?)(?:\.html)?", "={}"),
        (r"opensource\.org/licenses?/([^/#?]+)", "={}"),
        (r"gnu\.org/licenses/(?:old-licenses/)?([al]?gpl|fdl)-([\d.]+?)(?:\.(?:html|txt))?", "GNU {} {}"),
        (r"apache\.org/licenses/LICENSE-([\d.]+?)(?:\.(?:html|txt))?", "Apache {}"),
        (r"[^#?]*/media-?types/([a-z]+/[^/#?]+)(?:#.*)?", "={}"),
    )
)
"""The part of a known IRI after its scheme, and its name; words of the IRI are in capitals, after “=” as they stand."""
_HINT = re.compile("licen|publicdomain|/media-?types/")
"""In every known IRI, and in few others."""
_PAGES = frozenset(
    (
        *("landingpage", "homepage", "page", "accessurl", "endpointurl", "endpointdescription", "url"),
        *("seealso", "isprimarytopicof", "workplacehomepage", "documentation", "weblog", "website"),
    )
)
"""Predicates, as in :func:`graph.rdf.naming.folded`, that lead to pages of the web."""
_FILE = re.compile(r"[^/?#]+\.(?!html?$|php$|aspx?$|jsp$)[A-Za-z0-9]{2,5}")
"""The name of a file that is no page; it names itself."""
_LONGEST = 48
"""Characters of the address of a page that is written out."""
_WEB = re.compile(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)


def known_name(iri: str) -> str:
    """The usual name of a licence or a media type: “by/4.0”, “CC0 1.0”, “text/csv”; "" for any other IRI."""
    if not _HINT.search(iri):
        return ""
    rest = iri.partition("://")[2].removeprefix("www.").rstrip("/")
    for pattern, name in _KNOWN:
        found = pattern.fullmatch(rest)
        if found is not None:
            words = [word or "" for word in found.groups()]
            return name[1:].format(*words) if name[0] == "=" else name.format(*_capitals(words)).strip()
    return ""


def _capitals(words: list[str]) -> list[str]:
    return [word.upper() if word.islower() else word for word in words]


def leads_to_page(predicate: str) -> bool:
    """True for a predicate, by its name as :func:`graph.rdf.naming.folded`, whose objects are pages."""
    return predicate in _PAGES


def reference_name(iri: str, *, is_page: bool) -> str:
    """A name for an IRI of which nothing is said: the telling part, of pages and of bare numbers with the host.

    "" for other IRIs that say nothing.
    """
    name = telling_part(iri)
    if not is_page and name[:1].isalpha() and name not in GENERIC and says_something(name):
        return name  # nearly always
    found = _WEB.match(iri)
    if found is None:
        return name
    host, parts = found[1], parts_of(iri)
    if not is_page or (len(parts) > 1 and _FILE.fullmatch(parts[0])):
        is_clear = any(map(says_something, name.split("/"))) and (name not in GENERIC or "#" in iri)
        return name if is_clear or name in ("", host.lower()) else f"{host}/{name}"
    rest = iri[found.end() :].strip("/")
    whole = f"{host}/{decoded(rest)}" if rest else host
    if len(whole) <= _LONGEST:
        return whole
    file, query, _ = parts[0].partition("?")
    before = parts[1:2] if is_opaque(file) or not says_something(file) else []
    return "/".join((host, "…", *map(short_part, (*before, file)))) + (f"{query}…" if query else "")
