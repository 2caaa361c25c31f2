"""Sources from the web: an address of a file is fetched and then opened like any file."""

from __future__ import annotations

from pathlib import Path

from explorer.files.web.fetched import fetched_folder
from graph.named import NamedTuple
from graph.web.client import Client
from graph.web.fetching import FILES, fetch, is_endpoint
from graph.work.progress import Job


class Located(NamedTuple):
    """The thing at an address: a file that was fetched, or, where ``path`` is None, an endpoint."""

    path: Path | None


def locate(url: str, client: Client) -> Job[Located]:
    """Find out what stands at an address, and fetch it if it is a file.

    Raises :class:`graph.web.failures.WebError`, and WriteError where the file cannot be kept.
    """
    if (yield from is_endpoint(client, url)):
        return Located(None)
    with_time = Client(client.access, FILES, authority=client.authority, allowed=client.allowed)
    try:
        found = yield from fetch(with_time, url, fetched_folder())
    finally:
        with_time.close()
    return Located(found.path)
