"""Failures of requests, each in one sentence with an address that holds no password."""

from __future__ import annotations

import re

from graph.errors import CaseboardError
from graph.web.addresses import host_of, shown

_TAGS = re.compile(r"<[^<>]*>")
_WORDS = 200
"""Most characters of a server's own words in a sentence."""


class WebError(CaseboardError):
    """A server did not answer as asked; ``status`` is that of its answer, 0 where there was none or it was no error."""

    status = 0


class AccessNeededError(WebError):
    """A server asks for a password or key, or did not accept the one it was sent; ``url`` holds no password."""

    url = ""


class OtherHostError(WebError):
    """A server redirects to ``host``, which is not allowed yet (:meth:`graph.web.client.Client.allow`)."""

    host = ""


def failed(url: str, why: str) -> WebError:
    """The error that ``url`` could not be asked, and why: a clause, and a sentence that says what to do."""
    return WebError(f"{shown(url)} {why}")


def access_needed(url: str, was_sent: bool) -> AccessNeededError:
    """The error of status 401."""
    error = AccessNeededError(
        f"{shown(url)} did not accept the password or key. Check it and enter it again."
        if was_sent
        else f"{shown(url)} asks for a password or a key. Enter the one that you have for this server."
    )
    error.url = shown(url)
    return error


def other_host(url: str, target: str) -> OtherHostError:
    """The error of a redirect to a host that nobody allowed."""
    error = OtherHostError(
        f"{shown(url)} redirects to another host, {host_of(target)}, which was not asked. "
        f"Allow {host_of(target)}, or open its address yourself."
    )
    error.host = host_of(target)
    return error


def by_status(url: str, status: int, words: str, pause: float) -> WebError:
    """The error of a status that is neither success, nor redirect, nor 401; ``pause`` are seconds to wait."""
    error = failed(url, _why(status, words, pause))
    error.status = status
    return error


def _why(status: int, words: str, pause: float) -> str:
    said = f": “{words}”" if words else ""
    if status in (400, 422):
        return f"refused the request{said}. Check the query."
    if status == 403:
        return f"does not allow this{said}. Ask its operator for access."
    if status in (404, 410):
        return "holds nothing: the server knows no such address. Check it for mistakes."
    if status in (405, 406, 415):
        return f"does not answer such requests (status {status}){said}. Check the address of the endpoint."
    if status in (408, 504):
        return f"ran out of its own time (status {status}). Ask for less, or try again later."
    if status in (413, 414):
        return f"takes no query as long as this one (status {status}). Ask for fewer resources at once."
    if status == 429:
        return f"was asked too often. Try again {_in_words(pause)}."
    if status >= 500:
        return f"failed (status {status}){said}. Try again later, or ask for less."
    return f"answered with status {status}{said}. Check the address."


def _in_words(pause: float) -> str:
    return f"in {pause / 60:,.0f} minutes" if pause > 100 else "in a minute or two"


def instead(url: str, text: str, secret: str = "") -> WebError:
    """The error of an answer with status 200 that is a web page, a message, or empty."""
    head = text[:2000].lstrip("\ufeff \t\r\n")
    if not head:
        return failed(url, "answered with nothing, as some servers do when their time is over. Ask for less.")
    if re.match(r"(?i)<!doctype html|<html", head):
        return failed(url, "answered with a web page instead of data. Check the address of the endpoint.")
    return failed(url, f"answered with a message instead of data: “{words_of(head, secret)}”. Check the query.")


def words_of(text: str, secret: str = "") -> str:
    """A server's words on one line, without tags, control characters and the secret that it was sent."""
    if secret:
        text = text.replace(secret, "…")
    line = " ".join("".join(one if one.isprintable() else " " for one in _TAGS.sub(" ", text)).split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"
