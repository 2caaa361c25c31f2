"""Which version of the program this is."""

from __future__ import annotations


def installed_version() -> str:
    """The version that is installed, or words where the program runs from a folder without an install."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and seldom asked for

    try:
        return version("caseboard")
    except PackageNotFoundError:
        return "(not installed)"
