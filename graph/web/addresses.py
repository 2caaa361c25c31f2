"""Addresses on the web: their parts, without passwords; and the hosts that a redirect may lead to."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}


def is_web(text: str) -> bool:
    """True for an address that begins with ``http://`` or ``https://``."""
    return text[:8].lower().startswith(("http://", "https://"))


def without_user(url: str) -> tuple[str, str, str]:
    """An address without the user and password in it, and these two, "" where there are none."""
    parts = _split(url)
    if parts.username is None and parts.password is None:
        return url, "", ""
    from urllib.parse import unquote

    clean = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return clean, unquote(parts.username or ""), unquote(parts.password or "")


def shown(url: str) -> str:
    """An address for people: without user, password, query and fragment, any of which may hold a secret."""
    parts = _split(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def origin_of(url: str) -> str:
    """Scheme, host and port, such as ``https://example.org:443``; "" for an address without a host."""
    parts = _split(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    try:
        port = parts.port or _PORTS.get(scheme, 0)
    except ValueError:
        return ""
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}" if host else ""


def host_of(url: str) -> str:
    """Host and, where it is not the usual one, port: ``example.org``, ``127.0.0.1:8890``."""
    scheme, _, rest = origin_of(url).partition("://")
    host, _, port = rest.rpartition(":")
    return host if port == str(_PORTS.get(scheme)) else rest


def may_follow(start: str, target: str, allowed: Collection[str]) -> bool:
    """True if a redirect from the address that was opened stays on its host, or on one that the user allowed."""
    return host_of(target) == host_of(start) or host_of(target) in allowed


def is_weaker(start: str, target: str) -> bool:
    """True for a redirect from an encrypted address to one that is not."""
    return start[:6].lower() == "https:" and target[:6].lower() != "https:"


def is_public(address: str) -> bool:
    """True for an IP address of the internet; false for loopback, private networks, link-local and reserved ranges."""
    import ipaddress  # no start asks for it

    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour
        if within is not None:
            found = within
    return found.is_global and not found.is_multicast


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # brackets that hold no address
        return SplitResult("", "", "", "", "")
