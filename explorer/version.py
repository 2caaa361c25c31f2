"""Version of the program."""

from __future__ import annotations


def installed_version() -> str:
    """The installed version, or “(not installed)” if the program runs from a folder."""
    from importlib.metadata import PackageNotFoundError, version  # late: slow to import and seldom needed

    try:
        return version("caseboard")
    except PackageNotFoundError:
        return "(not installed)"
