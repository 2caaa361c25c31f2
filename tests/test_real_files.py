"""Files as they occur: relative names, mistakes, contexts beside the file, other kinds, and very large ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SHARED

from explorer.document import Document, NamedView
from explorer.files.exploration import open_exploration, save_exploration
from explorer.files.exports import export_data
from explorer.files.opening import open_document
from explorer.views.view import View
from graph.work.progress import finish

CASES = SHARED / "cases"
RELATIVE = b'@prefix v: <https://example.org/v#> .\n<1> a v:Reading ; v:next <2> .\n<#me> v:name "M" ; v:by <1> .\n'


def case(name: str) -> Path:
    """An input from the shared folder; the test is skipped where it is not there."""
    path = CASES / name
    if not path.exists():
        pytest.skip(f"../shared/cases/{name} is not there")
    return path


def opened(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return finish(open_document([folder / name]))


def exported(document: Document, path: Path) -> str:
    finish(export_data(document, path, None, View()))
    return "".join(each.read_text("utf-8") for each in sorted(path.parent.glob(f"{path.stem}*{path.suffix}")))


def test_readings_without_a_base_keep_their_names() -> None:
    projection = finish(open_document([case("relative.ttl")])).projection
    assert projection.iris == ("1", "2", "#me")
    assert projection.labels == ("1", "2", "M")


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".jsonld", ".csv", ".graphml", ".gexf"])
def test_no_export_names_a_folder_or_an_invented_base(tmp_path: Path, suffix: str) -> None:
    text = exported(opened(tmp_path, "relative.ttl", RELATIVE), tmp_path / f"out{suffix}")
    assert "#me" in text
    assert not any(word in text for word in ("file:", str(tmp_path), "caseboard-relative", "~this", "~up"))
    if suffix in (".ttl", ".trig"):
        assert "<1> a v:Reading" in text and "<#me> v:name" in text


def test_relative_names_are_found_again_by_an_exploration(tmp_path: Path) -> None:
    document = opened(tmp_path, "relative.ttl", RELATIVE)
    view = View(focus=frozenset([document.projection.node_of["#me"]]))
    path = tmp_path / "work.caseboard.trig"
    finish(save_exploration(path, document, NamedView("Present", "", view), (), ()))
    start = finish(open_exploration(path)).document.start
    assert start is not None and start.view.focus == view.focus


def test_names_in_rdf_xml_and_json_ld_stay_relative_and_their_base_is_kept(tmp_path: Path) -> None:
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/"%s>'
        b'<x:A rdf:about="1"><x:by rdf:resource="#me"/></x:A></rdf:RDF>'
    )
    jsonld = b'{"@context": {"by": "http://x/by"%s}, "@id": "1", "by": {"@id": "#me"}, "@type": "http://x/A"}'
    for name, data, base in [
        ("a.rdf", rdf, b' xml:base="http://b/c"'),
        ("a.jsonld", jsonld, b', "@base": "http://b/c"'),
    ]:
        assert opened(tmp_path, name, data % b"").projection.iris == ("1", "#me")
        stated = opened(tmp_path, name, data % base)
        assert stated.projection.iris == ("http://b/1", "http://b/c#me")
        assert "@base <http://b/c> .\n" in exported(stated, tmp_path / "out.ttl")
        assert "<#me>" in exported(stated, tmp_path / "out.ttl")
