"""Folders and ZIP archives as sources of several files: the files of RDF in them, and in words what was left out."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from graph.errors import ReadError
from graph.formats.table import ARCHIVES, openable
from graph.reading.limits import TooLargeError
from graph.reading.refusals import plain, unreadable

_MOST_FILES = 10_000
_NAMED = 5
_FAULTS = zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError


def is_wanted(name: str) -> bool:
    """True for a file that is opened among others: its suffix names a format that is read, packed or not."""
    return any(name.lower().endswith(f".{suffix}") for suffix in openable() if suffix not in ARCHIVES)


def files_in(folder: Path) -> tuple[list[Path], str]:
    """The files of RDF in a folder and the folders in it, in order; and in words which files were left out.

    Hidden ones, and archives of several files, count as left out. Raises :class:`ReadError`.
    """
    try:
        found = sorted(
            path for path in folder.rglob("*") if path.is_file() and not _is_hidden(path.relative_to(folder))
        )
    except OSError as error:
        raise unreadable(folder, error) from error
    if len(found) > _MOST_FILES:
        raise _too_many(folder, len(found))
    wanted = [path for path in found if is_wanted(path.name)]
    left = [path.relative_to(folder).as_posix() for path in found if path not in set(wanted)]
    if not wanted:
        raise holds_no_rdf(f"{folder}", left)
    return wanted, left_out(left, folder.resolve().name)


def spread(paths: Iterable[Path]) -> list[Path]:
    """The files among ``paths``, and in the place of each folder its files of RDF; without a word for bad folders."""
    found: list[Path] = []
    for path in paths:
        with suppress(ReadError):
            found += files_in(path)[0] if path.is_dir() else [path]
    return found


def beginning_of(path: Path, most: int) -> tuple[str, bytes, int]:
    """Of the largest file of RDF in a ZIP archive the name and the beginning; and the size of all of them, unpacked."""
    with members_of(path) as (archive, members, _):
        largest = max(members, key=lambda each: each.file_size)
        with archive.open(largest) as file:
            return largest.filename, file.read(most), sum(each.file_size for each in members)


@contextmanager
def members_of(path: Path) -> Iterator[tuple[zipfile.ZipFile, Sequence[zipfile.ZipInfo], list[str]]]:
    """A ZIP archive that is open, its files of RDF in their order, and the names of its other files.

    Raises :class:`ReadError` for a damaged archive, one with a password or without RDF, and for one that says of itself
    that it unpacks to too much; so does reading its files.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = [each for each in archive.infolist() if not each.is_dir() and not _is_hidden_name(each.filename)]
            if len(found) > _MOST_FILES:
                raise _too_many(path, len(found))
            wanted = [each for each in found if is_wanted(each.filename)]
            left = [each.filename for each in found if each not in wanted]
            if not wanted:
                raise holds_no_rdf(path.name, left)
            if any(each.flag_bits & 1 for each in wanted):
                raise ReadError(
                    f"{path.name} was not opened: it is locked by a password. Unpack it and open its files."
                )
            yield archive, wanted, left
    except _FAULTS as error:
        raise ReadError(
            f"{path.name} could not be unpacked: the ZIP archive is damaged or of a kind that is not known "
            f"({plain(str(error)).rstrip('.')}). Fetch the file again, or unpack it and open its files."
        ) from error


def left_out(names: Sequence[str], where: str) -> str:
    """In words that files were left out, since they hold no RDF; "" for no names."""
    if not names:
        return ""
    what = f"{len(names):,} files in {where} hold" if len(names) > 1 else f"1 file in {where} holds"
    return f"{what} no RDF and {'were' if len(names) > 1 else 'was'} left out: {_listed(names)}"


def holds_no_rdf(where: str, names: Sequence[str]) -> ReadError:
    """The error for a folder or archive without any file that can be read."""
    there = f" It holds {_listed(names)}." if names else ""
    return ReadError(f"{where} was not opened: no file in it is RDF by its name or content.{there}")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(plain(name, 60) for name in names[:_NAMED]) + more


def _too_many(path: Path, count: int) -> TooLargeError:
    return TooLargeError(
        f"{path.name} was not opened: it holds {count:,} files, and {_MOST_FILES:,} are the most. Open some of them."
    )


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_hidden_name(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") for part in parts) or parts[:1] == ("__MACOSX",)
