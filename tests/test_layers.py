"""Text layers: the words of HTML, DOCX, ODT and PDF files, taken in a child process within bounds."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from clocks import busy
from hypothesis import given
from hypothesis import strategies as st
from pdf_files import encrypted, needs_pdf, pdf

from explorer.files.attached_texts import AttachedTexts
from explorer.settings import Settings
from graph.analysis.layers.html_text import decoded, html_text
from graph.analysis.layers.layer import LayerError
from graph.analysis.layers.taking import take, take_there
from graph.analysis.places import DIFFERS, LOST, OUTSIDE, place_of
from graph.analysis.texts import TextLibrary
from graph.model.evidence import Passage
from graph.work.process import Worker
from graph.work.progress import finish

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
DOCX = f"""<?xml version="1.0"?><w:document {W} {MC}><w:body>
 <w:p><w:r><w:t>Ada</w:t></w:r><w:r><w:t xml:space="preserve"> leads </w:t><w:tab/><w:t>𝄞 &amp; all.</w:t></w:r></w:p>
 <w:p><w:del><w:r><w:delText>never</w:delText><w:t>gone</w:t></w:r></w:del><w:ins><w:r><w:t>Second</w:t></w:r></w:ins>
  <w:r><w:br/><w:t>line</w:t><w:instrText>PAGE</w:instrText></w:r></w:p><w:p/>
 <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
 <mc:AlternateContent><mc:Fallback><w:p><w:r><w:t>twice</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
</w:body></w:document>"""
ODT = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
 <text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
 <text:h>Title</text:h><text:p>Ada <text:span>leads</text:span><text:s text:c="3"/>all<text:note><text:note-body>
 <text:p>note</text:p></text:note-body></text:note>.<text:line-break/>More</text:p></office:text></office:body>
</office:document-content>"""


def archive(path: Path, **parts: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return path


def text_of(path: Path) -> str:
    return finish(take(path)).text


def test_paragraphs_are_taken_out_of_docx_and_odt_without_what_was_deleted(tmp_path: Path) -> None:
    docx = archive(tmp_path / "a.docx", word__document_xml=DOCX)
    assert text_of(docx) == "Ada leads \t𝄞 & all.\n\nSecond\nline\n\ncell\n"
    odt = archive(tmp_path / "a.odt", content_xml=ODT)
    assert text_of(odt) == "Title\n\nAda leads   all.\nMore\n"


def test_a_layer_is_known_by_its_own_hash_and_by_how_it_was_taken(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.docx", word__document_xml=DOCX)
    found = finish(take(path))
    assert found.sha256 == hashlib.sha256(found.text.encode()).hexdigest() and found.how == "DOCX, by Caseboard 1"
    library = TextLibrary([tmp_path])
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert library.text(sha256) is None and library.untaken(sha256) == path
    finish(library.take(sha256.upper()))
    assert library.text(sha256) == library.text(found.sha256) == found.text and library.untaken(sha256) is None


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">]><a>&a;</a>'
BAD = {
    "a.docx": (b"no archive", "it is encrypted, or no archive"),
    "b.docx": ({"other.xml": "<a/>"}, "it has no part “word/document.xml”"),
    "c.docx": ({"word/document.xml": "<a>"}, "it is broken or encrypted"),
    "d.docx": ({"word/document.xml": BOMB}, "it is broken or encrypted"),
    "e.docx": ({"word/document.xml": f"<w:document {W}/>"}, "it holds no words"),
    "f.odt": ({"content.xml": "x", "META-INF/manifest.xml": "<m><encryption-data/></m>"}, "it is encrypted"),
    "g.docx": (
        {"word/document.xml": "<a>" + " " * (2 << 20)},
        "its part “word/document.xml” unpacks to more than 1 MB",
    ),
    "h.html": (b"<script>alert(1)</script>", "it holds no words"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_sentence_with_a_remedy(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.analysis.layers.office._MOST_BYTES", 1 << 20)
    content, why = BAD[name]
    path = tmp_path / name
    if isinstance(content, dict):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for part, words in content.items():
                made.writestr(part, words)
    else:
        path.write_bytes(content)
    with pytest.raises(LayerError) as refused:
        finish(take(path))
    assert str(refused.value).startswith(f"No text could be taken out of “{name}”: {why}. ")
    library = TextLibrary([tmp_path])
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    finish(library.take(sha256))
    assert library.refused == {sha256: str(refused.value)} and library.untaken(sha256) is None


def test_text_is_taken_in_a_child_that_ends_with_its_job(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.docx", word__document_xml=DOCX)
    with Worker() as worker:
        assert finish(take_there(path, worker)) == finish(take(path))
        with pytest.raises(LayerError, match=r"it is encrypted, or no archive"):
            bad = tmp_path / "b.docx"
            bad.write_bytes(b"x")
            finish(take_there(bad, worker))


# HTML


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>Ada &amp; all<br>more</p><p>Next  one\n here", "Ada & all\nmore\n\nNext one here\n"),
        ("<head><title>No</title></head><body>Yes", "Yes\n"),
        ("<head><meta charset=utf-8><p>Yes", "Yes\n"),
        ("<script>no</script><STYLE>no</style>yes<!-- no > no -->!", "yes!\n"),
        ("<script>no", ""),
        ("<img src=x onerror=\"alert('>')\">a < b", "a < b\n"),
        ("<a title='<p>'>one</a> <b>two</b>", "one two\n"),
        ("&#99999999999999999999;&#x41;", "\ufffd;A\n"),
        ("<?xml version='1.0'?><!DOCTYPE html><ul><li>1<li>2</ul>", "1\n\n2\n"),
    ],
)
def test_html_is_words_alone(page: str, words: str) -> None:
    assert html_text(page) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("£".encode("utf-16"), "£"),
        ("<meta charset=latin-1>£".encode("latin-1"), "<meta charset=latin-1>£"),
        ("<meta charset=nonsense>£".encode(), "<meta charset=nonsense>£"),
        (b"\x80", "€"),
        ("\ufeff£".encode(), "£"),
    ],
)
def test_an_html_page_is_decoded_as_it_declares(data: bytes, words: str) -> None:
    assert decoded(data) == words


@given(st.text("<>/!-&;#'\" apscrit\n", max_size=60))
def test_any_html_gives_words_without_an_error(page: str) -> None:
    assert "\v" not in html_text(page)


@pytest.mark.parametrize("piece", ["<", "<p ", "<p a='", "<!--", "<script>", "</", "&", '<a "', "&#1", "<head>"])
def test_hostile_html_takes_linear_time(piece: str) -> None:
    page = piece * 100_000
    assert busy(lambda: html_text(page)) < 2


# PDF


@needs_pdf
def test_the_pages_of_a_pdf_are_read_and_known_by_number(qapp, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("Ada leads\nthe council", "", "Jim left"))
    found = finish(take(path))
    assert found.text.split() == "Ada leads the council Jim left".split() and found.how.startswith("PDF, by pypdfium2 ")
    assert len(found.pages) == 3 and found.text[found.pages[2] :].strip() == "Jim left"


@needs_pdf
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 broken", "it is broken, or no PDF"),
        (None, "it has no text layer: its pages are pictures"),
        (b"encrypted", "it is encrypted"),
    ],
)
def test_a_pdf_without_text_encrypted_or_broken_is_refused(qapp, tmp_path: Path, data: bytes | None, why: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("") if data is None else encrypted() if data == b"encrypted" else data)
    with pytest.raises(LayerError, match=why):
        finish(take(path))


