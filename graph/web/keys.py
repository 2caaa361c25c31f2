"""Access kept in the system's keyring, by origin, and nowhere else."""

from __future__ import annotations

import json

from graph.web.access import Access
from graph.web.addresses import origin_of

_SERVICE = "caseboard"


def kept_for(url: str) -> Access | None:
    """The access that the keyring has for the origin of an address."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:  # it is optional
        return None
    try:
        said = json.loads(keyring.get_password(_SERVICE, origin_of(url)) or "null")
        parts = [said[key] for key in ("header", "value", "secret")]
    except (KeyringError, OSError, RuntimeError, ValueError, TypeError, KeyError):
        return None
    return Access(origin_of(url), *parts) if all(isinstance(part, str) for part in parts) else None


def keep(access: Access) -> bool:
    """Put an access into the keyring; False where there is none, or where it refuses."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return False
    parts = {"header": access.header, "value": access.value, "secret": access.secret}
    try:
        keyring.set_password(_SERVICE, access.origin, json.dumps(parts))
    except (KeyringError, OSError, RuntimeError):
        return False
    return True
