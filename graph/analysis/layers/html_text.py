"""The words of an HTML page, without markup; nothing of the page runs or loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_HIDDEN = frozenset(("title", "script", "style", "template", "head", "noscript", "svg", "iframe"))
_RAW = frozenset(("script", "style", "template", "noscript", "iframe", "title", "textarea"))
"""Elements whose content is not markup, or is skipped up to their end tag."""
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table td tfoot th thead tr ul".split()
)
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9-]{0,40})")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9A-Fa-f]{8,}")
_SPACE = re.compile(r"[ \t\n\f\r]+")
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


def decoded(data: bytes) -> str:
    """The page as text: by its byte order mark, its declaration, as UTF-8, or else as Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:2048])
    for name in (declared[1].decode("ascii") if declared else "utf-8", "utf-8"):
        try:
            return data.decode(name).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("windows-1252", "replace")


def html_text(page: str) -> str:
    """Paragraphs with blank lines between them. O(page): every search goes on from where the last one ended."""
    paragraphs: list[str] = []
    words: list[str] = []
    hidden = ""

    def close() -> None:
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(words).split("\v")]
        paragraph = "\n".join(lines).strip()
        if paragraph:
            paragraphs.append(paragraph)
        words.clear()

    for kind, value in _tokens(page):
        if kind == "text":
            if not hidden:
                words.append(unescape(_LONG_NUMBER.sub("\ufffd", value)).replace("\v", " "))
        elif hidden:
            # The end tag of a head may be left out.
            is_over = value == f"/{hidden}" or (hidden == "head" and (value == "body" or value in _BLOCKS))
            hidden = "" if is_over else hidden
        elif value in _HIDDEN:
            hidden = value
        elif value == "br":
            words.append("\v")
        elif value.removeprefix("/") in _BLOCKS:
            close()
    close()
    return "\n\n".join(paragraphs) + ("\n" if paragraphs else "")


def _tokens(page: str) -> Iterator[tuple[str, str]]:
    """Texts, and tags by their names in lower case, an end tag with a slash before it."""
    at, length = 0, len(page)
    while at < length:
        start = page.find("<", at)
        if start < 0:
            yield "text", page[at:]
            return
        if start > at:
            yield "text", page[at:start]
        name = _NAME.match(page, start + 1)
        if name:
            tag = name[0].lower()
            at = _end_of_tag(page, name.end())
            if tag in _RAW:
                content = at
                at = _end_of_raw(page, at, tag)
                if tag not in _HIDDEN:
                    yield "text", page[content:at]
            yield "tag", tag
        elif page.startswith("<!--", start):
            end = page.find("-->", start + 4)
            at = end + 3 if end >= 0 else length
        elif page.startswith(("<!", "<?", "</"), start):
            end = page.find(">", start)
            at = end + 1 if end >= 0 else length
        else:
            yield "text", "<"
            at = start + 1


_QUOTE_OR_END = re.compile(r"[\"'>]")


def _end_of_tag(page: str, at: int) -> int:
    """The place after the ``>`` of a tag, which no quoted value holds."""
    while (found := _QUOTE_OR_END.search(page, at)) is not None:
        if found[0] == ">":
            return found.end()
        closing = page.find(found[0], found.end())
        if closing < 0:
            break
        at = closing + 1
    return len(page)


def _end_of_raw(page: str, at: int, tag: str) -> int:
    """The place of the end tag of an element whose content is not markup."""
    found = re.compile(f"</{tag}", re.IGNORECASE).search(page, at)
    return found.start() if found else len(page)
