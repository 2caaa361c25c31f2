"""One request and its answer, read piece by piece as it comes, within limits of time and size."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.frozen import frozen
from graph.web.addresses import host_of
from graph.web.loop import loop, slots_of, waiting
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    import httpx


@frozen
class Limits:
    """Bounds of one request: seconds, bytes, and tries."""

    connect: float = 10.0
    """Seconds until a connection stands."""
    first: float = 60.0
    """Seconds until the answer begins, with those for connecting."""
    stall: float = 30.0
    """Seconds between two pieces of an answer."""
    whole: float = 180.0
    """Seconds for all of it."""
    size: int = 256_000_000
    """Bytes of an answer, unpacked."""
    tries: int = 3
    """Tries where a server is busy (429, 503) or a connection breaks before the answer begins."""
    pause: float = 1.0
    """Seconds before the second try, doubled for each further one unless the server names a time."""
    patience: float = 60.0
    """Most seconds to wait for a server that names a time (Retry-After)."""


@frozen
class Request:
    """A question to a server. ``form`` goes into the address by GET while that stays short, else by POST."""

    url: str
    accept: str = "*/*"
    form: Sequence[tuple[str, str]] = ()


class Answer:
    """The answer of a server, from :meth:`graph.web.client.Client.open`; close it when done.

    Where the body ends before its time, :meth:`piece` gives no more and ``cut`` says why, as a clause.
    """

    def __init__(self, url: str, limits: Limits) -> None:
        self.url = url
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.received = 0
        """Bytes so far, unpacked."""
        self.cut = ""
        self._limits = limits
        self._response: httpx.Response | None = None
        self._pieces: AsyncIterator[bytes] | None = None
        self._slot: asyncio.Semaphore | None = None
        self._started = time.monotonic()

    @property
    def media(self) -> str:
        """The media type of the answer without its parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def begin(self, client: httpx.AsyncClient, request: httpx.Request) -> Job[None]:
        """Send the request and wait for the head of its answer; raises what httpx raises, and TimeoutError."""
        yield from waiting(self._begin(client, request), self._progress)

    def piece(self) -> Job[bytes]:
        """The next bytes, unpacked; none at the end."""
        import httpx

        if self.cut:
            return b""
        limits, left = self._limits, self._started + self._limits.whole - time.monotonic()
        try:
            piece = yield from waiting(self._piece(min(limits.stall, left)), self._progress)
        except TimeoutError:
            is_stalled = left > limits.stall
            self.cut = (
                f"the server sent nothing for {limits.stall:g} s"
                if is_stalled
                else f"it was not complete within {limits.whole:g} s"
            )
            return b""
        except httpx.DecodingError:
            self.cut = "the server packed it wrongly"
            return b""
        except httpx.HTTPError:
            self.cut = "the connection broke off"
            return b""
        self.received += len(piece)
        if self.received > limits.size:
            self.cut = f"it is larger than {limits.size / 1e6:,.6g} MB"
        return piece

    def whole(self, most: int | None = None) -> Job[bytes]:
        """All pieces, or as many as hold ``most`` bytes."""
        pieces: list[bytes] = []
        while piece := (yield from self.piece()):
            pieces.append(piece)
            if most is not None and self.received >= most:
                break
        return b"".join(pieces)

    def close(self) -> None:
        """End the request, if it still runs; returns at once."""
        asyncio.run_coroutine_threadsafe(self._close(), loop())

    async def _begin(self, client: httpx.AsyncClient, request: httpx.Request) -> None:
        slot = slots_of(host_of(self.url))
        await slot.acquire()
        self._slot = slot
        self._started = time.monotonic()
        async with asyncio.timeout(self._limits.first):
            self._response = await client.send(request, stream=True)
        self.status, self.headers = self._response.status_code, self._response.headers
        self._pieces = self._response.aiter_bytes()

    async def _piece(self, seconds: float) -> bytes:
        assert self._pieces is not None
        async with asyncio.timeout(max(0.0, seconds)):
            async for piece in self._pieces:
                if piece:
                    return piece
        return b""

    async def _close(self) -> None:
        response, self._response = self._response, None
        slot, self._slot = self._slot, None
        try:
            if response is not None:
                await response.aclose()
        finally:
            if slot is not None:
                slot.release()

    def _progress(self) -> Progress:
        host = host_of(self.url)
        if self.status:
            total = self.headers.get("content-length", "")
            size = float(total) if total.isascii() and total.isdigit() and len(total) < 16 else 0.0
            return Progress(f"Reading from {host}, {self.received / 1e6:,.1f} MB", self.received, size)
        seconds = int(time.monotonic() - self._started)
        return Progress(f"Asking {host}, {seconds} s" if seconds else f"Asking {host}")
