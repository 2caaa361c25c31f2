"""The client: a good guest of servers, within limits, and loyal to the host that the user opened."""

from __future__ import annotations

import asyncio
import socket
import ssl
import weakref
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from graph.web.access import Access, basic
from graph.web.addresses import host_of, is_public, is_weaker, is_web, may_follow, shown, without_user
from graph.web.answer import Answer, Limits, Request
from graph.web.failures import AccessNeededError, access_needed, by_status, failed, other_host, words_of
from graph.web.keys import kept_for
from graph.web.loop import loop, pausing, waiting
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    import httpx

USUAL = Limits()
_LONGEST = 2000
"""Characters of an address up to which a query goes by GET; some servers refuse more."""
_REDIRECTS = 5
_HERE = ("all://localhost", "all://127.0.0.1", "all://[::1]")


class Client:
    """Asks servers for one source: at most two requests at once to a host, each of them a job.

    ``access`` opens its origin alone; a user and password inside an address do so for that address. Where a server asks
    for access and there is none, that of the system's keyring is taken. ``authority`` is a
    file with the certificate of a private authority. ``allowed`` are hosts that redirects may lead to besides the one
    that is asked. Safe to use from several threads.
    """

    def __init__(
        self,
        access: Access | None = None,
        limits: Limits = USUAL,
        *,
        authority: Path | None = None,
        allowed: Iterable[str] = (),
    ) -> None:
        self.access = access
        self.limits = limits
        self.authority = authority
        self.allowed = set(allowed)
        self._made: httpx.AsyncClient | None = None
        self._end: weakref.finalize[[httpx.AsyncClient], Client] | None = None

    def allow(self, host: str) -> None:
        """Let redirects lead to ``host`` (with its port, unless it is the usual one)."""
        self.allowed.add(host)

    def open(self, request: Request) -> Job[Answer]:
        """An answer with status 200 to 299, whose body is still to be read.

        Raises :class:`~graph.web.failures.WebError` with one sentence for every other end.
        """
        start, access = self._opened(request.url)
        url, address, body = start, "", request.form
        for _ in range(_REDIRECTS + 1):
            try:
                answer = yield from self._try(Request(url, request.accept, body), access, address)
            except AccessNeededError:
                if access is not None or (access := kept_for(start)) is None:
                    raise
                self.access = access
                continue
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            answer.close()
            target = urljoin(url, answer.headers.get("location", ""))
            address = yield from self._checked(start, target)
            body = () if answer.status == 303 else body
            url = target
        raise failed(start, "redirects in a circle. Check the address.")

    def close(self) -> None:
        """Close the connections that are kept for further requests."""
        self._made = None
        if self._end is not None:
            self._end()

    def _opened(self, url: str) -> tuple[str, Access | None]:
        """An address without user and password, and the access to it."""
        if not is_web(url) or not host_of(url):
            raise failed(url, "is no address on the web. Begin it with https:// or http:// and the name of the server.")
        clean, user, password = without_user(url)
        return clean, basic(clean, user, password) if user or password else self.access

    def _try(self, request: Request, access: Access | None, address: str) -> Job[Answer]:
        """One address, asked again while the server is busy or the connection breaks; redirects are returned."""
        for at in range(1, self.limits.tries + 1):
            pause, is_last = self.limits.pause * 2 ** (at - 1), at == self.limits.tries
            answer = Answer(request.url, self.limits)
            is_kept = False
            try:
                broken = yield from self._sent(answer, request, access, address)
                if broken:
                    if is_last:
                        raise failed(request.url, broken)
                elif answer.status < 400:
                    is_kept = True
                    return answer
                else:
                    if answer.status in (429, 503):
                        pause = _named_pause(answer.headers.get("retry-after", ""), pause)
                    if answer.status not in (429, 503) or is_last or pause > self.limits.patience:
                        raise (yield from self._refusal(answer, access, pause))
            finally:
                if not is_kept:
                    answer.close()
            host = host_of(request.url)
            yield from pausing(pause, lambda host=host: Progress(f"{host} is busy, waiting"))  # type: ignore[misc]
        raise AssertionError("the last try returns or raises")

    def _sent(self, answer: Answer, request: Request, access: Access | None, address: str) -> Job[str]:
        """Send a request; returns how the connection broke, or "" if the answer began."""
        import httpx

        client = self._client()
        try:
            built = _built(client, request, access, address)
            yield from answer.begin(client, built)
        except httpx.ConnectTimeout:
            raise failed(request.url, _slow(f"could not be reached within {self.limits.connect:g} s")) from None
        except httpx.ConnectError as error:
            raise failed(request.url, _unreachable(error, request.url)) from None
        except TimeoutError:
            raise failed(request.url, _slow(f"did not answer within {self.limits.first:g} s")) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise failed(request.url, "is no address on the web. Check it for mistakes.") from None
        except (httpx.HTTPError, OSError):
            return "broke off the connection before it answered. Try again later, or ask for less."
        return ""

    def _refusal(self, answer: Answer, access: Access | None, pause: float) -> Job[Exception]:
        """The error of a status of 400 or more, with the server's own words."""
        was_sent = access is not None and bool(access.headers_for(answer.url))
        if answer.status == 401:
            return access_needed(answer.url, was_sent)
        text = (yield from answer.whole(4096)).decode("utf-8", "replace")
        is_page = answer.media == "text/html" or text[:200].lstrip()[:1] == "<"
        words = "" if is_page else words_of(text, access.secret if access else "")
        return by_status(answer.url, answer.status, words, pause)

    def _checked(self, start: str, target: str) -> Job[str]:
        """The IP address at which a redirect may be followed, "" for any; raises where it may not."""
        if not is_web(target) or not host_of(target):
            raise failed(
                start, f"redirects to “{words_of(target)}”, which is no address on the web. Nothing was opened."
            )
        target = without_user(target)[0]
        if is_weaker(start, target):
            raise failed(start, f"redirects to {shown(target)}, which is not encrypted. Nothing was asked there.")
        ours, theirs = yield from waiting(_both(start, target), lambda: Progress(f"Finding {host_of(target)}"))
        if ours and all(map(is_public, ours)):
            if not theirs:
                raise failed(start, f"redirects to {host_of(target)}, which the network does not know.")
            if not all(map(is_public, theirs)):
                raise failed(
                    start,
                    f"redirects to {host_of(target)}, which is this machine or inside the local network. "
                    "Nothing was asked there.",
                )
        if not may_follow(start, target, self.allowed):
            raise other_host(start, target)
        return theirs[0] if ours and all(map(is_public, ours)) else ""

    def _client(self) -> httpx.AsyncClient:
        if self._made is None:
            import httpx

            limits = self.limits
            self._made = httpx.AsyncClient(
                verify=_trust(self.authority),
                headers={"User-Agent": user_agent()},
                timeout=httpx.Timeout(None, connect=limits.connect, write=limits.stall),
                mounts=dict.fromkeys(_HERE),  # never through a proxy
            )
            self._end = weakref.finalize(self, _end, self._made)
            self._end.atexit = False
        return self._made