def test_without_its_package_a_pdf_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.analysis.layers.pdf.find_spec", lambda _: None)
    (tmp_path / "a.pdf").write_bytes(b"")
    with pytest.raises(LayerError, match=r"need the package pypdfium2\. Install it: pip install 'caseboard\[pdf\]'"):
        finish(take(tmp_path / "a.pdf"))


# Pages


PAGED = "Ada paid.\n\nJim paid.\n\nAda left.\n"
PAGES = (0, 11, 22)


@pytest.mark.parametrize(
    ("selectors", "words", "kind"),
    [
        ({"quote": "paid", "page": 2}, "paid", ""),
        ({"quote": "Ada", "page": 3}, "Ada", ""),
        ({"quote": "left", "page": 1}, "left", DIFFERS),
        ({"quote": "stole", "page": 1}, "", LOST),
        ({"page": 2}, "Jim paid.", ""),
        ({"page": 4}, "", OUTSIDE),
        ({"start": 11, "end": 14, "page": 2}, "Jim", ""),
        ({"start": 11, "end": 14, "page": 1}, "Jim", DIFFERS),
    ],
)
def test_a_page_narrows_a_quote_and_is_checked_against_a_range(selectors: dict, words: str, kind: str) -> None:
    passage = Passage("", "", "", "", **({"start": -1, "end": -1} | selectors))
    place = place_of(passage, PAGED, PAGES)
    assert (PAGED[place.start : place.end] if place.start >= 0 else "") == words and place.kind == kind
    if words and not kind and "quote" in selectors:
        assert PAGES[passage.page - 1] <= place.start
    assert place_of(passage._replace(page=0), PAGED, PAGES) == place_of(passage, PAGED), "a text without pages"


# Attached


def test_texts_of_all_kinds_are_attached(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# Ada £".encode())
    (tmp_path / "b.html").write_bytes(b"<p>Jim")
    texts = AttachedTexts(Settings(texts=[str(tmp_path)]))
    md, html = (hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.md", "b.html"))
    assert texts.text(md) == "# Ada £"
    passage = Passage("", "", "", html, -1, -1, "Jim")
    assert texts.doubt(passage) == "The text is in “b.html”. Open it in Texts to read the passage here."
    assert texts.untaken(html) == tmp_path / "b.html" and texts.has(html) and not texts.has("0" * 64)
    finish(texts.take(html))
    assert texts.words(passage) == "Jim" and texts.doubt(passage) == "" and texts.taken(html).startswith("HTML, by ")


def test_a_text_in_another_encoding_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("£".encode("latin-1"))
    texts = AttachedTexts(Settings(texts=[str(tmp_path)]))
    sha256 = hashlib.sha256("£".encode("latin-1")).hexdigest()
    said = "“a.txt” has this SHA-256 but is not in UTF-8. Attach a copy in UTF-8, and cite the SHA-256 of that."
    assert (
        texts.text(sha256) is None and texts.refusal(sha256) == texts.doubt(Passage("", "", "", sha256, 0, 1)) == said
    )
