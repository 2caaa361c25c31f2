"""Access to servers: one header for one origin, which no file, message or log ever holds."""

from __future__ import annotations

from base64 import b64encode

from graph.frozen import frozen
from graph.web.addresses import origin_of


@frozen
class Access:
    """A header that opens one origin (scheme, host and port) and is sent to no other one.

    Made by :func:`basic`, :func:`bearer` and :func:`api_key`. Its ``repr`` shows no field.
    """

    origin: str
    header: str
    value: str
    secret: str
    """The part of the value that must not be seen."""

    def headers_for(self, url: str) -> dict[str, str]:
        """The header if ``url`` belongs to the origin, else nothing."""
        return {self.header: self.value} if self.origin and origin_of(url) == self.origin else {}


def basic(url: str, user: str, password: str) -> Access:
    """User name and password for the origin of ``url``."""
    value = b64encode(f"{user}:{password}".encode()).decode("ascii")
    return Access(origin_of(url), "Authorization", f"Basic {value}", password)


def bearer(url: str, token: str) -> Access:
    """A bearer token for the origin of ``url``."""
    return Access(origin_of(url), "Authorization", f"Bearer {token}", token)


def api_key(url: str, header: str, key: str) -> Access:
    """A key in a header of its own, such as ``X-API-Key``, for the origin of ``url``."""
    return Access(origin_of(url), header, key, key)