def _end(made: httpx.AsyncClient) -> None:
    asyncio.run_coroutine_threadsafe(made.aclose(), loop())


def addresses_of(host: str) -> list[str]:
    """The IP addresses of a host, none if the network does not know it."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(row[4][0]) for row in found))


@cache
def user_agent() -> str:
    """Name, version and, where the installed package names one, the page of the project."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        about = metadata("caseboard")
    except PackageNotFoundError:
        return "Caseboard"
    pages = [line.rpartition(", ")[2] for line in about.get_all("Project-URL") or ()]
    return f"Caseboard/{about['Version']} ({'; '.join([f'+{page}' for page in pages[:1]] or ['graph explorer'])})"


def _built(client: httpx.AsyncClient, request: Request, access: Access | None, address: str) -> httpx.Request:
    """The request for httpx; with ``address`` the host keeps its name, but not the network's answer to it."""
    import httpx

    url = request.url
    headers = {"Accept": request.accept, **(access.headers_for(url) if access else {})}
    body = urlencode(request.form)
    if body and len(url) + len(body) < _LONGEST:
        bare = url.partition("#")[0]
        url, body = f"{bare}{'&' if '?' in bare else '?'}{body}", ""
    parsed, extensions = httpx.URL(url), {}
    if address:
        headers["Host"] = parsed.netloc.decode("ascii")
        extensions = {"sni_hostname": parsed.host}
        parsed = parsed.copy_with(host=address)
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return client.build_request("POST", parsed, content=body.encode(), headers=headers, extensions=extensions)
    return client.build_request("GET", parsed, headers=headers, extensions=extensions)


async def _both(start: str, target: str) -> tuple[Sequence[str], Sequence[str]]:
    """The IP addresses of the hosts of two addresses."""
    import httpx

    ours = await asyncio.to_thread(addresses_of, httpx.URL(start).host)
    return ours, await asyncio.to_thread(addresses_of, httpx.URL(target).host)


def _trust(authority: Path | None) -> ssl.SSLContext:
    """The certificates that this system trusts, and those of a private authority."""
    context = ssl.create_default_context()
    places = ssl.get_default_verify_paths()
    if not context.get_ca_certs() and not places.cafile and not places.capath:
        import httpx

        context = httpx.create_ssl_context()  # with certificates of its own, for a Python that knows none
    if authority is not None:
        try:
            context.load_verify_locations(authority)
        except (OSError, ssl.SSLError) as error:
            raise failed(str(authority), "holds no certificate. Name a file in PEM format.") from error
    return context


def _named_pause(text: str, otherwise: float) -> float:
    """Seconds to wait by a Retry-After header: a number of seconds, or a date."""
    from datetime import UTC, datetime

    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError):
        return otherwise


def _slow(what: str) -> str:
    return f"{what}. Try again later, or ask for less."


def _unreachable(error: Exception, url: str) -> str:
    """Why no connection was made: a name without an address, a certificate, or nobody there."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = cause.verify_message.rstrip(".")
            return (
                f"cannot prove that it is {host_of(url)}: {why}. "
                "If an authority of your own certifies it, name that authority's file."
            )
        if isinstance(cause, ssl.SSLError):
            return "does not speak a safe form of https. Check the address, and its http:// or https://."
        if isinstance(cause, socket.gaierror):
            return f"could not be reached: the network knows no {host_of(url)}. Check the address and the network."
        cause = cause.__cause__ or cause.__context__
    return "could not be reached: no server answers there. Check the address, and that the server runs."
