"""Files that are no RDF, told by their content: each kind with one sentence about what to do."""

from __future__ import annotations

import re

from graph.errors import ReadError
from graph.reading.recognition import suffix_of

_HEAD, _LONGEST = 1 << 14, 40
_ONTOLOGY = "Save it as RDF/XML or Turtle in an ontology editor and open that."
_TABLE = "Turn its rows into RDF first, for example with a mapping tool for CSV, and open the result."
_TEXT = "Texts are no graph: to read passages in it, use File → Attach texts… with its folder."
_NETWORK = "Convert it to RDF first: a network names its lines, but not their meaning."

JSON = (
    "JSON without a JSON-LD context, so it states nothing. Add a context that gives its words a meaning, or convert it "
    "to RDF."
)

_BY_START = (
    (rb"(?:Prefix|Ontology)\s*\(", f"an ontology in OWL functional syntax. {_ONTOLOGY}"),
    (rb"(?:Prefix|Ontology):\s", f"an ontology in Manchester syntax. {_ONTOLOGY}"),
    (rb"document\s", "provenance in PROV-N. Convert it to PROV-O in Turtle, and open that."),
    (rb"(?i)Creator\s|graph\s*\[", f"a network in GML. {_NETWORK}"),
    (rb"(?i)(?:strict\s+)?(?:di)?graph\s*[\w\"]*\s*\{", f"a drawing for Graphviz. {_NETWORK}"),
    (rb"\*(?i:vertices|network)\b", f"a network for Pajek. {_NETWORK}"),
)
_ROOTS = {
    b"graphml": f"a network in GraphML. {_NETWORK}",
    b"gexf": f"a network in GEXF. {_NETWORK}",
    b"Ontology": f"an ontology in OWL/XML. {_ONTOLOGY}",
    b"FeatureCollection": "geographic data in GML. Convert it to GeoSPARQL in Turtle, and open that.",
    b"document": "a document in XML. Convert it to RDF first.",
    b"svg": "a drawing in SVG, not RDF.",
    b"html": "a web page without JSON-LD, so it states nothing. Open the data that it links to.",
}
_ROOT = rb"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)[\s/>]"
_COMMENTED = rb"(?:\s|(?:#|//)[^\n]*(?:\n|\Z))*"
_SIGNS_OF_RDF = (
    rb"(?i)@prefix|\bprefix\s+[\w.\-]*:|<[a-z][a-z0-9+.\-]*:[^<>\s]*>|_:\w|"
    rb"^\s*[\w.\-]*:\w+\s+(?:a|[\w.\-]*:\w+)\s"
)
_PLAIN_WORD = rb"[\w\x80-\xff'\"(\[*_#-]*[\w\x80-\xff][\w\x80-\xff.,;:!?'\")\]*_%/-]*"


class OtherKindError(ReadError):
    """A file that is no RDF."""


def other_kind(name: str, kind: str) -> OtherKindError:
    """The error for a file of another kind; ``kind`` ends with what to do."""
    return OtherKindError(f"{name} could not be read: it is {kind}")


def other_xml(data: bytes) -> str:
    """The kind of an XML document that is no RDF, with what to do; "" for an unknown one."""
    root = re.search(_ROOT, data[:_HEAD])
    return "" if root is None else _ROOTS.get(root[1]) or _ROOTS.get(root[1].lower(), "")


def other_text(data: bytes, name: str) -> str:
    """The kind of a text that could not be read as RDF, with what to do; "" if it looks like broken RDF."""
    head = data[:_HEAD]
    start = re.match(_COMMENTED, head)
    at = start.end() if start else 0
    for pattern, kind in _BY_START:
        if re.compile(pattern).match(head, at):
            return kind
    if re.search(_SIGNS_OF_RDF, head):
        return ""
    if (separator := _separator(head, suffix_of(name))) is not None:
        return f"a table (its columns are separated by {separator}). {_TABLE}"
    words = re.findall(rb"[^\s]+", head)
    plain = sum(len(word) <= _LONGEST and re.fullmatch(_PLAIN_WORD, word) is not None for word in words)
    return f"a text. {_TEXT}" if len(words) > 3 and plain > 0.8 * len(words) else ""


def _separator(head: bytes, suffix: str) -> str | None:
    """The name of the sign that separates columns, if the first lines have equally many of it."""
    lines = [line for line in re.sub(rb'"[^"\n]*"', b"", head).splitlines()[:20] if line.strip()]
    if len(head) == _HEAD:
        lines = lines[:-1]
    for sign, title in ((b"\t", "tabs"), (b";", "semicolons"), (b",", "commas"), (b"|", "bars")):
        counts = {line.count(sign) for line in lines}
        if len(counts) == 1 and min(counts) > 0 and (len(lines) > 2 or suffix in ("csv", "tsv", "tab")):
            return title
    return None
