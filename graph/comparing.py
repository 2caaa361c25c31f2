"""Text as it is compared when somebody searches."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Text without case and accents; quick for long texts too, since only characters that occur are looked at."""
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKD", text)
    marks = [ord(character) for character in set(text) if unicodedata.combining(character)]
    return text.translate(dict.fromkeys(marks)).casefold()
