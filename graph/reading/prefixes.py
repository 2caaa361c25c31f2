"""Prefixes and base that a file declares."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, QuadParser

from graph.formats.format import Format
from graph.formats.table import JSON_LD, RDF_XML

_ROOT = rb"<[^<>!?][^<>]*>"
_XML_BASE = rb"\sxml:base\s*=\s*([\"'])([^\"'<&]*)\1"
_NAMESPACE = rb"xmlns(?::([^\s=\"'<>]+))?\s*=\s*([\"'])([^\"'<]*)\2"


def declared(parser: object, data: bytes, form: Format) -> dict[str, str]:
    """IRI of each prefix that a file declares, as far as ``parser`` has read it, in the order of the file."""
    if form is RDF_XML:
        from html import unescape  # a table of two thousand names that no other format needs

        found: dict[str, str] = {}
        for prefix, _, iri in re.findall(_NAMESPACE, data[: 1 << 16]):
            found.setdefault(prefix.decode("utf-8", "replace"), unescape(iri.decode("utf-8", "replace")))
        return found
    if not isinstance(parser, QuadParser):
        return {}
    prefixes = parser.prefixes  # made anew each time it is asked for
    places = _places(prefixes, data, form)
    return {prefix: prefixes[prefix] for prefix in sorted(places, key=lambda key: (places[key], key))}


def stated_base(parser: object, data: bytes, form: Format) -> str:
    """The base IRI that a file states, as far as ``parser`` has read it, or ""; of RDF/XML its first element."""
    if form is RDF_XML:
        root = re.search(_ROOT, data[: 1 << 16])
        found = re.search(_XML_BASE, root[0]) if root else None
        text = found[2].decode("utf-8", "replace") if found else ""
        return text if _is_iri(text) else ""
    text = (isinstance(parser, QuadParser) and parser.base_iri) or ""
    return text if _is_iri(text) else ""  # a lenient parser takes any text


def _is_iri(text: str) -> bool:
    try:
        return ":" in NamedNode(text).value
    except ValueError:
        return False


def _places(prefixes: Iterable[str], data: bytes, form: Format) -> dict[str, int]:
    """The place of the first declaration of each prefix; the end for one without."""
    places = dict.fromkeys(prefixes, len(data))
    missing = {prefix.encode() for prefix in places}
    # Names are looked ahead for, so that none hides behind another. One pattern for all is compiled once.
    how = rb'"(?=([^"]*)"\s*:)' if form is JSON_LD else rb"(?i:prefix)(?=\s+([^\s:]*)\s*:)"
    for match in re.finditer(how, data):
        if match[1] in missing:
            places[match[1].decode()] = match.start()
            missing.remove(match[1])
            if not missing:
                break
    return places
