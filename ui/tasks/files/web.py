"""Sources from the web: an address of a file or of an endpoint, with questions about access and other hosts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from explorer.files.opening import AS_USUAL, OpenOptions
from graph.web.addresses import host_of, is_web, without_user
from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from explorer.files.web.locating import Located
    from graph.web.access import Access
    from graph.web.client import Client
    from ui.parts.forms.access_form import Typed
    from ui.work.jobs import Task


class WebOpener:
    """Opens what stands at an address; ``open_files`` gets a fetched file, ``open_endpoint`` an endpoint."""

    def __init__(
        self,
        tools: Tools,
        open_files: Callable[[Sequence[str], OpenOptions], None],
        open_endpoint: Callable[[str, Client, OpenOptions], None],
    ) -> None:
        self._tools, self._open_files, self._open_endpoint = tools, open_files, open_endpoint
        self._task: Task | None = None
        self._last = "https://"

    def ask(self) -> str:
        """The address that the user types, "" after Cancel; without a password it is proposed the next time."""
        question = "Address of an RDF file or of a SPARQL endpoint:"
        url = self._tools.ask.text("Open from the web", question, self._last)
        if not url:
            return ""
        url = url if "://" in url else f"https://{url}"
        if is_web(url):
            self._last = without_user(url)[0]
        return url

    def open(self, url: str, options: OpenOptions = AS_USUAL) -> None:
        """Open an address; of several calls the last one counts."""
        from graph.web.client import Client

        self._go(url, Client(), options)

    def _go(self, url: str, client: Client, options: OpenOptions) -> None:
        from explorer.files.web.locating import locate

        def done(found: Located) -> None:
            if found.path is None:
                self._open_endpoint(url, client, options)
            else:
                self._open_files([str(found.path)], options)

        if self._task is not None:
            self._task.cancel()
        self._task = self._tools.start(
            locate(url, client),
            f"Asking {host_of(url)}" if host_of(url) else "Asking",
            done,
            failed=partial(self._failed, url, client, options),
        )

    def _failed(self, url: str, client: Client, options: OpenOptions, error: Exception) -> None:
        """Ask for what the server wants, and try again; everything else is said."""
        from graph.web.failures import AccessNeededError, OtherHostError

        if isinstance(error, AccessNeededError):
            typed = self._tools.ask.access(str(error))
            if typed is not None:
                client.access = self._access(error.url, typed)
                self._go(without_user(url)[0], client, options)
        elif isinstance(error, OtherHostError):
            if self._tools.ask.choose("Another host", str(error), (f"Allow {error.host}",)) == 0:
                client.allow(error.host)
                self._go(url, client, options)
        else:
            self._tools.messages.fail(error)

    def _access(self, url: str, typed: Typed) -> Access:
        """The access from what was typed, kept in the keyring if the user wants that."""
        from graph.web.access import api_key, basic, bearer
        from graph.web.keys import keep

        if typed.kind == 0:
            found = basic(url, typed.name, typed.secret)
        else:
            found = bearer(url, typed.secret) if typed.kind == 1 else api_key(url, typed.name, typed.secret)
        if typed.is_kept and not keep(found):
            self._tools.messages.warn(
                "Caseboard found no keyring that it can use, so this access lasts until you close the source. "
                "Install the package keyring to keep it longer."
            )
        return found
